"""A PostgreSQL cluster for tests and benchmarks: made in a temporary folder, gone afterwards; never as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.system import postgres_programs

if TYPE_CHECKING:
    from pwd import struct_passwd


@contextmanager
def temporary_cluster(
    prepare: Callable[[Path], str] | None = None, place: Path | None = None
) -> Iterator[str]:
    """Starts a server that only a socket in its folder leads to, and answers its address for psycopg.

    It lies in `place`, or in memory where there is enough. `prepare` may lay files into the cluster's folder before the start and answers more options of the server.
    """
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("the PostgreSQL server is not here: python3 dev.py test installs it")
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="rc-pg-", dir=place or quick_place()))
    if user:
        shutil.chown(folder, user.pw_name, user.pw_gid)
    cluster, log = folder / "cluster", folder / "log"
    call(
        user,
        folder,
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    if prepare is not None:
        options = f"{options} {prepare(cluster)}"
        for file in cluster.iterdir():
            _give(user, file)
    try:
        call(user, folder, programs / "pg_ctl", "-D", cluster, "-l", log, "-w", "-o", options, "start")
        yield f"host={folder} user=postgres dbname=postgres"
    finally:
        stop = [str(programs / "pg_ctl"), "-D", str(cluster), "-m", "immediate", "-w", "stop"]
        subprocess.run(stop, capture_output=True, cwd=folder, **as_user(user))
        shutil.rmtree(folder, ignore_errors=True)


def quick_place() -> Path | None:
    """Memory where there is enough of it: a database made on a disk takes five times as long."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 << 30
    return memory if roomy else None


def unprivileged() -> struct_passwd | None:
    """Whom to be instead of root (initdb refuses it); nobody else needs to change."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("root needs a user named postgres or nobody to run the server as")


def _give(user: struct_passwd | None, file: Path) -> None:
    if user:
        shutil.chown(file, user.pw_name, user.pw_gid)


def as_user(user: struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def call(user: struct_passwd | None, folder: Path, *command: object) -> None:
    words = [str(word) for word in command]
    with (folder / "said").open("wb") as said:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder, **as_user(user)
        )
    if done.returncode != 0:
        text = (folder / "said").read_text(errors="replace")
        log = folder / "log"
        raise RuntimeError(
            f"{words[0]} failed:\n{text}\n{log.read_text(errors='replace') if log.exists() else ''}"
        )


class Server:
    """A running cluster that makes databases with the schema in them, quickly, from a template."""

    def __init__(self, address: str, port: int = 5432) -> None:
        self.folder = dict(word.split("=", 1) for word in address.split())["host"]
        self.port = port
        self._made = 0
        self._templates: set[str] = set()

    def url(self, database: str, login: str = "postgres") -> str:
        """The program's address of a database here."""
        port = f"&port={self.port}" if self.port != 5432 else ""
        return f"postgresql://{login}@/{database}?host={self.folder}{port}"

    def fresh(self, settle: Callable[[str], None] | None = None) -> str:
        """The name of a new database with the schema, and with what `settle` writes at its template's address."""
        from resource_centre.app import prepare

        schema = self._template("rc_schema", "template1", prepare)
        source = self._template("rc_settled", schema, settle) if settle else schema
        self._made += 1
        name = f"rc_{self._made}"
        self._sql(f"create database {name} template {source} strategy file_copy")
        return name

    def _template(self, name: str, source: str, fill: Callable[[str], None]) -> str:
        if name not in self._templates:
            self._sql(f"create database {name} template {source}")
            fill(self.url(name))
            self._templates.add(name)
        return name

    def empty(self) -> str:
        """The name of a new database without anything in it."""
        self._made += 1
        self._sql(f"create database rc_{self._made}")
        return f"rc_{self._made}"

    def drop(self, name: str) -> None:
        """Takes a database away, whoever is still connected."""
        self._sql(f"drop database if exists {name} with (force)")

    def _sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(
            f"host={self.folder} port={self.port} user=postgres dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(statement)
