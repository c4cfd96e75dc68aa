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

    return run_command(sys.argv[1:], draw_tour)


def draw_tour(*wanted: Any) -> Iterable[Path]:
    """Pictures of every page, by the window."""
    from resource_centre.ui.tour import draw

    return draw(*wanted)


if __name__ == "__main__":
    sys.exit(main())
