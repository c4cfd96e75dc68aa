"""Style and types: what the checkers would say on a developer's machine, they say in CI."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("checker", [("ruff", "check"), ("mypy",)], ids=lambda words: words[0])
def test_the_checker_finds_nothing(checker: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *checker], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
