"""Where "now" comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Answers the present instant: aware, UTC, to the second."""

    def now(self) -> datetime: ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


@dataclass
class FixedClock:
    """A clock that stands still until it is set: for tests and for the sample network."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant
