"""The centre: particulars, opening hours, closures, public holidays, booking rules, further centres."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtWidgets import QWidget

from resource_centre.centres import queries, service
from resource_centre.centres.queries import CentreRow, ClosedRange
from resource_centre.centres.service import CentreDraft
from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange, days_range, to_instant, to_wall
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, _, date_text
from resource_centre.people import queries as people
from resource_centre.people import service as people_service
from resource_centre.people.roles import Data, Right
from resource_centre.resources.register import own_policy
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.dialogs import RulesDialog
from resource_centre.ui.widgets.boxes import Card, clear, row
from resource_centre.ui.widgets.buttons import button, primary, switch_off
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Dialog, Reason
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    Finder,
    MomentField,
    Pick,
    check,
    line,
    number,
)
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import capital, day_words, span_words


class CentreForm(Form):
    """The particulars of a centre."""

    def __init__(self, found: CentreRow | None) -> None:
        super().__init__()
        self.name = line(found.name if found else "", most=200)
        self.code = line(found.code if found else "", "ALA", 12)
        self.add_row(("name", _("Name"), self.name, 3), ("code", _("Code"), self.code, 1))
        self.university, self.city = (
            line(found.university if found else "", most=200),
            line(found.city if found else "", most=100),
        )
        self.add_row(("university", _("University"), self.university), ("city", _("City"), self.city))
        self.address = line(found.address if found else "", most=300)
        self.add("address", _("Address"), self.address)
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]
        self.zone, self.country = (
            Finder(zones, found.zone if found else "Asia/Almaty"),
            line(found.country if found else "KZ", "KZ", 2),
        )
        self.language = Pick(
            [Choice(code, name) for code, name in LANGUAGES.items()], found.language if found else "ru"
        )
        self.add_row(
            ("zone", _("Time zone"), self.zone, 2),
            ("country", _("Country (two letters)"), self.country, 1),
            ("language", _("Language"), self.language, 1),
        )
        self.first = number(found.first_response_hours if found else 16, 1, 1000)
        self.last = number(found.resolution_hours if found else 80, 1, 5000)
        self.add_row(
            ("first_response_hours", _("First answer within, working hours"), self.first),
            ("resolution_hours", _("Resolved within, working hours"), self.last),
        )
        self.holidays = check(_("Closed on public holidays"), found.observes_holidays if found else True)
        self.put(self.holidays)
        self.subdivision = found.subdivision if found else None

    def draft(self) -> CentreDraft:
        """What the form says; `BadInput` names the field."""
        name = self.require("name", self.name.text(), _("Give the centre a name."))
        code = self.require("code", self.code.text(), _("Give the centre a short code, such as ALA."))
        if self.zone.value is None:
            raise BadInput(_("Choose the time zone from the list, such as Asia/Almaty."), "zone")
        return CentreDraft(
            code, name, self.zone.value, self.country.text().strip().upper(), self.university.text().strip(), self.city.text().strip(),
            self.address.text().strip(), self.subdivision, self.language.value, self.holidays.isChecked(), self.first.value(), self.last.value(),
        )  # fmt: skip


class CentrePanel(Panel):
    """The centre in sight."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.SETTINGS, Right.WRITE)
        self.about = self.card(_("Centre"))
        self.form: CentreForm | None = None
        self.save = primary(_("Save"), self._save)
        self.rules = button(_("Booking rules of the centre…"), self._rules)
        self.more = button(_("Another centre…"), lambda: NewCentreDialog(desk, self).open())
        switch_off(self.save, "" if self.writes else _("Centres are changed by administrators."))
        for each in (self.rules, self.more):
            each.setVisible(self.writes)
        self.column.addStretch(1)

    def load(self) -> None:
        key = self.desk.centre_id
        self.desk.read(self, lambda unit: queries.centre(unit, key), self._show, key="centre")

    def _show(self, found: CentreRow) -> None:
        for each in (self.save, self.rules, self.more):
            each.setParent(self)
        clear(self.about.body)
        self.form = CentreForm(found)
        self.form.setEnabled(self.writes)
        self._found = found
        self.about.body.addWidget(self.form)
        self.about.body.addLayout(row(self.rules, self.more, 1, self.save))
        for each in (self.rules, self.more):
            each.setVisible(self.writes)
        self.save.show()

    def _save(self) -> None:
        if self.form is None:
            return
        self.form.forgive()
        try:
            draft = self.form.draft()
        except BadInput as trouble:
            self.form.blame(trouble.field, str(trouble))
            return
        found = self._found

        def failed(trouble: BaseException) -> None:
            if not (
                isinstance(trouble, BadInput)
                and self.form is not None
                and self.form.blame(trouble.field, str(trouble))
            ):
                self.desk.show_failure(trouble)

        self.desk.write(
            self,
            lambda unit: service.change_centre(unit, found.id, draft, found.version),
            self._saved,
            failed,
            _("Saved."),
        )

    def _saved(self, found: CentreRow) -> None:
        self.desk.show_centre(found)

    def _rules(self) -> None:
        key = self.desk.centre_id

        def then(own: dict[str, object]) -> None:
            RulesDialog(self.desk, self, _("Booking rules of the centre"), own, None).open()

        self.desk.read(self, lambda unit: own_policy(unit, None, key), then)


class NewCentreDialog(Dialog):
    """Another centre of the network."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Another centre"), _("Add the centre"))
        self.form.setParent(None)
        self.form = CentreForm(None)
        self.left.inside.addWidget(self.form)
        self.form.end()

    def confirm(self) -> None:
        draft = self.form.draft()  # type: ignore[attr-defined]
        self.save(
            lambda unit: service.add_centre(unit, draft),
            None,
            _("{name} is added. Give somebody a role there.").format(name=draft.name),
        )


class HoursPanel(Panel):
    """Opening hours, closures and public holidays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.SETTINGS, Right.WRITE)
        hours = self.card(_("Opening hours"), _("in the time of the centre"))
        self.days: list[tuple[Any, ClockField, ClockField]] = []
        self.form = Form(6)
        for weekday in range(7):
            name = capital(date_text(date(2026, 11, 23 + weekday), "EEEE"))
            on, first, last = check(name), ClockField(time(9), 5, 22), ClockField(time(18), 6, 23)
            on.setMinimumWidth(150)
            first.setFixedWidth(110)
            last.setFixedWidth(110)
            first.setAccessibleName(_("{day}, from").format(day=name))
            last.setAccessibleName(_("{day}, to").format(day=name))
            for field in (first, last):
                on.toggled.connect(field.setEnabled)
            self.form.put(row(on, first, text("–"), last, 1))
            self.days.append((on, first, last))
        self.form.setEnabled(self.writes)
        hours.body.addWidget(self.form)
        self.save = primary(_("Save the hours"), self._save)
        switch_off(self.save, "" if self.writes else _("Opening hours are changed by administrators."))
        hours.body.addLayout(row(1, self.save))
        closures = self.card(_("Closures"), _("bookings inside them stay and are shown to be looked at"))
        closes = self.writes or desk.may(Data.BOOKINGS, Right.WRITE)
        add = button(
            _("Close the centre…"),
            lambda: ClosureDialog(desk, self).open(),
            small=True,
            symbol="calendar-off",
        )
        add.setVisible(closes)
        closures.head.addWidget(add)
        self.closed = Table(
            [
                Column(_("Why"), lambda r: r.title, 240, stretch=True, strong=True),
                Column(
                    _("When"),
                    lambda r: span_words(r.range.start, r.range.end, desk.zone),
                    280,
                    key=lambda r: r.range.start,
                ),
            ],
            _("Closures"),
            identity=lambda r: r.closure_id,
            actions=lambda r: [(_("Take back…"), lambda: self._take_back(r), "undo-2")] if closes else [],
        )
        closures.body.addWidget(self.closed)
        self.holidays = self.card(
            _("Public holidays"), _("of the country; tick a day on which the centre opens all the same")
        )
        self._loaded = False
        self.column.addStretch(1)

    def load(self) -> None:
        key, zone, today = self.desk.centre_id, self.desk.zone, self.desk.wall_now().date()

        def read(unit: Unit) -> Any:
            found = queries.centre(unit, key)
            window = days_range(today - timedelta(days=60), 500, zone)
            ahead = days_range(today, 366, zone)
            names: dict[date, str] = {}
            for year in (today.year, today.year + 1):
                names.update(queries.public_holidays(found.country, found.subdivision, year, found.language))
            closed = {to_wall(c.range.start, zone).date() for c in queries.holidays_of(unit, found, ahead)}
            coming = [
                (day, words, day in closed)
                for day, words in sorted(names.items())
                if today <= day < today + timedelta(days=366)
            ]
            return queries.week_hours(unit, key), queries.closures(unit, key, window), coming

        self.desk.read(self, read, self._show, key="hours")

    def _show(self, found: Any) -> None:
        week, closures, holidays = found
        if not self._loaded or not self.form.isAncestorOf(self.focusWidget() or self):
            for weekday, (on, first, last) in enumerate(self.days):
                spans = week.of(weekday)
                on.setChecked(bool(spans))
                for field, minute in zip((first, last), spans[0] if spans else (540, 1080), strict=True):
                    field.set_time(time(min(minute // 60, 23), minute % 60 if minute < 1440 else 59))
                    field.setEnabled(bool(spans))
            self._loaded = True
        self.closed.set_rows(closures)
        self.closed.fit_height(8)
        clear(self.holidays.body)
        for day, words, closed in holidays:
            box = check(_("open"), not closed)
            box.setAccessibleName(f"{words}, {day_words(day, year=True)}")
            box.setEnabled(self.writes or self.desk.may(Data.BOOKINGS, Right.WRITE))
            box.toggled.connect(lambda on, d=day: self._open(d, on))
            when = text(day_words(day, year=True), "second2")
            when.setFixedWidth(130)
            line_ = row(when)
            line_.addWidget(Elided(words), 1)
            line_.addWidget(box)
            self.holidays.body.addLayout(line_)

    def _open(self, day: date, opens: bool) -> None:
        key = self.desk.centre_id
        self.desk.write(self, lambda unit: service.open_on_holiday(unit, key, day, opens), said=_("Saved."))

    def _save(self) -> None:
        spans = []
        for weekday, (on, first, last) in enumerate(self.days):
            if on.isChecked():
                try:
                    start, end = (field.time.hour * 60 + field.time.minute for field in (first, last))
                except BadInput as trouble:
                    self.desk.show_failure(trouble)
                    return
                spans.append((weekday, start, end))
        key, wanted = self.desk.centre_id, tuple(spans)
        self.desk.write(
            self, lambda unit: service.set_opening_hours(unit, key, wanted), said=_("The hours are saved.")
        )

    def _take_back(self, found: ClosedRange) -> None:
        key = found.closure_id or 0
        Reason(
            self.desk, self, _("Take the closure back"), _("Take back"), found.title,
            lambda unit, why: service.cancel_closure(unit, key, why), optional=True,
        ).open()  # fmt: skip


class ClosureDialog(Dialog):
    """The centre is closed for a time."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, _("Close the centre"), _("Close the centre"))
        day = desk.wall_now().date() + timedelta(days=1)
        self.why = line(hint=_("Power works"), most=300)
        self.start, self.end = (
            MomentField(datetime.combine(day, time(9))),
            MomentField(datetime.combine(day, time(18))),
        )
        self.form.add("title", _("Why"), self.why)
        self.form.add("start", _("From"), self.start)
        self.form.add("end", _("Until"), self.end)
        self.form.end()
        self.hit = text("", "second", wrap=True)
        self.form.put(self.hit)
        for signal in (self.start.changed, self.end.changed):
            signal.connect(self._look)
        self._look()

    def _span(self) -> TimeRange:
        start, end = (to_instant(field.wall, self.desk.zone).instant for field in (self.start, self.end))
        return TimeRange(start, end)

    def _look(self) -> None:
        from resource_centre.schedule.queries import blocks

        try:
            span = self._span()
        except BadInput:
            return
        key = self.desk.centre_id

        def then(rows: list[Any]) -> None:
            names = list(dict.fromkeys(r.title for r in rows if r.kind != "loan"))
            self.hit.setText(
                _("Booked then: {titles}").format(titles=", ".join(names[:6]))
                if names
                else _("Nothing is booked then.")
            )

        self.desk.read(self, lambda unit: blocks(unit, key, span), then, key="look")

    def confirm(self) -> None:
        title = self.form.require(
            "title", self.why.text(), _("Write why; everyone reads it in the calendar.")
        )
        span, key = self._span(), self.desk.centre_id
        self.save(
            lambda unit: service.add_closure(unit, key, title, span.start, span.end), None, _("Closed then.")
        )


class TrainingsPanel(Panel):
    """Trainings that equipment can ask for, and who has them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("Trainings that equipment asks for"))
        self.name, self.months = line(hint=_("Laser cutter safety"), most=120), number(24, 0, 240)
        self.form = Form()
        self.form.add_row(
            ("name", _("Name"), self.name, 3), ("months", _("Valid, months (0: for good)"), self.months, 2)
        )
        card.body.addWidget(self.form)
        card.body.addLayout(row(1, primary(_("Add"), self._add)))
        self.list: Card = self.card(_("On record"))
        self.column.addStretch(1)

    def load(self) -> None:
        key = self.desk.centre_id
        self.desk.read(self, lambda unit: people.qualifications(unit, key), self._show, key="list")

    def _show(self, rows: list[Any]) -> None:
        clear(self.list.body)
        for each in rows:
            valid = _("{n} months").format(n=each.valid_months) if each.valid_months else _("for good")
            self.list.body.addLayout(row(text(each.name), 1, text(valid, "second")))
        if not rows:
            self.list.body.addWidget(text(_("None yet."), "second"))

    def _add(self) -> None:
        self.form.forgive()
        try:
            name = self.form.require("name", self.name.text(), _("Name the training."))
        except BadInput as trouble:
            self.form.blame(trouble.field, str(trouble))
            return
        key, months = self.desk.centre_id, self.months.value() or None
        self.desk.write(
            self,
            lambda unit: people_service.add_qualification(unit, key, name, months),
            lambda _id: (self.name.clear(), self.load()),
            said=_("Added."),
        )
