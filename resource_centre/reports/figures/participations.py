"""Table 3: participations by audience, education stage and gender."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Unit
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import AUDIENCES, GENDERS, STAGES, place, word


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts heads at delivered sessions. Contact hours are heads times the session's length."""
    tally.line("total", Label(N_("All participations")), kind=LineKind.TOTAL)
    for p in facts.participations:
        session = facts.session_of.get(p.session_id)
        if (
            session is None
            or session.state != "delivered"
            or not p.headcount
            or not period.has(session.start)
        ):
            continue
        line = tally.line(
            f"{p.audience}.{p.stage}",
            word(AUDIENCES, p.audience),
            word(STAGES, p.stage),
            order=(place(AUDIENCES, p.audience), place(STAGES, p.stage)),
        )
        gender = p.gender if p.gender in GENDERS else "not_recorded"
        for each in (line, "total"):
            refs = (("participation", p.id),)
            tally.add(each, gender, p.headcount, refs)
            tally.add(each, "total", p.headcount, refs)
            tally.add(each, "contact", p.headcount * session.seconds, refs)


SPEC = Spec(
    "participations",
    N_("Participations by audience, stage and gender"),
    (N_("Audience"), N_("Education stage")),
    (
        *(Measure(key, label, people=True) for key, label in GENDERS.items()),
        Measure("total", N_("Participations"), people=True),
        Measure("contact", N_("Contact hours"), Unit.HOURS),
    ),
    fill,
    (
        N_(
            "A participation is one person at one session. Pupils are headcounts and are never counted as persons."
        ),
    ),
    adds_down=True,
    adds_across=(*GENDERS, "total"),
    follows={"contact": ("total",)},
)
