"""What only the window's thread can do runs in slices: the window answers between them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from resource_centre.ui.background import Background
from resource_centre.ui.widgets.boxes import Scroll
from resource_centre.ui.widgets.still import standing_still
from tests.ui.windowed import settle, window_of


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def area(qtbot: QtBot) -> Scroll:
    made = Scroll()
    qtbot.addWidget(made)
    made.show()
    return made


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


def test_what_may_come_later_waits_for_what_is_under_way(background: Background) -> None:
    seen: list[str] = []
    go = Event()

    def first(_task: object) -> None:
        go.wait(10)
        seen.append("first")

    background.run(first, None, seen.append)
    background.run(lambda _task: seen.append("later"), None, seen.append, later=True)
    background.run(lambda _task: go.set(), None, seen.append)
    assert background.settle()
    assert seen == ["first", "later"]


def test_what_may_come_later_comes_at_once_when_nothing_is_under_way(background: Background) -> None:
    seen: list[str] = []
    background.run(lambda _task: seen.append("later"), None, seen.append, later=True)
    assert background.settle()
    assert seen == ["later"]


def test_a_part_that_is_filled_in_slices_is_painted_when_it_is_full(
    background: Background, area: Scroll
) -> None:
    seen: list[bool] = []
    steps = [lambda: area.inside.addWidget(QLabel("one")), lambda: seen.append(area.updatesEnabled())]
    background.in_slices(standing_still(area, area, steps), area, "parts")
    assert background.settle()
    assert [*seen, area.updatesEnabled()] == [False, True]


def test_a_part_that_is_filled_anew_stands_still_until_that_is_done(
    background: Background, area: Scroll
) -> None:
    seen: list[bool] = []
    for _turn in range(2):
        steps = [lambda: None, lambda: None, lambda: seen.append(area.updatesEnabled())]
        background.in_slices(standing_still(area, area, steps), area, "parts")
    assert background.settle()
    assert [*seen, area.updatesEnabled()] == [False, True]


def test_when_the_window_rests_the_other_pages_are_built(qapp: QApplication, world: Any) -> None:
    with window_of(world, page="schools") as window:
        window._come_to_rest()
        settle(window)
        assert set(window.made) == set(window.pages)
        assert [key for key, page in window.made.items() if page.isVisible()] == ["schools"]
