"""How long to wait before trying again when the database is away: soon at first, then less and less often."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from resource_centre.core.errors import DatabaseAway

T = TypeVar("T")
PAUSES = (1, 2, 5, 10, 15)  # seconds; the last one again and again


def pause(tried: int) -> int:
    """Whole seconds to wait after so many tries in vain (at least one)."""
    return PAUSES[min(max(tried, 1), len(PAUSES)) - 1]


def patiently(work: Callable[[], T], patience: float) -> T:
    """Does the work, again as long as the database is away, until a next try would begin after `patience` seconds."""
    end, tried = time.monotonic() + patience, 0
    while True:
        try:
            return work()
        except DatabaseAway:
            tried += 1
            if time.monotonic() + pause(tried) > end:
                raise
            time.sleep(pause(tried))
