"""Tables of people: the person, their roles, and qualifications on record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint

from resource_centre.db.base import (
    Base,
    CentreKey,
    Key,
    Mapped,
    PersonKey,
    State,
    Uid,
    Version,
    mapped_column,
)


class Person(Base):
    """Anyone the centre knows. `login` is null for people who never sign in; gender feeds statistics only."""

    __tablename__ = "person"
    id: Mapped[Key]
    uid: Mapped[Uid]
    login: Mapped[str | None] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(2), default="en")
    gender: Mapped[str] = mapped_column(String(16), default="not_recorded")
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    position: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    safeguarding: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[Version]


class PersonRole(Base):
    """A role held at a centre since `given_at`; `ended_at` closes it."""

    __tablename__ = "person_role"
    __table_args__ = (Index("ix_person_role_centre_id_role", "centre_id", "role"),)
    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    role: Mapped[State]
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Qualification(Base):
    """A training that can be asked for (laser cutter safety), by name, at one centre."""

    __tablename__ = "qualification"
    __table_args__ = (UniqueConstraint("centre_id", "name"),)
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    name: Mapped[str]
    valid_months: Mapped[int | None]


class PersonQualification(Base):
    """A qualification on a person's record; `expires_on` is the last day on which it counts."""

    __tablename__ = "person_qualification"
    id: Mapped[Key]
    uid: Mapped[Uid]
    person_id: Mapped[PersonKey]
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"), index=True)
    granted_on: Mapped[date]
    expires_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
