"""Sessions hold labs, kits and people together: taken, moved and let go of as one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.events import queries, service
from resource_centre.events.rules import EventState as E
from resource_centre.events.rules import SessionState as S
from resource_centre.events.service import RequirementDraft, SessionChanges
from resource_centre.resources.service import set_policy


def held_codes(stage, key):
    return [h.code for block in stage.detail(key).blocks for h in block.holds if h.live]


def test_a_session_takes_lab_kits_and_people(stage):
    key = stage.event()
    stage.session(key)
    assert sorted(held_codes(stage, key)) == ["K-01", "K-02", "LAB1", "zarina"]


def test_a_taken_consultant_leaves_lab_and_kits_free(stage):
    stage.world.book("2026-12-02 14:00", "2026-12-02 15:00", stage.world.time_of(stage.consultant))
    key = stage.event()
    with pytest.raises(Refused):
        stage.session(key)
    assert stage.taken(stage.lab, *stage.kits) == []
    assert stage.detail(key).sessions == ()


def test_too_few_kits_leave_lab_and_consultant_free(stage):
    key = stage.event()
    with pytest.raises(Refused):
        stage.session(key, units=((stage.model, 4),))
    assert stage.taken(stage.lab, stage.world.time_of(stage.consultant)) == []


def test_a_session_at_a_school_may_hold_nothing(stage):
    key = stage.event(mode="at_school")
    stage.session(key, bookables=(), units=(), people=())
    assert stage.detail(key).blocks[0].holds == ()


def test_sessions_behind_each_other_share_one_hold(stage):
    key = stage.event()
    first = stage.session(key, "2026-12-02 13:00", "2026-12-02 14:00")
    second = stage.session(key, "2026-12-02 14:10", "2026-12-02 15:30", block_id=first.block_id)
    (block,) = stage.detail(key).blocks
    assert (block.start, block.end) == (first.start, second.end)


def test_a_block_does_not_grow_into_what_is_taken(stage):
    key = stage.event()
    first = stage.session(key, "2026-12-02 13:00", "2026-12-02 14:00")
    stage.world.book("2026-12-02 15:00", "2026-12-02 16:00", stage.lab)
    with pytest.raises(Refused):
        stage.session(key, "2026-12-02 14:10", "2026-12-02 15:30", block_id=first.block_id)
    assert len(stage.detail(key).sessions) == 1


def test_a_move_moves_everything(stage):
    key = stage.event()
    session = stage.session(key)
    start = stage.world.at("2026-12-02 10:00")
    stage.write(lambda u: service.change_session(u, session.id, SessionChanges(start=start)))
    assert stage.taken(stage.lab, stage.kits[0], stage.world.time_of(stage.consultant)) == ["10:00"] * 3


def test_a_refused_move_moves_nothing(stage):
    key = stage.event()
    session = stage.session(key)
    stage.world.book("2026-12-02 10:00", "2026-12-02 11:00", stage.kits[1])
    start = stage.world.at("2026-12-02 10:00")
    with pytest.raises(Refused):
        stage.write(lambda u: service.change_session(u, session.id, SessionChanges(start=start)))
    assert stage.taken(stage.lab, stage.kits[0]) == ["13:00"] * 2
    assert stage.detail(key).sessions[0].start == session.start


def test_other_kits_can_be_taken_without_moving(stage):
    key = stage.event()
    session = stage.session(key)
    stage.write(lambda u: service.change_session(u, session.id, SessionChanges(units=((stage.model, 3),))))
    assert sorted(held_codes(stage, key)) == ["K-01", "K-02", "K-03", "LAB1", "zarina"]


def test_changing_what_is_held_keeps_ambassadors(stage):
    key = stage.published()
    who = stage.ambassador(key)
    session = stage.detail(key).sessions[0]
    stage.write(
        lambda u: service.change_session(u, session.id, SessionChanges(bookables=(stage.lab,), people=()))
    )
    assert sorted(held_codes(stage, key)) == ["LAB1", "zhanel"]
    assert stage.taken(stage.world.time_of(who)) == ["13:00"]


def test_everyone_is_told_when_a_published_event_moves(stage):
    key = stage.published()
    who = stage.ambassador(key)
    stage.write(lambda u: service.move_event(u, key, timedelta(hours=-2)))
    for person in (who, stage.consultant):
        assert stage.subjects(person)[0] == "The time of “Robot maze day” has changed"


@pytest.mark.parametrize("hours", [1, -1])
def test_an_event_moves_into_its_own_place(stage, hours):
    key = stage.event()
    stage.session(key, "2026-12-02 12:00", "2026-12-02 13:00")
    stage.session(key, "2026-12-02 13:00", "2026-12-02 14:00")
    stage.write(lambda u: service.move_event(u, key, timedelta(hours=hours)))
    assert stage.taken(stage.lab) == [f"{12 + hours}:00", f"{13 + hours}:00"]


def test_an_event_moves_as_a_whole_or_not_at_all(stage):
    key = stage.event()
    stage.session(key, "2026-12-02 10:00", "2026-12-02 11:00")
    stage.session(key, "2026-12-02 13:00", "2026-12-02 14:00")
    stage.world.book("2026-12-02 14:00", "2026-12-02 15:00", stage.lab)
    with pytest.raises(Refused):
        stage.write(lambda u: service.move_event(u, key, timedelta(hours=1)))
    assert stage.taken(stage.lab) == ["10:00", "13:00", "14:00"]


def test_a_dropped_session_frees_what_only_it_held(stage):
    key = stage.event()
    first = stage.session(key, "2026-12-02 13:00", "2026-12-02 14:00")
    second = stage.session(key, "2026-12-02 14:00", "2026-12-02 15:00", block_id=first.block_id)
    stage.write(lambda u: service.drop_session(u, second.id, "Too long"))
    assert stage.detail(key).blocks[0].end == first.end
    stage.write(lambda u: service.drop_session(u, first.id, "Too long"))
    assert stage.taken(stage.lab) == []


def test_a_dropped_session_stays_on_record(stage):
    key = stage.event()
    session = stage.session(key)
    stage.write(lambda u: service.drop_session(u, session.id, "Too long"))
    found = stage.detail(key)
    assert found.sessions[0].state is S.CANCELLED
    assert "Too long" in found.history[-1].reason


@pytest.mark.parametrize("step", [service.cancel, service.postpone])
def test_calling_off_frees_everything_and_tells_everyone(stage, step):
    key = stage.published()
    who = stage.ambassador(key)
    teacher = stage.world.person("nurlan", Role.TEACHER, school_id=stage.world.school())
    stage.write(lambda u: service.register_school(u, key, teacher.school_id, 24), teacher)
    stage.write(lambda u: step(u, key, "Snow"), stage.manager)
    people = [stage.world.time_of(p) for p in (stage.consultant, who)]
    assert stage.taken(stage.lab, *stage.kits, *people) == []
    for person in (teacher, who, stage.consultant, stage.world.coordinator):
        assert stage.subjects(person)[0] in ("Cancelled: Robot maze day", "Postponed: Robot maze day")


def test_a_cancellation_needs_a_reason(stage):
    key = stage.published()
    with pytest.raises(BadInput, match="reason"):
        stage.write(lambda u: service.cancel(u, key, "  "))
    assert stage.taken(stage.lab) == ["13:00"]


def test_a_manager_cancels_however_late(stage):
    stage.world.write(lambda u: set_policy(u, stage.world.centre_id, {"cancel_notice": 100_000}, stage.lab))
    key = stage.published()
    assert stage.write(lambda u: service.cancel(u, key, "Snow"), stage.manager).state is E.CANCELLED


def test_a_cancelled_event_needs_nobody(stage):
    key = stage.published()
    stage.ambassador(key, state="invited")
    stage.write(lambda u: service.cancel(u, key, "Snow"))
    assert stage.detail(key).requirements == ()


@pytest.mark.parametrize(
    ("before", "after"), [("accepted", "cancelled"), ("invited", "expired"), ("offered", "not_selected")]
)
def test_answers_of_ambassadors_end_with_the_event(stage, before, after):
    from sqlalchemy import select

    from resource_centre.ambassadors.model import Assignment

    key = stage.published()
    stage.ambassador(key, state=before)
    stage.write(lambda u: service.cancel(u, key, "Snow"))
    assert stage.read(lambda u: u.value(select(Assignment.state))) == after


def test_a_postponed_event_is_planned_again_with_what_it_held(stage):
    key = stage.published()
    session = stage.detail(key).sessions[0]
    stage.write(lambda u: service.change_session(u, session.id, SessionChanges(units=())))
    stage.world.clock.instant += timedelta(hours=1)
    stage.ambassador(key)
    stage.write(lambda u: service.postpone(u, key, "Snow"))
    assert stage.detail(key).sessions[0].state is S.POSTPONED
    found = stage.write(lambda u: service.resume(u, key, timedelta(days=1)))
    assert found.state is E.APPROVED
    assert sorted(held_codes(stage, key)) == ["LAB1", "zarina"]
    assert stage.taken(stage.lab, day="2026-12-03") == ["13:00"]


def test_a_postponed_event_is_planned_again_wholly_or_not_at_all(stage):
    key = stage.published()
    stage.write(lambda u: service.postpone(u, key, "Snow"))
    stage.world.book("2026-12-03 13:00", "2026-12-03 14:00", stage.kits[0])
    with pytest.raises(Refused):
        stage.write(lambda u: service.resume(u, key, timedelta(days=1)))
    assert stage.row(key).state is E.POSTPONED
    assert stage.taken(stage.lab, day="2026-12-03") == []


def test_an_event_is_not_planned_again_in_the_past(stage):
    key = stage.published()
    stage.write(lambda u: service.postpone(u, key, "Snow"))
    stage.world.clock.instant += timedelta(days=20)
    with pytest.raises(BadInput, match="past"):
        stage.write(lambda u: service.resume(u, key))


def test_a_postponed_event_may_be_cancelled(stage):
    key = stage.published()
    stage.write(lambda u: service.postpone(u, key, "Snow"))
    assert stage.write(lambda u: service.cancel(u, key, "More snow")).state is E.CANCELLED
    assert stage.detail(key).sessions[0].state is S.CANCELLED


def test_requirements_count_needed_and_accepted(stage):
    key = stage.published()
    stage.ambassador(key)
    (requirement,) = stage.detail(key).requirements
    assert (requirement.needed, requirement.accepted, requirement.open) == (2, 1, 1)
    assert (stage.row(key).needed, stage.row(key).filled) == (2, 1)


def test_a_requirement_is_changed_and_dropped(stage):
    key = stage.published()
    who = stage.ambassador(key)
    (requirement,) = stage.detail(key).requirements
    stage.write(
        lambda u: service.change_requirement(u, requirement.id, RequirementDraft(3, "guide", ("python",)))
    )
    assert stage.detail(key).requirements[0].skills == ("python",)
    stage.write(lambda u: service.drop_requirement(u, requirement.id, "Enough people"))
    assert stage.detail(key).requirements == ()
    assert stage.taken(stage.world.time_of(who)) == []
    assert stage.taken(stage.lab) == ["13:00"]


def test_a_teacher_plans_no_sessions(stage):
    key = stage.published()
    teacher = stage.world.person("nurlan", Role.TEACHER)
    with pytest.raises(NotPermitted):
        stage.write(lambda u: service.add_session(u, key, stage.wish()), teacher)


@pytest.mark.parametrize("asked", [False, True])
def test_an_event_that_nobody_approved_is_cancelled_and_stays_unseen(stage, asked):
    key = stage.event()
    stage.session(key)
    if asked:
        stage.write(lambda u: service.submit(u, key))
    assert "cancel" in {step.name for step in stage.detail(key).steps}
    assert stage.write(lambda u: service.cancel(u, key, "Not this year")).state is E.CANCELLED
    assert held_codes(stage, key) == []
    centre, teacher = stage.world.centre_id, stage.world.person("t1", Role.TEACHER)
    every = queries.Filter.ALL
    assert [row.id for row in stage.read(lambda u: queries.events(u, centre, every))] == [key]
    assert stage.read(lambda u: queries.events(u, centre, every), teacher) == []
