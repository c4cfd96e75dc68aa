"""What everyone sets: the own profile, password, and how the window looks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput, ChangedMeanwhile
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people import queries, service
from resource_centre.people.queries import PersonRow
from resource_centre.people.roles import NAMES
from resource_centre.people.service import PersonDraft
from resource_centre.settings import LANGUAGE, TEXT_SIZE, THEME
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.look import TEXT_SIZES
from resource_centre.ui.widgets.boxes import Banner, Card, banner, row
from resource_centre.ui.widgets.buttons import Segments, button, primary
from resource_centre.ui.widgets.conflict import ask_whose
from resource_centre.ui.widgets.fields import Choice, Pick, line
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text


def say_trouble(trouble: BaseException, form: Form, banner_: Banner) -> None:
    """Says what is wrong at the field that is to blame, else in the banner."""
    words = sentence(trouble)
    if not (isinstance(trouble, BadInput) and form.blame(trouble.field, words)):
        banner_.say(words, "danger")


class Panel(QWidget):
    """One section of the settings: cards in a column."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

    def show_only(self, words: str) -> None:
        """Says at the top that this can be read here and not changed."""
        self.column.insertWidget(0, banner(words, "info"))

    def load(self) -> None:
        """Reads what the section shows."""

    def card(self, title: str, note: str = "") -> Card:
        """Another card."""
        made = Card(title, note, margins=(16, 14, 16, 14))
        made.body.setSpacing(10)
        self.column.addWidget(made)
        return made


class OwnProfile(Panel):
    """Name, contacts, language of letters, password."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("My profile"))
        self.banner = Banner()
        self.form = Form()
        self.name, self.email, self.phone = line(most=200), line(most=200), line(most=60)
        self.tongue = Pick([Choice(code, name) for code, name in LANGUAGES.items()])
        self.form.add("name", _("Name"), self.name)
        self.form.add_row(("email", _("E-mail"), self.email), ("phone", _("Phone"), self.phone))
        self.form.add_row(
            ("language", _("Language of messages to me"), self.tongue), ("", "", text("", "second"))
        )
        self.roles = text("", "second", wrap=True)
        self.form.put(self.roles)
        card.body.addWidget(self.banner)
        card.body.addWidget(self.form)
        card.body.addLayout(row(1, primary(_("Save"), self._save)))
        self._make_secret()
        self.column.addStretch(1)
        self.person: PersonRow | None = None

    def _make_secret(self) -> None:
        local = self.desk.app.file is not None
        keeps = _("keeps others on this computer from working in your name")
        card = self.card(_("Password"), keeps if local else _("lets you into the server, from any computer"))
        self.secret_banner = Banner()
        self.secret = Form()
        self.old, self.new, self.again = (line(most=200) for _n in range(3))
        for field in (self.old, self.new, self.again):
            field.setEchoMode(field.EchoMode.Password)
        self.has_one = QWidget()
        holder = QVBoxLayout(self.has_one)
        holder.setContentsMargins(0, 0, 0, 0)
        first = Form()
        first.add("old", _("Old password"), self.old)
        holder.addWidget(first)
        self.old_form = first
        self.secret.put(self.has_one)
        self.secret.add_row(("password", _("New password"), self.new), ("again", _("Once more"), self.again))
        card.body.addWidget(self.secret_banner)
        card.body.addWidget(self.secret)
        self.remove = button(_("Remove the password"), self._remove, kind="quiet")
        self.change = button(_("Change the password"), self._change)
        card.body.addLayout(row(1, self.remove, self.change))

    def load(self) -> None:
        me = self.desk.actor.person_id or 0
        self.desk.read(self, lambda unit: queries.person(unit, me), self._show, key="me")

    def _show(self, found: PersonRow) -> None:
        known = self.person
        self.has_one.setVisible(found.has_password)
        self.remove.setVisible(found.has_password and self.desk.app.file is not None)
        self.change.setText(_("Change the password") if found.has_password else _("Set the password"))
        held = sorted({_(NAMES[role]) for role, where in found.roles if where == self.desk.centre_id})
        self.roles.setText(
            _("{centre}: {roles}. Roles are given by the administrator.").format(
                centre=self.desk.centre.name, roles=", ".join(held) or "–"
            )
        )
        if known is not None and service.draft_of(known) == service.draft_of(found):
            self.person = found
            return
        if known is not None and self._draft(known) != service.draft_of(known):
            return  # what is being typed stays; saving it will say what the other person changed
        self.person = found
        self._fill(found)

    def _fill(self, found: PersonRow) -> None:
        self.name.setText(found.name)
        self.email.setText(found.email)
        self.phone.setText(found.phone)
        self.tongue.choose(found.language)

    def _draft(self, found: PersonRow) -> PersonDraft:
        return replace(
            service.draft_of(found),
            name=self.name.text().strip(),
            email=self.email.text().strip(),
            phone=self.phone.text().strip(),
            language=self.tongue.value,
        )

    def _save(self) -> None:
        found = self.person
        if found is None:
            return
        self.form.forgive()
        self.banner.say("")
        self._write(self._draft(found), found.version)

    def _write(self, draft: PersonDraft, version: int | None) -> None:
        key = self.person.id if self.person is not None else 0

        def done(saved: PersonRow) -> None:
            self.person = saved
            self._fill(saved)

        def failed(trouble: BaseException) -> None:
            if isinstance(trouble, ChangedMeanwhile):
                labels = {
                    "name": _("Name"), "email": _("E-mail"), "phone": _("Phone"), "language": _("Language"),
                }  # fmt: skip
                before = service.draft_of(self.person) if self.person is not None else draft
                ask_whose(self.desk, self, labels, trouble, before, draft, self._write)
                return
            say_trouble(trouble, self.form, self.banner)

        self.desk.write(
            self,
            lambda unit: service.change_person(unit, key, draft, version),
            done,
            failed,
            _("Your profile is saved."),
        )

    def _change(self) -> None:
        self.secret.forgive()
        self.old_form.forgive()
        self.secret_banner.say("")
        if not self.new.text():
            self.secret.blame("password", _("Type a new password of at least 8 characters."))
            return
        if self.new.text() != self.again.text():
            self.secret.blame("again", _("The two are not the same. Type it again."))
            return
        self._set(self.new.text(), _("The password is changed."))

    def _remove(self) -> None:
        self.old_form.forgive()
        self._set(None, _("The password is removed."))

    def _set(self, new: str | None, said: str) -> None:
        me, old = self.desk.actor.person_id or 0, self.old.text()

        def done(_none: object) -> None:
            for field in (self.old, self.new, self.again):
                field.clear()

        def failed(trouble: BaseException) -> None:
            words = sentence(trouble)
            if not (isinstance(trouble, BadInput) and self.old_form.blame(trouble.field, words)):
                say_trouble(trouble, self.secret, self.secret_banner)

        self.desk.write(self, lambda unit: service.set_password(unit, me, new, old), done, failed, said)


class Appearance(Panel):
    """Colours, language and size of text of this computer's window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("Appearance"), _("on this computer"))
        form = Form()
        self.theme = Segments(
            [("light", _("Light")), ("dark", _("Dark")), ("system", _("As the computer"))],
            desk.settings.get(THEME),
            _("Colours"),
        )
        self.tongue = Segments(list(LANGUAGES.items()), desk.settings.get(LANGUAGE) or "en", _("Language"))
        self.text_size = Segments(
            [(str(size), f"{size} %") for size in TEXT_SIZES],
            str(desk.settings.get(TEXT_SIZE)),
            _("Size of text"),
        )
        for name, words, field in (
            ("theme", _("Colours"), self.theme),
            ("tongue", _("Language"), self.tongue),
            ("size", _("Size of text"), self.text_size),
        ):
            form.put(text(words, "label"))
            field.setObjectName(name)
            form.put(row(field, 1))
        card.body.addWidget(form)
        self.theme.chosen.connect(lambda key: self._dress(THEME, key))
        self.tongue.chosen.connect(lambda key: self._dress(LANGUAGE, key))
        self.text_size.chosen.connect(lambda key: self._dress(TEXT_SIZE, int(key)))
        self.column.addStretch(1)

    def _dress(self, setting, value) -> None:  # type: ignore[no-untyped-def]
        self.desk.keep(setting, value)
        window = self.window()
        if hasattr(window, "rebuilt"):
            window.rebuilt.emit()
