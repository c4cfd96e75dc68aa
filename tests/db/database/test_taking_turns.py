"""Writers of one file who wait for each other."""

from __future__ import annotations

from resource_centre.db.engine import BUSY_SECONDS, until_next_look


def test_who_has_waited_for_twenty_seconds_looks_more_often_than_who_has_just_come() -> None:
    assert max(until_next_look(20.0) for _n in range(1000)) < min(until_next_look(0.0) for _n in range(1000))


def test_nobody_looks_so_often_that_nothing_else_is_done() -> None:
    assert min(until_next_look(float(BUSY_SECONDS)) for _n in range(1000)) >= 0.0003
