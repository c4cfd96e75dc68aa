"""People and their roles."""

from __future__ import annotations

from typing import Any

from resource_centre.core.context import Role
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people import queries, service
from resource_centre.people.queries import PersonRow
from resource_centre.people.roles import NAMES, Data, Right
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.administration.person import PasswordDialog, PersonDialog
from resource_centre.ui.administration.trained import TrainedDialog
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Empty, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask
from resource_centre.ui.widgets.fields import Pick, Search
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.table import Table


class PeoplePanel(Panel):
    """Everyone the centre knows, or everyone at all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.PEOPLE, Right.WRITE)
        self._wanted: int | None = None
        card = self.card(_("People"))
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        self.search = Search(_("Name, login, e-mail"))
        self.search.searched.connect(lambda _words: self.load())
        self.role = Pick([(None, _("All roles")), *[(role, _(name)) for role, name in NAMES.items()]])
        self.role.setAccessibleName(_("Role"))
        self.where = Pick([(True, _("At this centre")), (False, _("Everywhere"))])
        self.where.setAccessibleName(_("Which centre"))
        for pick in (self.role, self.where):
            pick.changed.connect(lambda _value: self.load())
        if self.writes:
            card.head.addWidget(button(_("Import…"), self._import, small=True, symbol="upload"))
            card.head.addWidget(button(_("Add a person…"), self._add, small=True, symbol="user-plus"))
        sieve = row(spacing=8)
        sieve.setContentsMargins(12, 8, 12, 8)
        sieve.addWidget(self.search, 2)
        sieve.addWidget(self.role, 1)
        sieve.addWidget(self.where, 1)
        card.body.addLayout(sieve)
        self.table = Table(
            self._columns(),
            _("People"),
            empty=Empty("users", _("Nobody is found. Type a part of a name, or look everywhere.")),
            actions=self._actions,
        )
        self.table.setMinimumHeight(460)
        self.table.opened.connect(self._edit)
        card.body.addWidget(self.table)
        self.card_ = card
        if desk.app.file is not None:
            courtesy = _(
                "On a local file rights are a courtesy: the program keeps them, the file itself does not."
            )
            self.column.addWidget(text(courtesy, "second", wrap=True))

    def _columns(self) -> list[Column]:
        return [
            Column(_("Name"), lambda p: p.name, 220, stretch=True, strong=True),
            Column(_("Login"), lambda p: p.login or "", 120),
            Column(_("Roles"), self._roles, 230),
            Column(_("School"), lambda p: p.school, 170, faint=True),
            Column(
                _("State"),
                lambda p: _("disabled") if not p.active else (_("no password") if p.login and not p.has_password else ""),
                120,
                chip=True,
                tone=lambda p: "plain" if p.active else "danger",
            ),
        ]  # fmt: skip

    def _roles(self, found: PersonRow) -> str:
        here = self.desk.centre_id
        held = sorted(
            {_(NAMES[role]) for role, where in found.roles if where == here or not self.where.value}
        )
        return ", ".join(held)

    def load(self) -> None:
        here = self.desk.centre_id if self.where.value else None
        words, role = self.search.text().strip(), self.role.value

        def read(unit: Unit) -> list[PersonRow]:
            return queries.people(unit, here, role, words, everyone=True)

        self.desk.read(self, read, self._show, key="list")

    def show_person(self, person_id: int) -> None:
        """Goes to a person."""
        self._wanted = person_id
        self.search.clear()
        self.role.choose(None)
        self.load()

    def _show(self, rows: list[PersonRow]) -> None:
        self.table.set_rows(rows)
        self.card_.note.setText(n_("{n} person", "{n} people", len(rows)).format(n=len(rows)))
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        if not self.table.pick(wanted) and self.where.value:
            self.where.choose(False)
            self.show_person(wanted)

    def _actions(self, found: PersonRow) -> list[Any]:
        if not self.writes:
            return []
        entries: list[Any] = [
            (_("Edit…"), lambda: self._edit(found), "pencil"),
            (_("Trainings…"), lambda: TrainedDialog(self.desk, self, found).open(), "award"),
        ]
        if found.login:
            entries.append(
                (_("Set a password…"), lambda: PasswordDialog(self.desk, self, found).open(), "key-round")
            )
        if found.has_password and self.desk.app.file is not None:  # a server lets nobody in without one
            entries.append((_("Remove the password…"), lambda: self._password(found), "lock-open"))
        words = _("Disable…") if found.active else _("Enable")
        entries += [None, (words, lambda: self._active(found), "user-x")]
        return entries

    def _add(self) -> None:
        PersonDialog(self.desk, self, None, self.role.value or Role.TEACHER).open()

    def _edit(self, found: PersonRow) -> None:
        if self.writes:
            PersonDialog(self.desk, self, found).open()

    def _password(self, found: PersonRow) -> None:
        words = _("{name} can then sign in without a password and choose a new one.").format(name=found.name)

        def do() -> None:
            self.desk.write(self, lambda unit: service.set_password(unit, found.id, None), said=_("Removed."))

        Ask(self.desk, self, _("Remove the password"), _("Remove"), words, do).open()

    def _active(self, found: PersonRow) -> None:
        def do() -> None:
            self.desk.write(
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
