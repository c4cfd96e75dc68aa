"""Quotas, trainings and who is away are known while the mouse is down, and said as the service says them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from resource_centre.ambassadors.service import ProfileDraft, add_ambassador, add_exception
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import Refused
from resource_centre.core.times import TimeRange
from resource_centre.people.service import add_qualification, grant_qualification
from resource_centre.resources import service as resources
from resource_centre.resources.queries import QuotaRow
from resource_centre.schedule import service
from resource_centre.schedule.service import Changes
from resource_centre.ui.calendar import answers
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.placing import Known, free, known, violations
from resource_centre.ui.calendar.reading import read_calendar
from resource_centre.ui.timeline.drag import Grip, Lift, Place
from resource_centre.ui.timeline.scene import Block, BlockKind, BlockState


def week(centre: Any, as_: Any = None) -> Known:
    period = Period(Stretch.WEEK, date(2026, 11, 23))
    return known(centre.read(lambda u: read_calendar(u, centre.centre_id, period), as_))


def moved(centre: Any, activity: int, row: int, when: str) -> Place:
    start = centre.at(when)
    return Place(activity, row, start, start + timedelta(minutes=60))


def said_by_the_service(centre: Any, activity: int, wanted: Place) -> list[str]:
    changes = Changes(start=wanted.start, end=wanted.end, bookables=(wanted.row,))
    try:
        centre.write(lambda u: service.change(u, activity, changes))
    except Refused as refused:
        return [violation.message for violation in refused.violations]
    return []


@pytest.fixture
def olga(centre: Any) -> Any:
    return centre.person("olga", Role.TEACHER, name="Olga Kim")


@pytest.fixture
def club(centre: Any, olga: Any) -> int:
    """Olga's booking of the robotics lab on Friday."""
    held = centre.book(
        "2026-11-27T10:00", "2026-11-27T11:00", centre.robotics, title="Club", person_id=olga.person_id
    )
    return int(held.activity_id)


@pytest.mark.parametrize(
    ("per", "amount", "measure"), [("day", 1, "count"), ("week", 2, "hours"), ("month", 1, "count")]
)
def test_a_quota_that_is_used_up_is_said(
    centre: Any, olga: Any, club: int, per: str, amount: int, measure: str
) -> None:
    quota = (QuotaRow(measure, per, amount),)
    centre.book("2026-11-27T12:00", "2026-11-27T14:00", centre.maker, title="Own", person_id=olga.person_id)
    centre.write(lambda u: resources.set_policy(u, centre.centre_id, {}, centre.maker, quotas=quota), SYSTEM)
    wanted, here = moved(centre, club, centre.maker, "2026-11-27T15:00"), week(centre)
    words = [violation.message for violation in violations(here, wanted, centre.robotics)]
    assert len(words) == 1 and "Olga Kim may have" in words[0]
    assert not free(here, wanted, centre.robotics)
    assert words == said_by_the_service(centre, club, wanted)


def test_moving_one_within_its_quota_counts_it_once(centre: Any, club: int) -> None:
    quota = (QuotaRow("count", "week", 1),)
    centre.write(
        lambda u: resources.set_policy(u, centre.centre_id, {}, centre.robotics, quotas=quota), SYSTEM
    )
    assert (
        violations(week(centre), moved(centre, club, centre.robotics, "2026-11-27T15:00"), centre.robotics)
        == []
    )


@pytest.mark.parametrize("expires", [None, date(2026, 11, 26), date(2026, 11, 27)])
def test_a_training_counts_on_the_day_of_use(centre: Any, olga: Any, club: int, expires: date | None) -> None:
    laser = centre.write(lambda u: add_qualification(u, centre.centre_id, "Laser"), SYSTEM)
    centre.write(lambda u: resources.need_qualification(u, laser, centre.maker))
    if expires is not None:
        centre.write(lambda u: grant_qualification(u, olga.person_id, laser, date(2026, 1, 1), expires))
    wanted = moved(centre, club, centre.maker, "2026-11-27T15:00")
    words = [violation.message for violation in violations(week(centre), wanted, centre.robotics)]
    assert bool(words) == (expires != date(2026, 11, 27))
    assert words == said_by_the_service(centre, club, wanted)


def test_who_is_away_is_a_warning_and_no_refusal(centre: Any) -> None:
    row, person = centre.time_of(centre.ambassador), centre.ambassador.person_id
    span = TimeRange(centre.at("2026-11-27T14:00"), centre.at("2026-11-27T18:00"))
    centre.write(lambda u: add_ambassador(u, centre.centre_id, person, ProfileDraft("Physics")), SYSTEM)
    centre.write(lambda u: add_exception(u, person, span, False, "exam"))
    held = centre.book("2026-11-27T10:00", "2026-11-27T11:00", row, title="Fair")
    here, start = week(centre), centre.at("2026-11-27T15:00")
    home = centre.at("2026-11-27T10:00"), centre.at("2026-11-27T11:00")
    lift = Lift(
        Block(held.activity_id, row, BlockKind.LAB, BlockState.CONFIRMED, "Fair", *home, *home), Grip.WHOLE
    )
    answer = answers.answer(here, Place(held.activity_id, row, start, start + timedelta(hours=1)), lift)
    assert answer.card is not None and answer.card.title == "Zhanel Akhmetova: Away: exam"
    assert not answer.blocked and not answer.card.refused and not any(g.refused for g in answer.ghosts)
    assert all(
        spot.end <= span.start or spot.start >= span.end for spot in answer.landings if spot.row == row
    )


def test_a_teacher_draws_within_the_own_quota_alone(centre: Any, olga: Any, club: int) -> None:
    quota = (QuotaRow("count", "week", 1),)
    centre.write(
        lambda u: resources.set_policy(u, centre.centre_id, {}, centre.robotics, quotas=quota), SYSTEM
    )
    start = centre.at("2026-11-27T15:00")
    new = Place(None, centre.robotics, start, start + timedelta(hours=1))
    assert [v.code for v in violations(week(centre, olga), new, None)] == ["quota"]
    assert violations(week(centre), new, None) == []
