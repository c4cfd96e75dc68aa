"""The summary in the window: a month goes into review and back, an evaluator begins where something is locked."""

from __future__ import annotations

from typing import Any

import pytest

from resource_centre.core.clock import FixedClock
from resource_centre.core.context import Role
from resource_centre.core.times import Month
from resource_centre.reports import service
from resource_centre.reports.shape import MonthState
from tests.ui.windowed import settle, window_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
OCTOBER, SEPTEMBER = Month(2026, 10), Month(2026, 9)


@pytest.fixture
def manager(world: Any) -> Any:
    return world.person("manager", Role.MANAGER)


def state(world: Any, manager: Any) -> MonthState:
    return world.read(lambda u: service.month_state(u, world.centre_id, OCTOBER), manager).state


def test_a_month_goes_into_review_and_out_of_it(world: Any, manager: Any) -> None:
    with window_of(world, manager, "summary") as window:
        page = window.made["summary"]
        page.review.click()
        settle(window)
        assert state(world, manager) is MonthState.IN_REVIEW
        page.review.click()
        settle(window)
        assert state(world, manager) is MonthState.OPEN


def test_a_month_that_is_not_over_cannot_go_into_review(world: Any, manager: Any) -> None:
    with window_of(world, manager, "summary") as window:
        page = window.made["summary"]
        page.show_where(month="2026-11")
        settle(window)
        assert not page.review.isEnabled()
        assert "not over" in page.review.toolTip()


def test_who_only_reads_has_no_review_button(world: Any) -> None:
    with window_of(world, world.coordinator, "summary") as window:
        assert not window.made["summary"].review.isVisible()


def test_an_evaluator_begins_at_the_newest_locked_month(world: Any, manager: Any) -> None:
    assert isinstance(world.clock, FixedClock)
    world.write(lambda u: service.lock(u, world.centre_id, SEPTEMBER), manager)
    evaluator = world.person("evaluator", Role.EVALUATOR)
    with window_of(world, evaluator, "summary") as window:
        page = window.made["summary"]
        settle(window)
        assert page.month == SEPTEMBER
        assert page.found is not None and page.found.summary.external
