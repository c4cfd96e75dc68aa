"""The small world in a file, for windows to show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.conftest import World, settled_file, world_at

__all__ = ["settled_file", "world"]


@pytest.fixture
def world(settled_file: Path, tmp_path: Path) -> Iterator[World]:
    """A centre in Almaty on 25 November 2026, 11:20."""
    with world_at(f"sqlite:///{shutil.copy(settled_file, tmp_path / 'centre.db')}") as made:
        yield made
