"""The network: sums of centre months, never counted anew across centres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from resource_centre.reports.shape import Figure, Line, LineKind, Table, Unit


def merged(centres: Sequence[Sequence[Table]]) -> tuple[Table, ...]:
    """The tables of several centres as one: sums add up, shares and quantiles are taken over all together."""
    return tuple(_tables(same) for same in zip(*centres, strict=True))


def _tables(tables: Sequence[Table]) -> Table:
    lines: dict[str, list[Line]] = {}
    for table in tables:
        for line in table.lines:
            lines.setdefault(line.key, []).append(line)
    checks = [table.balanced for table in tables if table.balanced is not None]
    ranks = {LineKind.LINE: 0, LineKind.TOTAL: 1, LineKind.CHECK: 2, LineKind.LIST: 3}
    joined = sorted((_lines(same) for same in lines.values()), key=lambda line: (ranks[line.kind], line.part))
    return replace(tables[0], lines=tuple(joined), balanced=all(checks) if checks else None)


def _lines(lines: Sequence[Line]) -> Line:
    figures: dict[str, list[Figure]] = {}
    for line in lines:
        for figure in line.figures:
            figures.setdefault(figure.key, []).append(figure)
    return replace(lines[0], figures=tuple(reduce(_plus, same) for same in figures.values()))


def _plus(left: Figure, right: Figure) -> Figure:
    return left._replace(
        month=left.month.plus(right.month),
        previous=left.previous.plus(right.previous),
        last_year=left.last_year.plus(right.last_year),
        year=left.year.plus(right.year),
        target=_target(left, right),
        rows=(*left.rows, *right.rows),
    )


def _target(left: Figure, right: Figure) -> float | None:
    """Targets of numbers and hours add up; those of shares stand only when they are the same."""
    if left.target is None or right.target is None:
        return None
    if left.unit in (Unit.COUNT, Unit.HOURS):
        return left.target + right.target
    return left.target if left.target == right.target else None
