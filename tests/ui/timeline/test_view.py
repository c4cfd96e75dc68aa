"""The timeline as a person meets it: clicks, drags and keys on the real widget."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from resource_centre.ui.timeline import header, stretching
from resource_centre.ui.timeline.scene import Block, Card, Folding, Ghost, Landing, Overlay, Row
from resource_centre.ui.timeline.view import TimelineView
from tests.ui.timeline import sample

NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.set_scene(sample.scene())
    return made


def point(view: TimelineView, row: int, day: int, clock: str) -> QPoint:
    """Where an instant of a row lies in the viewport."""
    layout = view.layout_
    assert layout is not None
    band = layout.bands.by_key[row]
    x = layout.axis.x(sample.at(day, clock).timestamp()) - view.horizontalScrollBar().value()
    y = band.top + band.height // 2 - view.verticalScrollBar().value()
    return QPoint(view.names_width + round(x), header.HEIGHT + y)


def click(qtbot: QtBot, view: TimelineView, at: QPoint) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, at)


def focused(view: TimelineView) -> int | None:
    return view.focus_on.activity if isinstance(view.focus_on, Block) else None


def test_a_click_on_a_block_selects_its_activity(qtbot: QtBot, view: TimelineView) -> None:
    with qtbot.waitSignal(view.selected) as heard:
        click(qtbot, view, point(view, 1, 2, "14:00"))
    assert heard.args == [sample.MAZE]


def test_selection_marks_every_row_that_is_held(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 2, "14:00"))
    assert view.layout_ is not None
    assert view.layout_.rows_of(view.overlay.selected) == {1, 11, 12, 14, 15, 16, 52, 53}


def test_a_double_click_opens(qtbot: QtBot, view: TimelineView) -> None:
    with qtbot.waitSignal(view.opened) as heard:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, point(view, 2, 1, "12:00"))
    assert heard.args == [121]


def test_a_click_on_empty_space_asks_for_an_hour_there(qtbot: QtBot, view: TimelineView) -> None:
    with qtbot.waitSignal(view.create_requested) as heard:
        click(qtbot, view, point(view, 4, 4, "10:05"))
    assert heard.args == [4, sample.at(4, "10:00"), sample.at(4, "11:00")]


def test_a_drag_over_empty_space_asks_for_that_time(qtbot: QtBot, view: TimelineView) -> None:
    start, end = point(view, 4, 4, "10:00"), point(view, 4, 4, "12:30")
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, start)
    for step in range(1, 11):
        qtbot.mouseMove(view.viewport(), start + (end - start) * step / 10)
    assert len(view.overlay.ghosts) == 1
    with qtbot.waitSignal(view.create_requested) as heard:
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, end)
    assert heard.args == [4, sample.at(4, "10:00"), sample.at(4, "12:30")]


def test_escape_gives_up_a_drag(qtbot: QtBot, view: TimelineView) -> None:
    heard: list[object] = []
    view.create_requested.connect(lambda *args: heard.append(args))
    start, end = point(view, 4, 4, "10:00"), point(view, 4, 4, "12:30")
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, start)
    qtbot.mouseMove(view.viewport(), end)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, end)
    assert (heard, view.overlay.ghosts) == ([], ())


def test_a_click_on_a_name_selects_the_resource(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, QPoint(60, point(view, 2, 0, "9:00").y()))
    assert isinstance(view.focus_on, Row) and view.focus_on.key == 2


def test_a_double_click_on_a_name_opens_the_resource(qtbot: QtBot, view: TimelineView) -> None:
    at = QPoint(60, point(view, 2, 0, "9:00").y())
    with qtbot.waitSignal(view.resource_opened) as heard:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, at)
    assert heard.args == [2]


def test_a_click_on_a_group_folds_it(qtbot: QtBot, view: TimelineView) -> None:
    with qtbot.waitSignal(view.folding_changed):
        click(qtbot, view, QPoint(60, point(view, -2, 0, "9:00").y()))
    assert view.layout_ is not None
    assert 11 not in view.layout_.bands.by_key


def test_a_click_on_the_rest_lists_every_unit(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, QPoint(60, point(view, -20, 0, "9:00").y()))
    assert view.layout_ is not None
    assert 18 in view.layout_.bands.by_key


def test_the_context_menu_is_asked_for_with_the_activity(qtbot: QtBot, view: TimelineView) -> None:
    at = point(view, 1, 2, "14:00")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    with qtbot.waitSignal(view.context_requested) as heard:
        QApplication.sendEvent(view.viewport(), event)
    assert heard.args[0] == sample.MAZE


def test_the_tooltip_tells_time_and_set_up(view: TimelineView) -> None:
    lines = view.tip_at(point(view, 1, 2, "14:00")).splitlines()
    assert lines[1:3] == ["13:00–16:30", "set-up from 12:30, clear-down until 17:00"]


def test_arrows_go_along_a_row(qtbot: QtBot, view: TimelineView) -> None:
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert focused(view) == 102


def test_down_goes_to_the_next_row(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 1, "11:00"))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert focused(view) == 121


def test_down_stops_at_groups(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 4, 1, "14:00"))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert isinstance(view.focus_on, Row) and view.focus_on.key == -2


def test_enter_on_a_group_folds_it(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 4, 1, "14:00"))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.folding == Folding(frozenset({-2}))


def test_tab_goes_to_the_next_block(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 0, "10:00"))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert focused(view) == 102


def test_tab_leaves_after_the_last_block(qtbot: QtBot, view: TimelineView) -> None:
    assert view.layout_ is not None
    view.focus(view.layout_.in_reading_order()[-1])
    assert view.focusNextPrevChild(True) is False or not view.hasFocus()


def test_enter_opens(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 0, "10:00"))
    with qtbot.waitSignal(view.opened) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == [101]


@pytest.mark.parametrize(("key", "stretch"), [("d", "day"), ("w", "week"), ("m", "month")])
def test_letters_ask_for_a_view(qtbot: QtBot, view: TimelineView, key: str, stretch: str) -> None:
    with qtbot.waitSignal(view.view_requested) as heard:
        qtbot.keyClick(view, key)
    assert heard.args == [stretch]


def test_t_asks_for_today(qtbot: QtBot, view: TimelineView) -> None:
    with qtbot.waitSignal(view.today_requested):
        qtbot.keyClick(view, "t")


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)])
def test_page_keys_turn_the_period(qtbot: QtBot, view: TimelineView, key: Qt.Key, step: int) -> None:
    with qtbot.waitSignal(view.paged) as heard:
        qtbot.keyClick(view, key)
    assert heard.args == [step]


def test_delete_asks_to_cancel(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 0, "10:00"))
    with qtbot.waitSignal(view.cancel_requested) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert heard.args == [101]


def test_the_whole_period_fits_at_first(view: TimelineView) -> None:
    assert view.horizontalScrollBar().maximum() == 0


def test_control_plus_zooms_and_zero_fits_again(qtbot: QtBot, view: TimelineView) -> None:
    before = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > before
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(before)


def test_the_wheel_zooms_about_the_pointer(view: TimelineView) -> None:
    at = point(view, 1, 3, "12:00")
    event = QWheelEvent(
        at.toPointF(),
        view.mapToGlobal(at).toPointF(),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    assert abs(point(view, 1, 3, "12:00").x() - at.x()) <= 1


def test_the_name_of_a_day_stays_in_sight(view: TimelineView) -> None:
    view.zoom_to(120)
    view.horizontalScrollBar().setValue(0)
    head = view.rect().adjusted(view.names_width + 3, 1, -view.width() + view.names_width + 90, 0)
    head.setHeight(22)
    first = view.grab(head).toImage()
    view.horizontalScrollBar().setValue(300)
    assert view.grab(head).toImage() == first


def test_what_is_focused_is_told_to_those_who_listen(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 2, "14:00"))
    words = view.accessibleDescription()
    assert all(part in words for part in ("Robot maze day", "Wed 25", "13:00–16:30", "Robotics lab", "Event"))


def test_focus_scrolls_into_sight(qtbot: QtBot, view: TimelineView) -> None:
    view.resize(1400, 300)
    assert view.layout_ is not None
    view.focus(view.layout_.in_reading_order()[-1])
    assert view.verticalScrollBar().value() > 0


def test_a_new_scene_of_the_same_days_keeps_selection_and_place(qtbot: QtBot, view: TimelineView) -> None:
    click(qtbot, view, point(view, 1, 2, "14:00"))
    view.zoom_to(60)
    view.horizontalScrollBar().setValue(500)
    view.set_scene(replace(sample.scene(), now=sample.at(2, "11:30")))
    assert (view.overlay.selected, view.horizontalScrollBar().value()) == (sample.MAZE, 500)


def test_the_corner_lies_above_the_names(view: TimelineView) -> None:
    field = QLineEdit()
    view.set_corner(field)
    assert field.geometry().right() < view.names_width
    assert field.geometry().bottom() < header.HEIGHT


def pixels(view: TimelineView) -> QImage:
    return view.grab().toImage()


def test_a_repaint_from_kept_strips_is_the_same_picture(view: TimelineView) -> None:
    first = pixels(view)
    again = pixels(view)
    view.forget_strips()
    assert first == again == pixels(view)


def test_a_zoom_without_time_is_finished_row_by_row(
    view: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pixels(view)
    view.zoom_to(view.zoom * 1.5)
    monkeypatch.setattr(stretching, "BUDGET", 0.0)
    hurried = pixels(view)
    for _frame in range(40):
        finished = pixels(view)
    monkeypatch.undo()
    view.forget_strips()
    assert hurried not in (before, finished)
    assert finished == pixels(view)


def test_a_refusal_draws_ghost_landing_holder_and_card(view: TimelineView) -> None:
    plain = pixels(view)
    view.set_overlay(
        Overlay(
            selected=None,
            origin=133,
            holders=frozenset({133}),
            landings=(Landing(4, sample.at(3, "10:30"), sample.at(3, "12:30"), "10:30"),),
            ghosts=(Ghost(3, sample.at(3, "10:30"), sample.at(3, "12:30"), "10:30", refused=True),),
            card=Card(
                "Physics lab A is taken until 12:00", ("Optics, year 10, D. Ospanov.",), "Nearest free: B"
            ),
        )
    )
    refused = pixels(view)
    view.set_overlay(Overlay())
    assert refused != plain
    assert pixels(view) == plain


def test_painting_keeps_every_reference_to_none(view: TimelineView) -> None:
    view.grab()
    before = sys.getrefcount(None)
    for _ in range(20):
        view.forget_strips()
        view.grab()
    assert sys.getrefcount(None) > before - 100
