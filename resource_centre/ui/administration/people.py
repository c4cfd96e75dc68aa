"""People and their roles."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, _, n_
from resource_centre.people import queries, service
from resource_centre.people.queries import PersonRow
from resource_centre.people.roles import NAMES, Data, Right
from resource_centre.people.service import PersonDraft
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schools import queries as schools
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask, Dialog
from resource_centre.ui.widgets.fields import Choice, Finder, Pick, Search, check, line
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.table import Table

WITH_TIME = (Role.COORDINATOR, Role.CONSULTANT, Role.AMBASSADOR)


class PeoplePanel(Panel):
    """Everyone the centre knows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.PEOPLE, Right.WRITE)
        card = self.card(_("People"))
        card.body.setContentsMargins(0, 0, 0, 0)
        self.search = Search(_("Name, login, e-mail"))
        self.search.setFixedWidth(200)
        self.search.searched.connect(lambda _words: self.load())
        self.role = Pick([(None, _("All roles")), *[(role, _(name)) for role, name in NAMES.items()]])
        self.role.changed.connect(lambda _value: self.load())
        card.head.addWidget(self.search)
        card.head.addWidget(self.role)
        if self.writes:
            card.head.addWidget(button(_("Import…"), self._import, small=True, symbol="upload"))
            card.head.addWidget(
                button(
                    _("Add a person…"),
                    lambda: PersonDialog(desk, self).open(),
                    small=True,
                    symbol="user-plus",
                )
            )
        self.table = Table(
            [
                Column(_("Name"), lambda p: p.name, 220, stretch=True, strong=True),
                Column(_("Login"), lambda p: p.login or "", 130),
                Column(_("Roles"), lambda p: ", ".join(sorted({_(NAMES[r]) for r, _c in p.roles})), 220),
                Column(_("School"), lambda p: p.school, 180, faint=True),
                Column(
                    "", lambda p: "" if p.active else _("disabled"), 90, chip=True, tone=lambda _p: "danger"
                ),
            ],
            _("People"),
            actions=self._actions,
        )
        self.table.setMinimumHeight(440)
        self.table.opened.connect(lambda p: PersonDialog(desk, self, p).open() if self.writes else None)
        card.body.addWidget(self.table)
        self.card_ = card

    def load(self) -> None:
        key, words, role = self.desk.centre_id, self.search.text().strip(), self.role.value

        def read(unit: Unit) -> list[PersonRow]:
            return queries.people(unit, key, role, words, everyone=True)

        self.desk.read(self, read, self._show, key="list")

    def _show(self, rows: list[PersonRow]) -> None:
        self.table.set_rows(rows)
        self.card_.note.setText(n_("{n} person", "{n} people", len(rows)).format(n=len(rows)))

    def _actions(self, found: PersonRow) -> list[Any]:
        if not self.writes:
            return []
        entries: list[Any] = [(_("Edit…"), lambda: PersonDialog(self.desk, self, found).open(), "pencil")]
        entries.append((_("Remove the password…"), lambda: self._password(found), "key-round"))
        words = _("Disable…") if found.active else _("Enable")
        entries.append((words, lambda: self._active(found), "user-x"))
        return entries

    def _password(self, found: PersonRow) -> None:
        words = _("{name} can then sign in without a password and choose a new one.").format(name=found.name)
        do = lambda: self.desk.write(
            self, lambda unit: service.set_password(unit, found.id, None), said=_("Removed.")
        )
        Ask(self.desk, self, _("Remove the password"), _("Remove"), words, do).open()

    def _active(self, found: PersonRow) -> None:
        do = lambda: self.desk.write(
            self, lambda unit: service.set_active(unit, found.id, not found.active), said=_("Saved.")
        )
        if not found.active:
            do()
            return
        words = _("{name} can no longer sign in. Everything they did stays.").format(name=found.name)
        Ask(self.desk, self, _("Disable {name}").format(name=found.name), _("Disable"), words, do).open()

    def _import(self) -> None:
        from resource_centre.ui.importing.wizard import ImportWizard

        ImportWizard(self.desk, self, "people").open()


class PersonDialog(Dialog):
    """A person with roles at this centre."""

    def __init__(self, desk: Desk, parent: QWidget, found: PersonRow | None = None) -> None:
        title = found.name if found else _("Add a person")
        super().__init__(desk, parent, title, _("Save") if found else _("Add"))
        self.found = found
        self.name = line(found.name if found else "", most=200)
        self.login = line(found.login or "" if found else "", "aigerim", 60)
        self.form.add_row(
            ("name", _("Name"), self.name, 2), ("login", _("Login (empty: never signs in)"), self.login, 1)
        )
        self.email, self.phone = (
            line(found.email if found else "", most=200),
            line(found.phone if found else "", most=60),
        )
        self.form.add_row(("email", _("E-mail"), self.email), ("phone", _("Phone"), self.phone))
        self.tongue = Pick(
            [Choice(code, name) for code, name in LANGUAGES.items()],
            found.language if found else desk.centre.language,
        )
        self.school = Finder(hint=_("for teachers"))
        self.form.add_row(("language", _("Language"), self.tongue), ("school", _("School"), self.school))
        self.form.put(text(_("Roles at {centre}").format(centre=desk.centre.name), "label"))
        held = {role for role, where in found.roles if where == desk.centre_id} if found else set()
        self.roles = {role: check(_(name), role in held) for role, name in NAMES.items()}
        boxes = list(self.roles.values())
        for at in range(0, len(boxes), 3):
            self.form.put(row(*boxes[at : at + 3], 1, spacing=18))
        self.lead = check(_("Safeguarding lead: records clearances"), bool(found and found.safeguarding))
        self.form.put(self.lead)
        self.form.end()
        key, own = desk.centre_id, found.school_id if found else None
        desk.read(
            self,
            lambda unit: schools.schools(unit, key),
            lambda rows: self.school.set_choices([Choice(s.id, s.name, "school", s.city) for s in rows], own),
        )

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Write the name."))
        wanted = {role for role, box in self.roles.items() if box.isChecked()}
        if not wanted and self.found is None:
            raise BadInput(_("Tick at least one role."), "name")
        draft = PersonDraft(
            name, self.login.text().strip() or None, self.email.text().strip(), self.phone.text().strip(), self.tongue.value,
            school_id=self.school.value if self.school.text().strip() else None,
            position=getattr(self.found, "position", "") or "", safeguarding=self.lead.isChecked(),
        )  # fmt: skip
        found, key = self.found, self.desk.centre_id

        def command(unit: Unit) -> None:
            if found is None:
                number = service.add_person(unit, draft, [(role, key) for role in wanted]).id
            else:
                number = found.id
                service.change_person(unit, number, draft, found.version)
                held = {role for role, where in found.roles if where == key}
                for role in wanted - held:
                    service.give_role(unit, number, role, key)
                for role in held - wanted:
                    service.end_role(unit, number, role, key)
            if wanted & set(WITH_TIME):
                ensure_person_bookable(unit, number, key)

        self.save(command, None, _("Saved."))
