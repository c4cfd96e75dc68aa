"""What the database itself promises, whoever writes: no overlap, everything on record, nothing deleted."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from resource_centre.core.context import SYSTEM

OCCUPY = (
    "insert into allocation (centre_id, activity_id, bookable_id, asked_id, occupied_from, occupied_to, live)"
    " select centre_id, activity_id, bookable_id, asked_id, occupied_from, occupied_to, live from allocation limit 1"
)


@pytest.fixture
def booked(world) -> int:
    return world.book("2026-11-26 10:00", "2026-11-26 11:00", world.lab()).activity_id


def behind_its_back(world, statement: str) -> None:
    """Runs plain SQL, without any of the program's rules."""
    with world.app.engine.connect() as connection:
        connection = connection.execution_options(rc_writes=True)
        with connection.begin():
            connection.execute(text(statement))


def test_an_overlap_is_refused_behind_the_programs_back(world, booked: int) -> None:
    with pytest.raises(IntegrityError):
        behind_its_back(world, OCCUPY)


def test_an_overlap_by_update_is_refused_too(world, booked: int) -> None:
    world.book("2026-11-26 12:00", "2026-11-26 13:00", 2)
    with pytest.raises(IntegrityError):
        behind_its_back(
            world,
            "update allocation set occupied_from = (select min(occupied_from) from allocation),"
            " occupied_to = (select min(occupied_to) from allocation)",
        )


@pytest.mark.parametrize(
    "table", ["activity", "allocation", "person", "bookable", "centre", "step", "audit_entry"]
)
def test_nothing_is_deleted(world, booked: int, table: str) -> None:
    with pytest.raises(IntegrityError):
        behind_its_back(world, f"delete from {table}")


@pytest.mark.parametrize("table", ["audit_entry", "step"])
def test_what_is_on_record_is_not_changed(world, booked: int, table: str) -> None:
    column = "operation" if table == "audit_entry" else "reason"
    with pytest.raises(IntegrityError):
        behind_its_back(world, f"update {table} set {column} = 'x'")


def test_every_change_is_on_record_with_who_and_when(world, booked: int) -> None:
    query = text(
        "select person_id, at from audit_entry where table_name = 'activity' and row_id = :id and operation = 'insert'"
    )
    row = world.read(lambda unit: unit.session.execute(query, {"id": booked}).one(), SYSTEM)
    assert row[0] == world.coordinator.person_id
    assert row[1] is not None


def test_a_naive_time_is_refused_before_it_reaches_the_database(world) -> None:
    from datetime import datetime

    from sqlalchemy.exc import StatementError

    from resource_centre.centres.model import Closure

    def add(unit) -> None:  # type: ignore[no-untyped-def]
        unit.add(
            Closure(
                centre_id=world.centre_id,
                title="x",
                starts_at=datetime(2026, 1, 1),
                ends_at=datetime(2026, 1, 2),
            )
        )

    with pytest.raises((StatementError, ValueError, TypeError)):
        world.write(add, SYSTEM)
