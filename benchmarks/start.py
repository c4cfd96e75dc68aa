"""Starting the program: first paint beside a bare window, Today with its data beside a window that imports SQLAlchemy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from benchmarks.measure import Result, lower_quartile, result
from resource_centre.app import App, prepare
from resource_centre.core.clock import SystemClock
from resource_centre.core.context import SYSTEM
from resource_centre.demo.network import fill

ROOT = Path(__file__).resolve().parent.parent
ALONE = "update person set login = null where login <> 'coordinator'"
KINDS = ("bare", "heavy", "ours")


def start(times: int) -> Iterator[Result]:
    """Every kind of start in turns, each in a process of its own, on the sample network with one person in it."""
    with tempfile.TemporaryDirectory(prefix="rc-bench-") as folder:
        _sample(Path(folder))
        runs = {kind: [] for kind in KINDS}  # type: dict[str, list[dict[str, float]]]
        for turn in range(-1 if times > 1 else 0, times):
            for kind in KINDS:
                found = run(kind, Path(folder))
                if turn >= 0:
                    runs[kind].append(found)

    def of(kind: str, key: str) -> float:
        return lower_quartile([found[key] for found in runs[kind]])

    for name, key, floor, target in (
        ("first paint", "first_paint", ("bare", "first_paint"), 1.4),
        ("today with data", "today", ("heavy", "imported"), 1.6),
    ):
        for unit, tail in (("ms", ""), ("ms of processor", "_cpu")):
            yield result(
                name,
                "sqlite",
                7_000,
                of("ours", key + tail),
                of(floor[0], floor[1] + tail),
                target,
                unit=unit,
            )


def run(kind: str, home: Path) -> dict[str, float]:
    """One start; the first one compiles what it imports."""
    env = {
        **os.environ, "RESOURCE_CENTRE_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }  # fmt: skip
    env.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # a person's computer compiles a program once, not at every start
    command = [sys.executable, "-m", "benchmarks.started", kind, str(time.monotonic())]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _sample(home: Path) -> None:
    url = f"sqlite:///{home / 'resource-centre.db'}"
    prepare(url)
    app = App.open(url, SystemClock())
    app.write(lambda unit: fill(unit, 1, 1), SYSTEM)
    app.write(lambda unit: unit.connection.execute(text(ALONE)), SYSTEM)
    app.close()
