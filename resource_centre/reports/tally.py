"""Counting: one table for one period, cell by cell, and four of them joined into a table with its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from resource_centre.reports.facts import Facts
from resource_centre.reports.period import COLUMNS, Period
from resource_centre.reports.shape import (
    NOTHING,
    Amount,
    Figure,
    Label,
    Line,
    LineKind,
    Measure,
    Ref,
    Table,
    Unit,
)

Cell = tuple[str, str]  # line, measure


class Head(NamedTuple):
    """The head of a line. `unit` and `people` stand for a line whose figures differ from their column's."""

    key: str
    labels: tuple[Label, ...]
    kind: LineKind
    part: str
    order: tuple[Any, ...]
    measures: tuple[str, ...] | None
    unit: Unit | None
    people: bool | None


class Tally:
    """The cells of one table in one period. `keeps`: the rows behind them too, which only the month needs."""

    def __init__(self, keeps: bool = True) -> None:
        self.keeps = keeps
        self.heads: dict[str, Head] = {}
        self._totals: dict[Cell, int] = {}
        self._overs: dict[Cell, int] = {}
        self._samples: dict[Cell, tuple[float, list[int]]] = {}
        self._refs: dict[Cell, dict[Ref, None]] = {}
        self._all: dict[Cell, Sequence[Ref]] = {}

    def line(
        self,
        key: str,
        *labels: Label,
        kind: LineKind = LineKind.LINE,
        part: str = "",
        order: tuple[Any, ...] = (),
        measures: tuple[str, ...] | None = None,
        unit: Unit | None = None,
        people: bool | None = None,
    ) -> str:
        """Declares a line (once) and answers its key. `measures` names those that it has; None is all."""
        if key not in self.heads:
            self.heads[key] = Head(key, labels, kind, part, order, measures, unit, people)
        return key

    def add(self, line: str, measure: str, amount: int = 1, refs: Iterable[Ref] = ()) -> None:
        """Adds to a sum."""
        cell = (line, measure)
        self._totals[cell] = self._totals.get(cell, 0) + amount
        self._behind(cell, refs)

    def share(self, line: str, measure: str, total: int, over: int, refs: Iterable[Ref] = ()) -> None:
        """Adds to a share: above and below the line."""
        cell = (line, measure)
        self._totals[cell] = self._totals.get(cell, 0) + total
        self._overs[cell] = self._overs.get(cell, 0) + over
        self._behind(cell, refs)

    def sample(
        self, line: str, measure: str, at: float, samples: Iterable[int], refs: Iterable[Ref] = ()
    ) -> None:
        """Adds samples, in seconds, to a quantile."""
        self._samples.setdefault((line, measure), (at, []))[1].extend(samples)
        self._behind((line, measure), refs)

    def copy(self, line: str, measure: str, source: Tally, cell: Cell) -> None:
        """Takes over a cell of another tally."""
        to = (line, measure)
        if cell in source._totals:
            self._totals[to] = source._totals[cell]
        if cell in source._overs:
            self._overs[to] = source._overs[cell]
        self.behind(line, (measure,), source.refs(*cell))

    def total(self, line: str, measure: str) -> int:
        """A sum so far."""
        return self._totals.get((line, measure), 0)

    def amount(self, cell: Cell, nothing: Amount) -> Amount:
        """The amount of a cell; `nothing` where nothing was counted."""
        total = self._totals.get(cell)
        if total is not None:
            return _amount(total, self._overs.get(cell))
        if cell in self._samples:
            at, samples = self._samples[cell]
            return Amount(samples=tuple(sorted(samples)), quantile=at)
        return nothing

    def refs(self, line: str, measure: str) -> Sequence[Ref]:
        """The rows behind a cell."""
        cell = (line, measure)
        return self._all.get(cell) or tuple(self._refs.get(cell, ()))

    def behind(self, line: str, measures: Iterable[str], refs: Sequence[Ref]) -> None:
        """The rows, each once, behind several cells of a line; they are kept once, for they may be very many."""
        if self.keeps:
            for measure in measures:
                self._all[line, measure] = refs

    def _behind(self, cell: Cell, refs: Iterable[Ref]) -> None:
        if not self.keeps or not refs:
            return
        known = self._refs.setdefault(cell, {})
        for ref in refs:
            known[ref] = None


@lru_cache(maxsize=2_048)
def _amount(total: int, over: int | None) -> Amount:
    """Most of the ten thousand amounts of a summary are the same small numbers."""
    return Amount(total, over)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach in a month, or (`yearly`) in a year."""

    value: float
    yearly: bool = False

    def of_month(self, unit: Unit) -> float:
        """The month's share: a twelfth of a year's number or hours; shares and scores stay as they are."""
        return round(self.value / 12, 2) if self.yearly and unit in (Unit.COUNT, Unit.HOURS) else self.value


Fill = Callable[[Facts, Period, Tally], None]


@dataclass(frozen=True)
class Spec:
    """How one table is made: its words, its measures, and the pure function that fills it for one period.

    `adds_down`: the lines of each part add up to the total line. `adds_across`: these measures add up to the last of
    them. `follows`: a measure that would give others away, so it is suppressed wherever one of them is.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    measures: tuple[Measure, ...]
    fill: Fill
    notes: tuple[str, ...] = ()
    adds_down: bool = False
    adds_across: tuple[str, ...] = ()
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def figure_key(table: str, line: str, measure: str) -> str:
    """The stable name of a figure: "headline.sessions", "events.workshop.online.planned"."""
    return f"{table}.{line}" if measure == "value" else f"{table}.{line}.{measure}"


def joined(
    spec: Spec, tallies: Mapping[str, Tally], targets: Mapping[str, Goal], balanced: bool | None
) -> Table:
    """The table of the four periods' tallies: every line that any of them has."""
    heads: dict[str, Head] = {}
    for column in COLUMNS:
        for key, head in tallies[column].heads.items():
            heads.setdefault(key, head)
    ranks = {LineKind.LINE: 0, LineKind.TOTAL: 1, LineKind.CHECK: 2, LineKind.LIST: 3}
    lines = sorted(heads.values(), key=lambda head: (ranks[head.kind], head.part, head.order, head.key))
    return Table(
        spec.key,
        spec.title,
        spec.headings,
        spec.measures,
        tuple(_line(spec, head, tallies, targets) for head in lines),
        spec.notes,
        balanced,
    )


def _line(spec: Spec, head: Head, tallies: Mapping[str, Tally], targets: Mapping[str, Goal]) -> Line:
    figures = []
    month, previous, last_year, year = (tallies[column] for column in COLUMNS)
    line = head.key
    for measure in spec.measures:
        name = measure.key
        if head.measures is not None and name not in head.measures:
            continue
        unit, cell = head.unit or measure.unit, (line, name)
        key, nothing = figure_key(spec.key, line, name), NOTHING[unit]
        label = head.labels[-1] if name == "value" else measure.title
        people = measure.people if head.people is None else head.people
        goal = targets[key].of_month(unit) if key in targets else None
        figures.append(
            Figure(
                key, name, label, unit, month.amount(cell, nothing), previous.amount(cell, nothing),
                last_year.amount(cell, nothing), year.amount(cell, nothing), goal, month.refs(line, name), people,
            )
        )  # fmt: skip
    return Line(head.key, head.labels, tuple(figures), head.kind, head.part)
