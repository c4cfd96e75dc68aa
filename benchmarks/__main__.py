"""The benchmarks: python3 dev.py bench [names] [--rows 10000,100000,1000000] [--engine ENGINE] [--quick].

Prints one JSON object a line: name, engine, rows, ours_ms, floor_ms, ratio, target.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import core
from benchmarks.measure import Result
from benchmarks.network import load
from resource_centre.db.upgrade import head

SCRIPTS = ("timeline",)
GROWTH = 1.4


def main() -> int:
    """Reads the command line, runs what it names, prints."""
    given = _arguments()
    names = given.names or [*core.CASES, *(() if given.quick else SCRIPTS)]
    found = [*_core(given, [name for name in names if name in core.CASES])]
    for line in _growth(found):
        print(json.dumps(line), flush=True)
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        for name in names
        if name in SCRIPTS
    ]
    return max(codes, default=0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench", description="Ours beside the floor of the same run."
    )
    parser.add_argument("names", nargs="*", choices=[[], *core.CASES, *SCRIPTS], metavar="name")
    parser.add_argument(
        "--rows", default="10000,100000,1000000", help="bookings, several with commas between"
    )
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--url", help="an empty PostgreSQL database; it is filled, so one size at a time")
    parser.add_argument("--quick", action="store_true", help="10,000 bookings and few repetitions")
    parser.add_argument("--keep", type=Path, help="a folder that keeps loaded SQLite files for the next time")
    given = parser.parse_args()
    given.sizes = [10_000] if given.quick else [int(part) for part in given.rows.split(",")]
    if given.engine == "postgresql" and (not given.url or len(given.sizes) > 1):
        parser.error("PostgreSQL needs --url with an empty database, and one number of --rows")
    return given


def _core(given: argparse.Namespace, names: list[str]) -> Iterator[Result]:
    for rows in given.sizes if names else ():
        with _address(given) as url:
            kept = given.keep / f"{head()}-{rows}.db" if given.keep else None
            network = load(url, rows, kept)
            try:
                for result in core.measure(network, names, 6 if given.quick else 100):
                    print(json.dumps(result.printed()), flush=True)
                    yield result
            finally:
                network.app.close()


@contextmanager
def _address(given: argparse.Namespace) -> Iterator[str]:
    if given.engine == "postgresql":
        yield given.url
        return
    with tempfile.TemporaryDirectory(prefix="rc-bench-") as folder:
        yield f"sqlite:///{folder}/centre.db"


def _growth(found: list[Result]) -> Iterator[dict[str, object]]:
    """How many times longer each takes with the most bookings than with the fewest."""
    for name in dict.fromkeys(result.name for result in found):
        mine = sorted((result for result in found if result.name == name), key=lambda result: result.rows)
        if len(mine) > 1:
            first, last = mine[0], mine[-1]
            yield {
                "name": f"growth of {name}", "engine": last.engine, "rows": last.rows, "ours_ms": last.ours_ms,
                "floor_ms": first.ours_ms, "ratio": round(last.ours_ms / first.ours_ms, 2), "target": GROWTH,
            }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
