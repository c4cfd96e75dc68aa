"""The benchmarks: python3 dev.py bench [names] [--rows 10000,100000,1000000] [--engine sqlite|postgresql] [--quick].

Prints one JSON object a line, as `measure.Result` describes it. PostgreSQL is started by the benchmarks themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import core
from benchmarks.measure import Result, result
from benchmarks.network import Network, load
from benchmarks.racing import race
from benchmarks.start import run, start
from benchmarks.table import write_table
from resource_centre.db.upgrade import head
from tools.postgres import Server, temporary_cluster

LOADED = (*core.CASES, "race", "switch", "tour")
ALONE = ("start", "timeline")
NAMES = (*LOADED, *ALONE)
GROWTH = 1.4
# As a server that must not lose anything is run; the last three only make loading quick, for nobody has a standby of it.
SAFE = (
    "-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c shared_buffers=512MB "
    "-c max_wal_size=8GB -c wal_level=minimal -c max_wal_senders=0"
)


def main() -> int:
    """Reads the command line, runs what it names, prints."""
    given = _arguments()
    if given.table:
        write_table(given.table)
        return 0
    names = given.names or NAMES
    found = []
    loaded = [name for name in LOADED if name in names]
    for row in _loaded(given, loaded) if loaded else ():
        row.print()
        found.append(row)
    for row in (*_growth(found), *(start(1 if given.quick else 5) if "start" in names else ())):
        row.print()
    if "timeline" in names:
        sizes = ["200"] if given.quick else ["200", "2000"]
        command = [sys.executable, "-m", "benchmarks.timeline", "10" if given.quick else "100", *sizes]
        return subprocess.run(command, check=False).returncode
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench", description="Ours beside the floor of the same run."
    )
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="name", help=" | ".join(NAMES))
    parser.add_argument(
        "--rows", default="10000,100000,1000000", help="bookings, several with commas between"
    )
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--url", help="an empty PostgreSQL database instead of a server of its own; one size")
    parser.add_argument("--quick", action="store_true", help="2,000 bookings and few repetitions")
    parser.add_argument("--keep", type=Path, help="a folder that keeps loaded SQLite files for the next time")
    parser.add_argument(
        "--table",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="writes README's table from lines of runs; measures nothing",
    )
    given = parser.parse_args()
    given.sizes = [2_000] if given.quick else [int(part) for part in given.rows.split(",")]
    if given.url and len(given.sizes) > 1:
        parser.error("--url is one empty database: give one number of --rows")
    return given


def _loaded(given: argparse.Namespace, names: list[str]) -> Iterator[Result]:
    times, frames = (6, 3) if given.quick else (100, 15)
    for rows in given.sizes:
        with _address(given) as url:
            kept = given.keep / f"{head()}-{rows}.db" if given.keep else None
            network = load(url, rows, kept)
            try:
                yield from core.measure(network, [name for name in names if name in core.CASES], times)
                if "race" in names:
                    yield race(network, 40 if given.quick else 200)
                if {"switch", "tour"} & {*names}:
                    yield from _in_a_window(network, url, frames, names)
            finally:
                network.app.close()


@contextmanager
def _address(given: argparse.Namespace) -> Iterator[str]:
    """An empty database on the disk: what is acknowledged has to be there after a power cut, ours and the floor's."""
    if given.url:
        yield given.url
    elif given.engine == "postgresql":
        with temporary_cluster(lambda _cluster: SAFE, Path(tempfile.gettempdir())) as address:
            server = Server(address)
            yield server.url(server.empty())
    else:
        with tempfile.TemporaryDirectory(prefix="rc-bench-") as folder:
            yield f"sqlite:///{folder}/centre.db"


def _in_a_window(network: Network, url: str, frames: int, names: list[str]) -> Iterator[Result]:
    """What the window needs, in a process of its own."""
    cases = [name for name in ("switch", "tour") if name in names]
    engine, rows = network.app.engine.dialect.name, network.rows
    with tempfile.TemporaryDirectory(prefix="rc-bench-") as home:
        env = {**os.environ, "RESOURCE_CENTRE_HOME": home}
        command = [sys.executable, "-m", "benchmarks.window", url, str(frames), *cases]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        found = json.loads(done.stdout)
        bare = run("bare", Path(home))["memory"] if "tour" in cases else 0.0
    if "switch" in cases:
        least = next(core.measure(network, ["week"], 9)).floor
        yield result("switch the week", engine, rows, found["switch"], least, 100.0, "ours", said=f"slowest {found['switch_worst']:.0f} ms; to a week that was not read ahead {found['jump']:.0f} ms")  # fmt: skip
    if "tour" in cases:
        said = (
            f"on {found['worst_page']}; {found['worst_again']:.0f} ms when every page has been seen; of its own processor "
            f"{found['worst_cpu']:.0f} and {found['again_cpu']:.0f} ms, {found['preparing']:.0f} while it imports pages"
        )
        yield result(
            "window thread, worst", engine, rows, found["worst"], found["idle"], 50.0, "ours", said=said
        )
        yield result("memory, every page opened", engine, rows, found["memory"], bare, 200.0, "ours", "MiB")


def _growth(found: list[Result]) -> Iterator[Result]:
    """How many times longer each takes with the most bookings than with the fewest."""
    for name in dict.fromkeys(row.name for row in found if row.of == "ratio"):
        mine = sorted((row for row in found if row.name == name), key=lambda row: row.rows)
        if len(mine) > 1:
            first, last = mine[0], mine[-1]
            yield result(f"growth of {name}", last.engine, last.rows, last.ours, first.ours, GROWTH)


if __name__ == "__main__":
    sys.exit(main())
