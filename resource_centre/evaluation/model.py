"""Tables of evaluation: forms, questions, invitations, answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint

from resource_centre.db.base import Base, CentreKey, Key, Mapped, Uid, Version, mapped_column


class EvaluationForm(Base):
    """A form of a centre: what it is about (event, consultation, course)."""

    __tablename__ = "evaluation_form"
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    title: Mapped[str]
    about: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[Version]


class Question(Base):
    """A question answered on a scale from 1 to 5 (`scale`) or in words (`text`)."""

    __tablename__ = "question"
    id: Mapped[Key]
    form_id: Mapped[int] = mapped_column(ForeignKey("evaluation_form.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    kind: Mapped[str] = mapped_column(String(8), default="scale")


class EvaluationRound(Base):
    """A form given out about one event, request or course, to so many people, at one time."""

    __tablename__ = "evaluation_round"
    __table_args__ = (CheckConstraint("invited >= 0", name="invited"),)
    id: Mapped[Key]
    uid: Mapped[Uid]
    centre_id: Mapped[CentreKey]
    form_id: Mapped[int] = mapped_column(ForeignKey("evaluation_form.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    invited: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(index=True)


class EvaluationResponse(Base):
    """One filled form, without a name."""

    __tablename__ = "evaluation_response"
    id: Mapped[Key]
    uid: Mapped[Uid]
    round_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round.id"), index=True)
    at: Mapped[datetime]


class Answer(Base):
    """One answer: a score from 1 to 5, or text."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id"),
        CheckConstraint("score is null or score between 1 and 5", name="score"),
    )
    id: Mapped[Key]
    response_id: Mapped[int] = mapped_column(ForeignKey("evaluation_response.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    score: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
