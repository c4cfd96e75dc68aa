"""Reading evaluation: what was asked, how many answered, mean and distribution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from resource_centre.db.unit import Unit
from resource_centre.evaluation.model import (
    Answer,
    EvaluationForm,
    EvaluationResponse,
    EvaluationRound,
    Question,
)
from resource_centre.people.roles import Data, Right, allowed, require


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question with its answers: counts of the scores 1 to 5, and texts."""

    id: int
    text: str
    kind: str
    scores: tuple[int, int, int, int, int]
    texts: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many scored it."""
        return sum(self.scores)

    @property
    def mean(self) -> float | None:
        """The mean score; None when nobody answered."""
        return (
            sum(n * count for n, count in enumerate(self.scores, 1)) / self.answered
            if self.answered
            else None
        )


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A form given out once."""

    id: int
    form_id: int
    form: str
    opened_at: datetime
    invited: int
    responded: int
    questions: tuple[QuestionRow, ...]

    @property
    def response_rate(self) -> float | None:
        """The share of those asked who answered; None when nobody was asked."""
        return self.responded / self.invited if self.invited else None


def rounds(
    unit: Unit, *, event_id: int | None = None, request_id: int | None = None, course_id: int | None = None
) -> tuple[RoundRow, ...]:
    """The rounds about an event, a request or a course, newest first, for staff of their centre."""
    require(unit, Data.SUMMARIES, Right.READ)
    r = EvaluationRound
    column, value = next(
        (
            (c, v)
            for c, v in ((r.event_id, event_id), (r.request_id, request_id), (r.course_id, course_id))
            if v is not None
        ),
        (r.id, None),
    )
    given = select(func.count()).where(EvaluationResponse.round_id == r.id).correlate(r).scalar_subquery()
    query = (
        select(r.id, r.form_id, EvaluationForm.title, r.opened_at, r.invited, given, r.centre_id)
        .join(EvaluationForm, EvaluationForm.id == r.form_id)
        .where(column == value)
        .order_by(r.opened_at.desc(), r.id.desc())
    )
    return tuple(
        RoundRow(*row[:6], questions_of(unit, row[1], row[0]))  # type: ignore[call-arg]
        for row in unit.rows(query)
        if allowed(unit.actor, Data.SUMMARIES, Right.READ, row[6])
    )


def questions_of(unit: Unit, form_id: int, round_id: int) -> tuple[QuestionRow, ...]:
    """The questions of a form with the answers of one round."""
    q, a = Question, Answer
    counts: dict[int, list[int]] = {}
    texts: dict[int, list[str]] = {}
    answers = (
        select(a.question_id, a.score, a.text)
        .join(EvaluationResponse, EvaluationResponse.id == a.response_id)
        .where(EvaluationResponse.round_id == round_id)
    )
    for question, score, text in unit.rows(answers):
        if score:
            counts.setdefault(question, [0] * 5)[score - 1] += 1
        if text:
            texts.setdefault(question, []).append(text)
    query = select(q.id, q.text, q.kind).where(q.form_id == form_id).order_by(q.position)
    return tuple(
        QuestionRow(*row, tuple(counts.get(row[0], [0] * 5)), tuple(texts.get(row[0], ())))  # type: ignore[call-arg]
        for row in unit.rows(query)
    )
