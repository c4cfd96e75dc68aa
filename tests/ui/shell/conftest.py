"""A small world in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from tests.db.conftest import NOW, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    prepare(f"sqlite:///{tmp_path / 'centre.db'}")
    clock = FixedClock(NOW)
    app = App.open(f"sqlite:///{tmp_path / 'centre.db'}", clock)
    yield World(app, clock)
    app.close()
