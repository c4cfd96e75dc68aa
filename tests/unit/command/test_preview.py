"""What a sentence would do, in words: hours that do not exist or occur twice, repetitions, for whom."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from resource_centre.core.context import Actor, Role
from resource_centre.phrases.phrase import Around, understand
from resource_centre.phrases.repeats import Repeats
from resource_centre.phrases.shelf import Entry
from resource_centre.phrases.things import Named, Things
from resource_centre.ui.command.preview import Plan, plan_of, rule_of

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 3, 1, 12)
LAB = Named("lab", 7, "Robotics lab")
ME = Actor(3, "me", "Me", frozenset({(Role.COORDINATOR, 1)}), school_id=9)


def plan(text: str, whom: Entry | None = None, staff: bool = True) -> Plan:
    reading = understand(text, Around(NOW, Things([LAB])))[0]
    return plan_of(reading, whom, 1, ME, HELSINKI, staff, "uid")


def test_an_hour_that_is_skipped_is_refused_with_the_nearest_times() -> None:
    found = plan("book robotics lab 29.03.2026 03:30-05:00")
    assert found.ask is None
    assert found.trouble == (
        "2026-03-29 03:30 does not exist in Europe/Helsinki: the clock jumps ahead. "
        "The nearest times are 2026-03-29 02:59 and 2026-03-29 04:00."
    )


def test_an_hour_that_occurs_twice_takes_the_first_and_says_so() -> None:
    found = plan("book robotics lab 25.10.2026 03:30-05:00")
    assert found.ask is not None
    assert found.ask.notes and "occurs twice" in found.ask.notes[0]


def test_a_time_that_has_passed_is_said() -> None:
    assert plan("book robotics lab today 9:00-10:00").trouble == "This time has passed. Say a later one."


def test_whom_it_is_for_is_held_for() -> None:
    school = Entry("school", 5, "School 41")
    found = plan("book robotics lab tomorrow 9-10 for school 41", school)
    assert found.ask is not None
    assert (found.ask.hold.person_id, found.ask.hold.school_id, found.ask.hold.title) == (
        None,
        5,
        "School 41",
    )
    own = plan("book robotics lab tomorrow 9-10 Club", staff=False)
    assert own.ask is not None
    assert (own.ask.hold.person_id, own.ask.hold.school_id) == (3, 9)


@pytest.mark.parametrize(
    ("repeats", "rule"),
    [
        (Repeats(), "FREQ=WEEKLY;BYDAY=TH"),
        (Repeats(interval=2, days=("MO", "TH"), count=12), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=12"),
        (Repeats("DAILY", until=date(2026, 12, 24)), "FREQ=DAILY;UNTIL=20261224"),
        (Repeats("MONTHLY", days=("TH",), nth=1), "FREQ=MONTHLY;BYDAY=1TH"),
        (Repeats("MONTHLY"), "FREQ=MONTHLY;BYMONTHDAY=3"),
    ],
)
def test_a_repetition_becomes_a_rule(repeats: Repeats, rule: str) -> None:
    assert rule_of(repeats, date(2026, 12, 3)) == rule
