"""The coordinator's window at the register, over a small world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from resource_centre.ui.resources.page import ResourcesPage
from resource_centre.ui.shell.window import MainWindow
from tests.ui.windowed import settle, window_of


@pytest.fixture
def centre(world: Any) -> Any:
    """A lab, a model with three units, one booking of the first of them."""
    world.robotics = world.lab("ROB", name="Robotics lab", capacity=24)
    world.spike = world.model("SPIKE kit", (("Hub", 1), ("Motor", 3)))
    world.kits = world.units(world.spike, 3, "SPK")
    world.club = world.book("2026-11-26 14:00", "2026-11-26 16:00", world.kits[0], title="Robot club")
    return world


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    """The coordinator at the register."""
    with window_of(centre, page="resources") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> ResourcesPage:
    """The register."""
    made = window.made["resources"]
    assert isinstance(made, ResourcesPage)
    settle(window)
    return made
