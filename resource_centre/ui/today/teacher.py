"""Today for a teacher: what happens next with each question, what comes to the school, what can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.consultations import queries
from resource_centre.consultations.queries import Filter, RequestDetail, RequestRow
from resource_centre.consultations.rules import OPEN
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, n_
from resource_centre.overview.mine import MineRow, of_school
from resource_centre.ui.consultations.wording import way
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Card, Empty, Scroll, Toolbar, clear, column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.labels import Elided, HueSquare, Link, chip, text
from resource_centre.ui.widgets.steps import Steps
from resource_centre.ui.words import long_day, span_words

SIDE = 392
ASKED = {"answer": N_("Answer"), "rate": N_("Rate it")}


@dataclass(frozen=True)
class TeacherRows:
    """What a teacher's page shows."""

    requests: list[RequestDetail]
    closed: list[RequestRow]
    coming: list[MineRow]


def read_teacher(unit: Unit, centre_id: int) -> TeacherRows:
    """Open questions with what happens next, the last closed ones, what is planned for the school."""
    rows = queries.requests(unit, None, Filter.MINE)
    waiting = [row for row in rows if row.state in OPEN or row.state.value == "resolved"]
    details = [queries.request(unit, row.id) for row in waiting[:8]]
    return TeacherRows(details, [row for row in rows if row not in waiting][:6], of_school(unit, centre_id))


class TeacherToday(QWidget):
    """The page of teachers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.bar = Toolbar("", tall=True, line=False)
        self.bar.add(
            button(_("Free labs and equipment"), lambda: desk.open("calendar"), symbol="calendar-days")
        )
        self.bar.add(primary(_("New request"), lambda: desk.open("consultations", new=True), symbol="plus"))
        outer.addWidget(self.bar)
        body = Scroll((16, 0, 16, 16), 0)
        line = QHBoxLayout()
        line.setSpacing(16)
        self.mine = Card(_("My questions"))
        self.coming = Card(_("For my school"))
        self.closed = Card(_("Answered earlier"))
        left = QVBoxLayout()
        left.addWidget(self.mine)
        left.addStretch(1)
        side = QWidget()
        side.setFixedWidth(SIDE)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        right.addWidget(self.coming)
        right.addWidget(self.closed)
        right.addStretch(1)
        line.addLayout(left, 1)
        line.addWidget(side)
        body.inside.addLayout(line)
        outer.addWidget(body, 1)

    def load(self) -> None:
        """Reads everything at once."""
        centre_id = self.desk.centre_id
        self.desk.read(self, lambda unit: read_teacher(unit, centre_id), self._show, key="today")

    def _show(self, rows: TeacherRows) -> None:
        zone = self.desk.zone
        self.bar.title.setText(_("Hello, {name}").format(name=self.desk.actor.name.split()[0]))
        count = len(rows.requests)
        words = (
            n_("{n} question is open.", "{n} questions are open.", count).format(n=count)
            if count
            else _("No question is open.")
        )
        self.bar.note.setText(f"{long_day(self.desk.wall_now().date())}. {words}")
        clear(self.mine.body)
        self.mine.set_count(count)
        if not rows.requests:
            ask = lambda: self.desk.open("consultations", new=True)  # noqa: E731
            words = _("Ask the centre for advice, a visit or equipment: three sentences are enough.")
            self.mine.body.addWidget(Empty("messages-square", words, _("New request"), ask))
        for n, detail in enumerate(rows.requests):
            self.mine.body.addWidget(self._request(detail, last=n + 1 == count))
        clear(self.coming.body)
        if not rows.coming:
            self.coming.body.addWidget(Empty("calendar-days", _("Nothing is planned for your school yet.")))
        for each in rows.coming:
            line = row(HueSquare(each.kind), spacing=10)
            words_ = column(Elided(each.title, "medium"), spacing=1)
            words_.addWidget(
                Elided(f"{span_words(each.start, each.end, zone)} · {each.place}".rstrip(" ·"), "second")
            )
            line.addLayout(words_, 1)
            line.setContentsMargins(14, 8, 14, 8)
            self.coming.body.addLayout(line)
        clear(self.closed.body)
        if not rows.closed:
            self.closed.body.addWidget(Empty("check", _("Answers to your questions stay here.")))
        for row_ in rows.closed:
            made = Link(row_.title, partial(self.desk.open, "consultations", id=row_.id))
            line = row(chip(row_.state_name))
            line.insertWidget(0, made, 1)
            line.setContentsMargins(10, 3, 14, 3)
            self.closed.body.addLayout(line)

    def _request(self, detail: RequestDetail, *, last: bool) -> QWidget:
        frame = QFrame()
        frame.setProperty("section", "false" if last else "true")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(7)
        number = detail.row.id
        answers = {step.name for step in detail.steps}
        line = row(Elided(detail.row.title, "section"))
        if "confirm" in answers:
            line.addWidget(primary(_("Confirm the time"), lambda: self._confirm(number)))
        asked = next((words for name, words in ASKED.items() if name in answers), "")
        go = lambda: self.desk.open("consultations", id=number)  # noqa: E731
        line.addWidget(primary(_(asked), go) if asked else button(_("Open"), go, small=True))
        inside.addLayout(line)
        inside.addWidget(Steps(way(detail.row)))
        inside.addWidget(text(detail.next_step, "body2", wrap=True))
        return frame

    def _confirm(self, number: int) -> None:
        from resource_centre.consultations.appointments import confirm

        self.desk.write(self, lambda unit: confirm(unit, number), said=_("The time is confirmed."))
