"""What everyone sets: the own profile, password, and how the window looks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people import queries, service
from resource_centre.people.queries import PersonRow
from resource_centre.people.service import PersonDraft
from resource_centre.settings import LANGUAGE, TEXT_SIZE, THEME
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import TEXT_SIZES
from resource_centre.ui.widgets.boxes import Banner, Card, row
from resource_centre.ui.widgets.buttons import Segments, primary
from resource_centre.ui.widgets.fields import Choice, Pick, line
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text


class Panel(QWidget):
    """One section of the settings: cards in a column."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

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
        card.body.addWidget(self.banner)
        card.body.addWidget(self.form)
        card.body.addLayout(row(1, primary(_("Save"), self._save)))
        secret = self.card(_("Password"), _("on a shared computer it keeps others from working in your name"))
        self.secret = Form()
        self.old, self.new, self.again = (line(most=200) for _n in range(3))
        for field in (self.old, self.new, self.again):
            field.setEchoMode(field.EchoMode.Password)
        self.secret.add("old", _("Old password (empty when there is none)"), self.old)
        self.secret.add_row(("password", _("New password"), self.new), ("again", _("Once more"), self.again))
        secret.body.addWidget(self.secret)
        secret.body.addLayout(row(1, primary(_("Change the password"), self._change)))
        self.column.addStretch(1)
        self.person: PersonRow | None = None

    def load(self) -> None:
        me = self.desk.actor.person_id or 0
        self.desk.read(self, lambda unit: queries.person(unit, me), self._show, key="me")

    def _show(self, found: PersonRow) -> None:
        if self.person is not None and self.person.version == found.version:
            return
        self.person = found
        self.name.setText(found.name)
        self.email.setText(found.email)
        self.phone.setText(found.phone)
        self.tongue.choose(found.language)

    def _save(self) -> None:
        found = self.person
        if found is None:
            return
        self.form.forgive()
        draft = PersonDraft(
            self.name.text(), found.login, self.email.text().strip(), self.phone.text().strip(), self.tongue.value,
            school_id=found.school_id, position=getattr(found, "position", ""),
        )  # fmt: skip
        self.desk.write(
            self,
            lambda unit: service.change_person(unit, found.id, draft, found.version),
            None,
            self._refused,
            _("Your profile is saved."),
        )

    def _refused(self, trouble: BaseException) -> None:
        from resource_centre.ui.failures import sentence

        words = sentence(trouble)
        if not (
            isinstance(trouble, BadInput)
            and (self.form.blame(trouble.field, words) or self.secret.blame(trouble.field, words))
        ):
            self.banner.say(words, "danger")

    def _change(self) -> None:
        self.secret.forgive()
        if self.new.text() != self.again.text():
            self.secret.blame("again", _("The two are not the same. Type it again."))
            return
        me, new, old = self.desk.actor.person_id or 0, self.new.text() or None, self.old.text()

        def done(_none: object) -> None:
            for field in (self.old, self.new, self.again):
                field.clear()

        self.desk.write(
            self,
            lambda unit: service.set_password(unit, me, new, old),
            done,
            self._refused,
            _("The password is changed."),
        )


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
        self.size = Segments(
            [(str(size), f"{size} %") for size in TEXT_SIZES],
            str(desk.settings.get(TEXT_SIZE)),
            _("Size of text"),
        )
        for name, words, field in (
            ("theme", _("Colours"), self.theme),
            ("tongue", _("Language"), self.tongue),
            ("size", _("Size of text"), self.size),
        ):
            form.put(text(words, "label"))
            field.setObjectName(name)
            form.put(row(field, 1))
        card.body.addWidget(form)
        self.theme.chosen.connect(lambda key: self._dress(THEME, key))
        self.tongue.chosen.connect(lambda key: self._dress(LANGUAGE, key))
        self.size.chosen.connect(lambda key: self._dress(TEXT_SIZE, int(key)))
        self.column.addStretch(1)

    def _dress(self, setting, value) -> None:  # type: ignore[no-untyped-def]
        self.desk.keep(setting, value)
        window = self.window()
        if hasattr(window, "rebuilt"):
            window.rebuilt.emit()
