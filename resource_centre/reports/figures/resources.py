"""Table 9: labs and equipment: bookings, hours, utilisation, what is never used."""

from __future__ import annotations

from resource_centre.i18n import N_
from resource_centre.reports.facts import BookableRow, Facts, Opening, Use
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Unit, name
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import RESOURCES, word

MEASURES = ("bookings", "booked", "used", "available", "utilisation", "no_shows", "downtime")
TOTALS = {"lab": N_("All labs"), "unit": N_("All equipment")}
NEVER = {"lab": N_("Labs never used"), "unit": N_("Equipment never used")}
SHUT = Opening(())


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Sums the months of the period for every bookable; a total counts each activity once."""
    start, end = round(period.range.start.timestamp()), round(period.range.end.timestamp())
    months = list(period.months)
    for kind in RESOURCES:
        activities: set[int] = set()
        missed: set[int] = set()
        total = tally.line(
            f"{kind}s", Label(TOTALS[kind]), Label(""), kind=LineKind.TOTAL, part=kind, measures=MEASURES
        )
        never = tally.line(
            f"never.{kind}",
            Label(NEVER[kind]),
            Label(""),
            kind=LineKind.CHECK,
            part=kind,
            measures=("number",),
        )
        for b in facts.bookables:
            if b.kind != kind:
                continue
            uses = [use for month in months if (use := facts.usage.get((b.id, month)))]
            if not b.active and not uses:
                continue
            gross = facts.gross.get(b.id, SHUT).within(start, end)
            available = facts.openings.get(b.id, SHUT).within(start, end)
            lines = [_line(b, uses, tally), *([total] if b.leaf else [])]
            for each in lines:
                _sum(facts, period, tally, each, b, uses, gross, available)
            ours = [activity for use in uses for activity in use.activities]
            shows = [activity for use in uses for activity in use.no_shows]
            _count(tally, lines[0], "bookings", ours)
            _count(tally, lines[0], "no_shows", shows)
            activities.update(ours)
            missed.update(shows)
            if b.active and not uses:
                tally.add(never, "number", 1, (("bookable", b.id),))
        _count(tally, total, "bookings", activities)
        _count(tally, total, "no_shows", missed)


def _line(b: BookableRow, uses: list[Use], tally: Tally) -> str:
    busy = sum(use.used or use.booked for use in uses)
    order = (-busy, b.name.casefold(), b.code)
    return tally.line(
        str(b.id), word(RESOURCES, b.kind), name(b.name), part=b.kind, order=order, measures=MEASURES
    )


def _sum(
    facts: Facts,
    period: Period,
    tally: Tally,
    line: str,
    b: BookableRow,
    uses: list[Use],
    gross: int,
    available: int,
) -> None:
    touching = (
        [("activity", each) for use in uses for each in (*use.activities, *use.carried)]
        if tally.keeps
        else []
    )
    tally.add(line, "booked", sum(use.booked for use in uses), touching)
    tally.add(line, "used", sum(use.used for use in uses), touching)
    tally.add(line, "available", available, (("bookable", b.id),))
    tally.share(line, "utilisation", sum(use.booked_open for use in uses), available, touching)
    out = facts.outages_of.get(b.id, [])
    here = [o for o in out if o.start < period.range.end and (o.end is None or o.end > period.range.start)]
    tally.add(line, "downtime", gross - available, (("outage", o.id) for o in here))


def _count(tally: Tally, line: str, measure: str, activities: list[int] | set[int]) -> None:
    distinct = sorted(set(activities))
    tally.add(line, measure, len(distinct), (("activity", each) for each in distinct))


SPEC = Spec(
    "resources",
    N_("Labs and equipment"),
    (N_("Kind"), N_("Name")),
    (
        Measure("bookings", N_("Bookings")),
        Measure("booked", N_("Booked hours"), Unit.HOURS),
        Measure("used", N_("Used hours"), Unit.HOURS),
        Measure("available", N_("Available hours"), Unit.HOURS),
        Measure("utilisation", N_("Utilisation"), Unit.PERCENT),
        Measure("no_shows", N_("No-shows")),
        Measure("downtime", N_("Downtime hours"), Unit.HOURS),
        Measure("number", N_("Number")),
    ),
    fill,
    (
        N_(
            "The most used first. Hours are clipped to the month; a booking counts in the month in which it starts."
        ),
        N_(
            "Utilisation: booked open hours by open hours less closures and outages. "
            "Maintenance and bookings that await approval are not counted."
        ),
        N_("Totals count the halves of a hall, not the hall, and each booking once."),
    ),
)
