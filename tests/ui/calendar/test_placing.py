"""The rules while something is dragged agree with the service, and find what is near."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from resource_centre.bookings.service import LoanDraft, reserve
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import Refused
from resource_centre.resources import service as resources
from resource_centre.schedule import service
from resource_centre.schedule.service import Changes
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.placing import (
    Known,
    asked,
    claims,
    free,
    known,
    landings,
    violations,
)
from resource_centre.ui.calendar.reading import read_calendar
from resource_centre.ui.timeline.drag import Place


@pytest.fixture
def optics(centre: Any) -> int:
    held = centre.book("2026-11-27T10:00", "2026-11-27T11:30", centre.robotics, title="Optics")
    return int(held.activity_id)


def week(centre: Any) -> Known:
    monday = centre.at("2026-11-23T12:00").date()
    return known(centre.read(lambda u: read_calendar(u, centre.centre_id, Period(Stretch.WEEK, monday))))


def place(centre: Any, activity: int | None, row: int, when: str, minutes: int = 90) -> Place:
    start: datetime = centre.at(when)
    return Place(activity, row, start, start + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "when",
    [
        "2026-11-27T12:00", "2026-11-25T11:00", "2026-11-25T11:15", "2026-11-25T17:00", "2026-11-25T16:45",
        "2026-11-26T14:00", "2026-11-26T13:30", "2026-11-27T07:00", "2026-11-28T17:00",
    ],
)  # fmt: skip
def test_loaded_rows_say_what_the_service_says(centre: Any, optics: int, when: str) -> None:
    wanted = place(centre, optics, centre.robotics, when)
    try:
        centre.write(lambda u: service.change(u, optics, Changes(start=wanted.start, end=wanted.end)))
        said = set()
    except Refused as refused:
        said = {violation.code for violation in refused.violations}
    assert {v.code for v in violations(week(centre), wanted, centre.robotics)} == said


def test_a_whole_takes_its_parts_along(centre: Any, optics: int) -> None:
    half = centre.lab("HALF", name="Half")
    centre.write(lambda u: service.set_parent(u, half, centre.maker))
    centre.book("2026-11-27T14:00", "2026-11-27T15:00", half, title="Chess")
    against = violations(
        week(centre), place(centre, optics, centre.maker, "2026-11-27T14:30"), centre.robotics
    )
    assert [(v.code, v.bookable) for v in against] == [("overlap", "Half")]


def test_out_of_order_stands_against_it(centre: Any) -> None:
    against = violations(week(centre), place(centre, None, centre.kits[2], "2026-11-27T14:30"), None)
    assert [v.code for v in against] == ["out_of_order"]


def test_landing_spots_are_free_and_not_where_the_thing_is(centre: Any, optics: int) -> None:
    here, wanted = week(centre), place(centre, optics, centre.robotics, "2026-11-25T14:00")
    found = landings(here, wanted, centre.robotics)
    assert len(found) == 3
    assert (found[0].row, found[0].start) == (centre.maker, wanted.start)
    assert not any(violations(here, spot, centre.robotics) for spot in found)


def test_a_quarter_too_early_is_told_the_quarter(centre: Any, optics: int) -> None:
    wanted = place(centre, None, centre.robotics, "2026-11-27T11:15")
    centre.book("2026-11-27T11:00", "2026-11-27T14:00", centre.maker, title="Chess")
    assert landings(week(centre), wanted, None)[0].start == centre.at("2026-11-27T11:30")


def test_what_may_be_booked_at_any_hour_is_not_refused_at_night(centre: Any, optics: int) -> None:
    any_hour = {"within_hours": False}
    centre.write(lambda u: resources.set_policy(u, centre.centre_id, any_hour, centre.robotics), SYSTEM)
    assert not violations(
        week(centre), place(centre, optics, centre.robotics, "2026-11-27T22:00"), centre.robotics
    )


@pytest.mark.parametrize(
    ("policy", "when", "minutes"),
    [
        ({"change_notice": 3 * 1440}, "2026-11-27T14:00", 90),
        ({"horizon_days": 1}, "2026-11-27T14:00", 90),
        ({"min_minutes": 120}, "2026-11-27T14:00", 90),
        ({"max_minutes": 60}, "2026-11-27T14:00", 90),
        (
            {"change_notice": 60, "horizon_days": 30, "min_minutes": 30, "max_minutes": 90},
            "2026-11-27T14:00",
            90,
        ),
    ],
)
def test_notice_horizon_and_lengths_are_known_while_dragging(
    centre: Any, optics: int, policy: dict[str, int], when: str, minutes: int
) -> None:
    centre.write(lambda u: resources.set_policy(u, centre.centre_id, policy, centre.robotics), SYSTEM)
    wanted = place(centre, optics, centre.robotics, when, minutes)
    here = week(centre)
    try:
        centre.write(lambda u: service.change(u, optics, Changes(start=wanted.start, end=wanted.end)))
        said: set[str] = set()
    except Refused as refused:
        said = {violation.code for violation in refused.violations}
    assert {v.code for v in violations(here, wanted, centre.robotics)} == said
    assert free(here, wanted, centre.robotics) is not bool(said)


def test_a_whole_let_go_on_its_part_asks_for_the_part(centre: Any, optics: int) -> None:
    half = centre.lab("HALF", name="Half")
    centre.write(lambda u: service.set_parent(u, half, centre.robotics))
    other = centre.book("2026-11-27T14:00", "2026-11-27T15:00", centre.robotics, title="Chess").activity_id
    here = week(centre)
    on_part = place(centre, other, half, "2026-11-27T14:00", 60)
    assert asked(here, on_part, centre.robotics) == (half,)
    on_other_part = place(centre, other, centre.robotics, "2026-11-27T14:00", 60)
    assert asked(here, on_other_part, half) == (centre.robotics,)


def test_a_part_let_go_on_the_whole_asks_for_all_of_it(centre: Any) -> None:
    half = centre.lab("HALF", name="Half")
    centre.write(lambda u: service.set_parent(u, half, centre.robotics))
    chess = centre.book("2026-11-27T14:00", "2026-11-27T15:00", half, title="Chess").activity_id
    whole = place(centre, chess, centre.robotics, "2026-11-27T14:00", 60)
    here = week(centre)
    assert asked(here, whole, half) == (centre.robotics,)
    assert {claim.bookable for claim in claims(here, whole, half)} == {centre.robotics, half}


def test_a_loan_stays_out_overnight_and_beyond_what_is_loaded(centre: Any) -> None:
    draft = LoanDraft(
        centre.centre_id, centre.at("2026-11-26T10:00"), centre.at("2026-12-01T10:00"), (centre.kits[1],),
        borrower_id=centre.ambassador.person_id,
    )  # fmt: skip
    loan = centre.write(lambda u: reserve(u, draft)).row.activity_id
    here, length = week(centre), 5 * 24 * 60
    fine = place(centre, loan, centre.kits[1], "2026-11-27T10:00", length)
    assert violations(here, fine, centre.kits[1]) == [] and free(here, fine, centre.kits[1])
    late = place(centre, loan, centre.kits[1], "2026-11-27T20:00", length)
    assert {v.code for v in violations(here, late, centre.kits[1])} == {"outside_hours"}
