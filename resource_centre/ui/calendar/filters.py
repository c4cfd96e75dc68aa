"""What of the calendar is shown: by kind, model, text, and only what is free. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from resource_centre.resources.queries import BookableRow

KINDS = ("lab", "unit", "person")


@dataclass(frozen=True, slots=True)
class Filters:
    """`kinds` are labs, units, people; `models` limits units (none: all); `free_only` hides what is taken.

    `places` hides labs with fewer; `coming_only` hides people who are away all the time. While a time is looked for,
    `only` these bookables are shown, whatever else is said.
    """

    kinds: frozenset[str] = frozenset(KINDS)
    models: frozenset[int] = frozenset()
    free_only: bool = False
    places: int = 0
    coming_only: bool = False
    text: str = ""
    only: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """How many filters are on, apart from the kinds and the text."""
        return bool(self.models) + self.free_only + bool(self.places) + self.coming_only

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
    )


def shown(
    row: BookableRow, filters: Filters, taken: frozenset[int], away: frozenset[int] = frozenset()
) -> bool:
    """Whether a bookable passes; `taken` are those with anything in the period, `away` the people who cannot come."""
    if filters.only:
        return row.id in filters.only
    if row.kind not in filters.kinds:
        return False
    if filters.models and (row.kind != "unit" or row.model_id not in filters.models):
        return False
    if filters.free_only and row.id in taken:
        return False
    if row.kind == "lab" and (row.capacity or 0) < filters.places:
        return False
    if filters.coming_only and row.id in away:
        return False
    words = filters.text.casefold().split()
    where = f"{row.name} {row.code} {row.model} {row.location}".casefold()
    return all(word in where for word in words)
