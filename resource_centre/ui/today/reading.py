"""Everything the Today page of staff shows, read in one go and without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from resource_centre.centres.queries import ClosedRange
from resource_centre.db.unit import Unit
from resource_centre.overview import day as days
from resource_centre.overview.day import Coming, Figures, News
from resource_centre.overview.need import Need
from resource_centre.overview.needs import needs
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.picture import scene_of
from resource_centre.ui.calendar.reading import read_calendar
from resource_centre.ui.timeline.scene import RowKind, Scene

LISTED = 6


@dataclass(frozen=True)
class TodayRows:
    """What the page shows."""

    needs: list[Need]
    scene: Scene
    today: list[Coming]
    loans: list[Coming]
    coming: list[tuple[date, list[Coming], list[ClosedRange]]]
    news: list[News]
    figures: Figures


def read_today(unit: Unit, centre_id: int, day: date) -> TodayRows:
    """Needs, the day as a picture, the next days, the news, four figures."""
    rows = read_calendar(unit, centre_id, Period(Stretch.DAY, day), movable=False)
    scene = scene_of(rows, Filters())
    labs = [row for row in scene.rows if row.kind is RowKind.LAB][:LISTED]
    keys = {row.key for row in labs}
    strip = replace(
        scene,
        rows=tuple(replace(row, subtitle="", depth=0) for row in labs),
        blocks=tuple(block for block in scene.blocks if block.bookable in keys),
        shades=tuple(shade for shade in scene.shades if shade.row is None or shade.row in keys),
    )
    today = days.coming(unit, centre_id, rows.window)
    return TodayRows(
        needs(unit, centre_id),
        strip,
        [row for row in today if row.kind != "loan"],
        [row for row in today if row.kind == "loan"],
        days.next_days(unit, centre_id),
        days.news(unit, centre_id),
        days.figures(unit, centre_id),
    )
