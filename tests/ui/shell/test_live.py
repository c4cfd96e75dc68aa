"""A window hears what another program writes into the same database, and its page shows it, within a second or so."""

from __future__ import annotations

import time
from typing import Any

from pytestqt.qtbot import QtBot

from resource_centre.app import App
from resource_centre.schools.service import SchoolDraft, add_school
from resource_centre.ui.window import listen
from tests.db.conftest import world_at
from tests.ui.windowed import settle, until, window_of

LONGEST = 3.0  # seconds; well under one where nothing else works


def test_what_another_window_writes_is_shown(qapp: Any, qtbot: QtBot, address: str) -> None:
    with world_at(address) as world, window_of(world, page="schools") as window:
        other = App.open(address, world.clock)
        assert listen(world.app, window.desk).listening.wait(10)
        table: Any = window.made["schools"].table  # type: ignore[attr-defined]
        other.write(
            lambda unit: add_school(unit, world.centre_id, SchoolDraft("School 41")), world.coordinator
        )
        written = time.monotonic()
        until(qtbot, window, lambda: "School 41" in {row.name for row in table.rows.rows})
        assert time.monotonic() - written < LONGEST
        settle(window)
        other.close()
