"""Whatever stands in a calendar is moved by its own feature's rules, told, taken back, or refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from resource_centre.bookings import service as loans
from resource_centre.bookings.service import CheckOut
from resource_centre.consultations import queries as consultations
from resource_centre.consultations import service as meetings
from resource_centre.consultations.rules import AppointmentState
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotFound, NotPermitted, Refused
from resource_centre.events.sessions import SessionDraft, add_session
from resource_centre.moving import service as moving
from resource_centre.outbox.queries import my_messages
from resource_centre.overview.owners import owner_of
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import service as door
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking import commands, undo
from tests.db.moving.conftest import Things

FEATURES = ["event", "consultation", "course", "loan"]
DAY = timedelta(days=3)  # from Friday to Monday


def later(shape: Any, by: timedelta = DAY) -> Any:
    return replace(shape, start=shape.start + by, end=shape.end + by, agreed=False)


def subjects(things: Things, who: Any) -> list[str]:
    return [m.subject for m in things.world.read(lambda u: my_messages(u), who)]


def test_everything_it_holds_moves_and_is_taken_back(things: Things) -> None:
    for feature in FEATURES:
        was, ref = things.shape(feature), things.refs[feature]
        step = things.do(commands.move, "It", feature, ref, was, later(was))
        now = things.shape(feature)
        assert (now.start, now.bookables) == (was.start + DAY, was.bookables)
        back = things.do(undo.take_back, step)
        assert things.shape(feature) == was
        things.do(undo.do_again, back)
        assert things.shape(feature).start == was.start + DAY


def test_a_taken_place_is_refused_and_nothing_moves(things: Things) -> None:
    things.world.book("2026-11-30 09:00", "2026-11-30 18:00", things.lab, *things.kits, title="Olympiad")
    for feature in FEATURES:
        was = things.shape(feature)
        with pytest.raises(Refused, match="Olympiad"):
            things.reshape(feature, was, later(was))
        assert things.shape(feature) == was


def test_what_somebody_else_has_moved_is_left_alone(things: Things) -> None:
    for feature in FEATURES:
        was = things.shape(feature)
        there = things.reshape(feature, was, later(was))
        with pytest.raises(BadInput, match="Somebody else"):
            things.reshape(feature, was, later(was, timedelta(days=4)))
        assert things.shape(feature) == there


def test_a_teacher_moves_none_of_it(things: Things) -> None:
    for feature in FEATURES:
        was = things.shape(feature)
        with pytest.raises((NotPermitted, NotFound)):
            things.reshape(feature, was, later(was), things.teacher)


def test_who_is_concerned_is_told(things: Things) -> None:
    for feature in ("consultation", "course", "loan"):
        before, was = len(subjects(things, things.teacher)), things.shape(feature)
        things.reshape(feature, was, later(was))
        assert len(subjects(things, things.teacher)) == before + 1


def test_another_lab_takes_its_place(things: Things) -> None:
    for feature in ("event", "consultation", "course"):
        was = things.shape(feature)
        wanted = tuple(sorted({*was.bookables, things.other} - {things.lab}))
        now = things.reshape(feature, was, replace(was, bookables=wanted))
        assert now.bookables == wanted and now.start == was.start


def test_a_copy_holds_the_same_at_another_time_and_is_taken_back(things: Things) -> None:
    for feature in ("event", "course", "loan"):
        was, ref = things.shape(feature), things.refs[feature]
        step = things.do(commands.copy, "It", feature, ref, later(was))
        assert things.shape(feature) == was
        made = things.seen(step.activity)
        assert {h.bookable_id for h in made.holds if h.live} == set(was.bookables)
        things.do(undo.take_back, step)
        assert things.seen(step.activity).state == "cancelled"


def test_what_was_dropped_says_why_it_does_not_come_back(things: Things) -> None:
    for feature in FEATURES:
        activity, ref = things.activity(feature), things.refs[feature]
        step = things.do(commands.drop, "It", feature, ref, "The school is ill.")
        assert things.seen(activity).state == "cancelled"
        with pytest.raises(BadInput, match="everyone told"):
            things.do(undo.take_back, step)


def test_a_moved_meeting_is_proposed_anew_and_agreed_again_when_taken_back(things: Things) -> None:
    was, key = things.shape("consultation"), things.refs["consultation"]
    step = things.do(commands.move, "It", "consultation", key, was, later(was))
    row = things.world.read(lambda u: consultations.request_row(u, key))
    assert row.appointment is AppointmentState.PROPOSED
    things.do(undo.take_back, step)
    row = things.world.read(lambda u: consultations.request_row(u, key))
    assert row.appointment is AppointmentState.CONFIRMED


def test_a_move_that_was_agreed_on_meanwhile_stays(things: Things) -> None:
    was, key = things.shape("consultation"), things.refs["consultation"]
    step = things.do(commands.move, "It", "consultation", key, was, later(was))
    things.world.write(lambda u: meetings.confirm(u, key), things.teacher)
    with pytest.raises(BadInput, match="agreed on meanwhile"):
        things.do(undo.take_back, step)


def test_another_consultant_takes_the_meeting(things: Things) -> None:
    w, was = things.world, things.shape("consultation")
    colleague = w.person("aidos", Role.CONSULTANT)
    times = w.time_of(things.consultant), w.time_of(colleague)
    wanted = tuple(sorted({*was.bookables, times[1]} - {times[0]}))
    things.reshape("consultation", was, replace(was, bookables=wanted))
    row = w.read(lambda u: consultations.request_row(u, things.refs["consultation"]))
    assert row.consultant == "Aidos"


def test_of_a_loan_that_is_out_only_the_end_moves(things: Things) -> None:
    w, key = things.world, things.refs["loan"]
    w.clock.instant = w.at("2026-11-27 12:30")
    w.write(lambda u: loans.check_out(u, key, CheckOut()))
    was = things.shape("loan")
    with pytest.raises(BadInput, match="Only the day of their return"):
        things.reshape("loan", was, later(was))
    now = things.reshape("loan", was, replace(was, end=was.end + DAY))
    assert (now.start, now.end) == (was.start, was.end + DAY)


def test_a_loan_takes_another_unit_of_its_model_only(things: Things) -> None:
    was = things.shape("loan")
    assert things.reshape("loan", was, replace(was, bookables=(things.kits[2],))).bookables == (
        things.kits[2],
    )
    was = things.shape("loan")
    with pytest.raises(BadInput, match="same model"):
        things.reshape("loan", was, replace(was, bookables=(things.lab,)))


def test_set_up_of_a_session_changes_and_comes_back(things: Things) -> None:
    was = things.shape("event")
    now = things.reshape("event", was, replace(was, setup=15))
    assert now.setup == 15
    assert things.reshape("event", now, was).setup is None


def test_every_activity_says_whether_it_may_be_moved(things: Things) -> None:
    w = things.world
    found = {things.activity(f): f for f in FEATURES}
    kinds = {
        key: (row.kind, row.state)
        for key in found
        if (row := w.read(lambda u, k=key: schedule.activity(u, k)))
    }
    mine = w.read(lambda u: moving.standings(u, w.centre_id, kinds))
    assert {key: (each.feature, each.stays) for key, each in mine.items()} == {
        key: (feature, "") for key, feature in found.items()
    }
    theirs = w.read(lambda u: moving.standings(u, w.centre_id, kinds), things.teacher)
    assert all(each.stays for each in theirs.values())


def test_a_hold_that_is_longer_than_its_sessions_moves_as_it_is(things: Things) -> None:
    w, block = things.world, things.refs["event"]
    activity = things.activity("event")
    day = [w.at(f"2026-12-01 {clock}") for clock in ("09:00", "10:00", "10:30", "12:00")]
    things.reshape("event", things.shape("event"), replace(things.shape("event"), start=day[0], end=day[1]))
    event = w.read(lambda u: owner_of(u, activity))[1]
    w.write(lambda u: add_session(u, event, SessionDraft("Race", day[1], day[2], block_id=block)))
    w.write(lambda u: door.change(u, activity, Changes(start=day[0], end=day[3])))
    was = things.shape("event")
    now = things.reshape("event", was, later(was))
    assert (now.start, now.end) == (was.start + DAY, was.end + DAY)
    assert things.reshape("event", now, was) == was
