"""What a server tells across its rights when it is asked (db.rights.functions); a file hides nothing from its program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ARRAY, String, Text, cast, column, func, select

from resource_centre.db.types import Instant
from resource_centre.db.unit import Unit


def last_change(unit: Unit, table: str, row_id: int) -> tuple[str, datetime | None]:
    """Who changed a row last, and when, for whoever sees the row but not the audit; nothing from a file."""
    if unit.connection.dialect.name != "postgresql":
        return "", None
    said = func.rc_last_change(table, row_id).table_valued(column("person", String), column("at", Instant))
    told = unit.first(select(said.c.person, said.c.at))
    return (told.person or "", told.at) if told else ("", None)


def with_emails(unit: Unit, emails: Iterable[str], centre_id: int) -> list[tuple[str, int]] | None:
    """Who of a centre has exactly one of these e-mails (in lower case), for whoever brings people in; None from a file."""
    if unit.connection.dialect.name != "postgresql":
        return None
    wanted = cast(sorted(set(emails)), ARRAY(Text))
    said = func.rc_with_email(wanted, centre_id).table_valued("email", "person_id")
    return [(row.email, row.person_id) for row in unit.rows(select(said.c.email, said.c.person_id))]
