"""What Python's collector of cycles has to look at, and memory that the system gets back."""

from __future__ import annotations

import gc
import sys
from functools import cache

YOUNG = 20_000  # objects more before it looks; a week of 5,000 bookings are 20,000
M_MMAP_THRESHOLD, LARGE = -3, 128 * 1024  # of mallopt(3), and its own value at the start


@cache
def settle() -> None:
    """What has been imported stays, once and for all: the collector does not go through it again.

    It would, several times for every few thousand rows that are read: half of the time that they took. What is
    rubbish by now stays as well: looking for it takes as long as it would ever save.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)


def hold_little() -> None:
    """What is large goes back to the system when it is freed. glibc, left alone, keeps more the larger it was."""
    _tell_glibc("mallopt", M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """What was freed in the middle of the heap goes back to the system. glibc alone keeps it."""
    _tell_glibc("malloc_trim", 0)


def _tell_glibc(what: str, *words: int) -> None:
    if sys.platform != "linux":
        return
    from ctypes import CDLL

    said = getattr(CDLL(None), what, None)  # other libraries of C have no such words
    if said is not None:
        said(*words)
