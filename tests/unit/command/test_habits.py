"""What a person chose before lifts it; it fades, and there is never too much of it."""

from __future__ import annotations

from datetime import date, timedelta

from resource_centre.ui.command.habits import (
    MOST,
    MOST_ASKED,
    MOST_LIFT,
    MOST_PEOPLE,
    Habits,
    habits_from,
    keep,
)

TODAY = date(2026, 11, 25)


def test_a_choice_lifts_and_fades() -> None:
    habits = Habits()
    assert habits.lift(("lab", 1), "", TODAY) == 0
    habits.note(("lab", 1), "rob", TODAY)
    fresh = habits.lift(("lab", 1), "", TODAY)
    later = habits.lift(("lab", 1), "", TODAY + timedelta(days=60))
    assert 0 < later < fresh < MOST_LIFT


def test_the_same_words_mean_the_same_thing_again() -> None:
    habits = Habits()
    habits.note(("lab", 1), "Rob", TODAY)
    assert habits.lift(("lab", 1), "rob", TODAY) > habits.lift(("lab", 1), "phys", TODAY)
    assert habits.lift(("lab", 2), "rob", TODAY) == 0


def test_it_is_bounded() -> None:
    habits = Habits()
    for n in range(MOST + 50):
        habits.note(("unit", n), f"words {n}", TODAY + timedelta(days=n))
    assert (len(habits.used), len(habits.asked)) == (MOST, MOST_ASKED)
    assert "unit:0" not in habits.used
    kept: dict[str, object] = {}
    for n in range(MOST_PEOPLE + 5):
        kept = keep(kept, f"person {n}", habits)
    assert len(kept) == MOST_PEOPLE and "person 0" not in kept


def test_it_comes_back_as_it_was_kept() -> None:
    habits = Habits()
    habits.note(("school", 7), "41", TODAY)
    kept = keep({}, "me", habits)
    assert habits_from(kept, "me") == habits
    assert habits_from(kept, "you") == Habits()
    assert habits_from({"me": {"used": {"a": "b", "c": [1]}, "asked": 3}}, "me") == Habits()
