"""What the database itself promises, whoever writes: no overlap, everything on record, nothing deleted."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from resource_centre.centres.model import Closure
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


def test_each_of_many_rows_of_one_statement_has_a_line_of_its_own_on_record(world, booked: int) -> None:
    """In the order in which they were added, with all that is in them."""
    names = ["first", "second", "third"]
    start, end = world.at("2026-12-24 09:00"), world.at("2026-12-24 18:00")
    rows = [
        {"centre_id": world.centre_id, "title": name, "starts_at": start, "ends_at": end, "source_uid": None}
        for name in names
    ]
    world.write(lambda unit: unit.insert_many(Closure, rows), SYSTEM)
    query = text("select row_id, after from audit_entry where table_name = 'closure' order by id")
    lines = world.read(lambda unit: unit.session.execute(query).all(), SYSTEM)
    told = [json.loads(after) if isinstance(after, str) else after for _id, after in lines]
    assert [line["title"] for line in told] == names
    assert {line["starts_at"] for line in told} == {f"{start.astimezone(UTC):%Y-%m-%d %H:%M:%S}"}
    assert [row_id for row_id, _after in lines] == sorted({row_id for row_id, _after in lines})


def test_many_rows_answer_their_numbers_in_their_order(world) -> None:
    start, end = world.at("2026-12-24 09:00"), world.at("2026-12-24 18:00")
    rows = [
        {"uid": uid, "centre_id": world.centre_id, "title": uid, "starts_at": start, "ends_at": end}
        for uid in ("c", "a", "b")
    ]
    numbers = world.write(lambda unit: unit.insert_numbered(Closure, rows), SYSTEM)
    known = dict(world.read(lambda unit: unit.rows(select(Closure.uid, Closure.id)), SYSTEM))
    assert numbers == [known["c"], known["a"], known["b"]]


def test_a_naive_time_is_refused_among_many_rows_too(world) -> None:
    row = {"centre_id": world.centre_id, "title": "x", "starts_at": datetime(2026, 1, 1), "ends_at": datetime(2026, 1, 2)}  # fmt: skip
    with pytest.raises((StatementError, TypeError)):
        world.write(lambda unit: unit.insert_many(Closure, [row]), SYSTEM)


def test_a_naive_time_is_refused_before_it_reaches_the_database(world) -> None:
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
