"""What a booking can be made of and for whom, read in one go. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from resource_centre.core.context import Actor
from resource_centre.db.unit import Unit
from resource_centre.people import queries as people
from resource_centre.people.queries import PersonRow
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources import queries as resources
from resource_centre.resources.queries import BookableRow, ModelRow
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import series
from resource_centre.schedule.queries import ActivityDetail
from resource_centre.schools import queries as schools
from resource_centre.schools.queries import SchoolRow


@dataclass(frozen=True)
class Choices:
    """Of one centre: everything that can be taken, and everybody it can be taken for. `staff` may book for others.

    Of a date of a series, the repetition of `detail` as a whole, and of what follows from it on.
    """

    centre_id: int
    actor: Actor
    staff: bool
    bookables: tuple[BookableRow, ...]
    models: tuple[ModelRow, ...]
    schools: tuple[SchoolRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    detail: ActivityDetail | None = None
    rule_of_all: str = ""
    rule_from_here: str = ""

    @cached_property
    def by_id(self) -> dict[int, BookableRow]:
        """The bookables by id."""
        return {row.id: row for row in self.bookables}

    @cached_property
    def model_by_id(self) -> dict[int, ModelRow]:
        """The models by id."""
        return {row.id: row for row in self.models}

    def buffers(self, bookables: tuple[int, ...], units: tuple[tuple[int, int], ...]) -> tuple[int, int]:
        """The longest set-up and clear-down that these have by themselves."""
        rows = [self.by_id[key] for key in bookables if key in self.by_id]
        models = [self.model_by_id[key] for key, _count in units if key in self.model_by_id]
        pairs = [(row.setup_minutes, row.cleardown_minutes) for row in rows]
        pairs += [(row.setup_minutes, row.cleardown_minutes) for row in models]
        return max((pair[0] for pair in pairs), default=0), max((pair[1] for pair in pairs), default=0)


def read_choices(unit: Unit, centre_id: int, activity_id: int | None = None) -> Choices:
    """Everything a form about one booking offers."""
    staff = allowed(unit.actor, Data.BOOKINGS, Right.WRITE, centre_id)
    rows = resources.bookables(unit, centre_id)
    if not staff:
        rows = [row for row in rows if row.kind != "person"]
    detail = schedule.activity(unit, activity_id) if activity_id is not None else None
    rules = (
        series.rules_at(unit, detail.id) if detail is not None and detail.series_id is not None else ("", "")
    )
    return Choices(
        centre_id,
        unit.actor,
        staff,
        tuple(rows),
        tuple(row for row in resources.models(unit, centre_id) if row.units),
        tuple(schools.schools(unit, centre_id)) if staff else (),
        tuple(people.people(unit, centre_id)) if staff else (),
        detail,
        *rules,
    )
