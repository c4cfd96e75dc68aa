"""Table 9: labs and equipment: bookings, hours, utilisation, what is never used."""

from __future__ import annotations

from functools import lru_cache

from resource_centre.i18n import N_
from resource_centre.reports.facts import BookableRow, Facts, Opening, OutageRow, Use
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, Rows, Unit, name
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import RESOURCES, word

MEASURES = ("bookings", "booked", "used", "available", "utilisation", "no_shows", "downtime")
SUMS = ("bookings", "booked", "used", "available", "no_shows", "downtime")
TOTALS = {"lab": N_("All labs"), "unit": N_("All equipment")}
NEVER = {"lab": N_("Labs never used"), "unit": N_("Equipment never used")}
SHUT = Opening(())


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Sums the months of the period for every bookable; a total counts each activity once."""
    months = frozenset(period.months)
    open_hours = OpenHours(facts, period)
    for kind in RESOURCES:
        total = Sum(tally)
        total_line = tally.line(
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
            uses = [use for month, use in facts.uses_of.get(b.id, ()) if month in months]
            if not b.active and not uses:
                continue
            own = Sum(tally)
            own.open(
                b, *open_hours.of(b), [o.id for o in facts.outages_of.get(b.id, ()) if _touches(o, period)]
            )
            if uses:
                own.take(uses)
            own.write(_line(b, uses, tally))
            total.join(own, whole=b.leaf)
            if b.active and not uses:
                tally.add(never, "number", 1, (("bookable", b.id),))
        total.write(total_line)


def _touches(outage: OutageRow, period: Period) -> bool:
    return outage.start < period.range.end and (outage.end is None or outage.end > period.range.start)


def _line(b: BookableRow, uses: list[Use], tally: Tally) -> str:
    busy = sum([use.used or use.booked for use in uses])
    key, labels, place = _head(b)
    return tally.line(key, *labels, part=b.kind, order=(-busy, *place), measures=MEASURES)


@lru_cache(maxsize=4096)
def _head(b: BookableRow) -> tuple[str, tuple[Label, Label], tuple[str, str]]:
    """Key, words and place of a bookable's line, which are the same in all four periods."""
    return str(b.id), (word(RESOURCES, b.kind), name(b.name)), (b.name.casefold(), b.code)


class OpenHours:
    """Open seconds of a period with and without outages; most bookables share those of the centre."""

    def __init__(self, facts: Facts, period: Period) -> None:
        self._facts = facts
        self._span = round(period.range.start.timestamp()), round(period.range.end.timestamp())
        self._known: dict[int, int] = {}

    def of(self, b: BookableRow) -> tuple[int, int]:
        """Those of a bookable: all, and without outages."""
        return (
            self._within(self._facts.gross.get(b.id, SHUT)),
            self._within(self._facts.openings.get(b.id, SHUT)),
        )

    def _within(self, opening: Opening) -> int:
        found = self._known.get(id(opening))
        if found is None:
            found = self._known[id(opening)] = opening.within(*self._span)
        return found


class Sum:
    """The figures of one line so far, in seconds, and the numbers of the rows behind them."""

    __slots__ = (
        "_tally", "activities", "available", "bookables", "booked", "booked_open", "gross", "missed", "outages", "touching",
        "used",
    )  # fmt: skip

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.activities: set[int] = set()
        self.missed: set[int] = set()
        self.touching: dict[int, None] = {}
        self.bookables: list[int] = []
        self.outages: list[int] = []
        self.booked = self.booked_open = self.used = self.gross = self.available = 0

    def take(self, uses: list[Use]) -> None:
        """Adds what one bookable was used for, month by month."""
        for use in uses:
            self.activities.update(use.activities)
            self.missed.update(use.no_shows)
            self.booked += use.booked
            self.booked_open += use.booked_open
            self.used += use.used
            if self._tally.keeps:
                self.touching.update(dict.fromkeys(use.activities))
                self.touching.update(dict.fromkeys(use.carried))

    def open(self, b: BookableRow, gross: int, available: int, outages: list[int]) -> None:
        """Adds when it was open."""
        self.gross, self.available = gross, available
        self.bookables, self.outages = [b.id], outages

    def join(self, own: Sum, whole: bool) -> None:
        """Adds another line; of what is not `whole` (a hall with its halves) only the activities count."""
        if own.activities:
            self.activities |= own.activities
            self.missed |= own.missed
        if whole:
            self.gross += own.gross
            self.available += own.available
            self.bookables += own.bookables
            if own.outages:
                self.outages += own.outages
            if own.booked or own.used:
                self.touching.update(own.touching)
                self.booked += own.booked
                self.booked_open += own.booked_open
                self.used += own.used

    def write(self, line: str) -> None:
        """Puts the figures into the table."""
        tally = self._tally
        amounts = (
            len(self.activities), self.booked, self.used, self.available, len(self.missed), self.gross - self.available,
        )  # fmt: skip
        for measure, amount in zip(SUMS, amounts, strict=True):
            if amount:  # most lines are of what was not used: nothing is what a figure is without being told
                tally.add(line, measure, amount)
        tally.share(line, "utilisation", self.booked_open, self.available)
        if tally.keeps:
            for measures, kind, rows in (
                (("booked", "used", "utilisation"), "activity", list(self.touching)),
                (("bookings",), "activity", sorted(self.activities)),
                (("no_shows",), "activity", sorted(self.missed)),
                (("available",), "bookable", self.bookables),
                (("downtime",), "outage", list(dict.fromkeys(self.outages))),
            ):
                if rows:
                    tally.behind(line, measures, Rows(kind, rows))


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
