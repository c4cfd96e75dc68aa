"""The project as files, for tests about the project itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "resource_centre"
CODE = ("resource_centre", "tests", "tools", "benchmarks")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".ui",
    ".po",
    ".txt",
    ".svg",
    ".yml",
    ".cfg",
    ".sh",
    ".mako",
    ".spec",
    ".desktop",
}


def modules() -> Iterator[Path]:
    """Every Python file of the project."""
    yield from sorted(ROOT.glob("*.py"))
    for room in CODE:
        yield from sorted((ROOT / room).rglob("*.py"))


def texts() -> Iterator[Path]:
    """Every file of the project that a person reads."""
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in TEXT)
    yield ROOT / ".ci" / "run"
    for room in (*CODE, "packaging", "docs"):
        yield from (
            path for path in sorted((ROOT / room).rglob("*")) if path.suffix in TEXT and path.is_file()
        )


def python(*arguments: str, **surroundings: str) -> str:
    """What this Python says in the project's folder; fails loudly with what it complained about."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
