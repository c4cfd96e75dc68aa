"""The wheel works in an environment of its own, far from the source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house import PACKAGE, python

SHIPPED_BESIDE_CODE = ("resources", "migrations")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder))
    return next(folder.glob("resource_centre-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A clean environment with the wheel; the libraries it asks for are borrowed from this one."""
    place = tmp_path_factory.mktemp("installed")
    python("-m", "venv", "--without-pip", str(place / "env"))
    programs = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    python(
        "-m",
        "pip",
        "--python",
        str(programs / "python"),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        str(wheel),
    )
    site = next((place / "env").rglob("site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def call(programs: Path, folder: Path, *arguments: str, program: str = "resource-centre") -> str:
    """What the installed program says, from a folder without sources."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env["RESOURCE_CENTRE_HOME"] = str(folder / "home")
    done = subprocess.run(
        [programs / program, *arguments], cwd=folder, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_everything_the_program_reads(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(PACKAGE.parent).as_posix()
        for room in SHIPPED_BESIDE_CODE
        for path in (PACKAGE / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    compiled = {name[:-2] + "mo" for name in wanted if name.endswith(".po")}
    assert wanted | compiled <= held, sorted((wanted | compiled) - held)


def test_the_wheel_holds_only_the_program(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"resource_centre", f"resource_centre-{_version()}.dist-info"}


def test_the_installed_program_books_a_lab(installed, tmp_path):
    where = "import resource_centre; print(resource_centre.__file__)"
    assert str(installed.parent) in call(installed, tmp_path, "-c", where, program=Path(sys.executable).name)
    database = f"sqlite:///{tmp_path / 'centre.db'}"

    def answer(*arguments: str) -> str:
        return call(installed, tmp_path, "--db", database, *arguments)

    answer("db", "init")
    answer("demo")
    assert answer("db", "check") is not None
    labs = [
        row
        for row in json.loads(answer("--as", "coordinator", "resource", "list", "--json"))
        if row["kind"] == "lab" and row["centre"] == "ALA"
    ]
    lab = str(next(row for row in labs if row["active"])["id"])
    start = datetime.now(UTC).date() + timedelta(days=2)
    between = [start.isoformat() + "T00:00", (start + timedelta(days=12)).isoformat() + "T00:00"]
    asked = ["free", lab, "--length", "1h", "--between", *between, "--json"]
    free = json.loads(answer("--as", "coordinator", *asked))[0]
    taken = ["book", lab, "--from", free["from"], "--to", free["to"], "--title", "Robotics", "--json"]
    booked = json.loads(answer("--as", "coordinator", *taken))
    assert [str(row["bookable"]) for row in booked["allocations"]]
    shown = json.loads(answer("--as", "coordinator", "bookings", "--between", *between, "--json"))
    assert booked["activity"] in {row["activity"] for row in shown}


def _version() -> str:
    from resource_centre import __version__

    return __version__
