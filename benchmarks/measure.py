"""Timing ours beside the floor, in turns, and what is printed of it."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table.

    `unit` is what `ours` and `floor` are counted in. `target` is how much `of` ("ratio", "ours" or a word) may be at
    most; the growth of a row has the fewest bookings as its floor. `said` is what else was counted.
    """

    name: str
    engine: str
    rows: int
    ours: float
    floor: float
    ratio: float
    target: float
    of: str = "ratio"
    unit: str = "ms"
    said: str = ""

    def print(self) -> None:
        """As a line of JSON."""
        print(json.dumps(asdict(self)), flush=True)


def result(
    name: str, engine: str, rows: int, ours: float, floor: float, target: float, of: str = "ratio", unit: str = "ms",
    said: str = "",
) -> Result:  # fmt: skip
    """A row from two figures."""
    ratio = round(ours / floor, 2) if floor else 0.0
    return Result(name, engine, rows, round(ours, 3), round(floor, 3), ratio, target, of, unit, said)


def lower_quartile(taken: list[float]) -> float:
    """What counts of repeated times: other work of the machine only ever adds."""
    return quantiles(taken, n=4, method="inclusive")[0] if len(taken) > 1 else taken[0]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each turn: on the clock, and of this process's processor."""

    clock: list[float]
    processor: list[float]


def in_turns(
    ours: Callable[[int], object], floor: Callable[[int], object], times: int, warm: int = 3
) -> tuple[Times, Times]:
    """Ours and the floor, run in turns, so that both meet the same weather.

    Both are given the number of the turn, to do something new each time; the first turns only warm up.
    """
    taken = Times([], []), Times([], [])
    gc.collect()
    for turn in range(-warm, times):
        for kept, run in zip(taken, (ours, floor), strict=True):
            worked, start = time.process_time(), time.perf_counter()
            run(turn)
            if turn >= 0:
                kept.clock.append((time.perf_counter() - start) * 1000)
                kept.processor.append((time.process_time() - worked) * 1000)
    return taken


def processor(ours: Times, floor: Times) -> str:
    """What other work on the machine lengthens little: time of this process's processor (a server's is not in it)."""
    mine, least = lower_quartile(ours.processor), lower_quartile(floor.processor)
    return f"processor {mine:.2f} / {least:.2f} ms, {mine / max(least, 0.001):.1f} times"
