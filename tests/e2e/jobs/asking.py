"""What the database says, as evidence of what was done at the window."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from tests.e2e.person import Person


def one(person: Person, query: str, **values: object) -> Any:
    """One value of the database."""
    return person.app.read(lambda unit: unit.session.execute(text(query), values).scalar(), SYSTEM)
