"""The primary is killed in the middle of writing and its standby promoted: two real servers, one address."""

from __future__ import annotations

import pytest

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from tests.db.conftest import NOW, World
from tests.db.faults.cluster import Cluster
from tests.db.faults.test_server import until
from tests.db.faults.writers import Writers

pytestmark = pytest.mark.needs_postgres


def both(pair: tuple[Cluster, Cluster]) -> str:
    """One address with both hosts."""
    hosts = ",".join(f"127.0.0.1:{one.port}" for one in pair)
    return f"postgresql://postgres@{hosts}/centre"


def fail_over(pair: tuple[Cluster, Cluster], crowd: int, before: int, after: int) -> str:
    """Writes, kills the primary, promotes, writes on; answers the account in words."""
    primary, standby = pair
    app = App.open(both(pair), FixedClock(NOW))
    try:
        world = World(app, FixedClock(NOW))
        until(lambda: primary.sql("select 1 from pg_stat_replication where sync_state = 'sync'"))
        app.patience = 60
        writers = Writers(world, crowd)
        until(lambda: len(writers.acknowledged) > before, 120)
        primary.stop("immediate")
        standby.promote()
        told = len(writers.acknowledged)
        until(lambda: len(writers.acknowledged) > told + after, 120)
        found = writers.done()
        assert not writers.other, writers.other
        assert (found.missing, found.twice) == ([], []), str(found)
        return str(found)
    finally:
        app.close()


def test_a_standby_takes_over_and_has_all_that_was_acknowledged(pair: tuple[Cluster, Cluster]) -> None:
    print(f"\nprimary killed, standby promoted: {fail_over(pair, 4, 30, 30)}")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_standby_takes_over_from_sixteen_writers(pair: tuple[Cluster, Cluster]) -> None:
    print(f"\nprimary killed under 16 writers, standby promoted: {fail_over(pair, 16, 3000, 3000)}")
