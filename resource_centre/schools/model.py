"""The register of schools."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String

from resource_centre.db.base import Base, CentreKey, Key, Mapped, Uid, Version, mapped_column


class School(Base):
    """A school served by a centre. `settlement`: urban, rural or not_recorded. Coordinates in degrees (WGS 84).

    `hours` and `breaks`: when lessons are held and which days are holidays, as schools.times writes them.
    """

    __tablename__ = "school"
    __table_args__ = (
        Index("ix_school_centre_id_name", "centre_id", "name"),
        Index("uq_school_centre_id_external_id", "centre_id", "external_id", unique=True),
    )
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    district: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(String(16), default="not_recorded")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    external_id: Mapped[str | None] = mapped_column(String(128))
    notes: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    breaks: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[Version]
