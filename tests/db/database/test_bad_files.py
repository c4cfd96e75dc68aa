"""A file that is no good, on the command line: one sentence, exit code 6, and nothing is damaged."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from resource_centre.app import App
from resource_centre.cli import run_command
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import DatabaseAway
from resource_centre.db.check import problems
from tests.db.conftest import World
from tests.house import ROOT
from tools.postgres import as_user, unprivileged

COUNT = text("select count(*) from activity")
BOOK = ["--as", "coordinator", "book", "LAB1", "--from", "2027-03-02T10:00", "--to", "2027-03-02T11:00", "--title", "Club", "--override", "x", "--note", "n" * 4000]  # fmt: skip
FAULTS: dict[str, Callable[[Path], Any]] = {
    "no database": lambda file: file.write_text("Dear colleagues, " * 400),
    "truncated": lambda file: os.truncate(file, file.stat().st_size // 3),
    "truncated within its first page": lambda file: os.truncate(file, 50),
    "overwritten in the middle": lambda file: overwrite(file),
    "empty": lambda file: os.truncate(file, 0),
    "vanished": lambda file: file.unlink(),
    "its folder vanished": lambda file: file.parent.rename(file.parent.with_name("gone")),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}
USUAL = {"no database", "truncated", "overwritten in the middle", "empty"}  # the others run with --slow


def overwrite(file: Path) -> None:
    """Noise over every page but the first."""
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(os.urandom(file.stat().st_size - 4096))


@pytest.fixture
def kept(file_world: World, database: Path) -> Iterator[Path]:
    """A database with one booking, in a folder that everybody may look into; nothing is open."""
    file_world.book("2026-11-26 10:00", "2026-11-26 11:00", file_world.lab())
    with file_world.app.engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    file_world.app.engine.dispose()
    place = Path(tempfile.mkdtemp(prefix="rc-bad-"))
    folder = place / "centre"
    folder.mkdir()
    shutil.copy(database, folder / "centre.db")
    for path in (place, folder):
        path.chmod(0o755)
    yield folder / "centre.db"
    shutil.rmtree(place, ignore_errors=True)


def run(file: Path, home: Path, words: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
    """One command line on the file."""
    command = [sys.executable, "-m", "resource_centre", "--db", f"sqlite:///{file}", *words]
    env = {**os.environ, "RESOURCE_CENTRE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=env, timeout=100, check=False, **more
    )


def run_as_somebody(file: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The same in a fork of this process, as somebody who owns nothing here (for root may write anything)."""
    from resource_centre.resources import queries  # noqa: F401 (what it needs is read before)

    said = file.parent.parent / "said"
    somebody = as_user(unprivileged())
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            sys.stderr = os.fdopen(2, "w", closefd=False)
            if somebody:
                os.setgroups([])
                os.setgid(somebody["group"])
                os.setuid(somebody["user"])
            code = run_command(["--db", f"sqlite:///{file}", *BOOK])
            sys.stderr.flush()
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    return subprocess.CompletedProcess([], os.waitstatus_to_exitcode(status), "", said.read_text())


def is_sound(file: Path, activities: int = 1) -> None:
    """Everything is as it was."""
    app = App.open(f"sqlite:///{file}")
    try:
        assert problems(app.engine) == []
        assert app.read(lambda unit: unit.session.scalar(COUNT), SYSTEM) == activities
    finally:
        app.close()


def told_in_one_sentence(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 6, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "should not have happened" not in done.stderr


@pytest.mark.parametrize(
    "fault", [name if name in USUAL else pytest.param(name, marks=pytest.mark.slow) for name in FAULTS]
)
def test_a_file_that_is_no_good_is_told_in_one_sentence(kept: Path, home: Path, fault: str) -> None:
    FAULTS[fault](kept)
    before = kept.read_bytes() if kept.is_file() else None
    told_in_one_sentence(run(kept, home, BOOK))
    assert (kept.read_bytes() if kept.is_file() else None) == before


def test_a_file_that_may_only_be_read_is_told_in_one_sentence(kept: Path, home: Path) -> None:
    kept.chmod(0o444)
    kept.parent.chmod(0o555)
    before = kept.read_bytes()
    done = run_as_somebody(kept, home)
    kept.parent.chmod(0o755)
    kept.chmod(0o644)
    told_in_one_sentence(done)
    assert kept.read_bytes() == before
    is_sound(kept)


@pytest.mark.parametrize("room", [8_192, *(pytest.param(n, marks=pytest.mark.slow) for n in (0, 60_000))])
def test_a_full_disk_is_told_in_one_sentence_and_damages_nothing(kept: Path, home: Path, room: int) -> None:
    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    told_in_one_sentence(run(kept, home, BOOK, preexec_fn=no_room))
    is_sound(kept)


def test_a_folder_that_is_moved_away_under_an_open_program_takes_no_more_writes(kept: Path) -> None:
    app = App.open(f"sqlite:///{kept}")
    app.sign_in("coordinator")
    away = kept.parent.with_name("away")
    kept.parent.rename(away)
    for work in (app.read, app.write):
        with pytest.raises(DatabaseAway):
            work(lambda unit: unit.session.scalar(COUNT))
    assert not kept.exists()
    kept.parent.mkdir()
    with pytest.raises(DatabaseAway):
        app.write(lambda unit: unit.session.scalar(COUNT))
    assert list(kept.parent.iterdir()) == []
    kept.parent.rmdir()
    away.rename(kept.parent)
    assert app.write(lambda unit: unit.session.scalar(COUNT)).value == 1
    app.close()
    is_sound(kept)
