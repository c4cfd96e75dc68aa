"""Find a time: labs, equipment, named people and “any two ambassadors” together, within the hours of centre and school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from resource_centre.ambassadors.calendar import coming
from resource_centre.ambassadors.rules import REST
from resource_centre.centres import queries as centres
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.queries import people_with
from resource_centre.resources import queries as resources
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule.common import Terms, common_times
from resource_centre.schedule.rules import ActivityKind, Alternative, Hold
from resource_centre.schools import queries as schools

LIMIT = 40
ROLES = (Role.AMBASSADOR, Role.CONSULTANT)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is needed together: bookables, so many units of a model, so many people of a role; for how many minutes.

    `school_id`: only in the school's hours. `preferred`: times that are offered first. `cleared`: ambassadors need a
    valid clearance on the day. `without`: activities that are moved, and so stand in nobody's way.
    """

    centre_id: int
    window: TimeRange
    minutes: int = 120
    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    people: tuple[tuple[Role, int], ...] = ()
    kind: ActivityKind = ActivityKind.LAB_BOOKING
    person_id: int | None = None
    school_id: int | None = None
    preferred: tuple[TimeRange, ...] = ()
    cleared: bool = True
    setup: int | None = None
    cleardown: int | None = None
    without: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A time with everything that would be taken; `preferred` when it was asked for."""

    time: Alternative
    preferred: bool = False


def find_times(unit: Unit, wish: Wish, limit: int = LIMIT) -> tuple[Found, ...]:
    """The preferred times that work, then the earliest others. `BadInput` when nothing is named."""
    if not (wish.bookables or wish.units or wish.people):
        raise BadInput(_("Nothing is named to book. Name a lab, a unit or a person."), "bookables")
    hold = Hold(
        wish.centre_id, wish.kind, "–", wish.window.start, wish.window.start + timedelta(minutes=wish.minutes),
        wish.bookables, wish.units, person_id=wish.person_id, setup_minutes=wish.setup, cleardown_minutes=wish.cleardown,
    )  # fmt: skip
    terms = _terms(unit, wish)
    first = [
        Found(each, True)
        for span in sorted(wish.preferred, key=lambda span: span.start)
        for each in common_times(unit, hold, span, 1, terms, wish.without)
    ]
    taken = [each.time for each in first]
    others = common_times(unit, hold, wish.window, limit - len(first), terms, wish.without)
    return (
        *first,
        *(Found(each) for each in others if not any(_overlap(each, other) for other in taken)),
    )


def _overlap(one: Alternative, other: Alternative) -> bool:
    return one.start < other.end and other.start < one.end


def _terms(unit: Unit, wish: Wish) -> Terms:
    """Who can come and when, and the hours in which all of it may take place."""
    named = resources.bookables_by_id(unit, list(wish.bookables)) if wish.bookables else {}
    pools = tuple((_who(unit, wish, role), count) for role, count in wish.people)
    for (role, count), (pool, _count) in zip(wish.people, pools, strict=True):
        if len(pool) < count:
            raise BadInput(_not_so_many(role, len(pool)), "bookables")
    everybody = {row.id: row for row in named.values() if row.kind == "person"}
    everybody |= {row.id: row for pool, _count in pools for row in pool}
    people = {row.person_id: row.id for row in everybody.values() if row.person_id is not None}
    tz = centres.centre(unit, wish.centre_id).tz
    return Terms(
        tuple((tuple(row.id for row in pool), count) for pool, count in pools),
        coming(unit, people, wish.window, tz, wish.cleared),
        _hours(unit, wish, named),
        dict.fromkeys(everybody, REST),
    )


def _hours(unit: Unit, wish: Wish, named: dict[int, BookableRow]) -> tuple[TimeRange, ...] | None:
    """The school's hours; where nothing but people is asked for, the centre's as well, for people have none."""
    school = schools.open_times(unit, wish.school_id, wish.window) if wish.school_id is not None else None
    places = wish.units or any(row.kind != "person" for row in named.values())
    if places or school is not None:
        return school
    return tuple(centres.calendar(unit, wish.centre_id, wish.window).open)


def _who(unit: Unit, wish: Wish, role: Role) -> list[BookableRow]:
    """Those of a role at the centre whose time can be taken, but for those who are named already."""
    holders = {person.id for person in people_with(unit, role, wish.centre_id)}
    rows = resources.bookables(unit, wish.centre_id, "person")
    return [row for row in rows if row.person_id in holders and row.active and row.id not in wish.bookables]


def _not_so_many(role: Role, count: int) -> str:
    if role is Role.AMBASSADOR:
        words = n_("The centre has {n} ambassador to ask.", "The centre has {n} ambassadors to ask.", count)
    else:
        words = n_("The centre has {n} consultant to ask.", "The centre has {n} consultants to ask.", count)
    return words.format(n=count)
