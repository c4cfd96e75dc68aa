"""What of the calendar is shown: by kind, model, text, and only what is free. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from resource_centre.core.context import Role
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule.rules import ActivityKind

KINDS = ("lab", "unit", "person")
STAFF = "staff"  # whoever is neither consultant nor ambassador
ROLES = (str(Role.CONSULTANT), str(Role.AMBASSADOR), STAFF)
PENDING = "pending"
HOLDING = (*(str(kind) for kind in ActivityKind), PENDING)


@dataclass(frozen=True, slots=True)
class Filters:
    """`kinds` are labs, units, people; `models` limits units (none: all); `free_only` hides what is taken.

    `places` hides labs with fewer; `coming_only` hides people who are away all the time, `roles` those of other roles.
    `holding` leaves what has something of these kinds in the period, or something that awaits approval. While a time is
    looked for, `only` these bookables are shown, whatever else is said.
    """

    kinds: frozenset[str] = frozenset(KINDS)
    models: frozenset[int] = frozenset()
    free_only: bool = False
    places: int = 0
    coming_only: bool = False
    roles: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    text: str = ""
    only: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """How many filters are on, apart from the kinds and the text."""
        chosen = (self.models, self.places, self.roles, self.holding)
        return sum(map(bool, chosen)) + self.free_only + self.coming_only

    def with_text(self, text: str) -> Filters:
        return replace(self, text=text.strip())

    def as_setting(self) -> dict[str, Any]:
        """What is remembered: everything but the text."""
        return {
            "kinds": sorted(self.kinds),
            "models": sorted(self.models),
            "free_only": self.free_only,
            "places": self.places,
            "coming_only": self.coming_only,
            "roles": sorted(self.roles),
            "holding": sorted(self.holding),
        }


def from_setting(kept: dict[str, Any]) -> Filters:
    """Filters as they were remembered; whatever is not understood is left out."""
    kinds = kept.get("kinds")
    models, places = kept.get("models"), kept.get("places")
    chosen = (
        frozenset(kind for kind in kinds if kind in KINDS) if isinstance(kinds, list) else frozenset(KINDS)
    )
    return Filters(
        chosen or frozenset(KINDS),
        frozenset(key for key in models if isinstance(key, int)) if isinstance(models, list) else frozenset(),
        kept.get("free_only") is True,
        max(0, places) if isinstance(places, int) else 0,
        kept.get("coming_only") is True,
        _known(kept.get("roles"), ROLES),
        _known(kept.get("holding"), HOLDING),
    )


def _known(kept: object, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(each for each in kept if each in words) if isinstance(kept, list) else frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What of bookables a filter asks for: those with anything in the period, the people who cannot come in it, who
    has which role, and what kinds of things (or a pending one) are on each."""

    taken: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    holding: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def plays(self, key: int, wanted: frozenset[str]) -> bool:
        """Whether somebody has one of the roles."""
        mine = self.roles.get(key, frozenset()) & {str(Role.CONSULTANT), str(Role.AMBASSADOR)}
        return bool((mine or {STAFF}) & wanted)


def shown(row: BookableRow, filters: Filters, of: Standing) -> bool:
    """Whether a bookable passes."""
    if filters.only:
        return row.id in filters.only
    if row.kind not in filters.kinds:
        return False
    if filters.models and (row.kind != "unit" or row.model_id not in filters.models):
        return False
    if filters.free_only and row.id in of.taken:
        return False
    if row.kind == "lab" and (row.capacity or 0) < filters.places:
        return False
    if row.kind == "person" and not _shows_person(row, filters, of):
        return False
    if filters.holding and not filters.holding & of.holding.get(row.id, frozenset()):
        return False
    words = filters.text.casefold().split()
    where = f"{row.name} {row.code} {row.model} {row.location}".casefold()
    return all(word in where for word in words)


def _shows_person(row: BookableRow, filters: Filters, of: Standing) -> bool:
    if filters.coming_only and row.id in of.away:
        return False
    return not filters.roles or of.plays(row.id, filters.roles)
