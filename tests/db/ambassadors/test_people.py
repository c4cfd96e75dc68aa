"""Profiles, clearances and availability: who may see and write what, and what a paper is good for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.rules import AssignmentState as A
from resource_centre.ambassadors.service import ClearanceDraft, ProfileDraft
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.ranges import TimeRange
from resource_centre.outbox.queries import my_messages

CHECK = ClearanceDraft("background_check", "Police", date(2026, 1, 1), date(2027, 6, 1))


@pytest.fixture
def newcomer(world) -> int:
    """The profile of an ambassador without any paper."""
    who = world.person("dana", Role.AMBASSADOR)
    draft = ProfileDraft("Chemistry", "Medeu", ("kk",), ("Lego",))
    return world.write(lambda u: service.add_ambassador(u, world.centre_id, who.person_id, draft))


def detail(world, number: int, as_=None):
    return world.read(lambda u: queries.ambassador(u, number), as_)


def person_of(world, number: int) -> int:
    return detail(world, number).row.person_id


def test_an_ambassador_is_found_by_what_they_know(world, newcomer: int) -> None:
    found = world.read(lambda u: queries.ambassadors(u, world.centre_id, "lego medeu"))
    assert [row.id for row in found] == [newcomer]
    assert world.read(lambda u: queries.ambassadors(u, world.centre_id, "violin")) == []


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.CONSULTANT, Role.ADMINISTRATOR])
def test_a_profile_is_closed_to_others(world, newcomer: int, role: Role) -> None:
    with pytest.raises(NotPermitted):
        detail(world, newcomer, world.person("other", role))


def test_an_ambassador_reads_their_own_profile_with_its_papers(staffed) -> None:
    mine = staffed.world.read(queries.my_profile, staffed.zhanel)
    assert mine is not None
    assert [paper.kind for paper in mine.clearances] == ["background_check"]


def test_a_manager_reads_and_does_not_write(world, newcomer: int) -> None:
    manager = world.person("boss", Role.MANAGER)
    assert detail(world, newcomer, manager).row.home_area == "Medeu"
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.change_profile(u, newcomer, ProfileDraft()), manager)


def test_ambassadors_do_not_say_themselves_that_they_left(staffed) -> None:
    mine = staffed.world.read(queries.my_profile, staffed.zhanel)
    draft = ProfileDraft("Maths", left_on=date(2026, 11, 1))
    staffed.world.write(lambda u: service.change_profile(u, mine.row.id, draft), staffed.zhanel)
    row = detail(staffed.world, mine.row.id).row
    assert (row.study, row.left_on) == ("Maths", None)


def test_the_safeguarding_lead_records_a_clearance_and_the_ambassador_is_told(world, newcomer: int) -> None:
    lead, who = world.person("lead", Role.COORDINATOR, safeguarding=True), person_of(world, newcomer)
    world.write(lambda u: service.add_clearance(u, who, CHECK), lead)
    assert detail(world, newcomer).row.cleared
    ambassador = replace(SYSTEM, person_id=who)
    assert any("Background check" in m.subject for m in world.read(my_messages, ambassador))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.CONSULTANT, Role.ADMINISTRATOR])
def test_nobody_else_records_or_changes_a_clearance(world, newcomer: int, role: Role) -> None:
    other, who = world.person("other", role), person_of(world, newcomer)
    paper = world.write(lambda u: service.add_clearance(u, who, CHECK), SYSTEM)
    for command in (
        lambda u: service.add_clearance(u, who, CHECK),
        lambda u: service.change_clearance(u, paper, CHECK),
        lambda u: service.revoke_clearance(u, paper),
    ):
        with pytest.raises(NotPermitted):
            world.write(command, other)


@pytest.mark.parametrize("kind", ["first_aid", "safeguarding"])
def test_a_paper_of_another_kind_clears_nobody(world, newcomer: int, kind: str) -> None:
    who = person_of(world, newcomer)
    world.write(lambda u: service.add_clearance(u, who, replace(CHECK, kind=kind, expires_on=None)), SYSTEM)
    assert not detail(world, newcomer).row.cleared


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (replace(CHECK, kind="licence"), "kind"),
        (replace(CHECK, expires_on=date(2025, 1, 1)), "expires_on"),
        (replace(CHECK, issued_on=date(2026, 11, 26)), "issued_on"),
    ],
)
def test_an_impossible_clearance_is_refused(world, newcomer: int, paper: ClearanceDraft, field: str) -> None:
    who = person_of(world, newcomer)
    with pytest.raises(BadInput) as caught:
        world.write(lambda u: service.add_clearance(u, who, paper), SYSTEM)
    assert caught.value.field == field


def test_a_corrected_clearance_counts_as_corrected(world, newcomer: int) -> None:
    who = person_of(world, newcomer)
    paper = world.write(lambda u: service.add_clearance(u, who, CHECK), SYSTEM)
    ended = replace(CHECK, expires_on=date(2026, 11, 24))
    world.write(lambda u: service.change_clearance(u, paper, ended), SYSTEM)
    assert not detail(world, newcomer).row.cleared


def test_a_clearance_is_good_on_its_last_day_at_the_centre(world, newcomer: int) -> None:
    who = person_of(world, newcomer)
    last = replace(CHECK, expires_on=date(2026, 11, 25))
    world.write(lambda u: service.add_clearance(u, who, last), SYSTEM)
    world.clock.instant = world.at("2026-11-25 23:59")
    assert detail(world, newcomer).row.cleared
    world.clock.instant = world.at("2026-11-26 00:00")
    assert not detail(world, newcomer).row.cleared


def test_a_lapsed_clearance_is_at_risk_and_removes_nobody(staffed) -> None:
    world, who = staffed.world, staffed.zhanel.person_id
    number = world.write(lambda u: service.invite(u, staffed.requirement, [who]))[0]
    world.write(lambda u: service.accept(u, number), staffed.zhanel)
    paper = world.read(lambda u: queries.clearances(u, who))[0]
    world.write(lambda u: service.revoke_clearance(u, paper.id), SYSTEM)
    row = world.read(lambda u: queries.assignments(u, activity_ids=[staffed.activity]))[0]
    assert (row.state, row.at_risk) == (A.ACCEPTED, True)


def test_the_papers_of_somebody_else_are_not_shown(staffed) -> None:
    found = staffed.world.read(lambda u: queries.clearances(u, staffed.zhanel.person_id), staffed.arman)
    assert found == ()


def test_the_week_shows_the_pattern_less_what_is_taken_or_away(staffed) -> None:
    world, who = staffed.world, staffed.zhanel.person_id
    day = TimeRange(world.at("2026-11-30 00:00"), world.at("2026-12-01 00:00"))
    world.book("2026-11-30 10:00", "2026-11-30 11:00", world.time_of(staffed.zhanel), title="Exam")
    away = TimeRange(world.at("2026-11-30 15:00"), world.at("2026-12-02 00:00"))
    number = world.write(lambda u: service.add_exception(u, who, away, False, "Trip"), staffed.zhanel)
    mine = next(r for r in world.read(lambda u: queries.week_availability(u, world.centre_id, day)) if r.person_id == who)  # fmt: skip
    hours = [(r.start.astimezone(world.tz).hour, r.end.astimezone(world.tz).hour) for r in mine.free]
    assert (hours, mine.taken[0].title) == ([(9, 10), (11, 15)], "Exam")
    world.write(lambda u: service.cancel_exception(u, number), staffed.zhanel)
    mine = next(r for r in world.read(lambda u: queries.week_availability(u, world.centre_id, day)) if r.person_id == who)  # fmt: skip
    assert mine.free[-1].end == world.at("2026-11-30 19:00")


def test_nobody_states_when_another_ambassador_can_come(staffed) -> None:
    span = TimeRange(staffed.world.clock.now(), staffed.world.clock.now() + timedelta(days=1))
    with pytest.raises(NotPermitted):
        staffed.world.write(
            lambda u: service.add_exception(u, staffed.zhanel.person_id, span, False), staffed.arman
        )
