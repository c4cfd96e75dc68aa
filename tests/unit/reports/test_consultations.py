"""The backlog balances and equals a slow replay; response times equal a count quarter by quarter."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from resource_centre.consultations.rules import MACHINE, RequestState
from resource_centre.core.hours import WeekHours, open_ranges
from resource_centre.core.times import TimeRange
from resource_centre.reports.facts import Facts, Opening, RequestRow
from resource_centre.reports.figures import tables
from resource_centre.reports.period import COLUMNS
from tests.unit.reports.around import instants, places, slow_month, slow_months

NOW = datetime(2027, 1, 1, tzinfo=UTC)
OPEN = {"new", "assigned", "awaiting", "scheduled"}
WEEK = WeekHours(dict.fromkeys(range(5), ((9 * 60, 18 * 60),)))


@st.composite
def worlds(draw):
    tz, month = draw(places)
    when = instants(month, tz)
    requests = []
    for key in range(1, draw(st.integers(1, 5)) + 1):
        times = sorted(draw(st.lists(when, min_size=1, max_size=7)))
        state, steps = RequestState.NEW, [(times[0], None, "new")]
        for at in times[1:]:
            following = sorted(MACHINE.steps[state])
            if not following:
                break
            target = draw(st.sampled_from(following))
            steps.append((at, str(state), str(target)))
            state = target
        answered = next((at for at, _s, target in steps[1:]), None)
        score = draw(st.sampled_from([None, 1, 4, 5]))
        topic, channel = (
            draw(st.sampled_from(["robotics", "physics"])),
            draw(st.sampled_from(["online", "phone"])),
        )
        requests.append(
            RequestRow(key, topic, channel, 100 + key % 2, 7, times[0], answered, tuple(steps), score)
        )
    first = min(request.submitted_at for request in requests) - timedelta(days=1)
    open_ = open_ranges(WEEK, TimeRange(first, datetime(2027, 1, 1, tzinfo=UTC)), tz)
    return Facts(1, tz, month, NOW, requests=tuple(requests), opening=Opening(open_))


def cells(facts, key):
    table = next(table for table in tables(facts, {}) if table.key == key)
    return table, {figure.key: figure for figure in table.figures}


@given(worlds())
def test_opening_and_what_came_less_what_left_is_the_closing_backlog(facts) -> None:
    table, found = cells(facts, "consultations")
    assert table.balanced is True
    for column in COLUMNS:
        get = {
            m: found[f"consultations.total.{m}"].in_column(column)
            for m in ("opening", "received", "reopened")
        }
        left = [
            found[f"consultations.total.{m}"].in_column(column) for m in ("resolved", "declined", "withdrawn")
        ]
        closing = found["consultations.total.closing"].in_column(column)
        assert (
            sum(get.values()) - sum(left) == closing == found["consultations.check.closing"].in_column(column)
        )


@given(worlds())
def test_every_flow_equals_a_slow_replay(facts) -> None:
    _table, found = cells(facts, "consultations")
    for column in COLUMNS:
        months = slow_months(column, facts.month)
        slow = dict.fromkeys(
            ("opening", "received", "resolved", "declined", "withdrawn", "reopened", "closing"), 0
        )
        for request in facts.requests:
            before = [t for at, _s, t in request.steps if slow_month(at, facts.tz) < min(months)]
            until = [t for at, _s, t in request.steps if slow_month(at, facts.tz) <= max(months)]
            slow["opening"] += bool(before) and before[-1] in OPEN
            slow["closing"] += bool(until) and until[-1] in OPEN
            for at, source, target in request.steps:
                if slow_month(at, facts.tz) not in months:
                    continue
                if source is None:
                    slow["received"] += 1
                elif source in OPEN and target == "resolved":
                    slow["resolved"] += 1
                elif source in OPEN and target in ("declined", "duplicate"):
                    slow["declined"] += 1
                elif source in OPEN and target in ("withdrawn", "cancelled"):
                    slow["withdrawn"] += 1
                elif source == "resolved" and target in OPEN:
                    slow["reopened"] += 1
        for measure, count in slow.items():
            assert found[f"consultations.total.{measure}"].in_column(column) == count, (column, measure)


def slow_working_seconds(request, until, tz) -> int:
    """Quarter by quarter: open by the clock on the wall, and neither awaited nor resolved."""
    spent, at = 0, request.submitted_at
    while at < until:
        wall = at.astimezone(tz)
        state = [t for when, _s, t in request.steps if when <= at][-1]
        if wall.weekday() < 5 and 9 <= wall.hour < 18 and state not in ("awaiting", "resolved"):
            spent += 900
        at += timedelta(minutes=15)
    return spent


@given(worlds())
@settings(max_examples=25)
def test_response_times_are_working_hours_without_what_was_awaited(facts) -> None:
    _table, found = cells(facts, "service")
    months = slow_months("month", facts.month)
    first, solved = [], []
    for request in facts.requests:
        at = request.first_response_at
        if at is not None and slow_month(at, facts.tz) in months:
            first.append(slow_working_seconds(request, at, facts.tz))
        ends = [
            at
            for at, source, target in request.steps
            if source in OPEN and target == "resolved" and slow_month(at, facts.tz) in months
        ]
        if ends:
            solved.append(slow_working_seconds(request, ends[-1], facts.tz))
    for line, samples, target in (("first_response", first, 16), ("resolution", solved, 80)):
        assert found[f"service.{line}.requests"].value == len(samples)
        if not samples:
            assert found[f"service.{line}.median"].value is None
            continue
        ninety = (
            statistics.quantiles(samples, n=10, method="inclusive")[8] if len(samples) > 1 else samples[0]
        )
        assert found[f"service.{line}.median"].value == round(statistics.median(samples) / 3600, 2)
        assert abs(found[f"service.{line}.p90"].value - ninety / 3600) < 0.006
        within = sum(1 for s in samples if s <= target * 3600)
        assert found[f"service.{line}.within"].value == round(100 * within / len(samples), 2)
