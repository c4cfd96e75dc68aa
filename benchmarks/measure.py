"""Timing ours beside the floor, in turns, and what is printed of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table: milliseconds of ours and of the floor, how many times the floor, the target."""

    name: str
    engine: str
    rows: int
    ours_ms: float
    floor_ms: float
    ratio: float
    target: float

    def printed(self) -> dict[str, Any]:
        """As a row of JSON."""
        return asdict(self)


def compare(
    name: str,
    engine: str,
    rows: int,
    target: float,
    ours: Callable[[int], object],
    floor: Callable[[int], object],
    times: int,
) -> Result:
    """Runs ours and the floor in turns, so that both meet the same weather; the first three turns only warm up.

    Both are given the number of the turn, to do something new each time. What counts is the lower quartile: other
    work of the machine only ever adds.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for turn in range(-3, times):
        for kept, run in zip(taken, (ours, floor), strict=True):
            start = time.perf_counter()
            run(turn)
            if turn >= 0:
                kept.append((time.perf_counter() - start) * 1000)
    mine, least = (quantiles(each, n=4, method="inclusive")[0] for each in taken)
    return Result(name, engine, rows, round(mine, 3), round(least, 3), round(mine / least, 1), target)
