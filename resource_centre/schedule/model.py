"""Tables of time: series, activities, allocations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String

from resource_centre.db.base import (
    Base,
    CentreKey,
    Key,
    Mapped,
    MaybePerson,
    PartialIndex,
    State,
    Uid,
    Version,
    mapped_column,
)


class Series(Base):
    """A recurrence rule (RFC 5545) expanded in the wall time of `zone`.

    `starts_wall` is the first start in wall time (ISO, naive); `excluded` the walls that were skipped.
    `parent_id` is the series from which "this and following" cut this one.
    """

    __tablename__ = "series"
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    rule: Mapped[str]
    starts_wall: Mapped[str] = mapped_column(String(19))
    length_minutes: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
    excluded: Mapped[list[Any]] = mapped_column(default=list)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[MaybePerson]
    version: Mapped[Version]


class Activity(Base):
    """Anything that takes place at a time. Set-up/clear-down null: each bookable's own default.

    `person_id` is whom it is for (who holds it); `own_fields` names what was changed in this occurrence alone;
    `sequence` is the revision that calendars compare (RFC 5545 SEQUENCE).
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        CheckConstraint("setup_minutes >= 0 and cleardown_minutes >= 0", name="buffers"),
        Index("ix_activity_centre_id_starts_at", "centre_id", "starts_at"),
        Index("ix_activity_centre_id_title", "centre_id", "title", "starts_at"),
        Index("ix_activity_person_id_starts_at", "person_id", "starts_at"),
        Index("ix_activity_series_id_series_wall", "series_id", "series_wall"),
        PartialIndex(
            "ix_activity_open", "centre_id", "state", "ends_at", where="state in ('pending', 'checked_out')"
        ),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[State]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    setup_minutes: Mapped[int | None]
    cleardown_minutes: Mapped[int | None]
    person_id: Mapped[MaybePerson]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    series_wall: Mapped[str | None] = mapped_column(String(19))
    own_fields: Mapped[list[Any]] = mapped_column(default=list)
    override_reason: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime | None]
    used_from: Mapped[datetime | None]
    used_to: Mapped[datetime | None]
    source_uid: Mapped[str | None] = mapped_column(index=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[MaybePerson]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[MaybePerson]
    cancel_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[Version]


class Allocation(Base):
    """One bookable taken for one activity. While `live`, no other live one of the bookable may overlap it.

    `asked_id` is the bookable that was asked for (the hall, when this row is one of its halves).
    """

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("occupied_from < occupied_to", name="order"),
        PartialIndex("ix_allocation_live", "bookable_id", "occupied_from", "occupied_to", where="live"),
        Index("ix_allocation_activity_id", "activity_id"),
        Index("ix_allocation_centre_id_occupied_from", "centre_id", "occupied_from"),
    )
    id: Mapped[Key]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"))
    occupied_from: Mapped[datetime]
    occupied_to: Mapped[datetime]
    live: Mapped[bool]
