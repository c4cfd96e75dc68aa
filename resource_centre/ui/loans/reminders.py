"""Borrowers are reminded while somebody who lends has the window open."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from resource_centre.db.unit import Unit
from resource_centre.people.roles import Data, Right
from resource_centre.ui.desk import Desk

FIRST = 2_000
EVERY_HOUR = 3_600_000


def keep_reminding(desk: Desk, window: QWidget) -> None:
    """Soon after the start and then every hour, for whoever may lend; a failure waits for the next time."""
    if not desk.may(Data.BOOKINGS, Right.WRITE):
        return

    def ask() -> None:
        centre_id = desk.centre_id

        def tell(unit: Unit) -> int:
            from resource_centre.bookings.reminding import remind  # in the background, after the start

            return remind(unit, centre_id)

        desk.write(window, tell, failed=lambda _trouble: None)
        timer.setInterval(EVERY_HOUR)

    timer = QTimer(window)
    timer.setInterval(FIRST)
    timer.timeout.connect(ask)
    timer.start()
