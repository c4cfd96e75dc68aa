"""Tables of what can be booked: models, bookables, parts, photos, outages, policies, quotas."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint

from resource_centre.db.base import (
    Base,
    CentreKey,
    Code,
    Key,
    Mapped,
    MaybePerson,
    State,
    Uid,
    Version,
    mapped_column,
)


class EquipmentModel(Base):
    """A model of which the centre has one or more units. A kit's named parts belong to its model."""

    __tablename__ = "equipment_model"
    __table_args__ = (UniqueConstraint("centre_id", "name"),)
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    name: Mapped[str]
    manufacturer: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    lendable: Mapped[bool] = mapped_column(default=True)
    setup_minutes: Mapped[int] = mapped_column(default=0)
    cleardown_minutes: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[Version]


class ModelPart(Base):
    """A named part of a kit and how many of it a complete kit has."""

    __tablename__ = "model_part"
    __table_args__ = (UniqueConstraint("model_id", "name"), CheckConstraint("quantity > 0", name="quantity"))
    id: Mapped[Key]
    model_id: Mapped[int] = mapped_column(ForeignKey("equipment_model.id"))
    name: Mapped[str]
    quantity: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)


class Bookable(Base):
    """A lab, one physical unit, or a person's time. `code` is the asset tag of a unit.

    Taking a bookable takes its descendants too. Set-up and clear-down are minutes before and after;
    null on a unit means those of its model.
    """

    __tablename__ = "bookable"
    __table_args__ = (
        UniqueConstraint("centre_id", "code"),
        CheckConstraint("kind in ('lab', 'unit', 'person')", name="kind"),
        CheckConstraint("(kind = 'person') = (person_id is not null)", name="person"),
        CheckConstraint("parent_id <> id", name="parent"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[Code]
    name: Mapped[str]
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    capacity: Mapped[int | None]
    location: Mapped[str] = mapped_column(default="")
    serial: Mapped[str] = mapped_column(default="")
    purchased_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(default="")
    setup_minutes: Mapped[int | None]
    cleardown_minutes: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    version: Mapped[Version]


class Photo(Base):
    """A picture of a bookable or of a model, small enough for the register (JPEG or PNG)."""

    __tablename__ = "photo"
    __table_args__ = (CheckConstraint("(bookable_id is null) <> (model_id is null)", name="one"),)
    id: Mapped[Key]
    uid: Mapped[Uid]
    bookable_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"), index=True)
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"), index=True)
    caption: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(String(32))
    image: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]


class Outage(Base):
    """A unit or lab out of order from `starts_at` until `ends_at` (null: until further notice)."""

    __tablename__ = "outage"
    __table_args__ = (
        CheckConstraint("ends_at is null or starts_at < ends_at", name="order"),
        Index("ix_outage_bookable_id_starts_at", "bookable_id", "starts_at"),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"))
    reason: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    reported_by: Mapped[MaybePerson]
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[Version]


class Policy(Base):
    """Booking policy of one bookable, of one model, or (neither given) the centre's default. Null inherits.

    Notices and lengths are minutes; the horizon is days from now to the start of a booking.
    """

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("bookable_id"),
        UniqueConstraint("model_id"),
        CheckConstraint("bookable_id is null or model_id is null", name="scope"),
    )
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    bookable_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"))
    create_notice: Mapped[int | None]
    change_notice: Mapped[int | None]
    cancel_notice: Mapped[int | None]
    horizon_days: Mapped[int | None]
    min_minutes: Mapped[int | None]
    max_minutes: Mapped[int | None]
    needs_approval: Mapped[bool | None]
    approval_hours: Mapped[int | None]
    within_hours: Mapped[bool | None]
    version: Mapped[Version]


class Quota(Base):
    """At most `amount` bookings (count) or hours per day, week, month or in the future, per person."""

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("measure in ('count', 'hours')", name="measure"),
        CheckConstraint("per in ('day', 'week', 'month', 'future')", name="per"),
        CheckConstraint("amount > 0", name="amount"),
    )
    id: Mapped[Key]
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), index=True)
    measure: Mapped[State]
    per: Mapped[State]
    amount: Mapped[int]


class QualificationNeeded(Base):
    """Using this bookable (or any unit of this model) needs this qualification."""

    __tablename__ = "qualification_needed"
    __table_args__ = (CheckConstraint("(bookable_id is null) <> (model_id is null)", name="one"),)
    id: Mapped[Key]
    bookable_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"), index=True)
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"), index=True)
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"))
