"""Evaluation: forms given out, responses, scores."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.evaluation.model import Answer, EvaluationResponse, EvaluationRound, Question
from resource_centre.reports.facts import AnswerRow, RoundRow


def read(unit: Unit, centre_id: int, window: TimeRange) -> dict[str, Any]:
    """The fields of `Facts` that come from evaluation."""
    o = EvaluationRound
    inside = and_(o.centre_id == centre_id, o.opened_at >= window.start, o.opened_at < window.end)
    came: dict[int, list[int]] = {}
    responses = (
        select(EvaluationResponse.round_id, EvaluationResponse.id)
        .join(o, o.id == EvaluationResponse.round_id)
        .where(inside)
        .order_by(EvaluationResponse.id)
    )
    for round_id, response_id in unit.rows(responses):
        came.setdefault(round_id, []).append(response_id)
    rounds = select(o.id, o.opened_at, o.invited).where(inside).order_by(o.id)
    answers = (
        select(Answer.id, o.opened_at, Question.id, Question.text, Answer.score)
        .join(EvaluationResponse, EvaluationResponse.id == Answer.response_id)
        .join(o, o.id == EvaluationResponse.round_id)
        .join(Question, Question.id == Answer.question_id)
        .where(inside, Answer.score.is_not(None))
        .order_by(Answer.id)
    )
    return {
        "rounds": tuple(
            RoundRow(row[0], row[1], row[2], tuple(came.get(row[0], ()))) for row in unit.rows(rounds)
        ),
        "answers": tuple(AnswerRow(*row) for row in unit.rows(answers)),
    }
