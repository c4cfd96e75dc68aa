"""Requests as list items and steps on their way, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.audit.queries import StepRow
from resource_centre.consultations.queries import RequestDetail, RequestRow
from resource_centre.consultations.rules import CHANNELS, STATE_NAMES, RequestState
from resource_centre.i18n import _
from resource_centre.ui.widgets.lists import Head, Item
from resource_centre.ui.widgets.steps import Step
from resource_centre.ui.words import age_words, left_words, moment_words, within

R = RequestState
GROUPS = (
    R.NEW,
    R.ASSIGNED,
    R.AWAITING,
    R.SCHEDULED,
    R.RESOLVED,
    R.DRAFT,
    R.CLOSED,
    R.DECLINED,
    R.DUPLICATE,
    R.WITHDRAWN,
    R.CANCELLED,
)
SOON = timedelta(hours=8)
WAY = (R.NEW, R.ASSIGNED, R.SCHEDULED, R.RESOLVED, R.CLOSED)


def rank_words(rank: int) -> str:
    """How a preferred time is called."""
    return {1: _("1st choice"), 2: _("2nd choice"), 3: _("3rd choice")}.get(rank, _("another time"))


def entries(
    rows: Sequence[RequestRow], zone: ZoneInfo, now: datetime, *, by_requester: bool
) -> list[Head | Item]:
    """The list under headings by state."""
    found: list[Head | Item] = []
    for state in GROUPS:
        of_state = [row for row in rows if row.state is state]
        if of_state:
            name = _("New, nobody assigned") if state is R.NEW else _(STATE_NAMES[state])
            found.append(Head(name, str(len(of_state))))
            found += [_item(row, zone, now, by_requester) for row in of_state]
    return found


def _item(row: RequestRow, zone: ZoneInfo, now: datetime, by_requester: bool) -> Item:
    below, tone = due(row, zone, now)
    who = row.consultant if by_requester else ", ".join(part for part in (row.requester, row.school) if part)
    age = age_words(row.received_at or row.created_at, now)
    return Item(
        row.id, row.title, who or f"№ {row.number}", age, below, tone, alert=tone == "danger", row=row
    )


def due(row: RequestRow, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    """What is due when, and how urgent it is."""
    if row.waits:
        return _("clock stopped"), ""
    if row.state is R.SCHEDULED and row.meets_at is not None:
        return moment_words(row.meets_at, zone, now), ""
    if row.state is R.RESOLVED and row.resolved_at is not None:
        closes = row.resolved_at + timedelta(days=14)
        return _("closes {when}").format(when=within(moment_words(closes, zone, now))), ""
    if row.promise_at is None:
        return "", ""
    when = within(moment_words(row.promise_at, zone, now))
    words = _("answer by {when}") if row.promise == "first_response" else _("resolve by {when}")
    tone = "danger" if row.overdue else "warn" if row.left is not None and row.left < SOON else ""
    return words.format(when=when), tone


def clock_chip(row: RequestRow) -> tuple[str, str]:
    """The response-time clock as a chip; empty when nothing is promised."""
    if row.waits:
        return _("Clock stopped, awaits requester"), "plain"
    if row.left is None or row.state not in (R.NEW, R.ASSIGNED):
        return "", "plain"
    zero = datetime(2000, 1, 1)
    time = left_words(zero + abs(row.left), zero)
    first = row.promise == "first_response"
    if row.overdue:
        words = _("First answer {time} late") if first else _("Answer {time} late")
        return words.format(time=time), "danger"
    words = _("First answer in {time} of working hours") if first else _("Resolve in {time} of working hours")
    return words.format(time=time), "danger" if row.left < timedelta(
        hours=3
    ) else "warn" if row.left < SOON else "plain"


def way(row: RequestRow) -> list[Step]:
    """The states on the way to closed; one that ends otherwise shows that end."""
    state = R.ASSIGNED if row.state is R.AWAITING else row.state
    if row.state in (R.DRAFT,):
        return [Step(_(STATE_NAMES[R.DRAFT]), when="now"), *(Step(_(STATE_NAMES[s])) for s in WAY)]
    if state not in WAY:
        return [Step(_(STATE_NAMES[R.NEW]), when="done"), Step(_(STATE_NAMES[row.state]), when="now")]
    at = WAY.index(state)
    return [
        Step(
            _(STATE_NAMES[row.state if n == at else s]),
            when="now" if n == at else "done" if n < at else "to come",
        )
        for n, s in enumerate(WAY)
    ]


def head_line(detail: RequestDetail, zone: ZoneInfo, now: datetime) -> str:
    """Request 118 · at the centre · Mon 23 Nov 10:12."""
    row = detail.row
    when = moment_words(row.received_at or row.created_at, zone, now)
    return " · ".join(
        (_("Request {n}").format(n=row.number), _(CHANNELS.get(row.channel, row.channel)).lower(), when)
    )


def step_line(step: StepRow) -> str:
    """A step of the history in a sentence."""
    after = R(step.to_state)
    who = step.person or _("The program")
    if step.from_state == step.to_state:
        return f"{who}: {step.reason}" if step.reason else ""
    texts = {
        R.NEW: _("{who} sent the request"),
        R.ASSIGNED: _("{who} reopened it")
        if step.from_state in ("resolved", "closed")
        else _("{who} took it on"),
        R.AWAITING: _("{who} asked the requester"),
        R.SCHEDULED: _("{who} proposed a time"),
        R.RESOLVED: _("{who} answered"),
        R.CLOSED: _("{who} closed it"),
        R.DECLINED: _("{who} declined it"),
        R.DUPLICATE: _("{who} marked it as a duplicate"),
        R.WITHDRAWN: _("{who} withdrew it"),
        R.CANCELLED: _("{who} cancelled it"),
    }
    if after not in texts:
        return ""
    words = texts[after].format(who=who)
    return f"{words}: {step.reason}" if step.reason and len(step.reason) < 160 else words
