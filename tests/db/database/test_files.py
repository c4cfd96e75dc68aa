"""The file under the program: backups, restoring, and every file that is no good."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from resource_centre.app import App, prepare
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import (
    BadInput,
    DatabaseDamaged,
    DatabaseTrouble,
    DatabaseUnreachable,
    DatabaseVersion,
)
from resource_centre.db.backup import backup, daily_backup, restore
from resource_centre.db.check import problems
from resource_centre.db.upgrade import known_revisions


def opened(file: Path) -> None:
    App.open(f"sqlite:///{file}").close()


def test_a_backup_is_a_whole_database(file_world, tmp_path: Path) -> None:
    file_world.book("2026-11-26 10:00", "2026-11-26 11:00", file_world.lab())
    copy = backup(file_world.app.engine, tmp_path / "copy.db")
    app = App.open(f"sqlite:///{copy}")
    assert app.read(lambda unit: unit.session.scalar(text("select count(*) from activity")), SYSTEM) == 1
    assert problems(app.engine) == []
    app.close()


def test_a_backup_never_overwrites(file_world, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BadInput):
        backup(file_world.app.engine, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_restoring_keeps_what_was_there(file_world, tmp_path: Path) -> None:
    copy = backup(file_world.app.engine, tmp_path / "copy.db")
    file_world.book("2026-11-26 10:00", "2026-11-26 11:00", file_world.lab())
    saved = restore(copy, file_world.app.engine, known_revisions())
    count = text("select count(*) from activity")
    assert file_world.read(lambda unit: unit.session.scalar(count), SYSTEM) == 0
    assert saved is not None
    app = App.open(f"sqlite:///{saved}")
    assert app.read(lambda unit: unit.session.scalar(count), SYSTEM) == 1
    app.close()


def test_daily_backups_are_made_once_a_day_and_rotate(file_world, tmp_path: Path) -> None:
    for day in range(1, 6):
        assert daily_backup(file_world.app.engine, tmp_path / "b", date(2026, 11, day), keep=3)
    assert daily_backup(file_world.app.engine, tmp_path / "b", date(2026, 11, 5), keep=3) is None
    assert [file.name[-13:-3] for file in sorted((tmp_path / "b").glob("*.db"))] == [
        "2026-11-03", "2026-11-04", "2026-11-05",
    ]  # fmt: skip


def test_what_is_not_a_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear colleagues, " * 400)
    with pytest.raises(DatabaseTrouble):
        opened(file)
    assert file.read_text().startswith("Dear colleagues")


def test_a_truncated_database_is_said_to_be_damaged(database: Path, tmp_path: Path) -> None:
    data = database.read_bytes()
    file = tmp_path / "half.db"
    file.write_bytes(data[: len(data) // 3])
    with pytest.raises(DatabaseTrouble):
        problems_of(file)


def problems_of(file: Path) -> None:
    app = App.open(f"sqlite:///{file}")
    try:
        found = problems(app.engine)
        if found:
            raise DatabaseDamaged(found[0])
    finally:
        app.close()


def test_a_newer_database_is_refused(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("update alembic_version set version_num = 'from_the_future'")
    connection.close()
    with pytest.raises(DatabaseVersion):
        opened(database)


def test_a_database_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble) as caught:
        opened(tmp_path / "none.db")
    assert "none.db" in str(caught.value)
    assert not (tmp_path / "none.db").exists()


def test_a_database_without_tables_is_refused(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "empty.db").close()
    (tmp_path / "empty.db").touch()
    with pytest.raises(DatabaseTrouble):
        opened(tmp_path / "empty.db")


def test_a_database_that_may_only_be_read_says_so(file_world) -> None:
    from sqlalchemy import event

    file_world.app.engine.dispose()

    @event.listens_for(file_world.app.engine, "connect")
    def only_read(raw, _record) -> None:  # type: ignore[no-untyped-def]
        raw.execute("pragma query_only = 1")

    with pytest.raises(DatabaseTrouble):
        file_world.lab()


def test_a_locked_database_says_that_somebody_else_writes(file_world, database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("begin immediate")
    file_world.app.engine.dispose()
    with file_world.app.engine.connect() as connection:
        connection.exec_driver_sql("pragma busy_timeout = 50")
        connection.detach()
    try:
        from sqlalchemy import event

        @event.listens_for(file_world.app.engine, "connect")
        def soon(raw, _record) -> None:  # type: ignore[no-untyped-def]
            raw.execute("pragma busy_timeout = 50")

        with pytest.raises(DatabaseUnreachable):
            file_world.lab()
    finally:
        other.execute("rollback")
        other.close()


def fill_up(file_world, lab: int) -> None:
    for hour in range(9, 18):
        file_world.book(f"2026-11-26 {hour:02}:00", f"2026-11-26 {hour:02}:50", lab, note="x" * 4000)


def test_a_full_disk_writes_nothing_half(file_world, database: Path) -> None:
    from sqlalchemy import event

    lab = file_world.lab()
    file_world.app.engine.dispose()

    @event.listens_for(file_world.app.engine, "connect")
    def small(raw, _record) -> None:  # type: ignore[no-untyped-def]
        pages = raw.execute("pragma page_count").fetchone()[0]
        raw.execute(f"pragma max_page_count = {pages}")

    with pytest.raises(DatabaseTrouble):
        fill_up(file_world, lab)
    file_world.app.engine.dispose()
    event.remove(file_world.app.engine, "connect", small)
    assert problems(file_world.app.engine) == []


def test_the_schema_can_be_made_again_at_another_place(tmp_path: Path) -> None:
    prepare(f"sqlite:///{tmp_path / 'new' / 'folder' / 'x.db'}")
    opened(tmp_path / "new" / "folder" / "x.db")
