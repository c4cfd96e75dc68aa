"""Blocks and rows in words: for tooltips and for people who listen to the screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.i18n import N_, _
from resource_centre.ui.timeline.drag import Grip, Lift, Place
from resource_centre.ui.timeline.painter import state_at
from resource_centre.ui.timeline.scene import Block, BlockKind, BlockState, Card, Row, RowFlag, RowKind, Scene

KINDS = {
    BlockKind.LAB: N_("Lab"),
    BlockKind.LOAN: N_("Loan"),
    BlockKind.APPOINTMENT: N_("Appointment"),
    BlockKind.EVENT: N_("Event"),
    BlockKind.COURSE: N_("Course"),
    BlockKind.MAINTENANCE: N_("Maintenance"),
}
STATES = {
    BlockState.PENDING: N_("Awaits approval"),
    BlockState.INVITED: N_("Invited, holds nothing yet"),
    BlockState.PAST: N_("Past"),
    BlockState.CANCELLED: N_("Cancelled"),
}
FLAGS = {
    RowFlag.OVERDUE: N_("Overdue"),
    RowFlag.OUT_OF_ORDER: N_("Out of order"),
    RowFlag.AWAY: N_("Away"),
}


def hours_in_words(start: datetime, end: datetime, scene: Scene) -> str:
    """From until, in wall time; with days when they differ."""
    zone = ZoneInfo(scene.zone)
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() == last.date():
        return f"{first:%H:%M}–{last:%H:%M}"
    labels = {day.day: day.label for day in scene.days}
    return "{first} {start:%H:%M} – {last} {end:%H:%M}".format(
        first=labels.get(first.date(), f"{first:%d.%m}"),
        start=first,
        last=labels.get(last.date(), f"{last:%d.%m}"),
        end=last,
    )


def block_in_words(block: Block, scene: Scene) -> list[str]:
    """Title, time, set-up and clear-down, state: one line each."""
    return [
        block.title,
        hours_in_words(block.start, block.end, scene),
        *details_in_words(block, scene),
    ]


def details_in_words(block: Block, scene: Scene) -> list[str]:
    """Set-up and clear-down, who, kind and state."""
    zone, lines, around = ZoneInfo(scene.zone), [], []
    if block.occupied_start < block.start:
        around.append(_("set-up from {time}").format(time=f"{block.occupied_start.astimezone(zone):%H:%M}"))
    if block.occupied_end > block.end:
        around.append(
            _("clear-down until {time}").format(time=f"{block.occupied_end.astimezone(zone):%H:%M}")
        )
    if around:
        lines.append(", ".join(around))
    if block.detail:
        lines.append(block.detail)
    kind, state = _(KINDS[block.kind]), state_at(block, scene.now)
    lines.append(f"{kind} · {_(STATES[state])}" if state in STATES else kind)
    if block.overdue_until:
        lines.append(_("Overdue"))
    return lines


def name_in_words(block: Block, row: Row | None, scene: Scene) -> str:
    """What a block is called by those who hear it: activity, day, time, resource, state."""
    day = block.start.astimezone(ZoneInfo(scene.zone)).date()
    label = next((each.label for each in scene.days if each.day == day), "")
    state = state_at(block, scene.now)
    said = [block.title, label, hours_in_words(block.start, block.end, scene), row.title if row else ""]
    said.append(_(STATES[state]) if state in STATES else "")
    said.append(_("Overdue") if block.overdue_until else "")
    return ", ".join(part for part in said if part)


def row_in_words(row: Row) -> list[str]:
    """A name, what is said below it, and what its marks mean."""
    marks = [_(FLAGS[flag]) for flag in FLAGS if flag in row.flags]
    return [part for part in (row.title, row.subtitle, *marks) if part]


GRIPS = {
    Grip.WHOLE: N_("moving"),
    Grip.START: N_("changing the start"),
    Grip.END: N_("changing the end"),
    Grip.SETUP: N_("changing the set-up"),
    Grip.CLEARDOWN: N_("changing the clear-down"),
}


def hand_in_words(lift: Lift, place: Place, row: Row | None, card: Card | None, scene: Scene) -> str:
    """What an accessibility client hears while something is moved: what, where, when, and what stands against it."""
    day = place.start.astimezone(ZoneInfo(scene.zone)).date()
    label = {each.day: each.label for each in scene.days}.get(day, "")
    minutes = (
        place.setup if lift.grip is Grip.SETUP else place.cleardown if lift.grip is Grip.CLEARDOWN else None
    )
    length = _("{minutes} min").format(minutes=minutes) if minutes is not None else ""
    where = row.title if row else ""
    said = [
        lift.block.title,
        _(GRIPS[lift.grip]),
        label,
        hours_in_words(place.start, place.end, scene),
        where,
        length,
    ]
    words = ", ".join(part for part in said if part)
    return ". ".join([words, card.title, *card.lines, card.remedy]) if card is not None else words


def focus_in_words(focus: Block | Row | None, row: Row | None, scene: Scene, folded: bool) -> str:
    """What an accessibility client hears about the focused thing: activity, time, resource, state."""
    if isinstance(focus, Block):
        return ", ".join([name_in_words(focus, row, scene), *details_in_words(focus, scene)])
    if isinstance(focus, Row):
        state = (_("folded") if folded else _("unfolded")) if focus.kind is RowKind.GROUP else ""
        return ", ".join(part for part in (*row_in_words(focus), state) if part)
    return _("Nothing is chosen. Use the arrow keys to go to a booking.")
