"""What there is to be found at a centre, as the actor may read it: things with a name, and activities by time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, func, or_, select, text

from resource_centre.ambassadors.model import Ambassador
from resource_centre.consultations import queries as consultations
from resource_centre.consultations.model import Request
from resource_centre.core.context import STAFF
from resource_centre.db.functions import seconds
from resource_centre.db.unit import Query, Unit
from resource_centre.events import queries as events
from resource_centre.events.model import Event, EventSession
from resource_centre.i18n import _
from resource_centre.people.model import Person, PersonRole
from resource_centre.people.roles import NAMES, Data, Right, allowed
from resource_centre.phrases.folding import words_of
from resource_centre.phrases.lexicon import other_names
from resource_centre.phrases.shelf import Columns, Entry
from resource_centre.phrases.things import Named
from resource_centre.resources import queries as resources
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import DEAD_STATES, STATE_NAMES, ActivityKind, ActivityState
from resource_centre.schools.model import School
from resource_centre.training.model import Course

MOST_ACTIVITIES = 120_000  # the nearest to now, half of them before and half after
AT_ONCE = 400  # rows between two breaths of the window
MOST_TITLES = 50_000  # different ones; of a centre with more, those first in the alphabet
MOST_OLDER = 8  # of one title
MOST_OF_A_KIND = 20_000  # the newest requests and events
LAB, UNIT, MODEL, SCHOOL, PERSON, AMBASSADOR, REQUEST, EVENT, COURSE, ACTIVITY, LOAN = (
    "lab", "unit", "model", "school", "person", "ambassador", "request", "event", "course", "activity", "loan",
)  # fmt: skip
REQUEST_WORDS = ("request заявка өтінім",)
EVENT_WORDS = "event мероприятие іс-шара"
# Of what fits as well, that comes first which is named more often than described.
WORTH = {
    LAB: 0.12,
    MODEL: 0.08,
    SCHOOL: 0.06,
    PERSON: 0.06,
    AMBASSADOR: 0.06,
    EVENT: 0.04,
    COURSE: 0.04,
    UNIT: 0.03,
}


@dataclass(frozen=True)
class Changed:
    """Activities that were written since an instant: those that stand, and the keys of all of them."""

    entries: tuple[Entry, ...]
    keys: frozenset[int]


def things(unit: Unit, centre_id: int) -> list[Entry]:
    """Everything with a name that has no time of its own."""
    found: list[Entry] = []
    for read in (_resources, _schools, _people, _ambassadors, _requests, _events, _courses):
        found += read(unit, centre_id)
    return found


def bookable_names(unit: Unit, centre_id: int) -> tuple[Named, ...]:
    """What can be booked, by name and code: labs, units, models, and for staff people's time."""
    if not allowed(unit.actor, Data.FREE_BUSY, Right.READ, centre_id):
        return ()
    staff = allowed(unit.actor, Data.BOOKINGS, Right.WRITE, centre_id)
    found = [
        Named(row.kind, row.id, row.name, row.code if row.kind != "person" else "")
        for row in resources.bookables(unit, centre_id)
        if staff or row.kind != "person"
    ]
    found += [
        Named("model", row.id, row.name, "", row.units)
        for row in resources.models(unit, centre_id)
        if row.units
    ]
    return tuple(found)


def activities(
    unit: Unit, centre_id: int, breathe: Callable[[], object] | None = None, most: int = MOST_ACTIVITIES
) -> Columns:
    """The live activities nearest to now that the actor may see, by time."""
    a, query = Activity, _activities(unit, centre_id)
    past = query.where(a.starts_at < unit.now).order_by(a.starts_at.desc(), a.id.desc()).limit(most // 2)
    coming = query.where(a.starts_at >= unit.now).order_by(a.starts_at, a.id).limit(most // 2)
    found = Columns(_entries(unit, past, breathe))
    found.reverse()
    found.extend(_entries(unit, coming, breathe))
    return found


def changed_activities(unit: Unit, centre_id: int, since: datetime) -> Changed:
    """Which activities were written since."""
    a = Activity
    keys = unit.column(select(a.id).where(a.centre_id == centre_id, a.changed_at >= since))
    query = _activities(unit, centre_id).where(a.changed_at >= since).order_by(a.starts_at, a.id)
    return Changed(tuple(_entries(unit, query, None)), frozenset(keys))


def titles(unit: Unit, centre_id: int, most: int = MOST_TITLES) -> list[str]:
    """What activities of a centre were ever called, those that are cancelled too; each by one step in the index."""
    if not allowed(unit.actor, Data.BOOKINGS, Right.READ, centre_id):
        own = select(Activity.title).where(Activity.centre_id == centre_id, _own(unit)).distinct().limit(most)
        return list(unit.column(own))
    unit.flush()
    found = unit.connection.execute(TITLES, {"centre": centre_id, "most": most})
    return [row.title for row in found]


def dated(
    unit: Unit, centre_id: int, named: Sequence[str], known: tuple[int, int] | None, most: int = MOST_OLDER
) -> list[Entry]:
    """The activities of these titles that are not `known`: outside the instants (seconds) between which everything that
    stands is known, or cancelled. The nearest to now of each title, titles in their order."""
    a, now = Activity, unit.now
    found: list[Entry] = []
    for title in named:
        here = _activities(unit, centre_id, dead=True).where(a.title == title)
        beyond: list[ColumnElement[bool]] = [a.state.in_([str(state) for state in DEAD_STATES])]
        if known is not None:
            first, last = (datetime.fromtimestamp(each, UTC) for each in known)
            beyond += [a.starts_at < first, a.starts_at > last]
        near = [
            query.limit(most)
            for condition in beyond
            for query in (
                here.where(condition, a.starts_at < now).order_by(a.starts_at.desc()),
                here.where(condition, a.starts_at >= now).order_by(a.starts_at),
            )
        ]
        entries = {entry.key: entry for query in near for entry in _entries(unit, query, None)}
        at = now.timestamp()
        found += sorted(entries.values(), key=lambda entry: abs(entry.at - at))[:most]
    return found


def _titles() -> TextClause:
    """A walk along the index from title to title."""
    step = "select min(title) from activity where centre_id = :centre"
    return text(
        f"with recursive walk(title) as ({step} union all"
        f" select ({step} and title > walk.title) from walk where walk.title is not null)"
        " select title from walk where title is not null limit :most"
    )


TITLES = _titles()


def _activities(unit: Unit, centre_id: int, dead: bool = False) -> Query:
    a = Activity
    query: Query = (
        select(
            a.id, a.title, a.kind, seconds(a.starts_at), func.coalesce(School.name, Person.name, ""), a.state
        )
        .outerjoin(School, School.id == a.school_id)
        .outerjoin(Person, Person.id == a.person_id)
        .where(a.centre_id == centre_id)
    )
    if not dead:
        query = query.where(a.state.not_in([str(state) for state in DEAD_STATES]))
    if not allowed(unit.actor, Data.BOOKINGS, Right.READ, centre_id):
        query = query.where(_own(unit))
    return query


def _own(unit: Unit) -> ColumnElement[bool]:
    me = unit.actor.person_id
    mine = select(Allocation.activity_id).join(Bookable, Bookable.id == Allocation.bookable_id)
    return or_(Activity.person_id == me, Activity.id.in_(mine.where(Bookable.person_id == me)))


def _entries(unit: Unit, query: Query, breathe: Callable[[], object] | None) -> Iterator[Entry]:
    unit.flush()
    for part in unit.connection.execute(query).partitions(AT_ONCE):
        if breathe is not None:
            breathe()
        for key, title, kind, at, whom, state in part:
            sort = LOAN if kind == ActivityKind.LOAN else ACTIVITY
            if state in DEAD_STATES:
                whom = " · ".join(
                    words for words in (whom, _(STATE_NAMES[ActivityState(state)]).lower()) if words
                )
            yield Entry(sort, key, title, whom, at=at, note=kind)


def _resources(unit: Unit, centre_id: int) -> list[Entry]:
    if not allowed(unit.actor, Data.FREE_BUSY, Right.READ, centre_id):
        return []
    found = []
    for row in resources.bookables(unit, centre_id):
        if row.kind == "person":
            continue
        second = " · ".join(part for part in (row.code, row.model or row.location) if part)
        kind = LAB if row.kind == "lab" else UNIT
        more = (*_elsewhere(row.name), *(part for part in (row.serial, row.category) if part))
        found.append(Entry(kind, row.id, row.name, second, row.code, also=more, worth=WORTH[kind]))
    for model in resources.models(unit, centre_id):
        second = " · ".join(part for part in (model.manufacturer, model.category) if part)
        found.append(
            Entry(MODEL, model.id, model.name, second, also=_elsewhere(model.name), worth=WORTH[MODEL])
        )
    return found


def _elsewhere(name: str) -> tuple[str, ...]:
    """What the things of a name are called in the other languages."""
    return tuple(sorted({other for word in words_of(name) for other in other_names(word)}))


def _schools(unit: Unit, centre_id: int) -> list[Entry]:
    if not allowed(unit.actor, Data.SCHOOLS, Right.READ, centre_id):
        return []
    s = School
    query = (
        select(s.id, s.name, s.city, s.district, s.address, s.external_id)
        .where(s.centre_id == centre_id, s.active.is_(True))
        .order_by(s.name, s.id)
    )
    return [
        Entry(
            SCHOOL, r[0], r[1], " · ".join(part for part in (r[2], r[3]) if part),
            also=(*_elsewhere(r[1]), *(part for part in (" ".join((r[4] or "").split()), r[5]) if part)), worth=WORTH[SCHOOL],
        )
        for r in unit.rows(query)
    ]  # fmt: skip


def _people(unit: Unit, centre_id: int) -> list[Entry]:
    """Who has a role at the centre; names of people are for those who may read contacts or roles.

    The note says where a person is shown: school:7 or bookable:7.
    """
    actor = unit.actor
    if not (
        allowed(actor, Data.PEOPLE, Right.READ, centre_id)
        or allowed(actor, Data.CONTACTS, Right.READ, centre_id)
    ):
        return []
    p = Person
    query: Query = (
        select(
            p.id,
            p.name,
            PersonRole.role,
            func.coalesce(School.name, ""),
            p.position,
            p.login,
            p.school_id,
            Bookable.id,
        )
        .join(PersonRole, and_(PersonRole.person_id == p.id, PersonRole.ended_at.is_(None)))
        .outerjoin(School, School.id == p.school_id)
        .outerjoin(Bookable, and_(Bookable.person_id == p.id, Bookable.centre_id == centre_id))
        .where(PersonRole.centre_id == centre_id, p.active.is_(True))
        .order_by(p.name, p.id, PersonRole.role)
    )
    roles: dict[int, list[str]] = {}
    people: dict[int, Any] = {}
    for r in unit.rows(query):
        people.setdefault(r[0], r)
        roles.setdefault(r[0], []).append(r[2])
    names = {role.value: _(words) for role, words in NAMES.items()}
    staff = {role.value for role in STAFF}
    profiled = set(unit.column(select(Ambassador.person_id).where(Ambassador.centre_id == centre_id)))
    found = []
    for key, r in people.items():
        if (
            roles[key] == ["ambassador"]
            and key in profiled
            and allowed(actor, Data.AMBASSADORS, Right.READ, centre_id)
        ):
            continue  # found as an ambassador
        where = f"school:{r[6]}" if r[6] is not None else f"bookable:{r[7]}" if r[7] is not None else ""
        if not where and not allowed(actor, Data.PEOPLE, Right.READ, centre_id):
            continue  # nothing shows them to this actor
        said = ", ".join(names[role] for role in dict.fromkeys(roles[key]))
        second = " · ".join(
            part for part in (said, r[3] or ("" if set(roles[key]) & staff else r[4])) if part
        )
        found.append(
            Entry(PERSON, key, r[1], second, also=(r[5],) if r[5] else (), worth=WORTH[PERSON], note=where)
        )
    return found


def _ambassadors(unit: Unit, centre_id: int) -> list[Entry]:
    if not allowed(unit.actor, Data.AMBASSADORS, Right.READ, centre_id):
        return []
    a = Ambassador
    query = (
        select(a.id, Person.name, a.study, a.skills)
        .join(Person, Person.id == a.person_id)
        .where(a.centre_id == centre_id, a.left_on.is_(None))
        .order_by(Person.name)
    )
    return [
        Entry(
            AMBASSADOR,
            r[0],
            r[1],
            " · ".join(part for part in (_("Ambassador"), r[2]) if part),
            also=tuple(r[3]),
            worth=WORTH[AMBASSADOR],
        )
        for r in unit.rows(query)
    ]


def _requests(unit: Unit, centre_id: int) -> list[Entry]:
    r = Request
    query: Query = (
        select(r.id, r.number, r.title, func.coalesce(School.name, Person.name, ""))
        .join(Person, Person.id == r.requester_id)
        .outerjoin(School, School.id == r.school_id)
        .where(consultations.visible(unit, centre_id))
        .order_by(r.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    words = _("Request {number}")
    return [
        Entry(
            REQUEST,
            row[0],
            row[2],
            f"{words.format(number=row[1])} · {row[3]}",
            str(row[1]),
            also=REQUEST_WORDS,
        )
        for row in unit.rows(query)
    ]


def _events(unit: Unit, centre_id: int) -> list[Entry]:
    if not allowed(unit.actor, Data.EVENTS, Right.READ, centre_id):
        return []
    e, s = Event, EventSession
    titles: dict[int, list[str]] = {}
    begins: dict[int, int] = {}
    query: Query = (
        select(s.event_id, s.title, seconds(s.starts_at))
        .where(s.centre_id == centre_id)
        .order_by(s.starts_at)
    )
    for event_id, title, at in unit.rows(query):
        titles.setdefault(event_id, []).append(title)
        begins.setdefault(event_id, at)
    listed: Query = (
        select(e.id, e.number, e.title, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == e.lead_id)
        .where(events.visible(unit, centre_id))
        .order_by(e.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    words = _("Event {number}")
    return [
        Entry(
            EVENT, r[0], r[2], " · ".join(part for part in (words.format(number=r[1]), r[3]) if part), str(r[1]),
            begins.get(r[0], 0), also=(EVENT_WORDS, *dict.fromkeys(titles.get(r[0], ()))), worth=WORTH[EVENT],
        )
        for r in unit.rows(listed)
    ]  # fmt: skip


def _courses(unit: Unit, centre_id: int) -> list[Entry]:
    if not allowed(unit.actor, Data.TRAINING, Right.OWN, centre_id):
        return []
    c = Course
    query = select(c.id, c.title, c.tier).where(c.centre_id == centre_id).order_by(c.id.desc())
    words = _("Course, tier {tier}")
    return [Entry(COURSE, r[0], r[1], words.format(tier=r[2]), worth=WORTH[COURSE]) for r in unit.rows(query)]
