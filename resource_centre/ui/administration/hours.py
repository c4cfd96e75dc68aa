"""When the centre is open: the week, and times in which it is closed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.centres import queries, service
from resource_centre.centres.queries import ClosedRange
from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange, days_range, to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.queries import blocks
from resource_centre.ui.administration.own import Panel, say_trouble
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.week import Span, WeekEditor
from resource_centre.ui.widgets.boxes import Banner, Empty, row
from resource_centre.ui.widgets.buttons import button, primary, switch_off
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Dialog, Reason
from resource_centre.ui.widgets.fields import MomentField, line
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import span_words

BACK, AHEAD = timedelta(days=60), 500
TITLES = 5
EMPTY = 150
SIZE = QSize(520, 410)  # room for what is booked then


def may_close(desk: Desk) -> bool:
    """Whether the person may close the centre and open it on holidays."""
    from resource_centre.core.context import Role

    return desk.may(Data.SETTINGS, Right.WRITE) or desk.actor.has(Role.COORDINATOR, desk.centre_id)


class HoursPanel(Panel):
    """Opening hours and closures."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        writes = desk.may(Data.SETTINGS, Right.WRITE)
        hours = self.card(_("Opening hours"), _("in the time of the centre"))
        self.banner = Banner()
        self.form = Form()
        self.week = WeekEditor()
        self.form.add("hours", "", self.week)
        self.week.setAccessibleName(_("Opening hours"))
        self.week.setEnabled(writes)
        hours.body.addWidget(self.banner)
        hours.body.addWidget(self.form)
        self.save = primary(_("Save the hours"), self._save)
        switch_off(self.save, "" if writes else _("Opening hours are changed by administrators."))
        hours.body.addLayout(row(1, self.save))
        self._shown: tuple[Span, ...] | None = None
        self.closes = may_close(desk)
        self._make_closures()
        self.column.addStretch(1)

    def _make_closures(self) -> None:
        card = self.card(_("Closures"), _("bookings inside them stay and are shown to be looked at"))
        card.body.setContentsMargins(0, 0, 0, 0)
        add = button(_("Close the centre…"), self._close, small=True, symbol="calendar-off")
        card.head.addWidget(add)
        add.setVisible(self.closes)
        zone = self.desk.zone
        columns = [
            Column(_("Why"), lambda r: r.title, 240, stretch=True, strong=True),
            Column(
                _("When"),
                lambda r: span_words(r.range.start, r.range.end, zone),
                300,
                key=lambda r: r.range.start,
            ),
        ]
        empty = Empty("calendar-check", _("No closure in sight. The centre opens by its hours."))
        self.closed = Table(
            columns, _("Closures"), identity=lambda r: r.closure_id, empty=empty, actions=self._actions
        )
        self.closed.opened.connect(self._change)
        card.body.addWidget(self.closed)

    def load(self) -> None:
        key, zone, today = self.desk.centre_id, self.desk.zone, self.desk.wall_now().date()

        def read(unit: Unit) -> Any:
            week = queries.week_hours(unit, key)
            spans = tuple((day, *span) for day in range(7) for span in week.of(day))
            return spans, queries.closures(unit, key, days_range(today - BACK, AHEAD, zone))

        self.desk.read(self, read, self._show, key="hours")

    def _show(self, found: tuple[tuple[Span, ...], list[ClosedRange]]) -> None:
        spans, closures = found
        if self._shown is None or not self._typed():
            self.week.set_hours(spans)
            self._shown = spans
        self.closed.set_rows(closures)
        self.closed.fit_height(8)
        if not closures:
            self.closed.setFixedHeight(EMPTY)

    def _typed(self) -> bool:
        try:
            return self.week.hours() != self._shown
        except BadInput:
            return True

    def _save(self) -> None:
        self.form.forgive()
        self.banner.say("")
        try:
            wanted = self.week.hours()
        except BadInput as trouble:
            say_trouble(trouble, self.form, self.banner)
            return
        key = self.desk.centre_id

        def done(_none: object) -> None:
            self._shown = wanted

        def failed(trouble: BaseException) -> None:
            say_trouble(trouble, self.form, self.banner)

        self.desk.write(
            self,
            lambda unit: service.set_opening_hours(unit, key, wanted),
            done,
            failed,
            _("The hours are saved."),
        )

    def _actions(self, found: ClosedRange) -> list[Any]:
        if not self.closes:
            return []
        return [
            (_("Change…"), lambda: self._change(found), "pencil"),
            (_("Take back…"), lambda: self._take_back(found), "undo-2"),
        ]

    def _close(self) -> None:
        ClosureDialog(self.desk, self).open()

    def _change(self, found: ClosedRange) -> None:
        if self.closes:
            ClosureDialog(self.desk, self, found).open()

    def _take_back(self, found: ClosedRange) -> None:
        key = found.closure_id or 0
        Reason(
            self.desk, self, _("Take the closure back"), _("Take back"), found.title,
            lambda unit, why: service.cancel_closure(unit, key, why), optional=True, said=_("It is open then."),
        ).open()  # fmt: skip


class ClosureDialog(Dialog):
    """The centre is closed for a time."""

    def __init__(self, desk: Desk, parent: QWidget, found: ClosedRange | None = None) -> None:
        title = _("Change the closure") if found else _("Close the centre")
        super().__init__(desk, parent, title, _("Save") if found else _("Close the centre"), size=SIZE)
        self.found = found
        day = desk.wall_now().date() + timedelta(days=1)
        first, last = datetime.combine(day, time(9)), datetime.combine(day, time(18))
        if found is not None:
            first, last = (
                instant.astimezone(desk.zone).replace(tzinfo=None)
                for instant in (found.range.start, found.range.end)
            )
        self.why = line(found.title if found else "", _("Power works"), 300)
        self.start, self.end = MomentField(first), MomentField(last)
        self.form.add("title", _("Why"), self.why)
        self.form.add("start", _("From"), self.start)
        self.form.add("end", _("Until"), self.end)
        self.hit = text("", "second", wrap=True)
        self.form.put(self.hit)
        self.form.end()
        for signal in (self.start.changed, self.end.changed):
            signal.connect(self._look)
        self._look()

    def _span(self) -> TimeRange:
        start, end = (to_instant(field.wall, self.desk.zone).instant for field in (self.start, self.end))
        return TimeRange(start, end)

    def _look(self) -> None:
        try:
            span = self._span()
        except BadInput:
            self.hit.setText("")
            return
        key = self.desk.centre_id

        def read(unit: Unit) -> list[str]:
            found = {b.activity_id: b.title for b in blocks(unit, key, span) if b.kind != "loan"}
            return list(found.values())

        self.desk.read(self, read, self._say, key="look")

    def _say(self, titles: list[str]) -> None:
        if not titles:
            self.hit.setText(_("Nothing is booked then."))
            return
        more = ", …" if len(titles) > TITLES else ""
        self.hit.setText(
            n_("{n} booking then: {titles}", "{n} bookings then: {titles}", len(titles)).format(
                n=len(titles), titles=", ".join(titles[:TITLES]) + more
            )
        )

    def confirm(self) -> None:
        title = self.form.require(
            "title", self.why.text(), _("Write why; everyone reads it in the calendar.")
        )
        span, key, found = self._span(), self.desk.centre_id, self.found

        def command(unit: Unit) -> None:
            if found is None:
                service.add_closure(unit, key, title, span.start, span.end)
            else:
                service.change_closure(unit, found.closure_id or 0, title, span.start, span.end)

        self.save(command, None, _("Closed then."))
