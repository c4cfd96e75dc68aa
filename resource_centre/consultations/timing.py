"""The response-time clock on the database: promises of open requests, by each centre's calendar."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from resource_centre.audit.model import Step
from resource_centre.centres import queries as centres
from resource_centre.centres.queries import CentreRow
from resource_centre.consultations import rules
from resource_centre.consultations.model import Request
from resource_centre.core.ranges import TimeRange
from resource_centre.db.unit import Unit

REACH = timedelta(days=45)
FARTHEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the clock needs to know of one request."""

    id: int
    centre_id: int
    state: rules.RequestState
    received: datetime
    responded: bool


@dataclass(frozen=True, slots=True)
class Due:
    """Until when the centre has promised something. `what`: first_response or resolution.

    `left` is the working time left; below zero it is overdue. `waits` while the requester is asked.
    """

    at: datetime | None
    what: str
    left: timedelta
    waits: bool

    @property
    def overdue(self) -> bool:
        """Whether the promise is broken."""
        return self.left < timedelta()


class OpenHours:
    """Open times of one centre from an instant on, read once and farther only when that is needed."""

    def __init__(self, unit: Unit, centre_id: int, start: datetime) -> None:
        self._unit, self._centre_id, self._start = unit, centre_id, start
        self._end = start
        self._open: list[TimeRange] = []

    def until(self, end: datetime) -> list[TimeRange]:
        """Open times up to an instant at least."""
        if end > self._end:
            self._end = end + REACH
            window = TimeRange(self._start, self._end)
            self._open = centres.calendar(self._unit, self._centre_id, window).open
        return self._open

    def promise(self, received: datetime, hours: int, still: Sequence[TimeRange]) -> datetime | None:
        """Receipt plus so many working hours; None when the centre is hardly ever open."""
        reach = max(received, self._unit.now) + REACH
        while True:
            found = rules.promise(received, hours, still, self.until(reach))
            if found is not None or reach > received + FARTHEST:
                return found
            reach += (reach - received) * 2


def dues(unit: Unit, asked: Collection[Asked]) -> dict[int, Due]:
    """The promise of each request that is being worked on; the others have none."""
    working = [a for a in asked if a.state in rules.WORKING]
    answer: dict[int, Due] = {}
    for centre in centres.centres(unit):
        ours = [a for a in working if a.centre_id == centre.id]
        if ours:
            _of_centre(unit, centre, ours, answer)
    return answer


def _of_centre(unit: Unit, centre: CentreRow, asked: Sequence[Asked], answer: dict[int, Due]) -> None:
    hours = OpenHours(unit, centre.id, min(a.received for a in asked))
    open_ = hours.until(unit.now)
    known = steps_of(unit, {a.id for a in asked})
    for one in asked:
        still = rules.stopped(known.get(one.id, ()), unit.now)
        target = centre.resolution_hours if one.responded else centre.first_response_hours
        left = timedelta(hours=target) - rules.spent(one.received, unit.now, still, open_)
        at = hours.promise(one.received, target, still)
        what = "resolution" if one.responded else "first_response"
        answer[one.id] = Due(at, what, left, one.state is rules.RequestState.AWAITING)


def steps_of(unit: Unit, ids: Collection[int]) -> dict[int, list[tuple[datetime, str | None, str]]]:
    """The steps (when, from, to) of these requests, oldest first."""
    query = (
        select(Step.subject_id, Step.at, Step.from_state, Step.to_state)
        .where(
            Step.subject == Request.__tablename__, Step.subject_id >= min(ids), Step.subject_id <= max(ids)
        )
        .order_by(Step.id)
    )
    found: dict[int, list[tuple[datetime, str | None, str]]] = {}
    for subject_id, at, source, target in unit.rows(query):
        if subject_id in ids:
            found.setdefault(subject_id, []).append((at, source, target))
    return found
