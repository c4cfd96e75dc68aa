"""What of the calendar is remembered on this computer, for each person and database by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from resource_centre.ui.calendar.filters import Filters, from_setting
from resource_centre.ui.calendar.period import Stretch
from resource_centre.ui.timeline.scene import Folding


@dataclass(frozen=True, slots=True)
class Kept:
    """View, filters, folded groups, and whether the inspector is wanted."""

    stretch: Stretch = Stretch.WEEK
    filters: Filters = field(default_factory=Filters)
    folding: Folding = field(default_factory=Folding)
    inspector: bool = True

    def as_setting(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "stretch": self.stretch.value,
            "filters": self.filters.as_setting(),
            "folded": sorted(self.folding.folded),
            "unfolded": sorted(self.folding.unfolded_more),
            "inspector": self.inspector,
        }


def owner(database: str, login: str) -> str:
    """Under what name a person's calendar is remembered: a model of one database is another one elsewhere."""
    return f"{login}@{sha1(database.encode(), usedforsecurity=False).hexdigest()[:12]}"


def of_owner(everything: dict[str, Any], name: str) -> Kept:
    """What is remembered of one person."""
    mine = everything.get(name)
    return kept_from(mine if isinstance(mine, dict) else {})


def kept_from(setting: dict[str, Any]) -> Kept:
    """As it was written; what is not understood is left out."""
    stretch, filters = setting.get("stretch"), setting.get("filters")
    known = {each.value: each for each in Stretch}
    return Kept(
        known.get(stretch, Stretch.WEEK) if isinstance(stretch, str) else Stretch.WEEK,
        from_setting(filters) if isinstance(filters, dict) else Filters(),
        Folding(_keys(setting.get("folded")), _keys(setting.get("unfolded"))),
        setting.get("inspector") is not False,
    )


def _keys(value: object) -> frozenset[int]:
    return frozenset(key for key in value if isinstance(key, int)) if isinstance(value, list) else frozenset()
