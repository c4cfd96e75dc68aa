"""No arguments: the window. Arguments: the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def main() -> int:
    """Runs the program and answers its exit code."""
    if len(sys.argv) == 1:
        from resource_centre.ui.opening import run

        return run()
    from resource_centre.cli import run_command

    return run_command(sys.argv[1:], Pictures())


class Pictures:
    """What the command line lets the window draw."""

    def tour(self, url: str | None, out: Path, language: str, theme: str, size: str) -> Iterable[Path]:
        """Pictures of every page."""
        from resource_centre.ui.tour import draw

        return draw(url, out, language, theme, size)

    def summary(self, found: Any, charts: Any) -> bytes:
        """The summary as a PDF; without a screen."""
        from resource_centre.ui.summary.printed import as_pdf
        from resource_centre.ui.tour import without_screen

        without_screen()
        return as_pdf(found, charts)


if __name__ == "__main__":
    sys.exit(main())
