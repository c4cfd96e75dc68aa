"""What the inspector says about one activity, put into words. No Qt: for a background thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from resource_centre.audit import queries as audit
from resource_centre.audit.queries import ChangeRow, StepRow
from resource_centre.centres import queries as centres
from resource_centre.core.spoken import describe
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, date_text
from resource_centre.moving import service as moving
from resource_centre.overview.owners import owner_of
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.queries import ActivityDetail, HeldRow
from resource_centre.schedule.rules import KIND_NAMES, STATE_NAMES, ActivityKind, ActivityState
from resource_centre.schedule.shape import Standing
from resource_centre.ui.calendar.behind import Answer, behind
from resource_centre.ui.calendar.period import capital, day_label
from resource_centre.ui.calendar.picture import block_kind
from resource_centre.ui.timeline.scene import BlockKind

ICONS = {"lab": "door-open", "unit": "package", "person": "user-check"}
OWN_KINDS = frozenset({ActivityKind.LAB_BOOKING, ActivityKind.MAINTENANCE})
NUMBERED = re.compile(r"(.*?)(\d+)")
TONES = {
    ActivityState.PENDING: "warn",
    ActivityState.BOOKED: "ok",
    ActivityState.HELD: "ok",
    ActivityState.RESERVED: "ok",
    ActivityState.NO_SHOW: "danger",
    ActivityState.CHECKED_OUT: "warn",
}


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One line of what is held (or asked for): an icon, its name, how many, and how somebody answered."""

    icon: str
    name: str
    count: int = 1
    note: str = ""
    tone: str = "ok"
    held: bool = True


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """When, and what happened."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Details:
    """Everything the inspector shows. `banner` is a sentence that needs somebody; `tone` colours the state.

    `owner` is the event, request, course or loan it belongs to, as (kind, id); `actions` what may be done here;
    `standing` what of it may be moved, when it is owned.
    """

    activity: ActivityDetail
    kind: BlockKind
    kind_name: str
    state_name: str
    tone: str
    subtitle: str
    when: str
    around: str
    lines: tuple[tuple[str, str], ...]
    holds: tuple[HoldLine, ...]
    held: int
    banner: str
    history: tuple[HistoryLine, ...]
    may_change: bool
    may_approve: bool
    owner: tuple[str, int] | None = None
    actions: frozenset[str] = frozenset()
    banner_action: str = ""
    standing: Standing | None = None


def read_details(unit: Unit, activity_id: int) -> Details:
    """One activity in words. Whoever may only see free and busy times is told no more than that."""
    found = schedule.activity(unit, activity_id)
    zone = centres.centre(unit, found.centre_id).tz
    own = found.person_id is not None and found.person_id == unit.actor.person_id
    open_to = own or allowed(unit.actor, Data.BOOKINGS, Right.READ, found.centre_id)
    writes = allowed(unit.actor, Data.BOOKINGS, Right.WRITE, found.centre_id)
    live = found.state not in (ActivityState.CANCELLED, ActivityState.DECLINED, ActivityState.EXPIRED)
    state, kind = ActivityState(found.state), ActivityKind(found.kind)
    holds = [hold for hold in found.holds if hold.live]
    owner = owner_of(unit, activity_id) if open_to else None
    if not open_to:
        return _hidden(found, holds, zone)
    may_change = live and (writes or own)
    may_approve = live and writes and state is ActivityState.PENDING
    more = behind(unit, activity_id, owner, zone)
    standing = moving.standings(unit, found.centre_id, {found.id: (found.kind, found.state)}).get(found.id)
    lines = tuple(
        (icon, text)
        for icon, text in (
            *(() if more.lines else (("user", found.person if found.school else ""),)),
            *more.lines,
            ("repeat", _repeats(found)),
            ("sticky-note", found.note),
            (
                "triangle-alert",
                _("A rule was overridden: {reason}").format(reason=found.override_reason)
                if found.override_reason
                else "",
            ),
        )
        if text
    )
    banner = _banner(found, zone, unit.now)
    return Details(
        found,
        block_kind(found.kind),
        _(KIND_NAMES[kind]),
        more.state if live and more.state else _(STATE_NAMES[state]),
        more.tone if live and more.state else TONES.get(state, "plain"),
        more.subtitle or found.school or found.person,
        when_text(found.start, found.end, zone),
        around_text(found, holds, zone),
        lines,
        hold_lines(holds, more.answers),
        len(holds),
        banner or more.banner,
        history(
            audit.steps(unit, "activity", activity_id),
            _changes(unit, activity_id),
            zone,
            unit.now,
            more.history,
        ),
        may_change,
        may_approve,
        owner,
        _actions(kind, state, owner, may_change, may_approve, writes, standing),
        "" if banner else more.action,
        standing,
    )


def _hidden(found: ActivityDetail, holds: list[HeldRow], zone: ZoneInfo) -> Details:
    """What anybody may know: that a time is taken, and of which lab or unit."""
    labs = [hold for hold in holds if hold.kind != "person"]
    kind = ActivityKind.LAB_BOOKING if found.kind == ActivityKind.LOAN else ActivityKind(found.kind)
    plain = replace(
        found, title=_("Taken"), person="", person_id=None, school="", school_id=None, note="", created_by="",
        kind=str(kind), override_reason="", holds=tuple(labs),
    )  # fmt: skip
    return Details(
        plain, block_kind(kind), _(KIND_NAMES[kind]), _("Taken"), "plain", "", when_text(found.start, found.end, zone),
        around_text(found, labs, zone), (), hold_lines(labs), len(labs), "", (), False, False,
    )  # fmt: skip


def _repeats(found: ActivityDetail) -> str:
    if not found.series_id:
        return ""
    return capital(describe(found.rule)) if found.rule else _("One of a series")


def _actions(
    kind: ActivityKind,
    state: ActivityState,
    owner: tuple[str, int] | None,
    may_change: bool,
    may_approve: bool,
    writes: bool,
    standing: Standing | None,
) -> frozenset[str]:
    """What may be done here. What an event, a request, a course or a loan holds is moved by the rules of its feature."""
    actions = {"open"} if owner is not None else set()
    if may_approve:
        actions |= {"approve", "decline"}
    if may_change and kind in OWN_KINDS:
        actions |= {"edit", "move", "cancel"}
    if standing is not None and standing.feature and may_change:
        out = state is ActivityState.CHECKED_OUT
        actions |= {"move"} if not standing.stays else set()
        actions |= {"cancel"} if not standing.stays and not out else set()
        actions |= {"copy"} if writes and kind is not ActivityKind.APPOINTMENT else set()
    if (writes or may_change) and kind in OWN_KINDS:
        actions |= {"copy"}
    return frozenset(actions)


def _changes(unit: Unit, activity_id: int) -> Sequence[ChangeRow]:
    return audit.changes(unit, "activity", activity_id, limit=40)


def when_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Wed 25 November, 13:00–16:30; with both days when they differ."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    day = capital(date_text(first.date(), "EEE d MMMM"))
    if first.date() == last.date():
        return f"{day}, {first:%H:%M}–{last:%H:%M}"
    return f"{day}, {first:%H:%M} – {capital(date_text(last.date(), 'EEE d MMMM'))}, {last:%H:%M}"


def around_text(found: ActivityDetail, holds: Iterable[HeldRow], zone: ZoneInfo) -> str:
    """Set-up from 12:30, clear-down until 17:00: the widest of all that is held."""
    holds = list(holds)
    before = min((hold.occupied_from for hold in holds), default=found.start)
    after = max((hold.occupied_to for hold in holds), default=found.end)
    early, late = f"{before.astimezone(zone):%H:%M}", f"{after.astimezone(zone):%H:%M}"
    if before < found.start and after > found.end:
        return _("Set-up from {early}, clear-down until {late}").format(early=early, late=late)
    if before < found.start:
        return _("Set-up from {early}").format(early=early)
    return _("Clear-down until {late}").format(late=late) if after > found.end else ""


def hold_lines(holds: Iterable[HeldRow], answers: Sequence[Answer] = ()) -> tuple[HoldLine, ...]:
    """Labs each on a line, units of one model together, then people with their answers; last who is only asked."""
    holds = list(holds)
    lines: list[HoldLine] = []
    units: dict[str, list[str]] = {}
    for hold in holds:
        if hold.kind == "unit" and hold.model:
            units.setdefault(hold.model, []).append(hold.name)
        elif hold.kind != "person":
            lines.append(HoldLine(ICONS.get(hold.kind, "package"), hold.name))
    lines += [HoldLine(ICONS["unit"], joined(names), len(names)) for names in units.values()]
    known = {answer.person: answer for answer in answers}
    for hold in holds:
        if hold.kind == "person":
            said = known.pop(hold.name, None)
            note, tone = (said.words, said.tone) if said is not None else ("", "ok")
            lines.append(HoldLine(ICONS["person"], hold.name, 1, note, tone))
    lines += [HoldLine("user-search", a.person, 1, a.words, a.tone, a.held) for a in known.values()]
    return tuple(lines)


def joined(names: Sequence[str]) -> str:
    """SPIKE kit 01, 02, 04–07: numbers of names that differ in nothing else are joined."""
    parts = [NUMBERED.fullmatch(name) for name in sorted(names)]
    if len(names) < 2 or not all(parts) or len({part[1] for part in parts if part}) != 1:
        return ", ".join(names)
    numbers = [part[2] for part in parts if part]
    runs: list[list[str]] = []
    for number in numbers:
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [run[0] if len(run) == 1 else f"{run[0]}{'–' if len(run) > 2 else ', '}{run[-1]}" for run in runs]
    return (parts[0][1] if parts[0] else "") + ", ".join(words)


def _banner(found: ActivityDetail, zone: ZoneInfo, now: datetime) -> str:
    if found.state == ActivityState.PENDING and found.expires_at is not None:
        return _("Awaits approval. The time is held until {when}.").format(
            when=moment(found.expires_at, zone, now)
        )
    if found.state == ActivityState.PENDING:
        return _("Awaits approval. The time is held for them.")
    if found.state == ActivityState.CHECKED_OUT and found.end < now:
        return _("Not back yet. It was due {when}.").format(when=moment(found.end, zone, now))
    if found.cancelled_at is not None:
        when = moment(found.cancelled_at, zone, now)
        return _("Cancelled {when}. {reason}").format(when=when, reason=found.cancel_reason).strip()
    return ""


def moment(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Today 10:42, Mon 16:05 within a week, else Thu 19 Nov."""
    wall, today = instant.astimezone(zone), now.astimezone(zone).date()
    away = (today - wall.date()).days
    if away == 0:
        return _("today {time}").format(time=f"{wall:%H:%M}")
    if abs(away) < 7:
        return f"{day_label(wall.date())}, {wall:%H:%M}"
    return date_text(wall.date(), "d MMM y")


def history(
    steps: Iterable[StepRow],
    changes: Iterable[ChangeRow],
    zone: ZoneInfo,
    now: datetime,
    more: Iterable[tuple[datetime, str]] = (),
) -> tuple[HistoryLine, ...]:
    """What happened, newest first: steps of the state, moves in time, answers of people."""
    events: list[tuple[datetime, str]] = [*more, *((step.at, _step(step)) for step in steps)]
    for change in changes:
        text = _move(change, zone) if change.operation == "update" else ""
        if text:
            events.append((change.at, text))
    events.sort(key=lambda event: event[0], reverse=True)
    return tuple(HistoryLine(capital(moment(at, zone, now)), text) for at, text in events if text)


def _step(step: StepRow) -> str:
    who = step.person or _("the program")
    texts = {
        ActivityState.PENDING: _("Asked for by {who}"),
        ActivityState.BOOKED: _("Approved by {who}") if step.from_state else _("Booked by {who}"),
        ActivityState.RESERVED: _("Approved by {who}") if step.from_state else _("Reserved by {who}"),
        ActivityState.CANCELLED: _("Cancelled by {who}"),
        ActivityState.DECLINED: _("Declined by {who}"),
        ActivityState.EXPIRED: _("The request ran out"),
    }
    if step.from_state == step.to_state:
        text = _("Policy overridden by {who}")
    else:
        known = texts.get(ActivityState(step.to_state))
        text = known or "{state}, {who}"
    state = _(STATE_NAMES[ActivityState(step.to_state)])
    text = text.format(who=who, state=state)
    return f"{text}: {step.reason}" if step.reason else text


def _move(change: ChangeRow, zone: ZoneInfo) -> str:
    moved = {column: (before, after) for column, before, after in change.changes}
    if "starts_at" in moved:
        before, after = (_instant(value) for value in moved["starts_at"])
        if before is None or after is None:
            return ""
        old, new = before.astimezone(zone), after.astimezone(zone)
        if old.date() == new.date():
            return _("Moved from {old} to {new}").format(old=f"{old:%H:%M}", new=f"{new:%H:%M}")
        return _("Moved from {old} to {new}").format(
            old=f"{day_label(old.date())}, {old:%H:%M}", new=f"{day_label(new.date())}, {new:%H:%M}"
        )
    if "ends_at" in moved:
        end = _instant(moved["ends_at"][1])
        return _("Now until {time}").format(time=f"{end.astimezone(zone):%H:%M}") if end else ""
    if "title" in moved:
        return _("Renamed from “{old}”").format(old=moved["title"][0])
    return ""


def _instant(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
