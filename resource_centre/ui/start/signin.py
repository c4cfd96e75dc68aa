"""Who works at this window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from resource_centre.app import App
from resource_centre.core.errors import BadInput, NotPermitted, Trouble
from resource_centre.i18n import _
from resource_centre.settings import LAST_LOGIN, Settings
from resource_centre.ui.failures import sentence
from resource_centre.ui.shell.rail import Mark
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.fields import Choice, Finder
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text


class SignIn(QDialog):
    """Login and, where there is one, password. `another` asks for another database."""

    def __init__(self, app: App, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.settings = settings
        self.another = False
        self.setWindowTitle(_("Sign in"))
        self.setFixedWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 22)
        column.setSpacing(12)
        column.addLayout(row(Mark(), text(_("Resource Centre"), "title"), 1, spacing=12))
        column.addWidget(text(_("Who works here now?"), "body2"))
        self.form = Form()
        self.known = app.read(_logins)
        choices = [Choice(login, f"{name} ({login})", also=login) for _id, login, name, _has in self.known]
        self.login = Finder(choices, hint=_("Name or login"))
        last = settings.get(LAST_LOGIN)
        self.login.choose(last if any(login == last for _i, login, _n, _h in self.known) else None)
        self.form.add("login", _("Name or login"), self.login)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("password", _("Password"), self.password)
        column.addWidget(self.form)
        column.addSpacing(4)
        self.other = button(_("Another database…"), self._other, kind="quiet")
        self.ok = primary(_("Sign in"), self._sign_in)
        self.ok.setDefault(True)
        column.addLayout(row(self.other, 1, self.ok))
        self.login.changed.connect(lambda _value: self._show_password())
        self._show_password()

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._sign_in()
            return
        super().keyPressEvent(event)

    def _needs_password(self) -> bool:
        return any(has for _id, login, _name, has in self.known if login == self.login.value)

    def _show_password(self) -> None:
        needed = self._needs_password()
        self.password.setEnabled(needed)
        self.password.setPlaceholderText("" if needed else _("none is needed"))

    def _sign_in(self) -> None:
        self.form.forgive()
        login = self.login.value or self.login.text().strip()
        try:
            if not login:
                raise BadInput(_("Write your login, or choose your name from the list."), "login")
            self.app.sign_in(login, self.password.text() if self._needs_password() else None)
        except NotPermitted as trouble:
            self.form.blame("password" if self._needs_password() else "login", sentence(trouble))
        except Trouble as trouble:
            self.form.blame("login", sentence(trouble))
        else:
            self.settings.set(LAST_LOGIN, login)
            self.accept()

    def _other(self) -> None:
        self.another = True
        self.reject()


def _logins(unit):  # type: ignore[no-untyped-def]
    from resource_centre.people.queries import logins

    return logins(unit)
