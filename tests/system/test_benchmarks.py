"""The benchmarks run in small, and what they print can be read by a program. Never how fast."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.measure import result
from benchmarks.table import table
from tests.house import ROOT

FIELDS = {"name", "engine", "rows", "ours", "floor", "ratio", "target", "of", "unit", "said"}
CORE = {"book", "series", "clashes", "week", "summary", "finding", "race"}
OTHERS = {
    "switch the week", "window thread, worst", "memory, every page opened", "first paint", "today with data",
    "repaint of 200", "first paint of 200", "first paint, not read ahead, of 200", "scroll of 200, p95",
    "zoom of 200, p95", "drag of 200, p95", "new blocks of 200, worst",
}  # fmt: skip


def rows_of(*words: str) -> list[dict[str, Any]]:
    """The rows that a quick run prints."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for row in rows:
        assert set(row) == FIELDS
        assert row["ours"] > 0 and row["floor"] > 0 and row["ratio"] >= 0
    return rows


def test_the_quick_benchmarks_print_a_row_for_each():
    rows = rows_of()
    assert {row["name"] for row in rows} == CORE | OTHERS
    raced = next(row for row in rows if row["name"] == "race")
    assert raced["said"].startswith("40 of 40 booked, 0 double")


@pytest.mark.needs_postgres
def test_the_quick_benchmarks_start_a_server_of_their_own():
    rows = rows_of(*sorted(CORE), "--engine", "postgresql")
    assert {(row["name"], row["engine"]) for row in rows} == {(name, "postgresql") for name in CORE}


def test_the_table_has_engines_across_and_what_is_not_reached_in_bold():
    told = "processor 4.00 / 1.00 ms, 4.0 times"
    lines = table(
        [
            result("week", "postgresql", 10_000, 500.0, 100.0, 3.0),
            result("week", "sqlite", 10_000, 200.0, 100.0, 3.0, said=told),
            result("finding", "sqlite", 10_000, 4.5, 9.0, 50.0, "ours"),
        ]
    )
    assert lines == [
        "| ours / floor | SQLite 10,000 | PostgreSQL 10,000 | reach |",
        "| --- | --- | --- | --- |",
        "| week | 200 / 100 = 2.0 × (4.0 ×) | **500 / 100 = 5.0 ×** | ≤ 3 × |",
        "| finding | 4.5 / 9 = 0.5 × | – | ≤ 50 ms |",
    ]
