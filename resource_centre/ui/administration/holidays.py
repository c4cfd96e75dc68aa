"""Public holidays of the centre's country, a year at a time, and on which of them it opens all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from resource_centre.centres import queries, service
from resource_centre.centres.public import public_holidays
from resource_centre.core.times import days_range, to_wall
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.ui.administration.hours import may_close
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import clear, row
from resource_centre.ui.widgets.buttons import icon_button, switch_off
from resource_centre.ui.widgets.fields import check
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.words import day_words


@dataclass(frozen=True)
class HolidayLine:
    """A public holiday; `open` when the centre opens on it."""

    day: date
    name: str
    open: bool


def holidays_of_year(unit: Unit, centre_id: int, year: int) -> tuple[bool, str, list[HolidayLine]]:
    """Whether the centre keeps public holidays, its country, and those of the year."""
    centre = queries.centre(unit, centre_id)
    names = public_holidays(centre.country, centre.subdivision, year, centre.language)
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    window = days_range(date(year, 1, 1), length, centre.tz)
    closed = {
        to_wall(each.range.start, centre.tz).date() for each in queries.holidays_of(unit, centre, window)
    }
    lines = [HolidayLine(day, name, day not in closed) for day, name in sorted(names.items())]
    return centre.observes_holidays, centre.country, lines


class HolidaysPanel(Panel):
    """A year of public holidays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.year = desk.wall_now().year
        self.card_ = self.card(_("Public holidays"), _("tick a day on which the centre opens all the same"))
        self.shown = text(str(self.year), "medium")
        self.card_.head.addWidget(icon_button("chevron-left", _("The year before"), lambda: self._turn(-1)))
        self.card_.head.addWidget(self.shown)
        self.card_.head.addWidget(icon_button("chevron-right", _("The next year"), lambda: self._turn(1)))
        self.writes = may_close(desk)
        self.column.addStretch(1)

    def load(self) -> None:
        key, year = self.desk.centre_id, self.year
        self.desk.read(self, lambda unit: holidays_of_year(unit, key, year), self._show, key="year")

    def _turn(self, years: int) -> None:
        self.year = min(max(self.year + years, 2000), 2100)
        self.shown.setText(str(self.year))
        self.load()

    def _show(self, found: tuple[bool, str, list[HolidayLine]]) -> None:
        keeps, country, lines = found
        clear(self.card_.body)
        if not lines:
            words = _("No public holidays are known for the country {country}. Enter closures instead.")
            self.card_.body.addWidget(text(words.format(country=country), "body2", wrap=True))
            return
        if not keeps:
            words = _("This centre opens on public holidays; its particulars say so.")
            self.card_.body.addWidget(text(words, "body2", wrap=True))
        for line in lines:
            self.card_.body.addLayout(self._line(line, keeps))

    def _line(self, line: HolidayLine, keeps: bool):  # type: ignore[no-untyped-def]
        box = check(_("open"), line.open)
        box.setAccessibleName(
            _("open on {day}: {name}").format(day=day_words(line.day, year=True), name=line.name)
        )
        reason = "" if self.writes else _("Coordinators and administrators decide this.")
        if not keeps:
            reason = _("This centre opens on public holidays; its particulars say so.")
        switch_off(box, reason)
        box.toggled.connect(partial(self._open, line.day))
        when = text(day_words(line.day, year=True), "second2")
        when.setFixedWidth(150)
        made = row(when)
        made.addWidget(Elided(line.name), 1)
        made.addWidget(box)
        return made

    def _open(self, day: date, opens: bool) -> None:
        key = self.desk.centre_id
        self.desk.write(self, lambda unit: service.open_on_holiday(unit, key, day, opens), said=_("Saved."))
