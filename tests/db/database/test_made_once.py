"""What a form adds carries a uid of its own: adding it a second time answers what was made the first time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from resource_centre.core.context import SYSTEM, Role
from resource_centre.db.base import new_uid
from resource_centre.people.service import PersonDraft, add_person
from resource_centre.schools.service import SchoolDraft, add_school
from resource_centre.training.service import CourseDraft, add_course
from tests.db.conftest import World


def school(world: World, uid: str) -> Callable[[Any], object]:
    return lambda unit: add_school(unit, world.centre_id, SchoolDraft("School 41", uid=uid)).id


def teacher(world: World, uid: str) -> Callable[[Any], object]:
    draft = PersonDraft("Aigul N.", uid=uid)
    return lambda unit: add_person(unit, draft, [(Role.TEACHER, world.centre_id)]).id


def course(world: World, uid: str) -> Callable[[Any], object]:
    return lambda unit: add_course(unit, world.centre_id, CourseDraft("Python", uid=uid))


@pytest.mark.parametrize(("make", "table"), [(school, "school"), (teacher, "person"), (course, "course")])
def test_adding_it_again_answers_what_is_there(world: World, make: Callable[..., Any], table: str) -> None:
    uid = new_uid()
    first, again = (world.write(make(world, uid), SYSTEM) for _time in range(2))
    assert first == again
    found = world.read(lambda unit: unit.connection.execute(text(f"select count(*) from {table} where uid = '{uid}'")).scalar(), SYSTEM)  # fmt: skip
    assert found == 1
