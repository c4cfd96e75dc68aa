"""The keys (F1): those of the page in sight first, then those of every page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from resource_centre.i18n import N_, _
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import chip, text

Keys = tuple[tuple[str, str], ...]

EVERYWHERE: Keys = (
    ("Ctrl K", N_("Search or type a command")),
    ("Ctrl 1 … 9", N_("Pages")),
    ("Tab", N_("To the next thing, as one reads")),
    ("B", N_("Book")),
    ("Enter", N_("Open")),
    ("Ctrl Enter", N_("Confirm a dialog; in the command field, book at once")),
    ("Esc", N_("Close, or give up")),
    ("F1", N_("This list")),
)
CALENDAR: Keys = (
    ("← → ↑ ↓", N_("Between bookings and rows")),
    ("← →", N_("Fold or unfold a group")),
    ("Tab", N_("To the next booking")),
    ("B", N_("Book the resource that the keyboard is on")),
    ("G  ← → ↑ ↓", N_("Move a booking; Enter lets go, Esc puts it back")),
    ("G  Tab", N_("Its start, end, set-up or clear-down instead")),
    ("Alt ← →", N_("By five minutes, while something is moved")),
    ("A  X", N_("Approve, decline")),
    ("Del", N_("Cancel a booking")),
    ("Ctrl Z", N_("Undo")),
    ("Ctrl Shift Z", N_("Do again")),
    ("/", N_("Find a resource")),
    ("T", N_("Today")),
    ("D  W  F  M", N_("Day, week, four weeks, month")),
    ("PgUp  PgDn", N_("Earlier, later")),
    ("Ctrl F", N_("Find a time at which all that is needed is free")),
    ("[  ]", N_("Previous, next free time (while one is looked for)")),
    ("Ctrl + − 0", N_("Zoom of the calendar")),
    ("Ctrl I", N_("Details")),
    ("Ctrl P", N_("Print the calendar")),
)
WEEK: Keys = (
    ("← → ↑ ↓", N_("Between quarter hours")),
    ("Shift ↑ ↓", N_("Draw a time")),
    ("Space", N_("Take what is drawn, or change the quarter hour")),
    ("PgUp  PgDn", N_("Week before, week after")),
    ("Ctrl Z", N_("Undo")),
    ("Ctrl Shift Z", N_("Do again")),
)
INVITATIONS: Keys = (("A  X", N_("Accept, decline the first invitation")),)
LISTS: Keys = (
    ("↑ ↓", N_("From row to row")),
    ("Menu", N_("What can be done with a row")),
    ("Ctrl C", N_("Copy rows")),
)
PARTS: dict[str, tuple[tuple[str, Keys], ...]] = {
    "calendar": ((N_("Calendar"), CALENDAR),),
    "today": ((N_("Invitations"), INVITATIONS), (N_("Weeks"), WEEK)),
    "consultations": ((N_("Lists"), LISTS), (N_("Weeks"), WEEK)),
    "events": ((N_("Lists"), LISTS), (N_("Sessions in the calendar"), CALENDAR[:7])),
    "resources": ((N_("Lists"), LISTS), (N_("Weeks"), WEEK)),
    "ambassadors": ((N_("Lists"), LISTS), (N_("Weeks"), WEEK)),
}


class KeysDialog(Dialog):
    """What can be done without the mouse, on a page and anywhere."""

    def __init__(self, desk: Desk, parent: QWidget, page: str = "") -> None:
        super().__init__(desk, parent, _("Keys"), _("Close"), size=QSize(760, 640))
        self.cancel.hide()
        parts = PARTS.get(page, ((N_("Lists"), LISTS),))
        for title, keys in (*parts, (N_("On every page"), EVERYWHERE)):
            self.form.put(text(_(title), "section"))
            self.form.put(_grid(keys))
        self.form.end()


def _grid(keys: Keys) -> QGridLayout:
    """Two columns of keys and what they do."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(9)
    half = (len(keys) + 1) // 2
    for n, (key, what) in enumerate(keys):
        at = 0 if n < half else 2
        grid.addWidget(chip(key), n % half, at)
        grid.addWidget(text(_(what), wrap=True), n % half, at + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid
