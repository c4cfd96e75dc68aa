"""A centre of one's own: its name and place, and its first administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import Signal

from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.rules import clean_login, clean_password
from resource_centre.people.service import PersonDraft, add_person
from resource_centre.ui.start.ways import Stage
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.fields import Choice, Finder, Pick, line
from resource_centre.ui.widgets.form import Form

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


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new centre with its first person; `make` writes both."""

    make: Callable[[Unit], None]
    login: str
    password: str


class OwnPage(Stage):
    """begun(Beginning) · left(). On a server the person gets a login there, which needs a password."""

    begun = Signal(object)
    left = Signal()

    def __init__(self, on_server: bool = False) -> None:
        super().__init__()
        self.on_server = on_server
        form = self.form = Form()
        self.centre = line(hint=_("STEM centre of …"), most=120)
        self.city = line(most=80)
        self.country = Pick([Choice(code, name) for code, name, _zone, _tongue in COUNTRIES])
        self.zone = Finder(
            [(z, z.replace("_", " ")) for z in sorted(available_timezones()) if "/" in z], "Asia/Almaty"
        )
        self.name = line(most=120)
        self.login = line(hint="aigerim", most=60)
        self.password = line(hint="" if on_server else _("may stay empty"), most=200)
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
        self.setFocusProxy(self.centre)
        inside = column(form, 1)
        self.begin = self.main = primary(_("Begin"), self._begin)
        inside.addLayout(row(button(_("Back"), self.left.emit), 1, self.begin))
        self.setLayout(inside)

    def _begin(self) -> None:
        self.form.forgive()
        try:
            self.begun.emit(self._typed())
        except BadInput as trouble:
            self.form.blame(trouble.field, str(trouble))

    def _typed(self) -> Beginning:
        form, on_server = self.form, self.on_server
        name = form.require("name", self.centre.text(), _("Give the centre a name."))
        person = form.require("person", self.name.text(), _("Write your name, as colleagues know you."))
        login = clean_login(
            form.require("login", self.login.text(), _("Choose a short login, such as aigerim."))
        )
        if self.zone.value is None:
            raise BadInput(_("Choose the time zone from the list, such as Asia/Almaty."), "zone")
        country, zone, city = self.country.value, self.zone.value, self.city.text().strip()
        password, tongue = self.password.text(), next(c[3] for c in COUNTRIES if c[0] == country)
        if password or on_server:
            clean_password(password)

        def make(unit: Unit) -> None:
            code = "".join(ch for ch in (city or name).upper() if ch.isalnum())[:6] or "MAIN"
            centre = add_centre(
                unit,
                CentreDraft(code=code, name=name, zone=zone, country=country, city=city, language=tongue),
            )
            roles = [(role, centre.id) for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR)]
            add_person(unit, PersonDraft(name=person, login=login, language=tongue), roles, password or None)

        return Beginning(make, login, password)
