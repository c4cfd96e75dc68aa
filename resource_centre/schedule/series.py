"""Series: previewing, booking, changing and cancelling occurrences that a rule makes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

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
from resource_centre.schedule.service import Changes, Held

DEFAULT_HORIZON = timedelta(days=365)


class Scope(StrEnum):
    """How far a change of one occurrence goes."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


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


def _planned(hold: Hold, wall: datetime, choices: Mapping[str, Choice], tz: ZoneInfo) -> _Planned:
    key = wall.isoformat(timespec="seconds")
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
    return Occurrence(one.key, start, end, violations, instead, one.problem, one.note, one.skipped)


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

    Answers what is held, and sentences for people.
    """
    hold = service.cleaned(hold)
    state = service.state_for(unit, hold)
    found = _judge_all(unit, hold, rule, choices or {}, alternatives=False)
    judged, tz = found.judged, found.tz
    problems = [j.occurrence.problem for j in judged if j.occurrence.problem]
    if problems:
        raise BadInput(problems[0], "repeat")
    _insist_on_all(unit, hold, judged)
    taken = [j for j in judged if j.hold is not None]
    if not taken or found.around is None:
        raise BadInput(_("Every date is skipped; nothing is left to book."), "repeat")
    series = unit.add(
        Series(
            uid=hold.uid or new_uid(), centre_id=hold.centre_id, rule=recurrence.format_rule(recurrence.parse_rule(rule)),
            starts_wall=to_wall(hold.start, tz).isoformat(timespec="seconds"),
            length_minutes=int((hold.end - hold.start).total_seconds() // 60), zone=tz.key,
            excluded=[j.occurrence.wall for j in judged if j.occurrence.skipped],
            created_at=unit.now, created_by=unit.actor.person_id,
        )
    )  # fmt: skip
    service.let_run_out(unit, found.around.ran_out)
    rows = [(j.hold, j.claims, state, None) for j in taken if j.hold is not None]
    ids = service.write_new(unit, rows, series.id, [j.occurrence.wall for j in taken])
    unit.changed(Topic.SCHEDULE)
    held = [
        service.newly_held(i, h, c, state, found.around) for i, (h, c, *_rest) in zip(ids, rows, strict=True)
    ]
    doubled = tuple(j.occurrence.note for j in taken if j.occurrence.note)
    return held, (*found.notes, *doubled)


def _all_held(unit: Unit, ids: Sequence[int]) -> list[Held]:
    holds = queries.holds_of(unit, ids, live_only=True)
    from sqlalchemy import select

    a = Activity
    rows = {
        r[0]: r
        for r in unit.rows(select(a.id, a.uid, a.starts_at, a.ends_at, a.state).where(a.id.in_(list(ids))))
    }
    return [
        Held(
            i, rows[i][1], rows[i][2], rows[i][3],
            tuple(service.HeldItem(h.bookable_id, h.code, h.name, h.occupied_from, h.occupied_to) for h in holds.get(i, ())),
            rows[i][4],
        )
        for i in ids
    ]  # fmt: skip


def _insist_on_all(unit: Unit, hold: Hold, judged: Sequence[_Judged]) -> None:
    violations = [v for j in judged for v in j.occurrence.violations]
    override = bool(hold.override_reason)
    blocked = [j for j in judged if any(not (override and v.overridable) for v in j.occurrence.violations)]
    if not blocked:
        return
    first = blocked[0]
    free = sum(1 for j in judged if j.hold is not None) - len(blocked)
    message = n_("{free} of {count} date is free.", "{free} of {count} dates are free.", len(judged)).format(
        free=free, count=len(judged)
    )
    instead = queries.alternatives(unit, first.hold) if first.hold is not None else []
    raise Refused(f"{message} {first.occurrence.violations[0].message}", violations, instead)


def change(
    unit: Unit,
    activity_id: int,
    changes: Changes,
    scope: Scope = Scope.THIS,
    version: int | None = None,
    override_reason: str = "",
) -> list[Held]:
    """Changes this, this and the following, or all occurrences. Only changed fields; exceptions keep what is their own.

    A new time moves every occurrence by the same wall-clock step; those that are over keep their time.
    """
    row = unit.get(Activity, activity_id)
    if scope is Scope.THIS or row.series_id is None:
        return [service.change(unit, activity_id, changes, version, override_reason)]
    if version is not None and row.version != version:
        return [service.change(unit, activity_id, changes, version, override_reason)]
    tz = centres.centre(unit, row.centre_id).tz
    rows = _in_scope(unit, row, scope)
    step = to_wall(changes.start, tz) - to_wall(row.starts_at, tz) if changes.start else timedelta()
    length = None
    if changes.end or changes.start:
        start = changes.start or row.starts_at
        length = (changes.end or start + (row.ends_at - row.starts_at)) - start
    plans = []
    for other in rows:
        mine = _for_occurrence(other, row, changes, step, length, tz, unit.now)
        if mine.fields():
            plans.append((other, mine))
    if scope is Scope.FOLLOWING:
        _cut(unit, row, rows, tz)
    else:
        _shift_series(unit, row, step, length)
    return _change_together(unit, plans, override_reason)


def _in_scope(unit: Unit, row: Activity, scope: Scope) -> list[Activity]:
    ids = queries.series_activities(unit, row.series_id or 0)
    rows = [unit.get(Activity, i) for i in ids]
    rows = [r for r in rows if r.state not in DEAD_STATES]
    if scope is Scope.FOLLOWING:
        rows = [r for r in rows if (r.series_wall or "") >= (row.series_wall or "")]
    return rows


def _for_occurrence(
    other: Activity,
    origin: Activity,
    changes: Changes,
    step: timedelta,
    length: timedelta | None,
    tz: ZoneInfo,
    now: datetime,
) -> Changes:
    own = set(other.own_fields) if other.id != origin.id else set()
    over = other.ends_at <= now
    values = {}
    for name in changes.fields() - {"start", "end"}:
        if name in own or (over and name not in {"title", "note"}):
            continue
        values[name] = getattr(changes, name)
    timed = changes.fields() & {"start", "end"}
    if timed and not over and not own & {"start", "end"}:
        wall = to_wall(other.starts_at, tz) + step
        try:
            start = to_instant(wall, tz).instant
        except BadInput as problem:
            raise BadInput(str(problem), "start") from None
        values["start"] = start
        values["end"] = start + (length or other.ends_at - other.starts_at)
    return Changes(**values)


def _change_together(
    unit: Unit, plans: Sequence[tuple[Activity, Changes]], override_reason: str
) -> list[Held]:
    """Frees every occurrence first, then takes all anew: they may move into each other's old places."""
    from sqlalchemy import update

    from resource_centre.schedule.model import Allocation

    timed = [(r, c) for r, c in plans if c.fields() - {"title", "note", "person_id", "school_id"}]
    asked = {r.id: service.asked_by(unit, r.id) for r, _c in plans}
    ids = [r.id for r, _c in timed]
    if ids:
        unit.execute(update(Allocation).where(Allocation.activity_id.in_(ids)).values(live=False))
    violations: list[Violation] = []
    ready = []
    for row, changes in plans:
        wanted = service.changed_hold(row, asked[row.id], changes, override_reason)
        claims: list[Claim] = []
        if row.id in ids and (wanted.bookables or wanted.units):
            around = surroundings(unit, wanted, wanted.range, (row.id,))
            claims, found = judge(unit, wanted, around, changing=True)
            violations += [v for v in found if not (override_reason and v.overridable)]
        ready.append((row, changes, wanted, claims))
    if violations:
        raise Refused(violations[0].message, violations)
    for row, changes, wanted, claims in ready:
        own = list(row.own_fields)
        if row.id in ids:
            service.put_claims(unit, row, claims)
        service.put_fields(unit, row, wanted, changes)
        row.own_fields = own
    unit.flush()
    unit.changed(Topic.SCHEDULE)
    return _all_held(unit, [row.id for row, _c in plans])


def _cut(unit: Unit, row: Activity, rows: Sequence[Activity], tz: ZoneInfo) -> None:
    """Parts the series at the occurrence: what follows becomes a series of its own."""
    old = unit.get(Series, row.series_id)
    at = datetime.fromisoformat(row.series_wall or old.starts_wall)
    if at <= datetime.fromisoformat(old.starts_wall):
        return
    before, after = recurrence.split(old.rule, datetime.fromisoformat(old.starts_wall), at, tz)
    new = unit.add(
        Series(
            uid=new_uid(), centre_id=old.centre_id, rule=after, starts_wall=at.isoformat(timespec="seconds"),
            length_minutes=old.length_minutes, zone=old.zone, excluded=[w for w in old.excluded if w >= row.series_wall],
            parent_id=old.id, created_at=unit.now, created_by=unit.actor.person_id,
        )
    )  # fmt: skip
    old.rule = before
    old.excluded = [w for w in old.excluded if w < (row.series_wall or "")]
    old.version += 1
    for other in rows:
        other.series_id = new.id
    unit.flush()


def _shift_series(unit: Unit, row: Activity, step: timedelta, length: timedelta | None) -> None:
    """The series itself moves too, so that its rule goes on describing its occurrences."""
    series = unit.get(Series, row.series_id)
    if step:
        first = datetime.fromisoformat(series.starts_wall)
        days = ((first + step).date() - first.date()).days
        series.starts_wall = (first + step).isoformat(timespec="seconds")
        series.rule = recurrence.shifted(series.rule, days)
    if length is not None:
        series.length_minutes = int(length.total_seconds() // 60)
    series.version += 1
    unit.flush()


def release(unit: Unit, activity_id: int, reason: str, scope: Scope = Scope.THIS) -> list[int]:
    """Cancels this, this and the following, or all occurrences that are not over. Answers the cancelled ones."""
    row = unit.get(Activity, activity_id)
    if scope is Scope.THIS or row.series_id is None:
        service.release(unit, activity_id, reason)
        return [activity_id]
    cancelled = []
    for other in _in_scope(unit, row, scope):
        if other.ends_at > unit.now or other.id == activity_id:
            service.release(unit, other.id, reason)
            cancelled.append(other.id)
    return cancelled


__all__ = ["Choice", "Occurrence", "Preview", "Scope", "change", "hold_series", "preview", "release"]
