"""Turns what was read into the scene that the timeline draws: rows in groups, blocks, shades. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, subtract
from resource_centre.i18n import _, n_
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule.queries import BlockRow
from resource_centre.schedule.rules import ActivityKind, ActivityState
from resource_centre.ui.calendar.filters import Filters, Standing, shown
from resource_centre.ui.calendar.period import day_label
from resource_centre.ui.calendar.reading import CalendarRows
from resource_centre.ui.timeline.scene import (
    Block,
    BlockKind,
    BlockState,
    FreeStep,
    Row,
    RowFlag,
    RowKind,
    Scene,
    Shade,
    ShadeKind,
)

KINDS: dict[str, BlockKind] = {
    ActivityKind.LAB_BOOKING: BlockKind.LAB,
    ActivityKind.LOAN: BlockKind.LOAN,
    ActivityKind.APPOINTMENT: BlockKind.APPOINTMENT,
    ActivityKind.EVENT_SESSION: BlockKind.EVENT,
    ActivityKind.TRAINING_SESSION: BlockKind.COURSE,
    ActivityKind.MAINTENANCE: BlockKind.MAINTENANCE,
}
PENDING, LOAN = str(ActivityState.PENDING), str(ActivityKind.LOAN)
WAITING, CONFIRMED = BlockState.PENDING, BlockState.CONFIRMED
LABS, PEOPLE, OTHERS, FIRST_MODEL = -1, -2, -3, -10
MORE = 1_000_000
LISTED = 6
LISTED_PEOPLE = 12
TINTS = (BlockKind.LAB, BlockKind.EVENT, BlockKind.LOAN, BlockKind.APPOINTMENT, BlockKind.COURSE)


def scene_of(rows: CalendarRows, filters: Filters) -> Scene:
    """The whole picture after the filters."""
    blocks = _blocks(rows)
    taken = frozenset(block.bookable for block in blocks if block.holds) | {
        o.bookable_id for o in rows.outages
    }
    holding = _holding(rows) if filters.holding else {}
    of = Standing(taken, _away_all_the_time(rows), rows.roles, holding)
    kept = [row for row in rows.bookables if shown(row, filters, of)]
    ids = {row.id for row in kept}
    return Scene(
        rows.zone,
        rows.now,
        rows.days,
        tuple(_rows(rows, kept, taken, blocks, _lists_everything(filters))),
        tuple(block for block in blocks if block.bookable in ids),
        tuple(shade for shade in _shades(rows) if shade.row is None or shade.row in ids),
    )


def _lists_everything(filters: Filters) -> bool:
    """Whether what was asked for so closely is listed to the last one."""
    return bool(filters.text or filters.free_only or filters.only or filters.holding)


def _holding(rows: CalendarRows) -> dict[int, frozenset[str]]:
    """What kinds of things are on each bookable, and whether one awaits approval."""
    found: dict[int, set[str]] = {}
    for row in (*rows.blocks, *rows.overdue):
        kinds = found.setdefault(row.bookable_id, set())
        kinds.add(row.kind)
        if row.state == ActivityState.PENDING:
            kinds.add(PENDING)
    for asked in rows.invitations:
        found.setdefault(asked.bookable_id, set()).add(asked.kind)
    return {key: frozenset(kinds) for key, kinds in found.items()}


def _away_all_the_time(rows: CalendarRows) -> frozenset[int]:
    """People with no open minute of the period in which they can come."""
    away: dict[int, list[TimeRange]] = {}
    for each in rows.away:
        away.setdefault(each.bookable_id, []).append(each.range)
    opens = [TimeRange(start, end) for day in rows.days for start, end in day.opens]
    return frozenset(key for key, spans in away.items() if not subtract(opens, spans))


def block_kind(kind: str) -> BlockKind:
    """The hue of an activity."""
    return KINDS.get(kind, BlockKind.LAB)


def block_title(row: BlockRow, zone: ZoneInfo, now: datetime) -> str:
    """What is written on a block: of a loan who has it and how it stands, of anything else its title."""
    if row.kind != ActivityKind.LOAN:
        return row.title
    who = row.school or row.person or row.title
    end = row.end.astimezone(zone)
    words = {
        ActivityState.PENDING: _("{who}, awaits approval"),
        ActivityState.RESERVED: _("{who}, reserved"),
        ActivityState.CHECKED_OUT: _("{who}, due {day} {time}"),
        ActivityState.RETURNED: _("{who}, returned"),
        ActivityState.READY: _("{who}, returned"),
    }.get(ActivityState(row.state), "{who}")
    return words.format(who=who, day=day_label(end.date()).split(" ")[0], time=f"{end:%H:%M}")


def initials(name: str) -> str:
    """AS for Aigerim Sadykova."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def free_steps(total: int, busy: Iterable[TimeRange], windows: Iterable[TimeRange]) -> tuple[FreeStep, ...]:
    """How many of `total` units are free inside each window, as steps; equal neighbours are one step."""
    changes: dict[datetime, int] = {}
    for span in busy:
        changes[span.start] = changes.get(span.start, 0) + 1
        changes[span.end] = changes.get(span.end, 0) - 1
    moments = sorted(changes)
    steps: list[FreeStep] = []
    place, used = 0, 0
    for window in sorted(windows):
        while place < len(moments) and moments[place] <= window.start:
            used += changes[moments[place]]
            place += 1
        start = window.start
        while place < len(moments) and moments[place] < window.end:
            _add(steps, start, moments[place], total - used)
            start = moments[place]
            used += changes[start]
            place += 1
        _add(steps, start, window.end, total - used)
    return tuple(steps)


def _add(steps: list[FreeStep], start: datetime, end: datetime, free: int) -> None:
    if end <= start:
        return
    last = steps[-1] if steps else None
    if last is not None and last.end == start and last.free == max(free, 0):
        steps[-1] = FreeStep(last.start, end, last.free)
    else:
        steps.append(FreeStep(start, end, max(free, 0)))


def _blocks(rows: CalendarRows) -> list[Block]:
    zone = ZoneInfo(rows.zone)
    late = {(row.activity_id, row.bookable_id) for row in rows.overdue}
    known = {(row.activity_id, row.bookable_id) for row in rows.blocks}
    every = [*rows.blocks, *(row for row in rows.overdue if (row.activity_id, row.bookable_id) not in known)]
    who = {whom: _who(*whom) for whom in {(row.person, row.school) for row in every}}
    found = [
        _block(row, who[row.person, row.school], zone, rows.now, (row.activity_id, row.bookable_id) in late)
        for row in every
    ]
    found += [
        Block(
            each.activity_id,
            each.bookable_id,
            block_kind(each.kind),
            BlockState.INVITED,
            _("{title}, invited").format(title=each.title),
            each.range.start,
            each.range.end,
            each.range.start,
            each.range.end,
        )
        for each in rows.invitations
    ]
    return found


def _who(person: str, school: str) -> str:
    """For whom it is, made once for all their bookings."""
    return f"{person}, {school}" if person and school else person or school


def _block(row: BlockRow, detail: str, zone: ZoneInfo, now: datetime, late: bool) -> Block:
    return Block(
        row.activity_id,
        row.bookable_id,
        block_kind(row.kind),
        WAITING if row.state == PENDING else CONFIRMED,
        row.title if row.kind != LOAN else block_title(row, zone, now),
        row.start,
        row.end,
        row.occupied_from,
        row.occupied_to,
        now if late else None,
        detail,
    )


def _rows(
    rows: CalendarRows, kept: list[BookableRow], taken: frozenset[int], blocks: list[Block], everything: bool
) -> Iterable[Row]:
    flags = _flags(rows)
    held: dict[int, list[Block]] = {}
    for block in blocks:
        held.setdefault(block.bookable, []).append(block)
    labs = _families([row for row in kept if row.kind == "lab"])
    if labs:
        yield Row(LABS, RowKind.GROUP, _("Labs"))
        yield from (_lab(row, depth, kept, flags) for row, depth in labs)
    models: dict[int | None, list[BookableRow]] = {}
    for row in kept:
        if row.kind == "unit":
            models.setdefault(row.model_id, []).append(row)
    for model_id, units in sorted(
        models.items(), key=lambda item: (item[0] is None, item[1][0].model.casefold())
    ):
        yield from _units(rows, model_id, units, taken, held, flags, everything)
    people = [row for row in kept if row.kind == "person"]
    if people:
        yield Row(PEOPLE, RowKind.GROUP, _("People"), str(len(people)))
        listed = {row.id for row in _listed(people, taken, everything, LISTED_PEOPLE)}
        for row in people:
            tint = TINTS[row.id % len(TINTS)]
            yield Row(
                row.id,
                RowKind.PERSON,
                row.name,
                avatar=initials(row.name),
                tint=tint,
                flags=flags.get(row.id, frozenset()),
                extra=row.id not in listed,
            )
        rest = len(people) - len(listed)
        if rest:
            yield Row(
                PEOPLE - MORE, RowKind.MORE, n_("{n} more person", "{n} more people", rest).format(n=rest)
            )


def _units(
    rows: CalendarRows,
    model_id: int | None,
    units: list[BookableRow],
    taken: frozenset[int],
    blocks: dict[int, list[Block]],
    flags: dict[int, frozenset[RowFlag]],
    everything: bool,
) -> Iterable[Row]:
    key = OTHERS if model_id is None else FIRST_MODEL - model_id
    title = units[0].model if model_id is not None else _("Other equipment")
    count = n_("{n} unit", "{n} units", len(units)).format(n=len(units))
    ids = {row.id for row in units}
    busy = [
        TimeRange(b.occupied_start, b.occupied_end) for key in ids for b in blocks.get(key, ()) if b.holds
    ]
    busy += [
        TimeRange(o.start, o.end or rows.window.end)
        for o in rows.outages
        if o.bookable_id in ids and o.start < (o.end or rows.window.end)
    ]
    windows = [TimeRange(start, end) for day in rows.days for start, end in day.opens]
    steps = free_steps(len(units), busy, windows) if model_id is not None else ()
    yield Row(key, RowKind.GROUP, title, count, steps=steps, total=len(units))
    listed = {row.id for row in _listed(units, taken, everything, LISTED)}
    names = Counter(row.name for row in units)
    for row in units:
        name = row.name if names[row.name] == 1 else f"{row.name} · {row.code}"
        yield Row(
            row.id, RowKind.UNIT, name, flags=flags.get(row.id, frozenset()), extra=row.id not in listed
        )
    rest = len(units) - len(listed)
    if rest:
        yield Row(key - MORE, RowKind.MORE, n_("{n} more unit", "{n} more units", rest).format(n=rest))


def _listed(rows: list[BookableRow], taken: frozenset[int], everything: bool, most: int) -> list[BookableRow]:
    """Those that are listed at once: all of a few, of many the first that are taken in the period."""
    if everything or len(rows) <= most + 1:
        return rows
    busy = [row for row in rows if row.id in taken][:most]
    return busy or rows[: most // 2]


def _families(labs: list[BookableRow]) -> list[tuple[BookableRow, int]]:
    """Labs with their parts right below them."""
    ids = {row.id for row in labs}
    below: dict[int | None, list[BookableRow]] = {}
    for row in labs:
        below.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)

    def walk(parent: int | None, depth: int) -> list[tuple[BookableRow, int]]:
        found: list[tuple[BookableRow, int]] = []
        for row in below.get(parent, ()):
            found.append((row, depth))
            if row.id != parent:
                found += walk(row.id, depth + 1)
        return found

    return walk(None, 0)


def _lab(row: BookableRow, depth: int, kept: list[BookableRow], flags: dict[int, frozenset[RowFlag]]) -> Row:
    parent = next((other.name for other in kept if other.id == row.parent_id), "")
    places = (
        n_("{n} place", "{n} places", row.capacity).format(n=row.capacity) if row.capacity else row.location
    )
    subtitle = _("part of {parent}").format(parent=parent) if parent else places
    return Row(row.id, RowKind.LAB, row.name, subtitle, min(depth, 1), flags=flags.get(row.id, frozenset()))


def _flags(rows: CalendarRows) -> dict[int, frozenset[RowFlag]]:
    flags: dict[int, set[RowFlag]] = {}
    for row in rows.overdue:
        flags.setdefault(row.bookable_id, set()).add(RowFlag.OVERDUE)
    for outage in rows.outages:
        if outage.start <= rows.now and (outage.end is None or outage.end > rows.now):
            flags.setdefault(outage.bookable_id, set()).add(RowFlag.OUT_OF_ORDER)
    return {key: frozenset(value) for key, value in flags.items()}


def _shades(rows: CalendarRows) -> Iterable[Shade]:
    zone = ZoneInfo(rows.zone)
    for closed in rows.closed:
        text = _("Closed: {why}").format(why=closed.title)
        yield Shade(ShadeKind.CLOSURE, None, closed.range.start, closed.range.end, text)
    for outage in rows.outages:
        end = outage.end or rows.window.end
        if outage.end is None:
            text = _("Out of order: {why}").format(why=outage.reason)
        else:
            back = outage.end.astimezone(zone)
            text = _("Out of order: {why}. Until {day} {time}").format(
                why=outage.reason.rstrip("."), day=day_label(back.date()), time=f"{back:%H:%M}"
            )
        yield Shade(ShadeKind.OUTAGE, outage.bookable_id, outage.start, max(end, outage.start), text)
    for away in rows.away:
        yield Shade(ShadeKind.AWAY, away.bookable_id, away.range.start, away.range.end, away.text)
