"""One of a crowd: a process of its own that books, or moves its booking, as soon as the gate opens."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

import holidays  # noqa: F401 (what a first booking imports, once for the whole crowd)
import psycopg  # noqa: F401

from resource_centre.app import App
from resource_centre.cli import run_command
from resource_centre.core.clock import FixedClock
from resource_centre.core.errors import Trouble
from resource_centre.db.tables import all_metadata
from resource_centre.schedule import service

all_metadata()


def move(url: str, activity: int, changes: service.Changes, gate: Barrier, now: datetime) -> None:
    """Ends with the exit code of the command line."""
    app = App.open(url, FixedClock(now))
    app.sign_in("coordinator")
    gate.wait(120)
    try:
        app.write(lambda unit: service.change(unit, activity, changes))
    except Trouble as trouble:
        sys.exit(trouble.exit_code)
    finally:
        app.close()


def command(arguments: list[str], gate: Barrier, out: Path, err: Path) -> None:
    """Runs a command of the command line; what it says goes into two files."""
    gate.wait(120)
    with (
        out.open("w") as said,
        err.open("w") as complained,
        redirect_stdout(said),
        redirect_stderr(complained),
    ):
        code = run_command(arguments)
    sys.exit(code)
