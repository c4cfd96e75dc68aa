"""A person's schedule as a calendar file (RFC 5545) that other calendars can follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from resource_centre.centres.queries import centres
from resource_centre.core.errors import NotPermitted
from resource_centre.core.times import TimeRange, to_wall
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.queries import PersonRow, person_by_login
from resource_centre.people.roles import Data, Right, allowed, refusal
from resource_centre.resources.queries import bookable_of_person
from resource_centre.schedule.queries import ActivityDetail, of_person
from resource_centre.schedule.rules import DEAD_STATES, KIND_NAMES, ActivityKind, ActivityState


def calendar_of(unit: Unit, login: str, window: TimeRange) -> bytes:
    """What a person takes part in, as far as the actor may see it: one's own wholly, others' where bookings may be read.

    The UID is the activity's own and SEQUENCE its revision, so that a second import changes what the first one made;
    what is cancelled (or dropped for this person) stays in the file as cancelled.
    """
    from icalendar import Calendar

    person = person_by_login(unit, login)
    own = unit.actor.is_system or person.id == unit.actor.person_id
    shown = [a for a in of_person(unit, person.id, window) if own or _may_read(unit, a.centre_id)]
    if not own and not any(_may_read(unit, where) for _role, where in person.roles):
        raise NotPermitted(refusal(unit.actor, Data.BOOKINGS, Right.READ))
    zones = {c.id: c.tz for c in centres(unit)}
    home = next((zones[where] for _role, where in person.roles if where in zones), ZoneInfo("UTC"))
    calendar = Calendar()
    calendar.add("prodid", "-//Resource Centre//Schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", person.name)
    calendar.add("x-wr-timezone", home.key)
    for tz in dict.fromkeys([home, *(zones[a.centre_id] for a in shown)]):
        calendar.add_component(_zone(tz.key, window.start.year, window.end.year))
    time = bookable_of_person(unit, person.id)
    for activity in shown:
        calendar.add_component(_event(unit, activity, person, time, zones[activity.centre_id]))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=32)
def _zone(name: str, first: int, last: int) -> Any:
    """The rules of a zone for these years. A zone without daylight saving has one offset for all time."""
    from datetime import date

    from icalendar import Timezone

    return Timezone.from_tzinfo(ZoneInfo(name), name, date(first - 1, 1, 1), date(last + 2, 1, 1))


def _event(unit: Unit, activity: ActivityDetail, person: PersonRow, time: int | None, tz: ZoneInfo) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", activity.uid)
    event.add("dtstamp", activity.changed_at)
    event.add("created", activity.created_at)
    event.add("last-modified", activity.changed_at)
    event.add("sequence", activity.sequence)
    event.add("summary", activity.title)
    event.add("dtstart", _local(activity.start, tz))
    event.add("dtend", _local(activity.end, tz))
    event.add("status", status(activity, person.id, time))
    event.add("categories", [_(KIND_NAMES[ActivityKind(activity.kind)])])
    places = [h.name for h in activity.holds if h.kind == "lab" and h.asked_id == h.bookable_id]
    if places:
        event.add("location", ", ".join(dict.fromkeys(places)))
    if activity.note and (activity.person_id == unit.actor.person_id or _may_read(unit, activity.centre_id)):
        event.add("description", activity.note)
    return event


def status(activity: ActivityDetail, person_id: int, time: int | None) -> str:
    """CANCELLED, TENTATIVE or CONFIRMED, for this person."""
    mine = [h.live for h in activity.holds if h.bookable_id == time]
    dropped = bool(mine) and not any(mine) and activity.person_id != person_id
    if activity.state in DEAD_STATES or dropped:
        return "CANCELLED"
    return "TENTATIVE" if activity.state == ActivityState.PENDING else "CONFIRMED"


def _local(instant: datetime, tz: ZoneInfo) -> datetime:
    """The instant in its zone; in an hour that occurs twice as UTC, because a calendar file cannot tell which is meant."""
    wall = to_wall(instant, tz)
    doubled = wall.replace(tzinfo=tz, fold=0).utcoffset() != wall.replace(tzinfo=tz, fold=1).utcoffset()
    return instant if doubled else wall.replace(tzinfo=tz)


def _may_read(unit: Unit, centre_id: int) -> bool:
    return allowed(unit.actor, Data.BOOKINGS, Right.READ, centre_id)


DEFAULT_PAST, DEFAULT_AHEAD = timedelta(days=120), timedelta(days=400)


def usual_window(now: datetime) -> TimeRange:
    """What a calendar that follows wants: four months back, thirteen ahead."""
    return TimeRange(now - DEFAULT_PAST, now + DEFAULT_AHEAD)
