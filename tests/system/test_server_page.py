"""Every command of docs/server.md, run in its order against servers of the test's own: the page cannot rot."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from resource_centre.app import App
from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.core.context import SYSTEM, Role
from resource_centre.people import service as people
from resource_centre.people.queries import person_by_login
from resource_centre.people.service import PersonDraft, add_person
from tests.db.conftest import settle_in
from tests.house import ROOT
from tests.tls import free_port, make_certificates
from tools.postgres import as_user, quick_place, unprivileged
from tools.system import postgres_programs

PAGE = ROOT / "docs" / "server.md"
LOGIN, SECRET = "coordinator", "a password of hers"
# What a heading of the page has as indented blocks: settings are written into files, commands are run.
BLOCKS = {
    "How large a server": 1, "A database": 2, "Who may connect": 1, "A standby, and reading from it": 4, "Backups": 5,
    "A pool in front": 2, "A new version of the program": 1,
}  # fmt: skip


def blocks() -> dict[str, list[list[str]]]:
    """The indented blocks under each heading; a line that ends in a backslash goes on in the next one."""
    found: dict[str, list[list[str]]] = {}
    heading, inside = "", False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading, inside = line[3:], False
        elif line.startswith("    "):
            if not inside:
                found.setdefault(heading, []).append([])
            inside, block = True, found[heading][-1]
            if block and block[-1].endswith("\\"):
                block[-1] = block[-1][:-1] + line.strip()
            else:
                block.append(line.strip())
        else:
            inside = inside and not line.strip() and False
    return found


class Machine:
    """One cluster: its files, its port, and how its own account runs the server's programs there."""

    def __init__(self, desk: Path, name: str) -> None:
        self.data, self.port = desk / name, free_port()

    @property
    def address(self) -> str:
        """What the page calls SERVER."""
        return f"127.0.0.1:{self.port}"

    def settle(self, more: str = "") -> None:
        """Makes a copy of another machine's files one of its own, and writes more settings."""
        folder = self.data.parent
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(f"\nport = {self.port}\nunix_socket_directories = '{folder}'\n{more}\n")


class Keeper:
    """The person who runs the server: works through the page in a folder of their own."""

    def __init__(self, desk: Path) -> None:
        programs = postgres_programs()
        assert programs is not None
        self.desk, self.programs, self.user = desk, programs, unprivileged()
        self.first, self.second, self.third = (Machine(desk, name) for name in ("FIRST", "DATA", "BASE"))
        self.pool = free_port()
        self.left = blocks()
        self.env: dict[str, str] = {}
        self.ran: list[str] = []
        (desk / "ARCHIVE").mkdir()
        self._own(desk, desk / "ARCHIVE")

    def block(self, heading: str, n: int = 0) -> list[str]:
        """The next block under a heading, as it stands on the page; each is taken once."""
        found = self.left[heading].pop(n)
        if not self.left[heading]:
            del self.left[heading]
        return found

    def filled(self, line: str) -> str:
        """A line of the page with this computer's names."""
        for name, value in {
            "SERVER,STANDBY": f"{self.first.address},{self.second.address}",
            "-h SERVER": "-h 127.0.0.1", "host=SERVER port=5432": f"host=127.0.0.1 port={self.first.port}",
            "@SERVER": f"@{self.first.address}", "@STANDBY": f"@{self.second.address}", "127.0.0.1:6432": f"127.0.0.1:{self.pool}",
            "= 6432": f"= {self.pool}", "LOGIN@": f"{LOGIN}@", "/ARCHIVE/": f"{self.desk}/ARCHIVE/", "10.0.0.0/8": "127.0.0.0/8",
            "OWNER-PASSWORD": "the-owner", "COPY-PASSWORD": "the-copy", "-D BASE": f"-D {self.third.data}",
            "-D DATA": f"-D {self.second.data}", ">> pg_hba.conf": f">> {self.first.data}/pg_hba.conf",
        }.items():  # fmt: skip
            line = line.replace(name, value)
        return line

    def run(self, lines: list[str], at: Machine | None = None) -> str:
        """Runs commands one after another at a machine; answers what the last one said."""
        said = ""
        for line in lines:
            if line.startswith("#"):
                continue
            if line.startswith("export "):
                name, value = self.filled(line[7:]).split("=", 1)
                self.env[name] = value
                continue
            said = self._one(self.filled(line), at or self.first)
            self.ran.append(line)
        return said

    def psql(self, statement: str, database: str = "resource_centre", at: Machine | None = None) -> str:
        """What the superuser is told."""
        port = (at or self.first).port
        address = f"host={self.desk} port={port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[call-overload]
            row = done.fetchone() if done.description else None
        return "" if row is None else str(row[0])

    def start(self, machine: Machine) -> None:
        """Starts a machine."""
        self._one(f"pg_ctl -D {machine.data} start", machine)

    def gone(self) -> None:
        """Stops everything that was started."""
        pid = self.desk / "pool.pid"
        if pid.exists():
            os.kill(int(pid.read_text()), 15)
        for machine in (self.first, self.second, self.third):
            if machine.data.exists():
                subprocess.run(
                    [self.programs / "pg_ctl", "-D", machine.data, "-m", "immediate", "stop"],
                    capture_output=True, cwd=self.desk, **as_user(self.user),
                )  # fmt: skip

    def _own(self, *places: Path) -> None:
        for place in places:
            if self.user:
                shutil.chown(place, self.user.pw_name, self.user.pw_gid)

    def _one(self, line: str, at: Machine) -> str:
        ours = line.startswith("resource-centre")
        line = re.sub("^resource-centre", f"{sys.executable} -m resource_centre", line)
        env = {
            **os.environ, **self.env, "PGHOST": str(self.desk), "PGPORT": str(at.port), "PYTHONPATH": str(ROOT),
            "PATH": f"{self.programs}:/usr/sbin:{os.environ['PATH']}", "RESOURCE_CENTRE_HOME": str(self.desk / "home"), "HOME": str(self.desk),
        }  # fmt: skip
        if f"{LOGIN}@" in line:
            env["PGPASSWORD"] = SECRET
        out = self.desk / "said"
        with out.open("w+") as said:  # a server that is started keeps it open
            done = subprocess.run(
                ["bash", "-c", line], stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=self.desk, env=env, timeout=120,
                **({} if ours else as_user(self.user)),
            )  # fmt: skip
        words = out.read_text(errors="replace")
        assert done.returncode == 0, f"{line}\n{words}"
        return words


@pytest.fixture
def desk() -> Iterator[Path]:
    """A folder that the server's own account may enter too."""
    made = Path(tempfile.mkdtemp(prefix="rc-page-", dir=quick_place()))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def keeper(desk: Path, empty_file: Path) -> Iterator[Keeper]:
    """A first server with TLS, and two local files to bring there."""
    made = Keeper(desk)
    made._one(f"initdb -D {made.first.data} -U postgres -A trust -E UTF8 --locale=C.UTF-8", made.first)
    ca = make_certificates(desk / "certificates")
    for name in ("server.key", "server.crt"):
        shutil.copy(ca.parent / name, made.first.data / name)
        made._own(made.first.data / name)
    (made.first.data / "server.key").chmod(0o600)
    for name in ("centre.db", "second.db"):
        shutil.copy(empty_file, desk / name)
    settle_in(f"sqlite:///{desk / 'centre.db'}")
    app = App.open(f"sqlite:///{desk / 'second.db'}")
    centre = app.write(
        lambda u: add_centre(u, CentreDraft("KZO", "Kyzylorda", "Asia/Qyzylorda", "KZ")), SYSTEM
    ).value
    draft = PersonDraft("Second C.", "second.coordinator")
    app.write(lambda u: add_person(u, draft, [(Role.COORDINATOR, centre.id)]), SYSTEM)
    app.close()
    try:
        yield made
    finally:
        made.gone()


def test_the_page_has_the_blocks_that_the_test_knows() -> None:
    assert {heading: len(found) for heading, found in blocks().items()} == BLOCKS


@pytest.mark.slow
@pytest.mark.needs_postgres
@pytest.mark.timeout(600)
def test_every_command_of_the_page_runs(keeper: Keeper, capsys: pytest.CaptureFixture[str]) -> None:
    k = keeper
    # the server as the page has it: size, log kept, who may connect
    size, kept = k.block("How large a server"), k.block("Backups", 1)
    k.first.settle("\n".join([*size, *map(k.filled, kept), "ssl = on", "timezone = 'UTC'"]))
    rules = [
        "local all all trust",
        "host all postgres 127.0.0.1/32 trust",
        *map(k.filled, k.block("Who may connect")),
    ]
    (k.first.data / "pg_hba.conf").write_text("\n".join(rules) + "\n")
    k.start(k.first)
    # a database, and two centres brought there
    k.run(k.block("A database"))
    k.run(k.block("A database"))
    assert k.psql("select count(*) from centre") == "2"
    code = k.psql("select code from centre order by id limit 1")
    k.run(
        [
            f"resource-centre --db postgresql://resource_centre@SERVER/resource_centre db copy --centre {code} sqlite:///home.db"
        ]
    )
    _give_password(k)
    # a standby, which confirms, is asked and is read
    first, second = _parted(k.block("A standby, and reading from it"), "# on the second machine")
    k.run(first)
    begin, then = second[: _of(second, "pg_basebackup") + 1], second[_of(second, "pg_basebackup") + 1 :]
    k.run(begin)
    copying = k.env["PGPASSWORD"]  # it was said in another shell, on the second machine
    k.env["PGPASSWORD"] = "the-owner"
    k.second.settle()
    after = _of(then, "# on the first")
    k.run(then[:after], k.second)
    k.run(then[after:])
    _until(lambda: k.psql("select sync_state from pg_stat_replication") == "sync")
    several = k.block("A standby, and reading from it")
    k.run(several)
    promote = k.block("A standby, and reading from it")
    k.run(k.block("A standby, and reading from it"))
    assert (k.desk / "network.xlsx").stat().st_size > 1000
    # a backup, restored into a new database; roles for another cluster
    k.run(k.block("Backups"))
    assert k.psql("select count(*) from centre", "again") == "2"
    k.run(["pg_dumpall -U postgres --roles-only"])
    # back to a moment between two changes
    k.env["PGPASSWORD"], owner = copying, k.env["PGPASSWORD"]
    k.run(k.block("Backups"))
    k.env["PGPASSWORD"] = owner
    k.psql("update centre set address = 'before' where id = 1")
    moment = k.psql("select clock_timestamp()")
    k.psql("update centre set address = 'after' where id = 1")
    k.psql("select pg_switch_wal()")
    wanted = [re.sub(r"'\d{4}-.*'", f"'{moment}'", k.filled(line)) for line in k.block("Backups")]
    k.third.settle("\n".join(wanted))
    auto = k.third.data / "postgresql.auto.conf"
    auto.write_text("".join(line for line in auto.read_text().splitlines(True) if "synchronous" not in line))
    touch, start, check = k.block("Backups")
    k.run([touch, start], k.third)
    _until(lambda: k.psql("select pg_is_in_recovery()", at=k.third) == "False")
    assert k.psql("select address from centre where id = 1", at=k.third) == "before"
    k.run([check.replace("SERVER", k.third.address)])
    # a pool
    ini, pooled = k.block("A pool in front"), k.block("A pool in front")
    if shutil.which("pgbouncer", path="/usr/sbin:" + os.environ["PATH"]):
        more = [f"pidfile = {k.desk}/pool.pid", f"logfile = {k.desk}/pool.log", "unix_socket_dir ="]
        (k.desk / "pgbouncer.ini").write_text("\n".join([*map(k.filled, ini), *more]) + "\n")
        k.run(pooled)
    # a new version; then the first machine is lost, and the second takes over
    k.run(k.block("A new version of the program"))
    k.run([f"pg_ctl -D {k.first.data} -m immediate stop"])
    k.run(promote, k.second)
    k.run(several)
    assert k.left == {}
    with capsys.disabled():
        print(f"\ndocs/server.md: {len(k.ran)} commands run")


def _give_password(k: Keeper) -> None:
    app = App.open(f"postgresql://resource_centre:the-owner@{k.first.address}/resource_centre")
    key = app.read(lambda unit: person_by_login(unit, LOGIN).id, SYSTEM)
    app.write(lambda unit: people.set_password(unit, key, SECRET), SYSTEM)
    app.close()


def _of(lines: list[str], begin: str) -> int:
    return next(n for n, line in enumerate(lines) if line.startswith(begin))


def _parted(lines: list[str], at: str) -> tuple[list[str], list[str]]:
    n = _of(lines, at)
    return lines[:n], lines[n:]


def _until(so: object) -> None:
    """Waits until something is so, half a minute at most."""
    assert callable(so)
    end = time.monotonic() + 30
    while not so():
        assert time.monotonic() < end
        time.sleep(0.1)
