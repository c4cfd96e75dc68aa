"""A form that could not hear how its write ended, and is sent again, adds nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import DatabaseTrouble
from resource_centre.people.queries import people
from resource_centre.schools.queries import SchoolFilter, school, schools
from resource_centre.training.queries import courses
from resource_centre.ui.courses.dialogs import CourseDialog
from resource_centre.ui.schools.page import SchoolDialog, TeacherDialog
from resource_centre.ui.widgets.dialog import Dialog
from tests.ui.windowed import settle, window_of

NAME = "Written Once"


@pytest.mark.parametrize("kind", [SchoolDialog, TeacherDialog, CourseDialog])
def test_a_form_that_is_sent_twice_adds_once(qapp: Any, qtbot: QtBot, world: Any, kind: type[Dialog]) -> None:
    place = world.read(lambda unit: school(unit, world.school()), SYSTEM)
    more = (place,) if kind is TeacherDialog else ()
    with window_of(world, page="schools") as window:
        dialog: Any = kind(window.desk, window, *more)
        dialog.open()
        settle(window)
        dialog.name.setText(NAME)
        dialog.accept = lambda: dialog.show_trouble(DatabaseTrouble("It ended in the middle of the commit."))
        for _time in range(2):
            dialog.ok.click()
            settle(window)
        del dialog.accept
        dialog.reject()
    found = [
        *(
            row.name
            for row in world.read(lambda unit: schools(unit, world.centre_id, SchoolFilter()), SYSTEM)
        ),
        *(row.name for row in world.read(people, SYSTEM)),
        *(row.title for row in world.read(lambda unit: courses(unit, world.centre_id), SYSTEM)),
    ]
    assert found.count(NAME) == 1
