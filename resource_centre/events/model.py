"""Tables of school engagement events: event, its blocks and sessions, schools, attendance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint

from resource_centre.db.base import (
    Base,
    CentreKey,
    Key,
    Mapped,
    MaybePerson,
    State,
    Uid,
    Version,
    mapped_column,
)


class Event(Base):
    """A school engagement event. Kinds: workshop, open_day, contest, lecture, visit, festival, teacher_course.

    Modes: at_centre, at_school, online, hybrid. Its steps are in `step` with subject "event".
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("centre_id", "number"),
        Index("ix_event_centre_id_state", "centre_id", "state"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    number: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(24))
    mode: Mapped[str] = mapped_column(String(16))
    audience: Mapped[str] = mapped_column(String(16), default="pupils")
    grade: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(2), default="en")
    capacity: Mapped[int | None]
    venue: Mapped[str] = mapped_column(default="")
    state: Mapped[State]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    risk_done_at: Mapped[datetime | None]
    risk_done_by: Mapped[MaybePerson]
    evaluation_done_at: Mapped[datetime | None]
    waiver_reason: Mapped[str] = mapped_column(default="")
    waived_by: Mapped[MaybePerson]
    created_at: Mapped[datetime]
    created_by: Mapped[MaybePerson]
    version: Mapped[Version]


class EventSchool(Base):
    """A school taking part, with the numbers it registered."""

    __tablename__ = "event_school"
    __table_args__ = (UniqueConstraint("event_id", "school_id"),)
    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    expected_pupils: Mapped[int] = mapped_column(default=0)
    expected_teachers: Mapped[int] = mapped_column(default=0)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class EventBlock(Base):
    """One hold of an event: the activity (kind event_session) that takes lab, kits and people for one stretch of time.

    A block has one session or several behind each other; at a school its activity may hold people alone, or nothing.
    """

    __tablename__ = "event_block"
    id: Mapped[Key]
    uid: Mapped[Uid]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)


class EventSession(Base):
    """The counting unit: one session, planned, delivered or cancelled, inside its block's time."""

    __tablename__ = "event_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index("ix_event_session_centre_id_starts_at", "centre_id", "starts_at"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("event_block.id"), index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int | None]
    lead_id: Mapped[MaybePerson]
    state: Mapped[State]
    attendance_at: Mapped[datetime | None]
    version: Mapped[Version]


class Participation(Base):
    """A headcount at one session: audience × stage × gender (× school). Pupils are never named.

    Audiences: pupils, teachers, parents, students, others. Genders: female, male, other, not_recorded. Stages:
    primary, lower_secondary, upper_secondary, vocational, higher, not_recorded.
    """

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("session_id", "school_id", "audience", "stage", "gender"),
        CheckConstraint("headcount >= 0", name="headcount"),
    )
    id: Mapped[Key]
    session_id: Mapped[int] = mapped_column(ForeignKey("event_session.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    audience: Mapped[State]
    stage: Mapped[State] = mapped_column(default="not_recorded")
    gender: Mapped[State] = mapped_column(default="not_recorded")
    headcount: Mapped[int]


class Participant(Base):
    """An identified person (a teacher) at one session; already inside the headcounts."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)
    id: Mapped[Key]
    session_id: Mapped[int] = mapped_column(ForeignKey("event_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
