"""Tables of loans. A lab booking is an activity and needs none of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint

from resource_centre.db.base import Base, CentreKey, Key, Mapped, MaybePerson, Version, mapped_column


class Loan(Base):
    """The loan that an activity of kind `loan` is: to a person or a school, out and back.

    reserved → checked_out → returned → ready, as the activity's state; here who, when and in which condition.
    """

    __tablename__ = "loan"
    id: Mapped[Key]
    centre_id: Mapped[CentreKey]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    borrower_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    checked_out_at: Mapped[datetime | None]
    checked_out_by: Mapped[MaybePerson]
    condition_out: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[MaybePerson]
    condition_in: Mapped[str] = mapped_column(default="")
    ready_at: Mapped[datetime | None]
    version: Mapped[Version]


class LoanPart(Base):
    """A part of a lent unit, counted out and in (28 of 30). `counted_in` is null until it is back."""

    __tablename__ = "loan_part"
    __table_args__ = (
        UniqueConstraint("loan_id", "bookable_id", "name"),
        CheckConstraint("counted_out >= 0 and (counted_in is null or counted_in >= 0)", name="counts"),
    )
    id: Mapped[Key]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"))
    name: Mapped[str]
    counted_out: Mapped[int]
    counted_in: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
