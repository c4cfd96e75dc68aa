"""The figures of a month counted slowly, row by row, from PRODUCT.md's definitions and nothing of the program's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Rows = Callable[[str], list[Any]]


def moment(value: Any) -> datetime:
    """An instant as either engine gives it."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def figures(rows: Rows, first: date, tz: ZoneInfo) -> dict[str, float]:
    """The figures of the month that begins on this day."""
    last = (first.replace(day=28) + timedelta(days=7)).replace(day=1)

    def within(value: Any) -> bool:
        return first <= moment(value).astimezone(tz).date() < last

    found = {
        "headline.sessions": 0.0, "headline.participations": 0.0, "headline.contact": 0.0, "headline.volunteer": 0.0,
        "consultations.total.received": 0.0, "consultations.total.declined": 0.0, "consultations.total.withdrawn": 0.0,
    }  # fmt: skip
    for key, start, end, state in rows("select id, starts_at, ends_at, state from event_session"):
        if state == "delivered" and within(start):
            heads = rows(f"select coalesce(sum(headcount), 0) from participation where session_id = {key}")[
                0
            ][0]
            found["headline.sessions"] += 1
            found["headline.participations"] += heads
            found["headline.contact"] += float(heads) * (moment(end) - moment(start)).total_seconds() / 3600
    for day, minutes, state in rows("select day, minutes, state from volunteer_hours"):
        when = date.fromisoformat(day) if isinstance(day, str) else day
        if state == "approved" and first <= when < last:
            found["headline.volunteer"] += minutes / 60
    for before, after, at in rows("select from_state, to_state, at from step where subject = 'request'"):
        if before != after and within(at):
            found["consultations.total.received"] += (before, after) == ("draft", "new")
            found["consultations.total.declined"] += after in ("declined", "duplicate")
            found["consultations.total.withdrawn"] += (
                after in ("withdrawn", "cancelled") and before != "draft"
            )
    return found


def open_at_end(rows: Rows, first: date, tz: ZoneInfo) -> int:
    """Requests that were sent and not done with when the month was over."""
    last = (first.replace(day=28) + timedelta(days=7)).replace(day=1)
    state: dict[int, str] = {}
    for of, after, at in rows(
        "select subject_id, to_state, at from step where subject = 'request' order by id"
    ):
        if moment(at).astimezone(tz).date() < last:
            state[of] = after
    return sum(1 for now in state.values() if now in {"new", "assigned", "awaiting", "scheduled"})
