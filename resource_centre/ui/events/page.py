"""The events page: the list, and one event opened from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.events import queries
from resource_centre.events.queries import EventDetail, EventRow, Filter
from resource_centre.events.rules import KINDS, MODES
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.dialogs import EventDialog
from resource_centre.ui.events.view import EventView
from resource_centre.ui.events.wording import TONES, when_words
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Empty, Toolbar
from resource_centre.ui.widgets.buttons import Segments, primary
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.table import Table


class EventsPage(Page):
    """Staff plan; teachers and ambassadors see what is published."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.AMBASSADORS, Topic.SCHEDULE})
    views: ClassVar[tuple[str, ...]] = ("event",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.EVENTS, Right.WRITE)
        self.staff = desk.may(Data.HEADCOUNTS, Right.READ)
        self.which = Filter.PLANNED if self.staff else Filter.UPCOMING
        self.opened: int | None = None
        self.stack = QStackedWidget()
        self.column.addWidget(self.stack)
        self.stack.addWidget(self._make_list())

    @cached_property
    def view(self) -> EventView:
        """One event; made when the first one is opened."""
        made = EventView(self.desk)
        made.back.connect(self._back)
        self.stack.addWidget(made)
        return made

    def build_ahead(self) -> Iterator[Callable[[], object]]:
        yield lambda: self.view

    def _make_list(self) -> QWidget:
        desk, made = self.desk, QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = Toolbar(_("Events"))
        self.search = Search(_("Find an event"))
        self.search.setFixedWidth(190)
        self.search.searched.connect(lambda _words: self.reload())
        shown = [Filter.PLANNED, Filter.TO_CLOSE, Filter.PAST, Filter.ALL]
        if not self.staff:
            shown = [Filter.UPCOMING, Filter.ALL]
        if desk.may(Data.EVENTS, Right.APPROVE):
            shown.insert(1, Filter.TO_APPROVE)
        self.shown = shown
        self.segments = Segments(
            [(w.value, _(queries.FILTER_NAMES[w])) for w in shown], self.which.value, _("Which events")
        )
        self.segments.chosen.connect(self._choose)
        self.bar.add(self.search, self.segments)
        if self.writes:
            self.bar.add(primary(_("New event"), self.new_event, symbol="plus"))
        column.addWidget(self.bar)
        zone = lambda: desk.zone  # noqa: E731
        columns = [
            Column(_("Event"), lambda r: r.title, 260, stretch=True, strong=True, hue=lambda _r: "event", second=lambda r: f"{_(KINDS.get(r.kind, r.kind))} · {_(MODES.get(r.mode, r.mode))}"),
            Column(_("When"), lambda r: when_words(r, zone()), 220, key=lambda r: r.starts_at),
            Column(_("Lead"), lambda r: r.lead, 160),
            Column(_("Sessions"), lambda r: str(r.sessions or ""), 80, right=True, key=lambda r: r.sessions),
            Column(_("Registered"), lambda r: f"{r.registered} / {r.places}" if r.places else str(r.registered), 100, right=True, key=lambda r: r.registered),
            Column(_("Ambassadors"), lambda r: f"{r.filled} / {r.needed}" if r.needed else "", 106, right=True, key=lambda r: r.needed - r.filled, tone=lambda r: "warn" if r.filled < r.needed else ""),
        ]  # fmt: skip
        if not self.staff:
            del columns[-1]
        columns += [
            Column(_("State"), lambda r: r.state_name, 120, chip=True, tone=lambda r: TONES.get(r.state, "plain")),
        ]  # fmt: skip
        words = (
            _("Nothing is planned. Make the first event of the term.")
            if self.writes
            else _("No event is published yet.")
        )
        self.empty = Empty(
            "flag", words, _("New event") if self.writes else "", self.new_event if self.writes else None
        )
        self.table = Table(columns, _("Events"), empty=self.empty)
        self.table.opened.connect(lambda found: self.open_event(found.id))
        self.table.clicked.connect(lambda index: self.open_event(index.data(0x0100).id))
        column.addWidget(self.table, 1)
        return made

    def load(self) -> None:
        which, words = self.which, self.search.text().strip()
        centre_id, mine = self.desk.centre_id, self.opened

        def read(unit: Unit) -> Any:
            rows = queries.events(unit, centre_id, which, words)
            return (
                rows,
                queries.counts(unit, centre_id),
                queries.event(unit, mine) if mine is not None else None,
            )

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new") and self.writes:
            self.new_event()
        if "id" in where:
            self.open_event(int(where["id"]))
        if "session" in where:
            self._open_of("event_session", int(where["session"]))
        if "assignment" in where:
            self._open_of("assignment", int(where["assignment"]))

    def show_view(self, name: str) -> None:
        """A view for the tour."""
        rows: list[EventRow] = self.table.rows.rows
        chosen = next((row for row in rows if row.state.value == "published"), rows[0] if rows else None)
        if name == "event" and chosen is not None:
            self.open_event(chosen.id)

    def open_event(self, event_id: int) -> None:
        """Opens one event."""
        self.opened = event_id
        self.desk.read(self, lambda unit: queries.event(unit, event_id), self._show_event, key="detail")

    def new_event(self) -> None:
        """The form of a new event."""
        EventDialog(self.desk, self, then=self.open_event).open()

    def unsaved(self) -> bool:
        return "view" in vars(self) and self.view.grid.unsaved()

    def at_start(self) -> None:
        self._back()

    def on_centre(self) -> None:
        self._back()
        super().on_centre()

    def _open_of(self, kind: str, key: int) -> None:
        from resource_centre.overview.places import event_of

        def then(event_id: int | None) -> None:
            if event_id is not None:
                self.open_event(event_id)

        self.desk.read(self, lambda unit: event_of(unit, kind, key), then)

    def _choose(self, key: str) -> None:
        self.which = Filter(key)
        self.reload()

    def _back(self) -> None:
        self.opened = None
        self.stack.setCurrentIndex(0)

    def _show(self, found: Any) -> None:
        rows, counts, detail = found
        self.empty.search(bool(self.search.text().strip()), self.search.clear)
        self.table.set_rows(rows)
        for which in self.shown:
            words, count = _(queries.FILTER_NAMES[which]), counts.get(which, 0)
            self.segments.rename(
                which.value, f"{words} {count}" if count and which is not Filter.ALL else words
            )
        self.bar.note.setText(n_("{n} event", "{n} events", len(rows)).format(n=len(rows)))
        if detail is not None:
            self._show_event(detail)

    def _show_event(self, detail: EventDetail) -> None:
        if self.opened == detail.row.id:
            self.view.show_event(detail)
            self.stack.setCurrentWidget(self.view)
