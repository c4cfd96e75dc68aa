"""How an activity lies in time, as one value, and what of it may be moved: what every feature understands of a move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.schedule import service
from resource_centre.schedule.model import Activity
from resource_centre.schedule.service import Changes

BACK_TO_THEIRS = -1


@dataclass(frozen=True, slots=True)
class Shape:
    """When it is, what it asks for, its own set-up and clear-down (None: those of its bookables).

    `agreed`: nobody has to agree to this time (any more).
    """

    start: datetime
    end: datetime
    bookables: tuple[int, ...]
    setup: int | None = None
    cleardown: int | None = None
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Which thing of which feature an activity belongs to, and why parts of it stay as they are (empty: they may move).

    `stays` is about all of it; `start`, `length`, `around` (set-up and clear-down), `things` (labs and units), `people`
    are about parts. `told` says who hears of a move.
    """

    feature: str
    ref: int
    stays: str = ""
    start: str = ""
    length: str = ""
    around: str = ""
    things: str = ""
    people: str = ""
    told: str = ""


def shape_of(unit: Unit, activity_id: int) -> Shape:
    """How an activity lies now."""
    row = unit.get(Activity, activity_id)
    asked = tuple(sorted(service.asked_by(unit, activity_id)))
    return Shape(row.starts_at, row.ends_at, asked, row.setup_minutes, row.cleardown_minutes)


def insist_it_stands(title: str, now: Shape, was: Shape) -> None:
    """`BadInput` when it lies no longer as it was seen."""
    if now == was:
        return
    if now.agreed and not was.agreed:
        raise BadInput(_("The new time of “{title}” is agreed on meanwhile. It stays.").format(title=title))
    words = _("Somebody else has moved “{title}” meanwhile. It is where they put it.")
    raise BadInput(words.format(title=title))


def changes_between(was: Shape, wanted: Shape) -> Changes:
    """What differs; nothing else is touched."""
    timed = (was.start, was.end) != (wanted.start, wanted.end)
    return Changes(
        start=wanted.start if timed else None,
        end=wanted.end if timed else None,
        bookables=wanted.bookables if wanted.bookables != was.bookables else None,
        setup_minutes=_minutes(was.setup, wanted.setup),
        cleardown_minutes=_minutes(was.cleardown, wanted.cleardown),
    )


def _minutes(was: int | None, wanted: int | None) -> int | None:
    if was == wanted:
        return None
    return BACK_TO_THEIRS if wanted is None else wanted
