"""The world of the window's tests, with an event."""

from __future__ import annotations

from typing import Any

import pytest

from resource_centre.events import service
from resource_centre.events.service import EventDraft, SessionDraft
from tests.ui.calendar.conftest import centre

__all__ = ["centre"]


@pytest.fixture
def event(centre: Any) -> int:
    """A draft with one session: a lab, a kit and the coordinator's own time in one hold."""
    own = centre.time_of(centre.coordinator)
    key: int = centre.write(lambda u: service.create(u, EventDraft(centre.centre_id, "Robot day"))).id
    wish = SessionDraft(
        "Build",
        centre.at("2026-12-02 13:00"),
        centre.at("2026-12-02 14:00"),
        (centre.maker, centre.kits[1], own),
    )
    centre.write(lambda u: service.add_session(u, key, wish))
    return key
