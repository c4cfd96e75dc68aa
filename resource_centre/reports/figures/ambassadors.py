"""Table 7: ambassadors, the places they filled and the hours they gave."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import AssignmentRow, Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, Measure, Unit
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import HOURS, word

CAME = frozenset({"attended", "hours_approved"})
HELD_A_PLACE = CAME | {"accepted", "no_show"}
SAID_YES = HELD_A_PLACE | {"excused", "withdrawn", "cancelled"}
LINES = (
    ("active", N_("Active ambassadors"), Unit.COUNT, True),
    ("new", N_("New ambassadors"), Unit.COUNT, True),
    ("lapsed", N_("Ambassadors who left"), Unit.COUNT, True),
    ("needed", N_("Places needed"), Unit.COUNT, False),
    ("filled", N_("Places filled"), Unit.COUNT, True),
    ("fill_rate", N_("Fill rate"), Unit.PERCENT, False),
    ("invited", N_("Invited"), Unit.COUNT, True),
    ("accepted", N_("Accepted"), Unit.COUNT, True),
    ("declined", N_("Declined"), Unit.COUNT, True),
    ("expired", N_("Expired"), Unit.COUNT, True),
    ("attended", N_("Attended"), Unit.COUNT, True),
    ("no_shows", N_("No-shows"), Unit.COUNT, True),
)


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts places and attendance by the activity's start, answers when they were given, approved hours by day."""
    for order, (key, label, unit, people) in enumerate(LINES):
        tally.line(key, Label(label), order=(0, order), unit=unit, people=people)
    _places(facts, period, tally)
    for a in facts.assignments:
        for key in _answers(a, period, facts):
            tally.add(key, "value", 1, (("assignment", a.id),))
    for person in facts.ambassadors:
        if period.has_day(person.joined_on):
            tally.add("new", "value", 1, (("person", person.person_id),))
        if period.has_day(person.left_on):
            tally.add("lapsed", "value", 1, (("person", person.person_id),))
    _hours(facts, period, tally)
    active = {a.person_id for a in facts.assignments if a.state in CAME and period.has(a.start)}
    active |= {h.person_id for h in facts.hours if h.state == "approved" and period.has_day(h.day)}
    tally.add("active", "value", len(active), (("person", each) for each in sorted(active)))


def _places(facts: Facts, period: Period, tally: Tally) -> None:
    held: dict[int, list[int]] = {}
    for a in facts.assignments:
        if a.state in HELD_A_PLACE:
            held.setdefault(a.requirement_id, []).append(a.id)
    for r in facts.requirements:
        if period.has(r.start):
            filled = held.get(r.id, [])[: r.needed]
            tally.add("needed", "value", r.needed, (("requirement", r.id),))
            tally.add("filled", "value", len(filled), (("assignment", each) for each in filled))
            tally.share("fill_rate", "value", len(filled), r.needed, (("requirement", r.id),))


def _answers(a: AssignmentRow, period: Period, facts: Facts) -> list[str]:
    found = []
    if period.has(a.invited_at):
        found.append("invited")
    if a.state in SAID_YES and period.has(a.answered_at):
        found.append("accepted")
    if a.state == "declined" and period.has(a.answered_at):
        found.append("declined")
    late = a.state == "invited" and a.answer_by is not None and a.answer_by <= facts.now
    if (a.state == "expired" or late) and period.has(a.answer_by):
        found.append("expired")
    if period.has(a.start):
        found += ["attended"] if a.state in CAME else ["no_shows"] if a.state == "no_show" else []
    return found


def _hours(facts: Facts, period: Period, tally: Tally) -> None:
    def line(kind: str, order: int) -> str:
        label = (
            Label(N_("Hours: {kind}"), (("kind", str(word(HOURS, kind))),))
            if kind not in HOURS
            else Label(HOURS[kind])
        )
        return tally.line(f"hours.{kind}", label, order=(1, order), unit=Unit.HOURS, people=False)

    for order, kind in enumerate(HOURS):
        line(kind, order)
    total = tally.line("hours.total", Label(N_("Volunteer hours")), order=(2,), unit=Unit.HOURS, people=False)
    for h in facts.hours:
        if h.state == "approved" and period.has_day(h.day):
            for each in (line(h.kind, len(HOURS)), total):
                tally.add(each, "value", h.minutes * 60, (("hours", h.id),))


SPEC = Spec(
    "ambassadors",
    N_("Ambassadors"),
    (N_("Ambassadors"),),
    (Measure("value", N_("Value")),),
    fill,
    (N_("Only approved hours count. Active: attended a session or gave approved hours."),),
)
