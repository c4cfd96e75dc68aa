"""Requests on a database: asking, triage, answering, who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.audit.queries import steps as steps_of
from resource_centre.consultations import queries, service
from resource_centre.consultations.choices import consultants
from resource_centre.consultations.queries import Filter
from resource_centre.consultations.rules import RequestState as R
from resource_centre.consultations.service import RequestDraft
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, ChangedMeanwhile, NotFound, NotPermitted
from resource_centre.core.ranges import TimeRange
from resource_centre.outbox.queries import my_messages
from resource_centre.schedule.rules import moment


@pytest.fixture
def school(world):
    return world.school()


@pytest.fixture
def teacher(world, school):
    return world.person("nurlan", Role.TEACHER, school_id=school)


@pytest.fixture
def consultant(world):
    return world.person("zarina", Role.CONSULTANT)


def wish(world, **more):
    return RequestDraft(
        world.centre_id, more.pop("title", "Sensors for year 8"), more.pop("topic", "sensors"), **more
    )


def asked(world, teacher, **more):
    return world.write(lambda u: service.ask_new(u, wish(world, **more)), teacher).id


def row(world, key, as_=None):
    return world.read(lambda u: queries.request_row(u, key), as_)


def detail(world, key, as_=None):
    return world.read(lambda u: queries.request(u, key), as_)


def subjects(world, person):
    return [m.subject for m in world.read(my_messages, person)]


def test_a_request_belongs_to_its_teacher_and_their_school(world, teacher, school):
    key = asked(world, teacher)
    found = row(world, key)
    assert (found.requester_id, found.school_id, found.state) == (teacher.person_id, school, R.NEW)


def test_requests_are_numbered_within_the_centre(world, teacher):
    keys = [asked(world, teacher), asked(world, teacher)]
    assert [row(world, key).number for key in keys] == [1, 2]


def test_the_same_uid_makes_one_request(world, teacher):
    assert asked(world, teacher, uid="one") == asked(world, teacher, uid="one")


def test_coordinators_are_told_of_a_new_request(world, teacher):
    asked(world, teacher)
    assert subjects(world, world.coordinator) == ["New request: Sensors for year 8"]


def test_the_teacher_is_told_of_a_refusal(world, teacher):
    key = asked(world, teacher)
    world.write(lambda u: service.decline(u, key, "Not ours"))
    assert subjects(world, teacher) == ["Declined: Sensors for year 8"]


def test_a_coordinator_asks_on_behalf_of_a_teacher(world, teacher):
    draft = wish(world, requester_id=teacher.person_id)
    key = world.write(lambda u: service.ask_new(u, draft)).id
    assert detail(world, key, teacher).created_by == "Coordinator"


def test_a_consultant_may_not_ask_on_behalf_of_others(world, teacher, consultant):
    draft = wish(world, requester_id=teacher.person_id)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.draft(u, draft), consultant)


def test_a_draft_is_seen_by_its_writer_alone(world, teacher):
    key = world.write(lambda u: service.draft(u, wish(world)), teacher).id
    assert row(world, key, teacher).state is R.DRAFT
    with pytest.raises(NotFound):
        row(world, key)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("title", {"title": "   "}),
        ("title", {"title": "x" * 301}),
        ("topic", {"topic": "gossip"}),
        ("channel", {"channel": "pigeon"}),
        ("pupils", {"pupils": -1}),
        ("language", {"language": "xx"}),
        ("question", {"question": "x" * 20_001}),
    ],
)
def test_a_wrong_field_is_named(world, teacher, field, more):
    with pytest.raises(BadInput) as refused:
        asked(world, teacher, **more)
    assert refused.value.field == field


def test_a_preferred_time_in_the_past_is_refused(world, teacher):
    past = TimeRange(world.at("2026-11-24 10:00"), world.at("2026-11-24 11:00"))
    with pytest.raises(BadInput, match="passed"):
        asked(world, teacher, slots=(past,))


def test_preferred_times_keep_their_order(world, teacher):
    slots = tuple(TimeRange(world.at(f"2026-11-{d} 10:00"), world.at(f"2026-11-{d} 11:00")) for d in (28, 27))
    key = asked(world, teacher, slots=slots)
    assert [s.start for s in detail(world, key).preferred] == [s.start for s in slots]


def test_a_teacher_sees_only_their_own_requests(world, teacher):
    key = asked(world, teacher)
    other = world.person("saule", Role.TEACHER)
    assert world.read(queries.requests, other) == []
    with pytest.raises(NotFound):
        detail(world, key, other)


def test_a_coordinator_of_another_centre_sees_nothing(world, teacher):
    asked(world, teacher)
    outsider = world.person("outsider")
    assert world.read(queries.requests, outsider) == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONSULTANT, Role.MANAGER])
def test_staff_of_the_centre_see_requests(world, teacher, role):
    asked(world, teacher)
    assert len(world.read(queries.requests, world.person("staff", role))) == 1


@pytest.mark.parametrize("role", [Role.AMBASSADOR, Role.ADMINISTRATOR, Role.EVALUATOR])
def test_who_has_nothing_to_do_with_requests_sees_none(world, teacher, role):
    asked(world, teacher)
    assert world.read(queries.requests, world.person("other", role)) == []


def test_internal_notes_are_hidden_from_the_teacher(world, teacher):
    key = asked(world, teacher)
    world.write(lambda u: service.add_note(u, key, "He asked twice", internal=True))
    world.write(lambda u: service.add_note(u, key, "We look into it"))
    assert [n.body for n in detail(world, key, teacher).notes] == ["We look into it"]
    assert [n.body for n in detail(world, key).notes] == ["He asked twice", "We look into it"]


def test_a_manager_reads_internal_notes_and_writes_none(world, teacher):
    key = asked(world, teacher)
    manager = world.person("boss", Role.MANAGER)
    world.write(lambda u: service.add_note(u, key, "Look here", internal=True))
    assert len(detail(world, key, manager).notes) == 1
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.add_note(u, key, "Mine", internal=True), manager)


def test_a_teacher_may_not_write_internal_notes(world, teacher):
    key = asked(world, teacher)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.add_note(u, key, "Hidden", internal=True), teacher)


def test_an_internal_note_is_no_answer(world, teacher):
    key = asked(world, teacher)
    world.write(lambda u: service.add_note(u, key, "Hm", internal=True))
    assert row(world, key).first_response_at is None
    world.write(lambda u: service.add_note(u, key, "Hello"))
    assert row(world, key).first_response_at == world.clock.now()


def test_assigning_tells_both_sides_and_is_on_record(world, teacher, consultant):
    key = asked(world, teacher)
    world.write(lambda u: service.assign(u, key, consultant.person_id))
    assert subjects(world, consultant) == ["Yours now: Sensors for year 8"]
    assert subjects(world, teacher) == ["Zarina takes care of “Sensors for year 8”"]
    last = world.read(lambda u: steps_of(u, "request", key))[-1]
    assert (last.from_state, last.to_state, last.person) == ("new", "assigned", "Coordinator")


def test_a_request_is_not_assigned_to_a_teacher(world, teacher):
    key = asked(world, teacher)
    with pytest.raises(BadInput, match="not a consultant"):
        world.write(lambda u: service.assign(u, key, teacher.person_id))


def test_reassigning_keeps_the_state(world, teacher, consultant):
    key = asked(world, teacher)
    world.write(lambda u: service.assign(u, key, consultant.person_id))
    other = world.person("daniyar", Role.CONSULTANT)
    found = world.write(lambda u: service.assign(u, key, other.person_id, "Zarina is away"))
    assert (found.state, found.consultant_id) == (R.ASSIGNED, other.person_id)
    assert "Zarina is away" not in [s.reason for s in detail(world, key, teacher).history]


def test_declining_needs_a_reason(world, teacher):
    key = asked(world, teacher)
    with pytest.raises(BadInput, match="reason"):
        world.write(lambda u: service.decline(u, key, "  "))


def test_the_teacher_reads_why_it_was_declined(world, teacher):
    key = asked(world, teacher)
    world.write(lambda u: service.decline(u, key, "We have no telescope."))
    assert detail(world, key, teacher).next_step == "The centre declined this: We have no telescope."


def test_a_duplicate_names_the_first_request(world, teacher):
    first, second = asked(world, teacher), asked(world, teacher)
    world.write(lambda u: service.duplicate(u, second, first))
    assert detail(world, second, teacher).duplicate_number == 1


def test_a_request_is_no_duplicate_of_itself(world, teacher):
    key = asked(world, teacher)
    with pytest.raises(BadInput):
        world.write(lambda u: service.duplicate(u, key, key))


def assigned(world, teacher, consultant):
    key = asked(world, teacher)
    world.write(lambda u: service.assign(u, key, consultant.person_id))
    return key


def test_asking_stops_the_clock_and_answering_starts_it(world, teacher, consultant):
    key = assigned(world, teacher, consultant)
    world.write(lambda u: service.ask(u, key, "Which laptops?"), consultant)
    before = row(world, key)
    world.clock.instant += timedelta(days=3)
    world.write(lambda u: service.answer(u, key, "Old ones"), teacher)
    after = row(world, key)
    assert before.waits and not after.waits and after.left == before.left


def test_a_coordinator_answers_a_new_request_at_once(world, teacher):
    key = asked(world, teacher)
    found = world.write(lambda u: service.resolve(u, key, "Take the SPIKE kit."))
    assert (found.state, found.consultant_id) == (R.RESOLVED, world.coordinator.person_id)
    assert [s.to_state for s in detail(world, key).history] == ["draft", "new", "assigned", "resolved"]


def resolved(world, teacher):
    key = asked(world, teacher)
    world.write(lambda u: service.resolve(u, key, "Take the SPIKE kit.", "Call in May"))
    return key


def test_a_resolved_request_reads_as_closed_after_fourteen_days(world, teacher):
    key = resolved(world, teacher)
    world.clock.instant += timedelta(days=14)
    found = detail(world, key)
    assert found.row.state is R.CLOSED
    assert (found.history[-1].to_state, found.history[-1].at) == ("closed", world.clock.instant)


def test_a_request_that_closed_by_itself_cannot_be_reopened(world, teacher):
    key = resolved(world, teacher)
    world.clock.instant += timedelta(days=14)
    with pytest.raises(BadInput):
        world.write(lambda u: service.reopen(u, key, "Still broken"), teacher)


def test_reopening_gives_it_back_to_the_consultant(world, teacher):
    key = resolved(world, teacher)
    found = world.write(lambda u: service.reopen(u, key, "Still broken"), teacher)
    assert (found.state, found.resolved_at) == (R.ASSIGNED, None)


def test_the_time_between_answer_and_reopening_is_not_counted(world, teacher):
    key = resolved(world, teacher)
    world.clock.instant += timedelta(days=10)
    found = world.write(lambda u: service.reopen(u, key, "Still broken"), teacher)
    assert found.left == timedelta(hours=80)


def test_only_the_teacher_closes(world, teacher):
    key = resolved(world, teacher)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.close(u, key))
    assert world.write(lambda u: service.close(u, key), teacher).state is R.CLOSED


def test_the_teacher_rates_and_may_think_again(world, teacher):
    key = resolved(world, teacher)
    world.write(lambda u: service.rate(u, key, 3), teacher)
    world.write(lambda u: service.rate(u, key, 5, "It works"), teacher)
    rating = detail(world, key).rating
    assert (rating.score, rating.comment) == (5, "It works")


@pytest.mark.parametrize("score", [0, 6])
def test_a_rating_is_from_one_to_five(world, teacher, score):
    key = resolved(world, teacher)
    with pytest.raises(BadInput):
        world.write(lambda u: service.rate(u, key, score), teacher)


def test_a_follow_up_is_kept_until_it_is_done(world, teacher):
    key = resolved(world, teacher)
    assert detail(world, key).follow_up == "Call in May"
    world.write(lambda u: service.set_follow_up(u, key, ""))
    assert detail(world, key).follow_up == ""


def test_a_manager_may_cancel_and_nothing_else(world, teacher):
    key = asked(world, teacher)
    manager = world.person("boss", Role.MANAGER)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.decline(u, key, "No"), manager)
    assert (
        world.write(lambda u: service.cancel(u, key, "Closed for rebuilding"), manager).state is R.CANCELLED
    )


def test_an_old_version_is_refused(world, teacher):
    key = asked(world, teacher)
    world.write(lambda u: service.set_follow_up(u, key, "x", version=2))
    with pytest.raises(ChangedMeanwhile):
        world.write(lambda u: service.decline(u, key, "No", version=2))


def test_a_teacher_changes_a_new_request(world, teacher):
    key = asked(world, teacher)
    changed = wish(world, title="Other title")
    assert world.write(lambda u: service.change_request(u, key, changed), teacher).title == "Other title"


def test_a_teacher_does_not_change_what_is_worked_on(world, teacher, consultant):
    key = assigned(world, teacher, consultant)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.change_request(u, key, wish(world)), teacher)


def test_the_oldest_promise_comes_first(world, teacher, consultant):
    first = asked(world, teacher)
    world.clock.instant += timedelta(hours=1)
    second = asked(world, teacher)
    done = resolved(world, teacher)
    world.write(lambda u: service.add_note(u, first, "Hello"))
    assert [r.id for r in world.read(queries.requests)] == [second, first, done]


def test_the_promise_is_in_working_hours(world, teacher):
    found = row(world, asked(world, teacher))
    assert found.promise_at == world.at("2026-11-27 09:20")
    assert found.left == timedelta(hours=16)


def test_a_broken_promise_is_overdue(world, teacher):
    key = asked(world, teacher)
    world.clock.instant = world.at("2026-11-27 09:21")
    assert row(world, key).overdue


def test_each_filter_counts_what_it_shows(world, teacher, consultant):
    asked(world, teacher)
    waiting = assigned(world, teacher, consultant)
    world.write(lambda u: service.ask(u, waiting, "What?"), consultant)
    assigned(world, teacher, consultant)
    resolved(world, teacher)
    gone = asked(world, teacher)
    world.write(lambda u: service.withdraw(u, gone), teacher)
    old = resolved(world, teacher)
    world.write(lambda u: service.close(u, old), teacher)
    world.clock.instant += timedelta(days=6)
    for person in (world.coordinator, consultant, teacher):
        counted = world.read(queries.counts, person)
        shown = {f: len(world.read(lambda u, f=f: queries.requests(u, None, f), person)) for f in Filter}
        assert counted == shown
    assert world.read(queries.counts)[Filter.OVERDUE] == 2


@pytest.mark.parametrize(
    ("text", "count"), [("ДАТЧИКИ", 1), ("nurlan", 1), ("school 41", 1), ("zzz", 0), ("1", 1)]
)
def test_search_finds_words_in_any_case(world, teacher, text, count):
    asked(world, teacher, title="Датчики для 8 класса")
    assert len(world.read(lambda u: queries.requests(u, text=text))) == count


def test_consultants_come_with_their_load(world, teacher, consultant):
    world.person("daniyar", Role.CONSULTANT)
    assigned(world, teacher, consultant)
    found = world.read(lambda u: consultants(u, world.centre_id))
    assert [(c.name, c.open_requests) for c in found] == [("Daniyar", 0), ("Zarina", 1)]


def test_the_teacher_is_told_when_to_expect_an_answer(world, teacher):
    key = asked(world, teacher)
    assert (
        detail(world, key, teacher).next_step
        == f"The centre answers by {moment(world.at('2026-11-27 09:20'), world.tz)}."
    )


def test_contacts_are_shown_to_staff_and_to_the_teacher(world, school):
    teacher = world.person("nurlan", Role.TEACHER, school_id=school, email="n@school.example")
    key = asked(world, teacher)
    assert detail(world, key).email == detail(world, key, teacher).email == "n@school.example"


def test_earlier_requests_of_the_school_are_for_staff(world, teacher):
    first, second = asked(world, teacher), asked(world, teacher)
    assert [e.id for e in detail(world, second).earlier] == [first]
    assert detail(world, second, teacher).earlier == ()
