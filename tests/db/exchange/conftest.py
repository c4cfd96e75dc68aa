"""Importing in tests: files of one's own, and the real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from resource_centre.exchange.importing import plan, put
from resource_centre.exchange.plans import Plan
from tests.house import ROOT

REAL = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real input."""
    return REAL


@pytest.fixture
def look(world) -> Callable[..., Plan]:
    """Plans an import as the coordinator (or somebody else)."""

    def call(what: str, file: Path, mapping=None, into=None, as_=None) -> Plan:
        return world.read(lambda u: plan(u, what, file, world.centre_id, mapping, into), as_)

    return call


@pytest.fixture
def bring(world, look) -> Callable[..., str]:
    """Imports a file and answers the sentence."""

    def call(what: str, file: Path, mapping=None, into=None, as_=None, strict=False) -> str:
        made = look(what, file, mapping, into, as_)
        return world.write(lambda u: put(u, made, strict), as_)

    return call


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a text into a file of this name."""

    def call(text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        return file

    return call
