"""A small world for two programs at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.conftest import ENGINES, settle_in


@pytest.fixture
def file(settled_file: Path, tmp_path: Path) -> str:
    """The address of a file with a small world."""
    return f"sqlite:///{shutil.copy(settled_file, tmp_path / 'centre.db')}"


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a small world, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("file")
        return
    server = request.getfixturevalue("server")
    name = server.fresh(settle_in)
    yield server.url(name)
    server.drop(name)
