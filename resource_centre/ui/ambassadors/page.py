"""The ambassadors page of staff: profiles with clearances and availability, and hours that wait for approval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.queries import AmbassadorDetail, AmbassadorRow, AssignmentRow
from resource_centre.ambassadors.rules import CLEARANCE_KINDS, HOUR_KINDS, HOUR_STATES, STATE_NAMES
from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, date_text, n_
from resource_centre.people.roles import Data, Right
from resource_centre.ui.ambassadors.dialogs import (
    ClearanceDialog,
    ExceptionDialog,
    HoursDialog,
    ProfileDialog,
)
from resource_centre.ui.ambassadors.week import AvailabilityDialog
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.staff import TONES
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Empty, Scroll, Section, Toolbar, clear, column, row
from resource_centre.ui.widgets.buttons import Segments, button, primary, switch_off
from resource_centre.ui.widgets.columns import ROW, Column
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.labels import Avatar, Elided, Link, chip, text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import capital, day_words, number_words, span_words


def hours_words(minutes: int) -> str:
    """31.5 h."""
    return _("{h} h").format(h=number_words(minutes / 60, 1 if minutes % 60 else 0))


MOST_WORK, FEW = 14, 5  # assignments that are shown, and of them in one slice of the window's time


class AmbassadorsPage(Page):
    """People or hours."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.AMBASSADORS, Topic.EVENTS, Topic.PEOPLE})
    views: ClassVar[tuple[str, ...]] = ("hours",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.AMBASSADORS, Right.WRITE)
        self._wanted: int | None = None
        self.bar = Toolbar(_("Ambassadors"))
        self.search = Search(_("Name, skill, area"))
        self.search.setFixedWidth(190)
        self.search.searched.connect(lambda _words: self.reload())
        self.segments = Segments(
            [("people", _("People")), ("hours", _("Hours"))], "people", _("What is shown")
        )
        self.segments.chosen.connect(self._choose)
        self.bar.add(self.search, self.segments)
        if self.writes:
            self.bar.add(primary(_("New ambassador"), self.new_ambassador, symbol="plus"))
        self.column.addWidget(self.bar)
        self.stack = QStackedWidget()
        self.column.addWidget(self.stack, 1)
        self.stack.addWidget(self._make_people())
        self.stack.addWidget(self._make_hours())

    def _make_people(self) -> QWidget:
        made = QWidget()
        body = QHBoxLayout(made)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        columns = [
            Column(_("Name"), lambda r: r.name, 220, stretch=True, strong=True, second=lambda r: r.study),
            Column(_("Skills"), lambda r: ", ".join(r.skills), 210),
            Column(_("Languages"), lambda r: ", ".join(r.languages), 100),
            Column(_("Coming"), lambda r: str(r.upcoming or ""), 76, right=True, key=lambda r: r.upcoming),
            Column(
                _("Hours this term"),
                lambda r: hours_words(r.minutes) if r.minutes else "",
                124,
                right=True,
                key=lambda r: r.minutes,
            ),
            Column(_("Clearance"), self._cleared, 160, chip=True, tone=self._tone),
        ]
        empty = Empty(
            "users",
            _("No ambassador yet. Students who help with events are added here."),
            _("New ambassador"),
            lambda: ProfileDialog(self.desk, self).open(),
        )
        self.table = Table(columns, _("Ambassadors"), empty=empty)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self._edit())
        body.addWidget(self.table, 1)
        self.side = QFrame()
        self.side.setProperty("inspector", "true")
        self.side.setFixedWidth(340)
        outer = QVBoxLayout(self.side)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = Scroll((0, 0, 0, 0), 0)
        outer.addWidget(self.scroller)
        self.side.hide()
        body.addWidget(self.side)
        self.detail: AmbassadorDetail | None = None
        return made

    def _make_hours(self) -> QWidget:
        made = QWidget()
        outer = QVBoxLayout(made)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        columns = [
            Column(_("Day"), lambda r: day_words(r.day, year=True), 150, key=lambda r: r.day),
            Column(_("Who"), lambda r: r.person, 200, strong=True),
            Column(_("For"), lambda r: _(HOUR_KINDS.get(r.kind, r.kind)), 130),
            Column(_("Session"), lambda r: r.title, 200, stretch=True, second=None),
            Column(_("Note"), lambda r: r.note, 180, faint=True),
            Column(_("Hours"), lambda r: hours_words(r.minutes), 90, right=True, key=lambda r: r.minutes),
            Column(
                _("State"),
                lambda r: _(HOUR_STATES[r.state]),
                160,
                chip=True,
                tone=lambda r: {"approved": "ok", "logged": "warn"}.get(r.state, "danger"),
            ),
        ]
        self.hours = Table(
            columns,
            _("Hours"),
            empty=Empty(
                "clock-plus", _("No hours are logged yet. Who attended a session has theirs logged.")
            ),
        )
        self.hours.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.hours.selectionModel().selectionChanged.connect(lambda *_args: self._count())
        outer.addWidget(self.hours, 1)
        foot = QFrame()
        foot.setProperty("foot", "true")
        self.chosen = text("", "body2")
        self.approve = primary(_("Approve"), lambda: self._decide(True))
        self.reject = button(_("Do not accept"), lambda: self._decide(False), kind="danger")
        line = row(spacing=10)
        line.addWidget(self.chosen, 1)
        line.addWidget(self.reject)
        line.addWidget(self.approve)
        line.setContentsMargins(16, 9, 16, 9)
        foot.setLayout(line)
        outer.addWidget(foot)
        foot.setVisible(self.desk.may(Data.HOURS, Right.WRITE))
        return made

    def _cleared(self, found: AmbassadorRow) -> str:
        if found.cleared_until is None:
            return _("cleared") if found.cleared else _("none on record")
        day = f"{found.cleared_until:%d.%m.%Y}"
        return _("until {day}").format(day=day) if found.cleared else _("ended {day}").format(day=day)

    def _tone(self, found: AmbassadorRow) -> str:
        if not found.cleared:
            return "danger"
        if found.cleared_until is not None and (found.cleared_until - self.desk.wall_now().date()).days < 60:
            return "warn"
        return "ok"

    def load(self) -> None:
        centre_id, words = self.desk.centre_id, self.search.text().strip()

        def read(unit: Unit) -> Any:
            return queries.ambassadors(unit, centre_id, words), queries.hours(unit, centre_id)

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new") and self.writes:
            self.new_ambassador()
        if where.get("hours"):
            self._choose("hours")
        if "id" in where:
            self._wanted = int(where["id"])
            self.search.clear()
            self._choose("people")
            self.reload()

    def new_ambassador(self) -> None:
        """The form of a new profile."""
        ProfileDialog(self.desk, self).open()

    def show_view(self, name: str) -> None:
        """A view for the tour."""
        self._choose(name)

    def _choose(self, key: str) -> None:
        self.segments.pick(key)
        self.stack.setCurrentIndex(1 if key == "hours" else 0)

    def _show(self, found: Any) -> None:
        rows, hours = found
        self.table.set_rows(rows)
        waiting = [row_ for row_ in hours if row_.state == "logged"]
        self.hours.set_rows(sorted(hours, key=lambda h: h.state != "logged"))
        words = _("Hours")
        self.segments.rename("hours", f"{words} {len(waiting)}" if waiting else words)
        risky = sum(1 for row_ in rows if not row_.cleared)
        note = n_("{n} ambassador", "{n} ambassadors", len(rows)).format(n=len(rows))
        if risky:
            note += ", " + n_("{n} without a valid clearance", "{n} without a valid clearance", risky).format(
                n=risky
            )
        self.bar.note.setText(note)
        self._count()
        if self._wanted is not None:
            self.table.pick(self._wanted)
            self._wanted = None
        elif self.table.current is None and rows:
            self.table.selectRow(0)

    def _picked(self, found: AmbassadorRow | None) -> None:
        if found is None:
            self.desk.background.in_slices((), self, "parts")
            self.side.hide()
            return
        key = found.id
        self.desk.read(self, lambda unit: queries.ambassador(unit, key), self._show_detail, key="detail")

    def _edit(self) -> None:
        if self.writes and self.detail is not None:
            ProfileDialog(self.desk, self, self.detail).open()

    def _show_detail(self, detail: AmbassadorDetail) -> None:
        self.detail = detail
        steps = standing_still(self.side, self.scroller, self._parts(detail))
        self.desk.background.in_slices(steps, self, "parts")

    def _parts(self, detail: AmbassadorDetail) -> Iterator[Callable[[], object]]:
        """What is told of an ambassador, each part a slice of the window's time."""
        inside = self.scroller.inside
        yield lambda: clear(inside)
        yield lambda: self._tell(detail)
        yield lambda: self._show_clearances(detail)
        yield lambda: self._show_times(detail)
        work = Section(_("Assignments"), str(len(detail.assignments)), line=False)
        yield lambda: inside.addWidget(work)
        newest = sorted(detail.assignments, key=lambda a: a.start, reverse=True)[:MOST_WORK]
        for at in range(0, len(newest), FEW):
            yield lambda some=newest[at : at + FEW]: self._show_work(work, some)  # type: ignore[misc]
        yield lambda: inside.addStretch(1)
        yield self.side.show

    def _tell(self, detail: AmbassadorDetail) -> None:
        inside, found = self.scroller.inside, detail.row
        head = Section()
        line = row(Avatar(found.name, 34), spacing=11)
        line.addLayout(
            column(text(found.name, "object", wrap=True), text(found.study, "second2"), spacing=1), 1
        )
        head.body.addLayout(line)
        if self.writes:
            head.body.addLayout(
                row(
                    button(_("Edit…"), self._edit, small=True, symbol="pencil"),
                    button(
                        _("Log hours…"),
                        lambda: HoursDialog(self.desk, self, found.person_id).open(),
                        small=True,
                    ),
                    1,
                )
            )
        inside.addWidget(head)
        told = [
            (_("Phone"), detail.phone), (_("E-mail"), detail.email), (_("Home area"), found.home_area), (_("Skills"), ", ".join(found.skills)),
            (_("Languages"), ", ".join(found.languages)), (_("Since"), day_words(found.joined_on, year=True)), (_("Notes"), found.notes),
        ]  # fmt: skip
        about = Section()
        about.body.addWidget(facts([(label, value) for label, value in told if value]))
        inside.addWidget(about)

    def _show_times(self, detail: AmbassadorDetail) -> None:
        found, zone = detail.row, self.desk.zone
        can = Section(_("Can come"))
        names = [
            capital(date_text(self.desk.wall_now().date().replace(year=2026, month=11, day=23 + n), "EEE"))
            for n in range(7)
        ]
        for one in detail.weekly:
            span = f"{one.from_minute // 60:02}:{one.from_minute % 60:02}–{one.to_minute // 60:02}:{one.to_minute % 60:02}"
            can.body.addLayout(row(text(names[one.weekday], "second2"), text(span), 1, spacing=12))
        if not detail.weekly:
            can.body.addWidget(text(_("Nothing is said yet."), "second"))
        for other in detail.exceptions:
            words = f"{span_words(other.start, other.end, zone)}: {other.note or (_('can come') if other.available else _('away'))}"
            can.body.addWidget(text(words, "second", wrap=True))
        if self.writes:
            can.body.addLayout(
                row(button(_("Paint the week…"), lambda: AvailabilityDialog(self.desk, self, found.id, found.name).open(), small=True),
                    button(_("Exception…"), lambda: ExceptionDialog(self.desk, self, found.person_id).open(), small=True), 1)
            )  # fmt: skip
        self.scroller.inside.addWidget(can)

    def _show_work(self, work: Section, some: Sequence[AssignmentRow]) -> None:
        for each in some:
            line = row(spacing=8)
            if each.event_id:
                go = partial(self.desk.open, "events", id=each.event_id)
            else:
                go = partial(self.desk.open, "calendar", activity=each.activity_id)
            line.addLayout(
                column(
                    Link(each.title, go),
                    text(day_words(each.start.astimezone(self.desk.zone).date(), year=True), "caption"),
                    spacing=0,
                ),
                1,
            )
            line.addWidget(chip(_(STATE_NAMES[each.state]), TONES.get(each.state, "plain")))
            work.body.addLayout(line)

    def _show_clearances(self, detail: AmbassadorDetail) -> None:
        papers = Section(_("Clearances"))
        for paper in detail.clearances:
            until = (
                _("until {day}").format(day=f"{paper.expires_on:%d.%m.%Y}")
                if paper.expires_on
                else _("without end")
            )
            words = column(
                text(_(CLEARANCE_KINDS.get(paper.kind, paper.kind)), "medium"),
                Elided(f"{paper.issuer}, {until}", "second"),
                spacing=0,
            )
            line = row(spacing=8)
            line.addLayout(words, 1)
            line.addWidget(
                chip(_("valid"), "ok")
                if paper.valid
                else chip(_("taken back") if paper.revoked else _("ended"), "danger")
            )
            papers.body.addLayout(line)
        if not detail.clearances:
            papers.body.addWidget(text(_("None on record."), "second"))
        lead = self.desk.actor.safeguarding or self.desk.may(Data.CLEARANCES, Right.WRITE)
        record = button(
            _("Record a clearance…"), lambda: ClearanceDialog(self.desk, self, detail).open(), small=True
        )
        switch_off(
            record, "" if lead else _("Clearances are recorded by the safeguarding lead of the centre.")
        )
        papers.body.addLayout(row(record, 1))
        self.scroller.inside.addWidget(papers)

    def _selected(self) -> list[Any]:
        return [index.data(ROW) for index in self.hours.selectionModel().selectedRows()]

    def _count(self) -> None:
        chosen = [row_ for row_ in self._selected() if row_ is not None and row_.state == "logged"]
        minutes = sum(row_.minutes for row_ in chosen)
        self.chosen.setText(
            n_("{n} entry chosen, {h}", "{n} entries chosen, {h}", len(chosen)).format(
                n=len(chosen), h=hours_words(minutes)
            )
            if chosen
            else _("Choose entries that wait for approval.")
        )
        for each in (self.approve, self.reject):
            switch_off(each, "" if chosen else _("Choose entries that wait for approval."))

    def _decide(self, approve: bool) -> None:
        ids = [row_.id for row_ in self._selected() if row_ is not None and row_.state == "logged"]
        self.desk.write(
            self,
            lambda unit: service.decide_hours(unit, ids, approve),
            said=_("Approved.") if approve else _("Not accepted."),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(1250)
        self.side.setFixedWidth(look().px(300 if narrow else 340))
        self.table.setColumnHidden(1, narrow)
        self.hours.setColumnHidden(4, narrow)
