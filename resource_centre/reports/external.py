"""The external edition: no names, and no number from which 1 to 4 people could be told.

Primary suppression hides counts of 1–4 people and what is made of them. Complementary suppression hides one cell more
wherever a sum shows all its terms but one (Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from resource_centre.reports.figures import BY_KEY
from resource_centre.reports.period import COLUMNS
from resource_centre.reports.shape import NOTHING, Amount, Figure, LineKind, Summary, Table, Unit

FEW = range(1, 5)
Hidden = Mapping[str, frozenset[str]]  # column -> keys of figures


def external(summary: Summary, before: Hidden | None = None) -> Summary:
    """The summary as outsiders may have it. `before`: by column, what other editions hid of the same numbers."""
    hidden = suppressed(summary, before)
    return replace(
        summary, tables=tuple(_bare(table, hidden) for table in summary.tables), external=True, parts=()
    )


def suppressed(summary: Summary, before: Hidden | None = None) -> Hidden:
    """By column, the keys of the figures that are hidden."""
    given = before or {}
    found = {column: frozenset(given.get(column, ())) for column in COLUMNS}
    for column in ("month", "previous", "last_year"):
        found[column] = _closed(summary, column, found[column])
    inside = found["month"] | (found["previous"] if summary.month.month > 1 else frozenset())
    found["year"] = _closed(summary, "year", found["year"] | inside)
    return found


def _closed(summary: Summary, column: str, given: Set[str]) -> frozenset[str]:
    """What must be hidden in a column: few people, what was given, and whatever would tell those again."""
    figures = {figure.key: figure for table in summary.tables for figure in table.figures}
    hidden = {key for key in given if key in figures}
    hidden |= {key for key, figure in figures.items() if figure.people and _tells(figure, column)}
    sums = [terms for table in summary.tables for terms in _sums(table)]
    follows = [pair for table in summary.tables for pair in _follows(table)]
    while True:
        before = len(hidden)
        hidden |= {key for key, others in follows if any(other in hidden for other in others)}
        for terms in sums:
            missing = [key for key in terms if key in hidden]
            if len(missing) == 1:
                rest = [key for key in terms if key not in hidden]
                hidden |= set(sorted(rest, key=lambda key: _cost(figures[key], column, key == terms[-1]))[:1])
        if len(hidden) == before:
            return frozenset(hidden)


def _cost(figure: Figure, column: str, is_sum: bool) -> tuple[bool, bool, int]:
    """Small cells first, then empty ones, the sum itself last."""
    total = figure.amount(column).total
    return (is_sum, total == 0, total)


def _tells(figure: Figure, column: str) -> bool:
    amount = figure.amount(column)
    if amount.samples is not None:
        return len(amount.samples) in FEW
    if amount.over is None:
        return amount.total in FEW
    if amount.over in FEW:
        return True
    return figure.unit is Unit.PERCENT and (amount.total in FEW or amount.over - amount.total in FEW)


def _sums(table: Table) -> Iterator[list[str]]:
    """Every sum of people that the table shows: the keys of its terms, the sum last."""
    spec = BY_KEY[table.key]
    if spec.adds_across:
        for line in table.lines:
            found = [line.figure(measure) for measure in spec.adds_across]
            if all(found):
                yield [figure.key for figure in found if figure is not None]
    total = table.line("total")
    if not spec.adds_down or total is None:
        return
    for measure in table.measures:
        last = total.figure(measure.key)
        if last is not None and last.people:
            lines = [line for line in table.lines if line.kind is LineKind.LINE]
            yield [*(f.key for line in lines if (f := line.figure(measure.key))), last.key]


def _follows(table: Table) -> Iterator[tuple[str, list[str]]]:
    spec = BY_KEY[table.key]
    for line in table.lines:
        for measure, others in spec.follows.items():
            figure = line.figure(measure)
            if figure is not None:
                yield figure.key, [f.key for other in others if (f := line.figure(other))]
    if table.key == "headline":
        yield "headline.participations", ["participations.total.total"]
        yield "headline.contact", ["participations.total.contact"]


def _bare(table: Table, hidden: Hidden) -> Table:
    lines = [
        replace(line, figures=tuple(_figure(figure, hidden) for figure in line.figures))
        for line in table.lines
        if line.kind is not LineKind.LIST
    ]
    return replace(table, lines=tuple(lines))


def _figure(figure: Figure, hidden: Hidden) -> Figure:
    columns = frozenset(column for column in COLUMNS if figure.key in hidden[column])

    def shown(column: str) -> Amount:
        return NOTHING[figure.unit] if column in columns else figure.amount(column)

    return figure._replace(
        rows=(),
        hidden=columns,
        month=shown("month"),
        previous=shown("previous"),
        last_year=shown("last_year"),
        year=shown("year"),
    )
