"""The folder with the database goes away under an open window: the form is kept, and saved when it is back."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from tests.db.conftest import NOW, World
from tests.db.faults.writers import account
from tests.ui.connection.test_away import LONG, fill_in, gone, press, said
from tests.ui.windowed import window_of


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of the database."""
    made = tmp_path / "shared"
    made.mkdir()
    return made


def test_a_folder_that_vanishes_and_comes_back_loses_nothing(qtbot: QtBot, place: Path) -> None:
    prepare(f"sqlite:///{place / 'centre.db'}")
    app = App.open(f"sqlite:///{place / 'centre.db'}", FixedClock(NOW))
    world = World(app, FixedClock(NOW))
    away = place.with_name("away")
    with window_of(world, page="schools") as window:
        dialog = fill_in(window, "School 41")
        place.rename(away)
        press(dialog)
        qtbot.waitUntil(lambda: "Your form is kept" in said(dialog), timeout=LONG)
        assert said(dialog).startswith("The database file cannot be opened.")
        assert not place.exists()
        away.rename(place)
        gone(qtbot)
        qtbot.waitUntil(lambda: said(window) == "", timeout=LONG)
    assert account(world, []).stored["School 41"] == 1
    app.close()
