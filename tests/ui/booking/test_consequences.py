"""What a booking would mean, in words: every reason at once, approvals, and decisions by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from resource_centre.core.context import SYSTEM, Role
from resource_centre.people.service import add_qualification
from resource_centre.resources import service as resources
from resource_centre.resources.queries import QuotaRow
from resource_centre.schedule.rules import ActivityKind
from resource_centre.ui.booking.consequences import Ask, judge


def strict(centre: Any) -> None:
    """The maker space needs notice and training, for an hour at most a day, a month ahead."""
    rules = {"create_notice": 600, "max_minutes": 60, "horizon_days": 30}
    quotas = (QuotaRow("hours", "day", 1),)
    centre.write(
        lambda u: resources.set_policy(u, centre.centre_id, rules, centre.maker, None, quotas), SYSTEM
    )
    training = centre.write(lambda u: add_qualification(u, centre.centre_id, "Laser safety"), SYSTEM)
    centre.write(lambda u: resources.need_qualification(u, training, centre.maker), SYSTEM)


def reasons(centre: Any, start: str, end: str, **more: Any) -> tuple[str, ...]:
    wish = centre.wish(start, end, centre.maker, person_id=centre.coordinator.person_id, **more)
    found = centre.read(lambda u: judge(u, Ask(wish)))
    return tuple(words for words, _role in found.problems[0].lines)


def test_every_rule_that_is_broken_is_said_at_once(centre: Any) -> None:
    strict(centre)
    said = " ".join(reasons(centre, "2026-11-25T17:00", "2026-11-25T19:00"))
    for words in ("of notice", "is booked for", "may have 1 hour", "Laser safety", "is open 09:00–18:00"):
        assert words in said, words


def test_too_far_ahead_is_said_with_what_is_taken(centre: Any) -> None:
    strict(centre)
    centre.book(
        "2027-01-25T10:00", "2027-01-25T11:00", centre.maker, title="Chess", override_reason="planned"
    )
    said = reasons(centre, "2027-01-25T10:00", "2027-01-25T11:00")
    assert said[0] == "Chess, 10:00–11:00"
    assert any("at most 30 days ahead" in words for words in said)


def test_a_rule_of_the_centre_does_not_stop_maintenance(centre: Any) -> None:
    strict(centre)
    wish = centre.wish("2026-11-25T17:00", "2026-11-25T19:00", centre.maker, kind=ActivityKind.MAINTENANCE)
    assert not centre.read(lambda u: judge(u, Ask(wish))).problems


def test_a_reason_overrides_all_rules_and_no_overlap(centre: Any) -> None:
    strict(centre)
    wish = centre.wish("2026-11-25T17:00", "2026-11-25T19:00", centre.maker, override_reason="Open evening")
    assert centre.read(lambda u: judge(u, Ask(wish))).open_count == 0
    taken = replace(wish, start=centre.maze.start, end=centre.maze.end, bookables=(centre.robotics,))
    assert centre.read(lambda u: judge(u, Ask(taken))).open_count == 1


def test_another_day_offers_the_same_time_of_day(centre: Any) -> None:
    centre.book("2026-11-27T14:00", "2026-11-27T15:00", centre.robotics, centre.maker, title="All")
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker)
    found = centre.read(lambda u: judge(u, Ask(wish)))
    assert "Thu 26 Nov, 14:00" in {way.words for way in found.problems[0].ways}


def test_a_request_is_held_until_somebody_decides(centre: Any) -> None:
    teacher = centre.person("tea", Role.TEACHER)
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker, person_id=teacher.person_id)
    found = centre.read(lambda u: judge(u, Ask(wish)), teacher)
    assert found.sentence == "Fri 27 Nov, 14:00–15:00 is held for you until it is approved."
