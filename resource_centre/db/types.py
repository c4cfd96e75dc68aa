"""Column types: instants in UTC to the second, and lists kept as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

NAIVE = "a naive datetime cannot be stored: give it a time zone"


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC to the second. A naive value is refused: it has no meaning.

    SQLite keeps it as text of fixed width, so that it sorts; PostgreSQL as timestamptz.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(NAIVE)
        value = value.astimezone(UTC).replace(microsecond=0)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            from sqlalchemy.dialects.sqlite import DATETIME

            whole_seconds: Any = DATETIME(truncate_microseconds=True)  # type: ignore[no-untyped-call]
            return dialect.type_descriptor(whole_seconds)
        return dialect.type_descriptor(DateTime(timezone=True))


# What SQLite keeps is read and written by the hundred thousand, so without the detours of its DateTime.


def _written(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise TypeError(NAIVE)
    return value.astimezone(UTC).isoformat(" ", "seconds")[:19]


@lru_cache(maxsize=4096)  # the rows of a calendar share their hours
def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text[:19] + "+00:00")
