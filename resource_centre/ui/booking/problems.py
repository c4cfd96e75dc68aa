"""One date that cannot be booked as it is: who has it, which rule, and what would work. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.core.errors import Trouble
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, date_text
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources import queries as resources
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.queries import ActivityDetail
from resource_centre.schedule.rules import Alternative, Hold, Violation
from resource_centre.ui.booking.daypicture import DayPicture, day_picture
from resource_centre.ui.words import day_words, span_words, weekday

MOST_REASONS = 12
SHORT = {
    "overlap": N_("{resource} is taken"),
    "not_enough": N_("too few are free: {resource}"),
    "out_of_order": N_("{resource} is out of order"),
    "overdue": N_("{resource} is not back yet"),
    "inactive": N_("{resource} is no longer in use"),
    "closed": N_("the centre is closed"),
    "outside_hours": N_("{resource} is not open"),
    "notice": N_("{resource} needs more notice"),
    "horizon": N_("it is too far ahead"),
    "too_short": N_("it is too short"),
    "too_long": N_("it is too long"),
    "quota": N_("the quota is used up"),
    "qualification": N_("a training is missing"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Something that would work: another time, or other bookables at the same time."""

    words: str
    symbol: str
    start: datetime
    bookables: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Problem:
    """One date that cannot be booked as it is. `wall` names it in a series; `lines` are (sentence, role).

    `stands`: it is there already, and may be left as it is.
    """

    wall: str
    title: str
    lines: tuple[tuple[str, str], ...]
    hard: bool
    ways: tuple[Way, ...] = ()
    picture: DayPicture | None = None
    start: datetime | None = None
    stands: bool = False


def problem(
    unit: Unit,
    moving: int | None,
    wall: str,
    hold: Hold,
    violations: Sequence[Violation],
    instead: Sequence[Alternative],
    tz: ZoneInfo,
    pictured: bool,
) -> Problem:
    """What stands against one hold, in words; `moving` is the activity that would become it."""
    hard = any(not v.overridable for v in violations)
    ordered = _once(sorted(violations, key=lambda v: (v.overridable, v.code != "overlap")))
    first = ordered[0]
    short = _(SHORT[first.code]) if first.code in SHORT else _("a rule is in the way")
    day = weekday(hold.start.astimezone(tz).date())
    title = f"{day}: {short.format(resource=first.bookable)}"
    lines = [line for v in ordered[:MOST_REASONS] for line in _lines(unit, hold, v, tz)]
    if not hard and allowed(unit.actor, Data.BOOKINGS, Right.WRITE, hold.centre_id):
        lines.append((_("You may override it with a reason. The reason is kept in the history."), "second"))
    picture = day_picture(unit, hold, ordered, instead, tz, moving) if pictured else None
    return Problem(wall, title, tuple(lines), hard, _ways(unit, hold, instead, tz), picture, hold.start)


def _once(violations: Sequence[Violation]) -> list[Violation]:
    found: dict[tuple[str, object], Violation] = {}
    for each in violations:
        found.setdefault((each.code, each.activity_id or each.message), each)
    return list(found.values())


def _lines(unit: Unit, hold: Hold, v: Violation, tz: ZoneInfo) -> list[tuple[str, str]]:
    if v.code != "overlap" or v.start is None or v.end is None:
        return [(v.message, "body")] + ([(v.fix, "second")] if v.fix and not v.overridable else [])
    if not allowed(unit.actor, Data.BOOKINGS, Right.READ, hold.centre_id):
        return [
            (
                _("Taken {when}. An overlap cannot be overridden.").format(when=_clock(v.start, v.end, tz)),
                "body",
            )
        ]
    holder = _holder(unit, v)
    lines = [(_taken_by(v, holder, tz), "body")]
    since = _held_since(holder, tz)
    cannot = _("An overlap cannot be overridden.")
    lines.append((f"{since} {cannot}".strip(), "second"))
    return lines


def _clock(start: datetime | None, end: datetime | None, tz: ZoneInfo) -> str:
    if start is None or end is None:
        return ""
    first, last = start.astimezone(tz), end.astimezone(tz)
    if first.date() == last.date():
        return f"{first:%H:%M}–{last:%H:%M}"
    return span_words(start, end, tz)


def _holder(unit: Unit, v: Violation) -> ActivityDetail | None:
    try:
        return schedule.activity(unit, v.activity_id) if v.activity_id else None
    except Trouble:
        return None


def _taken_by(v: Violation, holder: ActivityDetail | None, tz: ZoneInfo) -> str:
    """Python for teachers, group 2, 14:00–17:00, set-up from 13:30."""
    if holder is None or v.start is None or v.end is None:
        return f"{v.held_by}, {_clock(v.start, v.end, tz)}"
    words = f"{v.held_by}, {_clock(holder.start, holder.end, tz)}"
    if v.start < holder.start:
        words += ", " + _("set-up from {time}").format(time=f"{v.start.astimezone(tz):%H:%M}")
    if v.end > holder.end:
        words += ", " + _("clear-down until {time}").format(time=f"{v.end.astimezone(tz):%H:%M}")
    return words


def _held_since(holder: ActivityDetail | None, tz: ZoneInfo) -> str:
    if holder is None or not holder.created_by:
        return ""
    day = date_text(holder.created_at.astimezone(tz).date(), "d MMMM")
    return _("Held by {who} since {day}.").format(who=holder.created_by, day=day)


def _ways(unit: Unit, hold: Hold, instead: Sequence[Alternative], tz: ZoneInfo) -> tuple[Way, ...]:
    new = {key for each in instead for key in each.bookables if key not in hold.bookables}
    rows = resources.bookables_by_id(unit, new) if new else {}
    found = []
    for each in instead:
        if each.start == hold.start:
            names = ", ".join(rows[key].name for key in each.bookables if key in rows)
            kind = next((rows[key].kind for key in each.bookables if key in rows), "lab")
            symbol = "door-open" if kind == "lab" else "package"
            words = _("{resource}, same time").format(resource=names)
            found.append(Way(words, symbol, each.start, each.bookables))
        else:
            wall = each.start.astimezone(tz)
            found.append(Way(f"{day_words(wall.date())}, {wall:%H:%M}", "calendar", each.start))
    return tuple(found)
