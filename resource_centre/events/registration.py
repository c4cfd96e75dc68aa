"""Schools register for an event and withdraw; who waits moves up."""

from __future__ import annotations

from sqlalchemy import delete, select

from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.events import queries, rules, steps
from resource_centre.events.model import Event, EventSchool
from resource_centre.events.queries import EventRow, SchoolRow
from resource_centre.events.rules import EventState
from resource_centre.i18n import N_, _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.schools.model import School

MOST = 10_000


def register_school(
    unit: Unit, event_id: int, school_id: int, pupils: int, teachers: int = 0, contact_id: int | None = None
) -> SchoolRow:
    """Registers a school, or changes its numbers. A teacher does so for their own school, once it is published."""
    event = _open_for(unit, event_id, school_id)
    for name, number in (("pupils", pupils), ("teachers", teachers)):
        if not 0 <= number <= MOST:
            raise BadInput(_("Numbers of people are zero or more."), name)
    if pupils + teachers == 0:
        raise BadInput(_("Say how many come."), "pupils")
    school = unit.get(School, school_id)
    if contact_id is None and unit.actor.school_id == school_id:
        contact_id = unit.actor.person_id
    if contact_id is not None:
        unit.get(Person, contact_id)
    before = queries.schools(unit, queries.event_row(unit, event_id))
    row = _registered(unit, event_id, school_id) or EventSchool(event_id=event_id, school_id=school_id)
    row.expected_pupils, row.expected_teachers = pupils, teachers
    row.contact_id = contact_id or row.contact_id
    unit.add(row)
    text = _("{school}: {pupils} pupils, {teachers} teachers.")
    steps.noted(unit, event, text.format(school=school.name, pupils=pupils, teachers=teachers))
    if not allowed(unit.actor, Data.EVENTS, Right.WRITE, event.centre_id):
        who = [event.lead_id or event.created_by]
        steps.tell_all(
            unit, who, event, "registered", N_("{school} has registered: {title}"), school=school.name
        )
    _move_up(unit, event, before)
    return next(
        s for s in queries.schools(unit, queries.event_row(unit, event_id)) if s.school_id == school_id
    )


def withdraw_school(unit: Unit, event_id: int, school_id: int, reason: str = "") -> EventRow:
    """A school does not come. The record keeps that it wanted to; schools that wait move up."""
    event = _open_for(unit, event_id, school_id)
    row = _registered(unit, event_id, school_id)
    if row is None:
        raise BadInput(_("This school is not registered."), "school")
    before = queries.schools(unit, queries.event_row(unit, event_id))
    contact = row.contact_id
    unit.execute(delete(EventSchool).where(EventSchool.id == row.id))
    unit.session.expunge(row)
    name = unit.get(School, school_id).name
    steps.noted(unit, event, _("{school} has withdrawn. {reason}").format(school=name, reason=reason).strip())
    steps.tell_all(
        unit,
        [event.lead_id, contact],
        event,
        "withdrawn",
        N_("{school} has withdrawn: {title}"),
        reason,
        school=name,
    )
    _move_up(unit, event, before)
    return queries.event_row(unit, event_id)


def _open_for(unit: Unit, event_id: int, school_id: int) -> Event:
    row = queries.event_row(unit, event_id)
    if row.state not in rules.PLANNING:
        raise BadInput(
            _("Registration is over: the event is “{state}”.").format(state=row.state_name), "state"
        )
    if not allowed(unit.actor, Data.EVENTS, Right.WRITE, row.centre_id):
        if unit.actor.school_id != school_id:
            raise NotPermitted(_("Teachers register their own school; the centre registers others."))
        if row.state is not EventState.PUBLISHED:
            raise BadInput(_("Registration is not open yet."), "state")
    return unit.get(Event, event_id)


def _registered(unit: Unit, event_id: int, school_id: int) -> EventSchool | None:
    unit.flush()
    query = select(mapped(EventSchool)).where(
        EventSchool.event_id == event_id, EventSchool.school_id == school_id
    )
    return unit.session.scalars(query).first()


def _move_up(unit: Unit, event: Event, before: tuple[SchoolRow, ...]) -> None:
    waited = {school.school_id for school in before if not school.has_place}
    for school in queries.schools(unit, queries.event_row(unit, event.id)):
        if school.has_place and school.school_id in waited:
            steps.tell_all(
                unit, [school.contact_id], event, "place", N_("There is a place for {school} now: {title}"),
                school=school.school,
            )  # fmt: skip
