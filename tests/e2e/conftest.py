"""What real windows show: the sample network as it is on a Tuesday morning."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM
from resource_centre.demo.network import fill

NOW = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample network, made once."""
    file = tmp_path_factory.mktemp("sample") / "sample.db"
    prepare(f"sqlite:///{file}")
    app = App.open(f"sqlite:///{file}", FixedClock(NOW))
    app.write(lambda unit: fill(unit, 1, 1), SYSTEM)
    app.close()
    return file
