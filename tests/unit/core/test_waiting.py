"""How long to wait before trying again."""

from __future__ import annotations

import pytest

from resource_centre.core.errors import DatabaseAway, DatabaseDamaged
from resource_centre.core.waiting import PAUSES, patiently, pause


def test_pauses_grow_up_to_the_last_one() -> None:
    waited = [pause(tried) for tried in range(1, 20)]
    assert waited == sorted(waited)
    assert waited[0] == PAUSES[0]
    assert waited[-1] == PAUSES[-1]


def test_what_comes_back_is_waited_for() -> None:
    tries = iter([DatabaseAway("away"), None])

    def work() -> str:
        trouble = next(tries)
        if trouble:
            raise trouble
        return "done"

    assert patiently(work, 5) == "done"


@pytest.mark.parametrize(
    ("trouble", "patience"), [(DatabaseAway("away"), 0.5), (DatabaseDamaged("broken"), 60)]
)
def test_what_is_not_worth_waiting_for_is_said_at_once(trouble: Exception, patience: float) -> None:
    def work() -> None:
        raise trouble

    with pytest.raises(type(trouble)):
        patiently(work, patience)
