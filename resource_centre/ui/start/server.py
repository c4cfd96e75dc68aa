"""Where a server is and who enters: the fields of a connection."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.db.engine import parse_url
from resource_centre.db.secure import (
    PORT,
    Place,
    has_key_ring,
    hosts_of,
    is_local,
    keep_password,
    place_of,
    without_password,
)
from resource_centre.i18n import _
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.fields import Choice, Pick, check, line, number
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import Elided, text

OWN = "file"


class ServerForm(Form):
    """`changed()`: something else is typed, so that what was found no longer holds."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hosts, self.port = line(hint="db.university.example", most=500), number(PORT, 1, 65535)
        self.port.setGroupSeparatorShown(False)
        self.add_row(("hosts", _("Server"), self.hosts, 4), ("port", _("Port"), self.port, 1))
        several = _(
            "With standbys write all of them, with commas between: the one that is in charge is taken."
        )
        self.put(text(several, "second", wrap=True))
        self.database, self.login = line("resource_centre", most=63), line(most=63)
        self.password = line(most=1000)
        self.password.setEchoMode(self.password.EchoMode.Password)
        self.add("database", _("Database"), self.database)
        self.add_row(("login", _("Your login"), self.login), ("password", _("Password"), self.password))
        self.keep = check(_("Keep the password in the key ring of this computer"), True)
        self.has_ring = has_key_ring()
        if self.has_ring:
            self.put(self.keep)
        else:
            self.keep.setParent(self)
            self.keep.hide()
            words = _("This computer has no key ring, so the password is asked for each time.")
            self.put(text(words, "second", wrap=True))
        self._make_trust()
        for field in (self.hosts, self.database, self.login, self.password):
            field.textEdited.connect(lambda _words: self._changed())
        self.port.valueChanged.connect(lambda _n: self._changed())

    def _make_trust(self) -> None:
        self.trust = Pick(
            [
                Choice("", _("Encrypted; the certificates this computer trusts"), "shield-check"),
                Choice(OWN, _("Encrypted; a CA file of your own…"), "file-check"),
            ]
        )
        self.ca = ""
        self.add("trust", _("Protection on the way (TLS)"), self.trust)
        self.file = Elided("", "second")
        self.other = button(_("Another file…"), self._choose_file, small=True)
        self.put(row(self.file, 1, self.other))
        self.near = text(_("The server is on this computer: nothing goes over the network."), "second")
        self.put(self.near)
        self.trust.changed.connect(self._trust_chosen)
        self._show_trust()

    def _trust_chosen(self, value: str) -> None:
        if value == OWN and not self.ca:
            self._choose_file()
        self._changed()

    def _choose_file(self) -> None:
        kinds = f"{_('Certificates')} (*.crt *.pem *.cer);;{_('All files')} (*)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("CA file"), "", kinds)
        self.trust_in(chosen or self.ca)

    def trust_in(self, file: str) -> None:
        """The authority in this file is trusted; empty: those that this computer trusts."""
        self.ca = file
        self.trust.choose(OWN if file else "")
        self._changed()

    def _changed(self) -> None:
        self._show_trust()
        self.changed.emit()

    def _show_trust(self) -> None:
        near = self._is_near()
        self.show_field("trust", not near)
        own = not near and self.trust.value == OWN
        self.file.set_words(self.ca)
        self.file.setVisible(own)
        self.other.setVisible(own)
        self.near.setVisible(near)

    def _is_near(self) -> bool:
        try:
            return all(is_local(host) for host in hosts_of(parse_url(self._place().address())))
        except BadInput:
            return False

    def _place(self) -> Place:
        ca = self.ca if self.trust.value == OWN else ""
        words = (self.hosts.text().strip(), self.database.text().strip(), self.login.text().strip())
        return Place(words[0], self.port.value(), words[1], words[2], ca)

    def show_address(self, url: str) -> None:
        """Fills the fields with an address of a server."""
        place = place_of(parse_url(url))
        self.hosts.setText(place.hosts)
        self.port.setValue(place.port)
        self.database.setText(place.database)
        self.login.setText(place.login)
        self.ca = place.ca
        self.trust.choose(OWN if place.ca else "")
        self._show_trust()

    def address(self) -> str:
        """The address, without the password; `BadInput` names the field that is to blame."""
        place = self._place()
        self.require("database", place.database, _("Write the name of the database on the server."))
        self.require("login", place.login, _("Write your login on the server."))
        if self.trust.value == OWN and not self._is_near() and not Path(self.ca).is_file():
            raise BadInput(_("Choose the CA file that you got from who runs the server."), "trust")
        try:
            parse_url(place.address())
        except BadInput:
            words = _("This is no name of a server. Write one such as db.university.example.")
            raise BadInput(words, "hosts") from None
        return without_password(place.address())

    def remember(self) -> None:
        """Puts the password into the key ring, or takes it out, as ticked."""
        if self.has_ring:
            typed = self.password.text() or None
            if typed is None and self.keep.isChecked():
                return  # what is kept already has served
            keep_password(parse_url(self.address()), typed if self.keep.isChecked() else None)


def blame(form: Form, trouble: BadInput, otherwise: QWidget) -> None:
    """Marks the field that is to blame, or gives the focus to another widget."""
    if not form.blame(trouble.field, str(trouble)):
        otherwise.setFocus()
