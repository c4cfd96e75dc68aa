"""No arguments: the window. Arguments: the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the program and answers its exit code."""
    if len(sys.argv) == 1:
        from resource_centre.ui.window import run

        return run()
    from resource_centre.cli import run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
