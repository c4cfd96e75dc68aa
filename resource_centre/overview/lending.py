"""What waits at the lending counter: loans that are late, due back soon, or back and not looked through."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from resource_centre.bookings.model import Loan
from resource_centre.bookings.queries import due_soon
from resource_centre.db.unit import Unit
from resource_centre.overview.need import Need
from resource_centre.people.model import Person
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schools.model import School


def overdue_loans(unit: Unit, centre_id: int) -> list[Need]:
    """Loans that are out and past their end."""
    return _out(unit, centre_id, "overdue_loan", Activity.ends_at < unit.now)


def due_back(unit: Unit, centre_id: int) -> list[Need]:
    """Loans that come back today or tomorrow."""
    return _out(unit, centre_id, "due_back", due_soon(unit, centre_id))


def to_make_ready(unit: Unit, centre_id: int) -> list[Need]:
    """Loans that came back and are not looked through yet."""
    a = Activity
    query = (
        select(Loan.id, a.title, School.name, Loan.returned_at, a.id)
        .join(a, a.id == Loan.activity_id)
        .outerjoin(School, School.id == a.school_id)
        .where(a.centre_id == centre_id, a.state == "returned")
    )
    return [
        Need(
            "make_ready",
            r[4],
            r[1],
            r[2] or "",
            unit.now + timedelta(days=3),
            since=r[3],
            page="loans",
            activity_id=r[4],
        )
        for r in unit.rows(query)
    ]


def _out(unit: Unit, centre_id: int, kind: str, when: ColumnElement[bool]) -> list[Need]:
    a = Activity
    query = (
        select(
            a.id, a.title, School.name, Person.name, a.ends_at, func.min(Bookable.name), func.count(Bookable.id)
        )
        .join(Allocation, Allocation.activity_id == a.id)
        .join(Bookable, Bookable.id == Allocation.bookable_id)
        .outerjoin(School, School.id == a.school_id)
        .outerjoin(Person, Person.id == a.person_id)
        .where(a.centre_id == centre_id, a.kind == "loan", a.state == "checked_out", when)
        .group_by(a.id, a.title, School.name, Person.name, a.ends_at)
    )  # fmt: skip
    found: list[Need] = []
    for activity_id, title, school, person, due, unit_name, units in unit.rows(query):
        name, who = unit_name if units == 1 else title, school or person or ""
        found.append(
            Need(kind, activity_id, name, who, due, count=units, page="loans", activity_id=activity_id)
        )
    return found
