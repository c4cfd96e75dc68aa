"""Writers who go on while the server is ill-treated, and the account of what they were told and what is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import DatabaseAway
from resource_centre.schools.service import SchoolDraft, add_school
from tests.db.conftest import World


@dataclass(frozen=True)
class Account:
    """Names that were acknowledged, and how often each name is there."""

    acknowledged: list[str]
    stored: Counter[str]

    @property
    def missing(self) -> list[str]:
        return [name for name in self.acknowledged if not self.stored[name]]

    @property
    def twice(self) -> list[str]:
        return [name for name, times in self.stored.items() if times > 1]

    def __str__(self) -> str:
        found = sum(1 for name in self.acknowledged if self.stored[name])
        return (
            f"acknowledged {len(self.acknowledged)}, found {found}, "
            f"missing {len(self.missing)}, twice {len(self.twice)}"
        )


class Writers:
    """Each adds one school after another through the same App until told to stop. What else happens is in `other`."""

    def __init__(self, world: World, crowd: int = 4) -> None:
        self._world = world
        self._stop = Event()
        self.acknowledged: list[str] = []
        self.other: list[BaseException] = []
        self._threads = [Thread(target=self._write, args=(n,)) for n in range(crowd)]
        for thread in self._threads:
            thread.start()

    def done(self) -> Account:
        """Stops them and reads the account."""
        self._stop.set()
        for thread in self._threads:
            thread.join(120)
        return account(self._world, self.acknowledged)

    def _write(self, who: int) -> None:
        n = 0
        while not self._stop.is_set():
            n += 1
            name = f"school {who}-{n}"
            try:
                self._world.write(
                    lambda unit, said=name: add_school(unit, self._world.centre_id, SchoolDraft(said))
                )  # type: ignore[misc]
            except DatabaseAway:
                continue  # not acknowledged: it may be there, once
            except BaseException as trouble:  # noqa: BLE001
                self.other.append(trouble)
                return
            self.acknowledged.append(name)


def account(world: World, acknowledged: list[str]) -> Account:
    """What is in the database now."""

    def names(unit: Any) -> list[str]:
        return list(unit.session.scalars(text("select name from school")))

    return Account(acknowledged, Counter(world.read(names, SYSTEM)))
