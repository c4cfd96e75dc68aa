"""Messages to people: shown in the window, and later sent as mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String

from resource_centre.db.base import Base, Key, Mapped, PersonKey, Uid, mapped_column


class Message(Base):
    """One message to one person, in their language. `about`/`about_id` name what it tells of."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_person_id_read_at", "person_id", "read_at"),)
    id: Mapped[Key]
    uid: Mapped[Uid]
    person_id: Mapped[PersonKey]
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    kind: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    about: Mapped[str | None] = mapped_column(String(32))
    about_id: Mapped[int | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
