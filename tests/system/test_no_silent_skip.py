"""In CI a test that was skipped fails the run; elsewhere it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = "import pytest\ndef test_it():\n    pytest.skip({reason!r})\ndef test_that():\n    pass\n"


@pytest.mark.parametrize(
    ("ci", "reason", "code"),
    [("true", "no tool", 1), ("", "no tool", 0), ("true", "only on win32", 0)],
)
def test_a_skip_in_ci_is_a_failure(tmp_path, ci, reason, code):
    (tmp_path / "test_it.py").write_text(SKIPPED.format(reason=reason), encoding="utf-8")
    surroundings = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    surroundings.pop("PYTEST_XDIST_WORKER", None)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "test_it.py",
    ]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr


def test_a_test_may_not_reach_the_network():
    import socket

    with socket.socket() as telephone, pytest.raises(PermissionError):
        telephone.connect(("192.0.2.1", 80))
