"""Tables of centres: the centre, opening hours, closures, days opened in spite of a holiday."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint

from resource_centre.db.base import (
    Base,
    CentreKey,
    Code,
    Key,
    Mapped,
    MaybePerson,
    Uid,
    Version,
    mapped_column,
)


class Centre(Base):
    """One resource centre. `zone` is an IANA name; country and subdivision are those of `holidays`."""

    __tablename__ = "centre"
    id: Mapped[Key]
    uid: Mapped[Uid]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str]
    university: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    subdivision: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2), default="en")
    observes_holidays: Mapped[bool] = mapped_column(default=True)
    first_response_hours: Mapped[int] = mapped_column(default=16)
    resolution_hours: Mapped[int] = mapped_column(default=80)
    created_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[Version]


class OpeningHours(Base):
    """Open from/to, in minutes after local midnight, on one weekday (0 Monday); of the centre, or of one bookable."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("from_minute >= 0 and to_minute <= 1440 and from_minute < to_minute", name="order"),
    )
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    bookable_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"), index=True)
    weekday: Mapped[int]
    from_minute: Mapped[int]
    to_minute: Mapped[int]


class Closure(Base):
    """A time in which the whole centre is closed. `cancelled_at` takes it back and keeps it on record."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index("ix_closure_centre_id_starts_at", "centre_id", "starts_at"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    source_uid: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[MaybePerson]
    cancel_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]


class HolidayOpen(Base):
    """A public holiday on which the centre opens all the same."""

    __tablename__ = "holiday_open"
    __table_args__ = (UniqueConstraint("centre_id", "day"),)
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
