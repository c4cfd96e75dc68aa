"""Parts of a course: its sessions, one's own place, what its trainers owe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from resource_centre.i18n import _
from resource_centre.training.queries import CommitmentRow, CourseDetail, CourseSessionRow, EnrolmentRow
from resource_centre.training.rules import COMMITMENT_NAMES, CommitmentState, EnrolmentState
from resource_centre.ui.courses.people import attendance_words, state_chip
from resource_centre.ui.courses.wording import (
    COMMITMENT_TONES,
    OVER,
    SESSION_NAMES,
    SESSION_TONES,
    came_words,
    possible,
)
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Card, Empty, column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.fields import length_words
from resource_centre.ui.widgets.labels import Elided, Link, chip, text
from resource_centre.ui.words import day_words, span_words

D = CommitmentState


def _grid(card: Card, stretch: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(14, 8, 12, 8)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(stretch, 1)
    card.body.addLayout(grid)
    return grid


def _put(grid: QGridLayout, line: int, parts: Sequence[QWidget | None]) -> None:
    for at, part in enumerate(parts):
        if part is None:
            continue
        side = Qt.AlignmentFlag.AlignVCenter
        if isinstance(part, QPushButton):
            side |= Qt.AlignmentFlag.AlignRight
        if isinstance(part, Elided):
            grid.addWidget(part, line, at)
        else:
            grid.addWidget(part, line, at, side)


def sessions_card(
    desk: Desk,
    detail: CourseDetail,
    *,
    writes: bool,
    add: Callable[[], object],
    attend: Callable[[CourseSessionRow], object],
    drop: Callable[[CourseSessionRow], object],
) -> Card:
    """Every session with its time, lab, who came, and what can be done now."""
    card = Card(_("Sessions"))
    if writes and detail.row.state not in OVER:
        card.head.addWidget(button(_("Add session…"), add, small=True, symbol="plus"))
    if not detail.sessions:
        empty = Empty("calendar-days", _("No session yet. Each takes its lab and the lead's time together."))
        empty.setMinimumHeight(110)
        card.body.addWidget(empty)
        return card
    grid, now = _grid(card, 1), desk.now()
    mine = detail.enrolments[0].id if detail.enrolments and not detail.staff else None
    for n, each in enumerate(detail.sessions):
        came = ""
        if each.state == "delivered":
            minutes = detail.attended.get((each.id, mine or 0), 0)
            came = (
                came_words(detail, each.id)
                if detail.staff
                else _("you: {time}").format(time=length_words(minutes))
                if mine
                else ""
            )
        act: QPushButton | None = None
        if writes and each.state != "cancelled" and each.start <= now:
            act = button(_("Who was there…"), partial(attend, each), small=True)
        elif writes and each.state == "planned":
            act = button(_("Cancel…"), partial(drop, each), kind="danger", small=True)
        _put(
            grid,
            n,
            [
                text(span_words(each.start, each.end, desk.zone), "medium"),
                Link(each.title, partial(desk.open_row, "activity", each.activity_id)),
                text(each.place, "second2"),
                text(came, "second"),
                chip(_(SESSION_NAMES.get(each.state, each.state)), SESSION_TONES.get(each.state, "plain")),
                act,
            ],
        )
    return card


def mine_card(
    desk: Desk, detail: CourseDetail, step: Callable[[EnrolmentRow, EnrolmentState], object]
) -> Card:
    """One's own place on a course."""
    card = Card(_("My place"), margins=(14, 10, 12, 10))
    if not detail.enrolments:
        words = _("You are not on this course.")
        if detail.row.state.value == "open":
            words = _("You are not on this course. Apply above; you are told when you have a place.")
        card.body.addWidget(text(words, "body2", wrap=True))
        return card
    found = detail.enrolments[0]
    about = column(
        Elided(found.person, "medium"), Elided(attendance_words(desk, detail, found), "second"), spacing=0
    )
    line = row(spacing=12)
    line.addLayout(about, 1)
    line.addWidget(state_chip(found))
    for state in possible(detail, found, writes=False, own=True):
        line.addWidget(button(_("Withdraw…"), partial(step, found, state), kind="danger", small=True))
    card.body.addLayout(line)
    return card


def commitments_card(
    detail: CourseDetail,
    *,
    writes: bool,
    deliver: Callable[[CommitmentRow], object],
    verify: Callable[[CommitmentRow], object],
) -> Card:
    """What certified trainers owe, and what was seen of it."""
    card = Card(_("What trainers owe"), _("each certified trainer passes the course on"))
    card.set_count(sum(1 for each in detail.commitments if each.state in (D.PLANNED, D.LAPSED)) or None)
    grid = _grid(card, 0)
    for n, each in enumerate(detail.commitments):
        if each.delivered_on is not None:
            words = _("{n} trained on {day}").format(
                n=each.trainees or 0, day=day_words(each.delivered_on, year=True)
            )
        else:
            words = _("by {day}").format(day=day_words(each.due_on, year=True))
        act: QPushButton | None = None
        if writes and each.state is D.PLANNED:
            act = button(_("Delivered…"), partial(deliver, each), small=True)
        elif writes and each.state is D.DELIVERED:
            act = button(_("Verified"), partial(verify, each), small=True)
        tone = COMMITMENT_TONES.get(each.state, "plain")
        _put(
            grid,
            n,
            [
                Elided(each.person, "medium"),
                text(words, "second2"),
                chip(_(COMMITMENT_NAMES[each.state]), tone),
                act,
            ],
        )
    return card
