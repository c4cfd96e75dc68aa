"""Reading schools: the register, one school with its teachers and history, doubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from resource_centre.centres import queries as centres
from resource_centre.core.errors import NotFound
from resource_centre.core.hours import open_ranges
from resource_centre.core.times import TimeRange, day_range, subtract
from resource_centre.db.tables import table_named
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person
from resource_centre.people.queries import may_see_contacts
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.schools import times
from resource_centre.schools.model import School
from resource_centre.schools.rules import SchoolDraft, plain_name


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school with the number of its active teachers."""

    id: int
    uid: str
    centre_id: int
    name: str
    kind: str
    address: str
    district: str
    city: str
    settlement: str
    latitude: float | None
    longitude: float | None
    email: str
    phone: str
    external_id: str | None
    notes: str
    active: bool
    version: int
    teachers: int = 0
    hours: str = ""
    breaks: str = ""

    def draft(self) -> SchoolDraft:
        """The school as a form would have it."""
        return SchoolDraft(
            self.name, self.kind, self.address, self.district, self.city, self.settlement, self.latitude, self.longitude,
            self.email, self.phone, self.external_id, self.notes, self.hours, self.breaks,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchoolFilter:
    """Which schools to list; empty fields ask for nothing. `archived` adds those taken out of the register."""

    text: str = ""
    district: str = ""
    city: str = ""
    kind: str = ""
    settlement: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class SchoolChoices:
    """What the schools of a centre have in the fields that lists are narrowed by."""

    districts: tuple[str, ...]
    cities: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeacherRow:
    """A teacher of a school; contacts are empty where the actor may not see them."""

    id: int
    name: str
    position: str
    email: str
    phone: str
    active: bool


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Something a school had of the centre. `what`: booking, loan, request or event; `id` is its own number."""

    at: datetime
    what: str
    id: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class SchoolDetail:
    """One school with its teachers and its history, newest first."""

    row: SchoolRow
    teachers: tuple[TeacherRow, ...]
    history: tuple[HistoryRow, ...]


def schools(unit: Unit, centre_id: int | None = None, wanted: SchoolFilter | None = None) -> list[SchoolRow]:
    """Schools by name: of a centre, or all; every word of the text is somewhere in name, code, place or address.

    Those who may not read the register see their own school alone.
    """
    wanted = wanted or SchoolFilter()
    s = School
    query = _select().order_by(s.name, s.id)
    if centre_id is not None:
        query = query.where(s.centre_id == centre_id)
    if not allowed(unit.actor, Data.SCHOOLS, Right.READ, centre_id):
        query = query.where(s.id == unit.actor.school_id)
    if not wanted.archived:
        query = query.where(s.active.is_(True))
    for column, value in (
        (s.district, wanted.district),
        (s.city, wanted.city),
        (s.kind, wanted.kind),
        (s.settlement, wanted.settlement),
    ):
        if value:
            query = query.where(column == value)
    rows = [SchoolRow(*r) for r in unit.rows(query)]
    words = _folded(wanted.text).split()
    if words:
        rows = [row for row in rows if all(word in _haystack(row) for word in words)]
    return rows


def school(unit: Unit, school_id: int) -> SchoolRow:
    """One school; `NotFound` when there is none (or it may not be seen)."""
    found = unit.first(_select().where(School.id == school_id))
    if found is None or not _may_see(unit, SchoolRow(*found)):
        raise NotFound(_("There is no school with the number {id}.").format(id=school_id))
    return SchoolRow(*found)


def school_detail(unit: Unit, school_id: int) -> SchoolDetail:
    """One school with its teachers and everything it had of the centre."""
    row = school(unit, school_id)
    p = Person
    query = (
        select(p.id, p.name, p.position, p.email, p.phone, p.active)
        .where(p.school_id == school_id)
        .order_by(p.active.desc(), p.name)
    )
    seen = may_see_contacts(unit.actor, row.centre_id)
    me = unit.actor.person_id
    teachers = tuple(
        TeacherRow(
            r[0], r[1], r[2], r[3] if seen or r[0] == me else "", r[4] if seen or r[0] == me else "", r[5]
        )
        for r in unit.rows(query)
    )
    past = history(unit, school_id) if allowed(unit.actor, Data.SCHOOLS, Right.READ, row.centre_id) else ()
    return SchoolDetail(row, teachers, past)


def history(unit: Unit, school_id: int, limit: int = 200) -> tuple[HistoryRow, ...]:
    """Bookings, loans, consultation requests and events of a school, newest first."""
    activity, request, event = table_named("activity"), table_named("request"), table_named("event")
    taking_part, session = table_named("event_school"), table_named("event_session")
    names = {"lab_booking": "booking", "loan": "loan"}
    a, r = activity.c, request.c
    found = [
        HistoryRow(row[0], names[row[1]], row[2], row[3], row[4])
        for row in unit.rows(
            select(a.starts_at, a.kind, a.id, a.title, a.state)
            .where(a.school_id == school_id, a.kind.in_(names))
            .order_by(a.starts_at.desc())
            .limit(limit)
        )
    ]
    asked = func.coalesce(r.submitted_at, r.created_at, type_=r.created_at.type)
    query = (
        select(asked, r.id, r.title, r.state)
        .where(r.school_id == school_id)
        .order_by(asked.desc())
        .limit(limit)
    )
    found += [HistoryRow(row[0], "request", *row[1:]) for row in unit.rows(query)]
    first = (
        select(func.min(session.c.starts_at, type_=session.c.starts_at.type))
        .where(session.c.event_id == event.c.id)
        .correlate(event)
        .scalar_subquery()
    )
    events: Query = (
        select(
            func.coalesce(first, event.c.created_at, type_=event.c.created_at.type),
            event.c.id,
            event.c.title,
            event.c.state,
        )
        .join(taking_part, taking_part.c.event_id == event.c.id)
        .where(taking_part.c.school_id == school_id)
        .order_by(event.c.id.desc())
        .limit(limit)
    )
    found += [HistoryRow(row[0], "event", *row[1:]) for row in unit.rows(events)]
    return tuple(sorted(found, key=lambda h: (h.at, h.what, h.id), reverse=True)[:limit])


def open_times(unit: Unit, school_id: int, window: TimeRange) -> tuple[TimeRange, ...] | None:
    """When a school has lessons inside a window, in its centre's zone; None when nobody has said."""
    row = school(unit, school_id)
    week, breaks = times.hours_of(row.hours), times.breaks_of(row.breaks)
    if not week.days and not breaks:
        return None
    tz = centres.centre(unit, row.centre_id).tz
    closed = [TimeRange(day_range(first, tz).start, day_range(last, tz).end) for first, last in breaks]
    if not week.days:
        return tuple(subtract([window], closed))
    return tuple(open_ranges(week, window, tz, closed))


def choices(unit: Unit, centre_id: int) -> SchoolChoices:
    """The districts, towns and types that a centre's schools have."""

    def known(column: object) -> tuple[str, ...]:
        query = select(column).where(School.centre_id == centre_id, column != "").distinct()  # type: ignore[call-overload]
        return tuple(sorted(unit.column(query), key=str.casefold))

    return SchoolChoices(known(School.district), known(School.city), known(School.kind))


def alike(
    unit: Unit, centre_id: int, name: str, external_id: str | None = None, but: int | None = None
) -> list[SchoolRow]:
    """Schools that may be the same one: the same code, or the same name however it is spelled."""
    plain = plain_name(name)
    return [
        row
        for row in _all(unit, centre_id)
        if row.id != but
        and (plain_name(row.name) == plain or (external_id and row.external_id == external_id))
    ]


def doubles(unit: Unit, centre_id: int) -> list[tuple[SchoolRow, ...]]:
    """Groups of active schools of one name (however spelled) and town: each is probably one school entered twice."""
    groups: dict[tuple[str, str], list[SchoolRow]] = {}
    for row in _all(unit, centre_id):
        if row.active:
            groups.setdefault((plain_name(row.name), row.city.casefold()), []).append(row)
    return [tuple(rows) for rows in groups.values() if len(rows) > 1]


def school_named(unit: Unit, centre_id: int, text: str) -> list[SchoolRow]:
    """The schools of a centre that this text names: by code, else by name, else by the name however spelled."""
    return named_among(_all(unit, centre_id), text)


def named_among(rows: Sequence[SchoolRow], text: str) -> list[SchoolRow]:
    """As `school_named`, among rows that were read already."""
    folded, plain = _folded(text), plain_name(text)
    return (
        [row for row in rows if row.external_id == text.strip()]
        or [row for row in rows if _folded(row.name) == folded]
        or [row for row in rows if plain and plain_name(row.name) == plain]
    )


def _all(unit: Unit, centre_id: int) -> list[SchoolRow]:
    return [
        SchoolRow(*r)
        for r in unit.rows(_select().where(School.centre_id == centre_id).order_by(School.name, School.id))
    ]


def _select() -> Query:
    s = School
    count = (
        select(func.count())
        .where(Person.school_id == s.id, Person.active.is_(True))
        .correlate(s)
        .scalar_subquery()
    )
    return select(
        s.id, s.uid, s.centre_id, s.name, s.kind, s.address, s.district, s.city, s.settlement, s.latitude, s.longitude,
        s.email, s.phone, s.external_id, s.notes, s.active, s.version, count,
        s.hours, s.breaks,
    )  # fmt: skip


def _may_see(unit: Unit, row: SchoolRow) -> bool:
    return allowed(unit.actor, Data.SCHOOLS, Right.READ, row.centre_id) or row.id == unit.actor.school_id


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().replace("ё", "е")


def _haystack(row: SchoolRow) -> str:
    return _folded(f"{row.name} {row.external_id or ''} {row.district} {row.city} {row.address} {row.kind}")


__all__ = [
    "HistoryRow", "SchoolChoices", "SchoolDetail", "SchoolFilter", "SchoolRow", "TeacherRow", "alike", "choices", "doubles",
    "history", "named_among", "school", "school_detail", "school_named", "schools",
]  # fmt: skip
