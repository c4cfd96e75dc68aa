"""What the calendar reads from a database."""

from __future__ import annotations

from datetime import date

from resource_centre.core.context import Role
from resource_centre.schedule import service as schedule
from resource_centre.schedule.service import Changes
from resource_centre.ui.calendar.details import read_details
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.picture import scene_of
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar

WEEK = Period(Stretch.WEEK, date(2026, 11, 25))


def rows(centre, as_=None) -> CalendarRows:  # type: ignore[no-untyped-def]
    return centre.read(lambda u: read_calendar(u, centre.centre_id, WEEK), as_)


def test_a_week_has_its_days_with_opening_hours(centre) -> None:  # type: ignore[no-untyped-def]
    days = rows(centre).days
    assert [(day.label, len(day.opens)) for day in days][::3] == [("Mon 23", 1), ("Thu 26", 1), ("Sun 29", 0)]


def test_an_activity_is_a_block_on_everything_it_holds(centre) -> None:  # type: ignore[no-untyped-def]
    scene = scene_of(rows(centre), Filters())
    assert {block.bookable for block in scene.blocks} == {centre.robotics, *centre.kits[:2]}


def test_closures_and_outages_are_shades(centre) -> None:  # type: ignore[no-untyped-def]
    texts = {shade.text for shade in scene_of(rows(centre), Filters()).shades}
    assert texts == {"Closed: power works", "Out of order: nozzle"}


def test_a_closure_of_the_whole_day_folds_it_and_says_why(centre) -> None:  # type: ignore[no-untyped-def]
    from resource_centre.centres.service import add_closure

    start, end = centre.at("2026-11-27T00:00"), centre.at("2026-11-28T00:00")
    centre.write(lambda u: add_closure(u, centre.centre_id, "Holiday", start, end))
    friday = rows(centre).days[4]
    assert (friday.opens, friday.note) == ((), "Holiday")


def test_who_may_only_see_free_and_busy_reads_no_titles(centre) -> None:  # type: ignore[no-untyped-def]
    teacher = centre.person("teacher", Role.TEACHER)
    assert {block.title for block in rows(centre, teacher).blocks} == {"Taken"}


def test_who_may_only_see_free_and_busy_sees_no_people(centre) -> None:  # type: ignore[no-untyped-def]
    teacher = centre.person("teacher", Role.TEACHER)
    assert {row.kind for row in rows(centre, teacher).bookables} == {"lab", "unit"}


def details(centre, as_=None):  # type: ignore[no-untyped-def]
    return centre.read(lambda u: read_details(u, centre.maze.activity_id), as_)


def test_details_say_when_with_set_up_and_clear_down(centre) -> None:  # type: ignore[no-untyped-def]
    found = details(centre)
    assert (found.when, found.around) == (
        "Wed 25 November, 13:00–16:30",
        "Set-up from 12:30, clear-down until 17:00",
    )


def test_details_count_what_is_held_together(centre) -> None:  # type: ignore[no-untyped-def]
    found = details(centre)
    assert (found.held, [(line.name, line.count) for line in found.holds]) == (
        3,
        [("Robotics lab", 1), ("SPIKE kit 01, 02", 2)],
    )


def test_history_tells_of_a_move(centre) -> None:  # type: ignore[no-untyped-def]
    changes = Changes(start=centre.at("2026-11-25T14:00"), end=centre.at("2026-11-25T17:00"))
    centre.write(lambda u: schedule.change(u, centre.maze.activity_id, changes))
    assert "Moved from 13:00 to 14:00" in [line.what for line in details(centre).history]


def test_history_tells_who_booked(centre) -> None:  # type: ignore[no-untyped-def]
    assert [line.what for line in details(centre).history] == ["Booked by Coordinator"]


def test_a_stranger_reads_no_history(centre) -> None:  # type: ignore[no-untyped-def]
    teacher = centre.person("teacher", Role.TEACHER)
    found = details(centre, teacher)
    assert (found.history, found.may_change, found.subtitle) == ((), False, "")
