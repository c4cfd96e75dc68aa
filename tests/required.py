"""What tests need besides Python, by marker. Where it is missing the test is skipped; in CI it fails."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tools.system import accessibility_bus, postgres_programs


@dataclass(frozen=True)
class Tool:
    """One tool of the system: its name for people, and whether it is here."""

    name: str
    is_here: Callable[[], bool]


TOOLS = {
    "needs_window": Tool("Xvfb and xdotool", lambda: all(map(shutil.which, ("Xvfb", "xdotool")))),
    "needs_listener": Tool("the accessibility bus (at-spi2-core)", accessibility_bus),
    "needs_postgres": Tool("the PostgreSQL server", lambda: postgres_programs() is not None),
    "needs_paper": Tool("pdftotext (poppler-utils)", lambda: shutil.which("pdftotext") is not None),
}

# In CI, at least one test of each has to have passed when the whole suite ran.
REQUIRED = ("needs_window", "needs_listener", "needs_postgres", "needs_paper")


def missing(markers: set[str]) -> list[str]:
    """The tools that a test with these markers lacks here."""
    return [tool.name for marker, tool in TOOLS.items() if marker in markers and not tool.is_here()]


def foreign(reason: str) -> bool:
    """Whether a skip only says that the test is for another system."""
    return reason.startswith("only on ") and sys.platform not in reason
