"""What Python's collector of cycles has to look at, and memory that the system gets back."""

from __future__ import annotations

import gc
import sys
from functools import cache

YOUNG = 20_000  # objects more before it looks; a week of 5,000 bookings are 20,000


@cache
def settle() -> None:
    """What has been imported stays, once and for all: the collector does not go through it again.

    It would, several times for every few thousand rows that are read: half of the time that they took. What is
    rubbish by now stays as well: looking for it takes as long as it would ever save.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)


def give_back() -> None:
    """Memory that was freed in the middle of the C library's heap goes back to the system. glibc alone keeps it."""
    if sys.platform != "linux":
        return
    from ctypes import CDLL

    trim = getattr(CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
