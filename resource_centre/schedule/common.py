"""When can we do this? The earliest times that suit everything and everybody, a few weeks of the window at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.schedule import slots
from resource_centre.schedule.checks import Surroundings, pick_units, surroundings
from resource_centre.schedule.queries import starts_of
from resource_centre.schedule.rules import Alternative, Hold

STEP = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a search asks for beyond a hold.

    `any_of`: so many of these bookables, whichever are free. `only`: when a bookable (a person) can be taken; one that is
    not named always can. `within`: when all of it may take place. `rest`: how long a bookable (a person) rests between two days.
    """

    any_of: tuple[tuple[tuple[int, ...], int], ...] = ()
    only: Mapping[int, Sequence[TimeRange]] = field(default_factory=dict)
    within: Sequence[TimeRange] | None = None
    rest: Mapping[int, timedelta] = field(default_factory=dict)

    @property
    def others(self) -> tuple[int, ...]:
        """Everything that `any_of` may pick."""
        return tuple(dict.fromkeys(key for keys, _count in self.any_of for key in keys))


def common_times(
    unit: Unit, hold: Hold, window: TimeRange, limit: int, terms: Terms, without: Collection[int] = ()
) -> list[Alternative]:
    """The earliest times in the window at which everything is free together, none overlapping the one before.

    Reads a few weeks at a time and stops when enough are found, so that a long window costs no more than it must.
    """
    length, found = hold.end - hold.start, list[Alternative]()
    start = max(window.start, unit.now)
    while start + length <= window.end and len(found) < limit:
        stop = min(start + STEP, window.end)
        part = TimeRange(start, min(stop + length, window.end))
        after = max(start, found[-1].end) if found else start
        found += _in_part(unit, hold, part, (after, stop), limit - len(found), terms, without)
        start = stop
    return found


def _in_part(
    unit: Unit,
    hold: Hold,
    part: TimeRange,
    bounds: tuple[datetime, datetime],
    limit: int,
    terms: Terms,
    without: Collection[int],
) -> list[Alternative]:
    length = hold.end - hold.start
    begin = replace(hold, start=part.start, end=part.start + length)
    everything = replace(begin, bookables=tuple(dict.fromkeys((*hold.bookables, *terms.others))))
    around = surroundings(unit, everything, part, without)
    free = {key: _starts(begin, around, key, part, terms, unit.now) for key in everything.bookables}
    possible: slots.Starts = [bounds] if bounds[0] <= bounds[1] else []
    for key in hold.bookables:
        possible = slots.both(possible, free[key])
    for model_id, count in hold.units:
        pool = around.pools[model_id][1]
        possible = slots.both(
            possible, slots.at_least([starts_of(begin, around, key, part) for key in pool], count)
        )
    for keys, count in terms.any_of:
        possible = slots.both(possible, slots.at_least([free[key] for key in keys], count))
    if terms.within is not None:
        possible = slots.inside(possible, terms.within, length)
    return [
        Alternative(start, start + length, _picked(begin, around, start, terms, free))
        for start in slots.earliest(possible, length, limit)
    ]


def _starts(
    hold: Hold, around: Surroundings, key: int, part: TimeRange, terms: Terms, now: datetime
) -> slots.Starts:
    """Where one bookable may start, by what takes it, by its policy, and as a person by what they said and need."""
    length = hold.end - hold.start
    found = slots.both(starts_of(hold, around, key, part), _by_policy(around, key, length, now))
    rest = terms.rest.get(key)
    if rest is not None:
        busy = [taken.occupied for taken in around.taken.get(key, ())]
        tired = slots.rested(busy, rest, around.tz)
        found = slots.both(found, slots.starts_for(part, length, timedelta(), timedelta(), tired, None))
    return slots.inside(found, terms.only[key], length) if key in terms.only else found


def _by_policy(around: Surroundings, key: int, length: timedelta, now: datetime) -> slots.Starts:
    """Starts that a policy allows by notice, horizon and length: what it forbids would be refused right away."""
    policy = around.policies.get(key)
    first, last = around.window.start, around.window.end
    if policy is None:
        return [(first, last)]
    minutes = length.total_seconds() / 60
    if minutes < (policy.min_minutes or 0) or (
        policy.max_minutes is not None and minutes > policy.max_minutes
    ):
        return []
    if policy.create_notice is not None:
        first = max(first, now + timedelta(minutes=policy.create_notice))
    if policy.horizon_days is not None:
        last = min(last, now + timedelta(days=policy.horizon_days))
    return [(first, last)] if first <= last else []


def _picked(
    hold: Hold, around: Surroundings, start: datetime, terms: Terms, free: Mapping[int, slots.Starts]
) -> tuple[int, ...]:
    """What is taken at a start: what is named, the first free units, and of people those with the least in these weeks."""
    moved = replace(hold, start=start, end=start + (hold.end - hold.start))
    chosen = list(hold.bookables)
    for model_id, count in hold.units:
        chosen += pick_units(moved, around, model_id, count, chosen)[0]
    for keys, count in terms.any_of:
        can = [key for key in keys if key not in chosen and _starts_at(free[key], start)]
        chosen += sorted(can, key=lambda key: len(around.taken.get(key, ())))[:count]
    return tuple(chosen)


def _starts_at(starts: slots.Starts, start: datetime) -> bool:
    return any(first <= start <= last for first, last in starts)
