"""The window is on the screen before anything heavy is imported, and goes on to the Today page by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.db.conftest import settle_in
from tests.house import ROOT


def test_the_first_paint_comes_before_every_heavy_library(empty_file: Path, home: Path) -> None:
    home.mkdir()
    database = Path(shutil.copy(empty_file, home / "resource-centre.db"))
    settle_in(f"sqlite:///{database}")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "benchmarks/started.py", "ours", str(time.monotonic())]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["heavy"] == []
    assert found["today"] > found["first_paint"] > 0
