"""Tables of training: courses, their sessions, enrolments, attendance, cascade commitments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint

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


class Course(Base):
    """A course for trainers (tier 1) or for teachers trained by them (tier 2, 3 …)."""

    __tablename__ = "course"
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    tier: Mapped[int] = mapped_column(default=1)
    capacity: Mapped[int | None]
    lead_id: Mapped[MaybePerson]
    qualification_id: Mapped[int | None] = mapped_column(ForeignKey("qualification.id"))
    state: Mapped[State]
    created_at: Mapped[datetime]
    version: Mapped[Version]


class TrainingSession(Base):
    """One session of a course: an activity of kind training_session; planned, delivered or cancelled."""

    __tablename__ = "training_session"
    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    state: Mapped[State]


class Enrolment(Base):
    """A person on a course. Its steps are in `step` with subject "enrolment"."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("course_id", "person_id"),
        Index("ix_enrolment_person_id", "person_id"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[State]
    applied_at: Mapped[datetime]
    version: Mapped[Version]


class TrainingAttendance(Base):
    """A trainee's minutes at one training session."""

    __tablename__ = "training_attendance"
    __table_args__ = (
        UniqueConstraint("training_session_id", "enrolment_id"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )
    id: Mapped[Key]
    training_session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    minutes: Mapped[int]


class Commitment(Base):
    """What a certified trainer owes: a course passed on. planned, delivered, verified, lapsed."""

    __tablename__ = "commitment"
    id: Mapped[Key]
    uid: Mapped[Uid]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[PersonKey]
    due_on: Mapped[date]
    state: Mapped[State]
    trainees: Mapped[int | None]
    delivered_on: Mapped[date | None]
    version: Mapped[Version]
