"""Everything that can be found, kept in memory and fresh: read in the background, again when topics change."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.finding import queries
from resource_centre.phrases.shelf import Entry, Shelf
from resource_centre.phrases.things import Things
from resource_centre.ui.desk import Desk

OF_TIME = frozenset({Topic.SCHEDULE, Topic.LOANS})
OF_NAMES = frozenset(
    {
        Topic.RESOURCES, Topic.SCHOOLS, Topic.PEOPLE, Topic.CONSULTATIONS, Topic.EVENTS, Topic.AMBASSADORS, Topic.TRAINING,
    }
)  # fmt: skip
SOON = 250  # ms between a change and reading it
OVERLAP = timedelta(seconds=2)  # instants in the database are whole seconds
MANY_CHANGED = 2_000  # activities on the side shelf before the great one is filled anew
BREATH = 0.0005  # seconds in which the window may go on


@dataclass(frozen=True)
class Shelves:
    """What is known now. `changed` are activities written since `activities` was filled; `since` is when.

    `titles` is what activities were ever called; beyond `reach` (seconds; None: everything is known) and of what is
    cancelled only that is known, and the rest is looked up.
    """

    names: Shelf = field(default_factory=lambda: Shelf(()))
    activities: Shelf = field(default_factory=lambda: Shelf(()))
    changed: Shelf = field(default_factory=lambda: Shelf(()))
    replaced: frozenset[int] = frozenset()
    titles: Shelf = field(default_factory=lambda: Shelf(()))
    reach: tuple[int, int] | None = None
    things: Things = field(default_factory=lambda: Things(()))
    since: datetime | None = None

    def entries(self, wanted: Iterable[str]) -> list[Entry]:
        """The entries with these names (kind:key); what is gone is left out."""
        keys: dict[str, set[str]] = {}
        for name in wanted:
            kind, _colon, key = name.partition(":")
            keys.setdefault(kind, set()).add(key)
        shelves = [self.names, *((self.activities, self.changed) if {"activity", "loan"} & set(keys) else ())]
        numbers = {int(key) for each in keys.values() for key in each if key.isdigit()}
        near = [entry for shelf in shelves for entry in shelf.entries if entry.key in numbers]
        return [entry for entry in near if str(entry.key) in keys.get(entry.kind, ())]


def breathe() -> None:
    """Lets other threads, the window's above all, go on."""
    time.sleep(BREATH)


def read_names(unit: Unit, centre_id: int) -> tuple[Shelf, Things]:
    """Everything with a name, and what a command can book."""
    return Shelf(queries.things(unit, centre_id), breathe), Things(queries.bookable_names(unit, centre_id))


@dataclass(frozen=True)
class OfTime:
    """All activities near to now, what any was ever called, how far they reach, and when they were read."""

    activities: Shelf
    titles: Shelf
    reach: tuple[int, int] | None
    since: datetime


def read_activities(unit: Unit, centre_id: int, most: int = queries.MOST_ACTIVITIES) -> OfTime:
    """What the field knows of time."""
    near = queries.activities(unit, centre_id, breathe, most)
    reach = (near[0].at, near[-1].at) if len(near) >= most // 2 else None
    called = [Entry("title", n, title) for n, title in enumerate(queries.titles(unit, centre_id))]
    return OfTime(Shelf(near, breathe), Shelf(called, breathe), reach, unit.now - OVERLAP)


class Library(QObject):
    """`shelves` may be used by any thread. fresh() when something else is known."""

    fresh = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.shelves = Shelves()
        self.awake = False
        self._stale = {"names", "activities"}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.load)
        desk.hub.changed.connect(self._on_change)
        desk.centre_changed.connect(self._start_again)

    @property
    def complete(self) -> bool:
        """Whether everything has been read at least once."""
        return self.shelves.since is not None

    def wake(self) -> None:
        """Somebody is about to ask: what is out of date is read now, and from now on at once."""
        self.awake = True
        self.load()

    def rest(self) -> None:
        """Nobody asks any more."""
        self.awake = False

    def load(self) -> None:
        """Reads what is out of date."""
        stale, self._stale = self._stale, set()
        centre_id, since, replaced = self.desk.centre_id, self.shelves.since, self.shelves.replaced
        if "names" in stale:
            self.desk.read(
                self, lambda unit: read_names(unit, centre_id), self._show_names, self._missed, "names"
            )
        if "activities" in stale or ("changed" in stale and (since is None or len(replaced) > MANY_CHANGED)):
            self.desk.read(
                self,
                lambda unit: read_activities(unit, centre_id),
                self._show_activities,
                self._missed,
                "activities",
            )
        elif "changed" in stale and since is not None:
            self.desk.read(
                self,
                lambda unit: _read_changed(unit, centre_id, since),
                self._show_changed,
                self._missed,
                "changed",
            )

    def _on_change(self, topics: object) -> None:
        if not isinstance(topics, frozenset):
            return
        if topics & OF_TIME:
            self._stale.add("changed" if self.complete else "activities")
        if topics & OF_NAMES:
            self._stale.add("names")
        if self._stale and self.awake:
            self._soon.start()

    def _start_again(self) -> None:
        self.shelves = Shelves()
        self._stale = {"names", "activities"}
        if self.awake:
            self._soon.start()

    def _show_names(self, found: tuple[Shelf, Things]) -> None:
        self._put(replace(self.shelves, names=found[0], things=found[1]))

    def _show_activities(self, found: OfTime) -> None:
        self._put(
            replace(
                self.shelves, activities=found.activities, changed=Shelf(()), replaced=frozenset(), since=found.since,
                titles=found.titles, reach=found.reach,
            )
        )  # fmt: skip

    def _show_changed(self, found: tuple[Shelf, frozenset[int]]) -> None:
        self._put(replace(self.shelves, changed=found[0], replaced=found[1]))

    def _put(self, shelves: Shelves) -> None:
        self.shelves = shelves
        self.fresh.emit()

    def _missed(self, _trouble: BaseException) -> None:
        """What could not be read is read when somebody asks again; the pages say what the trouble is."""
        self._stale |= {"names", "activities"}


def _read_changed(unit: Unit, centre_id: int, since: datetime) -> tuple[Shelf, frozenset[int]]:
    found = queries.changed_activities(unit, centre_id, since)
    return Shelf(found.entries), found.keys
