"""What a screen reader hears at the real window, over AT-SPI and by keys alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.databases import SAMPLE_DAY
from tests.house import ROOT


@pytest.mark.needs_window
@pytest.mark.needs_listener
def test_the_calendar_is_heard_over_at_spi(sample_file: Path, tmp_path: Path, display: str) -> None:
    database = tmp_path / "centre.db"
    shutil.copy(sample_file, database)
    with tempfile.TemporaryDirectory(prefix="rc-") as short:
        env = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "RESOURCE_CENTRE_HOME": str(tmp_path / "home"),
            "XDG_RUNTIME_DIR": short,
            "PYTHONPATH": str(ROOT),
        }
        client = Path(__file__).with_name("listening.py")
        command = [
            "dbus-run-session",
            "--",
            sys.executable,
            str(client),
            str(database),
            SAMPLE_DAY.isoformat(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, env=env)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["rows"][:2] == ["Labs", "Лаборатория робототехники, 24 places"]
    assert told["down"] == [
        "3D-моделирование, 9 класс, Mon 23, 09:30–11:00, Лаборатория робототехники, Past",
        "Python для учителей, Tue 24, 11:30–13:00, Мейкерспейс",
    ]
    chosen = "Жас физик үйірмесі, Tue 24, 15:00–16:30, Мейкерспейс"
    assert told["tab"] == told["focused"] == [chosen]
    assert told["role"] == ["list item"]
    assert told["ghost"] == [
        "! Жас физик үйірмесі, moving, Tue 24, 15:00–16:30, Мейкерспейс",
        "! Жас физик үйірмесі, moving, Tue 24, 15:15–16:45, Мейкерспейс",
    ]
