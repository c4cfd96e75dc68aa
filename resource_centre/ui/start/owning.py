"""What the login that owns a server's database does before people come in: fills it, and gives the first login."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from resource_centre.app import App
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import BadInput
from resource_centre.db.engine import open_engine, parse_url, sqlite_file
from resource_centre.db.logins import make
from resource_centre.i18n import _
from resource_centre.people import queries
from resource_centre.people.rules import clean_password
from resource_centre.settings import DATABASE, Settings, default_database_url
from resource_centre.ui.background import Task
from resource_centre.ui.start.own import Beginning
from resource_centre.ui.start.ways import Stage, way
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.fields import Choice, Finder, line
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text

Known = tuple[tuple[str, str], ...]  # login and name of those who may come in


def local_file(settings: Settings) -> Path | None:
    """The local file that was open last, or lies where a new one would; None when there is none."""
    for url in (settings.get(DATABASE), default_database_url()):
        file = sqlite_file(parse_url(url)) if url else None
        if file is not None and file.exists():
            return file
    return None


def begin_there(url: str, password: str, beginning: Beginning) -> str:
    """A new centre with its first person in a server's database; answers the address by which they come in."""
    app = App.open(url, password=password)
    try:
        app.write(beginning.make, SYSTEM)
    finally:
        app.close()
    return as_person(url, beginning.login)


def give_login(url: str, password: str, login: str, new: str) -> str:
    """Gives a person a login on the server; answers the address by which they come in."""
    app = App.open(url, password=password)
    try:
        app.write(lambda unit: make(unit, login, new), SYSTEM)
    finally:
        app.close()
    return as_person(url, login)


def move_there(file: Path | None, url: str, password: str, task: Task) -> Known:
    """Moves a local file into a server's empty database; answers who is there then."""
    from resource_centre.db.copying.whole import copy

    source, target = open_engine(f"sqlite:///{file}"), open_engine(url, password)
    try:
        copy(source, target, tell=lambda table, done, of: task.report(done, of, table))
    finally:
        source.dispose()
        target.dispose()
    return people_at(url, password)


def people_at(url: str, password: str) -> Known:
    """Login and name of everybody who could come in."""
    app = App.open(url, password=password)
    try:
        return tuple((login, name) for _key, login, name, _has in app.read(queries.logins, SYSTEM))
    finally:
        app.close()


def as_person(url: str, login: str) -> str:
    """The same database, entered by another login; without a password."""
    there = parse_url(url).set(drivername="postgresql", username=login, password=None)
    return there.render_as_string()


class FillPage(QWidget):
    """What comes into the empty database: begun() a centre · moved() the local file · left()."""

    begun = Signal()
    moved = Signal()
    left = Signal()

    def __init__(self, file: Path | None) -> None:
        super().__init__()
        inside = column(spacing=10)
        inside.addWidget(text(_("The database is prepared. What comes into it?"), "body2"))
        self.own = primary(_("Begin…"), self.begun.emit)
        self.setFocusProxy(self.own)
        words = _("You give the centre a name and become its administrator, with a login on the server.")
        inside.addWidget(way("building-2", _("A new centre"), words, self.own))
        if file is not None:
            self.bring = button(_("Move it there"), self.moved.emit)
            words = _("{file}: everything is copied and compared. The file itself stays as it is.")
            words = words.format(file=file.name)
            inside.addWidget(way("upload", _("The database of this computer"), words, self.bring))
        inside.addStretch(1)
        inside.addLayout(row(button(_("Back"), self.left.emit), 1))
        self.setLayout(inside)


class LoginPage(Stage):
    """Who comes in first: given(login, password) · left()."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.form = Form()
        words = _(
            "Choose yourself, and a password for your login on the server. "
            "Passwords of local files do not come along: the others get theirs under Settings, People and roles."
        )
        self.form.put(text(words, "body2", wrap=True))
        self.who = Finder([Choice(login, f"{name} ({login})", also=login) for login, name in known])
        self.form.add("who", _("Name or login"), self.who)
        self.new, self.again = line(most=200), line(most=200)
        for field in (self.new, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add_row(("password", _("New password"), self.new), ("again", _("Once more"), self.again))
        self.setFocusProxy(self.who)
        inside = column(self.form, 1)
        self.give = self.main = primary(_("Give the login"), self._give)
        inside.addLayout(row(button(_("Back"), self.left.emit), 1, self.give))
        self.setLayout(inside)

    def _give(self) -> None:
        self.form.forgive()
        try:
            if self.who.value is None:
                raise BadInput(_("Choose your name from the list."), "who")
            clean_password(self.new.text())
            if self.new.text() != self.again.text():
                raise BadInput(_("The two are not the same. Type it again."), "again")
        except BadInput as trouble:
            self.form.blame(trouble.field, str(trouble))
            return
        self.given.emit(self.who.value, self.new.text())
