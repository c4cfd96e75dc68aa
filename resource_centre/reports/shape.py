"""What a summary is made of: amounts, figures, lines, tables. Plain values, the same on screen and in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import repeat
from typing import NamedTuple, overload

from resource_centre.core.times import Month
from resource_centre.i18n import N_, _
from resource_centre.reports.period import COLUMNS

Ref = tuple[str, int]  # the kind of a row and its number: ("session", 17)
Value = int | float | None


class Unit(StrEnum):
    """What a figure is measured in. Hours are kept in seconds, percentages and scores as fractions."""

    COUNT = "count"
    HOURS = "hours"
    PERCENT = "percent"
    SCORE = "score"
    DURATION = "duration"  # a quantile of working time, shown in hours


UNIT_NAMES = {
    Unit.COUNT: N_("number"),
    Unit.HOURS: N_("hours"),
    Unit.PERCENT: N_("%"),
    Unit.SCORE: N_("1 to 5"),
    Unit.DURATION: N_("working hours"),
}


class MonthState(StrEnum):
    """How a month's summary stands."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    LOCKED = "locked"


MONTH_STATE_NAMES = {
    MonthState.OPEN: N_("Not locked"),
    MonthState.IN_REVIEW: N_("In review"),
    MonthState.LOCKED: N_("Locked"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a summary: a text to translate with its arguments, or (`args` None) a name that stays as it is."""

    text: str
    args: tuple[tuple[str, str], ...] | None = ()

    def __str__(self) -> str:
        if self.args is None:
            return self.text
        return _(self.text).format(**dict(self.args)) if self.args else _(self.text)


def name(text: str) -> Label:
    """A name that people gave: never translated."""
    return Label(text, None)


class Amount(NamedTuple):
    """An amount that adds up over centres: a sum, a share (sum over a base) or samples with a quantile of them.

    Like `Figure` a tuple, because a summary has ten thousand of them.
    """

    total: int = 0
    over: int | None = None
    samples: tuple[int, ...] | None = None
    quantile: float = 0.5

    def plus(self, other: Amount) -> Amount:
        """Both together: sums add, shares add above and below the line, samples are pooled."""
        over = None if self.over is None and other.over is None else (self.over or 0) + (other.over or 0)
        samples = self.samples
        if other.samples is not None:
            samples = tuple(sorted((samples or ()) + other.samples))
        return Amount(self.total + other.total, over, samples, max(self.quantile, other.quantile))

    def value(self, unit: Unit) -> Value:
        """The figure itself, rounded to hundredths; None when there is nothing to divide by."""
        if self.samples is not None:
            return round(quantile(self.samples, self.quantile) / 3600, 2) if self.samples else None
        if self.over is not None:
            scale = 100 if unit is Unit.PERCENT else 1
            return round(scale * self.total / self.over, 2) if self.over else None
        return round(self.total / 3600, 2) if unit is Unit.HOURS else self.total

    @property
    def people(self) -> tuple[int, ...]:
        """The counts that this amount would give away: of people counted, or of those a share is made of."""
        if self.samples is not None:
            return (len(self.samples),)
        return (self.total,) if self.over is None else (self.over,)


def quantile(samples: tuple[int, ...], at: float) -> float:
    """The quantile of sorted samples by linear interpolation (Hyndman and Fan's type 7)."""
    place = (len(samples) - 1) * at
    low = int(place)
    high = min(low + 1, len(samples) - 1)
    return samples[low] + (samples[high] - samples[low]) * (place - low)


class Rows(Sequence[Ref]):
    """Many rows of one kind behind a figure; their references are made when somebody opens it."""

    __slots__ = ("_ids", "_kind")

    def __init__(self, kind: str, ids: Sequence[int]) -> None:
        self._kind = kind
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Ref]:
        return zip(repeat(self._kind), self._ids, strict=False)

    @overload
    def __getitem__(self, at: int) -> Ref: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Ref, ...]: ...

    def __getitem__(self, at: int | slice) -> Ref | tuple[Ref, ...]:
        return tuple(self)[at] if isinstance(at, slice) else (self._kind, self._ids[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Figure(NamedTuple):
    """One figure with its columns and the rows behind its month. `people`: it counts people; `hidden`: suppressed columns."""

    key: str
    measure: str
    label: Label
    unit: Unit
    month: Amount
    previous: Amount
    last_year: Amount
    year: Amount
    target: float | None = None
    rows: Sequence[Ref] = ()
    people: bool = False
    hidden: frozenset[str] = frozenset()

    def amount(self, column: str) -> Amount:
        """The amount of a column."""
        found: Amount = getattr(self, column)
        return found

    def in_column(self, column: str) -> Value:
        """The value of a column; None where it is suppressed or there is none. Target and variance are columns too."""
        if column == "target":
            return self.target
        if column == "variance":
            return self.variance
        return None if column in self.hidden else self.amount(column).value(self.unit)

    @property
    def value(self) -> Value:
        """The month's value."""
        return self.in_column("month")

    @property
    def change(self) -> Value:
        """Month less previous month."""
        return _difference(self.value, self.in_column("previous"))

    @property
    def variance(self) -> Value:
        """Month less target."""
        return _difference(self.value, self.target)


def _difference(left: Value, right: Value) -> Value:
    return None if left is None or right is None else round(left - right, 2)


@dataclass(frozen=True)
class Measure:
    """A column of figures of a table. `people`: it counts people, so small numbers are suppressed outside."""

    key: str
    label: str
    unit: Unit = Unit.COUNT
    people: bool = False

    @cached_property
    def title(self) -> Label:
        """Its label, made once."""
        return Label(self.label)


class LineKind(StrEnum):
    """What a line of a table is. `list` names single things, which the external edition leaves out."""

    LINE = "line"
    TOTAL = "total"
    LIST = "list"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its headings and its figures by measure. `part` is the breakdown that it belongs to."""

    key: str
    labels: tuple[Label, ...]
    figures: tuple[Figure, ...]
    kind: LineKind = LineKind.LINE
    part: str = ""

    def figure(self, measure: str) -> Figure | None:
        """The figure of a measure, if the line has one."""
        return next((figure for figure in self.figures if figure.measure == measure), None)


@dataclass(frozen=True)
class Table:
    """One of the twelve tables. `balanced` says of a table with a check line whether it holds."""

    key: str
    title: str
    headings: tuple[str, ...]
    measures: tuple[Measure, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    balanced: bool | None = None

    def line(self, key: str) -> Line | None:
        """The line with this key."""
        return next((line for line in self.lines if line.key == key), None)

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure, line by line."""
        for line in self.lines:
            yield from line.figures


@dataclass(frozen=True)
class Summary:
    """The summary of a month: of one centre, or (`centre_id` None) of the network."""

    month: Month
    centre_id: int | None
    centre_code: str
    centre_name: str
    zone: str
    state: MonthState
    tables: tuple[Table, ...]
    locked_at: datetime | None = None
    external: bool = False
    centres: tuple[str, ...] = ()
    parts: tuple[Summary, ...] = ()  # of a network: the summaries of its centres

    @property
    def locked(self) -> bool:
        """Whether the figures come from the stored snapshot."""
        return self.state is MonthState.LOCKED

    @cached_property
    def by_key(self) -> Mapping[str, Figure]:
        """Every figure by its key."""
        return {figure.key: figure for table in self.tables for figure in table.figures}

    def table(self, key: str) -> Table:
        """The table with this key."""
        return next(table for table in self.tables if table.key == key)

    def figure(self, key: str) -> Figure:
        """The figure with this key."""
        return self.by_key[key]


NOTHING = {
    Unit.COUNT: Amount(),
    Unit.HOURS: Amount(),
    Unit.PERCENT: Amount(0, 0),
    Unit.SCORE: Amount(0, 0),
    Unit.DURATION: Amount(samples=()),
}

__all__ = [
    "COLUMNS", "MONTH_STATE_NAMES", "NOTHING", "UNIT_NAMES", "Amount", "Figure", "Label", "Line", "LineKind", "Measure",
    "MonthState", "Ref", "Rows", "Summary", "Table", "Unit", "Value", "name", "quantile",
]  # fmt: skip
