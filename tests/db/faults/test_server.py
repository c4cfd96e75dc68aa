"""The server goes away in the middle of writing: what was acknowledged is there, and nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest

from resource_centre.core.errors import DatabaseAway
from resource_centre.db import watch
from resource_centre.schools.service import SchoolDraft, add_school
from tests.db.conftest import World
from tests.db.faults.cluster import Cluster
from tests.db.faults.proxy import Proxy
from tests.db.faults.writers import Writers, account

pytestmark = pytest.mark.needs_postgres

CUT = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = 'centre' and backend_type = 'client backend'"
)
BACKENDS = "select pid from pg_stat_activity where datname = 'centre' and backend_type = 'client backend'"


def add(world: World, name: str) -> None:
    world.write(lambda unit: add_school(unit, world.centre_id, SchoolDraft(name)))


def until(said: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def test_a_commit_whose_answer_got_lost_is_not_written_twice(served: World, wire: Proxy) -> None:
    wire.cut_at(b"COMMIT", passes=True)
    add(served, "once")
    assert wire.sprung.is_set()
    assert account(served, ["once"]).stored["once"] == 1


def test_a_commit_that_never_arrived_is_written_all_the_same(served: World, wire: Proxy) -> None:
    wire.cut_at(b"COMMIT", passes=False)
    add(served, "once")
    assert wire.sprung.is_set()
    assert account(served, ["once"]).stored["once"] == 1


def test_a_connection_cut_within_a_transaction_is_no_trouble(served: World, wire: Proxy) -> None:
    wire.cut_at(b"INSERT INTO school", passes=True)
    add(served, "once")
    assert wire.sprung.is_set()
    assert account(served, ["once"]).stored["once"] == 1


def test_who_may_have_written_is_told_so_and_can_try_again(
    served: World, wire: Proxy, cluster: Cluster
) -> None:
    def command(unit):  # type: ignore[no-untyped-def]
        return add_school(unit, served.centre_id, SchoolDraft("once"))

    writing = served.app.writing(command, served.coordinator)
    wire.cut_at(b"COMMIT", passes=True)
    shut = Thread(target=lambda: (wire.sprung.wait(), wire.silence()))
    served.app.engine.dispose()
    shut.start()
    with pytest.raises(DatabaseAway) as caught:
        writing.run()
    shut.join()
    assert caught.value.doubt
    wire.speak()
    assert writing.run().value.name == "once"
    assert account(served, ["once"]).stored["once"] == 1


def test_a_silent_network_is_noticed(served: World, wire: Proxy) -> None:
    watch._watches[served.app.engine].patience = 0.3
    wire.silence()
    began = time.monotonic()
    with pytest.raises(DatabaseAway) as caught:
        add(served, "never sent")
    assert time.monotonic() - began < 20
    assert not caught.value.doubt
    wire.speak()
    add(served, "sent")
    assert account(served, []).stored["sent"] == 1


def test_a_long_statement_is_no_silence(served: World) -> None:
    watch._watches[served.app.engine].patience = 0.1
    assert served.read(lambda unit: unit.connection.exec_driver_sql("select pg_sleep(1.5), 1").one()[1]) == 1


def test_connections_that_are_cut_lose_nothing(served: World, cluster: Cluster) -> None:
    served.app.patience = 30
    writers = Writers(served)
    for _again in range(10):
        before = len(writers.acknowledged)
        until(lambda n=before: len(writers.acknowledged) > n + 5)  # type: ignore[misc]
        cluster.sql(CUT)
    found = writers.done()
    print(f"\nconnections cut 10 times: {found}")
    assert not writers.other, writers.other
    assert (found.missing, found.twice) == ([], [])


@pytest.mark.parametrize("mode", [pytest.param("fast", marks=pytest.mark.slow), "immediate"])
def test_a_server_that_is_started_again_has_lost_nothing(served: World, cluster: Cluster, mode: str) -> None:
    served.app.patience = 60
    writers = Writers(served)
    until(lambda: len(writers.acknowledged) > 30)
    cluster.stop(mode)
    cluster.start()
    before = len(writers.acknowledged)
    until(lambda: len(writers.acknowledged) > before + 30)
    found = writers.done()
    print(f"\nserver stopped ({mode}) and started: {found}")
    assert not writers.other, writers.other
    assert (found.missing, found.twice) == ([], [])


def backends(cluster: Cluster) -> list[int]:
    """The processes that serve the writers; none while the server starts anew."""
    import psycopg

    try:
        return [int(str(row[0])) for row in cluster.sql(BACKENDS)]
    except psycopg.OperationalError:
        return []


def kill_backends(served: World, cluster: Cluster, times: int) -> None:
    """Kills (-9) a process of the server under the writers, so many times; each time the server starts all anew."""
    served.app.patience = 120
    writers = Writers(served)
    dice = random.Random(3)
    for _again in range(times):
        before = len(writers.acknowledged)
        until(lambda n=before: len(writers.acknowledged) > n + 3, 60)  # type: ignore[misc]
        pids: list[int] = []
        until(lambda found=pids: found.extend(backends(cluster)) or found, 60)  # type: ignore[misc]
        with suppress(ProcessLookupError):
            os.kill(dice.choice(pids), signal.SIGKILL)
    before = len(writers.acknowledged)
    until(lambda: len(writers.acknowledged) > before + 3, 60)
    found = writers.done()
    print(f"\na process of the server killed {times} times: {found}")
    assert not writers.other, writers.other
    assert (found.missing, found.twice) == ([], [])


def test_processes_of_the_server_that_are_killed_lose_nothing(served: World, cluster: Cluster) -> None:
    kill_backends(served, cluster, 3)


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_two_hundred_killed_processes_of_the_server_lose_nothing(served: World, cluster: Cluster) -> None:
    kill_backends(served, cluster, 200)
