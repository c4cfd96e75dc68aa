"""Table 8: clearances and training that expire within 60 days after the month."""

from __future__ import annotations

from datetime import date, timedelta

from resource_centre.ambassadors.rules import CLEARANCE_KINDS
from resource_centre.i18n import N_
from resource_centre.reports.facts import ExpiryRow, Facts
from resource_centre.reports.period import Period
from resource_centre.reports.shape import Label, LineKind, Measure, name
from resource_centre.reports.tally import Spec, Tally
from resource_centre.reports.words import word

AHEAD = timedelta(days=60)
PARTS = {"clearance": N_("Clearance"), "qualification": N_("Training")}


def newest(rows: tuple[ExpiryRow, ...], on: date) -> list[ExpiryRow]:
    """Of each person and kind the one that lasts longest, of those on record by that day."""
    best: dict[tuple[str, str, int], ExpiryRow] = {}
    for row in rows:
        if row.since <= on:
            key = (row.kind, row.what, row.person_id)
            if key not in best or (row.expires_on or date.max) > (best[key].expires_on or date.max):
                best[key] = row
    return list(best.values())


def fill(facts: Facts, period: Period, tally: Tally) -> None:
    """Counts what is valid on the period's last day and expires within 60 days after it."""
    on = period.last_day
    tally.line("total", Label(N_("All")), Label(""), kind=LineKind.TOTAL)
    for row in newest(facts.expiries, on):
        if row.expires_on is None or not on <= row.expires_on <= on + AHEAD:
            continue
        line = tally.line(
            f"{row.kind}.{row.what}",
            Label(PARTS[row.kind]),
            word(CLEARANCE_KINDS, row.what) if row.kind == "clearance" else name(row.what),
            order=(row.kind, row.what.casefold()),
        )
        for each in (line, "total"):
            tally.add(each, "value", 1, ((row.kind, row.id),))


SPEC = Spec(
    "expiring",
    N_("Clearances and training that expire within 60 days"),
    (N_("Kind"), N_("Name")),
    (Measure("value", N_("Expire"), people=True),),
    fill,
    (N_("As on the last day of the period; what was renewed is not counted."),),
    adds_down=True,
)
