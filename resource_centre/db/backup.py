"""Backups of a SQLite file by the online backup API: daily, before upgrades, on request; and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from resource_centre.core.errors import BadInput, DatabaseDamaged, DatabaseUnreachable, Trouble
from resource_centre.db.dump import dump, undump
from resource_centre.db.engine import sqlite_file
from resource_centre.db.errors import translated_text
from resource_centre.i18n import _

KEEP_DAILY = 14
Step = Callable[[int, int], None]


def backup(engine: Engine, target: Path, progress: Step | None = None) -> Path:
    """Writes a consistent copy into `target` (never over an existing file). Readers and writers go on meanwhile."""
    if engine.dialect.name == "postgresql":
        return dump(engine, target)
    source = _file_of(engine)
    if target.exists():
        raise BadInput(
            _("{file} exists already. Choose a new name; a backup never overwrites.").format(file=target)
        )
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _copy(source, part, progress)
        os.replace(part, target)
    except sqlite3.Error as trouble:
        raise translated_text(str(trouble), trouble) from trouble
    except OSError as trouble:
        raise DatabaseUnreachable(
            _("The backup cannot be written to {file}: {why}.").format(file=target, why=trouble.strerror)
        ) from trouble
    finally:
        part.unlink(missing_ok=True)
    return target


def restore(source: Path, engine: Engine, known: list[str], progress: Step | None = None) -> Path | None:
    """Puts a backup in place of the database, after looking at it whole and saving what is there now.

    Answers the file into which the present database was saved (None when there was none).
    """
    if not source.is_file():
        raise BadInput(_("There is no backup at {file}.").format(file=source))
    if engine.dialect.name == "postgresql":
        undump(source, engine)
        return None
    _look_whole(source, known)
    target = _file_of(engine)
    saved: Path | None = None
    engine.dispose()
    try:
        if target.exists() and target.stat().st_size:
            saved = _fresh_name(target.with_name(f"{target.stem}-before-restore{target.suffix}"))
            try:
                _copy(target, saved, None)
            except sqlite3.Error:  # what is there is damaged: keep its bytes as they are
                saved.unlink(missing_ok=True)
                os.replace(target, saved)
                for suffix in ("-wal", "-shm"):
                    Path(str(target) + suffix).unlink(missing_ok=True)
        _copy(source, target, progress)
    except sqlite3.Error as trouble:
        raise translated_text(str(trouble), trouble) from trouble
    except OSError as trouble:
        raise DatabaseUnreachable(
            _("The backup cannot be put in place: {why}.").format(why=trouble.strerror)
        ) from trouble
    return saved


def daily_backup(engine: Engine, folder: Path, today: date, keep: int = KEEP_DAILY) -> Path | None:
    """Makes today's backup unless there is one; keeps the newest `keep`. Answers the new file."""
    target = folder / f"{_file_of(engine).stem}-{today.isoformat()}.db"
    if target.exists():
        return None
    made = backup(engine, target)
    daily = sorted(folder.glob(f"{_file_of(engine).stem}-????-??-??.db"))
    for old in daily[:-keep]:
        old.unlink(missing_ok=True)
    return made


def backup_before_upgrade(engine: Engine, revision: str, folder: Path | None = None) -> Path | None:
    """The copy made before a migration; PostgreSQL has its own tools."""
    if engine.dialect.name != "sqlite":
        return None
    file = _file_of(engine)
    return backup(engine, _fresh_name((folder or file.parent) / f"{file.stem}-before-upgrade-{revision}.db"))


def _file_of(engine: Engine) -> Path:
    file = sqlite_file(engine.url)
    if file is None:
        raise BadInput(_("The data lies on a server. Its administrator keeps the backups."))
    return file


def _copy(source: Path, target: Path, progress: Step | None) -> None:
    def step(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    with_source = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    try:
        with_target = sqlite3.connect(target, timeout=30)
        try:
            with_source.backup(with_target, pages=1024, progress=step)
            with_target.execute("PRAGMA synchronous = FULL")
        finally:
            with_target.close()
    finally:
        with_source.close()


def _look_whole(source: Path, known: list[str]) -> None:
    from resource_centre.db.upgrade import newer

    try:
        connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
        try:
            sound = connection.execute("PRAGMA quick_check").fetchone()[0]
            found = connection.execute("select version_num from alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as trouble:
        words: Trouble = translated_text(str(trouble), trouble)
        if "no such table" in str(trouble):
            words = DatabaseDamaged(_("{file} is not a Resource Centre backup.").format(file=source))
        raise words from trouble
    if sound != "ok":
        raise DatabaseDamaged(
            _("The backup {file} is damaged; nothing was changed. Choose another one.").format(file=source)
        )
    if not found or found[0] not in known:
        raise newer(found[0] if found else "?")


def _fresh_name(wanted: Path) -> Path:
    for number in range(1, 1000):
        name = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        if not name.exists():
            return name
    raise BadInput(_("There are too many files like {file}. Move some away.").format(file=wanted))
