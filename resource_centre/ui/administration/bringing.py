"""Bringing in what other programs know: schools, equipment, people, calendars."""

from __future__ import annotations

from functools import partial

from resource_centre.i18n import N_, _
from resource_centre.people.roles import Data, Right
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.labels import IconLabel, text

WHAT = (
    (
        "schools",
        N_("Schools…"),
        "school",
        N_("A list of schools, as the education office gives it out."),
        (Data.SCHOOLS,),
    ),
    (
        "equipment",
        N_("Equipment…"),
        "package",
        N_("A register of assets: models, asset tags, serial numbers."),
        (Data.RESOURCES,),
    ),
    (
        "people",
        N_("People…"),
        "users",
        N_("Teachers, ambassadors and staff with their roles."),
        (Data.PEOPLE, Data.CONTACTS),
    ),
    (
        "calendar",
        N_("Calendar…"),
        "calendar-days",
        N_("A calendar file (ICS) of a lab: its entries become bookings or closures."),
        (Data.BOOKINGS,),
    ),
)


def importable(desk: Desk) -> list[str]:
    """What the person may bring in here."""
    return [each[0] for each in WHAT if any(desk.may(data, Right.WRITE) for data in each[4])]


class ImportPanel(Panel):
    """One line for each kind; the wizard shows every row before anything is written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("Import"), _("every row is shown before anything is written"))
        card.body.setSpacing(14)
        may = importable(desk)
        for what, words, symbol, note, _data in WHAT:
            if what not in may:
                continue
            made = button(_(words), partial(self._open, what))
            name = _(words).rstrip("…")
            line = row(IconLabel(symbol, 18), spacing=12)
            line.addLayout(column(text(name, "medium"), text(_(note), "second"), spacing=1), 1)
            line.addWidget(made)
            card.body.addLayout(line)
        self.column.addStretch(1)

    def _open(self, what: str) -> None:
        from resource_centre.ui.importing.wizard import ImportWizard

        ImportWizard(self.desk, self, what).open()
