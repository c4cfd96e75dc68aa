"""Bringing a database to this program's schema: look, back up, migrate; refuse what is newer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from resource_centre.core.errors import BadInput, DatabaseDamaged, DatabaseVersion
from resource_centre.db.errors import nobody, translated
from resource_centre.db.watch import watched
from resource_centre.i18n import _

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def known_revisions() -> list[str]:
    """The revisions that this program brings along, oldest first."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def head() -> str:
    """The revision this program works with."""
    return known_revisions()[-1]


def revision_of(engine: Engine) -> str | None:
    """The database's revision; None when it is empty. Damaged or foreign files raise their typed error."""
    try:
        with watched(engine), engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                login, schema = connection.execute(text("select session_user, current_schema()")).one()
                if schema is None:  # not even the names of the tables may be seen
                    raise nobody(login)
            look = inspect(connection)
            tables = {name for name in ("alembic_version", "activity", "centre") if look.has_table(name)}
            if not tables and not look.get_table_names():
                return None
            if "alembic_version" not in tables or ("activity" not in tables and "centre" not in tables):
                stamped = (
                    "alembic_version" in tables
                    and connection.execute(text("select version_num from alembic_version")).scalar()
                )
                if "alembic_version" in tables and not stamped:
                    return None
                raise DatabaseDamaged(_("This file is not a Resource Centre database. Choose another file."))
            return connection.execute(text("select version_num from alembic_version")).scalar()
    except DBAPIError as trouble:
        raise translated(trouble) from trouble


def require_current(engine: Engine) -> None:
    """Raises `DatabaseVersion` unless the database has this program's schema."""
    found = revision_of(engine)
    if found == head():
        return
    if found is None:
        raise DatabaseVersion(_("This database is empty. Prepare it with “db init”."), None)
    if found in known_revisions():
        raise DatabaseVersion(
            _(
                "This database is older than the program (schema {found}). Bring it up with “db upgrade”."
            ).format(found=found),
            found,
        )
    raise newer(found)


def newer(found: str) -> DatabaseVersion:
    """The refusal of a database that a newer program has written."""
    return DatabaseVersion(
        _(
            "This database was written by a newer Resource Centre (schema {found}; this program knows {head}). "
            "Install the newer program; nothing was changed."
        ).format(found=found, head=head()),
        found,
    )


def init(engine: Engine) -> None:
    """Lays the schema into an empty database; `BadInput` when it is not empty."""
    found = revision_of(engine)
    if found is not None and found not in known_revisions():
        raise newer(found)
    if found is not None:
        raise BadInput(
            _("This database is prepared already (schema {found}). Nothing was changed.").format(found=found)
        )
    _migrate(engine, "upgrade", "head")


def upgrade(engine: Engine, backup_folder: Path | None = None) -> Path | None:
    """Backs the database up and migrates it to the head; answers the backup's file, if one was made."""
    found = revision_of(engine)
    if found is None:
        raise DatabaseVersion(_("This database is empty. Prepare it with “db init”."), None)
    if found not in known_revisions():
        raise newer(found)
    if found == head():
        return None
    from resource_centre.db.backup import backup_before_upgrade

    saved = backup_before_upgrade(engine, found, backup_folder)
    _migrate(engine, "upgrade", "head")
    return saved


def downgrade(engine: Engine, revision: str) -> None:
    """The way back to an older revision (for tests and for an engineer)."""
    _migrate(engine, "downgrade", revision)


def _migrate(engine: Engine, direction: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    step: Callable[[Config, str], Any] = getattr(command, direction)
    try:
        with watched(engine), engine.connect() as connection:
            connection = connection.execution_options(rc_writes=True)
            with connection.begin():
                config.attributes["connection"] = connection
                step(config, revision)
    except DBAPIError as trouble:
        raise translated(trouble) from trouble
