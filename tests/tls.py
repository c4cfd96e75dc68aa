"""A server in the network as people meet it: TLS with a certificate of a self-made authority, passwords by SCRAM."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from resource_centre.app import App
from resource_centre.app import prepare as prepare_database
from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.core.context import SYSTEM, Role
from resource_centre.db.unit import Unit
from resource_centre.people.service import PersonDraft, add_person, end_role
from tools.postgres import Server, temporary_cluster

NAME = "db.example.org"
OWNER, PASSWORD = "rc_keeper", "Ключ к: данным/7?"


def free_port() -> int:
    """A port of this computer that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _openssl(*words: object) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make_certificates(folder: Path) -> Path:
    """An authority (ca.crt), and a server's key and certificate for NAME that it signed; answers the authority's file."""
    folder.mkdir(parents=True, exist_ok=True)
    ca, key, wish, made = (folder / name for name in ("ca.crt", "server.key", "server.csr", "server.crt"))
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    _openssl("req", "-x509", *curve, "-keyout", folder / "ca.key", "-out", ca, "-days", 2, "-subj", "/CN=Test authority")  # fmt: skip
    _openssl("req", *curve, "-keyout", key, "-out", wish, "-subj", f"/CN={NAME}")
    names = folder / "names"
    names.write_text(f"subjectAltName=DNS:{NAME}\n")
    _openssl("x509", "-req", "-in", wish, "-CA", ca, "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", 2, "-extfile", names, "-out", made)  # fmt: skip
    return ca


@dataclass(frozen=True)
class Networked:
    """A server that is reached by TCP alone as NAME (at this computer's own address)."""

    server: Server
    port: int
    ca: Path

    def url(
        self,
        database: str,
        login: str = OWNER,
        *,
        host: str = NAME,
        ca: bool = True,
        more: str = "",
    ) -> str:
        """The program's address, as somebody in another building would write it."""
        trust = f"&sslrootcert={self.ca}" if ca else ""
        return f"postgresql://{login}@{host}:{self.port}/{database}?hostaddr=127.0.0.1{trust}{more}"

    def ask(self, statement: str, database: str = "postgres") -> None:
        """SQL as the superuser, by the socket."""
        with psycopg.connect(
            f"host={self.server.folder} port={self.port} user=postgres dbname={database}", autocommit=True
        ) as to:
            to.execute(statement)  # type: ignore[call-overload]


def _add_people(far: Networked) -> None:
    """To the database ready: a coordinator, and somebody whose roles have ended; each with their login as password."""
    app = App.open(far.url("ready"), password=PASSWORD)

    def add(unit: Unit) -> None:
        centre = add_centre(unit, CentreDraft("ALA", "Almaty", "Asia/Almaty", "KZ"))
        for login, name in (("far.dana", "Dana O."), ("far.idle", "Idle I.")):
            person = add_person(unit, PersonDraft(name, login), [(Role.COORDINATOR, centre.id)], login)
            if login == "far.idle":
                end_role(unit, person.id, Role.COORDINATOR, centre.id)

    app.write(add, SYSTEM)
    app.close()


@contextmanager
def networked_server(folder: Path) -> Iterator[Networked]:
    """Starts one. Its databases: ready (with the schema), empty, newer, older, barred (nobody is let in), open.

    Their owner OWNER, who is no superuser, has the password PASSWORD; of the logins stranger and gone, the second is disabled.
    """
    port = free_port()
    ca = make_certificates(folder / "certificates")

    def prepare(cluster: Path) -> str:
        for name in ("server.key", "server.crt"):
            (cluster / name).write_bytes((ca.parent / name).read_bytes())
        (cluster / "server.key").chmod(0o600)
        (cluster / "pg_hba.conf").write_text(
            "local all all trust\nhost barred all 127.0.0.1/32 reject\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
            "hostnossl open all 127.0.0.1/32 scram-sha-256\n"
        )
        with (cluster / "postgresql.conf").open("a") as conf:
            conf.write("ssl = on\n")
        return f"-c listen_addresses=127.0.0.1 -c port={port}"

    with temporary_cluster(prepare) as address:
        made = Networked(Server(address, port), port, ca)
        made.ask(f"create role {OWNER} login createrole createdb password '{PASSWORD}'")
        made.ask("create role stranger login password 'stranger'")
        made.ask("create role gone nologin password 'gone'")
        for name in ("ready", "empty", "barred", "open"):
            made.ask(f"create database {name} owner {OWNER}")
        prepare_database(made.url("ready"), PASSWORD)
        _add_people(made)
        for name, revision in (("newer", "9999"), ("older", "0001")):
            made.ask(f"create database {name} template ready owner {OWNER}")
            made.ask(f"update alembic_version set version_num = '{revision}'", name)
        yield made
