"""Logins of a server: a person's own role, whose password leaves this computer only as a SCRAM verifier."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from resource_centre.db.unit import Unit

MAKE = text("select rc_make_login(:login, :verifier)")


def make_login(unit: Unit, login: str, password: str | None = None) -> None:
    """Lets a person enter the server by their login (PostgreSQL); with a password, also from afar."""
    verifier = None if not password else _verifier(unit, login, password)
    unit.execute(MAKE.bindparams(login=login, verifier=verifier))


def _verifier(unit: Unit, login: str, password: str) -> str:
    """What the server keeps instead of the password (RFC 5803), made here."""
    raw: Any = unit.connection.connection.driver_connection
    made: bytes = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return made.decode()
