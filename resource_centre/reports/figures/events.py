"""Table 2: events by type and mode."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Unit
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import KINDS, MODES, place, word

NEVER_PLANNED = frozenset({"draft", "submitted", "rejected"})
COMPLETED = frozenset({"delivered", "closed"})


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts sessions by their start, completed and cancelled events in their last month, postponements when made."""
    tally.line("total", Label(N_("All events")), kind=LineKind.TOTAL)

    def count(kind: str, mode: str, measure: str, ref: tuple[str, int], by: int = 1) -> None:
        line = tally.line(
            f"{kind}.{mode}",
            word(KINDS, kind),
            word(MODES, mode),
            order=(place(KINDS, kind), place(MODES, mode)),
        )
        for each in (line, "total"):
            tally.add(each, measure, by, (ref,))

    touched, active = set(), set()
    for s in facts.sessions:
        if not period.has(s.start):
            continue
        touched.add(s.event_id)
        if s.state == "delivered":
            active.add(s.event_id)
            count(s.kind, s.mode, "sessions", ("session", s.id))
            count(s.kind, s.mode, "hours", ("session", s.id), s.seconds)
    for e in facts.events:
        ref = ("event", e.id)
        postponed = any(period.has(at) for at in e.postponed)
        if (e.id in touched and e.state not in NEVER_PLANNED) or postponed:
            count(e.kind, e.mode, "planned", ref)
        if e.id in active:
            count(e.kind, e.mode, "active", ref)
        if e.state in COMPLETED and period.has(e.last_delivered):
            count(e.kind, e.mode, "delivered", ref)
        if postponed:
            count(e.kind, e.mode, "postponed", ref)
        if e.state == "cancelled" and period.has(e.last_start):
            count(e.kind, e.mode, "cancelled", ref)


SPEC = Spec(
    "events",
    N_("Events by type and mode"),
    (N_("Type"), N_("Mode")),
    (
        Measure("planned", N_("Planned")),
        Measure("active", N_("Active")),
        Measure("delivered", N_("Delivered")),
        Measure("postponed", N_("Postponed")),
        Measure("cancelled", N_("Cancelled")),
        Measure("sessions", N_("Sessions")),
        Measure("hours", N_("Delivery hours"), Unit.HOURS),
    ),
    fill,
    (
        N_("Counting unit: a delivered session, in the month of its start in the centre’s time zone."),
        N_(
            "An event in several months is active in each, delivered in its last and counted once in a year, "
            "so months do not add up to the year."
        ),
    ),
    adds_down=True,
)
