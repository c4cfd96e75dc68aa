"""Evaluation: forms given out, responses, scores."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from resource_centre.db.unit import Query
from resource_centre.evaluation.model import Answer, EvaluationResponse, EvaluationRound, Question
from resource_centre.reports.facts import AnswerRow, RoundRow
from resource_centre.reports.reading.asking import CENTRE, END, START, Asking

E = EvaluationRound


def read(ask: Asking) -> dict[str, Any]:
    """The fields of `Facts` that come from evaluation."""
    came: dict[int, list[int]] = {}
    for round_id, response_id in ask.rows(_asked_responses):
        came.setdefault(round_id, []).append(response_id)
    return {
        "rounds": tuple(
            RoundRow(row[0], row[1], row[2], tuple(came.get(row[0], ()))) for row in ask.rows(_asked_rounds)
        ),
        "answers": tuple(AnswerRow(*row) for row in ask.rows(_asked_answers)),
    }


def _inside() -> ColumnElement[bool]:
    return and_(E.centre_id == CENTRE, E.opened_at >= START, E.opened_at < END)


@cache
def _asked_rounds() -> Query:
    return select(E.id, E.opened_at, E.invited).where(_inside()).order_by(E.id)


@cache
def _asked_responses() -> Query:
    r = EvaluationResponse
    return select(r.round_id, r.id).join(E, E.id == r.round_id).where(_inside()).order_by(r.id)


@cache
def _asked_answers() -> Query:
    return (
        select(Answer.id, E.opened_at, Question.id, Question.text, Answer.score)
        .join(EvaluationResponse, EvaluationResponse.id == Answer.response_id)
        .join(E, E.id == EvaluationResponse.round_id)
        .join(Question, Question.id == Answer.question_id)
        .where(_inside(), Answer.score.is_not(None))
        .order_by(Answer.id)
    )
