"""A window hears what another window writes into the same file, and reloads by itself."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtTest import QTest

from resource_centre.app import App
from resource_centre.core.changes import Topic
from resource_centre.schools.service import SchoolDraft, add_school
from resource_centre.ui.window import listen
from tests.db.conftest import World
from tests.ui.windowed import settle, window_of


def test_what_another_window_writes_is_heard(qapp: Any, world: World) -> None:
    other = App.open(world.app.engine.url.render_as_string(), world.clock)
    with window_of(world) as window:
        told: list[frozenset[Topic]] = []
        window.desk.hub.changed.connect(told.append)
        assert listen(world.app, window.desk).listening.wait(5)
        other.write(
            lambda unit: add_school(unit, world.centre_id, SchoolDraft("School 41")), world.coordinator
        )
        end = time.monotonic() + 2
        while not told and time.monotonic() < end:
            QTest.qWait(20)
        assert Topic.SCHOOLS in told[0]
        settle(window)
    other.close()
