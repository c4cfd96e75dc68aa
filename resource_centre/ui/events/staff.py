"""The ambassadors of an event: placeholder card until invitations are read."""

from __future__ import annotations

from PySide6.QtCore import Signal

from resource_centre.events.queries import EventDetail
from resource_centre.i18n import _
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Card


class StaffCard(Card):
    """need(): how many are needed."""

    need = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Ambassadors"))
        self.desk = desk

    def show_event(self, detail: EventDetail) -> None:
        """Shows who comes."""
