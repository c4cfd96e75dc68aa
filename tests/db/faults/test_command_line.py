"""The command line while the server goes away: done once after all, or one sentence and exit code 6."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.db.conftest import World
from tests.db.faults.cluster import Cluster
from tests.db.faults.proxy import Proxy

pytestmark = pytest.mark.needs_postgres
TITLE = "Robotics club"


def book(world: World, home: Path) -> subprocess.Popen[str]:
    """Starts a booking on the command line."""
    command = [
        sys.executable, "-m", "resource_centre", "--db", world.app.engine.url.render_as_string(False), "--as", "coordinator",
        "book", "LAB1", "--from", "2027-03-02T10:00", "--to", "2027-03-02T11:00", "--title", TITLE,
        "--override", "a test of long ago",
    ]  # fmt: skip
    env = {**os.environ, "RESOURCE_CENTRE_HOME": str(home)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def booked(cluster: Cluster) -> int:
    """How often it is there."""
    import psycopg

    with psycopg.connect(f"host=127.0.0.1 port={cluster.port} user=postgres dbname=centre") as connection:
        found = connection.execute("select count(*) from activity where title = %s", (TITLE,)).fetchone()
        return int(found[0]) if found else 0


@pytest.mark.parametrize(
    "passes", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["heard", "not heard"]
)
def test_a_booking_cut_off_in_its_commit_is_made_once(
    served: World, wire: Proxy, cluster: Cluster, home: Path, passes: bool
) -> None:
    served.lab()
    wire.cut_at(b"COMMIT", passes=passes, after=b"rc_receipt")
    process = book(served, home)
    out, err = process.communicate(timeout=100)
    assert wire.sprung.is_set()
    assert (process.returncode, err) == (0, ""), err
    assert "Booked as" in out
    assert booked(cluster) == 1


def test_a_server_that_stays_away_is_told_in_one_sentence(
    served: World, wire: Proxy, cluster: Cluster, home: Path
) -> None:
    served.lab()
    wire.cut_at(b"COMMIT", passes=False, after=b"rc_receipt")
    process = book(served, home)
    assert wire.sprung.wait(60)
    wire.close()
    out, err = process.communicate(timeout=100)
    assert process.returncode == 6
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert err.strip().endswith("Whether it was written is not known: look before you do it again.")
    assert booked(cluster) == 0


@pytest.mark.slow
def test_a_server_that_is_started_again_meanwhile_gets_the_booking(
    served: World, wire: Proxy, cluster: Cluster, home: Path
) -> None:
    served.lab()
    served.app.engine.dispose()
    wire.cut_at(b"pg_advisory_xact_lock", passes=True)
    process = book(served, home)
    assert wire.sprung.wait(60)
    cluster.stop("immediate")
    time.sleep(0.5)
    cluster.start()
    _out, err = process.communicate(timeout=100)
    assert (process.returncode, err) == (0, ""), err
    assert booked(cluster) == 1
