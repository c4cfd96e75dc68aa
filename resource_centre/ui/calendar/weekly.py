"""A week as columns, from what a calendar reads: free hours, and what takes place on the rows that are shown. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, merge, subtract
from resource_centre.i18n import _
from resource_centre.ui.calendar.picture import block_kind, block_title, free_steps
from resource_centre.ui.calendar.reading import CalendarRows
from resource_centre.ui.timeline.scene import BlockState
from resource_centre.ui.timeline.week import Week, WeekBlock, WeekDay

MIDNIGHT = 24 * 60
Piece = tuple[date, int, int]


def pieces(span: TimeRange, zone: ZoneInfo) -> Iterator[Piece]:
    """A range as (day, from, to) in minutes of wall time, day by day."""
    first, last = span.start.astimezone(zone), span.end.astimezone(zone)
    day = first.date()
    while day <= last.date():
        start = first.hour * 60 + first.minute if day == first.date() else 0
        end = last.hour * 60 + last.minute if day == last.date() else MIDNIGHT
        if start < end:
            yield day, start, end
        day += timedelta(days=1)


def span_of(day: date, start: int, end: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Minutes of a day as two wall times of the zone."""
    midnight = datetime.combine(day, time(), zone)
    return tuple(  # type: ignore[return-value]
        (midnight.replace(tzinfo=None) + timedelta(minutes=minute)).replace(tzinfo=zone)
        for minute in (start, end)
    )


def open_hours(rows: CalendarRows) -> list[TimeRange]:
    """The centre's opening hours without what is closed."""
    opens = [TimeRange(start, end) for day in rows.days for start, end in day.opens]
    return subtract(opens, [closed.range for closed in rows.closed])


def free_of(rows: CalendarRows, bookable: int) -> list[TimeRange]:
    """When one resource or person is free within opening hours."""
    taken = [TimeRange(b.occupied_from, b.occupied_to) for b in rows.blocks if b.bookable_id == bookable]
    away = [each.range for each in rows.away if each.bookable_id == bookable]
    broken = [
        TimeRange(o.start, o.end or rows.window.end)
        for o in rows.outages
        if o.bookable_id == bookable and o.start < (o.end or rows.window.end)
    ]
    return subtract(open_hours(rows), merge([*taken, *away, *broken]))


def some_room_free(rows: CalendarRows) -> list[TimeRange]:
    """When at least one lab is free within opening hours."""
    labs = {row.id for row in rows.bookables if row.kind == "lab"}
    busy = [TimeRange(b.occupied_from, b.occupied_to) for b in rows.blocks if b.bookable_id in labs]
    steps = free_steps(len(labs), busy, open_hours(rows))
    return merge([TimeRange(step.start, step.end) for step in steps if step.free > 0])


def week_of(
    rows: CalendarRows,
    free: Iterable[TimeRange],
    shown: Collection[int] = (),
    more: Iterable[WeekBlock] = (),
) -> Week:
    """The week with these free times, the blocks of `shown` bookables, and more blocks over them."""
    zone, today = ZoneInfo(rows.zone), rows.now.astimezone(ZoneInfo(rows.zone)).date()
    by_day: dict[date, list[tuple[int, int]]] = {}
    for span in free:
        for day, start, end in pieces(span, zone):
            by_day.setdefault(day, []).append((start, end))
    days = tuple(
        WeekDay(each.day, each.label, tuple(by_day.get(each.day, ())), _closed(each.note, each.opens), each.day == today)
        for each in rows.days
    )  # fmt: skip
    blocks: list[WeekBlock] = []
    known: set[int] = set()
    for row in rows.blocks:
        if row.bookable_id not in shown or row.activity_id in known:
            continue
        known.add(row.activity_id)
        state = BlockState.PENDING if row.state == "pending" else BlockState.CONFIRMED
        if state is BlockState.CONFIRMED and row.end <= rows.now:
            state = BlockState.PAST
        title = block_title(row, zone, rows.now)
        detail = f"{row.start.astimezone(zone):%H:%M}"
        blocks += (
            WeekBlock(row.activity_id, day, start, end, block_kind(row.kind), state, title, detail)
            for day, start, end in pieces(TimeRange(row.start, row.end), zone)
        )
    return Week(days, (*blocks, *more)).roomy()


def _closed(note: str, opens: tuple[tuple[datetime, datetime], ...]) -> str:
    return "" if opens else note or _("Closed")
