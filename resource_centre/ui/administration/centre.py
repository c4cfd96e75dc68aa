"""The centre: its particulars, and the other centres of the network."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.centres import queries, service
from resource_centre.centres.queries import CentreRow
from resource_centre.centres.service import CentreDraft
from resource_centre.core.errors import BadInput, ChangedMeanwhile
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people.roles import Data, Right
from resource_centre.ui.administration.own import Panel, say_trouble
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Banner, row
from resource_centre.ui.widgets.buttons import button, primary, switch_off
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.conflict import ask_whose
from resource_centre.ui.widgets.dialog import Dialog, meanwhile_words
from resource_centre.ui.widgets.fields import Choice, Finder, Pick, check, line, number
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.table import Table


def labels() -> dict[str, str]:
    """What each field of a centre is called."""
    return {
        "name": _("Name"),
        "code": _("Code"),
        "university": _("University"),
        "city": _("City"),
        "address": _("Address"),
        "zone": _("Time zone"),
        "country": _("Country (two letters)"),
        "language": _("Language"),
        "first_response_hours": _("First answer within, working hours"),
        "resolution_hours": _("Resolved within, working hours"),
        "observes_holidays": _("Closed on public holidays"),
    }


def draft_of(found: CentreRow) -> CentreDraft:
    """A centre as a form would say it."""
    return CentreDraft(
        found.code, found.name, found.zone, found.country, found.university, found.city, found.address, found.subdivision,
        found.language, found.observes_holidays, found.first_response_hours, found.resolution_hours,
    )  # fmt: skip


class CentreForm(Form):
    """The particulars of a centre."""

    def __init__(self) -> None:
        super().__init__()
        self.subdivision: str | None = None
        words = labels()
        self.name, self.code = line(most=200), line(hint="ALA", most=12)
        self.add_row(("name", words["name"], self.name, 3), ("code", words["code"], self.code, 1))
        self.university, self.city = line(most=200), line(most=100)
        self.add_row(
            ("university", words["university"], self.university, 3), ("city", words["city"], self.city, 2)
        )
        self.address = line(most=300)
        self.add("address", words["address"], self.address)
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]
        self.zone, self.country = Finder(zones), line("KZ", "KZ", 2)
        self.language = Pick([Choice(code, name) for code, name in LANGUAGES.items()])
        self.add_row(
            ("zone", words["zone"], self.zone, 2),
            ("country", words["country"], self.country, 1),
            ("language", words["language"], self.language, 1),
        )
        self.first, self.last = number(16, 1, 1000), number(80, 1, 5000)
        self.add_row(
            ("first_response_hours", words["first_response_hours"], self.first),
            ("resolution_hours", words["resolution_hours"], self.last),
        )
        self.holidays = check(words["observes_holidays"], True)
        self.put(self.holidays)

    def show_draft(self, draft: CentreDraft) -> None:
        """Fills the fields."""
        for field, words in (
            (self.name, draft.name), (self.code, draft.code), (self.university, draft.university),
            (self.city, draft.city), (self.address, draft.address), (self.country, draft.country),
        ):  # fmt: skip
            field.setText(words)
        self.zone.choose(draft.zone)
        self.language.choose(draft.language)
        self.first.setValue(draft.first_response_hours)
        self.last.setValue(draft.resolution_hours)
        self.holidays.setChecked(draft.observes_holidays)
        self.subdivision = draft.subdivision

    def typed(self) -> CentreDraft:
        """What stands in the fields, whether or not it can be saved."""
        return CentreDraft(
            self.code.text().strip(), self.name.text().strip(), self.zone.value or "",
            self.country.text().strip().upper(), self.university.text().strip(), self.city.text().strip(),
            self.address.text().strip(), self.subdivision, self.language.value, self.holidays.isChecked(),
            self.first.value(), self.last.value(),
        )  # fmt: skip

    def draft(self) -> CentreDraft:
        """What can be saved; `BadInput` names the field that is to blame."""
        found = self.typed()
        self.require("name", found.name, _("Give the centre a name."))
        self.require("code", found.code, _("Give the centre a short code, such as ALA."))
        if not found.zone:
            raise BadInput(_("Choose the time zone from the list, such as Asia/Almaty."), "zone")
        return found


class CentrePanel(Panel):
    """The centre in sight, and the network."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        writes = desk.may(Data.SETTINGS, Right.WRITE)
        card = self.card(_("Centre"))
        self.banner, self.form = Banner(), CentreForm()
        self.form.setEnabled(writes)
        card.body.addWidget(self.banner)
        card.body.addWidget(self.form)
        self.save = primary(_("Save"), self._save)
        switch_off(self.save, "" if writes else _("Centres are changed by administrators."))
        card.body.addLayout(row(1, self.save))
        network = self.card(_("Centres of the network"))
        network.body.setContentsMargins(0, 0, 0, 0)
        if writes:
            network.head.addWidget(
                button(
                    _("Another centre…"),
                    lambda: NewCentreDialog(desk, self).open(),
                    small=True,
                    symbol="building-2",
                )
            )
        columns = [
            Column(_("Name"), lambda c: c.name, 240, stretch=True, strong=True),
            Column(_("Code"), lambda c: c.code, 80),
            Column(_("City"), lambda c: c.city, 140),
            Column(_("Country"), lambda c: c.country, 80),
            Column(_("Time zone"), lambda c: c.zone, 170, faint=True),
        ]
        self.network = Table(columns, _("Centres of the network"))
        network.body.addWidget(self.network)
        self.column.addStretch(1)
        self.found: CentreRow | None = None

    def load(self) -> None:
        key = self.desk.centre_id
        self.desk.read(
            self, lambda unit: (queries.centre(unit, key), queries.centres(unit)), self._show, key="centre"
        )

    def _show(self, read: tuple[CentreRow, list[CentreRow]]) -> None:
        found, centres = read
        self.network.set_rows(centres)
        self.network.fit_height(8)
        known = self.found
        if known is not None and known.id == found.id and self.form.typed() != draft_of(known):
            if found.version != known.version:  # what is being typed stays, and saving it shows both versions
                names = [
                    words for name, words in labels().items() if getattr(found, name) != getattr(known, name)
                ]
                self.banner.say(meanwhile_words("", names), "warn")
            return
        self.found = found
        self.form.show_draft(draft_of(found))

    def _save(self) -> None:
        self.form.forgive()
        self.banner.say("")
        if self.found is None:
            return
        try:
            draft = self.form.draft()
        except BadInput as trouble:
            say_trouble(trouble, self.form, self.banner)
            return
        self._write(draft, self.found.version)

    def _write(self, draft: CentreDraft, version: int | None) -> None:
        found = self.found
        if found is None:
            return

        def failed(trouble: BaseException) -> None:
            if isinstance(trouble, ChangedMeanwhile):
                before = draft_of(found)
                ask_whose(self.desk, self, labels(), trouble, before, draft, self._write)
                return
            say_trouble(trouble, self.form, self.banner)

        self.desk.write(
            self,
            lambda unit: service.change_centre(unit, found.id, draft, version),
            self._saved,
            failed,
            _("Saved."),
        )

    def _saved(self, found: CentreRow) -> None:
        self.found = found
        self.form.show_draft(draft_of(found))
        if found != self.desk.centre:
            self.desk.show_centre(found)


class NewCentreDialog(Dialog):
    """Another centre of the network."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Another centre"), _("Add the centre"), size=QSize(620, 0))
        self.left.inside.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.particulars = CentreForm()
        self.form = self.particulars
        self.particulars.show_draft(CentreDraft("", "", "Asia/Almaty", "KZ", language=desk.centre.language))
        self.left.inside.addWidget(self.particulars)
        self.form.end()

    def confirm(self) -> None:
        draft = self.particulars.draft()
        said = _("{name} is added. Its administrators give roles there.").format(name=draft.name)
        self.save(lambda unit: service.add_centre(unit, draft), None, said)
