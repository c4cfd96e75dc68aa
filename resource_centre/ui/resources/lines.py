"""The lines of the register: labs, then each model with its units; filtered, searched. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resource_centre.i18n import _, n_
from resource_centre.resources.queries import BookableRow, ModelRow
from resource_centre.resources.register import RegisterRow

Key = tuple[str, int]
INDENT = "\u2003"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a lab, a model (with `units` of them, `out` out of order), or a unit."""

    key: Key
    kind: str
    name: str
    code: str
    model: str
    place: str
    places: int | None
    state: str
    tone: str
    row: BookableRow | None = None
    model_row: ModelRow | None = None


def key_of(bookable_id: int) -> Key:
    """The key of a lab or unit."""
    return ("bookable", bookable_id)


def lines(
    rows: Sequence[RegisterRow], models: Sequence[ModelRow], which: str = "all", words: str = ""
) -> list[Line]:
    """What is listed. Which: all, lab, unit, out. A unit that is found brings its model along, and a model its units."""
    wanted = words.casefold().split()
    labs = [r for r in rows if r.row.kind == "lab"]
    units: dict[int, list[RegisterRow]] = {}
    for r in rows:
        if r.row.kind == "unit" and r.row.model_id is not None:
            units.setdefault(r.row.model_id, []).append(r)
    if which == "out":
        broken = [r for r in rows if r.outage is not None and _found(_words_of(r), wanted)]
        return [_line(r, indent=False) for r in broken]
    found: list[Line] = []
    if which in ("all", "lab"):
        found += [_line(r) for r in labs if _found(_words_of(r), wanted)]
    if which in ("all", "unit"):
        for model in models:
            own = units.get(model.id, [])
            named = _found(f"{model.name} {model.manufacturer} {model.category}", wanted)
            shown = own if named else [r for r in own if _found(_words_of(r), wanted)]
            if named or shown:
                found += [_model_line(model, own), *(_line(r) for r in shown)]
    return found


def counts(rows: Sequence[RegisterRow]) -> str:
    """6 labs, 43 units, 1 out of order."""
    used = [r for r in rows if r.row.active]
    labs = sum(1 for r in used if r.row.kind == "lab")
    out = sum(1 for r in used if r.outage)
    parts = [
        n_("{n} lab", "{n} labs", labs).format(n=labs),
        n_("{n} unit", "{n} units", len(used) - labs).format(n=len(used) - labs),
    ]
    if out:
        parts.append(n_("{n} out of order", "{n} out of order", out).format(n=out))
    return ", ".join(parts)


def _words_of(found: RegisterRow) -> str:
    row = found.row
    return f"{row.name} {row.code} {row.model} {row.category} {row.location} {row.serial}"


def _found(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _line(found: RegisterRow, indent: bool = True) -> Line:
    row = found.row
    if not row.active:
        state, tone = _("not in use"), "plain"
    elif found.outage:
        state, tone = _("out of order"), "danger"
    else:
        state, tone = _("in service"), "ok"
    shift = INDENT if indent and row.kind == "unit" else ""
    return Line(
        key_of(row.id), row.kind, shift + row.name, row.code, row.model, row.location, row.capacity, state, tone, row
    )  # fmt: skip


def _model_line(model: ModelRow, own: Sequence[RegisterRow]) -> Line:
    used = [r for r in own if r.row.active]
    out = sum(1 for r in used if r.outage)
    state = n_("{n} unit", "{n} units", len(used)).format(n=len(used))
    if out:
        state = _("{out} of {n} out of order").format(out=out, n=len(used))
    if not model.active:
        state = _("not in use")
    return Line(
        ("model", model.id), "model", model.name, "", model.manufacturer, "", None, state, "danger" if out else "plain",
        model_row=model,
    )  # fmt: skip
