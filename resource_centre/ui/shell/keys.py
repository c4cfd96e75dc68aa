"""The keys (F1)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import chip, text


class KeysDialog(Dialog):
    """What can be done without the mouse."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Keys"), _("Close"), size=QSize(640, 520))
        self.cancel.hide()
        keys = (
            ("Ctrl K", _("Search or type a command")),
            ("Ctrl 1 … 9", _("Pages")),
            ("B", _("Book")),
            ("/", _("Find a resource")),
            ("T", _("Today")),
            ("D  W  F  M", _("Day, week, four weeks, month")),
            ("PgUp  PgDn", _("Earlier, later")),
            ("← → ↑ ↓", _("Between bookings")),
            ("Enter", _("Open")),
            ("G  ← → ↑ ↓", _("Move a booking; Enter lets go, Esc puts it back")),
            ("G  Tab", _("Its start, end, set-up or clear-down instead")),
            ("Ctrl Z", _("Undo")),
            ("Ctrl Shift Z", _("Do again")),
            ("Del", _("Cancel a booking")),
            ("Ctrl P", _("Save the calendar to print it")),
            ("Ctrl I", _("Details")),
            ("Ctrl + − 0", _("Zoom of the calendar")),
            ("Ctrl Enter", _("Confirm a dialog; in the command field, book at once")),
            ("Esc", _("Close, or give up")),
            ("F1", _("This list")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(9)
        half = (len(keys) + 1) // 2
        for n, (key, what) in enumerate(keys):
            at = 0 if n < half else 2
            grid.addWidget(chip(key), n % half, at)
            grid.addWidget(text(what, wrap=True), n % half, at + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.form.put(grid)
        self.form.end()
