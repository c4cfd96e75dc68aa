"""What an import would do, line by line, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from resource_centre.exchange.mapping import Field
from resource_centre.exchange.reading import Sheet
from resource_centre.i18n import N_, _


class Outcome(StrEnum):
    """What would happen to a row."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    CLASH = "clash"
    BAD = "bad"


OUTCOME_NAMES = {
    Outcome.CREATE: N_("New"),
    Outcome.UPDATE: N_("Changed"),
    Outcome.SKIP: N_("Left as it is"),
    Outcome.CLASH: N_("Clash"),
    Outcome.BAD: N_("Cannot be used"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """A row as fields; empty ones are absent. `problem` makes it unusable."""

    row: int
    values: Mapping[str, str]
    problem: str = ""

    def get(self, name: str) -> str:
        """The text of a field, or nothing."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field that would change; `field` is its name in the contract."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What would happen to one row (or calendar entry), and why."""

    row: int
    outcome: Outcome
    label: str
    why: str = ""
    changes: tuple[FieldDiff, ...] = ()
    key: int | None = None
    draft: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """An import as it would go. `missing` names required fields that no column fills: then there are no lines yet."""

    what: str
    file: str
    centre_id: int
    columns: tuple[str, ...]
    fields: tuple[Field, ...]
    mapping: dict[str, str]
    missing: tuple[Field, ...]
    lines: tuple[PlanLine, ...]
    samples: tuple[tuple[str, ...], ...]
    into: int | None = None
    source: Sheet | str = field(default="", compare=False, repr=False)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many lines there are of each outcome."""
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def bad(self) -> tuple[PlanLine, ...]:
        """The lines that cannot be used."""
        return tuple(line for line in self.lines if line.outcome is Outcome.BAD)

    @property
    def clashes(self) -> tuple[PlanLine, ...]:
        """The lines that something on record stands against."""
        return tuple(line for line in self.lines if line.outcome is Outcome.CLASH)


def shown(value: object) -> str:
    """A value as a preview shows it."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def diffs(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldDiff, ...]:
    """The fields of `after` that differ from `before`."""
    return tuple(
        FieldDiff(name, shown(before.get(name)), shown(value))
        for name, value in after.items()
        if before.get(name) != value
    )


def planned(row: int, label: str, changes: tuple[FieldDiff, ...], key: int, draft: Any) -> PlanLine:
    """The line of something that is on record: an update, or left as it is when nothing differs."""
    if changes:
        return PlanLine(row, Outcome.UPDATE, label, changes=changes, key=key, draft=draft)
    return PlanLine(row, Outcome.SKIP, label, _("The same as on record."), key=key)
