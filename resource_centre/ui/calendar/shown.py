"""Everything the page shows after one reading, made off the window's thread. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from resource_centre.core.errors import NotFound
from resource_centre.db.unit import Unit
from resource_centre.ui.calendar.details import Details, read_details
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.period import Period
from resource_centre.ui.calendar.picture import scene_of
from resource_centre.ui.calendar.placing import Known, known
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.timeline.layout import Prepared, prepare
from resource_centre.ui.timeline.ready import Sight, make_ready


@dataclass(frozen=True)
class Shown:
    """What was read, how it is drawn, what the rules need of it, and the activity `asked` for, in words."""

    rows: CalendarRows
    prepared: Prepared
    known: Known
    asked: int | None = None
    details: Details | None = None

    def says_the_same(self, other: Shown) -> bool:
        """Whether another reading, at whatever instant, found the same and is drawn the same."""
        return replace(self.rows, now=other.rows.now) == other.rows and (
            self.prepared.scene.rows == other.prepared.scene.rows
        )

    @property
    def models(self) -> list[tuple[int, str]]:
        """The models that can be filtered by, by name."""
        found = {row.model_id: row.model for row in self.rows.bookables if row.model_id is not None}
        return sorted(found.items(), key=lambda pair: pair[1].casefold())


def read_shown(
    unit: Unit, centre_id: int, period: Period, filters: Filters, selected: int | None, sight: Sight
) -> Shown:
    """Reads a period and draws it up, ready for how the calendar shows it now."""
    rows = read_calendar(unit, centre_id, period)
    return Shown(rows, drawn(rows, filters, sight), known(rows), selected, find_details(unit, selected))


def drawn(rows: CalendarRows, filters: Filters, sight: Sight) -> Prepared:
    """What was read, after other filters."""
    prepared = prepare(scene_of(rows, filters))
    make_ready(prepared, sight)
    return prepared


def find_details(unit: Unit, activity_id: int | None) -> Details | None:
    """The activity in words; None when there is none (any more)."""
    if activity_id is None:
        return None
    try:
        return read_details(unit, activity_id)
    except NotFound:
        return None
