"""The world of the window's tests."""

from tests.ui.calendar.conftest import centre

__all__ = ["centre"]
