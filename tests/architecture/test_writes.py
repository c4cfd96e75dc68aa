"""The window writes through its desk alone, so that every form's write waits for a database that is away and is done once."""

from __future__ import annotations

import re

from tests.house import PACKAGE, ROOT

# before there is a window: databases that nobody uses yet
ELSEWHERE = {"ui/desk.py", "ui/tour.py", "ui/start/first.py", "ui/start/owning.py"}


def test_every_write_of_the_window_goes_through_the_desk() -> None:
    written = {
        str(file.relative_to(PACKAGE))
        for file in sorted((PACKAGE / "ui").rglob("*.py"))
        if re.search(r"\bapp\.(write|writing)\(", file.read_text(encoding="utf-8"))
    }
    assert written <= ELSEWHERE, f"in {ROOT}"
    assert "ui/desk.py" in written
