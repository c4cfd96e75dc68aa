"""Recurrence by RFC 5545 rules, expanded in wall time.

A rule is one line (FREQ=WEEKLY;BYDAY=TU;COUNT=10); dates that come in addition or are left out follow it, as
RDATE and EXDATE.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_wall
from resource_centre.i18n import _, date_text

MOST = 1000
SHORT = "d MMM y"
FURTHEST = timedelta(days=366 * 30)
ORDER = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL")
DATES = ("RDATE", "EXDATE")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
NUMBER = re.compile(r"[+-]?\d{1,3}")
MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?")


@dataclass(frozen=True, slots=True)
class Expansion:
    """The wall times of a rule's occurrences. `notes` are sentences for people; `capped` when the rule has no end."""

    walls: tuple[datetime, ...]
    notes: tuple[str, ...] = ()
    capped: bool = False


def parse_rule(text: str) -> dict[str, str]:
    """The parts of a rule; `BadInput` says what cannot be used. RDATE and EXDATE may follow, each after a space."""
    parts: dict[str, str] = {}
    for word in text.strip().upper().split():
        name = re.split("[:;=]", word, maxsplit=1)[0]
        if name in DATES:
            _add(parts, name, word.rpartition(":" if ":" in word else "=")[2], text)
            continue
        for piece in word.removeprefix("RRULE:").strip(";").split(";"):
            key, _sign, value = piece.partition("=")
            _add(parts, key, value, text)
    _check(parts, text)
    return parts


def _add(parts: dict[str, str], name: str, value: str, text: str) -> None:
    if name in DATES and name in parts and value:
        value = f"{parts.pop(name)},{value}"
    if not value or name in parts:
        raise _not_a_rule(text)
    parts[name] = value


def _check(parts: dict[str, str], text: str) -> None:
    if parts.get("FREQ") not in FREQUENCIES:
        raise BadInput(
            _("A series repeats daily, weekly, monthly or yearly (FREQ=WEEKLY;BYDAY=TU;COUNT=10)."), "repeat"
        )
    unknown = sorted(set(parts) - {*ORDER, *DATES})
    if unknown:
        raise BadInput(
            _("“{part}” cannot be used in a series here.").format(part=", ".join(unknown)), "repeat"
        )
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadInput(_("A series ends after so many times or on a day, not both."), "repeat")
    for name in ("COUNT", "INTERVAL"):
        if name in parts and not (parts[name].isdecimal() and 0 < int(parts[name]) <= 10_000):
            raise BadInput(_("{part} is a number from 1 up.").format(part=name), "repeat")
    _check_days(parts)
    _check_numbers(parts, "BYMONTH", 12, signed=False)
    _check_numbers(parts, "BYMONTHDAY", 31)
    _check_numbers(parts, "BYSETPOS", 366)
    if parts["FREQ"] == "WEEKLY" and "BYMONTHDAY" in parts:
        raise BadInput(_("Days of the month (BYMONTHDAY) go with months or days, not with weeks."), "repeat")
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY"} & set(parts):
        raise BadInput(_("BYSETPOS picks from BYDAY or BYMONTHDAY. Name one of them too."), "repeat")
    if parts.get("WKST", "MO") not in DAYS:
        raise _not_a_rule(text)
    moments = [value for name in (*DATES, "UNTIL") if name in parts for value in parts[name].split(",")]
    for value in moments:
        _wall(value, None, time(), text)


def _check_days(parts: dict[str, str]) -> None:
    for code in parts.get("BYDAY", "MO").split(","):
        found = DAY.fullmatch(code)
        if not found:
            raise BadInput(
                _("“{day}” is no day of the week. Write MO, TU, WE, TH, FR, SA or SU.").format(day=code),
                "repeat",
            )
        if found[1] is None:
            continue
        if parts["FREQ"] not in ("MONTHLY", "YEARLY"):
            raise BadInput(_("“{day}” counts days of a month; take FREQ=MONTHLY.").format(day=code), "repeat")
        most = 5 if parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts else 53
        if not 1 <= abs(int(found[1])) <= most:
            raise BadInput(
                _("“{day}”: a weekday is counted from 1 to {most}, or from the end with a minus.").format(
                    day=code, most=most
                ),
                "repeat",
            )


def _check_numbers(parts: dict[str, str], name: str, most: int, signed: bool = True) -> None:
    for value in parts.get(name, "1").split(","):
        number = int(value) if NUMBER.fullmatch(value) else 0
        if not 1 <= abs(number) <= most or (number < 0 and not signed):
            words = (
                _("{part} is a number from 1 to {most}, or from the end with a minus.")
                if signed
                else _("{part} is a number from 1 to {most}.")
            )
            raise BadInput(words.format(part=name, most=most), "repeat")


def _not_a_rule(text: str) -> BadInput:
    return BadInput(
        _("“{rule}” is not a repetition. Write it like FREQ=WEEKLY;BYDAY=TU;COUNT=10.").format(rule=text),
        "repeat",
    )


def ends(rule: str) -> bool:
    """Whether a rule says itself where it ends."""
    return not {"COUNT", "UNTIL"}.isdisjoint(parse_rule(rule))


def format_rule(parts: dict[str, str]) -> str:
    """The text of a rule, in a fixed order; dates that come in addition or are left out on lines of their own."""
    rule = ";".join(f"{name}={parts[name]}" for name in ORDER if name in parts)
    return "\n".join([rule, *(f"{name}:{parts[name]}" for name in DATES if name in parts)])


def expand(
    rule: str, first_wall: datetime, tz: ZoneInfo, horizon_wall: datetime, excluded: Collection[datetime] = ()
) -> Expansion:
    """The occurrences from `first_wall` on, in wall time; a rule without an end stops at the horizon and says so."""
    parts = parse_rule(rule)
    unbounded = not ends(rule)
    notes: list[str] = []
    walls = list(islice(_walls(parts, first_wall, tz, rule, horizon_wall if unbounded else None), MOST + 1))
    if len(walls) > MOST:
        raise BadInput(
            _("This repetition has more than {most} occurrences. Choose an earlier end.").format(most=MOST),
            "repeat",
        )
    if unbounded:
        notes.append(
            _("The repetition has no end; it is booked up to {day}.").format(
                day=date_text(horizon_wall.date(), SHORT)
            )
        )
    walls = sorted({*walls, *_dates(parts, "RDATE", first_wall, tz, rule)})
    without = {*excluded, *_dates(parts, "EXDATE", first_wall, tz, rule)}
    kept = tuple(wall for wall in walls if wall not in without)
    if not kept:
        raise BadInput(_("This repetition has no occurrence. Choose a later end."), "repeat")
    if kept[0] > first_wall and first_wall not in without:
        notes.append(
            _("{first} is not a day of the repetition; it starts on {actual}.").format(
                first=date_text(first_wall.date(), SHORT), actual=date_text(kept[0].date(), SHORT)
            )
        )
    return Expansion(kept, tuple(notes), unbounded)


def _walls(
    parts: dict[str, str], first: datetime, tz: ZoneInfo, text: str, last: datetime | None = None
) -> Iterator[datetime]:
    """What the rule itself makes. What never comes true is given up after thirty years."""
    bound = min(first, datetime.max - FURTHEST) + FURTHEST
    if "UNTIL" in parts:
        bound = min(bound, _wall(parts["UNTIL"], tz, time(23, 59, 59), text))
    if last is not None:
        bound = min(bound, last)
    plain = {name: parts[name] for name in ORDER if name in parts and name not in ("COUNT", "UNTIL")}
    try:
        made = rrulestr(format_rule(plain), dtstart=first)
    except (ValueError, TypeError, IndexError, KeyError):
        raise _not_a_rule(text) from None
    if not isinstance(made, rrule):
        raise _not_a_rule(text)
    most = int(parts["COUNT"]) if "COUNT" in parts else None
    return islice(made.replace(until=bound), most)


def _wall(text: str, tz: ZoneInfo | None, at: time, rule: str) -> datetime:
    """A moment of a rule in wall time; a day alone gets the time of day `at`."""
    found = MOMENT.fullmatch(text)
    try:
        if not found:
            raise ValueError
        if not found[2]:
            return datetime.combine(datetime.strptime(found[1], "%Y%m%d"), at)
        value = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")
        return to_wall(value.replace(tzinfo=UTC), tz) if found[3] and tz is not None else value
    except (ValueError, OverflowError):
        raise _not_a_rule(rule) from None


def _dates(parts: dict[str, str], name: str, first: datetime, tz: ZoneInfo, rule: str) -> list[datetime]:
    return [_wall(value, tz, first.time(), rule) for value in parts[name].split(",")] if name in parts else []


def _said(walls: Iterable[datetime]) -> str:
    return ",".join(f"{wall:%Y%m%dT%H%M%S}" for wall in sorted(walls))


def split(rule: str, first_wall: datetime, at_wall: datetime, tz: ZoneInfo) -> tuple[str, str]:
    """The rule cut before the occurrence at `at_wall`: (what stays, what follows from there on)."""
    parts = parse_rule(rule)
    before, after = dict(parts), dict(parts)
    if "COUNT" in parts:
        earlier = 0
        for wall in _walls(parts, first_wall, tz, rule):
            if wall >= at_wall:
                break
            earlier += 1
        before["COUNT"] = str(max(earlier, 1))
        after["COUNT"] = str(max(int(parts["COUNT"]) - earlier, 1))
    else:
        before["UNTIL"] = (at_wall - timedelta(seconds=1)).strftime("%Y%m%dT%H%M%S")
    for name in DATES:
        walls = _dates(parts, name, first_wall, tz, rule)
        for half, mine in (
            (before, [w for w in walls if w < at_wall]),
            (after, [w for w in walls if w >= at_wall]),
        ):
            half.pop(name, None)
            if mine:
                half[name] = _said(mine)
    return format_rule(before), format_rule(after)


def shifted(rule: str, first_wall: datetime, step: timedelta, tz: ZoneInfo, walls: Sequence[datetime]) -> str:
    """The rule of a series moved by a step on the clock; `walls` are its occurrences before.

    Weekdays and days of the month go along. Where no rule says what the dates are now, they are listed (RDATE).
    """
    parts = parse_rule(rule)
    days = ((first_wall + step).date() - first_wall.date()).days
    if days % 7:
        _shift_days(parts, days)
    if "UNTIL" in parts:
        until = _wall(parts["UNTIL"], tz, time(23, 59, 59), rule) + step
        parts["UNTIL"] = f"{until:%Y%m%d}" if until.time() == time(23, 59, 59) else f"{until:%Y%m%dT%H%M%S}"
    for name in DATES:
        if name in parts:
            parts[name] = _said(wall + step for wall in _dates(parts, name, first_wall, tz, rule))
    made, wanted = format_rule(parts), tuple(wall + step for wall in walls)
    if not wanted:
        return made
    try:
        same = expand(made, first_wall + step, tz, wanted[-1]).walls == wanted
    except BadInput:
        same = False
    return made if same else listed(wanted)


def _shift_days(parts: dict[str, str], days: int) -> None:
    named = parts.get("BYDAY", "").split(",")
    if all(day in DAYS for day in named):
        moved = (DAYS[(DAYS.index(day) + days) % 7] for day in named)
        parts["BYDAY"] = ",".join(sorted(moved, key=DAYS.index))
    numbers = [int(n) + days for n in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else []
    if numbers and all(1 <= n <= 31 for n in numbers):
        parts["BYMONTHDAY"] = ",".join(map(str, numbers))


def listed(walls: Sequence[datetime]) -> str:
    """A rule that is nothing but these dates."""
    parts = {"FREQ": "DAILY", "COUNT": "1"}
    if len(walls) > 1:
        parts["RDATE"] = _said(walls[1:])
    return format_rule(parts)
