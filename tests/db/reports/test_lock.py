"""Locking a month, what changes afterwards, who may see what."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from resource_centre.audit.queries import steps
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.times import Month
from resource_centre.events.model import Participation
from resource_centre.reports import service
from resource_centre.reports.export import as_csv, as_json, as_xlsx
from resource_centre.reports.shape import MonthState
from tests.db.reports.life import OCTOBER, october, second_centre


@pytest.fixture
def month(world):
    return october(world)


def lock(world, month):
    return world.write(lambda u: service.lock(u, world.centre_id, OCTOBER), month["manager"])


def read(world, as_=None):
    return world.read(lambda u: service.summary(u, world.centre_id, OCTOBER), as_)


def more_heads(world, month) -> None:
    month["life"].heads(month["late"], 20, school=month["school"])


def test_a_locked_month_is_exported_to_the_same_bytes_after_later_changes(world, month) -> None:
    lock(world, month)
    before = [make(read(world)) for make in (as_json, as_csv, as_xlsx)]
    more_heads(world, month)
    assert [make(read(world)) for make in (as_json, as_csv, as_xlsx)] == before


def test_a_lock_changes_no_figure(world, month) -> None:
    before = read(world)
    lock(world, month)
    assert read(world).tables == before.tables


def test_later_changes_show_as_restatements(world, month) -> None:
    lock(world, month)
    assert world.read(lambda u: service.restatements(u, world.centre_id, OCTOBER)) == ()
    more_heads(world, month)
    found = {r.key: r for r in world.read(lambda u: service.restatements(u, world.centre_id, OCTOBER))}
    assert (found["headline.participations"].locked, found["headline.participations"].now) == (15, 35)
    assert "events.total.sessions" not in found
    noted = service.noted(read(world), tuple(found.values()))
    assert noted.figure("quality.restatements").value == len(found)


def test_before_a_lock_it_says_what_is_missing(world, month) -> None:
    found = service.caveats(
        world.read(lambda u: service.summary(u, world.centre_id, OCTOBER), month["manager"])
    )
    assert [c.text for c in found] == ["1 session has no attendance", "6 hours are not approved"]
    assert found[0].rows == (("session", month["late"]),)


def test_a_month_goes_from_open_by_review_to_locked_with_every_step_on_record(world, month) -> None:
    world.write(lambda u: service.review(u, world.centre_id, OCTOBER), month["manager"])
    row = lock(world, month)
    assert (row.state, row.locked_by) == (MonthState.LOCKED, "Manager")
    found = world.read(lambda u: steps(u, "report_month", row.id))
    assert [(s.from_state, s.to_state) for s in found] == [("open", "in_review"), ("in_review", "locked")]


def test_a_month_is_locked_once(world, month) -> None:
    lock(world, month)
    with pytest.raises(BadInput, match="locked already"):
        lock(world, month)


def test_a_month_that_is_not_over_is_not_locked(world, month) -> None:
    with pytest.raises(BadInput, match="not over yet"):
        world.write(lambda u: service.lock(u, world.centre_id, Month(2026, 11)), month["manager"])


def test_only_a_manager_locks(world, month) -> None:
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.lock(u, world.centre_id, OCTOBER))


def test_teachers_and_ambassadors_see_no_summary(world, month) -> None:
    for person in (month["teacher"], month["helper"]):
        with pytest.raises(NotPermitted):
            read(world, person)


def test_a_manager_of_another_centre_sees_only_the_network(world, month) -> None:
    other = second_centre(world)
    with pytest.raises(NotPermitted):
        world.read(lambda u: service.summary(u, other, OCTOBER), month["manager"])
    assert world.read(lambda u: service.summary(u, None, OCTOBER), month["manager"]).centre_id is None


def test_an_evaluator_sees_locked_months_alone_and_no_small_numbers(world, month) -> None:
    evaluator = world.person("evaluator", Role.EVALUATOR)
    with pytest.raises(NotPermitted, match="not locked yet"):
        read(world, evaluator)
    lock(world, month)
    found = read(world, evaluator)
    assert found.external
    assert found.figure("participations.teachers.not_recorded.total").value is None
    assert (
        found.figure("participations.pupils.primary.total").value is None
    )  # else the total would tell the other
    assert found.figure("participations.total.total").value == 15
    assert b"Karasu" not in as_json(found)
    with pytest.raises(NotPermitted):
        world.read(lambda u: service.summary(u, None, OCTOBER.previous), evaluator)


def test_what_one_edition_hides_the_next_one_s_year_does_not_tell(world, month) -> None:
    lock(world, month)
    more = month["life"].event("Later")
    session = month["life"].session(more, "2026-11-10 10:00", "2026-11-10 11:00")
    month["life"].heads(session, 40, "male", audience="teachers", stage="not_recorded")
    world.clock.instant = world.at("2026-12-02 10:00")
    world.write(lambda u: service.lock(u, world.centre_id, OCTOBER.next), month["manager"])
    world.clock.instant = world.at("2027-01-02 10:00")
    december = Month(2026, 12)
    world.write(lambda u: service.lock(u, world.centre_id, december), month["manager"])
    evaluator = world.person("evaluator", Role.EVALUATOR)
    found = world.read(lambda u: service.summary(u, world.centre_id, december), evaluator)
    assert "year" in found.figure("participations.teachers.not_recorded.total").hidden


def test_a_target_is_set_and_compared(world, month) -> None:
    for period, value in (("2026", 24), ("2026-10", 3), ("2026-10", 5)):
        world.write(
            lambda u, p=period, v=value: service.set_target(u, world.centre_id, "headline.sessions", p, v),
            month["manager"],
        )
    figure = read(world).figure("headline.sessions")
    assert (figure.target, figure.variance) == (5, -3)
    september = world.read(lambda u: service.summary(u, world.centre_id, OCTOBER.previous))
    assert september.figure("headline.sessions").target == 2.0


def test_a_target_for_nothing_is_refused(world, month) -> None:
    with pytest.raises(BadInput, match="no figure"):
        world.write(lambda u: service.set_target(u, world.centre_id, "nothing", "2026", 1), month["manager"])


def test_a_corrected_headcount_changes_an_open_month(world, month) -> None:
    world.write(lambda u: u.execute(update(Participation).values(headcount=7)), SYSTEM)
    assert read(world).figure("headline.participations").value == 14
