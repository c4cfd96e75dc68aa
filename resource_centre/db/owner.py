"""The login that owns a server's database: it alone sees and does everything there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text

from resource_centre.core.errors import NotPermitted
from resource_centre.i18n import _


def owns_tables(engine: Engine) -> bool:
    """Whether this login owns the tables. A file belongs to whoever holds it."""
    if engine.dialect.name == "sqlite":
        return True
    query: Any = text(
        "select bool_and(pg_has_role(session_user, relowner, 'usage')) from pg_class"
        " where relname in ('activity', 'audit_entry') and relkind = 'r'"
    )
    with engine.connect() as connection:
        return bool(connection.execute(query).scalar())


def insist_on_owner(engine: Engine) -> None:
    """`NotPermitted` for anybody else, who would see a part and take it for the whole."""
    if not owns_tables(engine):
        raise NotPermitted(
            _(
                "This takes the login that owns the database: yours sees only a part of it. Ask who runs the server."
            )
        )
