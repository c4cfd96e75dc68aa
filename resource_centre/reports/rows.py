"""The rows behind a figure, so that every figure opens: headings, and rows that say what they are rows of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from resource_centre.core.errors import NotFound
from resource_centre.core.times import Month, to_wall, zone
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.reports.selects import SELECTS, school_counts
from resource_centre.reports.service import summary
from resource_centre.reports.shape import Figure, Summary, Value

AT_ONCE = 500
Text = str | int | float | None


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One row behind a figure: its kind and number (for a link), and its cells."""

    kind: str
    id: int
    cells: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """The rows behind a figure, with their headings."""

    title: str
    value: Value
    headings: tuple[str, ...]
    rows: tuple[RowBehind, ...]


def rows_behind(unit: Unit, centre_id: int | None, month: Month, figure_key: str) -> RowsBehind:
    """The rows behind a figure of a month's summary; `NotFound` when the summary has no such figure."""
    return rows_of(unit, summary(unit, centre_id, month), figure_key)


def rows_of(unit: Unit, of: Summary, figure_key: str) -> RowsBehind:
    """As `rows_behind`, of a summary that is read already. The external edition has no rows behind it."""
    require(unit, Data.SUMMARIES, Right.READ, of.centre_id)
    figure = of.by_key.get(figure_key)
    if figure is None:
        raise NotFound(_("The summary has no figure “{key}”.").format(key=figure_key))
    if not of.parts:
        headings, rows = _of_centre(unit, of, figure)
        return RowsBehind(str(figure.label), figure.value, headings, tuple(rows))
    headings, rows = (), []
    for part in of.parts:
        if figure_key in part.by_key:
            titles, found = _of_centre(unit, part, part.by_key[figure_key])
            headings = titles if len(titles) > len(headings) else headings
            rows += [RowBehind(r.kind, r.id, (part.centre_name, *r.cells)) for r in found]
    return RowsBehind(str(figure.label), figure.value, (_("Centre"), *headings), tuple(rows))


def _of_centre(unit: Unit, of: Summary, figure: Figure) -> tuple[tuple[str, ...], list[RowBehind]]:
    headings: tuple[str, ...] = ()
    rows: list[RowBehind] = []
    for kind in dict.fromkeys(kind for kind, _key in figure.rows):
        ids = [key for each, key in figure.rows if each == kind]
        titles, found = _rows(unit, of, kind, ids)
        headings = titles if len(titles) > len(headings) else headings
        rows += found
    return headings, rows


def _rows(unit: Unit, of: Summary, kind: str, ids: Sequence[int]) -> tuple[tuple[str, ...], list[RowBehind]]:
    asked = SELECTS[kind]
    tz = zone(of.zone)
    shows_names = asked.names is None or allowed(unit.actor, asked.names, Right.READ, of.centre_id)
    found: dict[int, tuple[Text, ...]] = {}
    for some in _portions(ids):
        for row in unit.rows(asked.select.where(asked.key.in_(some))):
            cells = [_cell(value, tz) for value in row[1:]]
            for at, names in asked.words.items():
                cells[at] = _(names.get(str(cells[at]), str(cells[at])))
            if not shows_names:
                cells[asked.name_at] = _("not shown")
            found[row[0]] = tuple(cells)
    headings = tuple(_(title) for title in asked.headings)
    if kind == "school":
        counts = school_counts(unit, of.month.range(tz), _portions(ids))
        headings = (*headings, _("Sessions"), _("Participations"))
        found = {key: (*cells, *counts.get(key, (0, 0))) for key, cells in found.items()}
    return headings, [RowBehind(kind, key, found[key]) for key in ids if key in found]


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _cell(value: Any, tz: ZoneInfo) -> Text:
    if isinstance(value, datetime):
        return to_wall(value, tz).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, int, float)) else None
