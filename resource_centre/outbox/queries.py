"""Reading messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from resource_centre.db.unit import Unit
from resource_centre.outbox.model import Message


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message to the actor."""

    id: int
    kind: str
    subject: str
    body: str
    about: str | None
    about_id: int | None
    created_at: datetime
    read: bool


def my_messages(unit: Unit, limit: int = 50) -> tuple[MessageRow, ...]:
    """The actor's newest messages."""
    m = Message
    query = (
        select(m.id, m.kind, m.subject, m.body, m.about, m.about_id, m.created_at, m.read_at.is_not(None))
        .where(m.person_id == unit.actor.person_id)
        .order_by(m.id.desc())
        .limit(limit)
    )
    return tuple(MessageRow(*row) for row in unit.rows(query))


def unread(unit: Unit) -> int:
    """How many messages the actor has not read."""
    query = select(func.count()).where(Message.person_id == unit.actor.person_id, Message.read_at.is_(None))
    return int(unit.value(query) or 0)
