"""Everything a developer types: python3 dev.py run | test | lint | forms | catalogues | bench | build | lock.

Standard library only: it starts on a bare Python and fetches what is missing by itself.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Resource Centre needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]))

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import environment, system

ROOT = Path(__file__).resolve().parent
VALUELESS = {"--help", "--version"}
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

NO_SCREEN = """\
There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open.
To see every page without one, draw them into picture files: python3 dev.py run tour --out tour"""


def main() -> int:
    """Reads the command and answers its exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test and build Resource Centre.")
    parser.add_argument("command", choices=COMMANDS, metavar="command", help=" | ".join(COMMANDS))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the command")
    given = parser.parse_args(sys.argv[1:] or ["--help"])
    try:
        return COMMANDS[given.command](given.rest)
    except system.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(rest: Sequence[str]) -> int:
    """The program: the window without arguments, else the command line."""
    system.require(system.WINDOW)
    environment.prepare()
    if opens_the_window(rest) and not has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 1
    return environment.python("-m", "resource_centre", *rest, here=False)


def test(rest: Sequence[str]) -> int:
    """The whole test suite on every core, or the tests named."""
    system.require(system.WINDOW + system.TESTS)
    environment.prepare(development=True)
    workers = str(min(os.cpu_count() or 1, 8))
    return environment.python("-m", "pytest", "-n", workers, "--dist", "worksteal", *rest)


def lint(rest: Sequence[str]) -> int:
    """Style, types and the plan of the house."""
    environment.prepare(development=True)
    checks = (["-m", "ruff", "check", *rest], ["-m", "mypy"], ["-c", CONTRACTS])
    return max([environment.python(*check) for check in checks])


def tool(module: str) -> Callable[[Sequence[str]], int]:
    """A command that lives in a module of tools/ and needs the development libraries."""

    def call(rest: Sequence[str]) -> int:
        environment.prepare(development=True)
        return environment.python("-m", module, *rest)

    return call


def build(rest: Sequence[str]) -> int:
    """The wheel, in dist/."""
    environment.prepare(development=True)
    return environment.python("-m", "build", "--wheel", "--no-isolation", *rest)


def opens_the_window(rest: Sequence[str]) -> bool:
    """Whether these arguments name no command: nothing but options and their values."""
    words = iter(rest)
    for word in words:
        if not word.startswith("-") or word in VALUELESS:
            return False
        if "=" not in word:
            next(words, None)
    return True


def has_screen() -> bool:
    """Whether a window could open; only Linux can tell beforehand."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "forms": tool("tools.forms"),
    "catalogues": tool("tools.catalogues"),
    "bench": tool("benchmarks"),
    "build": build,
    "lock": tool("tools.lock"),
}

if __name__ == "__main__":
    sys.exit(main())
