"""The small picture of a day: what is in the way, and what would be free. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.schedule.rules import ActivityKind, Alternative, Hold, Violation
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.picture import scene_of
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.timeline.scene import Ghost, Row, RowKind, Scene

ROWS = 4


@dataclass(frozen=True)
class DayPicture:
    """A day of a few rows, with what is asked for on each."""

    scene: Scene
    spots: tuple[Ghost, ...]


def day_picture(
    unit: Unit,
    hold: Hold,
    violations: Sequence[Violation],
    instead: Sequence[Alternative],
    tz: ZoneInfo,
    moving: int | None,
) -> DayPicture | None:
    """The day of the booking; None for what lasts longer than a day, or is closed all day."""
    day = hold.start.astimezone(tz).date()
    if hold.end.astimezone(tz).date() != day or hold.kind is ActivityKind.LOAN:
        return None
    rows = read_calendar(unit, hold.centre_id, Period(Stretch.DAY, day))
    if not any(window.opens for window in rows.days):
        return None
    scene = scene_of(rows, Filters())
    by_id = {row.id: row for row in rows.bookables}
    against = {v.bookable_id for v in violations if v.bookable_id is not None and not v.overridable}
    instead_ids = [
        key
        for each in instead
        if each.start == hold.start
        for key in each.bookables
        if key not in hold.bookables
    ]
    wanted = [key for key in dict.fromkeys([*hold.bookables, *against, *instead_ids[:1]]) if key in by_id]
    wanted.sort(key=lambda key: (key not in against, key in instead_ids))
    shown: list[Row] = []
    spots: list[Ghost] = []
    for key in wanted[:ROWS]:
        row = by_id[key]
        span = _occupied(hold, row.setup_minutes, row.cleardown_minutes)
        shown.append(Row(key, RowKind.UNIT, row.name))
        refused = key in against
        spots.append(Ghost(key, span.start, span.end, "" if refused else _("Free"), refused))
    for model_id, count in hold.units[: ROWS - len(shown) + 1]:
        _add_model(rows, hold, model_id, count, moving, shown, spots)
    ids = {row.key for row in shown}
    blocks = tuple(b for b in scene.blocks if b.bookable in ids and b.activity != moving)
    return DayPicture(Scene(scene.zone, scene.now, scene.days, tuple(shown), blocks), tuple(spots))


def _add_model(
    rows: CalendarRows,
    hold: Hold,
    model_id: int,
    count: int,
    moving: int | None,
    shown: list[Row],
    spots: list[Ghost],
) -> None:
    units = [row for row in rows.bookables if row.model_id == model_id and row.kind == "unit"]
    if not units:
        return
    span = _occupied(hold, units[0].setup_minutes, units[0].cleardown_minutes)
    busy = {
        block.bookable_id
        for block in rows.blocks
        if block.activity_id != moving and block.occupied_from < span.end and block.occupied_to > span.start
    }
    busy |= {
        o.bookable_id for o in rows.outages if o.start < span.end and (o.end is None or o.end > span.start)
    }
    free = sum(row.id not in busy for row in units)
    key = -1000 - model_id
    shown.append(Row(key, RowKind.UNIT, units[0].model))
    words = _("{free} of {count} free").format(free=free, count=len(units))
    spots.append(Ghost(key, span.start, span.end, words, free < count))


def _occupied(hold: Hold, setup: int, clear: int) -> TimeRange:
    before = setup if hold.setup_minutes is None else hold.setup_minutes
    after = clear if hold.cleardown_minutes is None else hold.cleardown_minutes
    return TimeRange(hold.start - timedelta(minutes=before), hold.end + timedelta(minutes=after))
