"""Table 6: how fast and how well consultations were answered, in working hours of the centre."""

from __future__ import annotations

from datetime import datetime

from resource_centre.consultations.rules import stopped
from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts, RequestRow
from resource_centre.reports.figures.consultations import flows
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, Measure, Unit
from resource_centre.reports.tally import Spec, Tally

TIMED = ("requests", "median", "p90", "within")


def working_seconds(facts: Facts, request: RequestRow, until: datetime) -> int:
    """Working time from receipt until an instant, without the time the requester was awaited (or it was resolved)."""
    start, end = request.submitted_at, until
    if end <= start:
        return 0
    spent = facts.opening.within(round(start.timestamp()), round(end.timestamp()))
    for still in stopped(request.steps, until):
        low, high = max(still.start, start), min(still.end, end)
        if low < high:
            spent -= facts.opening.within(round(low.timestamp()), round(high.timestamp()))
    return spent


def last_resolved(request: RequestRow, period: Period) -> datetime | None:
    """The last time that the request was resolved in the period."""
    return max((at for at, flow in flows(request) if flow == "resolved" and period.has(at)), default=None)


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """First responses given in the period, and requests resolved in it with their ratings."""
    tally.line("first_response", Label(N_("Time to first response")), order=(1,), measures=TIMED)
    tally.line("resolution", Label(N_("Time to resolution")), order=(2,), measures=TIMED)
    tally.line("satisfaction", Label(N_("Satisfaction")), order=(3,), measures=("requests", "mean", "rate"))
    for request in facts.requests:
        ref = (("request", request.id),)
        answered, resolved = request.first_response_at, last_resolved(request, period)
        if answered is not None and period.has(answered):
            _time(
                tally,
                "first_response",
                working_seconds(facts, request, answered),
                facts.first_response_hours,
                ref,
            )
        if resolved is not None:
            _time(tally, "resolution", working_seconds(facts, request, resolved), facts.resolution_hours, ref)
            rated = request.score is not None
            tally.add("satisfaction", "requests", int(rated), ref if rated else ())
            tally.share("satisfaction", "rate", int(rated), 1, ref)
            if request.score is not None:
                tally.share("satisfaction", "mean", request.score, 1, ref)


def _time(tally: Tally, line: str, spent: int, target_hours: int, ref: tuple[tuple[str, int], ...]) -> None:
    tally.add(line, "requests", 1, ref)
    tally.sample(line, "median", 0.5, (spent,), ref)
    tally.sample(line, "p90", 0.9, (spent,), ref)
    tally.share(line, "within", int(spent <= target_hours * 3600), 1, ref)


SPEC = Spec(
    "service",
    N_("Service"),
    (N_("Service"),),
    (
        Measure("requests", N_("Requests"), people=True),
        Measure("median", N_("Median"), Unit.DURATION, people=True),
        Measure("p90", N_("90th percentile"), Unit.DURATION, people=True),
        Measure("within", N_("Within target"), Unit.PERCENT, people=True),
        Measure("mean", N_("Mean score"), Unit.SCORE, people=True),
        Measure("rate", N_("Response rate"), Unit.PERCENT, people=True),
    ),
    fill,
    (N_("Working hours of the centre’s calendar, without the time in which the requester was awaited."),),
    follows={
        "median": ("requests",), "p90": ("requests",), "within": ("requests",), "mean": ("requests",), "rate": ("requests",),
    },
)  # fmt: skip
