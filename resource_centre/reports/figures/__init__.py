"""The twelve tables, each a pure function over rows for one period."""

from __future__ import annotations

from collections.abc import Mapping

from resource_centre.reports.facts import Facts
from resource_centre.reports.figures import (
    ambassadors,
    consultations,
    courses,
    evaluation,
    events,
    expiring,
    headline,
    participations,
    quality,
    resources,
    schools,
    service,
)
from resource_centre.reports.period import Period, columns
from resource_centre.reports.shape import Table
from resource_centre.reports.tally import Goal, Spec, Tally, joined

SPECS: tuple[Spec, ...] = (
    headline.SPEC, events.SPEC, participations.SPEC, schools.SPEC, consultations.SPEC, service.SPEC, ambassadors.SPEC,
    expiring.SPEC, resources.SPEC, courses.SPEC, evaluation.SPEC, quality.SPEC,
)  # fmt: skip
BY_KEY = {spec.key: spec for spec in SPECS}


def tallies(facts: Facts, period: Period, keeps: bool = True) -> dict[str, Tally]:
    """Every table of one period, by its key; `keeps` the rows behind its figures."""
    found = {spec.key: Tally(keeps) for spec in SPECS}
    for spec in SPECS[1:]:
        spec.fill(facts, period, found[spec.key])
    headline.fill_from(facts, period, found, found[headline.SPEC.key])
    return found


def tables(facts: Facts, targets: Mapping[str, Goal]) -> tuple[Table, ...]:
    """The twelve tables of a month, with the rows behind every figure of it."""
    periods = columns(facts.month, facts.tz)
    found = {column: tallies(facts, period, column == "month") for column, period in periods.items()}
    balanced = all(consultations.balances(each["consultations"]) for each in found.values())
    return tuple(
        joined(
            spec,
            {column: found[column][spec.key] for column in found},
            targets,
            balanced if spec.key == "consultations" else None,
        )
        for spec in SPECS
    )
