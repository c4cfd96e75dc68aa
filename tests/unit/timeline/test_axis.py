"""The time axis: monotone, invertible, right across daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.ui.timeline.axis import FOLDED_WIDTH, Axis, fitting_zoom, instant_of, spans_of
from resource_centre.ui.timeline.geometry import timed
from resource_centre.ui.timeline.scene import Block, BlockKind, BlockState, DayWindow

ZONES = ("Asia/Almaty", "Europe/Helsinki", "Asia/Kathmandu", "UTC")
SPRING = date(2026, 3, 23)


def instant(zone: str, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone)).astimezone(UTC)


def day(zone: str, on: date, opens: tuple[int, int] | None) -> DayWindow:
    pairs = ((instant(zone, on, opens[0]), instant(zone, on, opens[1])),) if opens else ()
    return DayWindow(on, pairs, on.isoformat(), "d")


def axis(zone: str, hours: list[tuple[int, int] | None], zoom: float = 14.0, first: date = SPRING) -> Axis:
    days = [day(zone, first + timedelta(days=i), each) for i, each in enumerate(hours)]
    return Axis(spans_of(days, (), ZoneInfo(zone)), zoom, ZoneInfo(zone))


def block(start: datetime, end: datetime) -> Block:
    return Block(1, 1, BlockKind.LAB, BlockState.CONFIRMED, "x", start, end, start, end)


hours_of_a_day = st.one_of(st.none(), st.tuples(st.integers(0, 11 * 60), st.integers(12 * 60, 24 * 60 - 1)))
axes = st.builds(
    axis,
    st.sampled_from(ZONES),
    st.lists(hours_of_a_day, min_size=1, max_size=9),
    st.floats(1, 160),
)


@given(axes, st.data())
def test_time_never_runs_backwards_along_x(found: Axis, data: st.DataObject) -> None:
    first, last = found.spans[0].start - 7200, found.spans[-1].end + 7200
    one = data.draw(st.floats(first, last))
    other = data.draw(st.floats(one, last))
    assert found.x(one) <= found.x(other)


@given(axes, st.data())
def test_what_is_seen_comes_back_from_its_pixel(found: Axis, data: st.DataObject) -> None:
    span = data.draw(st.sampled_from(found.spans))
    seen = data.draw(st.floats(span.start, span.end, exclude_max=True))
    back = found.at(found.x(seen))
    assert (
        back == pytest.approx(seen, abs=0.01)
        or back == pytest.approx(span.end, abs=0.01)
        or any(back == other.start for other in found.spans)
    )


@given(axes, st.data())
def test_a_pixel_comes_back_from_its_instant(found: Axis, data: st.DataObject) -> None:
    x = data.draw(st.floats(0, found.width))
    assert found.x(found.at(x)) == pytest.approx(x, abs=0.01)


@given(axes)
def test_the_axis_is_as_wide_as_its_days(found: Axis) -> None:
    wide = sum(FOLDED_WIDTH if span.folded else span.hours * found.zoom for span in found.spans)
    assert found.width == pytest.approx(wide)


def test_a_day_shows_half_an_hour_around_its_opening_hours() -> None:
    (span,) = axis("Asia/Almaty", [(540, 1080)]).spans
    assert instant_of(span.start).astimezone(ZoneInfo("Asia/Almaty")).time() == time(8, 30)
    assert instant_of(span.end).astimezone(ZoneInfo("Asia/Almaty")).time() == time(18, 30)


def test_a_closed_day_folds_to_twenty_pixels() -> None:
    found = axis("UTC", [(540, 1080), None, (540, 1080)])
    assert found.lefts[2] - found.lefts[1] == FOLDED_WIDTH


def test_a_block_outside_the_hours_widens_its_day() -> None:
    zone = ZoneInfo("UTC")
    late = block(instant("UTC", SPRING, 1140), instant("UTC", SPRING, 1260))
    (span,) = spans_of([day("UTC", SPRING, (540, 1080))], [timed(late)], zone)
    assert span.end == instant("UTC", SPRING, 1290).timestamp()


def test_a_block_on_a_closed_day_unfolds_it() -> None:
    zone = ZoneInfo("UTC")
    sunday = block(instant("UTC", SPRING, 600), instant("UTC", SPRING, 720))
    (span,) = spans_of([day("UTC", SPRING, None)], [timed(sunday)], zone)
    assert (span.folded, span.hours) == (False, 3)


def test_a_loan_over_nights_widens_no_day() -> None:
    loan = block(instant("UTC", SPRING, 60), instant("UTC", SPRING + timedelta(days=3), 1380))
    (span,) = spans_of([day("UTC", SPRING, (540, 1080))], [timed(loan)], ZoneInfo("UTC"))
    assert span.hours == 10


def test_a_night_is_folded_away() -> None:
    found = axis("UTC", [(540, 1080), (540, 1080)])
    midnight = instant("UTC", SPRING + timedelta(days=1), 0).timestamp()
    assert found.x(midnight) == found.lefts[1]


@pytest.mark.parametrize(("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_of_daylight_saving_is_as_long_as_it_is(on: date, hours: int) -> None:
    found = axis("Europe/Helsinki", [(0, 24 * 60 - 1)], first=on)
    assert found.spans[0].hours == pytest.approx(hours)


def test_the_skipped_hour_has_no_tick() -> None:
    found = axis("Europe/Helsinki", [(0, 24 * 60 - 1)], first=date(2026, 3, 29))
    assert [hour for _, hour in found.hours(0)][:4] == [0, 1, 2, 4]


def test_the_doubled_hour_has_two_ticks() -> None:
    found = axis("Europe/Helsinki", [(0, 24 * 60 - 1)], first=date(2026, 10, 25))
    assert [hour for _, hour in found.hours(0)][:5] == [0, 1, 2, 3, 3]


def test_ticks_are_counted_from_the_opening_hour() -> None:
    assert [hour for _, hour in axis("UTC", [(600, 900)]).hours(0, 3)] == [10, 13]


@given(st.sampled_from(ZONES), st.integers(0, 10**6), st.sampled_from([5, 15]))
def test_snapping_lands_on_full_steps_of_wall_time(zone: str, seconds: int, minutes: int) -> None:
    found = axis(zone, [(540, 1080)])
    snapped = found.snapped(SPRING.toordinal() + 1_774_000_000 + seconds, minutes)
    wall = instant_of(snapped).astimezone(ZoneInfo(zone))
    assert (wall.minute % minutes, wall.second) == (0, 0)


@given(st.lists(hours_of_a_day, min_size=1, max_size=7).filter(any), st.integers(400, 2000))
def test_the_fitting_zoom_fills_the_width(hours: list[tuple[int, int] | None], width: int) -> None:
    found = axis("UTC", hours)
    zoom = fitting_zoom(found.spans, width)
    if zoom > 1:
        assert Axis(found.spans, zoom, found.zone).width == pytest.approx(width)
