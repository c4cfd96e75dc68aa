"""The two ends of a copy: one state of the source, one transaction on the target."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from resource_centre.db.watch import watched


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """The source as it is at one moment, whoever goes on writing there."""
    with watched(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction on the target: all of it, or nothing."""
    with watched(engine), engine.connect() as connection:
        connection = connection.execution_options(rc_writes=True)
        with connection.begin():
            yield connection
