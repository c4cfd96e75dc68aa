"""What waits on each page, for the numbers of the rail."""

from __future__ import annotations

from resource_centre.db.unit import Unit


def read_counts(unit: Unit, centre_id: int) -> dict[str, int]:
    """Numbers by page; a page where nothing waits is left out."""
    return {}
