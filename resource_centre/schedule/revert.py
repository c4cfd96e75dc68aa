"""Putting activities back to how they stood: what undo and redo write.

Nothing is deleted: what was made is cancelled, what was cancelled takes its time again. What somebody else has changed
or taken meanwhile is left alone, and the sentence says who and what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import or_, select

from resource_centre.audit import queries as audit
from resource_centre.audit.service import record_step
from resource_centre.centres import queries as centres
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, NotFound, Refused
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.schedule import service
from resource_centre.schedule.model import Activity, Allocation, Series
from resource_centre.schedule.rules import DEAD_STATES, ActivityState, Hold, moment
from resource_centre.schedule.telling import tell_decision
from resource_centre.schedule.together import Candidate, judge_together

COLUMNS = (
    "state", "starts_at", "ends_at", "title", "note", "setup_minutes", "cleardown_minutes", "person_id", "school_id",
    "series_id", "series_wall", "own_fields", "expires_at", "cancel_reason",
)  # fmt: skip
TAKING = ("starts_at", "ends_at", "setup_minutes", "cleardown_minutes", "bookables")


@dataclass(frozen=True, slots=True)
class Stand:
    """How an activity stands: its columns by name, and what it asks for."""

    values: tuple[Any, ...]
    bookables: tuple[int, ...]

    def __getitem__(self, name: str) -> Any:
        return self.bookables if name == "bookables" else self.values[COLUMNS.index(name)]

    @property
    def live(self) -> bool:
        """Whether it holds its time."""
        return self["state"] not in DEAD_STATES


@dataclass(frozen=True, slots=True)
class SeriesStand:
    """How a series stands."""

    rule: str
    starts_wall: str
    length_minutes: int
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How some activities and their series stand; None for an activity that was not there."""

    activities: Mapping[int, Stand | None] = field(default_factory=dict)
    series: Mapping[int, SeriesStand] = field(default_factory=dict)


def state_of(unit: Unit, ids: Collection[int]) -> State:
    """How these activities stand now, with everything that is of one series with them."""
    a = Activity
    ids = list(ids)
    families = set(unit.column(select(a.series_id).where(a.id.in_(ids), a.series_id.is_not(None))))
    query = select(a.id, *(getattr(a, name) for name in COLUMNS)).where(
        or_(a.id.in_(ids), a.series_id.in_(families))
    )
    rows = unit.rows(query)
    asked: dict[int, set[int]] = {row[0]: set() for row in rows}
    held = select(Allocation.activity_id, Allocation.asked_id).where(
        Allocation.activity_id.in_(list(asked)), Allocation.live
    )
    for key, bookable in unit.rows(held):
        asked[key].add(bookable)
    found = {row[0]: Stand(tuple(map(_fixed, row[1:])), tuple(sorted(asked[row[0]]))) for row in rows}
    series = [unit.get(Series, key) for key in families]
    return State(
        found, {s.id: SeriesStand(s.rule, s.starts_wall, s.length_minutes, tuple(s.excluded)) for s in series}
    )


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def difference(before: State, after: State) -> tuple[State, State]:
    """What differs between two states: (as it was, as it is). What was made is None before."""
    keys = [key for key, stand in after.activities.items() if before.activities.get(key) != stand]
    series = [key for key, stand in after.series.items() if before.series.get(key) != stand]
    return (
        State(
            {key: before.activities.get(key) for key in keys},
            {k: before.series[k] for k in series if k in before.series},
        ),
        State({key: after.activities[key] for key in keys}, {key: after.series[key] for key in series}),
    )


def put_back(unit: Unit, now: State, wanted: State, reason: str) -> State:
    """Makes everything stand as `wanted`, if it still stands as `now`. Answers how it stands then.

    `BadInput` says who has changed what meanwhile, `Refused` who has taken the place.
    """
    found = unit.session.scalars(select(mapped(Activity)).where(Activity.id.in_(list(now.activities))))
    rows = {row.id: row for row in found}
    current = state_of(unit, list(rows))
    for key, then in now.activities.items():
        if then is not None and current.activities[key] != then:
            raise _changed_since(unit, rows[key], then, current.activities[key])
    for row in rows.values():
        service.may_change(unit, row)
    _lay_down(unit, rows, wanted, reason)
    rising = {key: stand for key, stand in wanted.activities.items() if stand is not None and stand.live}
    _take_places(unit, rows, current, rising)
    for key, stand in rising.items():
        _write(unit, rows[key], stand, reason)
    for key, known in wanted.series.items():
        series = unit.get(Series, key)
        series.rule, series.starts_wall, series.length_minutes = (
            known.rule,
            known.starts_wall,
            known.length_minutes,
        )
        series.excluded = list(known.excluded)
        series.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE, Topic.LOANS)
    after = state_of(unit, list(rows))
    return State(
        {key: after.activities[key] for key in now.activities},
        {key: after.series[key] for key in now.series if key in after.series},
    )


def _lay_down(unit: Unit, rows: Mapping[int, Activity], wanted: State, reason: str) -> None:
    """Cancels what is not wanted any more."""
    for key, stand in wanted.activities.items():
        row = rows[key]
        if (stand is None or not stand.live) and row.state not in DEAD_STATES:
            state = ActivityState(stand["state"]) if stand is not None else ActivityState.CANCELLED
            said = stand["cancel_reason"] if stand is not None else ""
            service.release(unit, key, said or reason, state)
            if stand is not None:
                row.series_id, row.series_wall = stand["series_id"], stand["series_wall"]


def _take_places(
    unit: Unit, rows: Mapping[int, Activity], current: State, rising: Mapping[int, Stand]
) -> None:
    """Takes the places that are wanted again, all or none. Staff are not held to policy: it stood there before."""
    moving = {key: stand for key, stand in rising.items() if _moves(current.activities[key], stand)}
    if not moving:
        return
    candidates = [Candidate(_hold(rows[key], stand), key) for key, stand in moving.items()]
    verdicts, around = judge_together(unit, candidates)
    staff = allowed(unit.actor, Data.BOOKINGS, Right.WRITE, next(iter(rows.values())).centre_id)
    against = [v for verdict in verdicts for v in verdict.violations if not (staff and v.overridable)]
    if against:
        raise Refused(_("This can no longer be undone. {why}").format(why=against[0].message), against)
    if around is not None:
        service.let_run_out(unit, around.ran_out)
    claims = [(rows[key], verdict.claims) for key, verdict in zip(moving, verdicts, strict=True)]
    service.put_all_claims(unit, claims)


def _moves(now: Stand | None, wanted: Stand) -> bool:
    return now is None or not now.live or any(now[name] != wanted[name] for name in TAKING)


def _hold(row: Activity, stand: Stand) -> Hold:
    return replace(
        service.hold_from(row, stand.bookables), start=stand["starts_at"], end=stand["ends_at"],
        setup_minutes=stand["setup_minutes"], cleardown_minutes=stand["cleardown_minutes"],
        person_id=stand["person_id"], school_id=stand["school_id"],
    )  # fmt: skip


def _write(unit: Unit, row: Activity, stand: Stand, reason: str) -> None:
    if row.state != stand["state"]:
        # Only staff bring things back: of others a new request is decided anew.
        require(unit, Data.BOOKINGS, Right.WRITE, row.centre_id)
        if stand["expires_at"] is not None and stand["expires_at"] <= unit.now:
            words = _("The request “{title}” has run out meanwhile, so this step can no longer be undone.")
            raise BadInput(words.format(title=row.title))
        record_step(unit, "activity", row.id, row.centre_id, row.state, stand["state"], reason)
        row.cancelled_at = row.cancelled_by = None
    again = row.state != stand["state"] and stand["state"] == ActivityState.PENDING
    for name in COLUMNS:
        value = stand[name]
        setattr(row, name, list(value) if name == "own_fields" else value)
    if again:
        tell_decision(unit, row)
    row.changed_at = unit.now
    row.sequence += 1
    row.version += 1


def _changed_since(unit: Unit, row: Activity, then: Stand, now: Stand | None) -> BadInput:
    """Who has changed what since."""
    who, title = _who(unit, row.id) or _("somebody"), then["title"]
    if now is None or (then.live and not now.live):
        words = _("“{title}” was cancelled by {who} meanwhile, so this step can no longer be undone.")
        return BadInput(words.format(title=title, who=who))
    if (then["starts_at"], then["ends_at"]) != (now["starts_at"], now["ends_at"]):
        when = moment(now["starts_at"], centres.centre(unit, row.centre_id).tz)
        words = _("“{title}” was moved to {when} by {who} meanwhile, so this step can no longer be undone.")
        return BadInput(words.format(title=title, when=when, who=who))
    words = _("“{title}” was changed by {who} meanwhile ({what}), so this step can no longer be undone.")
    return BadInput(words.format(title=title, who=who, what=", ".join(_what(then, now))))


def _what(then: Stand, now: Stand) -> Iterable[str]:
    names = {
        "bookables": _("what it holds"), "title": _("its title"), "note": _("its note"),
        "setup_minutes": _("its set-up"), "cleardown_minutes": _("its clear-down"), "person_id": _("for whom it is"),
        "school_id": _("for whom it is"), "series_id": _("its series"), "state": _("its state"),
    }  # fmt: skip
    found = dict.fromkeys(words for name, words in names.items() if then[name] != now[name])
    return found or [_("its details")]


def _who(unit: Unit, activity_id: int) -> str:
    try:
        last = audit.changes(unit, "activity", activity_id, limit=1)
    except NotFound:
        return ""
    return last[0].person if last else ""


__all__ = ["State", "difference", "put_back", "state_of"]
