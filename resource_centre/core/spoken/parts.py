"""What is said about a repetition, before any language: numbers of weekdays, days, months, and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from resource_centre.core.recurrence import DAY, DAYS

WORKING = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Parts:
    """`days` are (which one of the period or 0, weekday from Monday = 0); negative numbers count from the end.

    `extra` dates come in addition, `left_out` dates do not take place.
    """

    frequency: str
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None
    extra: int = 0
    left_out: int = 0

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The plain weekdays, each once, from Monday on."""
        return tuple(sorted({day for nth, day in self.days if not nth}))

    @property
    def counted(self) -> tuple[tuple[int, int], ...]:
        """The weekdays that are counted in their month or year: (2, Thursday)."""
        return tuple((nth, day) for nth, day in self.days if nth)

    @property
    def picked(self) -> bool:
        """Whether only some of the days that fit are taken (BYSETPOS)."""
        return bool(self.positions)

    @property
    def as_counted(self) -> tuple[tuple[int, int], ...]:
        """As `counted`; the first of all Fridays is the first Friday."""
        if len(self.weekdays) == 1 and self.picked and not self.month_days and not self.counted:
            return tuple((nth, self.weekdays[0]) for nth in self.positions)
        return self.counted

    @property
    def working(self) -> bool:
        """Whether it takes Monday to Friday."""
        return self.weekdays == WORKING and not self.counted


def parts_of(rule: dict[str, str]) -> Parts:
    """The parts of a rule that was read by `parse_rule`."""
    days = [DAY.fullmatch(code) for code in rule.get("BYDAY", "").split(",")]
    until = rule.get("UNTIL", "")
    return Parts(
        rule["FREQ"],
        int(rule.get("INTERVAL", "1")),
        tuple((int(found[1] or 0), DAYS.index(found[2])) for found in days if found),
        _numbers(rule, "BYMONTHDAY"),
        tuple(sorted(_numbers(rule, "BYMONTH"))),
        _numbers(rule, "BYSETPOS"),
        int(rule["COUNT"]) if "COUNT" in rule else None,
        date(int(until[:4]), int(until[4:6]), int(until[6:8])) if re.match(r"\d{8}", until) else None,
        len(rule["RDATE"].split(",")) if "RDATE" in rule else 0,
        len(rule["EXDATE"].split(",")) if "EXDATE" in rule else 0,
    )


def _numbers(rule: dict[str, str], name: str) -> tuple[int, ...]:
    found = dict.fromkeys(int(value) for value in rule[name].split(",")) if name in rule else {}
    return tuple(sorted(found, key=lambda n: (n < 0, n)))


def joined(words: Sequence[str], last: str) -> str:
    """One, two AND three; `last` stands before the last one."""
    words = list(dict.fromkeys(words))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
