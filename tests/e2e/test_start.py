"""The program as a newcomer starts it: one command, an empty home, the sample network, a name, the window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 60.0


class Screen:
    """What xdotool sees and does on a display."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def do(self, *words: str) -> str:
        """A command of xdotool; what it says, or nothing when it finds nothing."""
        return subprocess.run(
            ["xdotool", *words], env=self.env, capture_output=True, text=True
        ).stdout.strip()

    def window(self, name: str) -> str:
        """The visible window whose title is like this, "" when there is none."""
        return self.do("search", "--onlyvisible", "--name", f"^{name}$").partition("\n")[0]


def until(seen: Callable[[], str], program: subprocess.Popen[str]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if program.poll() is not None:
            raise AssertionError(f"the program ended by itself:\n{program.stderr and program.stderr.read()}")
        found = seen()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("the window did not come")


@pytest.mark.needs_window
def test_a_newcomer_comes_from_the_command_to_the_sample(tmp_path: Path, display: str) -> None:
    env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "RESOURCE_CENTRE_HOME": str(tmp_path)}
    screen = Screen(env)
    command = [sys.executable, "-m", "resource_centre"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as program:
        try:
            welcome = until(lambda: screen.window("Welcome to Resource Centre"), program)
            screen.do("windowfocus", "--sync", welcome, "key", "Return")
            who = until(lambda: screen.window("Sign in.*"), program)
            screen.do("windowfocus", "--sync", who, "key", "Return")
            until(lambda: screen.window("Resource Centre"), program)
            assert (tmp_path / "resource-centre.db").exists()
        finally:
            program.terminate()
            said = program.communicate(timeout=20)[1]
    assert "Traceback" not in said
