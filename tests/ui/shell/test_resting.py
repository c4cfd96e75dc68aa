"""The full collection of rubbish waits until nobody works at the window."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from resource_centre.ui import resting
from resource_centre.ui.background import Background
from resource_centre.ui.resting import QUIET, Resting


@pytest.fixture
def rests(qtbot: QtBot) -> Iterator[Resting]:
    before = gc.get_threshold()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    background = Background(window)
    made = Resting(window, background)
    yield made
    background.close()
    gc.set_threshold(*before)


def litter() -> None:
    """Rubbish enough for the middle generation to have been collected often."""
    for _n in range(resting.WORTH + 1):
        gc.collect(1)


def test_it_is_collected_when_nobody_has_touched_anything(rests: Resting) -> None:
    litter()
    assert rests.look(monotonic() + QUIET + 1)
    assert gc.get_count()[2] == 0


def test_it_waits_while_somebody_works(rests: Resting) -> None:
    litter()
    window: Any = rests.parent()
    QTest.mouseMove(window.windowHandle(), QPoint(5, 5))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert not rests.look(monotonic() + QUIET - 1)


def test_it_waits_while_something_is_read(rests: Resting) -> None:
    litter()
    rests.background.run(lambda _task: None, None, lambda _trouble: None)
    assert not rests.look(monotonic() + QUIET + 1)
    rests.background.settle()
    assert rests.look(monotonic() + QUIET + 1)


def test_little_is_not_worth_it(rests: Resting) -> None:
    gc.collect()
    assert not rests.look(monotonic() + QUIET + 1)
