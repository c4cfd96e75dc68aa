"""The same small world as the calendar's."""

from __future__ import annotations

from tests.ui.calendar.conftest import centre

__all__ = ["centre"]
