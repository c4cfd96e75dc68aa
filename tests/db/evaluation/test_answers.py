"""Forms, rounds and answers: what is asked, who answered, what is refused."""

from __future__ import annotations

import pytest

from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.evaluation import queries, service
from resource_centre.events.service import EventDraft, create

QUESTIONS = [("Was it clear?", "scale"), ("What was missing?", "text")]


@pytest.fixture
def event(world) -> int:
    return world.write(lambda u: create(u, EventDraft(world.centre_id, "Open day"))).id


@pytest.fixture
def given(world, event: int) -> int:
    form = world.write(lambda u: service.add_form(u, world.centre_id, "After", "event", QUESTIONS))
    return world.write(lambda u: service.give_out(u, form, 8, event_id=event))


def read(world, event: int):
    return world.read(lambda u: queries.rounds(u, event_id=event))[0]


def answer(world, given: int, answers, **more) -> int:
    return world.write(lambda u: service.record_answers(u, given, answers, **more))


def test_a_round_without_answers_has_no_mean(world, event: int, given: int) -> None:
    found = read(world, event)
    assert (found.invited, found.responded, found.questions[0].mean) == (8, 0, None)


def test_mean_distribution_and_response_rate(world, event: int, given: int) -> None:
    for score in (5, 4, 1, 4):
        answer(world, given, {1: score})
    found = read(world, event)
    assert found.questions[0].scores == (1, 0, 0, 2, 1)
    assert (found.questions[0].mean, found.response_rate) == (3.5, 0.5)


def test_a_question_left_out_is_not_counted(world, event: int, given: int) -> None:
    answer(world, given, {1: 5})
    answer(world, given, {2: "More time"})
    found = read(world, event)
    assert (found.responded, found.questions[0].answered, found.questions[1].texts) == (2, 1, ("More time",))


def test_the_same_paper_typed_twice_counts_once(world, event: int, given: int) -> None:
    first = answer(world, given, {1: 5}, uid="p" * 36)
    assert answer(world, given, {1: 5}, uid="p" * 36) == first
    assert read(world, event).responded == 1


@pytest.mark.parametrize("answers", [{}, {1: 0}, {1: 6}, {1: "good"}, {2: 5}, {99: 5}])
def test_what_does_not_fit_the_form_is_refused(world, event: int, given: int, answers) -> None:
    with pytest.raises(BadInput):
        answer(world, given, answers)
    assert read(world, event).responded == 0


@pytest.mark.parametrize("questions", [[], [("Which?", "choice")], [("", "scale")]])
def test_an_impossible_form_is_refused(world, questions) -> None:
    with pytest.raises(BadInput):
        world.write(lambda u: service.add_form(u, world.centre_id, "Form", "event", questions))


def test_a_form_is_given_out_about_what_it_is_for(world, event: int, given: int) -> None:
    for about in ({}, {"course_id": 1}, {"event_id": event, "course_id": 1}):
        with pytest.raises(BadInput):
            world.write(lambda u, a=about: service.give_out(u, 1, 8, **a))


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.ADMINISTRATOR, Role.EVALUATOR])
def test_answers_are_recorded_by_staff(world, given: int, role: Role) -> None:
    other = world.person("other", role)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.record_answers(u, given, {1: 5}), other)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.EVALUATOR])
def test_answers_are_read_by_staff(world, event: int, given: int, role: Role) -> None:
    other = world.person("other", role)
    with pytest.raises(NotPermitted):
        world.read(lambda u: queries.rounds(u, event_id=event), other)
