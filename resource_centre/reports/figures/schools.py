"""Table 4: schools, by type, district and settlement, and one by one."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import Facts, SchoolRow
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, name
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import NOT_RECORDED, SETTLEMENTS, place, word

COUNTED = ("distinct", "new", "returning", "sessions")


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts schools that were at a delivered session of the period; new ones had never been at one before."""
    tally.line("total", Label(N_("All schools")), Label(""), kind=LineKind.TOTAL, measures=COUNTED)
    sessions: dict[int, set[int]] = {}
    heads: dict[int, int] = {}
    rows: dict[int, list[tuple[str, int]]] = {}
    for p in facts.participations:
        session = facts.session_of.get(p.session_id)
        if p.school_id is None or not p.headcount or session is None or session.state != "delivered":
            continue
        if period.has(session.start):
            sessions.setdefault(p.school_id, set()).add(p.session_id)
            heads[p.school_id] = heads.get(p.school_id, 0) + p.headcount
            rows.setdefault(p.school_id, []).append(("participation", p.id))
    at: dict[str, set[int]] = {}
    for school in facts.schools:
        there = sessions.get(school.id)
        if not there:
            continue
        ref = ("school", school.id)
        kind = "new" if period.has(school.first_start) else "returning"
        for line in ("total", *_lines(school, tally)):
            tally.add(line, "distinct", 1, (ref,))
            tally.add(line, kind, 1, (ref,))
            at.setdefault(line, set()).update(there)
        own = tally.line(
            f"school.{school.id}",
            name(school.name),
            name(school.district),
            kind=LineKind.LIST,
            part="school",
            order=(school.name.casefold(),),
            measures=("new", "sessions", "participations"),
        )
        tally.add(own, "new", int(kind == "new"), (ref,))
        tally.add(own, "sessions", len(there), (("session", each) for each in sorted(there)))
        tally.add(own, "participations", heads[school.id], rows[school.id])
    for line, there in at.items():
        tally.add(line, "sessions", len(there), (("session", each) for each in sorted(there)))


def _lines(school: SchoolRow, tally: Tally) -> list[str]:
    lines = []
    for part, title, text in (
        ("kind", N_("Type"), school.kind),
        ("district", N_("District"), school.district),
    ):
        label = name(text) if text else Label(NOT_RECORDED)
        lines.append(
            tally.line(
                f"{part}.{text or 'not_recorded'}",
                Label(title),
                label,
                part=part,
                order=(not text, text.casefold()),
                measures=COUNTED,
            )
        )
    code = school.settlement if school.settlement in SETTLEMENTS else "not_recorded"
    lines.append(
        tally.line(
            f"settlement.{code}",
            Label(N_("Urban or rural")),
            word(SETTLEMENTS, code),
            part="settlement",
            order=(place(SETTLEMENTS, code),),
            measures=COUNTED,
        )
    )
    return lines


SPEC = Spec(
    "schools",
    N_("Schools"),
    (N_("By"), N_("Schools")),
    (
        Measure("distinct", N_("Schools")),
        Measure("new", N_("New")),
        Measure("returning", N_("Returning")),
        Measure("sessions", N_("Sessions")),
        Measure("participations", N_("Participations"), people=True),
    ),
    fill,
    (
        N_(
            "Schools with at least one delivered session that started in the month, in the centre’s time zone."
        ),
        N_(
            "Each school counts once, so months do not add up to the year. Several schools can share a session."
        ),
    ),
)
