"""The consultations page: room for every button, and words that are not sent yet stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot

from resource_centre.consultations import queries, service
from resource_centre.consultations.service import RequestDraft
from resource_centre.core.context import Role
from resource_centre.core.times import TimeRange
from resource_centre.ui.consultations.dialogs import RequestDialog
from resource_centre.ui.consultations.page import ConsultationsPage
from resource_centre.ui.shell.window import MainWindow
from tests.ui.windowed import dialogs, settle, until, window_of


@pytest.fixture
def numbers(centre: Any) -> list[int]:
    """Two new requests of a teacher, each with a preferred time."""
    centre.person("zarina", Role.CONSULTANT, name="Zarina Omarova")
    teacher = centre.person("nurlan", Role.TEACHER, name="Nurlan Iskakov", school_id=centre.school())
    slot = TimeRange(centre.at("2026-12-02 10:00"), centre.at("2026-12-02 11:00"))
    wishes = [
        RequestDraft(centre.centre_id, title, "robotics", "How?", "at_centre", "7", 24, "en", (slot,))
        for title in ("Which kit?", "Which printer?")
    ]
    return [centre.write(lambda u, w=wish: service.ask_new(u, w), teacher).id for wish in wishes]


@pytest.fixture
def window(centre: Any, numbers: list[int], qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre, page="consultations") as made:
        made.resize(1280, 720)
        settle(made)
        yield made


@pytest.fixture
def page(window: MainWindow) -> ConsultationsPage:
    made = window.made["consultations"]
    assert isinstance(made, ConsultationsPage)
    return made


def show(window: MainWindow, page: ConsultationsPage, number: int) -> None:
    page.show_where(id=number)
    settle(window)
    assert page.view.detail is not None and page.view.detail.row.id == number


def test_words_that_are_not_sent_stay_with_their_request(
    window: MainWindow, page: ConsultationsPage, numbers: list[int], centre: Any
) -> None:
    show(window, page, numbers[0])
    page.view.write.setPlainText("Take the large one")
    show(window, page, numbers[1])
    assert not page.view.write.toPlainText()
    show(window, page, numbers[0])
    page.view.send.click()
    settle(window)
    assert not page.view.write.toPlainText()
    notes = centre.read(lambda u: queries.request(u, numbers[0])).notes
    assert [note.body for note in notes] == ["Take the large one"]


def test_every_button_is_whole_on_a_small_screen(
    window: MainWindow, page: ConsultationsPage, numbers: list[int]
) -> None:
    show(window, page, numbers[0])
    for each in page.view.findChildren(QAbstractButton):
        if each.isVisible():
            right = each.mapTo(page.view, each.rect().topRight()).x()
            assert right <= page.view.width() and each.width() >= each.minimumSizeHint().width()


def test_a_question_that_is_too_long_is_refused_and_kept(window: MainWindow, page: ConsultationsPage) -> None:
    page.new_request()
    settle(window)
    dialog = dialogs(RequestDialog)[0]
    dialog.heading.setText("Ғ" * 5000)
    dialog.ok.click()
    settle(window)
    assert "5000 characters" in dialog.heading.accessibleDescription()
    assert len(dialog.heading.text()) == 5000


def test_words_that_are_not_sent_are_known_when_the_window_closes(
    window: MainWindow, page: ConsultationsPage, numbers: list[int]
) -> None:
    show(window, page, numbers[0])
    assert not page.unsaved()
    page.view.write.setPlainText("Take the large one")
    show(window, page, numbers[1])
    assert page.unsaved()


def test_a_search_that_finds_nothing_can_be_cleared(
    qtbot: QtBot, window: MainWindow, page: ConsultationsPage, numbers: list[int]
) -> None:
    page.search.setText("zzzz")
    until(qtbot, window, lambda: not page.rows)
    next(b for b in page.empty.findChildren(QPushButton) if b.isVisible()).click()
    until(qtbot, window, lambda: len(page.rows) == 2)
