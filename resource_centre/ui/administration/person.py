"""Dialogs about one person: who they are, their roles at each centre, their password."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from resource_centre.centres import queries as centres
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, N_, _
from resource_centre.people import service
from resource_centre.people.queries import PersonRow
from resource_centre.people.roles import NAMES, Data, Right, allowed
from resource_centre.people.service import PersonDraft, draft_of
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schools import queries as schools
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Choice, Finder, Pick, check, line
from resource_centre.ui.widgets.labels import text

WITH_TIME = {Role.COORDINATOR, Role.CONSULTANT, Role.AMBASSADOR}
GENDERS = {
    "not_recorded": N_("Not recorded"), "female": N_("Female"), "male": N_("Male"), "other": N_("Other"),
}  # fmt: skip
ACROSS = 3
Held = set[tuple[Role, int]]


class PersonDialog(ChangeDialog):
    """A person with roles at every centre where the actor may give them."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        found: PersonRow | None = None,
        first: Role = Role.TEACHER,
    ) -> None:
        title = found.name if found else _("Add a person")
        super().__init__(desk, parent, title, _("Save") if found else _("Add"), size=QSize(600, 0))
        self.found = found
        before = draft_of(found) if found else PersonDraft("", language=desk.centre.language, uid=self._uid)
        self._before = before
        self.name = line(before.name, most=200)
        self.login = line(before.login or "", "aigerim", 60)
        self.form.add_row(
            ("name", _("Name"), self.name, 3), ("login", _("Login (empty: never signs in)"), self.login, 2)
        )
        self.email, self.phone = line(before.email, most=200), line(before.phone, most=60)
        self.form.add_row(("email", _("E-mail"), self.email), ("phone", _("Phone"), self.phone))
        self.secret = None if found else self._ask_secret()
        self.tongue = Pick([Choice(code, name) for code, name in LANGUAGES.items()], before.language)
        self.gender = Pick([(key, _(words)) for key, words in GENDERS.items()], before.gender)
        self.form.add_row(("language", _("Language"), self.tongue), ("gender", _("Gender"), self.gender))
        self.school = Finder(hint=_("for teachers"))
        self.position = line(before.position, _("Physics teacher"), 200)
        self.form.add_row(("school", _("School"), self.school), ("position", _("Position"), self.position))
        self.held: Held = set(found.roles) if found else set()
        self._make_roles()
        self.lead = check(_("Safeguarding lead: records clearances"), before.safeguarding)
        self.form.put(self.lead)
        self.form.end()
        self._read(before.school_id)
        if found is not None:
            self.version, self.before = found.version, before
            self.names = {
                "login": _("Login"),
                "school_id": _("School"),
                "safeguarding": _("Safeguarding lead"),
            }
            self.watch("person", found.id)

    def _ask_secret(self) -> QLineEdit:
        field = line("", _("at least 8 characters; can be set later"), 200)
        field.setEchoMode(field.EchoMode.Password)
        self.form.add("password", _("First password, which they can change"), field)
        return field

    def _make_roles(self) -> None:
        centre = self.desk.centre
        self.where = Pick([Choice(centre.id, centre.name, "building-2")], centre.id)
        self.where.changed.connect(lambda _centre: self._show_roles())
        self.form.add("where", _("Roles at"), self.where)
        box = QWidget()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        self.roles = {role: check(_(name)) for role, name in NAMES.items()}
        boxes = list(self.roles.values())
        for at in range(0, len(boxes), ACROSS):
            made = row(spacing=12)
            for each in boxes[at : at + ACROSS]:
                made.addWidget(each, 1)
            for _gap in range(ACROSS - len(boxes[at : at + ACROSS])):
                made.addStretch(1)
            inside.addLayout(made)
        for role, each in self.roles.items():
            each.toggled.connect(lambda on, r=role: self._tick(r, on))
        self.form.add("roles", "", box)
        box.setAccessibleName(_("Roles"))
        self.elsewhere = text("", "second", wrap=True)
        self.form.put(self.elsewhere)
        self._names = {centre.id: centre.name}
        self._show_roles()

    def _read(self, school_id: int | None) -> None:
        key = self.desk.centre_id

        def read(unit: Unit) -> Any:
            return schools.schools(unit, key), centres.centres(unit)

        def show(found: Any) -> None:
            rows, every = found
            self.school.set_choices([Choice(s.id, s.name, "school", s.city) for s in rows], school_id)
            self._names = {c.id: c.name for c in every}
            actor = self.desk.actor
            may = [c for c in every if allowed(actor, Data.PEOPLE, Right.WRITE, c.id)]
            self.where.set_choices([Choice(c.id, c.name, "building-2") for c in may], self.where.value)
            self._show_roles()

        self.desk.read(self, read, show)

    def _show_roles(self) -> None:
        here = self.where.value
        for role, box in self.roles.items():
            box.blockSignals(True)
            box.setChecked((role, here) in self.held)
            box.blockSignals(False)
        self._say_elsewhere()

    def _tick(self, role: Role, on: bool) -> None:
        pair = (role, self.where.value)
        self.held = self.held | {pair} if on else self.held - {pair}

    def _say_elsewhere(self) -> None:
        here = self.where.value
        other: dict[int, list[str]] = {}
        for role, where in sorted(self.held):
            if where != here:
                other.setdefault(where, []).append(_(NAMES[role]).lower())
        words = "; ".join(
            f"{self._names.get(where, where)}: {', '.join(names)}" for where, names in other.items()
        )
        self.elsewhere.setText(words)
        self.elsewhere.setVisible(bool(words))

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Write the name."))
        if self.school.unknown:
            raise BadInput(_("Choose a school from the list, or leave the field empty."), "school")
        if not self.held and self.found is None:
            raise BadInput(_("Tick at least one role; without one nobody can be found here."), "roles")
        if self._secret() and not self.login.text().strip():
            raise BadInput(_("A password needs a login. Type one in, or leave the password empty."), "login")
        draft = replace(
            self._before,
            name=name,
            login=self.login.text().strip() or None,
            email=self.email.text().strip(),
            phone=self.phone.text().strip(),
            language=self.tongue.value,
            gender=self.gender.value,
            school_id=self._school(),
            position=self.position.text().strip(),
            safeguarding=self.lead.isChecked(),
        )
        self._write(draft)

    def _secret(self) -> str | None:
        return self.secret.text() or None if self.secret is not None else None

    def _school(self) -> int | None:
        if not self.school.text().strip():
            return None
        return self.school.value

    def _write(self, draft: PersonDraft) -> None:
        found, held, secret = self.found, frozenset(self.held), self._secret()

        def command(unit: Unit, draft: PersonDraft, version: int | None) -> None:
            if found is None:
                number = service.add_person(unit, draft, sorted(held), secret).id
            else:
                number = found.id
                service.change_person(unit, number, draft, version)
                for role, where in held - set(found.roles):
                    service.give_role(unit, number, role, where)
                for role, where in set(found.roles) - held:
                    service.end_role(unit, number, role, where)
            timed = sorted(where for role, where in held if role in WITH_TIME)
            if timed:
                ensure_person_bookable(unit, number, timed[0])

        self.save_change(draft, command, None, _("{name} is saved.").format(name=draft.name))

    def say_value(self, field: str, value: Any) -> str:
        codes = {"language": LANGUAGES, "gender": {key: _(words) for key, words in GENDERS.items()}}.get(
            field, {}
        )
        if field == "school_id":
            return self.school.words_of(value) or "–"
        return codes.get(value) or super().say_value(field, value)


class PasswordDialog(Dialog):
    """An administrator sets somebody's password."""

    def __init__(self, desk: Desk, parent: QWidget, found: PersonRow) -> None:
        title = _("Password of {name}").format(name=found.name)
        super().__init__(desk, parent, title, _("Set the password"), size=QSize(440, 0))
        self.found = found
        self.new, self.again = line(most=200), line(most=200)
        for field in (self.new, self.again):
            field.setEchoMode(field.EchoMode.Password)
        self.form.add("password", _("New password"), self.new)
        self.form.add("again", _("Once more"), self.again)
        words = _("Tell it to {name}; they can change it under My profile.").format(name=found.name)
        self.form.put(text(words, "second", wrap=True))
        self.form.end()

    def confirm(self) -> None:
        words, key = self.new.text(), self.found.id
        if not words:
            raise BadInput(_("Type a new password of at least 8 characters."), "password")
        if words != self.again.text():
            raise BadInput(_("The two are not the same. Type it again."), "again")
        self.save(lambda unit: service.set_password(unit, key, words), None, _("The password is set."))
