"""The import wizard: a file is read, its columns told, its rows seen, and everything usable written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.exchange import importing
from resource_centre.exchange.plans import Outcome
from resource_centre.schools.queries import schools
from resource_centre.ui.importing.wizard import ImportWizard
from resource_centre.ui.shell.window import MainWindow
from tests.ui.windowed import settle, until, window_of

GOOD = "Название;Адрес;Широта\nШкола 1;Абая 1;43.2\nШкола 2;Абая 2;43.3\n"
MIXED = "name,addr,lat\nSchool 1,Abay 1,43.2\nSchool 2,Abay 2,north\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:one@x
DTSTAMP:20261101T000000Z
DTSTART;TZID=Asia/Almaty:20261127T100000
DTEND;TZID=Asia/Almaty:20261127T120000
SUMMARY:Robot club
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
Open = Callable[..., ImportWizard]


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre, page="schools") as made:
        yield made


@pytest.fixture
def opened(window: MainWindow, tmp_path: Path) -> Open:
    """Opens the wizard with a file of this text."""

    def open_(
        text: str = "", what: str = "schools", name: str = "list.csv", encoding: str = "utf-8"
    ) -> ImportWizard:
        wizard = ImportWizard(window.desk, window, what)
        wizard.open()
        settle(window)
        if text:
            file = tmp_path / name
            file.write_bytes(text.encode(encoding))
            wizard.take(file)
            settle(window)
        return wizard

    return open_


def names(centre: Any) -> set[str]:
    return {row.name for row in centre.read(lambda u: schools(u, centre.centre_id))}


def test_without_a_file_one_cannot_go_on_and_is_told_why(opened: Open) -> None:
    wizard = opened()
    assert not wizard.ok.isEnabled() and wizard.ok.toolTip()


def test_a_file_that_is_dropped_goes_to_its_columns(opened: Open) -> None:
    wizard = opened(GOOD)
    assert wizard.step == "columns"
    assert wizard.matching.mapping == {"Название": "name", "Адрес": "address", "Широта": "latitude"}


def test_the_encoding_and_the_separator_are_told(opened: Open) -> None:
    assert "Windows-1251 · parted by semicolon" in opened(GOOD, encoding="cp1251").about.text()


def test_a_file_that_cannot_be_read_says_so_and_stays(opened: Open) -> None:
    wizard = opened("\x00\x01\x02", encoding="latin-1")
    assert wizard.step == "file" and wizard.banner.words.text() and not wizard.ok.isEnabled()


def test_a_needed_column_that_is_missing_stops_the_way(opened: Open) -> None:
    wizard = opened("what,addr\nSchool 1,Abay 1\n")
    assert not wizard.ok.isEnabled() and "Name" in wizard.matching.missing.words.text()


def test_a_column_told_by_hand_makes_the_plan_anew(opened: Open, window: MainWindow) -> None:
    wizard = opened("what,addr\nSchool 1,Abay 1\n")
    wizard.matching.picks["what"].choose("name")
    wizard.matching.picks["what"].changed.emit("name")
    settle(window)
    assert wizard.plan is not None and wizard.plan.counts[Outcome.CREATE] == 1 and wizard.ok.isEnabled()


def test_a_field_comes_from_one_column_only(opened: Open, window: MainWindow) -> None:
    wizard = opened(GOOD)
    wizard.matching.picks["Адрес"].choose("name")
    wizard.matching.picks["Адрес"].changed.emit("name")
    settle(window)
    assert wizard.matching.mapping["Название"] == ""


def test_the_preview_shows_every_row_and_why_one_is_bad(opened: Open) -> None:
    wizard = opened(MIXED)
    wizard.confirm()
    rows = wizard.preview.table.rows.rows
    assert [line.outcome for line in rows] == [Outcome.CREATE, Outcome.BAD] and "north" in rows[1].why


def test_a_count_filters_the_rows(opened: Open) -> None:
    wizard = opened(MIXED)
    wizard.confirm()
    wizard.preview.show_only(Outcome.BAD)
    assert [line.row for line in wizard.preview.table.rows.rows] == [3]


def test_good_rows_are_imported_and_the_bad_left_out(opened: Open, window: MainWindow, centre: Any) -> None:
    wizard = opened(MIXED)
    wizard.confirm()
    wizard._go()
    settle(window)
    assert wizard.step == "end" and "1 new" in wizard.ending.words.text()
    assert {"School 1"} <= names(centre) and "School 2" not in names(centre)


def test_only_if_all_are_good_forbids_the_import_of_a_file_with_a_bad_row(opened: Open) -> None:
    wizard = opened(MIXED)
    wizard.confirm()
    wizard.preview.strict.setChecked(True)
    assert not wizard.ok.isEnabled() and "1 row" in wizard.ok.toolTip()


def test_stopping_leaves_nothing_behind(
    opened: Open, window: MainWindow, centre: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = importing.put
    wizard = opened(GOOD)
    wizard.confirm()

    def stopped(unit: Any, plan: Any, strict: bool, tell: Any) -> str:
        assert wizard._stop is not None
        wizard._stop.set()
        return put(unit, plan, strict, tell)

    monkeypatch.setattr(importing, "put", stopped)
    wizard._go()
    until(qtbot, window, lambda: wizard._stop is None)
    assert "Nothing was imported" in wizard.banner.words.text() and names(centre) == set()
    assert wizard.step == "preview" and wizard.ok.isEnabled()


def test_the_page_behind_shows_what_was_imported(opened: Open, window: MainWindow) -> None:
    wizard = opened(GOOD)
    wizard.confirm()
    wizard._go()
    settle(window)
    assert {row.name for row in window.made["schools"].table.rows.rows} == {"Школа 1", "Школа 2"}


def test_the_same_file_again_changes_nothing_and_says_so(opened: Open, window: MainWindow) -> None:
    first = opened(GOOD)
    first.confirm()
    first._go()
    settle(window)
    first._go()
    again = opened(GOOD)
    again.confirm()
    assert not again.ok.isEnabled() and again.ok.toolTip()


def test_what_was_left_out_is_saved_with_its_reason(opened: Open, tmp_path: Path) -> None:
    wizard = opened(MIXED)
    assert wizard.plan is not None
    wizard.ending.write(tmp_path / "left.csv", wizard.plan)
    saved = (tmp_path / "left.csv").read_text("utf-8-sig")
    assert "School 2" in saved and "not a number" in saved and "School 1" not in saved


def test_a_calendar_goes_into_the_lab_that_is_picked(opened: Open, window: MainWindow, centre: Any) -> None:
    wizard = opened(CALENDAR, "calendar", "club.ics")
    assert wizard.step == "preview"
    wizard.choosing.into.choose(centre.robotics)
    wizard.choosing.moved.emit()
    settle(window)
    assert wizard.plan is not None and wizard.plan.into == centre.robotics
    wizard._go()
    settle(window)
    assert "1 new" in wizard.ending.words.text()
