"""Servers of a test's own that it may stop, start, kill, copy and promote. An acknowledged commit is safe on them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tools.postgres import as_user, call, quick_place, unprivileged
from tools.system import postgres_programs

SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = on
synchronous_commit = on
autovacuum = off
max_connections = 80
wal_level = replica
hot_standby = on
wal_receiver_status_interval = 1s
wal_retrieve_retry_interval = 200ms
"""


class Cluster:
    """One server on a port of this computer."""

    def __init__(self) -> None:
        programs = postgres_programs()
        assert programs is not None
        self._programs = programs
        self._user = unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="rc-pg-", dir=quick_place()))
        if self._user:
            shutil.chown(self._folder, self._user.pw_name, self._user.pw_gid)
        self._data = self._folder / "cluster"
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port: int = door.getsockname()[1]

    @classmethod
    def fresh(cls) -> Cluster:
        """A new, running server."""
        made = cls()
        made._call("initdb", "-D", made._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        made._set_up()
        made.start()
        return made

    def standby(self, name: str = "standby") -> Cluster:
        """A second server that follows this one; from now on a commit waits for it."""
        other = Cluster()
        source = f"host=127.0.0.1 port={self.port} user=postgres application_name={name}"
        other._call(
            "pg_basebackup", "-d", source, "-D", other._data, "-R", "-X", "stream", "-c", "fast", "--no-sync"
        )
        other._set_up()
        other.start()
        self.sql(f"alter system set synchronous_standby_names = '{name}'", "select pg_reload_conf()")
        return other

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self._call("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stops it; "immediate" is a crash."""
        self._call("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def promote(self) -> None:
        """Makes a standby the primary."""
        self._call("pg_ctl", "-D", self._data, "-w", "promote")

    def url(self, database: str = "centre") -> str:
        """The program's address of a database here."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def sql(self, *statements: str) -> list[tuple[object, ...]]:
        """Runs statements as the owner; answers what the last one found."""
        import psycopg

        found: list[tuple[object, ...]] = []
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                answer = connection.execute(statement)  # type: ignore[call-overload]
                found = answer.fetchall() if answer.description else []
        return found

    def gone(self) -> None:
        """Stops it, however it is, and takes its files away."""
        stop = [self._programs / "pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop"]
        subprocess.run(stop, capture_output=True, cwd=self._folder, **as_user(self._user))
        shutil.rmtree(self._folder, ignore_errors=True)

    def _set_up(self) -> None:
        file = self._data / "postgresql.conf"
        with file.open("a") as settings:
            settings.write(SETTINGS.format(port=self.port, folder=self._folder))
        os.chmod(self._data, 0o700)

    def _call(self, program: str, *words: object) -> None:
        call(self._user, self._folder, self._programs / program, *words)
