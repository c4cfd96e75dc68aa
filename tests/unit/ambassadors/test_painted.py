"""A span that is painted says just that of it, and nothing else of any other time."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resource_centre.ambassadors.rules import Exceptional, Known, Weekly, available_times, repainted
from resource_centre.core.times import TimeRange, zone

TZ = zone("Asia/Almaty")
MIDNIGHT = datetime(2026, 11, 25, tzinfo=TZ).astimezone(UTC)
DAY = TimeRange(MIDNIGHT, MIDNIGHT + timedelta(days=1))
WEDNESDAY = (Weekly(2, 540, 1140),)
HALF = timedelta(minutes=30)

pairs = st.tuples(st.integers(0, 47), st.integers(1, 48)).filter(lambda pair: pair[0] < pair[1])
spans = pairs.map(lambda pair: TimeRange(MIDNIGHT + pair[0] * HALF, MIDNIGHT + pair[1] * HALF))
strokes = st.lists(st.tuples(spans, st.booleans()), min_size=1, max_size=6)


def free(exceptions: tuple[Exceptional, ...]) -> list[bool]:
    found = available_times(Known(weekly=WEDNESDAY, exceptions=exceptions), DAY, TZ)
    return [any(r.contains(MIDNIGHT + n * HALF) for r in found) for n in range(48)]


def span(start: int, end: int) -> TimeRange:
    return TimeRange(MIDNIGHT + timedelta(hours=start), MIDNIGHT + timedelta(hours=end))


@given(strokes)
def test_what_was_painted_last_holds(painted: list[tuple[TimeRange, bool]]) -> None:
    exceptions: tuple[Exceptional, ...] = ()
    wanted = free(())
    for stroke, available in painted:
        exceptions = repainted(exceptions, WEDNESDAY, stroke, available, TZ)
        wanted = [available if stroke.contains(MIDNIGHT + n * HALF) else wanted[n] for n in range(48)]
        assert free(exceptions) == wanted


@given(strokes)
def test_exceptions_never_contradict_each_other(painted: list[tuple[TimeRange, bool]]) -> None:
    exceptions: tuple[Exceptional, ...] = ()
    for stroke, available in painted:
        exceptions = repainted(exceptions, WEDNESDAY, stroke, available, TZ)
    ordered = [e.range for e in exceptions]
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))


def test_what_the_pattern_says_already_is_no_exception() -> None:
    assert repainted((), WEDNESDAY, span(10, 12), True, TZ) == ()


def test_the_rest_of_a_trip_keeps_its_reason() -> None:
    trip = Exceptional(span(9, 18), False, "Trip")
    found = repainted((trip,), WEDNESDAY, span(12, 13), True, TZ)
    assert found == (Exceptional(span(9, 12), False, "Trip"), Exceptional(span(13, 18), False, "Trip"))
