"""Undo and redo: what was done in this session, and how each step is taken back and done again. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.moving import service as moving
from resource_centre.schedule import revert
from resource_centre.schedule.revert import State
from resource_centre.schedule.shape import Shape

MOST = 100


class Kind(Enum):
    """What was done, and the words that say so."""

    MADE = N_("Booked: {title}")
    MOVED = N_("Moved: {title}")
    CHANGED = N_("Changed: {title}")
    CANCELLED = N_("Cancelled: {title}")
    APPROVED = N_("Approved: {title}")
    DECLINED = N_("Declined: {title}")
    COPIED = N_("Copied: {title}")


@dataclass(frozen=True, slots=True)
class Owned:
    """How something that a feature owns lay before and after. Without `before` it was copied, without `after` dropped."""

    feature: str
    ref: int
    before: Shape | None
    after: Shape | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: how what it touched stood before and after."""

    kind: Kind
    title: str
    activity: int
    before: State = field(default_factory=State)
    after: State = field(default_factory=State)
    owned: Owned | None = None

    @property
    def words(self) -> str:
        """Moved: Optics."""
        return _(self.kind.value).format(title=self.title)

    @property
    def activities(self) -> tuple[int, ...]:
        """Everything that it touched."""
        return tuple(self.after.activities)


@dataclass
class History:
    """What can be taken back, and what can be done again, last first. `told` is called when that changes."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    told: Callable[[], object] = lambda: None

    @property
    def next_words(self) -> tuple[str, str]:
        """What would be taken back, and what done again; empty when there is nothing."""
        return self.done[-1].words if self.done else "", self.undone[-1].words if self.undone else ""

    def push(self, step: Step) -> None:
        """Something was done: what was taken back before can no longer be done again."""
        if step.activities or step.owned is not None:
            self.done = [*self.done, step][-MOST:]
            self.undone = []
        self.told()

    def forget(self) -> None:
        """It is about something else now."""
        self.done, self.undone = [], []
        self.told()

    def take_back(self) -> Step | None:
        """Takes the last step off; whoever carries it out says `went_back` when it stands."""
        return self._off(self.done)

    def do_again(self) -> Step | None:
        """Takes the last undone step off; `went_on` when it stands."""
        return self._off(self.undone)

    def went_back(self, step: Step) -> None:
        """A step was taken back (or could not be done again now, but may be later)."""
        self.undone.append(step)
        self.told()

    def went_on(self, step: Step) -> None:
        """A step was done again (or could not be taken back now, but may be later)."""
        self.done.append(step)
        self.told()

    def _off(self, steps: list[Step]) -> Step | None:
        step = steps.pop() if steps else None
        self.told()
        return step


def recorded(unit: Unit, kind: Kind, ids: Collection[int], command: Callable[[], Iterable[int]]) -> Step:
    """Carries a command out and answers the step that takes it back. The command answers what else it touched."""
    before = revert.state_of(unit, ids) if ids else State()
    touched = list(command())
    after = revert.state_of(unit, [*before.activities, *touched])
    was, is_now = revert.difference(before, after)
    first = next(iter([*ids, *touched]))
    stand = after.activities[first] or before.activities.get(first)
    return Step(kind, stand["title"] if stand is not None else "", first, was, is_now)


def moved(unit: Unit, kind: Kind, title: str, owned: Owned) -> Step:
    """The step of something that was moved through its feature."""
    return Step(kind, title, moving.activity_of(unit, owned.feature, owned.ref), owned=owned)


def take_back(unit: Unit, step: Step) -> Step:
    """Undoes a step; `Refused` says who has its place now, `BadInput` who has changed what since."""
    owned = step.owned
    if owned is None:
        return replace(step, before=revert.put_back(unit, step.after, step.before, _("Taken back.")))
    if owned.after is None:
        raise BadInput(_told(step))
    if owned.before is None:
        moving.drop(unit, owned.feature, owned.ref, _("Taken back."))
        return step
    lies = moving.reshape(unit, owned.feature, owned.ref, owned.after, owned.before)
    return moved(unit, step.kind, step.title, replace(owned, before=lies))


def do_again(unit: Unit, step: Step) -> Step:
    """Does an undone step again."""
    owned = step.owned
    if owned is None:
        return replace(step, after=revert.put_back(unit, step.before, step.after, _("Done again.")))
    if owned.before is None or owned.after is None:
        raise BadInput(
            _("“{title}” was taken back and everyone told. Copy it again.").format(title=step.title)
        )
    lies = moving.reshape(unit, owned.feature, owned.ref, owned.before, replace(owned.after, agreed=False))
    return moved(unit, step.kind, step.title, replace(owned, after=lies))


def _told(step: Step) -> str:
    words = _("“{title}” was cancelled and everyone told. This cannot be taken back; plan it anew.")
    return words.format(title=step.title)
