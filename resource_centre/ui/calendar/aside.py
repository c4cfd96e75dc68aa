"""A dialog steps aside while a time is looked for on the calendar, and comes back with or without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from resource_centre.schedule.rules import Alternative
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.widgets.dialog import Dialog


def find_for(dialog: Dialog, begin: Wanted, take: Callable[[Alternative], object]) -> None:
    """Everything typed stays in the dialog; `take` is called with the time when it is there again."""
    desk, came_from = dialog.desk, dialog.desk.page

    def back() -> None:
        if came_from and came_from != "calendar":
            desk.open(came_from)
        dialog.open()

    def taken(time: Alternative) -> None:
        back()
        take(time)

    dialog.step_aside()
    desk.open("calendar", find=replace(begin, take=taken, back=back))
