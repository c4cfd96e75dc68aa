"""Telling people: a message is a row of the same transaction as what it tells."""

from __future__ import annotations

from sqlalchemy import update

from resource_centre.core.changes import Topic
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.outbox.model import Message


def tell(
    unit: Unit,
    person_id: int | None,
    kind: str,
    subject: str,
    body: str = "",
    about: str | None = None,
    about_id: int | None = None,
    centre_id: int | None = None,
) -> None:
    """Leaves a message for a person (nobody is told about what they did themselves)."""
    if person_id is None or person_id == unit.actor.person_id:
        return
    row = {
        "uid": new_uid(), "person_id": person_id, "centre_id": centre_id, "kind": kind, "subject": subject,
        "body": body, "about": about, "about_id": about_id, "created_at": unit.now,
    }  # fmt: skip
    unit.insert_many(Message, [row])
    unit.changed(Topic.MESSAGES)


def mark_read(unit: Unit, message_id: int | None = None) -> None:
    """Marks one of the actor's own messages (or all of them) as read."""
    query = update(Message).where(Message.person_id == unit.actor.person_id, Message.read_at.is_(None))
    if message_id is not None:
        query = query.where(Message.id == message_id)
    unit.execute(query.values(read_at=unit.now))
    unit.changed(Topic.MESSAGES)
