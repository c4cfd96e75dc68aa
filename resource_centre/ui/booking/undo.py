"""Undo and redo: what was done in this session, and how each step is taken back and done again. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, require
from resource_centre.schedule import queries, reshaping
from resource_centre.schedule import service as schedule
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.series import Scope
from resource_centre.schedule.service import Changes

MOST = 100


@dataclass(frozen=True, slots=True)
class Undo:
    """Where an activity was before it was moved."""

    activity_id: int
    start: datetime
    end: datetime
    bookables: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """When an activity is and what it asks for; minutes None where its bookables have their own."""

    start: datetime
    end: datetime
    bookables: tuple[int, ...]
    setup_minutes: int | None
    cleardown_minutes: int | None


class Kind(Enum):
    """What was done."""

    MADE = auto()
    CHANGED = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done. A change has the shapes before and after of its first activity, and its scope."""

    kind: Kind
    title: str
    activities: tuple[int, ...]
    before: Shape | None = None
    after: Shape | None = None
    scope: Scope = Scope.THIS
    override: str = ""


@dataclass
class History:
    """What can be taken back, and what can be done again, last first."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def push(self, step: Step) -> None:
        """Something was done: what was taken back before can no longer be done again."""
        self.done = [*self.done, step][-MOST:]
        self.undone = []

    def take_back(self) -> Step | None:
        """Takes the last step off; whoever carries it out says `went_back` when it stands."""
        return self.done.pop() if self.done else None

    def do_again(self) -> Step | None:
        """Takes the last undone step off; `went_on` when it stands."""
        return self.undone.pop() if self.undone else None

    def went_back(self, step: Step) -> None:
        """A step was taken back."""
        self.undone.append(step)

    def went_on(self, step: Step) -> None:
        """A step was done again."""
        self.done.append(step)


def shape_of(unit: Unit, activity_id: int) -> Shape:
    """When and what an activity is now."""
    found = queries.activity(unit, activity_id)
    return Shape(
        found.start,
        found.end,
        tuple(sorted(schedule.asked_by(unit, activity_id))),
        found.setup_minutes,
        found.cleardown_minutes,
    )


def changed(unit: Unit, activity_id: int, changes: Changes, scope: Scope, override: str) -> Step:
    """Changes an activity (or more of its series) and answers the step that takes it back."""
    before, found = shape_of(unit, activity_id), queries.activity(unit, activity_id)
    reshaping.change(unit, activity_id, Reshape(changes, scope, override_reason=override))
    after = shape_of(unit, activity_id)
    return Step(Kind.CHANGED, found.title, (activity_id,), before, after, scope, override)


def moved(unit: Unit, last: Undo) -> Step:
    """The step of a move that was written already."""
    found, after = queries.activity(unit, last.activity_id), shape_of(unit, last.activity_id)
    before = Shape(
        last.start, last.end, tuple(sorted(last.bookables)), after.setup_minutes, after.cleardown_minutes
    )
    return Step(Kind.CHANGED, found.title, (last.activity_id,), before, after)


def made(unit: Unit, activity_id: int) -> Step:
    """The step of a booking (or a series) that was written already."""
    found = queries.activity(unit, activity_id)
    every = queries.series_activities(unit, found.series_id) if found.series_id else [activity_id]
    return Step(Kind.MADE, found.title, tuple(every))


def take_back(unit: Unit, step: Step) -> Step:
    """Undoes a step; `Refused` says who has its place now, `BadInput` that somebody has changed it since."""
    if step.kind is Kind.MADE:
        _release(unit, step, _("Taken back."))
    elif step.kind is Kind.CANCELLED:
        _restore(unit, step)
    else:
        _change(unit, step, step.after, step.before, "")
    return step


def do_again(unit: Unit, step: Step) -> Step:
    """Does an undone step again."""
    if step.kind is Kind.MADE:
        _restore(unit, step)
    elif step.kind is Kind.CANCELLED:
        _release(unit, step, _("Cancelled again."))
    else:
        _change(unit, step, step.before, step.after, step.override)
    return step


def _change(unit: Unit, step: Step, now: Shape | None, wanted: Shape | None, override: str) -> None:
    assert now is not None and wanted is not None
    activity_id = step.activities[0]
    if shape_of(unit, activity_id) != now:
        raise BadInput(
            _("“{title}” has been changed since, so this step can no longer be undone.").format(
                title=step.title
            )
        )
    scope = Scope.THIS if step.scope is Scope.THIS else Scope.ALL
    reshaping.change(unit, activity_id, Reshape(difference(now, wanted), scope, override_reason=override))


def difference(now: Shape, wanted: Shape) -> Changes:
    """What turns one shape into another; only what differs."""
    timed = (now.start, now.end) != (wanted.start, wanted.end)
    return Changes(
        start=wanted.start if timed else None,
        end=wanted.end if timed else None,
        bookables=wanted.bookables if wanted.bookables != now.bookables else None,
        setup_minutes=_minutes(now.setup_minutes, wanted.setup_minutes),
        cleardown_minutes=_minutes(now.cleardown_minutes, wanted.cleardown_minutes),
    )


def _minutes(now: int | None, wanted: int | None) -> int | None:
    if now == wanted:
        return None
    return -1 if wanted is None else wanted


def _release(unit: Unit, step: Step, reason: str) -> None:
    for activity_id in step.activities:
        schedule.release(unit, activity_id, reason)


def _restore(unit: Unit, step: Step) -> None:
    """Only staff bring things back: of others a new request is decided anew."""
    centre_id = queries.activity(unit, step.activities[0]).centre_id
    require(unit, Data.BOOKINGS, Right.WRITE, centre_id)
    for activity_id in step.activities:
        schedule.restore(unit, activity_id)
