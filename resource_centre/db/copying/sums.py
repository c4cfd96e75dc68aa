"""Checksums of tables that come out the same on both engines and in any order of rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Table

from resource_centre.db.copying.tables import Row, batches

MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows, and the sum (modulo 2²⁵⁶) of the SHA-256 of each row's canonical JSON."""

    rows: int
    digest: str


def sum_of(connection: Connection, table: Table) -> Sum:
    """The sum of a whole table."""
    tally = Tally()
    for rows in batches(connection, table):
        tally.add(rows)
    return tally.sum


class Tally:
    """Adds rows up as they pass."""

    def __init__(self) -> None:
        self._rows = 0
        self._total = 0

    def add(self, rows: list[Row]) -> None:
        """Takes rows in."""
        for row in rows:
            self._total += int.from_bytes(hashlib.sha256(canonical(row)).digest(), "big")
        self._rows += len(rows)

    @property
    def sum(self) -> Sum:
        """What has passed so far."""
        return Sum(self._rows, f"{self._total % MODULUS:064x}")


def canonical(row: Row) -> bytes:
    """A row as the same bytes whatever engine it comes from."""
    return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(bytes(value)).hexdigest()
    return str(value)
