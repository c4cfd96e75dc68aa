"""Tables of the audit: the context of the running unit, changes of rows, steps of states."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String

from resource_centre.db.base import Base, Key, Mapped, MaybePerson, State, mapped_column


class AuditContext(Base):
    """One row: who acts now, since when. Written at the start of every unit, read by the audit triggers."""

    __tablename__ = "audit_context"
    id: Mapped[Key]
    person_id: Mapped[MaybePerson]
    at: Mapped[datetime]


class AuditEntry(Base):
    """One change of one row: before and after. Written by triggers alone."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_table_name_row_id", "table_name", "row_id"),)
    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None]
    table_name: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[int]
    operation: Mapped[str] = mapped_column(String(8))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class Step(Base):
    """One step of one state machine: from, to, who, when, why. `subject` names the table."""

    __tablename__ = "step"
    __table_args__ = (
        Index("ix_step_subject_subject_id", "subject", "subject_id"),
        Index("ix_step_subject_to_state_at", "subject", "to_state", "at"),
    )
    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[State]
    at: Mapped[datetime]
    person_id: Mapped[MaybePerson]
    reason: Mapped[str] = mapped_column(default="")
