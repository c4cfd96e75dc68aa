"""Table 5: consultations by topic and channel, with a backlog that balances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from resource_centre.consultations.rules import WORKING
from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts, RequestRow
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Unit
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import CHANNELS, TOPICS, place, word

BACKLOG = frozenset(str(state) for state in WORKING)
LEAVES = {
    "resolved": "resolved",
    "closed": "resolved",
    "declined": "declined",
    "duplicate": "declined",
    "withdrawn": "withdrawn",
    "cancelled": "withdrawn",
    "draft": "withdrawn",
}
SIGNS = {"opening": 1, "received": 1, "reopened": 1, "resolved": -1, "declined": -1, "withdrawn": -1}


def flows(request: RequestRow) -> Iterator[tuple[datetime, str]]:
    """When the request came into the backlog (received, reopened) and left it (resolved, declined, withdrawn)."""
    inside = received = False
    for at, _source, target in request.steps:
        if target in BACKLOG and not inside:
            yield at, "reopened" if received else "received"
            inside = received = True
        elif target not in BACKLOG and inside:
            yield at, LEAVES.get(target, "withdrawn")
            inside = False


def waits_at(request: RequestRow, instant: datetime) -> bool:
    """Whether the request was in the backlog just before an instant."""
    state = None
    for at, _source, target in request.steps:
        if at >= instant:
            break
        state = target
    return state in BACKLOG


def supported(facts: Facts, period: Period) -> dict[int, set[int]]:
    """Requests that were resolved, or had a session held, in the period, with the teachers who asked."""
    found: dict[int, set[int]] = {}
    for request in facts.requests:
        if any(flow == "resolved" and period.has(at) for at, flow in flows(request)):
            found.setdefault(request.id, set()).add(request.requester_id)
    for a in facts.appointments:
        request_ = facts.request_of.get(a.request_id)
        if a.state == "held" and period.has(a.start) and request_ is not None:
            found.setdefault(request_.id, set()).add(request_.requester_id)
    return found


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts what came into the backlog and left it, the sessions held, and whom they were for."""
    tally.line("total", Label(N_("All consultations")), kind=LineKind.TOTAL)
    sets: dict[tuple[str, str], set[tuple[str, int]]] = {}

    def lines(request: RequestRow) -> tuple[str, str]:
        topic, channel = request.topic, request.channel
        order = (place(TOPICS, topic), place(CHANNELS, channel))
        return (
            tally.line(f"{topic}.{channel}", word(TOPICS, topic), word(CHANNELS, channel), order=order),
            "total",
        )

    for request in facts.requests:
        ref = (("request", request.id),)
        found = [flow for at, flow in flows(request) if period.has(at)]
        if waits_at(request, period.range.start):
            found.append("opening")
        if waits_at(request, period.range.end):
            found.append("closing")
        for flow in found:
            for line in lines(request):
                tally.add(line, flow, 1, ref)
    for a in facts.appointments:
        request_ = facts.request_of.get(a.request_id)
        if a.state == "held" and period.has(a.start) and request_ is not None:
            for line in lines(request_):
                tally.add(line, "sessions", 1, (("appointment", a.id),))
                tally.add(line, "hours", a.seconds, (("appointment", a.id),))
    for request_id in supported(facts, period):
        request = facts.request_of[request_id]
        for line in lines(request):
            sets.setdefault((line, "teachers"), set()).add(("person", request.requester_id))
            if request.school_id is not None:
                sets.setdefault((line, "schools"), set()).add(("school", request.school_id))
    for (line, measure), refs in sets.items():
        tally.add(line, measure, len(refs), sorted(refs))
    check = tally.line(
        "check",
        Label(N_("Opening + received + reopened − resolved − declined − withdrawn")),
        kind=LineKind.CHECK,
        measures=("closing",),
    )
    tally.add(check, "closing", balance(tally))


def balance(tally: Tally) -> int:
    """What the closing backlog must be by what came in and left."""
    return sum(sign * tally.total("total", measure) for measure, sign in SIGNS.items())


def balances(tally: Tally) -> bool:
    """Whether the backlog balances, in total and in every line."""
    return all(
        sum(sign * tally.total(line, measure) for measure, sign in SIGNS.items())
        == tally.total(line, "closing")
        for line in tally.heads
        if line != "check"
    )


SPEC = Spec(
    "consultations",
    N_("Consultations by topic and channel"),
    (N_("Topic"), N_("Channel")),
    (
        Measure("opening", N_("Opening backlog")),
        Measure("received", N_("Received")),
        Measure("reopened", N_("Reopened")),
        Measure("resolved", N_("Resolved")),
        Measure("declined", N_("Declined")),
        Measure("withdrawn", N_("Withdrawn")),
        Measure("closing", N_("Closing backlog")),
        Measure("sessions", N_("Sessions")),
        Measure("hours", N_("Hours"), Unit.HOURS),
        Measure("teachers", N_("Teachers"), people=True),
        Measure("schools", N_("Schools")),
    ),
    fill,
    (
        N_("Declined includes duplicates; withdrawn includes requests that the centre cancelled."),
        N_("Teachers and schools had a consultation resolved or a session held; each counts once in a line."),
    ),
)
