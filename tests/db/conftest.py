"""A fresh database for each test, and a small world to act in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from resource_centre.app import App
from resource_centre.centres.queries import centres
from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.core.times import zone
from resource_centre.db.unit import Unit
from resource_centre.people import queries as people
from resource_centre.people.service import PersonDraft, add_person
from resource_centre.resources import service as resources
from resource_centre.resources.service import LabDraft, ModelDraft, UnitDraft
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Hold

T = TypeVar("T")
NOW = datetime(2026, 11, 25, 6, 20, tzinfo=UTC)  # 11:20 in Almaty, a Wednesday


class World:
    """One database with a centre in Almaty (Mon–Sat 09–18), a coordinator, and makers for the rest."""

    def __init__(self, app: App, clock: FixedClock) -> None:
        self.app = app
        self.clock = clock
        self.tz = zone("Asia/Almaty")
        known = app.read(lambda u: [row.id for row in centres(u)], SYSTEM)
        self.centre_id = known[0] if known else self._centre()
        self.coordinator = (
            app.read(lambda u: people.actor_of(u, people.person_by_login(u, "coordinator").id), SYSTEM)
            if known
            else self.person("coordinator", Role.COORDINATOR)
        )

    def _centre(self) -> int:
        draft = CentreDraft("ALA", "Almaty", "Asia/Almaty", "KZ", observes_holidays=False)
        hours = tuple((day, 9 * 60, 18 * 60) for day in range(6))
        return self.write(lambda u: add_centre(u, draft, hours), SYSTEM).id

    def write(self, command: Callable[[Unit], T], as_: Actor | None = None) -> T:
        """Runs a command as the coordinator (or somebody else)."""
        return self.app.write(command, as_ or self.coordinator).value

    def read(self, query: Callable[[Unit], T], as_: Actor | None = None) -> T:
        """Runs a query as the coordinator (or somebody else)."""
        return self.app.read(query, as_ or self.coordinator)

    def person(self, login: str, *roles: Role, name: str | None = None, **more: Any) -> Actor:
        """Adds a person with roles at the centre."""
        draft = PersonDraft(name or login.capitalize(), login, **more)
        row = self.write(lambda u: add_person(u, draft, [(r, self.centre_id) for r in roles]), SYSTEM)
        if set(roles) & {Role.COORDINATOR, Role.CONSULTANT, Role.AMBASSADOR}:
            self.write(lambda u: resources.ensure_person_bookable(u, row.id, self.centre_id), SYSTEM)
        return self.app.read(lambda u: people.actor_of(u, row.id), SYSTEM)

    def time_of(self, person: Actor) -> int:
        """The bookable that is a person's time."""
        from resource_centre.resources.queries import bookable_of_person

        found = self.read(lambda u: bookable_of_person(u, person.person_id or 0), SYSTEM)
        assert found is not None
        return found

    def lab(self, code: str = "LAB1", **more: Any) -> int:
        """Adds a lab."""
        draft = LabDraft(code, more.pop("name", code), **more)
        return self.write(lambda u: resources.add_lab(u, self.centre_id, draft), SYSTEM)

    def model(self, name: str = "SPIKE kit", parts: tuple[tuple[str, int], ...] = (), **more: Any) -> int:
        """Adds an equipment model."""
        return self.write(
            lambda u: resources.add_model(u, self.centre_id, ModelDraft(name, **more), parts), SYSTEM
        )

    def units(self, model_id: int, count: int, prefix: str = "K") -> list[int]:
        """Adds so many units of a model."""
        return [
            self.write(lambda u, n=n: resources.add_unit(u, self.centre_id, UnitDraft(f"{prefix}-{n:02d}", f"{prefix} {n:02d}", model_id)), SYSTEM)
            for n in range(1, count + 1)
        ]  # fmt: skip

    def school(self, name: str = "School 41", **more: Any) -> int:
        """Adds a school."""
        from resource_centre.schools.model import School

        def add(u: Unit) -> int:
            return u.add(School(centre_id=self.centre_id, name=name, created_at=u.now, **more)).id

        return self.write(add, SYSTEM)

    def at(self, text: str) -> datetime:
        """An instant from the centre's wall time: 2026-11-26 14:00."""
        return datetime.fromisoformat(text).replace(tzinfo=self.tz).astimezone(UTC)

    def wish(self, start: str, end: str, *bookables: int, **more: Any) -> Hold:
        """A lab booking of these bookables in wall time."""
        title = more.pop("title", "Club")
        kind = more.pop("kind", ActivityKind.LAB_BOOKING)
        return Hold(self.centre_id, kind, title, self.at(start), self.at(end), tuple(bookables), **more)

    def book(self, start: str, end: str, *bookables: int, **more: Any) -> schedule.Held:
        """Books as the coordinator."""
        return self.write(lambda u: schedule.hold(u, self.wish(start, end, *bookables, **more)))


ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgres))


def settle_in(url: str) -> None:
    """Lays what every small world begins with into a database with the schema."""
    app = App.open(url, FixedClock(NOW))
    World(app, FixedClock(NOW))
    app.close()


@pytest.fixture(scope="session")
def settled_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the small world has begun, to be copied."""
    file = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("settled") / "settled.db"))
    settle_in(f"sqlite:///{file}")
    return file


@contextmanager
def world_at(url: str) -> Iterator[World]:
    """The small world at an address, on 25 November 2026, 11:20."""
    clock = FixedClock(NOW)
    app = App.open(url, clock)
    yield World(app, clock)
    app.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A fresh database file with the schema, and with the small world where the test asks for it."""
    made = "settled_file" if {"world", "file_world"} & {*request.fixturenames} else "empty_file"
    return Path(shutil.copy(request.getfixturevalue(made), tmp_path / "centre.db"))


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of such a database, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('database')}"
        return
    server = request.getfixturevalue("server")
    name = server.fresh(settle_in if "world" in request.fixturenames else None)
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def file_world(database: Path) -> Iterator[World]:
    """A small world in a file: for what only files have."""
    with world_at(f"sqlite:///{database}") as made:
        yield made


@pytest.fixture
def world(address: str) -> Iterator[World]:
    """A small world in a fresh database, on each engine."""
    with world_at(address) as made:
        yield made
