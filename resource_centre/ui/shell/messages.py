"""The messages of the person at the window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.i18n import _
from resource_centre.outbox.queries import MessageRow, my_messages
from resource_centre.outbox.service import mark_read
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Empty
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.lists import Item, Items
from resource_centre.ui.words import moment_words

SYMBOLS = {
    "consultation": "messages-square",
    "event": "flag",
    "assignment": "user-check",
    "activity": "calendar-days",
}


class Messages(Dialog):
    """Newest first. Opening one goes to what it is about; all count as read when the list closes."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Messages"), _("Mark all as read"), size=QSize(560, 560))
        self.cancel.setText(_("Close"))
        self.left.inside.setContentsMargins(0, 0, 0, 0)
        self.list = Items(
            _("Messages"), Empty("bell", _("Nothing new. What happens to your work is told here."))
        )
        self.list.setMinimumHeight(420)
        self.form.put(self.list)
        self.list.opened.connect(self._open)
        self.list.clicked.connect(lambda _index: self._open(self.list.current))
        desk.read(self, my_messages, self._show)

    def _show(self, rows: tuple[MessageRow, ...]) -> None:
        zone, now = self.desk.zone, self.desk.now()
        self.list.set_entries(
            [
                Item(
                    row.id,
                    row.subject,
                    row.body.replace("\n", " "),
                    right=moment_words(row.created_at, zone, now),
                    symbol=SYMBOLS.get(row.about or "", "mail" if not row.read else "mail-check"),
                    row=row,
                )
                for row in rows
            ]
        )

    def _open(self, item: Item | None) -> None:
        if item is None or item.row.about is None:
            return
        self.accept()
        self.desk.open_row(item.row.about, item.row.about_id)

    def confirm(self) -> None:
        self.save(mark_read)
