"""Finding a time on the calendar: the search runs beside it, and what it finds lies in it as green landing spots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.overview.times import Found, Wish, find_times
from resource_centre.resources import queries as resources
from resource_centre.ui.booking.choices import Choices, read_choices
from resource_centre.ui.booking.dialog import open_booking
from resource_centre.ui.booking.start import Start
from resource_centre.ui.calendar.findpanel import FindPanel, spans_of
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.failures import sentence
from resource_centre.ui.timeline.scene import Landing

if TYPE_CHECKING:
    from resource_centre.ui.calendar.page import CalendarPage


class Finding:
    """The search of one calendar page; `rows` are the bookables it is about, which alone are shown meanwhile."""

    def __init__(self, page: CalendarPage) -> None:
        self.page, self.desk, self.view = page, page.desk, page.view
        self.panel: FindPanel | None = None
        self.rows: frozenset[int] = frozenset()
        self._wish: Wish | None = None
        self._seen: list[int] = []
        self.view.landing_chosen.connect(self._clicked)
        self.view.let_go.connect(self.put)

    @property
    def active(self) -> bool:
        """Whether a time is looked for."""
        return self.panel is not None

    def start(self, begin: Wanted) -> None:
        """Opens the search; another one that is under way ends. A dialog that waits for that one comes back instead."""
        waits = self.panel is not None and self.panel.begin.back is not None
        self.stop()
        if waits:
            return
        centre_id = self.desk.centre_id

        def ready(choices: Choices) -> None:
            panel = FindPanel(choices, begin, self.desk.wall_now().date(), self.desk.zone)
            panel.wanted.connect(self.search)
            panel.chosen.connect(self._look_at)
            panel.taken.connect(self._take)
            panel.closed.connect(self.stop)
            self.panel = panel
            self.page.body.show_search(panel)
            panel.needs.setFocus()
            if begin.bookables or begin.units or begin.people:
                self.search()

        self.desk.read(self.page, lambda unit: read_choices(unit, centre_id), ready, key="find-form")

    def stop(self) -> None:
        """Ends the search; what waited for a time is told that there is none."""
        panel = self._close()
        if panel is not None and panel.begin.back is not None:
            panel.begin.back()

    def _close(self) -> FindPanel | None:
        panel, self.panel = self.panel, None
        if panel is None:
            return None
        self._wish, self._seen = None, []
        self.page.body.show_search(None)
        self.view.hand.offer(())
        self._show_rows(frozenset())
        return panel

    def search(self) -> None:
        """Looks for free times in the background."""
        panel = self.panel
        wish = panel.wish(self.desk.centre_id) if panel is not None else None
        if panel is None or wish is None:
            self.put()
            return

        def read(unit: Unit) -> tuple[tuple[Found, ...], dict[int, str], frozenset[int]]:
            found = find_times(unit, wish)
            keys = {key for each in found for key in each.time.bookables} | set(wish.bookables)
            rows = resources.bookables_by_id(unit, sorted(keys))
            models = {model for model, _count in wish.units}
            alike = {
                row.id for row in resources.bookables(unit, wish.centre_id, "unit") if row.model_id in models
            }
            return found, {row.id: row.name for row in rows.values()}, frozenset(keys | alike)

        def show(answer: tuple[tuple[Found, ...], dict[int, str], frozenset[int]]) -> None:
            if self.panel is panel:
                self._wish = wish
                self._show_rows(answer[2])
                panel.show_found(*answer[:2])
                self.put()

        def cannot(trouble: BaseException) -> None:
            if self.panel is panel:
                panel.say(sentence(trouble), "info" if isinstance(trouble, BadInput) else "danger")
                self.put()

        self.desk.read(self.page, read, show, cannot, key="find")

    def _show_rows(self, rows: frozenset[int]) -> None:
        if rows != self.rows:
            self.rows = rows
            self.page.redraw()

    def put(self) -> None:
        """Draws what was found in the days that are shown, on every row that it would take."""
        panel = self.panel
        if panel is None:
            return
        self._seen = spans_of(panel.found, self.page.period.range(self.desk.zone))
        self.view.hand.offer(tuple(self._landing(panel.found[n]) for n in self._seen))
        current = panel.current
        chosen = self._seen.index(current) if current in self._seen else None
        self.view.set_overlay(replace(self.view.overlay, chosen=chosen))

    def _landing(self, found: Found) -> Landing:
        time = found.time
        clock = f"{time.start.astimezone(self.desk.zone):%H:%M}"
        return Landing(time.bookables[0], time.start, time.end, clock, time.bookables[1:])

    def _look_at(self, number: int) -> None:
        """Shows the days of a time."""
        assert self.panel is not None
        day = self.panel.found[number].time.start.astimezone(self.desk.zone).date()
        if day not in self.page.period.days:
            self.page.go_to(day)
        self.put()

    def _clicked(self, number: int) -> None:
        if self.panel is not None and number < len(self._seen):
            self.panel.list.pick(self._seen[number])
            self._take(self._seen[number])

    def take_current(self) -> None:
        """Takes the time that is looked at."""
        if self.panel is not None and self.panel.current is not None:
            self._take(self.panel.current)

    def step(self, steps: int) -> None:
        """Looks at the next or previous time."""
        if self.panel is not None:
            self.panel.step(steps)

    def _take(self, number: int) -> None:
        panel, wish = self.panel, self._wish
        if panel is None or wish is None or number >= len(panel.found):
            return
        time = panel.found[number].time
        people = {row.id for row in panel.choices.bookables if row.kind == "person"}
        named = (*wish.bookables, *(key for key in time.bookables if key in people - set(wish.bookables)))
        self._close()
        if panel.begin.take is not None:
            panel.begin.take(time)
            return
        begin = Start(
            bookables=named, units=wish.units, start=time.start, end=time.end, kind=panel.begin.kind
        )
        open_booking(self.desk, self.page, begin, self.page.moves.made)
