"""The calendar page in its window: seeing, selecting, creating, keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.calendar import printing
from resource_centre.ui.calendar.actions import Cancel
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.calendar.period import Stretch
from resource_centre.ui.calendar.printing import PaperDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.scene import RowKind
from resource_centre.ui.timeline.sheets import Sheets
from tests.ui.windowed import dialogs, settle, window_of


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    """The coordinator at the calendar."""
    with window_of(centre) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    """Its page."""
    made = window.made["calendar"]
    assert isinstance(made, CalendarPage)
    return made


def point(page: CalendarPage, centre: Any, row: int, when: str) -> QPoint:
    """Where a time of a row lies in the viewport."""
    view = page.view
    assert view.layout_ is not None
    band = view.layout_.bands.by_key[row]
    x = view.layout_.axis.x(centre.at(when).timestamp()) - view.horizontalScrollBar().value()
    y = band.top + band.height // 2 + header.HEIGHT - view.verticalScrollBar().value()
    return QPoint(round(x) + view.names_width, y)


def click(qtbot: QtBot, page: CalendarPage, at: QPoint) -> None:
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_the_page_shows_a_booking_on_everything_it_holds(page: CalendarPage, centre: Any) -> None:
    assert page.view.scene is not None
    held = {b.bookable for b in page.view.scene.blocks if b.activity == centre.maze.activity_id}
    assert held == {centre.robotics, *centre.kits[:2]}


def test_a_click_on_a_block_tells_about_it(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    click(qtbot, page, point(page, centre, centre.robotics, "2026-11-25T14:00"))
    settle(window)
    assert page.inspector.isVisible()
    assert page.inspector.details is not None
    assert page.inspector.details.activity.title == "Robot maze day"


def test_nothing_selected_hides_the_inspector(page: CalendarPage) -> None:
    assert not page.inspector.isVisible()


def test_a_click_on_free_space_opens_the_dialog_with_that_time(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    click(qtbot, page, point(page, centre, centre.maker, "2026-11-26T10:00") + QPoint(3, 0))
    settle(window)
    draft = dialogs(BookingDialog)[0].fields.draft
    assert (draft.day, f"{draft.start:%H:%M}", draft.bookables) == (
        date(2026, 11, 26),
        "10:00",
        (centre.maker,),
    )


def test_a_change_elsewhere_is_shown_and_keeps_the_selection(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    page.show_where(activity=centre.maze.activity_id)
    settle(window)
    page.view.zoom_to(60)
    page.view.horizontalScrollBar().setValue(200)
    window.desk.write(page, lambda u: _book(u, centre))
    settle(window)
    assert page.view.scene is not None
    assert "Optics" in {block.title for block in page.view.scene.blocks}
    assert (page.selected, page.view.horizontalScrollBar().value()) == (centre.maze.activity_id, 200)


def _book(unit: Any, centre: Any) -> Any:
    from resource_centre.schedule import service

    return service.hold(
        unit, centre.wish("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Optics")
    )


@pytest.mark.parametrize(
    ("key", "stretch"),
    [("d", Stretch.DAY), ("w", Stretch.WEEK), ("f", Stretch.FOUR_WEEKS), ("m", Stretch.MONTH)],
)
def test_letters_change_the_view(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, key: str, stretch: Stretch
) -> None:
    qtbot.keyClick(page.view, key)
    settle(window)
    assert page.period.stretch is stretch


def test_page_keys_turn_and_t_comes_back(qtbot: QtBot, window: MainWindow, page: CalendarPage) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_PageDown)
    settle(window)
    assert page.period.first == date(2026, 11, 30)
    qtbot.keyClick(page.view, "t")
    settle(window)
    assert page.period.first == date(2026, 11, 23)


def test_the_next_week_is_there_at_once(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    centre.book("2026-12-02T10:00", "2026-12-02T12:00", centre.maker, title="Chess")
    page.reload()
    settle(window)
    page._step(1)
    assert page.view.scene is not None
    assert [block.title for block in page.view.scene.blocks] == ["Chess"]


def test_what_was_read_beforehand_goes_with_the_page_and_comes_back(
    window: MainWindow, page: CalendarPage
) -> None:
    after = page.period.shift(1)
    window.show_page("today")
    settle(window)
    assert page.ahead.of(after, page.filters) is None
    window.show_page("calendar")
    settle(window)
    assert page.ahead.of(after, page.filters) is not None


def test_weeks_left_behind_are_not_kept(window: MainWindow, page: CalendarPage) -> None:
    before = page.period.shift(-1)
    assert page.ahead.of(before, page.filters) is not None
    for _turn in range(2):
        page._step(1)
        settle(window)
    assert page.ahead.of(before, page.filters) is None


def test_what_was_read_beforehand_does_not_outlive_a_change(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    settle(window)
    centre.book("2026-12-02T10:00", "2026-12-02T12:00", centre.maker, title="Chess")
    page.reload()
    page._step(1)
    assert page.view.scene is not None and page.view.scene.days[0].day != date(2026, 11, 30)
    settle(window)
    assert [block.title for block in page.view.scene.blocks] == ["Chess"]


def test_slash_goes_to_the_field_that_finds_a_resource(qtbot: QtBot, page: CalendarPage) -> None:
    page.view.setFocus()
    qtbot.keyClick(page.view, "/")
    assert page.search.hasFocus()


def test_typing_a_name_shows_only_those_resources(
    qtbot: QtBot, window: MainWindow, page: CalendarPage
) -> None:
    qtbot.keyClicks(page.search, "maker")
    qtbot.waitUntil(lambda: page.filters.text == "maker")
    settle(window)
    assert page.view.scene is not None
    assert [row.title for row in page.view.scene.rows] == ["Labs", "Maker space"]


def test_what_matches_nothing_says_so_and_takes_the_filters_off(
    window: MainWindow, page: CalendarPage
) -> None:
    page.filter_by(page.filters.with_text("no such thing"))
    settle(window)
    assert page.note.isVisible()
    page.note.act.click()
    settle(window)
    assert page.view.scene is not None and page.view.scene.rows


def test_b_books(qtbot: QtBot, window: MainWindow, page: CalendarPage) -> None:
    qtbot.keyClick(page.view, "b")
    settle(window)
    assert len(dialogs(BookingDialog)) == 1


def test_delete_asks_why_and_frees_the_time(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    page.show_where(activity=centre.maze.activity_id)
    settle(window)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    settle(window)
    dialog = dialogs(Cancel)[0]
    dialog.reason.setPlainText("School is closed")
    dialog.ok.click()
    settle(window)
    assert page.view.scene is not None
    assert not [b for b in page.view.scene.blocks if b.activity == centre.maze.activity_id]


def test_control_i_hides_the_inspector_until_it_is_wanted(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    page.show_where(activity=centre.maze.activity_id)
    settle(window)
    qtbot.keyClick(page.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert not page.inspector.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.inspector.isVisible()


def test_view_and_filters_are_remembered(qtbot: QtBot, window: MainWindow, page: CalendarPage) -> None:
    page.show_stretch(Stretch.MONTH)
    page.filter_by(replace(page.filters, kinds=frozenset({"lab"})))
    settle(window)
    again = CalendarPage(window.desk)
    assert (again.period.stretch, again.filters.kinds) == (Stretch.MONTH, frozenset({"lab"}))
    again.deleteLater()


def test_filters_are_remembered_for_each_person(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    page.filter_by(replace(page.filters, places=20, coming_only=True))
    settle(window)
    window.desk.act_as(centre.person("timur", Role.COORDINATOR))
    other = CalendarPage(window.desk)
    assert (page.filters.places, other.filters) == (20, Filters())
    other.deleteLater()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_filters_are_chosen_by_keys_alone(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    page.toolbar.filter.setFocus()
    qtbot.keyClick(page.toolbar.filter, Qt.Key.Key_Space)
    box = page.panel.roles["ambassador"]
    for _again in range(12):
        if page.panel.focusWidget() is not box:
            qtbot.keyClick(page.panel.focusWidget(), Qt.Key.Key_Tab)
    assert page.panel.focusWidget() is box
    qtbot.keyClick(box, Qt.Key.Key_Space)
    settle(window)
    assert page.filters.roles == {"ambassador"} and page.filters.count == 1
    assert page.view.scene is not None
    people = [row.title for row in page.view.scene.rows if row.kind is RowKind.PERSON]
    assert people == ["Zhanel Akhmetova"]
    page.panel.hide()


def test_show_where_goes_to_the_week_of_an_activity(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    held = centre.book("2026-12-10T10:00", "2026-12-10T11:00", centre.maker)
    page.show_where(activity=held.activity_id)
    settle(window)
    assert (page.period.first, page.selected) == (date(2026, 12, 7), held.activity_id)


def test_show_where_goes_to_a_resource(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    page.show_where(bookable=centre.maker)
    settle(window)
    assert page.view.focus_on is not None and getattr(page.view.focus_on, "key", None) == centre.maker


def test_in_a_small_window_the_inspector_is_a_drawer(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    window.resize(1200, 720)
    page.show_where(activity=centre.maze.activity_id)
    settle(window)
    assert page.body.main.width() == page.body.width()
    assert page.inspector.geometry().right() == page.body.width() - 1


def test_a_request_is_approved_from_the_inspector(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    teacher = centre.person("aliya", Role.TEACHER, name="Aliya")
    wish = centre.wish("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, person_id=teacher.person_id)
    from resource_centre.schedule import service

    asked = centre.write(lambda u: service.hold(u, wish), teacher)
    page.show_where(activity=asked.activity_id)
    settle(window)
    page.inspector.buttons["approve"].click()  # type: ignore[attr-defined]
    settle(window)
    assert page.inspector.details is not None
    assert page.inspector.details.activity.state == "booked"


def test_find_a_time_opens_the_search(window: MainWindow, page: CalendarPage) -> None:
    page.toolbar.finding.click()
    settle(window)
    assert page.finding.panel is not None and page.finding.panel.isVisible()


def test_who_may_only_see_free_and_busy_reads_nothing_else(centre: Any, qapp: QApplication) -> None:
    teacher = centre.person("aliya", Role.TEACHER, name="Aliya")
    with window_of(centre, teacher) as window:
        page = window.made["calendar"]
        page.show_where(activity=centre.maze.activity_id)
        settle(window)
        assert page.inspector.details is not None  # type: ignore[attr-defined]
        assert page.inspector.details.activity.title == "Taken"  # type: ignore[attr-defined]
        assert page.inspector.details.actions == frozenset()  # type: ignore[attr-defined]


def test_a_centre_with_nothing_to_book_says_what_to_do(world: Any, qapp: QApplication) -> None:
    from resource_centre.core.context import SYSTEM
    from resource_centre.people import queries as people
    from resource_centre.people.service import PersonDraft, add_person

    draft = PersonDraft("Boss", "boss")
    row = world.write(lambda u: add_person(u, draft, [(Role.MANAGER, world.centre_id)]), SYSTEM)
    world.write(lambda u: _nobody(u, world), SYSTEM)
    boss = world.app.read(lambda u: people.actor_of(u, row.id), SYSTEM)
    with window_of(world, boss) as window:
        page = window.made["calendar"]
        assert page.empty is not None and page.empty.isVisible()  # type: ignore[attr-defined]


def _nobody(unit: Any, world: Any) -> None:
    from sqlalchemy import update

    from resource_centre.resources.model import Bookable

    unit.execute(update(Bookable).where(Bookable.centre_id == world.centre_id).values(active=False))


def test_five_hundred_blocks_are_drawn_once_for_one_reading(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resource_centre.schedule import series

    kits = centre.units(centre.model("Sensor"), 20, "S")
    wish = centre.wish(
        "2026-11-23T09:00", "2026-11-23T10:00", *kits, title="Many", setup_minutes=0, cleardown_minutes=0
    )
    for hour in range(9, 14):
        start = centre.at(f"2026-11-30T{hour:02}:00")
        from dataclasses import replace
        from datetime import timedelta

        one = replace(wish, start=start, end=start + timedelta(hours=1))
        centre.write(lambda u, w=one: series.hold_series(u, w, "FREQ=DAILY;COUNT=5"))
    scenes = []
    shown = page.view.set_scene
    monkeypatch.setattr(
        page.view, "set_scene", lambda scene, prepared=None: (scenes.append(scene), shown(scene, prepared))
    )
    page.go_to(date(2026, 11, 30))
    settle(window)
    assert [len(scene.blocks) for scene in scenes] == [500]


def test_what_is_seen_is_saved_to_print(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, tmp_path: Path
) -> None:
    file = tmp_path / "calendar.pdf"
    assert page.view.prepared is not None
    sheets = Sheets(page.view.prepared, page.view.folding, page.title_on_paper)
    printing.write(window.desk, page, sheets, file)
    qtbot.waitUntil(file.exists)
    assert file.read_bytes().startswith(b"%PDF")
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_what_goes_to_paper_is_seen_first(window: MainWindow, page: CalendarPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = dialogs(PaperDialog)[0]
    qtbot.waitUntil(lambda: not dialog.pages[-1].pixmap().isNull())
    colour = dialog.pages[0].pixmap().toImage()
    dialog.grey.setChecked(True)
    qtbot.waitUntil(lambda: dialog.pages[0].pixmap().toImage() != colour)
    grey = dialog.pages[0].pixmap().toImage()
    tones = {grey.pixel(x, y) for x in range(0, grey.width(), 7) for y in range(0, grey.height(), 7)}
    assert all(QColor(tone).saturation() == 0 for tone in tones)
    dialog.reject()


def test_pages_are_printed_one_after_another(
    window: MainWindow, page: CalendarPage, qtbot: QtBot, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    page.print()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    said: list[str] = []
    window.desk.said.connect(said.append)
    dialogs(PaperDialog)[0].print_on(printer)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["1 page goes to the printer."]
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
