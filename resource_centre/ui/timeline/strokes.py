"""What a press, a drag or a click on empty space means as a time on a row. Pure."""

from __future__ import annotations

from datetime import datetime

from resource_centre.ui.timeline.axis import Axis, instant_of
from resource_centre.ui.timeline.drag import FINE_SNAP, SNAP
from resource_centre.ui.timeline.geometry import Hit
from resource_centre.ui.timeline.scene import Ghost

CLICK_MINUTES = 60


def clicked_time(axis: Axis, hit: Hit) -> tuple[datetime, datetime]:
    """An hour from the quarter that was clicked on."""
    start = axis.snapped(hit.instant - SNAP * 30 + 1, SNAP)
    return instant_of(start), instant_of(start + CLICK_MINUTES * 60)


def drawn_ghost(axis: Axis, origin: Hit, x: float, fine: bool) -> Ghost:
    """The time between where a drag began and `x`, at least one step long."""
    minutes = FINE_SNAP if fine else SNAP
    ends = sorted((axis.snapped(origin.instant, minutes), axis.snapped(axis.at(x), minutes)))
    first, last = ends[0], max(ends[1], ends[0] + minutes * 60)
    text = instant_of(first).astimezone(axis.zone).strftime("%H:%M")
    return Ghost(origin.row.key if origin.row else 0, instant_of(first), instant_of(last), text)
