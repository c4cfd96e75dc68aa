"""What waits on each page, for the numbers of the rail."""

from __future__ import annotations

from collections import Counter

from resource_centre.db.unit import Unit
from resource_centre.overview.needs import needs

PAGES = frozenset({"consultations", "events"})


def read_counts(unit: Unit, centre_id: int) -> dict[str, int]:
    """Numbers by page; a page where nothing waits is left out."""
    if unit.actor.is_system or unit.actor.person_id is None:
        return {}
    found = needs(unit, centre_id)
    counts = Counter(need.page for need in found if need.page in PAGES)
    if found:
        counts["today"] = len(found)
    return dict(counts)
