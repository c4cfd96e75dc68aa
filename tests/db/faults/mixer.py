"""One of a crowd of writers: a process that books, moves, cancels, repeats and accepts until its time is over."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

import holidays  # noqa: F401 (what a first booking imports, once for the whole crowd)

from resource_centre.ambassadors import service as ambassadors
from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.errors import BadInput, Refused
from resource_centre.db.tables import all_metadata
from resource_centre.db.unit import Unit
from resource_centre.schedule import series, service
from resource_centre.schedule.rules import ActivityKind, Hold

all_metadata()
T = TypeVar("T")
SLOT = timedelta(minutes=30)


@dataclass(frozen=True)
class Task:
    """What a writer is told: where, who it is, until when, and what it may take."""

    url: str
    login: str
    number: int
    seconds: float
    now: datetime
    centre: int
    labs: tuple[int, ...]
    first: datetime  # nine in the morning of the first day
    days: int
    invitations: tuple[int, ...]


@dataclass
class Told:
    """What a writer was told: each activity as it was acknowledged last (None: cancelled), accepted invitations."""

    number: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    held: dict[int, tuple[datetime, datetime, frozenset[int]] | None] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0


class Writer:
    """Does one thing after another at random, and keeps the account."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.told = Told(task.number)
        self.dice = random.Random(task.number)
        self.app = App.open(task.url, FixedClock(task.now))
        self.staff = self.app.sign_in("coordinator")
        self.ambassador = self.app.sign_in(task.login)
        self.invitations = list(task.invitations)

    def run(self) -> Told:
        """Until the time is over."""
        ways = [self.book, self.book, self.book, self.move, self.move, self.cancel, self.repeat, self.accept]
        end = time.monotonic() + self.task.seconds
        while time.monotonic() < end:
            way = self.dice.choice(ways)
            began = time.monotonic()
            self._try(way)
            self.told.longest = max(self.told.longest, time.monotonic() - began)
        self.app.close()
        return self.told

    def _try(self, way: Callable[[], bool]) -> None:
        name = way.__name__
        try:
            if way():
                self.told.counts[name] += 1
        except Refused:
            self.told.counts[f"{name} refused"] += 1
        except Exception as fault:  # noqa: BLE001 - each one is reported
            self.told.faults.append(f"{name}: {type(fault).__name__}: {fault}")

    def _write(self, command: Callable[[Unit], T], actor: Any = None) -> T:
        return self.app.write(command, actor or self.staff).value

    def _wish(self) -> Hold:
        day, slot = self.dice.randrange(self.task.days), self.dice.randrange(17)
        start = self.task.first + timedelta(days=day) + slot * SLOT
        labs = tuple(self.dice.sample(self.task.labs, self.dice.choice((1, 1, 2))))
        length = SLOT * self.dice.choice((1, 1, 2))
        return Hold(
            self.task.centre, ActivityKind.LAB_BOOKING, f"Writer {self.task.number}", start, start + length, labs,
            override_reason="out of hours",
        )  # fmt: skip

    def _keep(self, held: service.Held) -> None:
        labs = frozenset(item.bookable_id for item in held.allocations)
        self.told.held[held.activity_id] = (held.start, held.end, labs)

    def book(self) -> bool:
        """A single booking of one or two labs."""
        wish = self._wish()
        self._keep(self._write(lambda unit: service.hold(unit, wish)))
        return True

    def repeat(self) -> bool:
        """Four weeks, or none of them."""
        wish = self._wish()
        held, _notes = self._write(lambda unit: series.hold_series(unit, wish, "FREQ=DAILY;COUNT=4"))
        for one in held:
            self._keep(one)
        return True

    def _own(self) -> int | None:
        living = [key for key, held in self.told.held.items() if held is not None]
        return self.dice.choice(living) if living else None

    def move(self) -> bool:
        """One of its own to another time and place."""
        key, wish = self._own(), self._wish()
        if key is None:
            return False
        changes = service.Changes(start=wish.start, end=wish.end, bookables=wish.bookables)
        self._keep(self._write(lambda unit: service.change(unit, key, changes, override_reason="moved")))
        return True

    def cancel(self) -> bool:
        """One of its own."""
        key = self._own()
        if key is None:
            return False
        self._write(lambda unit: service.release(unit, key, "not needed"))
        self.told.held[key] = None
        return True

    def accept(self) -> bool:
        """An invitation: there are fewer places than ambassadors who are asked."""
        if not self.invitations:
            return False
        key = self.invitations.pop()
        try:
            self._write(lambda unit: ambassadors.accept(unit, key), self.ambassador)
        except BadInput:  # the places were filled meanwhile and the invitation is over
            raise Refused("filled") from None
        self.told.accepted.append(key)
        return True


def work(task: Task, gate: Barrier, answers: Any) -> None:
    """The life of one process."""
    told = Told(task.number)
    try:
        writer = Writer(task)
        gate.wait(120)
        told = writer.run()
    except Exception as fault:  # noqa: BLE001
        told.faults.append(f"{type(fault).__name__}: {fault}")
    answers.put(told)


def utc(moment: datetime) -> datetime:
    """As the database gives it, aware."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
