"""What the rules say to a place while something is dragged, from the rows that are loaded already. Pure.

Overlap with set-up and clear-down, parents and their parts, outages, opening hours and closures, notice, horizon and
lengths, quotas and trainings. People who are away are a warning: that is no rule.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.ambassadors.calendar import AwayRow
from resource_centre.core.times import TimeRange
from resource_centre.i18n import _
from resource_centre.resources.queries import BookableRow, OutageRow
from resource_centre.schedule import rules, usage
from resource_centre.schedule.queries import BlockRow
from resource_centre.schedule.rules import ActivityKind, Hold, Limits, Taken, Violation
from resource_centre.ui.calendar.reading import CalendarRows
from resource_centre.ui.timeline.drag import Place

GRID = timedelta(minutes=15)
NEAREST = 3
APART = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """One bookable with the range that it would be occupied."""

    bookable: int
    occupied: TimeRange


class Held:
    """Every block of an activity, looked for when it is first asked for: only what is taken in hand ever is."""

    def __init__(self, blocks: Iterable[BlockRow]) -> None:
        self._blocks = blocks
        self._found: dict[int, list[BlockRow]] = {}

    def of(self, activity: int | None) -> list[BlockRow]:
        """Its blocks, by start."""
        if activity is None:
            return []
        if activity not in self._found:
            self._found[activity] = [block for block in self._blocks if block.activity_id == activity]
        return self._found[activity]


@dataclass(frozen=True)
class Known:
    """What was read, indexed for one drag."""

    rows: CalendarRows
    tz: ZoneInfo
    bookables: dict[int, BookableRow]
    families: dict[int, tuple[int, ...]]
    taken: dict[int, list[BlockRow]]
    starts: dict[int, list[datetime]]
    outages: dict[int, list[OutageRow]]
    opens: tuple[TimeRange, ...]
    held: Held
    away: dict[int, list[AwayRow]] = field(default_factory=dict)
    alike: dict[tuple[str, int | None], list[int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)


def known(rows: CalendarRows) -> Known:
    """Indexes what was read; milliseconds, once a reading."""
    taken: dict[int, list[BlockRow]] = {}
    for block in rows.blocks:
        taken.setdefault(block.bookable_id, []).append(block)
    for found in taken.values():
        found.sort(key=lambda block: block.occupied_from)
    outages: dict[int, list[OutageRow]] = {}
    for outage in rows.outages:
        outages.setdefault(outage.bookable_id, []).append(outage)
    away: dict[int, list[AwayRow]] = {}
    for each in rows.away:
        away.setdefault(each.bookable_id, []).append(each)
    opens = tuple(TimeRange(start, end) for day in rows.days for start, end in day.opens)
    alike: dict[tuple[str, int | None], list[int]] = {}
    places: dict[int, int] = {}
    for row in rows.bookables:
        others = alike.setdefault((row.kind, row.model_id), [])
        places[row.id] = len(others)
        others.append(row.id)
    return Known(
        rows,
        ZoneInfo(rows.zone),
        {row.id: row for row in rows.bookables},
        _families(rows.bookables),
        taken,
        {key: [block.occupied_from for block in found] for key, found in taken.items()},
        outages,
        opens,
        Held(rows.blocks),
        away,
        alike,
        places,
    )


def _families(rows: Iterable[BookableRow]) -> dict[int, tuple[int, ...]]:
    below: dict[int, list[int]] = {}
    rows = list(rows)
    for row in rows:
        if row.parent_id is not None and row.parent_id != row.id:
            below.setdefault(row.parent_id, []).append(row.id)

    def walk(key: int) -> Iterator[int]:
        yield key
        for child in below.get(key, ()):
            yield from walk(child)

    return {row.id: tuple(walk(row.id)) for row in rows}


def asked(here: Known, place: Place, lifted: int | None) -> tuple[int, ...]:
    """What would be asked for: what it asks for now, the lifted one exchanged for the row of the place."""
    blocks = here.held.of(place.activity)
    found = list(dict.fromkeys(block.asked_id or block.bookable_id for block in blocks))
    if not found or lifted is None:
        return (place.row,)
    gone = next((b.asked_id or b.bookable_id for b in blocks if b.bookable_id == lifted), lifted)
    part = lifted == gone and place.row in here.families.get(gone, ())
    held = place.row in {block.bookable_id for block in blocks} and not part
    if lifted == place.row or held:
        return tuple(found)
    # Taken by the whole and let go on a part, only the part is asked for; on a whole, all of it.
    return tuple(dict.fromkeys(place.row if key == gone else key for key in found))


def claims(here: Known, place: Place, lifted: int | None) -> list[Claim]:
    """Everything that would be occupied, and when."""
    before, after = _own_buffers(here, place.activity)
    before = before if place.setup is None else place.setup
    after = after if place.cleardown is None else place.cleardown
    found: dict[int, Claim] = {}
    for key in asked(here, place, lifted):
        row = here.bookables.get(key)
        if row is None:
            continue
        person = row.kind == "person" and before is None
        setup = (0 if person else row.setup_minutes) if before is None else before
        clear = (0 if person else row.cleardown_minutes) if after is None else after
        span = rules.occupied(place.start, place.end, setup, clear)
        for member in here.families.get(key, (key,)):
            found.setdefault(member, Claim(member, span))
    return list(found.values())


def _own_buffers(here: Known, activity: int | None) -> tuple[int | None, int | None]:
    """Set-up and clear-down that an activity has of its own; None where its bookables have theirs."""
    before: int | None = None
    after: int | None = None
    for block in here.held.of(activity):
        row = here.bookables.get(block.asked_id or block.bookable_id)
        if row is None:
            continue
        setup, clear = _minutes(block.start - block.occupied_from), _minutes(block.occupied_to - block.end)
        person = row.kind == "person"
        if setup != (0 if person else row.setup_minutes):
            before = setup
        if clear != (0 if person else row.cleardown_minutes):
            after = clear
    return before, after


def violations(here: Known, place: Place, lifted: int | None) -> list[Violation]:
    """Everything that stands against a place, as far as loaded rows tell. Overlaps and outages come first."""
    found: list[Violation] = []
    seen: set[int] = set()
    wanted = claims(here, place, lifted)
    for claim in wanted:
        name = here.bookables[claim.bookable].name
        for block in _in_the_way(here, claim, place.activity):
            if block.activity_id not in seen:
                seen.add(block.activity_id)
                found.append(rules.overlap_violation(name, _taken(block), claim.occupied, here.tz))
    kind = _kind(here, place.activity)
    if kind is ActivityKind.MAINTENANCE:
        return found
    for claim in wanted:
        for outage in _outages(here, claim):
            name = here.bookables[claim.bookable].name
            found.append(
                rules.outage_violation(claim.bookable, name, outage.reason, outage.start, outage.end, here.tz)
            )
    for key in asked(here, place, lifted):
        if key in here.bookables and key not in here.rows.any_hour:
            found += _against_hours(here, place, here.bookables[key])
    for key in asked(here, place, lifted):
        if key in here.bookables:
            found += _against_limits(here, place, here.bookables[key])
            found += _against_person(here, place, here.bookables[key])
    if _stays_in_time(here, place):
        found = [violation for violation in found if not violation.overridable]
    unique: dict[str, Violation] = {}
    for each in found:
        unique.setdefault(each.message, each)
    return list(unique.values())


def _stays_in_time(here: Known, place: Place) -> bool:
    """A rule that was overridden for this very time stays so; a meeting is always planned anew."""
    blocks = here.held.of(place.activity)
    same = any((block.start, block.end) == (place.start, place.end) for block in blocks)
    return same and _kind(here, place.activity) is not ActivityKind.APPOINTMENT


def free(here: Known, place: Place, lifted: int | None) -> bool:
    """Whether nothing stands against a place: as `violations`, but quick. Nobody is away, either."""
    wanted = asked(here, place, lifted)
    for key in wanted:
        limits = _limits(here, place.activity, key)
        span = TimeRange(place.start, place.end)
        if limits is not None and not rules.keeps_limits(span, limits, here.rows.now):
            return False
    if not here.rows.any_hour.issuperset(wanted) and not _is_open(here, place):
        return False
    taking = claims(here, place, lifted)
    if any(
        next(_in_the_way(here, claim, place.activity), None) or next(_outages(here, claim), None)
        for claim in taking
    ):
        return False
    away = here.away
    if any(claim.occupied.overlaps(each.range) for claim in taking for each in away.get(claim.bookable, ())):
        return False
    rows = [here.bookables[key] for key in wanted if key in here.bookables]
    return not any(_against_person(here, place, row) for row in rows)


def _is_open(here: Known, place: Place) -> bool:
    return all(
        any(span.covers(wanted) for span in here.opens)
        and not any(each.range.overlaps(wanted) for each in here.rows.closed)
        for wanted in _to_be_open(here, place)
    )


def _to_be_open(here: Known, place: Place) -> list[TimeRange]:
    """When the centre has to be open: of a loan, which stays out overnight, when it is fetched and brought back.

    Of days that are not loaded nothing is known; there the service decides.
    """
    found = [TimeRange(place.start, place.end)]
    if _kind(here, place.activity) is ActivityKind.LOAN:
        found = [TimeRange(place.start, place.start + MINUTE), TimeRange(place.end - MINUTE, place.end)]
    return [span for span in found if here.rows.window.covers(span)]


def warnings(here: Known, place: Place, lifted: int | None) -> list[str]:
    """Who is away then, in sentences. It may be done all the same: they may have agreed."""
    found: dict[str, None] = {}
    for claim in claims(here, place, lifted):
        for each in here.away.get(claim.bookable, ()):
            if each.range.overlaps(TimeRange(place.start, place.end)):
                name = here.bookables[claim.bookable].name
                words = _("{name} is not usually available at this time")
                said = _("{name}: {away}").format(name=name, away=each.text) if each.text else ""
                found[said or words.format(name=name)] = None
    return list(found)


StandsIn = Callable[[Known, int | None, int, int], bool]


def _anything(_here: Known, _activity: int | None, _gone: int, _instead: int) -> bool:
    return True


def landings(
    here: Known, place: Place, lifted: int | None, may_stand_in: StandsIn = _anything
) -> list[Place]:
    """Up to three free places: the same time elsewhere, then the nearest times here, then elsewhere."""
    held = {block.bookable_id for block in here.held.of(place.activity)} - {lifted}
    gone = lifted if lifted is not None else place.row

    def others() -> Iterator[int]:
        return (
            key
            for key in _alike(here, place.row)
            if key not in held and may_stand_in(here, place.activity, gone, key)
        )

    found: list[Place] = []
    elsewhere = (replace(place, row=key) for key in others())
    found += _first((each for each in elsewhere if free(here, each, lifted)), 1)
    found += _first(_nearby(here, place, lifted), NEAREST - len(found))
    other = next(others(), None)
    if len(found) < NEAREST and other is not None:
        found += _first(_nearby(here, replace(place, row=other), lifted), NEAREST - len(found))
    return found


def _first(places: Iterator[Place] | Iterable[Place], count: int) -> list[Place]:
    """The first few; one time near another says nothing new, so each has to keep its distance."""
    found: list[Place] = []
    for place in places:
        if len(found) == count:
            break
        if all(other.row != place.row or not _near(other, place) for other in found):
            found.append(place)
    return found


def _near(one: Place, other: Place) -> bool:
    return one.start < other.end + APART and other.start < one.end + APART


def _nearby(here: Known, place: Place, lifted: int | None) -> Iterator[Place]:
    """Free times on the row of a place, nearest first; those it would cover only when it is not free itself."""
    stands = free(here, place, lifted)
    length = place.end - place.start
    lent = _kind(here, place.activity) is ActivityKind.LOAN
    starts: list[datetime] = []
    for span in here.opens:
        start = max(span.start, _on_grid(here.rows.now))
        while start + length <= span.end or (lent and start < span.end):
            starts.append(start)
            start += GRID * 4 if lent else GRID
    for start in sorted(starts, key=lambda moment: abs(moment - place.start)):
        other = replace(place, start=start, end=start + length)
        if not (stands and _near(other, place)) and free(here, other, lifted):
            yield other


def _on_grid(instant: datetime) -> datetime:
    over = instant.timestamp() % GRID.total_seconds()
    return instant if not over else instant + GRID - timedelta(seconds=over)


def _alike(here: Known, key: int) -> Iterator[int]:
    """Bookables that could stand in for one: other units of its model, other labs, other people; nearest first."""
    row = here.bookables.get(key)
    if row is None:
        return
    alike = here.alike[row.kind, row.model_id]
    at = here.places[key]
    for step in range(1, len(alike)):
        if at >= step:
            yield alike[at - step]
        if at + step < len(alike):
            yield alike[at + step]


def _in_the_way(here: Known, claim: Claim, activity: int | None) -> Iterator[BlockRow]:
    """Rows of one bookable never overlap each other, so two seeks find what is in the way."""
    starts = here.starts.get(claim.bookable)
    if not starts:
        return
    blocks = here.taken[claim.bookable]
    first = max(bisect_right(starts, claim.occupied.start) - 1, 0)
    for block in blocks[first : bisect_left(starts, claim.occupied.end)]:
        if block.activity_id != activity and block.occupied_to > claim.occupied.start:
            yield block


def _outages(here: Known, claim: Claim) -> Iterator[OutageRow]:
    for outage in here.outages.get(claim.bookable, ()):
        if outage.start < claim.occupied.end and (outage.end is None or outage.end > claim.occupied.start):
            yield outage


def _against_hours(here: Known, place: Place, row: BookableRow) -> list[Violation]:
    closed = [(each.range, each.title) for each in here.rows.closed]
    found: list[Violation] = []
    for wanted in _to_be_open(here, place):
        first, last = (moment.astimezone(here.tz).date() for moment in (wanted.start, wanted.end))
        near = [span for span in here.opens if first <= span.start.astimezone(here.tz).date() <= last]
        found += rules.opening_violations(row.id, row.name, wanted, near, closed, here.tz)
    return found


def _against_person(here: Known, place: Place, row: BookableRow) -> list[Violation]:
    """Quotas and trainings of whom it is for; whom a new booking of staff is for is not known yet."""
    policy, kind = here.rows.policies.get(row.id), _kind(here, place.activity)
    if policy is None or kind is ActivityKind.MAINTENANCE:
        return []
    if not policy.quotas and row.id not in here.rows.usage.needed:
        return []
    block = next(iter(here.held.of(place.activity)), None)
    if block is None and here.rows.reader is None:
        return []
    who, name = (block.person_id, block.person) if block is not None else here.rows.reader or (None, "")
    hold = Hold(
        0, kind, "", place.start, place.end, (row.id,), person_id=who, uid=block.uid if block is not None else None
    )  # fmt: skip
    return usage.against(here.rows.usage, row, hold, policy, name, here.rows.now, here.tz)


def _against_limits(here: Known, place: Place, row: BookableRow) -> list[Violation]:
    """Minimum notice, booking horizon, shortest and longest booking, as far as the bookable has any."""
    limits = _limits(here, place.activity, row.id)
    if limits is None:
        return []
    wanted = TimeRange(place.start, place.end)
    return rules.limit_violations(row.id, row.name, wanted, limits, here.rows.now, here.tz)


def _limits(here: Known, activity: int | None, key: int) -> Limits | None:
    policy, kind = here.rows.policies.get(key), _kind(here, activity)
    if policy is None or kind is ActivityKind.MAINTENANCE:
        return None
    anew = activity is None or kind is ActivityKind.APPOINTMENT
    notice = policy.create_notice if anew else policy.change_notice
    lengths = policy.loan_minutes if kind is ActivityKind.LOAN else (policy.min_minutes, policy.max_minutes)
    return Limits(notice, policy.horizon_days, *lengths)


def _taken(block: BlockRow) -> Taken:
    span = TimeRange(block.occupied_from, block.occupied_to)
    return Taken(
        block.activity_id,
        block.bookable_id,
        block.title,
        block.person,
        block.start,
        block.end,
        span,
        block.state,
    )


def _kind(here: Known, activity: int | None) -> ActivityKind:
    blocks = here.held.of(activity)
    return ActivityKind(blocks[0].kind) if blocks else ActivityKind.LAB_BOOKING


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)
