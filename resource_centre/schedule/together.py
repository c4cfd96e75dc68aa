"""Judging several holds at once, as if whatever makes room for them had gone already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.schedule import rules
from resource_centre.schedule.checks import Claim, Surroundings, judge, surroundings
from resource_centre.schedule.rules import Hold, Taken, Violation


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hold to be judged; `activity_id` is the activity that becomes it, None for a new one."""

    hold: Hold
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a candidate would take, and everything against it."""

    claims: tuple[Claim, ...] = ()
    violations: tuple[Violation, ...] = ()


def judge_together(
    unit: Unit, candidates: Sequence[Candidate], leaving: Collection[int] = ()
) -> tuple[list[Verdict], Surroundings | None]:
    """A verdict for each candidate. `leaving` are activities that make room; candidates do so too.

    Candidates that lie on each other are told from the second on.
    """
    holds = [each.hold for each in candidates if each.hold.bookables or each.hold.units]
    if not holds:
        return [Verdict() for _each in candidates], None
    window = TimeRange(min(hold.start for hold in holds), max(hold.end for hold in holds))
    everything = replace(
        holds[0], start=window.start, end=window.start + (holds[0].end - holds[0].start),
        bookables=tuple(dict.fromkeys(key for hold in holds for key in hold.bookables)),
    )  # fmt: skip
    without = {*leaving, *(each.activity_id for each in candidates if each.activity_id is not None)}
    around = surroundings(unit, everything, window, without, [_wide(hold) for hold in holds])
    taken: list[tuple[Candidate, Claim]] = []
    verdicts = []
    for each in candidates:
        if each.hold not in holds:
            verdicts.append(Verdict())
            continue
        claims, found = judge(unit, each.hold, around, each.activity_id is not None)
        found += _on_each_other(each.hold, claims, taken, around)
        taken += [(each, claim) for claim in claims]
        verdicts.append(Verdict(tuple(claims), tuple(found)))
    return verdicts, around


def _wide(hold: Hold) -> TimeRange:
    before, after = (timedelta(minutes=m or 0) for m in (hold.setup_minutes, hold.cleardown_minutes))
    return hold.range.widen(before, after)


def _on_each_other(
    hold: Hold, claims: Sequence[Claim], taken: Sequence[tuple[Candidate, Claim]], around: Surroundings
) -> list[Violation]:
    for other, theirs in taken:
        for mine in claims:
            if mine.bookable_id == theirs.bookable_id and mine.occupied.overlaps(theirs.occupied):
                there = Taken(
                    other.activity_id or 0, mine.bookable_id, other.hold.title, _("another date of this series"),
                    other.hold.start, other.hold.end, theirs.occupied, "",
                )  # fmt: skip
                name = around.rows[mine.bookable_id].name
                return [rules.overlap_violation(name, there, hold.range, around.tz)]
    return []
