"""The benchmarks run in small, and what they print can be read by a program. Never how fast."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.house import ROOT

FIELDS = {"name", "engine", "rows", "ours_ms", "floor_ms", "ratio", "target"}


def test_the_quick_benchmarks_print_a_row_for_each():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["name"] for row in rows} == {"book", "series", "clashes", "week", "summary", "finding"}
    for row in rows:
        assert set(row) == FIELDS
        assert row["engine"] == "sqlite" and row["rows"] == 10_000
        assert all(row[each] > 0 for each in ("ours_ms", "floor_ms", "ratio", "target"))
