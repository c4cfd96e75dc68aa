"""Who is on a course: the person that is picked with the steps that are possible, and the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from resource_centre.i18n import _, n_
from resource_centre.training.queries import CourseDetail, EnrolmentRow
from resource_centre.training.rules import ENROLMENT_NAMES, SEATED, EnrolmentState
from resource_centre.ui.courses.wording import (
    OVER,
    PEOPLE_TONES,
    STEPS,
    attended_words,
    possible,
    seats_words,
)
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Card, Empty, clear, column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.fields import length_words
from resource_centre.ui.widgets.labels import Avatar, Elided, chip, text
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import day_words, number_words

E = EnrolmentState
# Those who wait for a word come first, those who left come last.
PLACE = {
    state: n
    for n, state in enumerate(
        (E.APPLIED, E.WAITLISTED, E.ENROLLED, E.IN_PROGRESS, E.COMPLETED, E.CERTIFIED, E.NOT_COMPLETED, E.NO_SHOW, E.REJECTED, E.WITHDRAWN)
    )
}  # fmt: skip
HARSH = frozenset({E.REJECTED, E.WITHDRAWN, E.NOT_COMPLETED, E.NO_SHOW})


def state_chip(found: EnrolmentRow) -> Any:
    """The state of an enrolment as a chip."""
    return chip(_(ENROLMENT_NAMES[found.state]), PEOPLE_TONES.get(found.state, "plain"))


def attendance_words(desk: Desk, detail: CourseDetail, found: EnrolmentRow) -> str:
    """Thu 19 Nov 3 h · Tue 24 Nov not there; before the first session when they applied."""
    told = []
    for session in detail.sessions:
        if session.state != "delivered" or found.state not in SEATED:
            continue
        minutes = detail.attended.get((session.id, found.id), 0)
        day = day_words(session.start.astimezone(desk.zone).date())
        told.append(f"{day} {length_words(minutes)}" if minutes else _("{day} not there").format(day=day))
    applied = day_words(found.applied_at.astimezone(desk.zone).date(), year=True)
    return " · ".join(told) or _("applied on {day}").format(day=applied)


class PeopleCard(Card):
    """The people of a course, for staff. `stepped(row, state)`, `enrolling()`, `certifying(rows)`."""

    stepped = Signal(object, object)
    enrolling = Signal()
    certifying = Signal(object)

    def __init__(self, desk: Desk, writes: bool) -> None:
        super().__init__(_("People"))
        self.desk, self.writes = desk, writes
        self.detail: CourseDetail | None = None
        self.certify = button("", self._certify, small=True, symbol="award")
        self.enrol = button(_("Enrol somebody…"), self.enrolling.emit, small=True, symbol="user-plus")
        self.head.addWidget(self.certify)
        self.head.addWidget(self.enrol)
        columns = [
            Column(_("Name"), lambda e: e.person, 220, stretch=True, strong=True),
            Column(_("School"), lambda e: e.school, 190),
            Column(_("Was there"), self._came, 90, right=True),
            Column(
                _("Hours"),
                lambda e: number_words(e.minutes / 60, 1) if e.minutes else "",
                70,
                right=True,
                key=lambda e: e.minutes,
            ),
            Column(
                _("State"),
                lambda e: _(ENROLMENT_NAMES[e.state]),
                160,
                chip=True,
                tone=lambda e: PEOPLE_TONES.get(e.state, "plain"),
            ),
        ]
        self.table = Table(columns, _("People of the course"), actions=self.entries)
        self.table.picked.connect(self._show_picked)
        self.none = Empty(
            "users", _("Nobody is on this course yet. Enrol the first, or open it for applications.")
        )
        self.none.setMinimumHeight(120)
        self.foot = QFrame()
        self.foot.setProperty("section", "true")
        self.inside = QVBoxLayout(self.foot)
        self.inside.setContentsMargins(14, 9, 12, 9)
        for part in (self.foot, self.table, self.none):
            self.body.addWidget(part)

    def show_detail(self, detail: CourseDetail, wanted: int | None = None) -> None:
        """The people of a course; who was picked stays picked."""
        other = self.detail is None or self.detail.row.id != detail.row.id
        self.detail = detail
        found, people = detail.row, sorted(detail.enrolments, key=lambda e: PLACE[e.state])
        told = [_("{n} places taken").format(n=seats_words(found))]
        if found.waiting:
            told.append(n_("{n} waiting", "{n} waiting", found.waiting).format(n=found.waiting))
        self.note.setText(" · ".join(told))
        self.enrol.setVisible(self.writes and found.state not in OVER)
        ready = self._ready()
        self.certify.setVisible(self.writes and bool(ready))
        self.certify.setText(" " + n_("Certify {n}…", "Certify all {n}…", len(ready)).format(n=len(ready)))
        self.table.setVisible(bool(people))
        self.none.setVisible(not people)
        self.table.set_rows(people)
        self.table.fit_height(16)
        if wanted is not None:
            self.table.pick(wanted)
        elif people and (other or self.table.current is None):
            self.table.selectRow(0)
        self._show_picked(self.table.current)

    def entries(self, found: EnrolmentRow) -> list[tuple[str, Callable[[], object]]]:
        """The steps as a menu."""
        return [(_(STEPS[state]), partial(self.stepped.emit, found, state)) for state in self._steps(found)]

    def _steps(self, found: EnrolmentRow) -> list[EnrolmentState]:
        if self.detail is None:
            return []
        own = found.person_id == self.desk.actor.person_id
        return possible(self.detail, found, writes=self.writes, own=own)

    def _came(self, found: EnrolmentRow) -> str:
        return attended_words(self.detail, found) if self.detail else ""

    def _ready(self) -> list[EnrolmentRow]:
        return [e for e in self.detail.enrolments if e.state is E.COMPLETED] if self.detail else []

    def _certify(self) -> None:
        self.certifying.emit(self._ready())

    def _show_picked(self, found: EnrolmentRow | None) -> None:
        clear(self.inside)
        self.foot.setVisible(found is not None)
        if found is None or self.detail is None:
            return
        line = row(Avatar(found.person, 28), spacing=10)
        about = attendance_words(self.desk, self.detail, found)
        line.addLayout(column(Elided(found.person, "medium"), Elided(about, "second"), spacing=0), 1)
        steps = self._steps(found)
        for state in steps:
            harsh = state in HARSH
            line.addWidget(
                button(
                    _(STEPS[state]),
                    partial(self.stepped.emit, found, state),
                    kind="danger" if harsh else "",
                    small=True,
                )
            )
        if not steps and self.writes:
            line.addWidget(text(_("Nothing more to do."), "second"))
        self.inside.addLayout(line)
