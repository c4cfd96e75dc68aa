"""Events in words: when, who, how they stand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.events.queries import BlockRow, EventDetail, EventRow
from resource_centre.events.rules import AUDIENCES, MODES, STATE_NAMES, EventState
from resource_centre.i18n import _, n_
from resource_centre.schedule.queries import HeldRow
from resource_centre.ui.calendar.details import joined
from resource_centre.ui.widgets.steps import Step
from resource_centre.ui.words import day_words, moment_words, span_words

E = EventState
TONES = {
    E.SUBMITTED: "warn", E.APPROVED: "accent", E.PUBLISHED: "ok", E.DELIVERED: "accent", E.CLOSED: "plain",
    E.POSTPONED: "warn", E.REJECTED: "danger", E.CANCELLED: "danger",
}  # fmt: skip
OVER = (E.CANCELLED, E.REJECTED)
WAY = (E.SUBMITTED, E.APPROVED, E.PUBLISHED, E.DELIVERED, E.CLOSED)


def when_words(row: EventRow, zone: ZoneInfo) -> str:
    """When its sessions are; nothing planned yet says so."""
    if row.starts_at is None or row.ends_at is None:
        return "–" if row.state in OVER else _("no session yet")
    return span_words(row.starts_at, row.ends_at, zone)


def head_words(detail: EventDetail, zone: ZoneInfo) -> str:
    """Wed 25 Nov, 13:00–16:30 · Lyceum 208 · year 7 · at the centre."""
    row = detail.row
    parts = [when_words(row, zone)]
    if detail.schools:
        names = [school.school for school in detail.schools]
        parts.append(
            names[0] if len(names) == 1 else n_("{n} school", "{n} schools", len(names)).format(n=len(names))
        )
    if row.grade:
        parts.append(_("year {n}").format(n=row.grade))
    parts.append(_(MODES.get(row.mode, row.mode)).lower())
    if row.audience != "pupils":
        parts.append(_(AUDIENCES.get(row.audience, row.audience)).lower())
    return " · ".join(parts)


def way(detail: EventDetail, zone: ZoneInfo, now: datetime) -> list[Step]:
    """The states on the way to closed, with who took each and when, or what is missing."""
    state = detail.row.state
    taken = {}
    for step in detail.history:
        taken[step.to_state] = step
    if state in (E.REJECTED, E.CANCELLED, E.POSTPONED):
        steps = [_taken(E.DRAFT, taken, zone, now, "done")]
        steps += [_taken(s, taken, zone, now, "done") for s in WAY[:3] if s.value in taken]
        return [*steps, _taken(state, taken, zone, now, "now")]
    at = WAY.index(state) if state in WAY else -1
    found = []
    for n, each in enumerate(WAY):
        if n <= at:
            found.append(_taken(each, taken, zone, now, "done"))
        else:
            gate = {E.PUBLISHED: "publish", E.DELIVERED: "deliver", E.CLOSED: "close"}.get(each, "")
            lacking = [g.label.lower() for g in detail.gates if g.step == gate and not g.passed]
            note = ", ".join(lacking) if lacking else {E.APPROVED: _("a manager decides")}.get(each, "")
            found.append(Step(_(STATE_NAMES[each]), note[:44], "now" if n == at + 1 else "to come"))
    return found


def _taken(state: EventState, taken: dict, zone: ZoneInfo, now: datetime, when: str) -> Step:  # type: ignore[type-arg]
    step = taken.get(state.value)
    if step is None:
        return Step(_(STATE_NAMES[state]), "", when)
    name = step.person.split()
    who = f"{name[0][:1]}. {name[-1]}" if len(name) > 1 else step.person
    note = ", ".join(part for part in (day_words(step.at.astimezone(zone).date()), who) if part)
    return Step(_(STATE_NAMES[state]), note, when)


def hold_rows(holds: tuple[HeldRow, ...]) -> list[tuple[str, str, str]]:
    """Icon, name, note of what is held: units of one model together."""
    found: list[tuple[str, str, str]] = []
    units: dict[str, list[str]] = {}
    for hold in holds:
        if not hold.live:
            continue
        if hold.kind == "unit":
            units.setdefault(hold.model or hold.name, []).append(hold.name)
        elif hold.kind == "lab":
            found.append(("door-open", hold.name, hold.code))
    found += [("package", f"{model}, {len(names)}", joined(names)) for model, names in units.items()]
    return found


def history_lines(detail: EventDetail, zone: ZoneInfo, now: datetime) -> list[tuple[str, str]]:
    """The history, newest first."""
    lines = []
    for step in reversed(detail.history):
        try:
            name = _(STATE_NAMES[EventState(step.to_state)])
        except ValueError:
            name = step.to_state
        words = (
            f"{name}, {step.person}" if step.from_state != step.to_state else f"{step.person}: {step.reason}"
        )
        if step.reason and step.from_state != step.to_state:
            words += f": {step.reason}"
        lines.append((moment_words(step.at, zone, now), words))
    return lines


def block_words(block: BlockRow, zone: ZoneInfo) -> str:
    """A hold in one line: when, and the first things that are in it."""
    names = [hold.name for hold in block.holds if hold.live and hold.kind != "person"]
    more = f" +{len(names) - 2}" if len(names) > 2 else ""
    return f"{span_words(block.start, block.end, zone)} · {', '.join(names[:2])}{more}".rstrip(" ·")


def places_words(detail: EventDetail) -> str:
    """How many are expected; for whoever sees only their own school, how many places are free."""
    places, registered = detail.row.places, detail.row.registered
    if not detail.staff:
        free = max((places or 0) - registered, 0)
        return _("{n} of {places} places are free").format(n=free, places=places) if places else ""
    expected = sum(s.expected_pupils + s.expected_teachers for s in detail.schools)
    if not places:
        return _("{n} expected").format(n=expected)
    return _("{n} expected of {places} places").format(n=expected, places=places)
