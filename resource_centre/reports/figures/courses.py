"""Table 10: courses by tier."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Unit
from resource_centre.reports.tally import Spec, Tally


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts enrolments by when they reached a state, and trainee-hours by the start of the session."""
    tally.line("total", Label(N_("All tiers")), kind=LineKind.TOTAL)

    def count(tier: int, measure: str, by: int, ref: tuple[str, int]) -> None:
        line = tally.line(f"tier{tier}", Label(N_("Tier {n}"), (("n", str(tier)),)), order=(tier,))
        for each in (line, "total"):
            tally.add(each, measure, by, (ref,))

    for e in facts.enrolments:
        states = (("enrolled", e.enrolled_at), ("completed", e.completed_at), ("certified", e.certified_at))
        for measure, at in states:
            if period.has(at):
                count(e.tier, measure, 1, ("enrolment", e.id))
    for a in facts.attendance:
        if period.has(a.start):
            count(a.tier, "hours", a.minutes * 60, ("attendance", a.id))


SPEC = Spec(
    "courses",
    N_("Courses"),
    (N_("Tier"),),
    (
        Measure("enrolled", N_("Enrolled"), people=True),
        Measure("completed", N_("Completed"), people=True),
        Measure("certified", N_("Certified"), people=True),
        Measure("hours", N_("Trainee-hours"), Unit.HOURS),
    ),
    fill,
    adds_down=True,
)
