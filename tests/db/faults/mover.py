"""One of a crowd: a process of its own that moves its booking into an hour as soon as the gate opens."""

from __future__ import annotations

import sys
from datetime import datetime
from multiprocessing.synchronize import Barrier

import holidays  # noqa: F401 (what a first booking imports, once for the whole crowd)

from resource_centre.app import App
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
