"""Events on a database: the way from draft to closed, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.audit.queries import steps as steps_of
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, ChangedMeanwhile, NotFound, NotPermitted
from resource_centre.events import queries, service
from resource_centre.events.queries import Filter
from resource_centre.events.rules import EventState as E
from resource_centre.events.rules import SessionState as S
from resource_centre.events.service import Cell

from .conftest import END


def test_the_whole_way_is_on_record(stage):
    key = stage.delivered()
    stage.attendance(key, Cell("pupils", 12, "female"))
    stage.write(lambda u: service.evaluation_done(u, key))
    assert stage.write(lambda u: service.close(u, key)).state is E.CLOSED
    found = stage.read(lambda u: steps_of(u, "event", key))
    way = [(s.to_state, s.person) for s in found if s.from_state != s.to_state]
    assert way == [
        ("draft", "Coordinator"), ("submitted", "Coordinator"), ("approved", "Boss"), ("published", "Coordinator"),
        ("delivered", "Coordinator"), ("closed", "Coordinator"),
    ]  # fmt: skip


def test_the_same_uid_makes_one_event(stage):
    assert stage.event(uid="one") == stage.event(uid="one")


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("title", {"title": " "}),
        ("kind", {"kind": "party"}),
        ("mode", {"mode": "by post"}),
        ("audience", {"audience": "dogs"}),
        ("capacity", {"capacity": 0}),
        ("venue", {"venue": "x" * 301}),
    ],
)
def test_a_wrong_field_is_named(stage, field, more):
    with pytest.raises(BadInput) as refused:
        stage.event(**more)
    assert refused.value.field == field


def test_managers_are_told_what_waits_for_them(stage):
    key = stage.event()
    stage.write(lambda u: service.submit(u, key))
    assert stage.subjects(stage.manager) == ["To approve: Robot maze day"]


def test_a_coordinator_does_not_approve(stage):
    key = stage.event()
    stage.write(lambda u: service.submit(u, key))
    with pytest.raises(NotPermitted):
        stage.write(lambda u: service.approve(u, key))


def test_a_returned_event_is_a_draft_again_and_says_why(stage):
    key = stage.event()
    stage.write(lambda u: service.submit(u, key))
    stage.write(lambda u: service.return_event(u, key, "Too many kits"), stage.manager)
    found = stage.detail(key)
    assert (found.row.state, found.history[-1].reason) == (E.DRAFT, "Too many kits")


def test_a_rejected_event_holds_nothing(stage):
    key = stage.event()
    stage.session(key)
    stage.write(lambda u: service.submit(u, key))
    stage.write(lambda u: service.reject(u, key, "No money"), stage.manager)
    assert stage.taken(stage.lab, *stage.kits) == []


@pytest.mark.parametrize("missing", ["lead", "venue", "risk"])
def test_publishing_needs_lead_venue_and_risk_assessment(stage, missing):
    more = {"lead": {"lead_id": None}, "venue": {"venue": ""}}.get(missing, {})
    key = stage.event(**more)
    stage.session(key, bookables=(), units=())
    stage.write(lambda u: service.submit(u, key))
    stage.write(lambda u: service.approve(u, key), stage.manager)
    if missing != "risk":
        stage.write(lambda u: service.risk_done(u, key))
    with pytest.raises(BadInput, match=missing):
        stage.write(lambda u: service.publish(u, key))


def test_a_lab_that_is_held_is_a_venue(stage):
    assert stage.row(stage.published(venue="")).state is E.PUBLISHED


def test_an_event_is_not_delivered_before_it_is_over(stage):
    key = stage.published()
    with pytest.raises(BadInput, match="not over"):
        stage.write(lambda u: service.deliver(u, key))


def test_delivering_counts_every_session_that_was_not_dropped(stage):
    key = stage.event()
    stage.session(key)
    dropped = stage.session(key, "2026-12-02 16:30", "2026-12-02 17:30")
    stage.write(lambda u: service.drop_session(u, dropped.id, "No time"))
    stage.write(lambda u: service.submit(u, key))
    stage.write(lambda u: service.approve(u, key), stage.manager)
    stage.write(lambda u: service.risk_done(u, key))
    stage.write(lambda u: service.publish(u, key))
    stage.world.clock.instant = stage.world.at(END)
    stage.write(lambda u: service.deliver(u, key))
    assert [s.state for s in stage.detail(key).sessions] == [S.DELIVERED, S.CANCELLED]


def test_closing_names_everything_that_is_missing(stage):
    key = stage.delivered()
    with pytest.raises(BadInput, match=r"1 session has no attendance.*evaluation"):
        stage.write(lambda u: service.close(u, key))


def test_a_manager_waives_what_is_missing(stage):
    key = stage.delivered()
    with pytest.raises(NotPermitted):
        stage.write(lambda u: service.waive(u, key, "Lists were lost"))
    stage.write(lambda u: service.waive(u, key, "Lists were lost"), stage.manager)
    assert stage.write(lambda u: service.close(u, key)).state is E.CLOSED


def test_hours_that_nobody_approved_keep_an_event_open(stage):
    key = stage.published()
    stage.ambassador(key)
    stage.world.clock.instant = stage.world.at(END)
    stage.write(lambda u: service.deliver(u, key))
    gate = next(g for g in stage.detail(key).gates if g.name == "hours")
    assert not gate.passed


def test_an_old_version_is_refused(stage):
    key = stage.event()
    version = stage.row(key).version
    stage.write(lambda u: service.edit(u, key, stage.draft(title="Other"), version))
    with pytest.raises(ChangedMeanwhile):
        stage.write(lambda u: service.edit(u, key, stage.draft(title="Third"), version))


def test_a_new_title_is_that_of_its_holds_too(stage):
    key = stage.event()
    stage.session(key)
    stage.write(lambda u: service.edit(u, key, stage.draft(title="Robot night")))
    from resource_centre.schedule.queries import activity

    block = stage.detail(key).blocks[0]
    assert stage.read(lambda u: activity(u, block.activity_id)).title == "Robot night"


def test_a_closed_event_can_no_longer_be_changed(stage):
    key = stage.delivered()
    with pytest.raises(BadInput):
        stage.write(lambda u: service.edit(u, key, stage.draft()))


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR])
def test_others_see_an_event_when_it_is_published(stage, role):
    key = stage.approved()
    other = stage.world.person("other", role)
    with pytest.raises(NotFound):
        stage.row(key, other)
    stage.write(lambda u: service.risk_done(u, key))
    stage.write(lambda u: service.publish(u, key))
    assert stage.detail(key, other).history == () == stage.detail(key, other).steps


def test_an_evaluator_sees_no_events(stage):
    stage.published()
    assert stage.read(queries.events, stage.world.person("eva", Role.EVALUATOR)) == []


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.ADMINISTRATOR, Role.EVALUATOR])
def test_who_is_not_staff_plans_no_events(stage, role):
    other = stage.world.person("other", role)
    with pytest.raises(NotPermitted):
        stage.write(lambda u: service.create(u, stage.draft()), other)


def test_each_filter_counts_what_it_shows(stage):
    stage.event()
    waiting = stage.event()
    stage.write(lambda u: service.submit(u, waiting))
    key = stage.published()
    other = stage.event(title="Elsewhere")
    stage.session(other, "2026-12-21 10:00", "2026-12-21 12:00", people=())
    stage.world.clock.instant += timedelta(days=10)
    for person in (stage.world.coordinator, stage.manager, SYSTEM):
        counted = stage.read(queries.counts, person)
        shown = {f: len(stage.read(lambda u, f=f: queries.events(u, None, f), person)) for f in Filter}
        assert counted == shown
    assert [e.id for e in stage.read(lambda u: queries.events(u, None, Filter.TO_CLOSE))] == [key]


@pytest.mark.parametrize(
    ("text", "count"), [("ЛАБИРИНТ", 1), ("coordinator", 1), ("school 41", 1), ("zzz", 0)]
)
def test_search_finds_words_in_any_case(stage, text, count):
    key = stage.event(title="Лабиринт роботов")
    school = stage.world.school()
    stage.write(lambda u: service.register_school(u, key, school, 24))
    assert len(stage.read(lambda u: queries.events(u, text=text))) == count


def test_what_comes_next_is_first(stage):
    later, sooner = stage.event(title="Later"), stage.event(title="Sooner")
    stage.session(later, "2026-12-10 10:00", "2026-12-10 12:00")
    stage.session(sooner, "2026-12-03 10:00", "2026-12-03 12:00")
    assert [e.title for e in stage.read(queries.events)] == ["Sooner", "Later"]
