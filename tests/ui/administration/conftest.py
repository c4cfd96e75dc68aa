"""The administrator's window at the settings, over a small world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from resource_centre.core.context import Role
from resource_centre.ui.administration.page import SettingsPage
from resource_centre.ui.shell.window import MainWindow
from tests.ui.windowed import settle, window_of


@pytest.fixture
def centre(world: Any) -> Any:
    """An administrator beside the coordinator; a lab with a booking."""
    world.boss = world.person("boss", Role.ADMINISTRATOR, name="Bota Kenzhe", gender="female")
    world.robotics = world.lab("ROB", name="Robotics lab")
    world.club = world.book("2026-11-26 14:00", "2026-11-26 16:00", world.robotics, title="Robot club")
    return world


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    """The administrator at the settings."""
    with window_of(centre, centre.boss, "settings") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    """The settings."""
    made = window.made["settings"]
    assert isinstance(made, SettingsPage)
    settle(window)
    return made
