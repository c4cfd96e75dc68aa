"""Tables of ambassadors: profile, clearances, availability, requirements, assignments, hours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String

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


class Ambassador(Base):
    """The profile of a STEM ambassador. `languages` and `skills` are lists of codes and words."""

    __tablename__ = "ambassador"
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    study: Mapped[str] = mapped_column(default="")
    home_area: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[Any]] = mapped_column(default=list)
    skills: Mapped[list[Any]] = mapped_column(default=list)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]


class Clearance(Base):
    """A background check: type, issuer, date, expiry; never the certificate itself."""

    __tablename__ = "clearance"
    id: Mapped[Key]
    uid: Mapped[Uid]
    person_id: Mapped[PersonKey]
    kind: Mapped[str] = mapped_column(String(32))
    issuer: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]


class Availability(Base):
    """The weekly pattern: can come on this weekday (0 Monday) from/to, in minutes after local midnight."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("from_minute >= 0 and to_minute <= 1440 and from_minute < to_minute", name="order"),
    )
    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    weekday: Mapped[int]
    from_minute: Mapped[int]
    to_minute: Mapped[int]


class AvailabilityException(Base):
    """A time in which the pattern does not hold: `available` all the same, or away."""

    __tablename__ = "availability_exception"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index("ix_availability_exception_person_id_starts_at", "person_id", "starts_at"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    available: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]


class Requirement(Base):
    """How many ambassadors an activity needs in a role, with which skills and languages."""

    __tablename__ = "requirement"
    __table_args__ = (CheckConstraint("needed > 0", name="needed"),)
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    role: Mapped[str] = mapped_column(String(32), default="assistant")
    needed: Mapped[int]
    skills: Mapped[list[Any]] = mapped_column(default=list)
    language: Mapped[str | None] = mapped_column(String(2))
    needs_clearance: Mapped[bool] = mapped_column(default=True)
    cancelled_at: Mapped[datetime | None]
    version: Mapped[Version]


class Assignment(Base):
    """One ambassador for one requirement. Its steps are in `step` with subject "assignment".

    proposed, invited, offered, accepted, declined, expired, not_selected, withdrawn, cancelled, attended,
    hours_approved, no_show, excused. Only an accepted one takes the ambassador's time.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_person_id_state", "person_id", "state"),
        Index("ix_assignment_requirement_id", "requirement_id"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[State]
    invited_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[Version]


class VolunteerHours(Base):
    """Hours an ambassador gave, in minutes. Kinds: session, preparation, travel, training. States: logged, approved, rejected."""

    __tablename__ = "volunteer_hours"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_volunteer_hours_centre_id_day", "centre_id", "day"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    person_id: Mapped[PersonKey]
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[State]
    day: Mapped[date]
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[State]
    logged_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[MaybePerson]
    version: Mapped[Version]
