"""The schools page: the register with its filters, one school with teachers and everything that happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.people.service import PersonDraft, add_person
from resource_centre.schools import queries, service
from resource_centre.schools.queries import HistoryRow, SchoolDetail, SchoolFilter, SchoolRow
from resource_centre.schools.rules import SchoolDraft
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.schools.times import LessonHours, SchoolHolidays
from resource_centre.ui.widgets.boxes import Empty, Scroll, Section, Toolbar, clear, column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask, Dialog
from resource_centre.ui.widgets.fields import Choice, Pick, Search, area, line
from resource_centre.ui.widgets.labels import Avatar, Elided, HueSquare, Link, text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import day_words

MOST_PAST, FEW = 30, 8  # lines of what a school did, and of them in one slice
SETTLEMENTS = {"urban": N_("Urban"), "rural": N_("Rural"), "not_recorded": N_("Not recorded")}
HUES = {
    "lab_booking": "lab",
    "booking": "lab",
    "loan": "loan",
    "request": "appointment",
    "consultation": "appointment",
    "event": "event",
}


class SchoolsPage(Page):
    """Staff edit; managers read."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SCHOOLS, Topic.PEOPLE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.SCHOOLS, Right.WRITE)
        self._wanted: int | None = None
        self._total = 0
        self.bar = Toolbar(_("Schools"))
        self.search = Search(_("Name, town, code"))
        self.search.setFixedWidth(200)
        self.search.searched.connect(lambda _words: self.reload())
        self.district, self.kind, self.settlement = Pick(), Pick(), Pick()
        self.settlement.set_choices(
            [("", _("Town and country")), *[(key, _(name)) for key, name in SETTLEMENTS.items()]]
        )
        for pick in (self.district, self.kind, self.settlement):
            pick.setFixedWidth(178 if pick is self.settlement else 150)
            pick.changed.connect(lambda _value: self.reload())
        self.district.setAccessibleName(_("District"))
        self.kind.setAccessibleName(_("Kind of school"))
        self.settlement.setAccessibleName(_("Settlement"))
        self.bar.add(self.search, self.district, self.kind, self.settlement)
        if self.writes:
            self.bar.add(button(_("Import…"), self._import, symbol="upload"))
            self.bar.add(primary(_("New school"), self.new_school, symbol="plus"))
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        columns = [
            Column(_("Name"), lambda r: r.name, 280, stretch=True, strong=True),
            Column(_("Kind"), lambda r: r.kind, 130),
            Column(_("Town"), lambda r: r.city, 140),
            Column(_("District"), lambda r: r.district, 150),
            Column(_("Settlement"), lambda r: _(SETTLEMENTS.get(r.settlement, r.settlement)), 110),
            Column(_("Teachers"), lambda r: str(r.teachers or ""), 80, right=True, key=lambda r: r.teachers),
        ]
        self.empty = Empty(
            "school",
            _("No school yet. Import the list of your region, or add one."),
            _("Import a list…"),
            self._import,
        )
        self.table = Table(columns, _("Schools"), empty=self.empty)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda r: self._edit(r))
        body.addWidget(self.table, 1)
        self.side = QFrame()
        self.side.setProperty("inspector", "true")
        self.side.setFixedWidth(330)
        outer = QVBoxLayout(self.side)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = Scroll((0, 0, 0, 0), 0)
        outer.addWidget(self.scroller)
        self.side.hide()
        body.addWidget(self.side)

    def load(self) -> None:
        centre_id = self.desk.centre_id
        wanted = SchoolFilter(
            self.search.text().strip(),
            self.district.value or "",
            "",
            self.kind.value or "",
            self.settlement.value or "",
        )

        def read(unit: Unit) -> Any:
            rows = queries.schools(unit, centre_id, wanted)
            total = len(rows) if wanted == SchoolFilter() else len(queries.schools(unit, centre_id))
            return rows, queries.choices(unit, centre_id), total

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new") and self.writes:
            self.new_school()
        if "id" in where:
            self._wanted = int(where["id"])
            self.search.clear()
            self.reload()

    def new_school(self) -> None:
        """The form of a new school."""
        SchoolDialog(self.desk, self).open()

    def _show(self, found: Any) -> None:
        rows, choices, total = found
        self.empty.search(total > 0, self._show_all)
        self.table.set_rows(rows)
        self.district.set_choices([("", _("All districts")), *[(d, d) for d in choices.districts]])
        self.kind.set_choices([("", _("All kinds")), *[(k, k) for k in choices.kinds]])
        words = n_("{n} school", "{n} schools", total).format(n=total)
        self.bar.note.setText(
            words if total == len(rows) else _("{n} of {total}").format(n=len(rows), total=total)
        )
        if self._wanted is not None:
            if not self.table.pick(self._wanted):
                self._open(self._wanted)
            self._wanted = None
        elif self.table.current is None and rows:
            self.table.selectRow(0)

    def _picked(self, found: SchoolRow | None) -> None:
        if found is None:
            self.desk.background.in_slices((), self, "parts")
            self.side.hide()
        else:
            self._open(found.id)

    def _show_all(self) -> None:
        self.search.clear()
        for pick in (self.district, self.kind, self.settlement):
            pick.choose("")
        self.reload()

    def _open(self, key: int) -> None:
        self.desk.read(self, lambda unit: queries.school_detail(unit, key), self._show_detail, key="detail")

    def _show_detail(self, detail: SchoolDetail) -> None:
        steps = standing_still(self.side, self.scroller, self._parts(detail))
        self.desk.background.in_slices(steps, self, "parts")

    def _parts(self, detail: SchoolDetail) -> Iterator[Callable[[], object]]:
        """What is told of a school, each part a slice of the window's time."""
        inside = self.scroller.inside
        yield lambda: clear(inside)
        yield lambda: self._tell(detail.row)
        yield lambda: self._show_teachers(detail)
        past = Section(_("What they did here"), str(len(detail.history) or ""), line=False)
        yield lambda: inside.addWidget(past)
        for at in range(0, min(len(detail.history), MOST_PAST), FEW):
            some = detail.history[at : min(at + FEW, MOST_PAST)]
            yield lambda some=some: self._show_past(past, some)  # type: ignore[misc]
        if not detail.history:
            yield lambda: past.body.addWidget(text(_("Nothing yet."), "second"))
        yield lambda: inside.addStretch(1)
        yield self.side.show

    def _tell(self, found: SchoolRow) -> None:
        inside = self.scroller.inside
        head = Section()
        head.body.addWidget(text(found.kind or _("School"), "second"))
        head.body.addWidget(text(found.name, "object", wrap=True))
        if self.writes:
            head.body.addLayout(
                row(button(_("Edit…"), lambda: self._edit(found), small=True, symbol="pencil"),
                    button(_("Archive…"), lambda: self._archive(found), small=True, kind="danger"), 1)
            )  # fmt: skip
        inside.addWidget(head)
        told = [
            (_("Address"), ", ".join(part for part in (found.address, found.city) if part)), (_("District"), found.district),
            (_("Phone"), found.phone), (_("E-mail"), found.email), (_("Code in the register"), found.external_id or ""), (_("Notes"), found.notes),
        ]  # fmt: skip
        about = Section()
        about.body.addWidget(facts([(label, value) for label, value in told if value]))
        inside.addWidget(about)

    def _show_teachers(self, detail: SchoolDetail) -> None:
        found = detail.row
        teachers = Section(_("Teachers"), str(len(detail.teachers) or ""))
        for teacher in detail.teachers:
            words = column(
                Elided(teacher.name, "medium"), Elided(teacher.email or teacher.position, "second"), spacing=0
            )
            line_ = row(Avatar(teacher.name, 24), spacing=9)
            line_.addLayout(words, 1)
            teachers.body.addLayout(line_)
        if not detail.teachers:
            teachers.body.addWidget(text(_("Nobody is known yet."), "second"))
        if self.writes:
            teachers.body.addLayout(
                row(
                    button(
                        _("Add a teacher…"), lambda: TeacherDialog(self.desk, self, found).open(), small=True
                    ),
                    1,
                )
            )
        self.scroller.inside.addWidget(teachers)

    def _show_past(self, past: Section, some: Sequence[HistoryRow]) -> None:
        for each in some:
            when = day_words(each.at.astimezone(self.desk.zone).date(), year=True)
            link = Link(
                each.title,
                partial(self.desk.open_row, "consultation" if each.what == "request" else each.what, each.id),
            )
            line_ = row(HueSquare(HUES.get(each.what, each.what)), spacing=8)
            line_.addWidget(link, 1)
            line_.addWidget(text(when, "caption"))
            past.body.addLayout(line_)

    def _edit(self, found: SchoolRow) -> None:
        if self.writes:
            SchoolDialog(self.desk, self, found).open()

    def _archive(self, found: SchoolRow) -> None:
        words = _(
            "{name} is no longer offered in forms. Everything it did stays, and it can be taken back."
        ).format(name=found.name)

        def do() -> None:
            self.desk.write(
                self, lambda unit: service.archive_school(unit, found.id, found.version), said=_("Archived.")
            )

        Ask(self.desk, self, _("Archive the school"), _("Archive"), words, do).open()

    def _import(self) -> None:
        from resource_centre.ui.importing.wizard import ImportWizard

        ImportWizard(self.desk, self, "schools").open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(1250)
        self.side.setFixedWidth(look().px(290 if narrow else 330))
        self.kind.setVisible(not narrow)
        for at in (1, 4):
            self.table.setColumnHidden(at, narrow)


class SchoolDialog(ChangeDialog):
    """A school: new, or changed."""

    def __init__(self, desk: Desk, parent: QWidget, found: SchoolRow | None = None) -> None:
        title = _("Edit the school") if found else _("New school")
        super().__init__(desk, parent, title, _("Save") if found else _("Add the school"))
        self.found = found
        was = found or SchoolRow(0, "", 0, "", "", "", "", "", "urban", None, None, "", "", None, "", True, 0)
        self.name, self.kind = line(was.name, most=300), line(was.kind, most=100)
        self.address, self.city, self.district = (
            line(was.address, most=400),
            line(was.city, most=120),
            line(was.district, most=120),
        )
        self.settlement = Pick([Choice(key, _(name)) for key, name in SETTLEMENTS.items()], was.settlement)
        self.email, self.phone = line(was.email, most=200), line(was.phone, most=60)
        self.code, self.notes = line(was.external_id or "", most=100), area(was.notes, lines=2)
        self.form.add("name", _("Name"), self.name)
        self.form.add_row(("kind", _("Kind"), self.kind), ("settlement", _("Settlement"), self.settlement))
        self.form.add("address", _("Address"), self.address)
        self.form.add_row(("city", _("Town"), self.city), ("district", _("District"), self.district))
        self.form.add_row(("email", _("E-mail"), self.email), ("phone", _("Phone"), self.phone))
        self.form.add("external_id", _("Code in the register (if it has one)"), self.code)
        self.hours = LessonHours(was.hours)
        self.holidays = SchoolHolidays(was.breaks, desk.wall_now().date())
        self.form.add("hours", _("Lessons"), self.hours)
        self.form.add("breaks", _("School holidays"), self.holidays)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        if found is not None:
            self.version, self.before = found.version, found.draft()
            self.watch("school", found.id)

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Write the name of the school."))
        draft = SchoolDraft(
            name=name, kind=self.kind.text(), address=self.address.text(), district=self.district.text(), city=self.city.text(),
            settlement=self.settlement.value, email=self.email.text(), phone=self.phone.text(),
            external_id=self.code.text().strip() or None, notes=self.notes.toPlainText(),
            hours=self.hours.written, breaks=self.holidays.written,
            latitude=self.found.latitude if self.found else None, longitude=self.found.longitude if self.found else None,
        )  # fmt: skip
        centre_id = self.desk.centre_id
        if self.found is not None:
            key = self.found.id
            self.save_change(
                draft,
                lambda unit, chosen, version: service.change_school(unit, key, chosen, version),
                None,
                _("Saved."),
            )
            return
        self.save(
            lambda unit: service.add_school(unit, centre_id, replace(draft, uid=self._uid)),
            None,
            _("{name} is added.").format(name=name),
        )

    def say_value(self, name: str, value: Any) -> str:
        return _(SETTLEMENTS[value]) if name == "settlement" else str(value or "–")


class TeacherDialog(Dialog):
    """A teacher of a school, who may sign in when they get a login."""

    def __init__(self, desk: Desk, parent: QWidget, school: SchoolRow) -> None:
        super().__init__(desk, parent, _("Add a teacher"), _("Add"))
        self.school = school
        self.name, self.position = line(most=200), line(most=120)
        self.email, self.phone, self.login = line(most=200), line(most=60), line(most=60)
        self.form.add("name", _("Name"), self.name)
        self.form.add("position", _("Teaches"), self.position)
        self.form.add_row(("email", _("E-mail"), self.email), ("phone", _("Phone"), self.phone))
        self.form.add("login", _("Login (leave empty when they never sign in)"), self.login)
        self.form.end()

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Write the name of the teacher."))
        if self.email.text().strip() and "@" not in self.email.text():
            raise BadInput(_("An e-mail address has an @ in it."), "email")
        draft = PersonDraft(
            name, self.login.text().strip() or None, self.email.text().strip(), self.phone.text().strip(),
            self.desk.centre.language, school_id=self.school.id, position=self.position.text().strip(),
            uid=self._uid,
        )  # fmt: skip
        centre_id = self.desk.centre_id
        self.save(
            lambda unit: add_person(unit, draft, [(Role.TEACHER, centre_id)]),
            None,
            _("{name} is added.").format(name=name),
        )
