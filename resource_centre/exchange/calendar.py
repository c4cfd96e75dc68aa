"""A calendar file into a lab: entries become bookings, all-day ones closures of the lab; clashes are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resource_centre.centres.queries import centre
from resource_centre.core import recurrence
from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import TimeRange, to_wall
from resource_centre.db.unit import Unit
from resource_centre.exchange.entries import Entry, entries
from resource_centre.exchange.plans import FieldDiff, Outcome, PlanLine
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right, require
from resource_centre.resources.queries import BookableRow, bookable
from resource_centre.schedule import series, service
from resource_centre.schedule.checks import judge, span_of, surroundings
from resource_centre.schedule.model import Activity, Allocation, Series
from resource_centre.schedule.rules import DEAD_STATES, ActivityKind, ActivityState, Hold, moment


@dataclass(frozen=True, slots=True)
class Known:
    """An activity that an earlier import of an entry made."""

    id: int
    state: str
    start: datetime
    end: datetime
    title: str
    note: str
    series_id: int | None

    @property
    def live(self) -> bool:
        """Whether it was not cancelled here."""
        return self.state not in DEAD_STATES


@dataclass(frozen=True, slots=True)
class Wish:
    """What an entry asks for: a hold, and for a repeating one its rule and the walls to leave out."""

    hold: Hold
    rule: str = ""
    skips: tuple[str, ...] = ()
    cancel: bool = False


@dataclass(slots=True)
class Room:
    """The lab that is imported into, with what the file takes of it so far."""

    lab: BookableRow
    tz: ZoneInfo
    taken: list[tuple[TimeRange, int, str]]

    def standing(self, hold: Hold) -> str:
        """Which earlier entry of the file takes this time."""
        span = span_of(hold, self.lab)
        for taken, row, title in self.taken:
            if taken.overlaps(span):
                return _("Entry {row}, “{title}”, takes this time already.").format(row=row, title=title)
        return ""

    def take(self, hold: Hold, row: int) -> None:
        """Notes that an entry takes its time."""
        self.taken.append((span_of(hold, self.lab), row, hold.title))


def lines(unit: Unit, centre_id: int, into: int, text: str) -> list[PlanLine]:
    """What each entry would do."""
    require(unit, Data.BOOKINGS, Right.WRITE, centre_id)
    lab = bookable(unit, into)
    if lab.centre_id != centre_id or lab.kind == "person":
        raise BadInput(_("A calendar is imported into a lab or a unit of its own centre."), "into")
    room = Room(lab, centre(unit, centre_id).tz, [])
    found = entries(text, room.tz)
    known = _known(unit, centre_id, into, [entry.key for entry in found])
    seen: dict[str, int] = {}
    return [_line(unit, room, entry, known.get(entry.key, []), seen) for entry in found]


def write(unit: Unit, planned_lines: Sequence[PlanLine]) -> list[PlanLine]:
    """Writes what the lines say; answers those that something stands against after all, with why."""
    refused = []
    for line in planned_lines:
        if line.outcome not in (Outcome.CREATE, Outcome.UPDATE):
            continue
        try:
            with unit.session.begin_nested():
                _write(unit, line)
                unit.flush()
        except (Refused, BadInput) as problem:
            refused.append(replace(line, outcome=Outcome.CLASH, why=str(problem)))
    return refused


def _line(unit: Unit, room: Room, entry: Entry, known: list[Known], seen: dict[str, int]) -> PlanLine:
    label = _label(entry, room.tz)
    if entry.problem:
        return PlanLine(entry.row, Outcome.BAD, label, entry.problem)
    if entry.key in seen:
        return PlanLine(
            entry.row, Outcome.SKIP, label, _("Entry {row} has the same UID.").format(row=seen[entry.key])
        )
    seen[entry.key] = entry.row
    live = [k for k in known if k.live]
    if entry.cancelled:
        if not live:
            return PlanLine(
                entry.row, Outcome.SKIP, label, _("It is cancelled in the file, and not on record.")
            )
        wish = Wish(_hold(room, entry), entry.rule, cancel=True)
        why = _("It is cancelled in the file.")
        return PlanLine(entry.row, Outcome.UPDATE, label, why, key=live[0].id, draft=wish)
    if known and not live:
        return PlanLine(
            entry.row, Outcome.SKIP, label, _("It was imported before and cancelled here."), key=known[0].id
        )
    try:
        hold = service.cleaned(_hold(room, entry))
        if entry.rule:
            return _series_line(unit, room, entry, hold, live, label)
        return _single_line(unit, room, entry, hold, live, label)
    except BadInput as problem:
        return PlanLine(entry.row, Outcome.BAD, label, str(problem))


def _single_line(unit: Unit, room: Room, entry: Entry, hold: Hold, live: list[Known], label: str) -> PlanLine:
    before = live[0] if live else None
    changes = _changes(before, hold, room.tz) if before else ()
    if before and not changes:
        room.take(hold, entry.row)
        return PlanLine(entry.row, Outcome.SKIP, label, _("The same as on record."), key=before.id)
    if not before or any(change.field in ("start", "end") for change in changes):
        why = room.standing(hold) or _standing(unit, hold, before)
        if why:
            return PlanLine(entry.row, Outcome.CLASH, label, why, changes, before.id if before else None)
    room.take(hold, entry.row)
    outcome = Outcome.UPDATE if before else Outcome.CREATE
    return PlanLine(entry.row, outcome, label, "", changes, before.id if before else None, Wish(hold))


def _series_line(unit: Unit, room: Room, entry: Entry, hold: Hold, live: list[Known], label: str) -> PlanLine:
    if live:
        changes = _series_changes(unit, live, hold, entry, room.tz)
        if not changes:
            for k in live:
                room.take(replace(hold, start=k.start, end=k.end), entry.row)
            return PlanLine(entry.row, Outcome.SKIP, label, _("The same as on record."), key=live[0].id)
        wish = Wish(hold, entry.rule, entry.skips)
        return PlanLine(entry.row, Outcome.UPDATE, label, "", changes, live[0].id, wish)
    preview = series.preview(unit, hold, entry.rule, _skipping(entry.skips), alternatives=False)
    blocked, free = [], 0
    for one in preview.occurrences:
        if one.skipped:
            continue
        here = replace(hold, start=one.start, end=one.end) if one.start and one.end else None
        stands = one.problem or next((v.message for v in one.violations if not v.overridable), "")
        stands = stands or (room.standing(here) if here else "")
        if stands or here is None:
            blocked.append((one.wall, stands))
        else:
            room.take(here, entry.row)
            free += 1
    if not free:
        return PlanLine(
            entry.row, Outcome.CLASH, label, blocked[0][1] if blocked else _("Every date is left out.")
        )
    said = [n_("{n} date.", "{n} dates.", free).format(n=free), *preview.notes]
    if blocked:
        days = ", ".join(wall[:10] for wall, _why in blocked[:10]) + ("…" if len(blocked) > 10 else "")
        said.append(_("Left out: {days}. {why}").format(days=days, why=blocked[0][1]))
    wish = Wish(hold, entry.rule, tuple(sorted({*entry.skips, *(wall for wall, _why in blocked)})))
    return PlanLine(entry.row, Outcome.CREATE, label, " ".join(said), draft=wish)


def _write(unit: Unit, line: PlanLine) -> None:
    wish: Wish = line.draft
    hold = wish.hold
    if wish.cancel and line.key is not None:
        series.release(unit, line.key, _("Cancelled in the imported calendar."), series.Scope.ALL)
    elif line.outcome is Outcome.UPDATE and line.key is not None and not wish.rule:
        said = {change.field for change in line.changes}
        timed = bool(said & {"start", "end"})
        changes = service.Changes(
            start=hold.start if timed else None, end=hold.end if timed else None,
            title=hold.title if "title" in said else None, note=hold.note if "note" in said else None,
        )  # fmt: skip
        service.change(unit, line.key, changes, override_reason=hold.override_reason)
    elif wish.rule:
        skips = wish.skips
        if line.outcome is Outcome.UPDATE and line.key is not None:
            series.release(unit, line.key, _("Changed in the imported calendar."), series.Scope.ALL)
            seen = series.preview(unit, hold, wish.rule, _skipping(skips), alternatives=False).occurrences
            blocked = (o.wall for o in seen if o.problem or any(not v.overridable for v in o.violations))
            skips = tuple(sorted({*skips, *blocked}))
        series.hold_series(unit, hold, wish.rule, _skipping(skips))
    else:
        service.hold(unit, hold)


def _hold(room: Room, entry: Entry) -> Hold:
    if entry.start is None or entry.end is None:
        raise BadInput(_("The entry has no start that can be read."))
    kind = ActivityKind.MAINTENANCE if entry.closes else ActivityKind.LAB_BOOKING
    return Hold(
        room.lab.centre_id, kind, entry.title, entry.start, entry.end, (room.lab.id,), note=entry.note,
        override_reason=_("Imported from a calendar."), source_uid=entry.key, state=ActivityState.BOOKED,
    )  # fmt: skip


def _standing(unit: Unit, hold: Hold, before: Known | None) -> str:
    """The first thing on record that nobody can override."""
    around = surroundings(unit, hold, hold.range, (before.id,) if before else (), looking=True)
    violations = judge(unit, hold, around, before is not None)[1]
    return next((v.message for v in violations if not v.overridable), "")


def _changes(before: Known, hold: Hold, tz: ZoneInfo) -> tuple[FieldDiff, ...]:
    found = []
    for name in ("start", "end"):
        was, will = getattr(before, name), getattr(hold, name)
        if was != will:
            found.append(FieldDiff(name, moment(was, tz), moment(will, tz)))
    for name in ("title", "note"):
        if getattr(before, name) != getattr(hold, name):
            found.append(FieldDiff(name, getattr(before, name), getattr(hold, name)))
    return tuple(found)


def _series_changes(
    unit: Unit, live: list[Known], hold: Hold, entry: Entry, tz: ZoneInfo
) -> tuple[FieldDiff, ...]:
    """How the file's series differs from the one on record; one that was parted here is left alone."""
    ids = {k.series_id for k in live}
    if len(ids) != 1 or None in ids:
        return ()
    known = unit.get(Series, ids.pop())
    wall = to_wall(hold.start, tz).isoformat(timespec="seconds")
    rule = recurrence.format_rule(recurrence.parse_rule(entry.rule))
    minutes = int((hold.end - hold.start).total_seconds() // 60)
    pairs = (
        ("repeat", known.rule, rule), ("start", known.starts_wall, wall), ("minutes", known.length_minutes, minutes),
        ("title", live[0].title, hold.title), ("note", live[0].note, hold.note),
    )  # fmt: skip
    found = [FieldDiff(name, str(was), str(will)) for name, was, will in pairs if was != will]
    new = [skip for skip in entry.skips if skip not in known.excluded]
    walls = {to_wall(k.start, tz).isoformat(timespec="seconds") for k in live}
    if walls & set(new):
        found.append(FieldDiff("dates", "", ", ".join(f"−{skip[:10]}" for skip in new)))
    return tuple(found)


def _skipping(walls: Sequence[str]) -> dict[str, series.Choice]:
    return {wall: series.Choice(skip=True) for wall in walls}


def _known(unit: Unit, centre_id: int, into: int, keys: Sequence[str]) -> dict[str, list[Known]]:
    a = Activity
    held = select(Allocation.activity_id).where(Allocation.asked_id == into)
    query = (
        select(a.source_uid, a.id, a.state, a.starts_at, a.ends_at, a.title, a.note, a.series_id)
        .where(a.centre_id == centre_id, a.source_uid.is_not(None), a.id.in_(held))
        .order_by(a.starts_at, a.id)
    )
    wanted = set(keys)
    found: dict[str, list[Known]] = {}
    for row in unit.rows(query):
        if row[0] in wanted:
            found.setdefault(row[0], []).append(Known(*row[1:]))
    return found


def _label(entry: Entry, tz: ZoneInfo) -> str:
    title = (
        _("Closure: {title}").format(title=entry.title) if entry.closes and not entry.problem else entry.title
    )
    if entry.start is None:
        return title
    wall = to_wall(entry.start, tz)
    return f"{wall.date().isoformat() if entry.all_day else wall.isoformat(' ', 'minutes')} {title}"
