"""What tests on a database share: the sample network, and what SQLAlchemy has compiled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM
from resource_centre.demo.network import fill

SAMPLE_DAY = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)  # a Tuesday morning


def make_sample(file: Path) -> None:
    """Fills a file with the schema with the sample network as it is on `SAMPLE_DAY`."""
    app = App.open(f"sqlite:///{file}", FixedClock(SAMPLE_DAY))
    app.write(lambda unit: fill(unit, 1, 1), SYSTEM)
    app.close()


@contextmanager
def one_dialect() -> Iterator[None]:
    """Every engine of a kind shares its dialect and compiled statements, as in a program that has run for a while."""
    from sqlalchemy import Engine
    from sqlalchemy.util import LRUCache

    from resource_centre.db import engine as engines

    plain = engines.create_engine
    first: dict[str, Engine] = {}

    def sharing(*given: Any, **more: Any) -> Engine:
        made = plain(*given, **more)
        known = first.get(made.dialect.name)
        if known is None:
            made._compiled_cache = LRUCache(10_000)
            first[made.dialect.name] = made
        else:
            made.dialect, made._compiled_cache = known.dialect, known._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", sharing)
        yield
