"""One face for every feature's moves: what may be moved, how it lies, and one shape for another with all its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from resource_centre.bookings import reshaping as loans
from resource_centre.consultations import reshaping as consultations
from resource_centre.db.unit import Unit
from resource_centre.events import reshaping as events
from resource_centre.i18n import _
from resource_centre.schedule.rules import ActivityKind
from resource_centre.schedule.shape import Shape, Standing
from resource_centre.training import reshaping as courses


class Feature(Protocol):
    """What each feature's `reshaping` offers; `ref` is its own number for what holds the time."""

    def activity_of(self, unit: Unit, ref: int, /) -> int: ...
    def shape(self, unit: Unit, ref: int, /) -> Shape: ...
    def reshape(
        self, unit: Unit, ref: int, was: Shape, wanted: Shape, override_reason: str = "", /
    ) -> Shape: ...
    def drop(self, unit: Unit, ref: int, reason: str, /) -> None: ...
    def copy(self, unit: Unit, ref: int, wanted: Shape, override_reason: str = "", /) -> int: ...


FEATURES: dict[str, Feature] = {
    events.FEATURE: events, consultations.FEATURE: consultations, courses.FEATURE: courses, loans.FEATURE: loans,
}  # fmt: skip
OWN = frozenset({ActivityKind.LAB_BOOKING, ActivityKind.MAINTENANCE})


def standings(unit: Unit, centre_id: int, found: Mapping[int, tuple[str, str]]) -> dict[int, Standing]:
    """What of activities (to their kind and state) may be moved. Bookings and maintenance are their own and left out."""
    of_kind: dict[str, dict[int, str]] = {}
    for key, (kind, state) in found.items():
        of_kind.setdefault(kind, {})[key] = state
    answer: dict[int, Standing] = {}
    readers = {
        ActivityKind.EVENT_SESSION: events.standings,
        ActivityKind.APPOINTMENT: consultations.standings,
        ActivityKind.TRAINING_SESSION: courses.standings,
    }
    for kind, reader in readers.items():
        if kind in of_kind:
            answer |= reader(unit, centre_id, of_kind[kind])
    if ActivityKind.LOAN in of_kind:
        answer |= loans.standings(unit, centre_id, of_kind[ActivityKind.LOAN])
    lost = {key for key, (kind, _state) in found.items() if kind not in OWN} - set(answer)
    stays = _("This cannot be moved here. Its time is changed on its own page")
    return answer | {key: Standing("", key, stays) for key in lost}


def activity_of(unit: Unit, feature: str, ref: int) -> int:
    """The activity that holds the time now: a moved meeting is another one."""
    return FEATURES[feature].activity_of(unit, ref)


def shape(unit: Unit, feature: str, ref: int) -> Shape:
    """How it lies now."""
    return FEATURES[feature].shape(unit, ref)


def reshape(
    unit: Unit, feature: str, ref: int, was: Shape, wanted: Shape, override_reason: str = ""
) -> Shape:
    """Moves it, if it still lies as it `was`: `Refused` says what stands against it, `BadInput` why it cannot be.

    Answers how it lies then: what takes a meeting back asks nobody to agree who had agreed.
    """
    return FEATURES[feature].reshape(unit, ref, was, wanted, override_reason)


def drop(unit: Unit, feature: str, ref: int, reason: str) -> None:
    """It does not take place."""
    FEATURES[feature].drop(unit, ref, reason)


def copy(unit: Unit, feature: str, ref: int, wanted: Shape, override_reason: str = "") -> int:
    """The same again at another time. Answers its number in the feature."""
    return FEATURES[feature].copy(unit, ref, wanted, override_reason)
