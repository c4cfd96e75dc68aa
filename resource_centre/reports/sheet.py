"""The summary as rows of text and numbers: what every file format writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from resource_centre.core.quoting import harmless
from resource_centre.i18n import N_, _
from resource_centre.reports.period import COLUMN_NAMES, COLUMNS
from resource_centre.reports.shape import (
    MONTH_STATE_NAMES,
    UNIT_NAMES,
    Figure,
    Label,
    Line,
    Summary,
    Table,
    Unit,
)

ALL_COLUMNS = (*COLUMNS, "target", "variance")
NAMES = {
    "headline": N_("Headline"),
    "events": N_("Events"),
    "participations": N_("Participations"),
    "schools": N_("Schools"),
    "consultations": N_("Consultations"),
    "service": N_("Service"),
    "ambassadors": N_("Ambassadors"),
    "expiring": N_("Expiring"),
    "resources": N_("Labs and equipment"),
    "courses": N_("Courses"),
    "evaluation": N_("Evaluation"),
    "quality": N_("Data quality"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a value, and the unit to show it in (None for text)."""

    value: str | int | float | None
    unit: Unit | None = None


def text(value: object) -> Cell:
    """A cell of text that no spreadsheet takes for a formula."""
    return Cell(harmless(str(value)))


def subtitle(summary: Summary) -> str:
    """Centre, month and state in one line."""
    parts = [summary.centre_name, summary.month.label, _(MONTH_STATE_NAMES[summary.state])]
    if summary.locked_at is not None:
        parts[-1] = _("Locked on {day}").format(day=summary.locked_at.date().isoformat())
    if summary.external:
        parts.append(_("External edition: counts of 1 to 4 people are hidden"))
    parts.append(_("Times in {zone}").format(zone=summary.zone))
    return " · ".join(parts)


def column_titles(summary: Summary) -> list[str]:
    """The headings of the six columns, with the months they stand for."""
    month = summary.month
    return [
        month.label,
        month.previous.label,
        month.last_year.label,
        _("{year} to date").format(year=month.year),
        _(COLUMN_NAMES["target"]),
        _(COLUMN_NAMES["variance"]),
    ]


def notes(table: Table) -> list[str]:
    """What has to be known to read the table; whether its check holds."""
    found = [_(note) for note in table.notes]
    if table.balanced is not None:
        found.append(_("The backlog balances.") if table.balanced else _("The backlog does not balance."))
    return found


def headings(line: Line, table: Table) -> list[Cell]:
    """The headings of a line, filled up to the table's number of them."""
    labels: Sequence[Label | str] = [*line.labels, *[""] * len(table.headings)]
    return [text(label) for label in labels[: len(table.headings)]]


def overview(table: Table) -> Iterator[list[Cell]]:
    """The month alone, a column for each measure: the heading row, then the lines."""
    yield [text(_(title)) for title in (*table.headings, *(m.label for m in table.measures))]
    for line in table.lines:
        cells = headings(line, table)
        for measure in table.measures:
            figure = line.figure(measure.key)
            cells.append(Cell(None) if figure is None else value(figure, "month"))
        yield cells


def comparison(table: Table, summary: Summary) -> Iterator[list[Cell]]:
    """Every figure with its six columns: the heading row, then a row for each figure."""
    single = len(table.measures) == 1
    extra = [] if single else [_("Figure")]
    yield [text(title) for title in (*map(_, table.headings), *extra, *column_titles(summary))]
    for line in table.lines:
        for figure in line.figures:
            label = [] if single else [text(figure.label)]
            yield [*headings(line, table), *label, *(value(figure, column) for column in ALL_COLUMNS)]


def value(figure: Figure, column: str) -> Cell:
    """A figure's column as a cell."""
    if column in figure.hidden or (column == "variance" and "month" in figure.hidden):
        return text(_("hidden"))
    return Cell(figure.in_column(column), figure.unit)


def plain(table: Table) -> Iterator[dict[str, Any]]:
    """Every figure as plain values under stable names: the rows of the JSON file."""
    for line in table.lines:
        for figure in line.figures:
            yield {
                "key": figure.key,
                "line": line.key,
                "labels": [str(label) for label in line.labels if str(label)],
                "measure": figure.measure,
                "label": str(figure.label),
                "unit": str(figure.unit),
                "kind": str(line.kind),
                **{column: figure.in_column(column) for column in ALL_COLUMNS},
                "suppressed": sorted(figure.hidden),
            }


def unit_name(unit: Unit) -> str:
    """The unit in words."""
    return _(UNIT_NAMES[unit])
