"""Table 1: the headline, taken from the other tables so that it can never differ from them."""

from __future__ import annotations

from collections.abc import Mapping

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts
from resource_centre.reports.figures.consultations import supported
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, Measure, Unit
from resource_centre.reports.tally import Cell, Spec, Tally

LINES: tuple[tuple[str, str, Unit, bool, str, Cell], ...] = (
    ("sessions", N_("Sessions delivered"), Unit.COUNT, False, "events", ("total", "sessions")),
    ("participations", N_("Participations"), Unit.COUNT, True, "participations", ("total", "total")),
    ("contact", N_("Contact hours"), Unit.HOURS, False, "participations", ("total", "contact")),
    ("schools", N_("Distinct schools"), Unit.COUNT, False, "schools", ("total", "distinct")),
    ("teachers", N_("Teachers supported"), Unit.COUNT, True, "", ("", "")),
    ("resolved", N_("Consultations resolved"), Unit.COUNT, False, "consultations", ("total", "resolved")),
    ("volunteer", N_("Volunteer hours"), Unit.HOURS, False, "ambassadors", ("hours.total", "value")),
    ("utilisation", N_("Lab utilisation"), Unit.PERCENT, False, "resources", ("labs", "utilisation")),
)


def teachers(facts: Facts, period: Period) -> set[int]:
    """Identified people who took part in a session or a course, or whose consultation was held or resolved."""
    found = {
        p.person_id
        for p in facts.participants
        if (session := facts.session_of.get(p.session_id)) is not None
        and session.state == "delivered"
        and period.has(session.start)
    }
    found |= {a.person_id for a in facts.attendance if a.minutes and period.has(a.start)}
    return found.union(*supported(facts, period).values())


def fill_from(facts: Facts, period: Period, others: Mapping[str, Tally], tally: Tally) -> None:
    """Takes each headline from the table that it heads."""
    for order, (key, label, unit, people, table, cell) in enumerate(LINES):
        tally.line(key, Label(label), order=(order,), unit=unit, people=people)
        if table:
            tally.copy(key, "value", others[table], cell)
    found = teachers(facts, period)
    tally.add("teachers", "value", len(found), (("person", each) for each in sorted(found)))


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Only the headings: the figures need the other tables (`fill_from`)."""
    for order, (key, label, unit, people, _table, _cell) in enumerate(LINES):
        tally.line(key, Label(label), order=(order,), unit=unit, people=people)


SPEC = Spec(
    "headline",
    N_("Headline"),
    (N_("Indicator"),),
    (Measure("value", N_("Value")),),
    fill,
    (
        N_(
            "Teachers supported: identified people at a session or course, or with a consultation held or resolved."
        ),
        N_("Distinct schools and teachers count once in a year, so months do not add up to it."),
    ),
)
