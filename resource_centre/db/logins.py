"""Logins of a server: each person has a role of their own. A file has no logins: there nothing of this does anything.

A password never leaves this computer: the server gets its SCRAM-SHA-256 verifier (RFC 7677), made here by libpq.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from resource_centre.db.unit import Unit

MAKE = text("select rc_make_login(:login, :verifier, :fresh)")
RENAME = text("select rc_rename_login(:before, :login)")
END = text("select rc_end_login(:login)")
WHO = text("select session_user")
ALL = text("select rc_make_login(login) from person where login is not null and active")


def on_server(unit: Unit) -> bool:
    """Whether people sign in by a login of the server."""
    return unit.connection.dialect.name == "postgresql"


def make(unit: Unit, login: str, password: str | None = None, *, fresh: bool = False) -> None:
    """Lets a person in by their login. `fresh`: whoever had the login before them is not let in by it any more."""
    if on_server(unit):
        unit.flush()
        unit.connection.execute(
            MAKE, {"login": login, "verifier": _verifier(unit, login, password), "fresh": fresh}
        )


def rename(unit: Unit, before: str, login: str) -> None:
    """The person, who has the new login already, comes in by it; with the password they had."""
    if on_server(unit):
        unit.flush()
        unit.connection.execute(RENAME, {"before": before, "login": login})


def end(unit: Unit, login: str) -> None:
    """Lets the person in no more. Call it while they still have the login."""
    if on_server(unit):
        unit.flush()
        unit.connection.execute(END, {"login": login})


def set_password(unit: Unit, login: str, password: str) -> None:
    """Changes the password: everybody may do that for the login of their own connection."""
    if not on_server(unit):
        return
    if unit.connection.execute(WHO).scalar() != login:
        make(unit, login, password)
        return
    from psycopg import sql

    unit.flush()
    own = sql.SQL("alter role session_user password {}").format(sql.Literal(_verifier(unit, login, password)))
    unit.connection.exec_driver_sql(own.as_string(_connection(unit)))


def make_all(connection: Connection) -> None:
    """Lets everybody in who has a login: after people came from elsewhere, into a server."""
    if connection.dialect.name == "postgresql":
        connection.execute(ALL)


def _verifier(unit: Unit, login: str, password: str | None) -> str | None:
    if password is None:
        return None
    made = _connection(unit).pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return str(made.decode())


def _connection(unit: Unit) -> Any:
    return unit.connection.connection.driver_connection
