"""Backing a server up, putting it back and looking for damage: by its owner, by a superuser, and not by a person."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from resource_centre.core.errors import NotPermitted
from resource_centre.db.backup import backup, restore
from resource_centre.db.check import problems
from resource_centre.db.engine import open_engine
from resource_centre.db.upgrade import known_revisions
from tests.db.rights.conftest import Network

pytestmark = pytest.mark.needs_postgres


def test_a_person_is_told_to_leave_backups_and_checks_to_the_owner(reading: Network, tmp_path: Path) -> None:
    engine = reading.app("administrator").engine
    with pytest.raises(NotPermitted, match="owns the database"):
        backup(engine, tmp_path / "part.dump")
    with pytest.raises(NotPermitted, match="owns the database"):
        problems(engine)
    assert not list(tmp_path.iterdir())


def test_what_the_owner_backs_up_a_superuser_puts_back_with_its_rights(
    reading: Network, tmp_path: Path
) -> None:
    file = backup(reading.app().engine, tmp_path / "network.dump")
    again = Network(reading.server, reading.server.empty())
    engine = open_engine(reading.server.url(again.name))
    restore(file, engine, known_revisions())
    engine.dispose()
    assert problems(again.app().engine) == []
    counted = "select count(*), (select count(*) from person) from request"
    with again.connect("teacher") as there, reading.connect("teacher") as here:
        assert there.execute(counted).fetchall() == here.execute(counted).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            there.execute("create temporary table mine (id integer)")
    again.close()
    reading.server.drop(again.name)
