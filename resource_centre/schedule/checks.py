"""Checking a hold against everything at once: what it takes, what stands against it, what would work instead."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from resource_centre.centres.queries import Calendar
from resource_centre.core.times import TimeRange, day_range, to_wall
from resource_centre.db.unit import LOCK_BOOKABLE, Unit
from resource_centre.i18n import _, n_
from resource_centre.resources.queries import BookableRow, OutageRow
from resource_centre.schedule import frame, quotas, rules
from resource_centre.schedule.busy import RanOut, by_bookable, look
from resource_centre.schedule.frame import Frame
from resource_centre.schedule.quotas import Booked
from resource_centre.schedule.rules import ActivityKind, Hold, Limits, Taken, Violation

MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """One bookable that a hold takes: the asked one, or a descendant of it."""

    bookable_id: int
    asked_id: int
    occupied: TimeRange


@dataclass(frozen=True, slots=True)
class Surroundings(Frame):
    """What is loaded once to judge one hold, or every occurrence of a series."""

    window: TimeRange
    taken: dict[int, list[Taken]]
    ran_out: tuple[RanOut, ...]
    booked: dict[int, list[Booked]]


def surroundings(
    unit: Unit,
    hold: Hold,
    window: TimeRange,
    without: Collection[int] = (),
    times: Sequence[TimeRange] = (),
    *,
    looking: bool = False,
) -> Surroundings:
    """Loads everything the rules need to judge holds like this one inside the window.

    With `times`, what is taken is read only for holds at those times: the occurrences of a series. Who writes waits
    for the others who write there, unless it is only `looking`, for something to offer.
    """
    wide = window.widen(MARGIN, MARGIN)
    known = frame.read(unit, hold, window, wide, without)
    everything = sorted({member for family in known.families.values() for member in family})
    if not looking:
        unit.take_turns(LOCK_BOOKABLE, everything)
    before, after = _longest_buffers(hold, known)
    spans = [t.widen(before, after) for t in times] or [wide.widen(before, after)]
    rows, ran_out = look(unit, everything, spans, without)
    return Surroundings(
        **{name: getattr(known, name) for name in Frame.__slots__},
        window=wide,
        taken=by_bookable(rows),
        ran_out=ran_out,
        booked=quotas.booked(unit, hold.person_id, known.policies, window, known.tz),
    )


def _longest_buffers(hold: Hold, known: Frame) -> tuple[timedelta, timedelta]:
    spans = [span_of(hold, known.rows[asked]) for asked in known.families]
    return hold.start - min(s.start for s in spans), max(s.end for s in spans) - hold.end


def claims_of(hold: Hold, around: Surroundings, ids: Sequence[int]) -> list[Claim]:
    """What is taken for these asked bookables: each with its descendants, over its occupied range."""
    found: dict[int, Claim] = {}
    for asked in ids:
        span = span_of(hold, around.rows[asked])
        for member in around.families[asked]:
            found.setdefault(member, Claim(member, asked, span))
    return list(found.values())


def span_of(hold: Hold, row: BookableRow) -> TimeRange:
    """The occupied range of one bookable: the hold's own set-up and clear-down, else the bookable's."""
    before = row.setup_minutes if hold.setup_minutes is None else hold.setup_minutes
    after = row.cleardown_minutes if hold.cleardown_minutes is None else hold.cleardown_minutes
    if row.kind == "person" and hold.setup_minutes is None:
        before = after = 0
    return rules.occupied(hold.start, hold.end, before, after)


def judge(
    unit: Unit, hold: Hold, around: Surroundings, changing: bool = False
) -> tuple[list[Claim], list[Violation]]:
    """The claims of a hold and every violation against it."""
    violations: list[Violation] = []
    chosen = list(hold.bookables)
    for model_id, count in hold.units:
        picked, free, others = pick_units(hold, around, model_id, count, chosen)
        chosen += picked
        if len(picked) < count:
            violations.append(_not_enough(around, model_id, count, free, others, hold))
    for asked in dict.fromkeys(chosen):
        violations += against_one(unit, hold, around, asked, changing)
    return claims_of(hold, around, chosen), violations


def pick_units(
    hold: Hold, around: Surroundings, model_id: int, count: int, chosen: Sequence[int]
) -> tuple[list[int], int, list[Taken]]:
    """Concrete free units of a model, lowest code first; how many are free; who holds the others."""
    _name, pool = around.pools[model_id]
    free, others = [], []
    for candidate in sorted(pool, key=lambda i: around.rows[i].code):
        if candidate in chosen:
            continue
        blocks = blocking(hold, around, candidate)
        if (
            blocks
            or _outage_of(hold, around, candidate)
            or (candidate in around.late and _soon(hold, around))
        ):
            others += blocks
        else:
            free.append(candidate)
    return free[:count], len(free), others


def blocking(hold: Hold, around: Surroundings, asked: int) -> list[Taken]:
    """What is in the way of taking this bookable."""
    span = span_of(hold, around.rows[asked])
    return [t for member in around.families[asked] for t in _touching(around.taken.get(member, []), span)]


def _touching(rows: Sequence[Taken], span: TimeRange) -> list[Taken]:
    """Those that overlap a range: rows in order of start never overlap each other, so two seeks find them."""
    first = max(bisect_right(rows, span.start, key=lambda t: t.occupied.start) - 1, 0)
    last = bisect_left(rows, span.end, key=lambda t: t.occupied.start)
    return [t for t in rows[first:last] if t.occupied.overlaps(span)]


def _outage_of(hold: Hold, around: Surroundings, asked: int) -> OutageRow | None:
    if not around.outages:
        return None
    span = span_of(hold, around.rows[asked])
    for member in around.families[asked]:
        for outage in around.outages.get(member, ()):
            if outage.start < span.end and (outage.end is None or outage.end > span.start):
                return outage
    return None


def _soon(hold: Hold, around: Surroundings) -> bool:
    return any(hold.start <= late.end + timedelta(days=14) for late in around.late.values())


def against_one(unit: Unit, hold: Hold, around: Surroundings, asked: int, changing: bool) -> list[Violation]:
    """Every violation against taking one bookable."""
    row, tz = around.rows[asked], around.tz
    found: list[Violation] = []
    if not row.active:
        found.append(
            Violation(
                "inactive", _("{resource} is no longer in use.").format(resource=row.name), row.id, row.name
            )
        )
    seen: set[int] = set()
    for t in blocking(hold, around, asked):
        if t.activity_id not in seen:
            seen.add(t.activity_id)
            found.append(rules.overlap_violation(around.rows[t.bookable_id].name, t, hold.range, tz))
    outage = _outage_of(hold, around, asked)
    if outage and hold.kind is not ActivityKind.MAINTENANCE:
        found.append(
            rules.outage_violation(
                asked, around.rows[outage.bookable_id].name, outage.reason, outage.start, outage.end, tz
            )
        )
    late = around.late.get(asked)
    if late and late.activity_id not in seen and _soon(hold, around):
        found.append(
            Violation(
                "overdue",
                _("{resource} is still out: {title}, due back {when}.").format(
                    resource=row.name, title=late.title, when=rules.moment(late.end, tz)
                ),
                asked,
                row.name,
                late.title,
                late.start,
                late.end,
                True,
                _("Take another unit, or record the return."),
                late.activity_id,
            )
        )
    if hold.kind is ActivityKind.MAINTENANCE:
        return found
    return found + against_policy(unit, hold, around, row, changing)


def against_policy(
    unit: Unit, hold: Hold, around: Surroundings, row: BookableRow, changing: bool
) -> list[Violation]:
    """Violations of opening hours, notice, horizon, length, quotas and qualifications."""
    policy, tz, asked = around.policies[row.id], around.tz, hold.range
    found: list[Violation] = []
    calendar = around.calendars.get(row.id)
    if calendar is not None and policy.within_hours:
        found += _against_hours(hold, calendar, row, tz)
    notice = policy.change_notice if changing else policy.create_notice
    lent = hold.kind is ActivityKind.LOAN
    lengths = policy.loan_minutes if lent else (policy.min_minutes, policy.max_minutes)
    limits = Limits(notice, policy.horizon_days, *lengths)
    found += rules.limit_violations(row.id, row.name, asked, limits, unit.now, tz)
    booked, needed = around.booked.get(row.id, ()), around.needed.get(row.id, ())
    return found + quotas.against_person(
        row, hold, policy, booked, needed, around.trained, around.person, unit.now, tz
    )


def _against_hours(hold: Hold, calendar: Calendar, row: BookableRow, tz: ZoneInfo) -> list[Violation]:
    if hold.kind is ActivityKind.LOAN:
        # What is lent stays out overnight: only fetching it and bringing it back need an open centre.
        minute = timedelta(minutes=1)
        ends = [TimeRange(hold.start, hold.start + minute), TimeRange(hold.end - minute, hold.end)]
    else:
        ends = [hold.range]
    found: dict[str, Violation] = {}
    for asked in ends:
        if calendar.plainly_open(asked):
            continue
        day = day_range(to_wall(asked.start, tz).date(), tz)
        near = TimeRange(min(day.start, asked.start), max(day.end, asked.end))
        open_ = [span for span in calendar.open_in(near) if span.overlaps(day) or span.overlaps(asked)]
        closed = [(c.range, c.title) for c in calendar.closed]
        for violation in rules.opening_violations(row.id, row.name, asked, open_, closed, tz):
            found.setdefault(violation.message, violation)
    return list(found.values())


def _not_enough(
    around: Surroundings, model_id: int, count: int, free: int, others: list[Taken], hold: Hold
) -> Violation:
    name, _pool = around.pools[model_id]
    holders = list(dict.fromkeys(t.title for t in others))
    who = ", ".join(holders[:3])
    text = n_(
        "{free} of {count} asked unit of {model} is free then.",
        "{free} of {count} asked units of {model} are free then.",
        count,
    ).format(free=free, count=count, model=name)
    if who:
        text += " " + _("Held by: {who}.").format(who=who)
    first = others[0] if others else None
    return Violation(
        "not_enough", text, None, name, who, first.occupied.start if first else None,
        first.occupied.end if first else None, False, _("Take fewer, or another time."),
    )  # fmt: skip


def window_of(hold: Hold) -> TimeRange:
    """The hold's time with room for set-up and clear-down."""
    return hold.range.widen(MARGIN, MARGIN)
