"""Every migration goes up and down with data in the tables, on both engines; nothing changes by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from resource_centre.db import upgrade
from resource_centre.db.check import problems
from resource_centre.db.copying.sums import Sum, sum_of
from resource_centre.db.copying.tables import copied_tables
from tests.db.conftest import ENGINES, World
from tests.db.faults.cluster import Cluster
from tests.db.reports.life import october

LOGINS = (  # they belong to a whole cluster, not to one database
    "select rolname from pg_roles where rolname <> 'postgres'"
    " and not starts_with(rolname, 'pg_') and not starts_with(rolname, 'resource_centre_')"
)


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that was made here from nothing: the roles of a server's database carry its name."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('database')}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.sql("create database migrated")
    prepare(cluster.url("migrated"))
    yield cluster.url("migrated")
    cluster.sql("drop database migrated with (force)")
    for (login,) in cluster.sql(LOGINS):
        cluster.sql(f'drop role "{login}"')


REVISIONS = upgrade.known_revisions()


def sums(world: World) -> dict[str, Sum]:
    """The rows of every table, added up."""
    with world.app.engine.connect() as connection:
        return {table.name: sum_of(connection, table) for table in copied_tables()}


def names(world: World) -> dict[str, list[str]]:
    """Tables, columns and indexes, as the database has them."""
    look = inspect(world.app.engine)
    return {
        table: sorted([c["name"] for c in look.get_columns(table)] + [str(i["name"]) for i in look.get_indexes(table)])
        for table in look.get_table_names()
    }  # fmt: skip


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_migration_goes_down_and_up_again_with_data(world: World, address: str, revision: str) -> None:
    october(world)
    before, shape, found = sums(world), names(world), problems(world.app.engine)
    upgrade.downgrade(world.app.engine, revision)
    assert upgrade.revision_of(world.app.engine) == revision
    assert sums(world) == before
    upgrade.upgrade(world.app.engine)
    assert (sums(world), names(world)) == (before, shape)
    assert problems(world.app.engine) == found
    app = App.open(address, FixedClock(world.clock.now()))
    app.actor = world.coordinator
    World.lab(_as_world(app, world), "NEW")
    app.close()


def _as_world(app: App, world: World) -> World:
    other = object.__new__(World)
    other.__dict__.update({**world.__dict__, "app": app})
    return other


def test_all_the_way_down_leaves_nothing(world: World) -> None:
    world.book("2026-11-26 10:00", "2026-11-26 11:00", world.lab())
    upgrade.downgrade(world.app.engine, "base")
    assert set(inspect(world.app.engine).get_table_names()) <= {"alembic_version"}
    upgrade.init(world.app.engine)
    assert problems(world.app.engine) == []
