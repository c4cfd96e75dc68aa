"""Schools register, and attendance is recorded as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.events import service
from resource_centre.events.attendance import participants
from resource_centre.events.rules import SessionState as S
from resource_centre.events.service import Cell

from .conftest import END, START


@pytest.fixture
def teacher(stage):
    return stage.world.person("nurlan", Role.TEACHER, school_id=stage.world.school())


def register(stage, key, school, pupils, as_=None, **more):
    return stage.write(lambda u: service.register_school(u, key, school, pupils, **more), as_)


def test_a_teacher_registers_their_school(stage, teacher):
    key = stage.published()
    found = register(stage, key, teacher.school_id, 24, teacher, teachers=2)
    assert (found.contact, found.expected_pupils, found.has_place) == ("Nurlan", 24, True)
    assert "School 41 has registered: Robot maze day" in stage.subjects(stage.world.coordinator)


def test_a_teacher_does_not_register_another_school(stage, teacher):
    key = stage.published()
    with pytest.raises(NotPermitted):
        register(stage, key, stage.world.school("School 42"), 24, teacher)


def test_the_centre_registers_any_school_before_it_is_published(stage, teacher):
    assert register(stage, stage.event(), teacher.school_id, 24).has_place


def test_registering_again_changes_the_numbers(stage, teacher):
    key = stage.published()
    register(stage, key, teacher.school_id, 24)
    register(stage, key, teacher.school_id, 20)
    (school,) = stage.detail(key).schools
    assert school.expected_pupils == 20


@pytest.mark.parametrize("pupils", [-1, 0, 10_001])
def test_numbers_of_people_make_sense(stage, teacher, pupils):
    with pytest.raises(BadInput):
        register(stage, stage.event(), teacher.school_id, pupils)


def test_who_comes_too_late_waits_and_moves_up(stage, teacher):
    key = stage.published(capacity=30)
    other = stage.world.person("saule", Role.TEACHER, school_id=stage.world.school("School 42"))
    register(stage, key, teacher.school_id, 20, teacher)
    assert not register(stage, key, other.school_id, 20, other).has_place
    assert (stage.row(key).registered, stage.row(key).waiting) == (20, 20)
    stage.write(lambda u: service.withdraw_school(u, key, teacher.school_id, "Ill"), teacher)
    assert [s.has_place for s in stage.detail(key).schools] == [True]
    assert stage.subjects(other) == ["There is a place for School 42 now: Robot maze day"]


def test_a_withdrawal_stays_on_record(stage, teacher):
    key = stage.published()
    register(stage, key, teacher.school_id, 20)
    stage.write(lambda u: service.withdraw_school(u, key, teacher.school_id, "Ill"))
    assert stage.detail(key).history[-1].reason == "School 41 has withdrawn. Ill"


def test_a_teacher_sees_their_own_school_alone(stage, teacher):
    key = stage.published()
    register(stage, key, teacher.school_id, 20)
    register(stage, key, stage.world.school("School 42"), 20)
    assert [s.school for s in stage.detail(key, teacher).schools] == ["School 41"]


def test_attendance_adds_up_by_audience_gender_and_stage(stage):
    key = stage.delivered()
    stage.attendance(
        key,
        Cell("pupils", 11, "female", "lower_secondary"),
        Cell("pupils", 13, "male", "lower_secondary"),
        Cell("pupils", 2),
        Cell("teachers", 2, "female"),
    )
    totals = stage.detail(key).totals
    assert totals.participations == 28
    assert totals.of("pupils") == 26
    assert totals.of(gender="female") == 13
    assert totals.of("pupils", stage="lower_secondary") == 24
    assert totals.of(gender="not_recorded") == 2
    assert totals.contact_hours == 28 * 3


def test_a_cell_replaces_the_one_before(stage):
    key = stage.delivered()
    stage.attendance(key, Cell("pupils", 11, "female"), Cell("pupils", 9, "male"))
    stage.attendance(key, Cell("pupils", 12, "female"))
    assert stage.detail(key).totals.participations == 21


def test_the_whole_sheet_replaces_every_cell(stage):
    key = stage.delivered()
    stage.attendance(key, Cell("pupils", 11, "female"), Cell("pupils", 9, "male"))
    stage.attendance(key, Cell("pupils", 12, "female"), whole=True)
    assert stage.detail(key).totals.participations == 12


def test_schools_have_cells_of_their_own(stage, teacher):
    key = stage.delivered()
    stage.attendance(key, Cell("pupils", 11, school_id=teacher.school_id), Cell("pupils", 9))
    assert stage.detail(key).totals.of("pupils") == 20
    assert stage.detail(key, teacher).totals.of("pupils") == 11


def test_nobody_came_is_attendance_too(stage):
    key = stage.delivered()
    stage.attendance(key)
    assert next(g for g in stage.detail(key).gates if g.name == "attendance").passed


def test_a_session_with_attendance_counts_as_delivered(stage):
    key = stage.published()
    stage.world.clock.instant = stage.world.at(START)
    stage.attendance(key, Cell("pupils", 11))
    assert stage.detail(key).sessions[0].state is S.DELIVERED


def test_attendance_is_not_recorded_before_the_session(stage):
    key = stage.published()
    with pytest.raises(BadInput, match="not begun"):
        stage.attendance(key, Cell("pupils", 11))


def test_attendance_can_be_put_right_after_closing(stage):
    key = stage.delivered()
    stage.attendance(key, Cell("pupils", 11))
    stage.write(lambda u: service.evaluation_done(u, key))
    stage.write(lambda u: service.close(u, key))
    stage.attendance(key, Cell("pupils", 12))
    assert stage.detail(key).totals.participations == 12


@pytest.mark.parametrize(
    "cell",
    [Cell("dogs", 1), Cell("pupils", -1), Cell("pupils", 1, "unknown"), Cell("pupils", 1, stage="zero")],
)
def test_a_cell_outside_the_table_is_refused(stage, cell):
    key = stage.delivered()
    with pytest.raises(BadInput):
        stage.attendance(key, cell)


def test_a_refused_cell_leaves_the_sheet_as_it_was(stage):
    key = stage.delivered()
    with pytest.raises(BadInput):
        stage.attendance(key, Cell("pupils", 5), Cell("dogs", 1))
    assert stage.detail(key).totals.participations == 0


def test_a_teacher_records_no_attendance(stage, teacher):
    key = stage.delivered()
    session = stage.detail(key).sessions[0].id
    with pytest.raises(NotPermitted):
        stage.write(lambda u: service.record_attendance(u, session, [Cell("pupils", 5)]), teacher)


def test_identified_teachers_are_listed_and_not_added(stage, teacher):
    key = stage.delivered()
    session = stage.detail(key).sessions[0].id
    stage.write(lambda u: service.set_participants(u, session, [teacher.person_id]))
    assert stage.read(lambda u: participants(u, session)) == ((teacher.person_id, "Nurlan"),)
    assert stage.detail(key).totals.participations == 0
    stage.write(lambda u: service.set_participants(u, session, []))
    assert stage.read(lambda u: participants(u, session)) == ()


def test_postponing_leaves_what_was_delivered_alone(stage):
    key = stage.published()
    session = stage.session(key, "2026-12-09 13:00", "2026-12-09 14:00")
    stage.world.clock.instant = stage.world.at(END)
    stage.attendance(key, Cell("pupils", 11))
    stage.write(lambda u: service.postpone(u, key, "Snow"))
    states = {s.id: s.state for s in stage.detail(key).sessions}
    assert states.pop(session.id) is S.POSTPONED
    assert set(states.values()) == {S.DELIVERED}
    assert stage.taken(stage.lab) == ["13:00"]


def test_a_session_that_lost_its_place_in_a_block_gets_a_hold_of_its_own(stage):
    key = stage.published()
    first = stage.detail(key).sessions[0]
    stage.session(key, "2026-12-02 16:10", "2026-12-02 17:00", block_id=first.block_id)
    stage.world.clock.instant = stage.world.at(END)
    stage.attendance(key, Cell("pupils", 11))
    stage.write(lambda u: service.postpone(u, key, "Power cut"))
    assert stage.detail(key).blocks[0].end == first.end
    stage.write(lambda u: service.resume(u, key, timedelta(days=1)))
    assert stage.taken(stage.lab, day="2026-12-03") == ["16:10"]
