"""Two versions of what is held together, by its kinds: labs, equipment, people. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from resource_centre.core.errors import FieldChange
from resource_centre.i18n import _
from resource_centre.ui.booking.choices import Choices

Counted = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is held: numbers of bookables, and of the equipment also models with how many of each."""

    labs: tuple[int, ...] = ()
    equipment: tuple[tuple[int, ...], Counted] = ((), ())
    people: tuple[int, ...] = ()

    @property
    def bookables(self) -> tuple[int, ...]:
        """Everything that is named."""
        return (*self.labs, *self.equipment[0], *self.people)

    @property
    def units(self) -> Counted:
        """What is counted."""
        return self.equipment[1]

    def fields(self) -> dict[str, Any]:
        """By the names of its fields."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def with_theirs(self, taken: Mapping[str, Any]) -> Parts:
        """With these fields as the other one has them."""
        return replace(self, **{name: value for name, value in taken.items() if name in PARTS})


PARTS = tuple(each.name for each in fields(Parts))


def parts_of(bookables: Iterable[int], units: Counted, choices: Choices, *, counting: bool = False) -> Parts:
    """What these are, by kind; `counting` counts units by their model, as a form does that names none of them."""
    kinds: dict[str, list[int]] = {"lab": [], "unit": [], "person": []}
    counts = dict(units)
    for key in sorted(set(bookables)):
        row = choices.by_id.get(key)
        kind = row.kind if row is not None else "unit"
        if counting and row is not None and kind == "unit" and row.model_id in choices.model_by_id:
            counts[row.model_id] = counts.get(row.model_id, 0) + 1
        else:
            kinds[kind].append(key)
    counted = tuple(sorted(counts.items()))
    return Parts(tuple(kinds["lab"]), (tuple(kinds["unit"]), counted), tuple(kinds["person"]))


def parts_compared(mine: Parts, theirs: Parts) -> list[FieldChange]:
    """Each kind of which the two hold something else."""
    there = theirs.fields()
    return [
        FieldChange(name, value, there[name]) for name, value in mine.fields().items() if value != there[name]
    ]


def part_words(field: str, value: Any, choices: Choices, names: Mapping[int, str]) -> str:
    """One kind of what is held, in words. `names` knows those that are no longer offered."""
    named, counted = value if field == "equipment" else (value, ())
    known = {**names, **{key: row.name for key, row in choices.by_id.items()}}
    words = [known.get(key, _("no longer offered")) for key in named]
    words += [
        f"{count} × {choices.model_by_id[key].name}" for key, count in counted if key in choices.model_by_id
    ]
    return ", ".join(words) or "–"
