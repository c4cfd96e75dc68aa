"""The login that owns a server's database: it alone sees and does everything there."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from resource_centre.core.errors import NotPermitted
from resource_centre.i18n import _

OWNS = text(
    "select bool_and(pg_has_role(session_user, relowner, 'usage')) from pg_class"
    " where relname in ('activity', 'audit_entry') and relkind = 'r'"
)


def owns_tables(engine: Engine) -> bool:
    """Whether this login owns the tables. A file belongs to whoever holds it."""
    with engine.connect() as connection:
        return is_owner(connection)


def is_owner(connection: Connection) -> bool:
    """The same, on a connection that is open: who asks takes no second one of the server's few."""
    return connection.dialect.name == "sqlite" or bool(connection.execute(OWNS).scalar())


def insist_on_owner(engine: Engine) -> None:
    """`NotPermitted` for anybody else, who would see a part and take it for the whole."""
    if not owns_tables(engine):
        raise NotPermitted(
            _(
                "This takes the login that owns the database: yours sees only a part of it. Ask who runs the server."
            )
        )
