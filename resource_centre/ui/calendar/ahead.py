"""The periods before and after the one in sight, read beforehand, so that turning the page shows them at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from resource_centre.db.unit import Unit
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.period import Period
from resource_centre.ui.calendar.shown import Shown, read_shown
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.ready import Sight


class Ahead:
    """What is known of the neighbours of one period, of one centre, under one set of filters.

    `found` is told of each, as it comes, with how the calendar was shown when it was asked for.
    """

    def __init__(self, desk: Desk, owner: QObject, found: Callable[[Shown, Sight], object]) -> None:
        self.desk, self.owner, self.found = desk, owner, found
        self._known: dict[tuple[int, Period, Filters], Shown] = {}
        self._asked = 0

    def forget(self) -> None:
        """Something has changed: nothing that was read counts, nor what is being read."""
        self._known.clear()
        self._asked += 1

    def let_go(self) -> None:
        """Nobody looks at the calendar: what was read beforehand takes no more memory."""
        for shown in self._known.values():
            shown.prepared.let_go()
        self.forget()

    def of(self, period: Period, filters: Filters) -> Shown | None:
        """What was read of a period, if it was."""
        return self._known.get((self.desk.centre_id, period, filters))

    def look(self, period: Period, filters: Filters, sight: Sight) -> None:
        """Reads the neighbours of a period in the background, and keeps none but them and itself.

        When it fails nobody is told: the reading itself says so.
        """
        centre_id, asked = self.desk.centre_id, self._asked
        near = {(centre_id, period.shift(step), filters) for step in (-1, 0, 1)}
        for far in self._known.keys() - near:
            self._known.pop(far).prepared.let_go()
        for step in (1, -1):
            beside = period.shift(step)
            if self.of(beside, filters) is None:
                self.desk.read(
                    self.owner,
                    _reading(centre_id, beside, filters, sight),
                    self._keeping(asked, (centre_id, beside, filters), sight),
                    lambda _trouble: None,
                    key=f"ahead{step}",
                )

    def _keeping(self, asked: int, key: tuple[int, Period, Filters], sight: Sight) -> Callable[[Shown], None]:
        def keep(shown: Shown) -> None:
            if asked == self._asked:
                self._known[key] = shown
                self.found(shown, sight)

        return keep


def _reading(centre_id: int, period: Period, filters: Filters, sight: Sight) -> Callable[[Unit], Shown]:
    return lambda unit: read_shown(unit, centre_id, period, filters, None, sight)
