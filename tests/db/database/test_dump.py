"""Backups of a server's database, by PostgreSQL's own programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from resource_centre.core.errors import BadInput, DatabaseTrouble, DatabaseUnreachable
from resource_centre.db import dump as dumping
from resource_centre.db.backup import backup, restore
from resource_centre.db.check import problems
from resource_centre.db.copying.sums import sum_of
from resource_centre.db.copying.tables import copied_tables
from resource_centre.db.engine import open_engine
from resource_centre.db.upgrade import known_revisions
from tests.db.conftest import World
from tools.postgres import Server

pytestmark = pytest.mark.needs_postgres


@pytest.fixture(params=[pytest.param("postgresql", marks=pytest.mark.needs_postgres)])
def address(server: Server) -> str:
    """Only on the server."""
    return server.url(server.fresh())


def test_what_is_dumped_comes_back_the_same(world: World, server: Server, tmp_path: Path) -> None:
    lab = world.lab()
    world.book("2026-11-26 10:00", "2026-11-26 12:00", lab)
    file = backup(world.app.engine, tmp_path / "centre.dump")
    with pytest.raises(BadInput, match="exists already"):
        backup(world.app.engine, file)
    with pytest.raises(BadInput, match="new, empty one"):
        restore(file, world.app.engine, known_revisions())
    again = open_engine(server.url(server.empty()))
    assert restore(file, again, known_revisions()) is None
    with world.app.engine.connect() as ours, again.connect() as theirs:
        for table in copied_tables():
            assert sum_of(ours, table) == sum_of(theirs, table), table.name
    assert problems(again) == []
    again.dispose()


def test_what_cannot_be_done_is_said(
    world: World, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = tmp_path / "local.db"
    local.write_bytes(b"SQLite format 3")
    empty = open_engine(server.url(server.empty()))
    with pytest.raises(BadInput, match="not a backup of a server"):
        restore(local, empty, known_revisions())
    empty.dispose()
    gone = open_engine(server.url("no_such_database"))
    with pytest.raises(DatabaseTrouble, match="no_such_database"):
        backup(gone, tmp_path / "gone.dump")
    assert not list(tmp_path.glob("gone*"))
    monkeypatch.setattr(dumping, "_found", lambda _program: None)
    with pytest.raises(DatabaseUnreachable, match="pg_dump is not on this computer"):
        backup(world.app.engine, tmp_path / "none.dump")
