"""Series: previewing, booking and cancelling occurrences that a rule makes; `reshaping` changes them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resource_centre.centres import queries as centres
from resource_centre.core import recurrence
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import TimeRange, to_instant, to_wall
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.schedule import queries, service
from resource_centre.schedule.checks import Claim, Surroundings, judge, surroundings
from resource_centre.schedule.model import Activity, Series
from resource_centre.schedule.rules import DEAD_STATES, Alternative, Hold, Violation
from resource_centre.schedule.service import Held

DEFAULT_HORIZON = timedelta(days=365)


class Scope(StrEnum):
    """How far a change of one occurrence goes."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


class Fate(StrEnum):
    """What becomes of one date when a series is booked or changed."""

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    OWN = "own"
    SKIPPED = "skipped"
    GONE = "gone"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with one occurrence: skip it, or take it at another time or with other bookables."""

    skip: bool = False
    start: datetime | None = None
    bookables: tuple[int, ...] | None = None


AS_IT_IS = Choice()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of a previewed series; `wall` (ISO, naive) names it. `problem` is a wall time that does not exist."""

    wall: str
    start: datetime | None
    end: datetime | None
    violations: tuple[Violation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    problem: str = ""
    note: str = ""
    skipped: bool = False
    fate: Fate = Fate.NEW
    activity_id: int | None = None
    bookables: tuple[int, ...] = ()

    @property
    def free(self) -> bool:
        """Whether it can be booked as it is."""
        return not self.violations and not self.problem


@dataclass(frozen=True, slots=True)
class Preview:
    """Every occurrence of a rule, judged; `notes` are sentences for people."""

    occurrences: tuple[Occurrence, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    occurrence: Occurrence
    hold: Hold | None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Planned:
    """One occurrence before it is judged; without a hold it is skipped, or its wall time does not exist."""

    key: str
    hold: Hold | None
    note: str = ""
    problem: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Every occurrence judged, sentences for people, and what they were judged by."""

    judged: list[_Judged]
    notes: tuple[str, ...]
    tz: ZoneInfo
    around: Surroundings | None = None


def preview(
    unit: Unit, hold: Hold, rule: str, choices: Mapping[str, Choice] | None = None, alternatives: bool = True
) -> Preview:
    """Judges every occurrence of a repeating hold; nothing is written."""
    found = _judge_all(unit, service.cleaned(hold), rule, choices or {}, alternatives)
    return Preview(tuple(j.occurrence for j in found.judged), found.notes)


def _judge_all(
    unit: Unit, hold: Hold, rule: str, choices: Mapping[str, Choice], alternatives: bool
) -> _Outcome:
    tz = centres.centre(unit, hold.centre_id).tz
    expansion = expand(unit, hold, rule, tz)
    planned = [_planned(hold, wall, choices, tz) for wall in expansion.walls]
    _refuse_self_overlap(planned)
    holds = [one.hold for one in planned if one.hold is not None]
    if not holds:
        return _Outcome([_Judged(_occurrence(one), None) for one in planned], expansion.notes, tz)
    window = TimeRange(min(h.start for h in holds), max(h.end for h in holds))
    everything = replace(hold, bookables=tuple(dict.fromkeys(b for h in holds for b in h.bookables)))
    around = surroundings(unit, everything, window, times=[h.range for h in holds])
    judged = [_judged(unit, one, around, alternatives) for one in planned]
    return _Outcome(judged, expansion.notes, tz, around)


def said(wall: datetime) -> str:
    """A wall time as the key of a date: ISO, to the second."""
    return wall.isoformat(timespec="seconds")


def _planned(hold: Hold, wall: datetime, choices: Mapping[str, Choice], tz: ZoneInfo) -> _Planned:
    key = said(wall)
    choice = choices.get(key, AS_IT_IS)
    if choice.skip:
        return _Planned(key, None, skipped=True)
    start, note = choice.start, ""
    if start is None:
        try:
            resolved = to_instant(wall, tz)
        except BadInput as problem:
            return _Planned(key, None, problem=str(problem))
        start, note = resolved.instant, resolved.note or ""
    end = start + (hold.end - hold.start)
    one = replace(hold, start=start, end=end, uid=new_uid(), bookables=choice.bookables or hold.bookables)
    return _Planned(key, one, note)


def _judged(unit: Unit, one: _Planned, around: Surroundings, alternatives: bool) -> _Judged:
    if one.hold is None:
        return _Judged(_occurrence(one), None)
    claims, violations = judge(unit, one.hold, around)
    instead = queries.alternatives(unit, one.hold) if violations and alternatives else []
    return _Judged(_occurrence(one, tuple(violations), tuple(instead)), one.hold, tuple(claims))


def _occurrence(
    one: _Planned, violations: tuple[Violation, ...] = (), instead: tuple[Alternative, ...] = ()
) -> Occurrence:
    start, end = (None, None) if one.hold is None else (one.hold.start, one.hold.end)
    fate = Fate.SKIPPED if one.skipped else Fate.NEW
    return Occurrence(one.key, start, end, violations, instead, one.problem, one.note, one.skipped, fate)


def expand(unit: Unit, hold: Hold, rule: str, tz: ZoneInfo) -> recurrence.Expansion:
    """The rule's wall times; without an end it stops at the booking horizon."""
    from resource_centre.resources import queries as resources

    ids = [] if recurrence.ends(rule) else [*hold.bookables]
    policies = resources.policies(unit, resources.bookables_by_id(unit, ids).values()) if ids else {}
    days = min((p.horizon_days for p in policies.values() if p.horizon_days), default=DEFAULT_HORIZON.days)
    horizon = to_wall(unit.now, tz) + timedelta(days=days)
    return recurrence.expand(rule, to_wall(hold.start, tz), tz, horizon)


def _refuse_self_overlap(planned: Sequence[_Planned]) -> None:
    holds = sorted((one.hold for one in planned if one.hold is not None), key=lambda h: h.start)
    for earlier, later in itertools.pairwise(holds):
        if earlier.end > later.start and set(earlier.bookables) & set(later.bookables):
            raise BadInput(
                _("The occurrences of this series overlap each other. Shorten them, or repeat less often."),
                "repeat",
            )


def hold_series(
    unit: Unit, hold: Hold, rule: str, choices: Mapping[str, Choice] | None = None
) -> tuple[list[Held], tuple[str, ...]]:
    """Books every occurrence, or none: `Refused` gives all reasons. `choices` skip or move single occurrences.

    Answers what is held, and sentences for people. The same uid again answers what it made the first time.
    """
    hold = service.cleaned(hold)
    known = unit.value(select(Series.id).where(Series.uid == hold.uid)) if hold.uid else None
    if known is not None:
        return service.all_held(unit, queries.series_activities(unit, known)), ()
    state = service.state_for(unit, hold)
    found = _judge_all(unit, hold, rule, choices or {}, alternatives=False)
    judged, tz = found.judged, found.tz
    problems = [j.occurrence.problem for j in judged if j.occurrence.problem]
    if problems:
        raise BadInput(problems[0], "repeat")
    override = bool(hold.override_reason)
    insist_on_all(unit, [j.occurrence for j in judged], [j.hold for j in judged], override)
    taken = [j for j in judged if j.hold is not None]
    if not taken or found.around is None:
        raise BadInput(_("Every date is skipped; nothing is left to book."), "repeat")
    row = {
        "uid": hold.uid or new_uid(), "centre_id": hold.centre_id, "rule": recurrence.format_rule(recurrence.parse_rule(rule)),
        "starts_wall": said(to_wall(hold.start, tz)),
        "length_minutes": int((hold.end - hold.start).total_seconds() // 60), "zone": tz.key,
        "excluded": [j.occurrence.wall for j in judged if j.occurrence.skipped],
        "created_at": unit.now, "created_by": unit.actor.person_id,
    }  # fmt: skip
    series_id = unit.insert_numbered(Series, [row])[0]
    service.let_run_out(unit, found.around.ran_out)
    rows = [(j.hold, j.claims, state, None) for j in taken if j.hold is not None]
    ids = service.write_new(unit, rows, series_id, [j.occurrence.wall for j in taken])
    _mark_own(unit, ids, [(choices or {}).get(j.occurrence.wall, AS_IT_IS) for j in taken])
    unit.changed(Topic.SCHEDULE)
    held = [
        service.newly_held(i, h, c, state, found.around) for i, (h, c, *_rest) in zip(ids, rows, strict=True)
    ]
    doubled = tuple(j.occurrence.note for j in taken if j.occurrence.note)
    return held, (*found.notes, *doubled)


def _mark_own(unit: Unit, ids: Sequence[int], chosen: Sequence[Choice]) -> None:
    """What was chosen for one date stays its own when the series changes."""
    for key, choice in zip(ids, chosen, strict=True):
        own = [*(["bookables"] if choice.bookables else []), *(["end", "start"] if choice.start else [])]
        if own:
            unit.get(Activity, key).own_fields = own


def insist_on_all(
    unit: Unit, occurrences: Sequence[Occurrence], holds: Sequence[Hold | None], override: bool
) -> None:
    """Raises `Refused` with all reasons unless every date can be taken; `holds` are those of the occurrences."""
    violations = [v for each in occurrences for v in each.violations]
    blocked = [
        (each, hold)
        for each, hold in zip(occurrences, holds, strict=True)
        if any(not (override and v.overridable) for v in each.violations)
    ]
    if not blocked:
        return
    first, hold = blocked[0]
    count = sum(each is not None for each in holds)
    message = n_(
        "{free} of {count} date is free.", "{free} of {count} dates are free.", len(occurrences)
    ).format(free=count - len(blocked), count=len(occurrences))
    instead = queries.alternatives(unit, hold) if hold is not None else []
    raise Refused(f"{message} {first.violations[0].message}", violations, instead)


def _in_scope(unit: Unit, row: Activity, scope: Scope) -> list[Activity]:
    ids = queries.series_activities(unit, row.series_id or 0)
    rows = [unit.get(Activity, i) for i in ids]
    rows = [r for r in rows if r.state not in DEAD_STATES]
    if scope is Scope.FOLLOWING:
        rows = [r for r in rows if (r.series_wall or "") >= (row.series_wall or "")]
    return rows


def rules_at(unit: Unit, activity_id: int) -> tuple[str, str]:
    """The rule of the series of an activity: as a whole, and from this date on."""
    row = unit.get(Activity, activity_id)
    series = unit.get(Series, row.series_id)
    first = datetime.fromisoformat(series.starts_wall)
    at = datetime.fromisoformat(row.series_wall or series.starts_wall)
    after = recurrence.split(series.rule, first, at, centres.centre(unit, row.centre_id).tz)[1]
    return series.rule, after if at > first else series.rule


def would_release(unit: Unit, activity_id: int, scope: Scope) -> tuple[int, ...]:
    """What `release` would cancel."""
    row = unit.get(Activity, activity_id)
    if scope is Scope.THIS or row.series_id is None:
        return (activity_id,)
    rows = _in_scope(unit, row, scope)
    return tuple(other.id for other in rows if other.ends_at > unit.now or other.id == activity_id)


def release(unit: Unit, activity_id: int, reason: str, scope: Scope = Scope.THIS) -> list[int]:
    """Cancels this, this and the following, or all occurrences that are not over. Answers the cancelled ones."""
    cancelled = would_release(unit, activity_id, scope)
    for each in cancelled:
        service.release(unit, each, reason)
    return list(cancelled)


__all__ = ["Choice", "Fate", "Occurrence", "Preview", "Scope", "hold_series", "preview", "release"]
