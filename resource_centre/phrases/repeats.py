"""Repetitions in a phrase: every Thursday, по четвергам, әр бейсенбі, раз в 2 недели, 12 times, until 18 February."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from resource_centre.phrases.lexicon import (
    NUMBER,
    ORDINAL,
    ORDINALS,
    WEEKDAY,
    either,
    number_of,
    weekday_of,
    whole,
)
from resource_centre.phrases.typed import Part, Typed

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORK_WEEK = CODES[:5]


@dataclass(frozen=True, slots=True)
class Repeats:
    """As RFC 5545 has it: frequency, interval, weekdays; `nth` is the weekday's place in the month (−1 the last)."""

    frequency: str = "WEEKLY"
    interval: int = 1
    days: tuple[str, ...] = ()
    nth: int = 0
    count: int | None = None
    until: date | None = None


_EVERY = either("every", "each", "каждый", "каждую", "каждое", "каждые", "каждого", "әр", "әрбір", "әр бір")
_END = r"(?:s|де|да|те|та)?(?:\s+(?:куни|кун))?"
_LIST = rf"(?P<days>{WEEKDAY}{_END}(?:\s*(?:,|and|и|мен|жане|&)\s*{WEEKDAY}{_END}){{0,6}})"
_WEEKS = r"(?:weeks?|недел\w{0,3}|апта\w{0,3})"
_DAYS = r"(?:days?|день|дня|днеи|кун\w{0,3})"
_MONTHS = r"(?:months?|месяц\w{0,2}|аи\w{0,3})"
NTH = (
    whole(
        rf"(?:{_EVERY}\s+|on\s+the\s+|the\s+)?(?P<nth>{ORDINAL})\s+(?P<day>{WEEKDAY})\s+(?:of\s+)?(?:(?:the|every|each|{_EVERY})\s+)?{_MONTHS}"
    ),
    whole(rf"(?:{_EVERY}\s+)?(?:аидын)\s+(?P<nth>{ORDINAL})\s+(?P<day>{WEEKDAY}){_END}"),
)
EVERY_WEEKDAYS = (
    whole(rf"{_EVERY}\s+(?:(?P<other>other|second|вторую|вторыи)\s+)?{_LIST}"),
    whole(rf"(?P<other>(?!))?{_LIST}\s+саиын"),
    whole(rf"(?P<other>(?!))?по\s+{_LIST}(?<=м)"),
    whole(rf"(?P<other>(?!))?on\s+(?P<days>(?:{WEEKDAY})(?<=y)s(?:\s*(?:,|and)\s*(?:{WEEKDAY})s)*)"),
)
EVERY_WORK_DAY = whole(
    either(
        "every weekday",
        "every working day",
        "on weekdays",
        "по будням",
        "каждый будний день",
        "жұмыс күндері",
    )
)
PLAIN = (
    (
        "DAILY",
        whole(either("every day", "daily", "каждый день", "ежедневно", "күн сайын", "әр күні", "күнде")),
    ),
    (
        "WEEKLY",
        whole(
            either(
                "every week",
                "weekly",
                "каждую неделю",
                "еженедельно",
                "апта сайын",
                "әр апта",
                "аптасына бір рет",
                "раз в неделю",
            )
        ),
    ),
    (
        "MONTHLY",
        whole(
            either(
                "every month",
                "monthly",
                "каждый месяц",
                "ежемесячно",
                "ай сайын",
                "әр ай",
                "айына бір рет",
                "раз в месяц",
            )
        ),
    ),
)
FORTNIGHT = whole(
    either("every other week", "fortnightly", "biweekly", "через неделю каждую", "каждую вторую неделю")
)
INTERVALS = tuple(
    (frequency, pattern)
    for frequency, unit in (("DAILY", _DAYS), ("WEEKLY", _WEEKS), ("MONTHLY", _MONTHS))
    for pattern in (
        whole(rf"(?:{_EVERY}|(?:один\s+)?раз\s+в)\s+(?P<n>{NUMBER})\s+{unit}(?:\s+саиын)?"),
        whole(rf"(?P<n>{NUMBER})\s+{unit}\s+(?:саиын|(?:бир\s+)?рет)"),
    )
)
TIMES = whole(r"(?:for\s+)?(?P<n>\d{1,3})\s*(?:times|occurrences|sessions|раза?|рет|занятии|занятия)")


def find_repeats(typed: Typed) -> Repeats | None:
    """The repetition that is said, without its last day; None when nothing repeats."""
    found = _frequency(typed)
    if found is None:
        return None
    for match in typed.find(TIMES):
        if 0 < int(match["n"]) <= 500:
            typed.claim(Part.REPEAT, *match.span())
            return replace(found, count=int(match["n"]))
    return found


def _frequency(typed: Typed) -> Repeats | None:
    for pattern in NTH:
        for match in typed.find(pattern):
            typed.claim(Part.REPEAT, *match.span())
            return Repeats("MONTHLY", days=(CODES[weekday_of(match["day"])],), nth=ORDINALS[match["nth"]])
    for match in typed.find(EVERY_WORK_DAY):
        typed.claim(Part.REPEAT, *match.span())
        return Repeats(days=WORK_WEEK)
    for match in typed.find(FORTNIGHT):
        typed.claim(Part.REPEAT, *match.span())
        return Repeats(interval=2)
    for frequency, pattern in INTERVALS:
        for match in typed.find(pattern):
            count = number_of(match["n"])
            if count:
                typed.claim(Part.REPEAT, *match.span())
                return _with_weekdays(typed, Repeats(frequency, count))
    for pattern in EVERY_WEEKDAYS:
        for match in typed.find(pattern):
            days = tuple(
                dict.fromkeys(CODES[weekday_of(each.group())] for each in re.finditer(WEEKDAY, match["days"]))
            )
            typed.claim(Part.REPEAT, *match.span())
            return Repeats(interval=2 if match["other"] else 1, days=tuple(sorted(days, key=CODES.index)))
    for frequency, pattern in PLAIN:
        for match in typed.find(pattern):
            typed.claim(Part.REPEAT, *match.span())
            return _with_weekdays(typed, Repeats(frequency))
    return None


def _with_weekdays(typed: Typed, found: Repeats) -> Repeats:
    """“every 2 weeks on Monday and Thursday”."""
    if found.frequency != "WEEKLY":
        return found
    for match in typed.find(re.compile(rf"(?<!\w)(?:on|в|во|по)\s+{_LIST}(?!\w)")):
        names = [each.group() for each in re.finditer(WEEKDAY, match["days"])]
        if len(names) > 1:
            typed.claim(Part.REPEAT, *match.span())
            days = {CODES[weekday_of(name)] for name in names}
            return replace(found, days=tuple(sorted(days, key=CODES.index)))
    return found
