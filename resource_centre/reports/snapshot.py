"""A month's tables as canonical JSON and back: what a lock stores, figure by figure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from resource_centre.reports.period import COLUMNS
from resource_centre.reports.shape import Amount, Figure, Label, Line, LineKind, Measure, Ref, Table, Unit

FORMAT = 1


def packed(tables: Sequence[Table]) -> dict[str, Any]:
    """The tables as plain values, in one order only: equal tables give equal text."""
    found = {"format": FORMAT, "tables": [_table(table) for table in tables]}
    plain: dict[str, Any] = json.loads(canonical(found))
    return plain


def canonical(value: Any) -> str:
    """JSON with sorted names and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(stored: dict[str, Any]) -> tuple[Table, ...]:
    """The tables of a stored snapshot."""
    return tuple(_as_table(table) for table in stored["tables"])


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "headings": list(table.headings),
        "measures": [[m.key, m.label, str(m.unit), m.people] for m in table.measures],
        "notes": list(table.notes),
        "balanced": table.balanced,
        "lines": [_line(line) for line in table.lines],
    }


def _as_table(d: dict[str, Any]) -> Table:
    return Table(
        d["key"],
        d["title"],
        tuple(d["headings"]),
        tuple(Measure(key, label, Unit(unit), people) for key, label, unit, people in d["measures"]),
        tuple(_as_line(line) for line in d["lines"]),
        tuple(d["notes"]),
        d["balanced"],
    )


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "kind": str(line.kind),
        "part": line.part,
        "labels": [_label(label) for label in line.labels],
        "figures": [_figure(figure) for figure in line.figures],
    }


def _as_line(d: dict[str, Any]) -> Line:
    labels = tuple(_as_label(label) for label in d["labels"])
    return Line(d["key"], labels, tuple(_as_figure(f) for f in d["figures"]), LineKind(d["kind"]), d["part"])


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "measure": figure.measure,
        "label": _label(figure.label),
        "unit": str(figure.unit),
        "people": figure.people,
        "target": figure.target,
        "rows": _refs(figure.rows),
        **{column: _amount(figure.amount(column)) for column in COLUMNS},
    }


def _as_figure(d: dict[str, Any]) -> Figure:
    month, previous, last_year, year = (_as_amount(d[column]) for column in COLUMNS)
    rows: tuple[Ref, ...] = tuple((kind, key) for kind, keys in d["rows"] for key in keys)
    return Figure(
        d["key"], d["measure"], _as_label(d["label"]), Unit(d["unit"]), month, previous, last_year, year, d["target"],
        rows, d["people"],
    )  # fmt: skip


def _refs(rows: Sequence[Ref]) -> list[list[Any]]:
    found: list[list[Any]] = []
    for kind, key in rows:
        if not found or found[-1][0] != kind:
            found.append([kind, []])
        found[-1][1].append(key)
    return found


def _label(label: Label) -> Any:
    return (
        [label.text]
        if label.args is None
        else {"text": label.text, "args": [list(pair) for pair in label.args]}
    )


def _as_label(value: Any) -> Label:
    if isinstance(value, list):
        return Label(value[0], None)
    return Label(value["text"], tuple((key, text) for key, text in value["args"]))


def _amount(amount: Amount) -> Any:
    if amount.samples is not None:
        return {"samples": list(amount.samples), "quantile": amount.quantile}
    return amount.total if amount.over is None else [amount.total, amount.over]


def _as_amount(value: Any) -> Amount:
    if isinstance(value, dict):
        return Amount(samples=tuple(value["samples"]), quantile=value["quantile"])
    return Amount(*value) if isinstance(value, list) else Amount(value)
