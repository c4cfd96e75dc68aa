"""Moving a session of a course as a calendar does, with lab and lead together; everyone on the course is told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.schedule import service as door
from resource_centre.schedule.model import Activity
from resource_centre.schedule.shape import Shape, Standing, changes_between, insist_it_stands, shape_of
from resource_centre.training.model import Course, Enrolment, TrainingSession
from resource_centre.training.rules import SEATED
from resource_centre.training.service import add_session, drop_session, tell_of_course

FEATURE = "course"


def standings(unit: Unit, centre_id: int, ids: Collection[int]) -> dict[int, Standing]:
    """What of these sessions may be moved, by activity."""
    s = TrainingSession
    writes = allowed(unit.actor, Data.TRAINING, Right.WRITE, centre_id)
    found = {}
    for activity, key, state in unit.rows(
        select(s.activity_id, s.id, s.state).where(s.activity_id.in_(list(ids)))
    ):
        stays = "" if state == "planned" else _("This session has taken place; it can no longer be moved")
        stays = stays if writes else _("Sessions of courses are moved by a coordinator of the centre")
        found[activity] = Standing(
            FEATURE, key, stays, people=_("Who leads is changed in the course"),
            told=_("Everyone on the course is told."),
        )  # fmt: skip
    return found


def activity_of(unit: Unit, session_id: int) -> int:
    """The activity of a session."""
    return unit.get(TrainingSession, session_id).activity_id


def shape(unit: Unit, session_id: int) -> Shape:
    """How a session lies now."""
    return shape_of(unit, activity_of(unit, session_id))


def reshape(unit: Unit, session_id: int, was: Shape, wanted: Shape, override_reason: str = "") -> Shape:
    """Moves a planned session with everything it holds, or nothing of it."""
    row = unit.get(TrainingSession, session_id)
    course = unit.get(Course, row.course_id)
    require(unit, Data.TRAINING, Right.WRITE, course.centre_id)
    title = unit.get(Activity, row.activity_id).title
    if row.state != "planned":
        raise BadInput(
            _("“{title}” is over or dropped; it can no longer be changed.").format(title=title), "state"
        )
    insist_it_stands(title, shape(unit, session_id), was)
    changes = changes_between(was, wanted)
    if changes.fields():
        door.change(unit, row.activity_id, changes, override_reason=override_reason)
    if changes.fields() & {"start", "end"}:
        for person_id in _people(unit, course):
            tell_of_course(unit, course, person_id, N_("The time of a session has changed: {course}"), title)
    unit.changed(Topic.TRAINING)
    return shape(unit, session_id)


def drop(unit: Unit, session_id: int, reason: str) -> None:
    """The session does not take place."""
    course = unit.get(Course, unit.get(TrainingSession, session_id).course_id)
    drop_session(unit, session_id, reason)
    for person_id in _people(unit, course):
        tell_of_course(unit, course, person_id, N_("A session does not take place: {course}"), reason)


def copy(unit: Unit, session_id: int, wanted: Shape, override_reason: str = "") -> int:
    """Adds a session like this one at another time. Answers it."""
    row = unit.get(TrainingSession, session_id)
    return add_session(
        unit, row.course_id, wanted.start, wanted.end, wanted.bookables, override_reason=override_reason
    )


def _people(unit: Unit, course: Course) -> list[int]:
    """Who has a place, and who leads."""
    query = select(Enrolment.person_id).where(
        Enrolment.course_id == course.id, Enrolment.state.in_([str(state) for state in SEATED])
    )
    found = set(unit.column(query)) | ({course.lead_id} if course.lead_id is not None else set())
    return sorted(found)
