"""Times of day and lengths in a phrase: 14-16, from 2 pm, с 14 до 16, 14-тен 16-ға дейін, for 2 h, полчаса."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resource_centre.phrases.lexicon import MONTH, NUMBER, either, number_of, whole
from resource_centre.phrases.typed import Part, Typed

DAY = 24 * 60
OPEN = (8 * 60, 20 * 60)  # hours in which things usually take place


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after midnight; an end past 1440 is on the next day. `other` is what the hours may mean instead.

    `days` is a length in days. `part` are the first and last minute of a part of the day.
    """

    start: int | None = None
    end: int | None = None
    length: int | None = None
    days: int | None = None
    part: tuple[int, int] | None = None
    other: tuple[int, int | None] | None = None


_HALF = r"a\.?m\.?|p\.?m\.?|утра|дня|вечера|ночи"
_CLASS = either("класс~", "кл", "grade~", "сынып~", "form", "year") + r"(?!\w)"


def _hour(name: str) -> str:
    return rf"(?P<h{name}>2[0-4]|[01]?\d)(?:[:.](?P<m{name}>[0-5]\d))?(?:\s?(?P<half{name}>{_HALF})(?!\w))?"


_HOURS = r"(?:\s*(?:часов|часа|час|ч|hrs?|hours?|o'clock)\b)?"
_NOT_AFTER = (
    rf"(?!\w|[.:]\d|\s*[-–—/]\s*\d|\s*-?\s*{_CLASS}|\s+(?:of\s+)?{MONTH.replace('?P<month>', '?:')}(?!\w))"
)
_KK_FROM = r"\s*-?\s*(?:тен|тан|ден|дан|нен|нан)"
_KK_TO = r"\s*-?\s*(?:га|ге|ка|ке|не|на)"
_KK_AT = r"\s*-?\s*(?:де|да|те|та)"
RANGES = (
    re.compile(
        rf"(?<!\w)(?:сагат\s+)?{_hour('a')}{_KK_FROM}\s+(?:сагат\s+)?{_hour('b')}{_KK_TO}(?:\s+{either('дейін', 'шейін')})?(?!\w)"
    ),
    re.compile(
        rf"(?<![\w.:/–—-])(?:(?:from|between|с|со|at|сагат)\s+)?{_hour('a')}{_HOURS}\s*(?:[-–—]|to|till?|until|до|and)\s*{_hour('b')}"
        rf"(?:\s*(?:аралыгында|часов|часа|hours?)(?!\w))?{_NOT_AFTER}"
    ),
)
DAY_PARTS = (
    (
        (9 * 60, 12 * 60),
        whole(
            either("in the morning", "morning", "утром", "с утра", "таңертең", "таңертеңгі", "түске дейін")
        ),
    ),
    (
        (13 * 60, 17 * 60),
        whole(either("in the afternoon", "afternoon", "днем", "после обеда", "түстен кейін", "күндіз")),
    ),
    ((17 * 60, 20 * 60), whole(either("in the evening", "evening", "вечером", "кешке", "кешкі"))),
)
NAMED = (
    (
        12 * 60,
        whole(rf"(?:{either('at', 'в')}\s+)?{either('noon', 'midday', 'полдень', 'тал түсте', 'түсте')}"),
    ),
    (0, whole(rf"(?:{either('at', 'в')}\s+)?{either('midnight', 'полночь', 'түн ортасында')}")),
)
ENDING = (
    re.compile(rf"(?<!\w)(?:until|till|to|до)\s+{_hour('a')}{_HOURS}{_NOT_AFTER}"),
    re.compile(rf"(?<!\w)(?:сагат\s+)?{_hour('a')}{_KK_TO}\s+{either('дейін', 'шейін')}(?!\w)"),
)
BEGINNING = (
    re.compile(rf"(?<!\w)(?:at|from|since|в|во|с|со|к|начало\s+в)\s+{_hour('a')}{_HOURS}(?:\s+(?P<late>{_HALF})(?!\w))?{_NOT_AFTER}(?!\s+[a-zа-я]{{4,}})"),
    re.compile(rf"(?<!\w)(?:сагат\s+)?{_hour('a')}(?:{_KK_AT}|{_KK_FROM})(?!\w)"),
    re.compile(rf"(?<!\w)сагат\s+{_hour('a')}(?!\w)"),
    re.compile(r"(?<![\w.:/-])(?P<ha>2[0-4]|[01]?\d):(?P<ma>[0-5]\d)(?P<halfa>)(?![\w:])"),
    re.compile(rf"(?<![\w.:/-])(?P<ha>1[0-2]|\d)(?:[:.](?P<ma>[0-5]\d))?\s?(?P<halfa>{_HALF})(?!\w)"),
    re.compile(r"(?<![\w.:/-])(?P<ha>2[0-4]|[01]?\d)\.(?P<ma>00|15|30|45)(?P<halfa>)(?![\w.:/])"),
    re.compile(rf"(?<![\w.:/-])(?P<ha>2[0-3]|[01]?\d)(?P<ma>)(?P<halfa>)(?=\s+(?:for|на)\s+(?:{NUMBER}|пол)\w*)(?!\s+(?:for|на)\s+{NUMBER}\s*(?:д|day|week|нед))"),
)  # fmt: skip
_FOR = r"(?:(?:for|на|в\s+течение|lasting)\s+)?"
_H = r"(?:hours?|hrs?|h|часов|часа|час|ч|сагат\w{0,4})"
_M = r"(?:minutes?|mins?|min|m|минут\w{0,2}|мин|м)"
LENGTHS = (
    (
        90,
        whole(
            rf"{_FOR}{either('an hour and a half', 'one and a half hours', 'полтора часа', 'бір жарым сағат~')}"
        ),
    ),
    (30, whole(rf"{_FOR}{either('half an hour', 'half hour', 'полчаса', 'жарты сағат~')}")),
)
HOURS = re.compile(
    rf"(?<![\w.:-]){_FOR}(?P<h>\d{{1,2}}(?:[.,]\d{{1,2}})?|{NUMBER})\s*{_H}(?:\s*(?:and|и)?\s*(?P<m>\d{{1,2}})\s*{_M}?)?(?!\w)"
)
MINUTES = re.compile(rf"(?<![\w.:-]){_FOR}(?P<m>\d{{1,3}})\s*{_M}(?!\w)")
AN_HOUR = whole(either("for an hour", "на час", "час", "бір сағатқа", "an hour"))
ALL_DAY = whole(either("all day", "whole day", "the whole day", "весь день", "целый день", "күні бойы"))
IN_DAYS = whole(
    rf"{_FOR}(?P<n>{NUMBER})\s*(?P<unit>days?|днеи|дня|день|weeks?|недел\w{{0,3}}|кунге|кун|аптага|апта)"
)


def find_clock(typed: Typed) -> Clock:
    """The times and the length that are said; each is claimed."""
    clock = Clock()
    for part, pattern in DAY_PARTS:
        for match in typed.find(pattern):
            typed.claim(Part.TIME, *match.span())
            clock = replace(clock, part=part)
            break
    clock = _range(typed, clock)
    if clock.start is None:
        clock = _lengths(typed, clock) if _starts_bare(typed) is None else clock
        clock = _single(typed, clock)
    if clock.length is None and clock.end is None:
        clock = _lengths(typed, clock)
    return clock


def _starts_bare(typed: Typed) -> re.Match[str] | None:
    return next(typed.find(BEGINNING[-1]), None)


def _range(typed: Typed, clock: Clock) -> Clock:
    for pattern in RANGES:
        for match in typed.find(pattern):
            if match.group().startswith("between") != (" and " in match.group()):
                continue
            readings = list(_ranges(match, clock.part))
            if not readings:
                continue
            typed.claim(Part.TIME, *match.span())
            other = readings[1] if len(readings) > 1 else None
            return replace(clock, start=readings[0][0], end=readings[0][1], other=other)
    return clock


def _ranges(match: re.Match[str], part: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """The likeliest hours first: in the part of the day that is said, in the usual hours, as they are written."""
    halves = (match["halfa"], match["halfb"])
    first = _minutes(match["ha"], match["ma"], halves[0])
    last = _minutes(match["hb"], match["mb"], halves[1])
    if first is None or last is None:
        return
    free_a = halves[0] is None and _may_be_later(match["ha"], first)
    free_b = halves[1] is None and _may_be_later(match["hb"], last)
    if halves[1] is not None and halves[0] is None and last >= 12 * 60 and first + 12 * 60 < last and free_a:
        first, free_a = first + 12 * 60, False
    choices = [(first, last)]
    if free_a and free_b:
        choices.append((first + 12 * 60, last + 12 * 60))
    if free_b:
        choices.append((first, last + 12 * 60))
    good = [(a, b) for a, b in choices if a < b <= DAY]
    around = part or OPEN
    good.sort(key=lambda each: not (around[0] <= each[0] and each[1] <= max(around[1], OPEN[1])))
    if good:
        yield good[0]
        usual = OPEN[0] <= good[0][0] and good[0][1] <= OPEN[1]
        yield from (each for each in good[1:2] if not usual and OPEN[0] - 120 <= each[0])
    elif (last <= first and not free_a and not free_b) or last < first:
        yield first, last + DAY


def _may_be_later(hour: str, minutes: int) -> bool:
    return not hour.startswith("0") and 60 <= minutes < 12 * 60


def _single(typed: Typed, clock: Clock) -> Clock:
    for pattern in ENDING:
        for match in typed.find(pattern):
            end = _minutes(match["ha"], match["ma"], match["halfa"])
            if end:
                if match["halfa"] is None and _may_be_later(match["ha"], end) and end < OPEN[0] + 60:
                    end += 12 * 60
                typed.claim(Part.TIME, *match.span())
                clock = replace(clock, end=end)
                break
    for minutes, pattern in NAMED:
        for match in typed.find(pattern):
            typed.claim(Part.TIME, *match.span())
            return replace(clock, start=minutes)
    for pattern in BEGINNING:
        for match in typed.find(pattern):
            half = match["halfa"] or (match["late"] if "late" in match.re.groupindex else None)
            start = _minutes(match["ha"], match["ma"], half)
            if start is None or start >= DAY:
                continue
            typed.claim(Part.TIME, *match.span())
            return _begun(clock, match["ha"], start, bool(half))
    return clock


def _begun(clock: Clock, hour: str, start: int, said: bool) -> Clock:
    later = start + 12 * 60
    if said or not _may_be_later(hour, start):
        return replace(clock, start=start)
    around = clock.part or OPEN
    if start < around[0] and later < around[1]:
        return replace(
            clock, start=later, other=(start, None) if clock.part is None and start >= 6 * 60 else None
        )
    return replace(clock, start=start)


def _lengths(typed: Typed, clock: Clock) -> Clock:
    for minutes, pattern in LENGTHS:
        for match in typed.find(pattern):
            typed.claim(Part.LENGTH, *match.span())
            return replace(clock, length=minutes)
    for match in typed.find(HOURS):
        if re.match(r"(?:в|at|с)\s*$", typed.folded[max(match.start() - 3, 0) : match.start()].lstrip()):
            continue
        hours = match["h"].replace(",", ".")
        worth = float(hours) if hours[0].isdigit() else number_of(hours)
        length = round(worth * 60) + int(match["m"] or 0)
        if 0 < length <= DAY:
            typed.claim(Part.LENGTH, *match.span())
            return replace(clock, length=length)
    for match in typed.find(MINUTES):
        if 0 < int(match["m"]) <= DAY:
            typed.claim(Part.LENGTH, *match.span())
            return replace(clock, length=int(match["m"]))
    for match in typed.find(AN_HOUR):
        typed.claim(Part.LENGTH, *match.span())
        return replace(clock, length=60)
    for match in typed.find(ALL_DAY):
        typed.claim(Part.TIME, *match.span())
        return replace(clock, start=9 * 60, end=18 * 60)
    for match in typed.find(IN_DAYS):
        count = number_of(match["n"]) * (7 if match["unit"].startswith(("week", "недел", "апта")) else 1)
        if 0 < count <= 366:
            typed.claim(Part.LENGTH, *match.span())
            return replace(clock, days=count)
    return clock


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    hours = int(hour)
    if half:
        if hours > 12 or hours == 0:
            return None
        late = half.startswith(("p", "дня", "вечера"))
        hours = hours % 12 + (12 if late else 0)
    found = hours * 60 + int(minute or 0)
    return found if found <= DAY else None
