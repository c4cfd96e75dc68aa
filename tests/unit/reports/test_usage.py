"""Hours of labs and equipment equal a count quarter by quarter, clipped to the month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from resource_centre.core.hours import WeekHours, open_ranges
from resource_centre.core.times import TimeRange, subtract
from resource_centre.reports.charts import heat
from resource_centre.reports.facts import BookableRow, Facts, Occupation, Opening, OutageRow
from resource_centre.reports.figures import tables
from resource_centre.reports.period import columns, stretches, whole
from resource_centre.reports.usage import usage
from tests.unit.reports.around import instants, places, slow_month, slow_months

NOW = datetime(2027, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
WEEK = WeekHours(dict.fromkeys(range(7), ((8 * 60, 24 * 60),)))


@st.composite
def worlds(draw):
    tz, month = draw(places)
    when = instants(month, tz)
    bookables = (BookableRow(1, "A", "Lab A", "lab"), BookableRow(2, "K", "Kit", "unit"))
    taken = []
    for key in range(1, draw(st.integers(0, 5)) + 1):
        start = draw(when)
        length = draw(st.sampled_from([1, 3, 8, 40, 96 * 40]))
        state = draw(st.sampled_from(["booked", "held", "no_show", "reserved"]))
        seconds = round(start.timestamp())
        taken.append(Occupation(key, draw(st.sampled_from([1, 2])), state, seconds, seconds + 900 * length))
    outages = []
    for key in range(1, draw(st.integers(0, 2)) + 1):
        start = draw(when)
        outages.append(OutageRow(key, 1, start, start + QUARTER * draw(st.integers(1, 200))))
    open_ = open_ranges(WEEK, whole(month, tz).range, tz)
    gross = {b.id: Opening(open_) for b in bookables}
    out = [TimeRange(o.start, o.end) for o in outages]
    net = {1: Opening(subtract(open_, out)), 2: gross[2]}
    uses = {}
    for stretch in stretches(month, tz):
        reach = [
            o
            for o in taken
            if o.start < stretch.range.end.timestamp() and o.end > stretch.range.start.timestamp()
        ]
        uses.update(usage(reach, stretch, tz, net, round(NOW.timestamp())))
    facts = Facts(
        1, tz, month, NOW, bookables=bookables, opening=Opening(open_), openings=net, gross=gross, usage=uses,
        outages=tuple(outages),
    )  # fmt: skip
    return facts, taken


@given(worlds())
@settings(max_examples=25)
def test_hours_equal_a_count_quarter_by_quarter(made) -> None:
    facts, taken = made
    table = next(table for table in tables(facts, {}) if table.key == "resources")
    for column in ("month", "previous", "last_year"):
        months = slow_months(column, facts.month)
        span = columns(facts.month, facts.tz)[column].range
        for b in facts.bookables:
            mine = [o for o in taken if o.bookable_id == b.id]
            booked = booked_open = used = available = down = 0
            at = span.start
            while at < span.end:
                second = round(at.timestamp())
                wall = at.astimezone(facts.tz)
                assert wall.strftime("%Y-%m") in months
                out = b.id == 1 and any(o.start <= at < o.end for o in facts.outages)
                is_open = wall.hour >= 8
                here = [o for o in mine if o.start <= second < o.end]
                booked += len(here)
                booked_open += len(here) if is_open and not out else 0
                used += sum(1 for o in here if o.state == "held")
                available += is_open and not out
                down += is_open and out
                at += QUARTER
            figure = {f.measure: f for f in table.line(str(b.id)).figures}
            assert figure["booked"].in_column(column) == round(booked / 4, 2)
            assert figure["used"].in_column(column) == round(used / 4, 2)
            assert figure["available"].in_column(column) == round(available / 4, 2)
            assert figure["downtime"].in_column(column) == round(down / 4, 2)
            assert figure["utilisation"].in_column(column) == round(100 * booked_open / available, 2)
            started = [
                o for o in mine if slow_month(datetime.fromtimestamp(o.start, UTC), facts.tz) in months
            ]
            assert figure["bookings"].in_column(column) == len(started)


@given(worlds())
@settings(max_examples=40)
def test_months_of_a_year_add_up_to_the_year_for_hours(made) -> None:
    facts, taken = made
    table = next(table for table in tables(facts, {}) if table.key == "resources")
    span = columns(facts.month, facts.tz)["year"].range
    start, end = span.start.timestamp(), span.end.timestamp()
    for b in facts.bookables:
        seconds = sum(max(0, min(o.end, end) - max(o.start, start)) for o in taken if o.bookable_id == b.id)
        assert table.line(str(b.id)).figure("booked").amount("year").total == seconds


@given(worlds())
@settings(max_examples=15)
def test_the_heat_map_equals_a_count_quarter_by_quarter(made) -> None:
    facts, taken = made
    span = columns(facts.month, facts.tz)["month"].range
    mine = [o for o in taken if o.bookable_id == 1]
    open_, booked = {}, {}
    at = span.start
    while at < span.end:
        wall, second = at.astimezone(facts.tz), round(at.timestamp())
        cell = (wall.weekday(), wall.hour)
        free = wall.hour >= 8 and not any(o.start <= at < o.end for o in facts.outages)
        open_[cell] = open_.get(cell, 0) + free
        booked[cell] = booked.get(cell, 0) + (sum(o.start <= second < o.end for o in mine) if free else 0)
        at += QUARTER
    found = {(cell.weekday, cell.hour): cell.percent for cell in heat(facts, taken)}
    assert found == {
        cell: round(100 * booked[cell] / count, 1) if count else None for cell, count in open_.items()
    }
