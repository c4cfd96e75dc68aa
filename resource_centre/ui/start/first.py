"""The first start: a sample network, an own new database, or one that is there already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from resource_centre.app import App, prepare
from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.service import PersonDraft, add_person, set_password
from resource_centre.settings import LAST_LOGIN, Settings, default_database_url
from resource_centre.ui.background import Background, Task
from resource_centre.ui.failures import sentence
from resource_centre.ui.shell.rail import Mark
from resource_centre.ui.widgets.boxes import Banner, Card, column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.fields import Choice, Finder, Pick, line
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import IconLabel, text

COUNTRIES = (
    ("KZ", "Қазақстан", "Asia/Almaty", "kk"),
    ("RU", "Россия", "Europe/Moscow", "ru"),
    ("FI", "Suomi", "Europe/Helsinki", "en"),
    ("DE", "Deutschland", "Europe/Berlin", "en"),
    ("LT", "Lietuva", "Europe/Vilnius", "en"),
    ("PL", "Polska", "Europe/Warsaw", "en"),
    ("ES", "España", "Europe/Madrid", "en"),
    ("IT", "Italia", "Europe/Rome", "en"),
)


class FirstStart(QDialog):
    """Answers the address of a database in `url`, made and filled when that was asked for."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.url = ""
        self.background = Background(self)
        self._task: Task | None = None
        self.setWindowTitle(_("Welcome to Resource Centre"))
        self.setMinimumWidth(620)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 24, 28, 22)
        outer.setSpacing(14)
        head = row(Mark(), text(_("Welcome to Resource Centre"), "title"), 1, spacing=12)
        outer.addLayout(head)
        self.banner = Banner()
        outer.addWidget(self.banner)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack)
        self.stack.addWidget(self._ways())
        self.stack.addWidget(self._own())
        self.stack.addWidget(self._working())

    def sizeHint(self) -> QSize:
        return QSize(620, 460)

    def _ways(self) -> QWidget:
        made = QWidget()
        ways = column(spacing=10)
        ways.addWidget(text(_("How would you like to begin?"), "body2"))
        self.sample = primary(_("Open the sample"), self._make_sample)
        self.own = button(_("New database…"), lambda: self.stack.setCurrentIndex(1))
        self.existing = button(_("Open…"), self._open_existing)
        for symbol, title, words, act in (
            (
                "sparkles",
                _("Look around in a sample network"),
                _(
                    "Three centres with a year of bookings, requests and events. Nothing you do there can break anything."
                ),
                self.sample,
            ),
            (
                "database",
                _("Start your own centre"),
                _(
                    "A new, empty database on this computer. You give the centre a name and become its administrator."
                ),
                self.own,
            ),
            (
                "folder-open",
                _("Open a database that you have"),
                _("A file from another computer, or a backup."),
                self.existing,
            ),
        ):
            card = Card(margins=(14, 12, 14, 12))
            inside = row(IconLabel(symbol, 20, "accent", "soft"), spacing=14)
            inside.addLayout(column(text(title, "section"), text(words, "second2", wrap=True), spacing=2), 1)
            act.setAutoDefault(True)  # Enter presses the one that has the focus
            inside.addWidget(act)
            card.body.addLayout(inside)
            ways.addWidget(card)
        ways.addStretch(1)
        made.setLayout(ways)
        return made

    def _own(self) -> QWidget:
        made = QWidget()
        form = self.form = Form()
        self.centre = line(hint=_("STEM centre of …"), most=120)
        self.city = line(most=80)
        self.country = Pick([Choice(code, name) for code, name, _zone, _tongue in COUNTRIES])
        self.zone = Finder(
            [(z, z.replace("_", " ")) for z in sorted(available_timezones()) if "/" in z], "Asia/Almaty"
        )
        self.name = line(most=120)
        self.login = line(hint="aigerim", most=60)
        self.password = line(hint=_("may stay empty"), most=200)
        self.password.setEchoMode(self.password.EchoMode.Password)
        form.add("name", _("Name of the centre"), self.centre)
        form.add_row(
            ("city", _("City"), self.city),
            ("country", _("Country"), self.country),
            ("zone", _("Time zone"), self.zone),
        )
        form.add("person", _("Your name"), self.name)
        form.add_row(("login", _("Your login"), self.login), ("password", _("Your password"), self.password))
        self.country.changed.connect(
            lambda code: self.zone.choose(next(c[2] for c in COUNTRIES if c[0] == code))
        )
        inside = column(form, 1)
        back = button(_("Back"), lambda: self.stack.setCurrentIndex(0))
        self.begin = primary(_("Begin"), self._make_own)
        inside.addLayout(row(back, 1, self.begin))
        made.setLayout(inside)
        return made

    def _working(self) -> QWidget:
        made = QWidget()
        self.what = text(_("The sample is being made…"), "section")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        inside = column(1, self.what, self.bar, spacing=14)
        inside.addLayout(row(1, button(_("Cancel"), self._stop)))
        inside.addStretch(2)
        made.setLayout(inside)
        return made

    def _make_sample(self) -> None:
        from resource_centre.demo.network import fill

        def make(unit: Unit) -> None:
            fill(unit, 1, 1)

        self._make(_("The sample is being made…"), make, "coordinator")

    def _make_own(self) -> None:
        self.form.forgive()
        try:
            name = self.form.require("name", self.centre.text(), _("Give the centre a name."))
            person = self.form.require(
                "person", self.name.text(), _("Write your name, as colleagues know you.")
            )
            login = self.form.require("login", self.login.text(), _("Choose a short login, such as aigerim."))
            if self.zone.value is None:
                raise BadInput(_("Choose the time zone from the list, such as Asia/Almaty."), "zone")
        except BadInput as trouble:
            self.form.blame(trouble.field, str(trouble))
            return
        country, zone, city = self.country.value, self.zone.value, self.city.text().strip()
        password, tongue = self.password.text(), next(c[3] for c in COUNTRIES if c[0] == country)

        def make(unit: Unit) -> None:
            code = "".join(ch for ch in (city or name).upper() if ch.isalnum())[:6] or "MAIN"
            centre = add_centre(
                unit,
                CentreDraft(code=code, name=name, zone=zone, country=country, city=city, language=tongue),
            )
            roles = [(role, centre.id) for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR)]
            made = add_person(unit, PersonDraft(name=person, login=login, language=tongue), roles)
            if password:
                set_password(unit, made.id, password)

        self._make(_("Your database is being made…"), make, login)

    def _make(self, words: str, fill: Callable[[Unit], None], login: str) -> None:
        url = default_database_url()
        self.what.setText(words)
        self.stack.setCurrentIndex(2)

        def work(task: Task) -> None:
            prepare(url)
            app = App.open(url)
            try:
                app.write(fill)
                task.report(1, 1)
            finally:
                app.close()

        def done(_none: object) -> None:
            self.settings.set(LAST_LOGIN, login)
            self.url = url
            self.accept()

        self._task = self.background.run(work, done, self._failed, self)

    def _failed(self, trouble: BaseException) -> None:
        self.stack.setCurrentIndex(0)
        self.banner.say(sentence(trouble), "danger")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.stack.setCurrentIndex(0)

    def _open_existing(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a database"), "", f"{_('Databases')} (*.db *.sqlite)"
        )
        if not chosen:
            return
        url = f"sqlite:///{Path(chosen)}"
        try:
            App.open(url).close()
        except Exception as trouble:  # noqa: BLE001 - whatever it is, it is said here
            self._failed(trouble)
            return
        self.url = url
        self.accept()

    def done(self, result: int) -> None:
        self.background.close()
        super().done(result)
