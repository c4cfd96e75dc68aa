"""Table 12: what is missing in the data of the month."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, Measure, Unit
from resource_centre.reports.tally import Spec, Tally


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts delivered sessions without attendance, past ones nobody has closed, and hours not approved."""
    tally.line("no_attendance", Label(N_("Sessions without attendance")), order=(1,))
    tally.line("still_planned", Label(N_("Past sessions, neither delivered nor cancelled")), order=(2,))
    tally.line("hours_waiting", Label(N_("Hours not approved")), order=(3,), unit=Unit.HOURS)
    tally.line("restatements", Label(N_("Restatements since the lock")), order=(4,))
    counted = {p.session_id for p in facts.participations}
    for s in facts.sessions:
        if not period.has(s.start):
            continue
        ref = (("session", s.id),)
        if s.state == "delivered" and not s.attended and s.id not in counted:
            tally.add("no_attendance", "value", 1, ref)
        if s.state == "planned" and s.end <= facts.now:
            tally.add("still_planned", "value", 1, ref)
    for h in facts.hours:
        if h.state == "logged" and period.has_day(h.day):
            tally.add("hours_waiting", "value", h.minutes * 60, (("hours", h.id),))


SPEC = Spec("quality", N_("Data quality"), (N_("To look at"),), (Measure("value", N_("Value")),), fill)
