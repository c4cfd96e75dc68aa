"""Every job of the product's first table, done in a real window by somebody who clicks and types."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from resource_centre.app import App
from resource_centre.db.check import problems
from tests.databases import SAMPLE_DAY
from tests.house import ROOT

ROLES = ("coordinator", "consultant", "teacher", "ambassador", "manager", "administrator")


@pytest.mark.needs_window
@pytest.mark.parametrize("role", ROLES)
def test_the_jobs_are_done_in_a_real_window(
    role: str, sample_file: Path, tmp_path: Path, display: str
) -> None:
    database = tmp_path / "centre.db"
    shutil.copy(sample_file, database)
    env = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "RESOURCE_CENTRE_HOME": str(tmp_path / "home"),
    }
    command = [
        sys.executable,
        "-m",
        "tests.e2e.jobs",
        role,
        str(database),
        SAMPLE_DAY.isoformat(),
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, env=env, cwd=ROOT)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    app = App.open(f"sqlite:///{database}")
    assert problems(app.engine) == []
    app.close()
