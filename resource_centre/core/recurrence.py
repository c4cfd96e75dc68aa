"""Recurrence by RFC 5545 rules, expanded in wall time."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_wall
from resource_centre.i18n import _, n_

MOST = 1000
ALLOWED = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Expansion:
    """The wall times of a rule's occurrences. `notes` are sentences for people; `capped` when the rule has no end."""

    walls: tuple[datetime, ...]
    notes: tuple[str, ...] = ()
    capped: bool = False


def parse_rule(text: str) -> dict[str, str]:
    """The parts of a rule; `BadInput` for anything that is not a daily, weekly, monthly or yearly RFC 5545 rule."""
    body = text.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for piece in body.split(";"):
        name, sign, value = piece.partition("=")
        if not sign or not value or name in parts:
            raise _not_a_rule(text)
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise BadInput(
            _("A series repeats daily, weekly, monthly or yearly (FREQ=WEEKLY;BYDAY=TU;COUNT=10)."), "repeat"
        )
    unknown = sorted(set(parts) - ALLOWED)
    if unknown:
        raise BadInput(
            _("“{part}” cannot be used in a series here.").format(part=", ".join(unknown)), "repeat"
        )
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadInput(_("A series ends after so many times or on a day, not both."), "repeat")
    for name in ("COUNT", "INTERVAL"):
        if name in parts and not (parts[name].isdigit() and 0 < int(parts[name]) <= 10_000):
            raise BadInput(_("{part} is a number from 1 up.").format(part=name), "repeat")
    return parts


def _not_a_rule(text: str) -> BadInput:
    return BadInput(
        _("“{rule}” is not a repetition. Write it like FREQ=WEEKLY;BYDAY=TU;COUNT=10.").format(rule=text),
        "repeat",
    )


def ends(rule: str) -> bool:
    """Whether a rule says itself where it ends."""
    return not {"COUNT", "UNTIL"}.isdisjoint(parse_rule(rule))


def format_rule(parts: dict[str, str]) -> str:
    """The text of a rule, in a fixed order."""
    order = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL")
    return ";".join(f"{name}={parts[name]}" for name in order if name in parts)


def expand(
    rule: str, first_wall: datetime, tz: ZoneInfo, horizon_wall: datetime, excluded: Collection[datetime] = ()
) -> Expansion:
    """The occurrences from `first_wall` on, in wall time; a rule without an end stops at the horizon and says so."""
    parts = parse_rule(rule)
    unbounded = "COUNT" not in parts and "UNTIL" not in parts
    notes: list[str] = []
    iterator = _rrule(parts, first_wall, tz, rule)
    walls: list[datetime] = []
    for wall in iterator:
        if unbounded and wall > horizon_wall:
            break
        if len(walls) == MOST:
            raise BadInput(
                _("This repetition has more than {most} occurrences. Choose an earlier end.").format(
                    most=MOST
                ),
                "repeat",
            )
        walls.append(wall)
    if unbounded:
        notes.append(
            _("The repetition has no end; it is booked up to {day}.").format(
                day=horizon_wall.date().isoformat()
            )
        )
    if walls and walls[0] != first_wall:
        notes.append(
            _("{first} is not a day of the repetition; it starts on {actual}.").format(
                first=first_wall.date().isoformat(), actual=walls[0].date().isoformat()
            )
        )
    kept = tuple(wall for wall in walls if wall not in set(excluded))
    if not kept:
        raise BadInput(_("This repetition has no occurrence. Choose a later end."), "repeat")
    return Expansion(kept, tuple(notes), unbounded)


def _rrule(parts: dict[str, str], first_wall: datetime, tz: ZoneInfo, text: str) -> rrule:
    parts = dict(parts)
    if "UNTIL" in parts:
        parts["UNTIL"] = _until_wall(parts["UNTIL"], tz, text).strftime("%Y%m%dT%H%M%S")
    try:
        made = rrulestr(format_rule(parts), dtstart=first_wall)
    except (ValueError, TypeError, IndexError, KeyError):
        raise _not_a_rule(text) from None
    if not isinstance(made, rrule):
        raise _not_a_rule(text)
    return made


def _until_wall(text: str, tz: ZoneInfo, rule: str) -> datetime:
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z)?)?", text)
    try:
        if not found:
            raise ValueError
        if not found[2]:
            return datetime.strptime(found[1], "%Y%m%d") + timedelta(days=1, seconds=-1)
        value = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")
    except ValueError:
        raise _not_a_rule(rule) from None
    return to_wall(value.replace(tzinfo=UTC), tz) if found[3] else value


def split(rule: str, first_wall: datetime, at_wall: datetime, tz: ZoneInfo) -> tuple[str, str]:
    """The rule cut before the occurrence at `at_wall`: (what stays, what follows from there on)."""
    parts = parse_rule(rule)
    before, after = dict(parts), dict(parts)
    if "COUNT" in parts:
        earlier = 0
        for wall in _rrule(parts, first_wall, tz, rule):
            if wall >= at_wall:
                break
            earlier += 1
        before["COUNT"] = str(max(earlier, 1))
        after["COUNT"] = str(max(int(parts["COUNT"]) - earlier, 1))
    else:
        before["UNTIL"] = (at_wall - timedelta(seconds=1)).strftime("%Y%m%dT%H%M%S")
    return format_rule(before), format_rule(after)


def shifted(rule: str, days: int) -> str:
    """The rule of a series moved by so many days: its weekdays go along where they are plain ones."""
    parts = parse_rule(rule)
    named = parts.get("BYDAY", "").split(",")
    if days % 7 and all(day in DAYS for day in named):
        parts["BYDAY"] = ",".join(
            sorted((DAYS[(DAYS.index(day) + days) % 7] for day in named), key=DAYS.index)
        )
    return format_rule(parts)


def describe(rule: str) -> str:
    """A rule in words: every week on Thursday, 12 times."""
    parts = parse_rule(rule)
    interval = int(parts.get("INTERVAL", "1"))
    words = [_every(parts["FREQ"], interval)]
    if "BYDAY" in parts:
        words.append(_("on {days}").format(days=", ".join(_day(d) for d in parts["BYDAY"].split(","))))
    if "BYMONTHDAY" in parts:
        words.append(_("on day {days} of the month").format(days=parts["BYMONTHDAY"].replace(",", ", ")))
    text = " ".join(words)
    if "COUNT" in parts:
        count = int(parts["COUNT"])
        text += ", " + n_("{n} time", "{n} times", count).format(n=count)
    elif "UNTIL" in parts:
        until = parts["UNTIL"]
        text += ", " + _("until {day}").format(day=f"{until[:4]}-{until[4:6]}-{until[6:8]}")
    return text


def _every(frequency: str, n: int) -> str:
    texts = {
        "DAILY": n_("every day", "every {n} days", n), "WEEKLY": n_("every week", "every {n} weeks", n),
        "MONTHLY": n_("every month", "every {n} months", n), "YEARLY": n_("every year", "every {n} years", n),
    }  # fmt: skip
    return texts[frequency].format(n=n)


def _day(code: str) -> str:
    names = dict(
        zip(
            DAYS,
            (
                _("Monday"),
                _("Tuesday"),
                _("Wednesday"),
                _("Thursday"),
                _("Friday"),
                _("Saturday"),
                _("Sunday"),
            ),
            strict=True,
        )
    )
    found = re.fullmatch(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)", code)
    if not found:
        return code
    name = names[found[2]]
    if not found[1]:
        return name
    number = int(found[1])
    return (
        _("the last {day}").format(day=name)
        if number == -1
        else _("{day} no. {number}").format(day=name, number=number)
    )
