"""Table 11: evaluation: how many were asked, how many answered, and what."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Unit, name
from resource_centre.reports.tally import Spec, Tally

SCORES = ("score1", "score2", "score3", "score4", "score5")


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts forms given out in the period, and what came back on them, whenever it came."""
    tally.line(
        "total", Label(N_("All forms")), kind=LineKind.TOTAL, measures=("invited", "responded", "rate")
    )
    for r in facts.rounds:
        if period.has(r.opened_at):
            ref = (("round", r.id),)
            tally.add("total", "invited", r.invited, ref)
            tally.add("total", "responded", len(r.responses), (("response", each) for each in r.responses))
            tally.share("total", "rate", len(r.responses), r.invited, ref)
    for a in facts.answers:
        if period.has(a.opened_at):
            line = tally.line(
                f"question.{a.question_id}",
                name(a.question),
                order=(a.question_id,),
                measures=("answers", "mean", *SCORES),
            )
            ref = (("answer", a.id),)
            tally.add(line, "answers", 1, ref)
            tally.share(line, "mean", a.score, 1, ref)
            tally.add(line, SCORES[a.score - 1], 1, ref)


SPEC = Spec(
    "evaluation",
    N_("Evaluation"),
    (N_("Question"),),
    (
        Measure("invited", N_("Invited"), people=True),
        Measure("responded", N_("Responded"), people=True),
        Measure("rate", N_("Response rate"), Unit.PERCENT, people=True),
        Measure("mean", N_("Mean"), Unit.SCORE, people=True),
        Measure("score1", "1", people=True),
        Measure("score2", "2", people=True),
        Measure("score3", "3", people=True),
        Measure("score4", "4", people=True),
        Measure("score5", "5", people=True),
        Measure("answers", N_("Answers"), people=True),
    ),
    fill,
    (N_("Answers belong to the month in which their form was given out."),),
    adds_across=(*SCORES, "answers"),
    follows={"mean": (*SCORES, "answers"), "rate": ("invited", "responded")},
)
