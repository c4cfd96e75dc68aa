"""From rows to the scene: groups, filters, steps, words. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.ambassadors.calendar import AwayRow
from resource_centre.core.times import TimeRange
from resource_centre.resources.queries import BookableRow, OutageRow
from resource_centre.schedule.queries import BlockRow
from resource_centre.ui.calendar.details import joined
from resource_centre.ui.calendar.filters import Filters, from_setting
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.picture import free_steps, initials, scene_of
from resource_centre.ui.calendar.reading import CalendarRows
from resource_centre.ui.timeline.scene import BlockState, DayWindow, RowFlag, RowKind, Scene, ShadeKind

DAY = datetime(2026, 11, 25, tzinfo=UTC)
NOW = DAY + timedelta(hours=11)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def bookable(key: int, kind: str, name: str, model: str = "", parent: int | None = None) -> BookableRow:
    return BookableRow(
        key,
        str(key),
        1,
        f"C{key}",
        kind,
        name,
        7 if model else None,
        model,
        parent,
        None,
        24 if kind == "lab" else None,
        "",
        "",
        None,
        "",
        0,
        0,
        True,
        True,
        "",
        1,
    )


def block(
    activity: int, row: int, start: float, end: float, kind: str = "lab_booking", state: str = "booked"
) -> BlockRow:
    return BlockRow(
        activity,
        "u",
        row,
        kind,
        state,
        "Optics",
        at(start),
        at(end),
        at(start),
        at(end),
        5,
        "D. Ospanov",
        "School 41" if kind == "loan" else "",
        None,
        row,
    )


LABS = (bookable(1, "lab", "Physics"), bookable(2, "lab", "Hall"), bookable(3, "lab", "Physics A", parent=1))
KITS = tuple(bookable(10 + n, "unit", f"SPIKE kit {n:02d}", "SPIKE kit") for n in range(1, 12))
PEOPLE = (bookable(50, "person", "Zhanel Akhmetova"),)


def rows(blocks: tuple[BlockRow, ...] = (), overdue: tuple[BlockRow, ...] = ()) -> CalendarRows:
    window = DayWindow(date(2026, 11, 25), ((at(9), at(18)),), "Wed 25", "We")
    outage = OutageRow(1, 13, "nozzle", at(8), None, 1)
    return CalendarRows(
        "UTC", NOW, TimeRange(at(0), at(24)), (window,), (), LABS + KITS + PEOPLE, blocks, overdue, (outage,)
    )


def scene(*blocks: BlockRow, filters: Filters | None = None, overdue: tuple[BlockRow, ...] = ()) -> Scene:
    return scene_of(rows(blocks, overdue), filters or Filters())


def titles(found: Scene, kind: RowKind) -> list[str]:
    return [row.title for row in found.rows if row.kind is kind]


def test_rows_are_labs_then_models_then_people() -> None:
    assert titles(scene(), RowKind.GROUP) == ["Labs", "SPIKE kit", "People"]


def test_the_parts_of_a_lab_stand_below_it() -> None:
    found = [(row.title, row.depth, row.subtitle) for row in scene().rows if row.kind is RowKind.LAB]
    assert found == [
        ("Physics", 0, "24 places"),
        ("Physics A", 1, "part of Physics"),
        ("Hall", 0, "24 places"),
    ]


def test_of_many_units_those_in_use_are_listed_and_the_rest_summed_up() -> None:
    found = scene(block(1, 20, 9, 10), block(2, 21, 9, 10))
    listed = [row.key for row in found.rows if row.kind is RowKind.UNIT and not row.extra]
    assert (listed, titles(found, RowKind.MORE)) == ([13, 20, 21], ["8 more units"])


def test_a_search_lists_everything_it_finds() -> None:
    found = scene(filters=Filters(text="spike"))
    assert (len(titles(found, RowKind.UNIT)), titles(found, RowKind.MORE)) == (11, [])


def test_kinds_can_be_left_out() -> None:
    assert titles(scene(filters=Filters(frozenset({"person"}))), RowKind.GROUP) == ["People"]


def test_a_model_filter_leaves_only_its_units() -> None:
    assert titles(scene(filters=Filters(models=frozenset({7}))), RowKind.GROUP) == ["SPIKE kit"]


def test_free_only_hides_what_is_taken_or_out_of_order() -> None:
    found = scene(block(1, 1, 9, 10), filters=Filters(free_only=True))
    keys = {row.key for row in found.rows}
    assert keys & {1, 13} == set() and {2, 11} <= keys


def test_labs_with_too_few_places_can_be_left_out() -> None:
    assert titles(scene(filters=Filters(places=25)), RowKind.LAB) == []


@pytest.mark.parametrize(("until", "seen"), [(18, []), (17, ["Zhanel Akhmetova"])])
def test_people_who_are_away_all_the_time_can_be_left_out(until: int, seen: list[str]) -> None:
    gone = replace(rows(), away=(AwayRow(50, TimeRange(at(0), at(until))),))
    assert titles(scene_of(gone, Filters(coming_only=True)), RowKind.PERSON) == seen


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        ({"ambassador"}, ["Zhanel Akhmetova"]),
        ({"consultant"}, ["Daniyar Ospanov"]),
        ({"staff"}, ["Aigerim Sadykova"]),
        ({"ambassador", "staff"}, ["Zhanel Akhmetova", "Aigerim Sadykova"]),
    ],
)
def test_people_are_shown_by_their_role(roles: set[str], seen: list[str]) -> None:
    more = (bookable(51, "person", "Daniyar Ospanov"), bookable(52, "person", "Aigerim Sadykova"))
    known = {
        50: frozenset({"ambassador"}),
        51: frozenset({"coordinator", "consultant"}),
        52: frozenset({"coordinator"}),
    }
    found = replace(rows(), bookables=(*rows().bookables, *more), roles=known)
    assert titles(scene_of(found, Filters(roles=frozenset(roles))), RowKind.PERSON) == seen


def test_only_rows_where_something_of_a_kind_takes_place_are_left() -> None:
    blocks = block(1, 1, 9, 10, "event_session"), block(2, 2, 9, 10), block(3, 12, 9, 10, "loan", "pending")
    assert titles(scene(*blocks, filters=Filters(holding=frozenset({"event_session"}))), RowKind.LAB) == [
        "Physics"
    ]
    found = scene(*blocks, filters=Filters(holding=frozenset({"pending"})))
    assert [row.key for row in found.rows if row.key > 0] == [12]


def test_blocks_of_hidden_rows_are_left_out() -> None:
    assert scene(block(1, 1, 9, 10), filters=Filters(frozenset({"unit"}))).blocks == ()


def test_a_pending_booking_awaits_approval() -> None:
    assert scene(block(1, 1, 12, 13, state="pending")).blocks[0].state is BlockState.PENDING


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("reserved", "School 41, reserved"),
        ("checked_out", "School 41, due Wed 17:00"),
        ("returned", "School 41, returned"),
        ("pending", "School 41, awaits approval"),
    ],
)
def test_a_loan_says_who_has_it_and_how_it_stands(state: str, title: str) -> None:
    assert scene(block(1, 11, 9, 17, "loan", state)).blocks[0].title == title


def test_a_loan_that_is_late_has_a_tail_until_now_and_marks_its_unit() -> None:
    late = block(1, 11, -20, 9, "loan", "checked_out")
    found = scene(overdue=(late,))
    flags = next(row.flags for row in found.rows if row.key == 11)
    assert (found.blocks[0].overdue_until, flags) == (NOW, {RowFlag.OVERDUE})


def test_an_outage_without_end_lasts_to_the_end_of_the_period() -> None:
    shade = next(shade for shade in scene().shades if shade.kind is ShadeKind.OUTAGE)
    assert (shade.row, shade.end, shade.text) == (13, at(24), "Out of order: nozzle")


def test_a_group_knows_how_many_are_free_when() -> None:
    found = scene(block(1, 11, 9, 12), block(2, 12, 10, 11))
    group = next(row for row in found.rows if row.title == "SPIKE kit")
    assert [(step.start.hour, step.free) for step in group.steps] == [(9, 9), (10, 8), (11, 9), (12, 10)]


spans = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(spans, max_size=8))
def test_steps_agree_with_counting_at_every_hour(taken: list[tuple[int, int]]) -> None:
    busy = [TimeRange(at(a), at(b)) for a, b in taken]
    steps = free_steps(8, busy, [TimeRange(at(9), at(13)), TimeRange(at(14), at(18))])
    for hour in (9, 10, 11, 12, 14, 15, 16, 17):
        free = next(step.free for step in steps if step.start <= at(hour) < step.end)
        assert free == 8 - sum(span.contains(at(hour)) for span in busy)
    assert all(a.free != b.free for a, b in pairwise(steps) if a.end == b.start)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (
            ["SPIKE kit 01", "SPIKE kit 02", "SPIKE kit 04", "SPIKE kit 05", "SPIKE kit 06"],
            "SPIKE kit 01, 02, 04–06",
        ),
        (["Laser"], "Laser"),
        (["Laser", "Lathe"], "Laser, Lathe"),
    ],
)
def test_numbered_units_are_named_together(names: list[str], text: str) -> None:
    assert joined(names) == text


def test_initials_come_from_the_first_two_words() -> None:
    assert initials("Aigerim Sadykova Maratovna") == "AS"


@pytest.mark.parametrize(
    ("stretch", "title", "count"),
    [
        (Stretch.DAY, "Wednesday, 25 November 2026", 1),
        (Stretch.WEEK, "23 – 29 November 2026", 7),
        (Stretch.FOUR_WEEKS, "23 November – 20 December 2026", 28),
        (Stretch.MONTH, "November 2026", 30),
    ],
)
def test_a_period_has_its_title_and_days(stretch: Stretch, title: str, count: int) -> None:
    period = Period(stretch, date(2026, 11, 25))
    assert (period.title, len(period.days)) == (title, count)


def test_a_week_over_the_end_of_a_month_names_both() -> None:
    assert Period(Stretch.WEEK, date(2026, 12, 1)).title == "30 November – 6 December 2026"


@given(st.sampled_from(Stretch), st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(-40, 40))
def test_periods_follow_each_other_without_gap(stretch: Stretch, day: date, steps: int) -> None:
    period = Period(stretch, day).shift(steps)
    after = period.shift(1)
    assert after.first == period.days[-1] + timedelta(days=1)


def test_the_range_of_a_period_is_its_days_in_the_zone() -> None:
    found = Period(Stretch.DAY, date(2026, 3, 29)).range(ZoneInfo("Europe/Helsinki"))
    assert found.hours == 23


@given(
    st.frozensets(st.sampled_from(["lab", "unit", "person"]), min_size=1), st.frozensets(st.integers(1, 9))
)
def test_filters_are_remembered(kinds: frozenset[str], models: frozenset[int]) -> None:
    filters = Filters(kinds, models, True, 12, True, frozenset({"staff"}), frozenset({"loan", "pending"}))
    assert from_setting(filters.as_setting()) == filters


@pytest.mark.parametrize(
    "kept", [{}, {"kinds": 3}, {"kinds": ["moon"]}, {"models": "all"}, {"roles": ["king"], "holding": 7}]
)
def test_filters_that_make_no_sense_are_forgotten(kept: dict[str, object]) -> None:
    assert from_setting(kept) == Filters()
