"""Writing evaluation: forms, giving them out, recording answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.evaluation.model import (
    Answer,
    EvaluationForm,
    EvaluationResponse,
    EvaluationRound,
    Question,
)
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text

ABOUT = ("event", "consultation", "course")
KINDS = ("scale", "text")


def add_form(unit: Unit, centre_id: int, title: str, about: str, questions: Sequence[tuple[str, str]]) -> int:
    """Makes a form of (text, "scale" or "text") questions."""
    require(unit, Data.EVENTS, Right.WRITE, centre_id)
    if about not in ABOUT:
        raise BadInput(_("A form is about an event, a consultation or a course."), "about")
    if not questions:
        raise BadInput(_("Ask at least one question."), "questions")
    if any(kind not in KINDS for _text, kind in questions):
        raise BadInput(_("A question is answered on the scale from 1 to 5, or in words."), "questions")
    form = unit.add(
        EvaluationForm(
            uid=new_uid(),
            centre_id=centre_id,
            title=clean_text(title, "title", _("The title"), 300),
            about=about,
        )
    )
    for position, (text, kind) in enumerate(questions):
        unit.add(
            Question(
                form_id=form.id,
                position=position,
                text=clean_text(text, "questions", _("The question"), 500),
                kind=kind,
            )
        )
    unit.changed(Topic.EVALUATION)
    return form.id


def give_out(
    unit: Unit,
    form_id: int,
    invited: int,
    *,
    event_id: int | None = None,
    request_id: int | None = None,
    course_id: int | None = None,
) -> int:
    """Gives a form out to so many people."""
    form = unit.get(EvaluationForm, form_id)
    require(unit, Data.EVENTS, Right.WRITE, form.centre_id)
    if invited < 1:
        raise BadInput(_("Say how many were asked."), "invited")
    given = {"event": event_id, "consultation": request_id, "course": course_id}
    if [about for about, value in given.items() if value is not None] != [form.about]:
        raise BadInput(_("Give this form out about one {about}.").format(about=form.about), "about")
    row = unit.add(
        EvaluationRound(
            uid=new_uid(), centre_id=form.centre_id, form_id=form_id, event_id=event_id, request_id=request_id, course_id=course_id,
            invited=invited, opened_at=unit.now,
        )
    )  # fmt: skip
    unit.changed(Topic.EVALUATION)
    return row.id


def record_answers(
    unit: Unit, round_id: int, answers: Mapping[int, int | str], uid: str | None = None
) -> int:
    """Records one filled form, without a name: a score from 1 to 5, or text, for each question answered.

    The same uid again answers what it made the first time.
    """
    given = unit.get(EvaluationRound, round_id)
    require(unit, Data.EVENTS, Right.WRITE, given.centre_id)
    known = unit.value(select(EvaluationResponse.id).where(EvaluationResponse.uid == uid)) if uid else None
    if known is not None:
        return int(known)
    _check(unit, given.form_id, answers)
    row = unit.add(EvaluationResponse(uid=uid or new_uid(), round_id=round_id, at=unit.now))
    for question, value in answers.items():
        score, text = (value, "") if isinstance(value, int) else (None, value.strip()[:5000])
        unit.add(Answer(response_id=row.id, question_id=question, score=score, text=text))
    unit.changed(Topic.EVALUATION)
    return row.id


def _check(unit: Unit, form_id: int, answers: Mapping[int, int | str]) -> None:
    kinds = dict(
        tuple(r) for r in unit.rows(select(Question.id, Question.kind).where(Question.form_id == form_id))
    )
    if not answers:
        raise BadInput(_("Answer at least one question."), "answers")
    for question, value in answers.items():
        if question not in kinds:
            raise BadInput(_("This question is not on the form."), "answers")
        if kinds[question] == "text" and not isinstance(value, str):
            raise BadInput(_("This question is answered in words."), "answers")
        if kinds[question] == "scale" and (not isinstance(value, int) or not 1 <= value <= 5):
            raise BadInput(_("A score is from 1 to 5."), "score")
