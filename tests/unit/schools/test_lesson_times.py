"""A school's hours and holidays, as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.errors import BadInput
from resource_centre.core.hours import WeekHours
from resource_centre.schools.times import breaks_of, hours_of, written_breaks, written_hours

spans = st.tuples(st.integers(0, 700), st.integers(701, 1440)).map(lambda span: (span,))


@given(st.dictionaries(st.integers(0, 6), spans))
def test_hours_read_as_they_were_written(days: dict[int, tuple[tuple[int, int], ...]]) -> None:
    assert hours_of(written_hours(WeekHours(days))).days == days


@given(st.lists(st.tuples(st.dates(), st.dates()).map(lambda pair: (min(pair), max(pair))), max_size=12))
def test_holidays_read_as_they_were_written(breaks) -> None:  # type: ignore[no-untyped-def]
    assert breaks_of(written_breaks(breaks)) == tuple(sorted(breaks))


def test_neighbouring_days_with_the_same_hours_are_one() -> None:
    assert (
        written_hours(hours_of("1 08:00-14:00; 2 8:00-14:00; 6 09:00-12:00"))
        == "1-2 08:00-14:00; 6 09:00-12:00"
    )


@pytest.mark.parametrize(
    "written", ["daily", "1-5 14:00-08:00", "5-1 08:00-14:00", "1 08:00-24:01", "1 08:60-10:00"]
)
def test_what_are_no_hours_is_refused(written: str) -> None:
    with pytest.raises(BadInput):
        hours_of(written)


@pytest.mark.parametrize(
    "written", ["winter", "2026-13-01/2027-01-01", "; ".join(["2026-01-01/2026-01-02"] * 13)]
)
def test_what_are_no_holidays_is_refused(written: str) -> None:
    with pytest.raises(BadInput):
        breaks_of(written)
