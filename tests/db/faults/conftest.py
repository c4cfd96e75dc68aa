"""Servers that may be ill-treated, and small worlds on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from tests.db.conftest import NOW, World
from tests.db.faults.cluster import Cluster
from tests.db.faults.proxy import Proxy


@pytest.fixture
def wire(cluster: Cluster) -> Iterator[Proxy]:
    """What lies between the program and that server."""
    made = Proxy(cluster.port)
    yield made
    made.close()


@pytest.fixture
def served(cluster: Cluster, wire: Proxy) -> Iterator[World]:
    """A small world on that server, at the other end of the wire."""
    cluster.sql("drop database if exists centre with (force)", "create database centre template template")
    clock = FixedClock(NOW)
    app = App.open(f"postgresql://postgres@127.0.0.1:{wire.port}/centre?connect_timeout=2", clock)
    yield World(app, clock)
    app.close()


@pytest.fixture
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary with the schema in its database "centre", and the standby that each of its commits waits for."""
    primary = Cluster.fresh()
    try:
        primary.sql("create database centre")
        prepare(primary.url())
        standby = primary.standby()
        try:
            yield primary, standby
        finally:
            standby.gone()
    finally:
        primary.gone()
