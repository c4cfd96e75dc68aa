"""Days in a phrase: today, next Tuesday, in 3 days, 3 December, 03.12, until Friday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from resource_centre.phrases.lexicon import (
    MONTH,
    NUMBER,
    WEEKDAY,
    either,
    month_of,
    number_of,
    weekday_of,
    whole,
)
from resource_centre.phrases.typed import Part, Typed

FURTHEST = 3_660  # days


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day that are meant. `until` when only the end is said; `other` what it may mean instead.

    `whole_week` is a week, of which any day is meant.
    """

    first: date
    last: date | None = None
    until: bool = False
    other: date | None = None
    whole_week: bool = False


_END = r"(?:\s*-?\s*(?:де|да|те|та|ден|дан|тен|тан|нде|нда|не|га|ге|ка|ке|на|и|ы))?"
_LEAD = either(
    "on", "в", "во", "на", "с", "со", "from", "the", "к", "до", "until", "till", "by", "по", "through"
)
_UNTIL = re.compile(either("до", "until", "till", "by", "по", "through") + r"\s*$")
_AFTER = re.compile(r"\s*-?\s*(?:га|ге|ка|ке)?\s*" + either("дейін", "шейін") + r"(?!\w)")
_NEXT = either("next", "следующ~", "след", "келесі", "келер")
_THIS = either("this", "эт~", "осы", "ближайш~", "coming")
RELATIVE = (
    (
        2,
        whole(
            either("day after tomorrow", "the day after tomorrow", "послезавтра", "бүрсігүні", "арғы күні")
        ),
    ),
    (1, whole(either("tomorrow", "tmrw", "tmr", "завтра", "завтрашн~", "ертең", "ертеңгі", "ертеңге"))),
    (0, whole(either("today", "tonight", "сегодня", "бүгін", "бүгінгі"))),
)
IN_SO_MANY = (
    whole(
        rf"(?:in|через)\s+(?P<n>{NUMBER})?\s*(?P<unit>days?|день|дня|днеи|weeks?|недел\w{{0,3}}|months?|месяц\w{{0,2}})"
    ),
    whole(rf"(?P<n>{NUMBER})\s*(?P<unit>кун\w{{0,3}}|апта\w{{0,3}}|аи\w{{0,3}})\s+(?:кеиин|сон)"),
)
WEEK = whole(rf"(?:{_LEAD}\s+)?{_NEXT}\s+{either('week', 'недел~', 'апта~')}")
ON_WEEKDAY = whole(
    rf"(?:{_LEAD}\s+)?(?:(?P<next>{_NEXT})\s+|(?P<this>{_THIS})\s+)?(?P<day>{WEEKDAY}){_END}(?:\s+{either('күні', 'күнге', 'күн')})?"
)
ISO = whole(r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
NUMERIC = re.compile(
    rf"(?<![\w.:/-])(?:{_LEAD}\s+)?(?P<d>\d{{1,2}})(?P<sign>[./])(?P<m>\d{{1,2}})(?:(?P=sign)(?P<y>\d{{4}}|\d{{2}}))?(?:\s*г(?:ода?)?\.?)?(?![\w:/]|\.\d|[-–—]\d)"
)
_YEAR = r"(?:\s*,?\s*(?P<y>20\d\d)(?:\s*(?:г(?:ода?)?\.?|жыл\w{0,4}))?)?"
_ORD = r"(?:st|nd|rd|th|-?го|-?е|-?ое|-?и|-?ы)?"
BY_MONTH = (
    whole(
        rf"(?<!\d[-–—:.])(?:{_LEAD}\s+)?(?P<d>\d{{1,2}}){_ORD}\s*(?:[-–—]|по|to|до)\s*(?P<d2>\d{{1,2}}){_ORD}\s*(?:of\s+)?{MONTH}{_YEAR}"
    ),
    whole(rf"(?:{_LEAD}\s+)?(?P<d>\d{{1,2}}){_ORD}\s*-?\s*(?:of\s+)?{MONTH}{_END}{_YEAR}"),
    whole(
        rf"(?:{_LEAD}\s+)?{MONTH}\s*(?P<d>\d{{1,2}}){_ORD}(?:\s*(?:[-–—]|to)\s*(?P<d2>\d{{1,2}}){_ORD})?(?![:.]\d){_YEAR}"
    ),
)
OF_THIS_MONTH = (
    whole(r"(?:on\s+)?the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)"),
    whole(rf"(?:{_LEAD}\s+)?(?P<d>\d{{1,2}})(?:-?го|-?е)?\s+числ[ао]"),
)


def find_days(typed: Typed, today: date) -> list[Days]:
    """Every day that is said, in the order of the text; each is claimed."""
    found: list[tuple[int, Days]] = []

    def add(match: re.Match[str], days: Days | None) -> None:
        if days is None or not abs((days.first - today).days) <= FURTHEST:
            return
        start, end = match.span()
        lead = typed.folded[: match.start("day") if "day" in match.re.groupindex else start]
        after = _AFTER.match(typed.folded, end)
        until = bool(re.match(r"(?:до|until|till|by|по|through)\s", match.group())) or bool(
            _UNTIL.search(lead[-9:])
        )
        if after is not None:
            until, end = True, after.end()
        if until:
            worded = _UNTIL.search(typed.folded[:start])
            start = worded.start() if worded is not None and typed.free(worded.start(), start) else start
        if not typed.free(start, end):
            start, end = match.span()
        typed.claim(Part.DAY, start, end)
        found.append((start, Days(days.first, days.last, until, days.other, days.whole_week)))

    for match in typed.find(ISO):
        add(match, _dated(int(match["d"]), int(match["m"]), match["y"], today))
    for pattern in BY_MONTH:
        for match in typed.find(pattern):
            add(match, _in_month(match, today))
    for match in typed.find(NUMERIC):
        add(match, _numeric(match, today))
    for away, pattern in RELATIVE:
        for match in typed.find(pattern):
            add(match, Days(today + timedelta(days=away)))
    for pattern in IN_SO_MANY:
        for match in typed.find(pattern):
            add(match, _in_so_many(match, today))
    for match in typed.find(WEEK):
        monday = today + timedelta(days=7 - today.weekday())
        add(match, Days(monday, monday + timedelta(days=6), whole_week=True))
    for match in typed.find(ON_WEEKDAY):
        add(match, _weekday(match, today))
    for pattern in OF_THIS_MONTH:
        for match in typed.find(pattern):
            add(match, _of_this_month(int(match["d"]), today))
    return [days for _at, days in sorted(found, key=lambda each: each[0])]


def _dated(day: int, month: int, year: str | None, today: date) -> Days | None:
    """A date; without a year the coming one."""
    try:
        if year:
            return Days(date(int(year) + (2000 if len(year) == 2 else 0), month, day))
        found = date(today.year, month, day)
    except ValueError:
        if year is None and (day, month) == (29, 2):
            leap = next(
                y for y in range(today.year, today.year + 9) if y % 4 == 0 and (y % 100 or y % 400 == 0)
            )
            return Days(date(leap, 2, 29))
        return None
    if found < today:
        return _dated(day, month, str(today.year + 1), today)
    return Days(found)


def _in_month(match: re.Match[str], today: date) -> Days | None:
    month = month_of(match["month"])
    first = _dated(int(match["d"]), month, match["y"], today)
    if first is None or "d2" not in match.re.groupindex or match["d2"] is None:
        return first
    last = _dated(int(match["d2"]), month, str(first.first.year), today)
    return Days(first.first, last.first) if last is not None and last.first >= first.first else None


def _numeric(match: re.Match[str], today: date) -> Days | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    if match["sign"] == "." and len(match["m"]) == 2 and month == 0:
        return None
    found = _dated(day, month, year, today)
    if match["sign"] == "/" and found is None:
        return _dated(month, day, year, today)
    if match["sign"] == "/" and found is not None and day != month:
        other = _dated(month, day, year, today)
        return Days(found.first, other=other.first if other else None)
    return found


def _in_so_many(match: re.Match[str], today: date) -> Days | None:
    count, unit = number_of(match["n"]) if match["n"] else 1, match["unit"]
    if unit.startswith(("month", "месяц", "аи")):
        index = today.year * 12 + today.month - 1 + count
        try:
            return Days(date(index // 12, index % 12 + 1, today.day))
        except ValueError:
            return Days(date((index + 1) // 12, (index + 1) % 12 + 1, 1) - timedelta(days=1))
    return Days(today + timedelta(days=count * (7 if unit.startswith(("week", "недел", "апта")) else 1)))


def _weekday(match: re.Match[str], today: date) -> Days:
    away = (weekday_of(match["day"]) - today.weekday()) % 7
    coming = today + timedelta(days=away)
    if match["next"]:
        of_next_week = today + timedelta(days=7 - today.weekday() + weekday_of(match["day"]))
        nearer = coming if away else coming + timedelta(days=7)
        return Days(of_next_week, other=nearer if nearer != of_next_week else None)
    return Days(coming, other=coming + timedelta(days=7) if away == 0 else None)


def _of_this_month(day: int, today: date) -> Days | None:
    for months in range(3):
        index = today.year * 12 + today.month - 1 + months
        try:
            found = date(index // 12, index % 12 + 1, day)
        except ValueError:
            continue
        if found >= today:
            return Days(found)
    return None
