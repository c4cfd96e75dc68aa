"""Whole copies between the engines, one centre taken home, a centre's file brought into a shared database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.errors import BadInput, Cancelled, NotFound
from resource_centre.db.check import problems
from resource_centre.db.copying.merge import insist, merge
from resource_centre.db.copying.sums import sum_of
from resource_centre.db.copying.tables import copied_tables
from resource_centre.db.copying.whole import copy
from resource_centre.db.engine import open_engine
from tests.db.conftest import NOW, World
from tools.postgres import Server

pytestmark = pytest.mark.needs_postgres


def sums(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        return {table.name: sum_of(connection, table) for table in copied_tables()}


def lived_in(world: World, prefix: str) -> None:
    """A centre with labs, kits, a family, a series of changes, and people who have no login."""
    lab = world.lab(f"{prefix}1")
    kits = world.units(world.model(f"{prefix} kit"), 2, prefix)
    school = world.school(f"School {prefix}")
    for day in (26, 27, 28):
        world.book(f"2026-11-{day} 10:00", f"2026-11-{day} 12:00", lab, *kits, title=f"{prefix} ТЕСТ {day}")
    world.book("2026-11-26 14:00", "2026-11-26 15:00", lab, school_id=school)


@pytest.fixture
def file(file_world: World) -> World:
    lived_in(file_world, "A")
    return file_world


@pytest.fixture
def places(tmp_path: Path, server: Server) -> Iterator[list[Engine]]:
    """Somewhere empty on each engine."""
    name = server.empty()
    engines = [open_engine(server.url(name)), open_engine(f"sqlite:///{tmp_path / 'home.db'}")]
    yield engines
    for engine in engines:
        engine.dispose()
    server.drop(name)


def test_there_and_back_is_the_same(file: World, places: list[Engine]) -> None:
    shared, home = places
    made = copy(file.app.engine, shared)
    assert made.sums == sums(file.app.engine) == sums(shared)
    assert made.sums["allocation"].rows == 10 and made.sums["audit_entry"].rows > 20
    assert copy(shared, home).sums == made.sums
    assert problems(shared) == problems(home) == []


def test_work_goes_on_where_the_copy_is(file: World, places: list[Engine], server: Server) -> None:
    shared = places[0]
    copy(file.app.engine, shared)
    there = World(App(shared, file.clock), file.clock)
    lab = there.lab("NEW")
    there.book("2026-11-26 10:00", "2026-11-26 12:00", lab)
    with shared.connect() as connection:
        said = connection.execute(
            text("select count(*) from audit_entry where table_name = 'activity'")
        ).scalar()
    assert said == 5
    assert problems(shared) == []


def test_a_stopped_copy_leaves_nothing(file: World, places: list[Engine]) -> None:
    def stop(table: str, _done: int, _of: int) -> None:
        if table == "allocation":
            raise Cancelled

    for target in places:
        with pytest.raises(Cancelled):
            copy(file.app.engine, target, tell=stop)
        assert all(each.rows == 0 for each in sums(target).values())
        copy(file.app.engine, target, dry_run=True)
        assert all(each.rows == 0 for each in sums(target).values())
        copy(file.app.engine, target)


def test_only_into_an_empty_database_and_never_into_itself(file: World, places: list[Engine]) -> None:
    copy(file.app.engine, places[1])
    with pytest.raises(BadInput, match="has data already"):
        copy(file.app.engine, places[1])
    with pytest.raises(BadInput, match="same database"):
        copy(file.app.engine, file.app.engine)
    with pytest.raises(NotFound, match="no centre with the code XYZ"):
        copy(file.app.engine, places[0], "XYZ")


def test_damage_is_not_copied(file: World, places: list[Engine]) -> None:
    with file.app.engine.connect() as connection:
        connection.exec_driver_sql("drop trigger allocation_no_overlap_insert")
        connection.exec_driver_sql(
            "insert into allocation (centre_id, activity_id, bookable_id, asked_id, occupied_from, occupied_to, live)"
            " select centre_id, activity_id + 1, bookable_id, asked_id, occupied_from, occupied_to, live"
            " from allocation limit 1"
        )
        connection.commit()
    for target in places:
        with pytest.raises(BadInput):
            copy(file.app.engine, target)
        assert all(each.rows == 0 for each in sums(target).values())


def test_two_centres_become_one_network_and_one_goes_home(
    file: World, empty_file: Path, places: list[Engine], tmp_path: Path
) -> None:
    shared, home = places
    copy(file.app.engine, shared)
    second = other_centre(empty_file, tmp_path)
    planned = merge(second.app.engine, shared, dry_run=True)
    assert not planned.written and sums(shared) == sums(file.app.engine)
    done = merge(second.app.engine, shared)
    insist(done)
    assert done.written and done.added == planned.added
    assert done.added["centre"] == 1 and done.added["activity"] == 4 and done.added["allocation"] == 10
    assert done.matched["person"] == 1  # the same coordinator, known by her e-mail
    assert problems(shared) == []
    again = merge(second.app.engine, shared)
    assert sum(again.added.values()) == 0
    copy(shared, home, "AST")
    assert problems(home) == []
    with home.connect() as connection:
        titles = (
            connection.execute(text("select title from activity where title like '%ТЕСТ%'")).scalars().all()
        )
    assert sorted(titles) == ["B ТЕСТ 26", "B ТЕСТ 27", "B ТЕСТ 28"]
    second.app.close()


def test_a_login_or_a_code_of_somebody_else_is_listed_and_nothing_written(
    file: World, empty_file: Path, places: list[Engine], tmp_path: Path
) -> None:
    shared = places[0]
    copy(file.app.engine, shared)
    before = sums(shared)
    second = other_centre(empty_file, tmp_path, code="ALA", name="Somebody Else")
    done = merge(second.app.engine, shared)
    assert not done.written and len(done.clashes) == 2
    with pytest.raises(
        BadInput, match=r"The code ALA belongs to Almaty there and to Astana here.*login “coordinator”"
    ):
        insist(done)
    assert sums(shared) == before
    second.app.close()


def test_nobody_is_in_two_places_after_a_merge(
    file: World, empty_file: Path, places: list[Engine], tmp_path: Path
) -> None:
    second = other_centre(empty_file, tmp_path)
    for world in (file, second):
        world.book("2026-11-30 10:00", "2026-11-30 12:00", world.time_of(world.coordinator))
    for target in places:
        copy(file.app.engine, target)
        done = merge(second.app.engine, target)
        assert not done.written and done.clashes == (
            "Somebody is booked at both centres at once: move one of the two first.",
        )
        assert sums(target) == sums(file.app.engine)
    second.app.close()


def other_centre(empty_file: Path, folder: Path, code: str = "AST", name: str = "") -> World:
    """Another centre's own file; its coordinator has the same login."""
    import shutil

    from resource_centre.centres.model import Centre
    from resource_centre.people.model import Person

    place = folder / "second.db"
    shutil.copy(empty_file, place)
    clock = FixedClock(NOW)
    world = World(App.open(f"sqlite:///{place}", clock), clock)
    with world.app.engine.connect().execution_options(rc_writes=True) as connection:
        connection.execute(Centre.__table__.update().values(code=code, name="Astana"))  # type: ignore[attr-defined]
        if name:
            connection.execute(Person.__table__.update().values(name=name))  # type: ignore[attr-defined]
        connection.commit()
    lived_in(world, "B")
    return world
