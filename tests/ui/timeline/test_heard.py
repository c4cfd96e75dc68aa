"""The timeline as a screen reader meets it: rows, and in them what takes place, by QAccessible's own questions."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.ui.timeline.scene import Block
from resource_centre.ui.timeline.view import TimelineView
from tests.ui.timeline import sample

Name, Description, Value = QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.set_scene(sample.scene())
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def heard(view: TimelineView) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(view)
    assert found is not None
    return found


def children(part: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [part.child(n) for n in range(part.childCount())]


def row(view: TimelineView, name: str) -> QAccessibleInterface:
    return next(each for each in children(heard(view)) if each.text(Name).startswith(name))


def block(view: TimelineView, activity: int, bookable: int) -> Block:
    assert view.scene is not None
    return next(b for b in view.scene.blocks if (b.activity, b.bookable) == (activity, bookable))


def test_every_row_on_screen_is_there_by_name(view: TimelineView) -> None:
    assert view.layout_ is not None
    names = [part.text(Name) for part in children(heard(view))]
    assert len(names) == len(view.layout_.bands.bands)
    assert names[:3] == ["Labs", "Robotics lab, 24 places", "Maker space, 16 places"]
    assert "3D printer 02, Out of order" in names


def test_a_row_says_how_many_bookings_it_has(view: TimelineView) -> None:
    assert row(view, "SPIKE kit 01").text(Value) == "3 bookings"


def test_a_block_says_activity_day_time_resource_and_state(view: TimelineView) -> None:
    names = [part.text(Name) for part in children(row(view, "Robotics lab"))]
    assert "Robot maze day, Wed 25, 13:00–16:30, Robotics lab" in names
    assert "Karasu village school, Fri 27, 09:30–12:30, Robotics lab, Awaits approval" in names
    assert "Robotics club 7B, Mon 23, 09:00–12:00, Robotics lab, Past" in names


def test_a_block_describes_what_surrounds_it(view: TimelineView) -> None:
    maze = next(p for p in children(row(view, "Robotics lab")) if p.text(Name).startswith("Robot maze"))
    assert maze.text(Description) == "set-up from 12:30, clear-down until 17:00, Event"


def test_the_way_up_leads_to_the_view(view: TimelineView) -> None:
    part = children(row(view, "Robotics lab"))[0]
    above = part.parent()
    assert above.text(Name) == "Robotics lab, 24 places"
    assert above.indexOfChild(part) == 0
    assert above.parent().object() is view
    assert heard(view).indexOfChild(above) == 1


def test_a_group_says_whether_it_is_folded(view: TimelineView) -> None:
    group = row(view, "Labs")
    assert group.state().expanded and not group.state().collapsed
    group.actionInterface().doAction("Press")
    assert group.state().collapsed and not group.state().expanded
    assert "Robotics lab, 24 places" not in [part.text(Name) for part in children(heard(view))]


def test_the_focused_block_is_the_focus_child_and_selected(qtbot: QtBot, view: TimelineView) -> None:
    assert heard(view).focusChild() is None
    qtbot.keyClick(view, Qt.Key.Key_Down)
    part = heard(view).focusChild()
    assert part.text(Name) == "Robotics club 7B, Mon 23, 09:00–12:00, Robotics lab, Past"
    assert part.state().focused and part.state().selected and not part.state().offscreen
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert heard(view).focusChild().text(Name).startswith("Python for teachers")
    assert not part.state().focused


def test_all_holds_of_the_chosen_activity_are_selected(view: TimelineView) -> None:
    view.focus(block(view, sample.MAZE, 1))
    chosen = [
        part.parent().text(Name)
        for each in children(heard(view))
        for part in children(each)
        if part.state().selected
    ]
    assert {"Robotics lab, 24 places", "SPIKE kit 01", "SPIKE kit 02"} <= set(chosen)


def test_a_point_of_the_screen_answers_row_then_block(view: TimelineView) -> None:
    part = next(p for p in children(row(view, "SPIKE kit 01")) if "Club 7B" in p.text(Name))
    middle = part.rect().center()
    hit = heard(view).childAt(middle.x(), middle.y())
    assert hit.text(Name) == "SPIKE kit 01"
    assert hit.childAt(middle.x(), middle.y()).text(Name) == part.text(Name)


def test_a_place_of_a_block_is_where_it_is_painted(view: TimelineView) -> None:
    for each in children(row(view, "Robotics lab")):
        middle = view.viewport().mapFromGlobal(each.rect().center())
        found = view.hit_at(QPoint(middle.x(), middle.y())).block
        assert found is not None and each.text(Name).startswith(found.title)


def test_a_screen_reader_puts_the_focus_and_opens(qtbot: QtBot, view: TimelineView) -> None:
    opened: list[int] = []
    view.opened.connect(opened.append)
    part = next(p for p in children(row(view, "SPIKE kit 01")) if "Club 7B" in p.text(Name))
    does = part.actionInterface()
    assert does.actionNames() == ["Press", "SetFocus"]
    does.doAction("SetFocus")
    assert isinstance(view.focus_on, Block) and view.focus_on.activity == 151
    does.doAction("Press")
    assert opened == [151]


def test_what_a_part_cannot_do_is_answered_by_nothing(view: TimelineView) -> None:
    part = row(view, "SPIKE kit 01")
    answers = [part.valueInterface(), part.textInterface(), part.tableCellInterface(), part.child(99)]
    assert answers == [None] * 4


def test_what_is_gone_is_no_longer_there(view: TimelineView) -> None:
    part = next(p for p in children(row(view, "SPIKE kit 01")) if "Club 7B" in p.text(Name))
    scene = sample.scene()
    view.set_scene(replace(scene, blocks=tuple(b for b in scene.blocks if b.activity != 151)))
    assert not shiboken6.isValid(part)
    assert "Club 7B" not in " ".join(p.text(Name) for p in children(row(view, "SPIKE kit 01")))


def test_a_part_stays_the_same_while_it_lasts(view: TimelineView) -> None:
    number = QAccessible.uniqueId(row(view, "SPIKE kit 01"))
    view.set_scene(sample.scene())
    assert QAccessible.uniqueId(row(view, "SPIKE kit 01")) == number


def test_a_block_in_the_hand_says_where_it_would_be(qtbot: QtBot, view: TimelineView) -> None:
    view.focus(block(view, 124, 2))
    qtbot.keyClick(view, Qt.Key.Key_G)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert heard(view).text(Description) == ("Bridge contest build, moving, Fri 27, 14:15–17:45, Maker space")


def test_nothing_of_a_closed_calendar_is_left(qtbot: QtBot, qapp: QApplication) -> None:
    made = TimelineView()
    made.set_scene(sample.scene())
    parts = [weakref.ref(part) for part in children(heard(made))]
    numbers = [QAccessible.uniqueId(part()) for part in parts]
    made.deleteLater()
    kept = weakref.ref(made)
    del made
    QApplication.sendPostedEvents(None, 52)
    gc.collect()
    assert kept() is None
    assert [QAccessible.accessibleInterface(number) for number in numbers] == [None] * len(numbers)
