"""Changing a series: this and the following, or all of its dates. Planned and judged first, then written as one.

Only what is changed is touched. Dates that were changed by themselves keep what is their own, cancelled ones stay
cancelled, those that are over stay where they were. A new repetition moves the dates there are, in their order, so
that they keep their history and the number that calendars know them by; only what is too many is cancelled, only
what is missing is booked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resource_centre.centres import queries as centres
from resource_centre.core import recurrence
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_instant, to_wall
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.schedule import service
from resource_centre.schedule.checks import Claim, Surroundings
from resource_centre.schedule.model import Activity, Series
from resource_centre.schedule.rules import DEAD_STATES, Hold, Violation
from resource_centre.schedule.series import (
    AS_IT_IS,
    Choice,
    Fate,
    Occurrence,
    Preview,
    Scope,
    expand,
    insist_on_all,
    said,
)
from resource_centre.schedule.service import Changes, Held
from resource_centre.schedule.together import Candidate, Verdict, judge_together

TIMED = frozenset({"start", "end"})
WORDS = frozenset({"title", "note", "person_id", "school_id"})


@dataclass(frozen=True, slots=True)
class Reshape:
    """What is to become of the dates in scope. `rule` is their new repetition, empty when it stays.

    `choices` are by wall time: skipping leaves a date as it is, and a new one out.
    """

    changes: Changes = field(default_factory=Changes)
    scope: Scope = Scope.THIS
    rule: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One date: what it is now (`row`, None for a new one) and what it would be (`hold`, None: nothing changes)."""

    wall: str
    row: Activity | None
    fate: Fate
    changes: Changes = field(default_factory=Changes)
    hold: Hold | None = None
    own: frozenset[str] = frozenset()
    problem: str = ""
    note: str = ""

    @property
    def timed(self) -> bool:
        """Whether it takes other time or other things than now."""
        return self.hold is not None and bool(self.row is None or self.changes.fields() - WORDS)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Every date in scope; `first` is the first wall time of what is left in the series, moved by `step`."""

    row: Activity
    lines: tuple[_Line, ...]
    every: tuple[Activity, ...]
    first: datetime
    step: timedelta
    length: timedelta | None
    tz: ZoneInfo
    cut: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    line: _Line
    claims: tuple[Claim, ...] = ()
    violations: tuple[Violation, ...] = ()


def preview(unit: Unit, activity_id: int, wish: Reshape) -> Preview:
    """Every date as it would be, judged; nothing is written."""
    plan = _planned(unit, unit.get(Activity, activity_id), wish)
    judged, _around = _judge(unit, plan)
    return Preview(tuple(_occurrence(each) for each in judged), plan.notes)


def change(unit: Unit, activity_id: int, wish: Reshape, version: int | None = None) -> list[Held]:
    """Changes one activity or more of its series, all or nothing. Answers what is held then."""
    row = unit.get(Activity, activity_id)
    alone = wish.scope is Scope.THIS or (row.series_id is None and not wish.rule)
    if alone or (version is not None and row.version != version):
        return [service.change(unit, activity_id, wish.changes, version, wish.override_reason)]
    plan = _planned(unit, row, wish)
    for line in plan.lines:
        if line.row is not None and line.fate is not Fate.OVER:
            service.may_change(unit, line.row)
    judged, around = _judge(unit, plan)
    occurrences = [_occurrence(each) for each in judged]
    problem = next((each.problem for each in occurrences if each.problem), "")
    if problem:
        raise BadInput(problem, "start")
    insist_on_all(unit, occurrences, [each.line.hold for each in judged], bool(wish.override_reason))
    series = _series_of(unit, plan, wish)
    return _write(unit, judged, series, around)


def _planned(unit: Unit, row: Activity, wish: Reshape) -> _Plan:
    tz = centres.centre(unit, row.centre_id).tz
    every = _in_scope(unit, row, wish.scope)
    changes, before = wish.changes, (row.starts_at, row.ends_at)
    start = changes.start or before[0]
    step = to_wall(start, tz) - to_wall(before[0], tz)
    retimed = bool(changes.fields() & TIMED)
    length = (changes.end or start + (before[1] - before[0])) - start if retimed else None
    live = [each for each in every if each.state not in DEAD_STATES]
    moves = retimed or bool(wish.rule)
    over = [each for each in live if each.ends_at <= unit.now and each.id != row.id]
    coming = [each for each in live if each not in over] if moves else live
    first = min((_wall(each, tz) for each in coming), default=_wall(row, tz))
    notes: tuple[str, ...] = ()
    if wish.rule:
        lines, notes = _repeated_anew(unit, row, wish, coming, every, first, step, length, tz)
    else:
        asked = service.asked_of(unit, [each.id for each in coming])
        lines = [
            _line(unit, each, _wall(each, tz) + step, row, wish, length, tz, step, asked) for each in coming
        ]
    lines += [_Line(said(_wall(each, tz)), each, Fate.OVER) for each in over if moves]
    earlier = wish.scope is Scope.FOLLOWING or bool(over and moves)
    kept = [each for each in every if _wall(each, tz) >= first] if over and moves else every
    return _Plan(
        row, tuple(sorted(lines, key=lambda line: line.wall)), tuple(kept), first, step, length, tz, earlier, notes
    )  # fmt: skip


def _in_scope(unit: Unit, row: Activity, scope: Scope) -> list[Activity]:
    """Every date, cancelled ones too."""
    if row.series_id is None:
        return [row]
    query = select(mapped(Activity)).where(Activity.series_id == row.series_id).order_by(Activity.series_wall)
    rows = list(unit.session.scalars(query))
    if scope is Scope.FOLLOWING:
        rows = [each for each in rows if (each.series_wall or "") >= (row.series_wall or "")]
    return rows


def _wall(row: Activity, tz: ZoneInfo) -> datetime:
    return datetime.fromisoformat(row.series_wall) if row.series_wall else to_wall(row.starts_at, tz)


def _repeated_anew(
    unit: Unit,
    row: Activity,
    wish: Reshape,
    coming: Sequence[Activity],
    every: Sequence[Activity],
    first: datetime,
    step: timedelta,
    length: timedelta | None,
    tz: ZoneInfo,
) -> tuple[list[_Line], tuple[str, ...]]:
    """The dates of a new repetition: those there are move to its dates in their order."""
    begin = to_instant(first + step, tz).instant
    asked = service.asked_of(unit, [row.id, *(each.id for each in coming)])
    pattern = service.changed_hold(row, asked[row.id], wish.changes, "")
    pattern = replace(pattern, start=begin, end=begin + (pattern.end - pattern.start), uid=None)
    expansion = expand(unit, pattern, wish.rule, tz)
    never = {_wall(each, tz) + step for each in every if each.state in DEAD_STATES}
    if row.series_id is not None:
        never |= {datetime.fromisoformat(w) + step for w in unit.get(Series, row.series_id).excluded}
    walls = [wall for wall in expansion.walls if wall not in never]
    places = _paired(coming, walls, step, tz)
    lines = []
    for each in coming:
        place = places.get(each.id)
        if place is None:
            lines.append(_Line(said(_wall(each, tz)), each, Fate.GONE))
        else:
            lines.append(_line(unit, each, place, row, wish, length, tz, step, asked, anew=True))
    for wall in walls:
        if wall not in places.values():
            lines.append(_new_line(pattern, wall, wish.choices.get(said(wall), AS_IT_IS), tz))
    return lines, expansion.notes


def _paired(
    rows: Sequence[Activity], walls: Sequence[datetime], step: timedelta, tz: ZoneInfo
) -> dict[int, datetime]:
    """Where each date goes: what lies on a day of the repetition stays on it, the others follow in order."""
    by_day = {wall.date(): wall for wall in walls}
    places = {}
    for each in rows:
        same = by_day.pop((_wall(each, tz) + step).date(), None)
        if same is not None:
            places[each.id] = same
    left = [wall for wall in walls if wall not in places.values()]
    rest = [each for each in rows if each.id not in places]
    places.update(zip((each.id for each in rest), left, strict=False))
    return places


def _line(
    unit: Unit,
    other: Activity,
    wall: datetime,
    origin: Activity,
    wish: Reshape,
    length: timedelta | None,
    tz: ZoneInfo,
    step: timedelta,
    asked: Mapping[int, Sequence[int]],
    anew: bool = False,
) -> _Line:
    """What becomes of one date: the changed fields that are not its own."""
    key, choice = said(wall), wish.choices.get(said(wall), AS_IT_IS)
    own = set(other.own_fields) if other.id != origin.id else set()
    changed = wish.changes.fields() | (TIMED if anew else set())
    if choice.skip:
        return _Line(key, other, Fate.KEPT, own=frozenset(changed))
    over = other.ends_at <= unit.now
    values = {
        name: getattr(wish.changes, name)
        for name in changed - TIMED
        if name not in own and (name in ("title", "note") or not over)
    }
    mine: set[str] = set()
    fate, note = Fate.CHANGED, ""
    if changed & TIMED and not over:
        if own & TIMED and choice.start is None:
            fate = Fate.OWN
        else:
            try:
                start, note = _start(other, wall, choice, tz, step, anew)
            except BadInput as problem:
                return _Line(key, other, Fate.CHANGED, problem=str(problem))
            values["start"], values["end"] = start, start + (length or other.ends_at - other.starts_at)
            mine |= TIMED if choice.start is not None else set()
    if choice.bookables is not None:
        values["bookables"] = choice.bookables
        mine |= {"bookables"}
    found = Changes(**values)
    found = _difference(other, found)
    if not found.fields():
        return _Line(key, other, fate if fate is Fate.OWN else Fate.KEPT, own=frozenset(mine))
    hold = service.changed_hold(other, asked[other.id], found, wish.override_reason)
    return _Line(key, other, fate, found, hold, frozenset(mine), note=note)


def _difference(row: Activity, changes: Changes) -> Changes:
    """Without a time that is the same already."""
    same = (row.starts_at, row.ends_at) == (changes.start, changes.end)
    return replace(changes, start=None, end=None) if same else changes


def _start(
    other: Activity, wall: datetime, choice: Choice, tz: ZoneInfo, step: timedelta, anew: bool
) -> tuple[datetime, str]:
    if choice.start is not None:
        return choice.start, ""
    found = to_instant(wall if anew else to_wall(other.starts_at, tz) + step, tz)
    return found.instant, found.note or ""


def _new_line(pattern: Hold, wall: datetime, choice: Choice, tz: ZoneInfo) -> _Line:
    key = said(wall)
    if choice.skip:
        return _Line(key, None, Fate.SKIPPED)
    start, note = choice.start, ""
    if start is None:
        try:
            resolved = to_instant(wall, tz)
        except BadInput as problem:
            return _Line(key, None, Fate.NEW, problem=str(problem))
        start, note = resolved.instant, resolved.note or ""
    own: set[str] = set(TIMED) if choice.start is not None else set()
    own |= {"bookables"} if choice.bookables is not None else set()
    hold = replace(
        pattern, start=start, end=start + (pattern.end - pattern.start), uid=new_uid(),
        bookables=choice.bookables or pattern.bookables,
    )  # fmt: skip
    return _Line(key, None, Fate.NEW, hold=hold, own=frozenset(own), note=note)


# judging


def _judge(unit: Unit, plan: _Plan) -> tuple[list[_Judged], Surroundings | None]:
    """Every date judged as if all others had left their places."""
    timed = [line for line in plan.lines if line.timed]
    gone = [line.row.id for line in plan.lines if line.row is not None and line.fate is Fate.GONE]
    candidates = [Candidate(line.hold, line.row.id if line.row else None) for line in timed if line.hold]
    verdicts, around = judge_together(unit, candidates, gone)
    found = {line.wall: verdict for line, verdict in zip(timed, verdicts, strict=True)}
    judged = []
    for line in plan.lines:
        verdict = found.get(line.wall, Verdict()) if line.timed else Verdict()
        standing = tuple(v for v in verdict.violations if not _stood_before(line, v))
        judged.append(_Judged(line, verdict.claims, standing))
    return judged, around


def _stood_before(line: _Line, violation: Violation) -> bool:
    same = line.row is not None and line.hold is not None
    same = same and (line.row.starts_at, line.row.ends_at) == (line.hold.start, line.hold.end)  # type: ignore[union-attr]
    return violation.overridable and same


def _occurrence(each: _Judged) -> Occurrence:
    line = each.line
    start = line.hold.start if line.hold else line.row.starts_at if line.row else None
    end = line.hold.end if line.hold else line.row.ends_at if line.row else None
    return Occurrence(
        line.wall, start, end, each.violations, (), line.problem, line.note, line.fate is Fate.SKIPPED, line.fate,
        line.row.id if line.row else None, line.hold.bookables if line.hold else (),
    )  # fmt: skip


# writing


def _series_of(unit: Unit, plan: _Plan, wish: Reshape) -> Series:
    """The series that the dates in scope belong to afterwards, with the rule that says them."""
    row, tz = plan.row, plan.tz
    if row.series_id is None:
        made = unit.add(
            Series(
                uid=new_uid(), centre_id=row.centre_id, rule="", starts_wall=said(plan.first), length_minutes=0, zone=tz.key,
                excluded=[], created_at=unit.now, created_by=unit.actor.person_id,
            )
        )  # fmt: skip
        row.series_wall, row.series_id = said(plan.first), made.id
    series = unit.get(Series, row.series_id)
    if plan.cut:
        series = _cut_off(unit, plan, series)
    first = datetime.fromisoformat(series.starts_wall)
    skipped = [line.wall for line in plan.lines if line.fate is Fate.SKIPPED]
    if wish.rule:
        series.rule = recurrence.format_rule(recurrence.parse_rule(wish.rule))
        series.starts_wall = said(plan.first + plan.step)
        series.excluded = sorted(
            {*(said(datetime.fromisoformat(w) + plan.step) for w in series.excluded), *skipped}
        )
    elif plan.step:
        far = first + recurrence.FURTHEST if recurrence.ends(series.rule) else _last(plan)
        walls = recurrence.expand(series.rule, first, tz, far).walls
        series.rule = recurrence.shifted(series.rule, first, plan.step, tz, walls)
        series.starts_wall = said(first + plan.step)
        series.excluded = [said(datetime.fromisoformat(w) + plan.step) for w in series.excluded]
    if plan.length is not None or not series.length_minutes:
        length = plan.length or row.ends_at - row.starts_at
        series.length_minutes = int(length.total_seconds() // 60)
    series.version += 1
    if plan.step:
        for each in plan.every:
            each.series_wall = said(_wall(each, tz) + plan.step)
    unit.flush()
    return series


def _last(plan: _Plan) -> datetime:
    return max((_wall(each, plan.tz) for each in plan.every), default=plan.first)


def _cut_off(unit: Unit, plan: _Plan, old: Series) -> Series:
    """Parts the series at the first date in scope: what follows becomes a series of its own."""
    at, begin = min(_wall(each, plan.tz) for each in plan.every), datetime.fromisoformat(old.starts_wall)
    if at <= begin:
        return old
    before, after = recurrence.split(old.rule, begin, at, plan.tz)
    new = unit.add(
        Series(
            uid=new_uid(), centre_id=old.centre_id, rule=after, starts_wall=said(at),
            length_minutes=old.length_minutes, zone=old.zone, excluded=[w for w in old.excluded if w >= said(at)],
            parent_id=old.id, created_at=unit.now, created_by=unit.actor.person_id,
        )
    )  # fmt: skip
    old.rule = before
    old.excluded = [w for w in old.excluded if w < said(at)]
    old.version += 1
    for each in plan.every:
        each.series_id = new.id
    unit.flush()
    return new


def _write(unit: Unit, judged: Sequence[_Judged], series: Series, around: Surroundings | None) -> list[Held]:
    """Frees every date first, then takes all anew: they may move into each other's old places."""
    if around is not None:
        service.let_run_out(unit, around.ran_out)
    for each in judged:
        if each.line.fate is Fate.GONE and each.line.row is not None:
            service.let_go(unit, each.line.row.id, _("The repetition was changed."))
    timed = [(each.line.row, each.claims) for each in judged if each.line.row and each.line.timed]
    service.put_all_claims(unit, timed)
    for each in judged:
        line = each.line
        if line.row is None or line.fate in (Fate.GONE, Fate.OVER):
            continue
        own = sorted({*line.row.own_fields, *line.own})
        line.row.series_wall = line.wall
        if line.hold is not None:
            service.put_fields(unit, line.row, line.hold, line.changes)
        line.row.own_fields = own
    new = [each for each in judged if each.line.row is None and each.line.hold is not None]
    made = _write_new(unit, new, series)
    unit.flush()
    unit.changed(Topic.SCHEDULE)
    touched = [each.line.row.id for each in judged if each.line.row and each.line.hold]
    return service.all_held(unit, [*touched, *made])


def _write_new(unit: Unit, new: Sequence[_Judged], series: Series) -> list[int]:
    rows = [
        (each.line.hold, each.claims, service.state_for(unit, each.line.hold), None)
        for each in new
        if each.line.hold is not None
    ]
    if not rows:
        return []
    ids = service.write_new(unit, rows, series.id, [each.line.wall for each in new])
    for key, each in zip(ids, new, strict=True):
        if each.line.own:
            unit.get(Activity, key).own_fields = sorted(each.line.own)
    return ids


__all__ = ["Reshape", "change", "preview"]
