"""Tables of consultations: requests, preferred slots, messages, appointments, ratings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint

from resource_centre.db.base import (
    Base,
    CentreKey,
    Key,
    Mapped,
    MaybePerson,
    PersonKey,
    State,
    Uid,
    Version,
    mapped_column,
)


class Request(Base):
    """A consultation request. Its steps (who, when, why) are in `step` with subject "request"."""

    __tablename__ = "request"
    __table_args__ = (
        UniqueConstraint("centre_id", "number"),
        Index("ix_request_centre_id_state", "centre_id", "state"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    number: Mapped[int]
    requester_id: Mapped[PersonKey]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    title: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    grade: Mapped[str] = mapped_column(default="")
    pupils: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(2), default="en")
    state: Mapped[State]
    consultant_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    outcome: Mapped[str] = mapped_column(default="")
    follow_up: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[MaybePerson]
    submitted_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[Version]


class PreferredSlot(Base):
    """A time that would suit the requester; rank 1 is the first choice."""

    __tablename__ = "preferred_slot"
    __table_args__ = (
        UniqueConstraint("request_id", "rank"),
        CheckConstraint("starts_at < ends_at", name="order"),
    )
    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    rank: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class RequestMessage(Base):
    """What was written about a request. `internal` notes are for staff alone."""

    __tablename__ = "request_message"
    id: Mapped[Key]
    uid: Mapped[Uid]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    author_id: Mapped[MaybePerson]
    at: Mapped[datetime]
    body: Mapped[str]
    internal: Mapped[bool] = mapped_column(default=False)


class Appointment(Base):
    """A meeting about a request: an activity that takes room and consultant together.

    States: proposed, confirmed, held, no_show, cancelled, rescheduled (`replaced_by` names the next one).
    """

    __tablename__ = "appointment"
    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    centre_id: Mapped[CentreKey]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    consultant_id: Mapped[PersonKey]
    state: Mapped[State]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    held_minutes: Mapped[int | None]
    version: Mapped[Version]


class Rating(Base):
    """The requester's rating of a resolved request: 1 (poor) to 5 (very good)."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("score between 1 and 5", name="score"),)
    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), unique=True)
    score: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
