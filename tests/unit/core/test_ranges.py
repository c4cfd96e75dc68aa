"""Half-open ranges, and their algebra against a minute-by-minute calculation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange, intersect, merge, subtract, total

ZERO = datetime(2026, 11, 25, tzinfo=UTC)


def span(start: int, end: int) -> TimeRange:
    return TimeRange(ZERO + timedelta(minutes=start), ZERO + timedelta(minutes=end))


spans = st.lists(
    st.tuples(st.integers(0, 120), st.integers(1, 40)).map(lambda pair: span(pair[0], pair[0] + pair[1])),
    max_size=8,
)


def minutes(ranges: list[TimeRange]) -> set[int]:
    return {n for n in range(200) for r in ranges if r.contains(ZERO + timedelta(minutes=n))}


def test_touching_is_no_overlap() -> None:
    assert not span(0, 60).overlaps(span(60, 90))
    assert not span(60, 90).overlaps(span(0, 60))


def test_one_common_minute_is_an_overlap() -> None:
    assert span(0, 61).overlaps(span(60, 90))


def test_an_end_before_the_start_is_refused_at_the_end() -> None:
    with pytest.raises(BadInput) as caught:
        span(10, 10)
    assert caught.value.field == "end"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(BadInput):
        TimeRange(datetime(2026, 1, 1), datetime(2026, 1, 2))


@given(spans)
def test_merge_keeps_every_minute_and_leaves_no_touching_ranges(ranges: list[TimeRange]) -> None:
    merged = merge(ranges)
    assert minutes(merged) == minutes(ranges)
    assert all(a.end < b.start for a, b in pairwise(merged))


@given(spans, spans)
def test_subtract_takes_exactly_the_minutes_of_the_holes(
    ranges: list[TimeRange], holes: list[TimeRange]
) -> None:
    assert minutes(subtract(ranges, holes)) == minutes(ranges) - minutes(holes)


@given(spans, spans)
def test_intersect_keeps_exactly_the_common_minutes(left: list[TimeRange], right: list[TimeRange]) -> None:
    assert minutes(intersect(left, right)) == minutes(left) & minutes(right)


@given(spans)
def test_the_total_of_merged_ranges_is_their_minutes(ranges: list[TimeRange]) -> None:
    assert total(merge(ranges)) == timedelta(minutes=len(minutes(ranges)))
