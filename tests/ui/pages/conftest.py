"""The world of the window's tests."""

from tests.ui.calendar.conftest import centre, world

__all__ = ["centre", "world"]
