"""The world of the window's tests, and the sample network on a server."""

from tests.db.rights.conftest import filled, reading
from tests.ui.calendar.conftest import centre

__all__ = ["centre", "filled", "reading"]
