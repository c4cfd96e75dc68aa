"""Tables of the monthly summary: the month's state with its stored snapshot, and targets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Float, String, UniqueConstraint

from resource_centre.db.base import (
    Base,
    CentreKey,
    Code,
    Key,
    Mapped,
    MaybePerson,
    State,
    Version,
    mapped_column,
)


class ReportMonth(Base):
    """A month of a centre: open, in_review or locked. `snapshot` holds the tables as they were at the lock."""

    __tablename__ = "report_month"
    __table_args__ = (UniqueConstraint("centre_id", "month"),)
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    month: Mapped[str] = mapped_column(String(7))
    state: Mapped[State]
    snapshot: Mapped[dict[str, Any] | None]
    locked_at: Mapped[datetime | None]
    locked_by: Mapped[MaybePerson]
    version: Mapped[Version]


class Target(Base):
    """What an indicator should reach in a month (`2026-11`) or, divided by twelve, in a year (`2026`)."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("centre_id", "indicator", "period"),)
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    indicator: Mapped[Code]
    period: Mapped[str] = mapped_column(String(7))
    value: Mapped[float] = mapped_column(Float)
    version: Mapped[Version]
