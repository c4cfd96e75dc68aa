"""What only the window's thread can do runs in slices: the window answers between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from resource_centre.ui.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_the_window_answers_between_two_steps(background: Background) -> None:
    seen: list[str] = []
    owner = QObject()
    QTimer.singleShot(0, owner, lambda: seen.append("answered"))
    background.in_slices((lambda: seen.append("one"), lambda: seen.append("two")), owner, "steps")
    assert background.settle()
    assert seen == ["one", "answered", "two"]


def test_what_is_built_anew_drops_what_was_being_built(background: Background) -> None:
    seen: list[str] = []
    owner = QObject()
    background.in_slices((lambda: seen.append("one"), lambda: seen.append("two")), owner, "steps")
    background.in_slices((lambda: seen.append("three"),), owner, "steps")
    assert background.settle()
    assert seen == ["one", "three"]


def test_no_step_comes_when_its_owner_is_gone(background: Background) -> None:
    seen: list[str] = []
    owner = QObject()
    background.in_slices((lambda: seen.append("one"), lambda: seen.append("two")), owner, "steps")
    shiboken6.delete(owner)
    assert background.settle()
    assert seen == ["one"]
