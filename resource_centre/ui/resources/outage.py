"""Taking something out of service: what it hits, and what could stand in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.resources import queries, service
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import service as times
from resource_centre.schedule.queries import AffectedRow
from resource_centre.schedule.service import Changes
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Card, banner, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import MomentField, check, line
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.words import span_words

OFFERED = 3


class OutageDialog(Dialog):
    """Out of service: the bookings it hits are listed, and a substitute is one click away."""

    def __init__(self, desk: Desk, parent: QWidget, found: BookableRow) -> None:
        title = _("Take {name} out of service").format(name=found.name)
        super().__init__(
            desk, parent, title, _("Take out of service"), wide=True, size=QSize(900, 500), danger=True
        )
        self.found = found
        wall = desk.wall_now().replace(tzinfo=None, second=0, microsecond=0)
        self.reason = line(hint=_("Nozzle heater"), most=300)
        self.form.add("reason", _("What is wrong"), self.reason)
        self.start = MomentField(wall)
        self.form.add("start", _("From"), self.start)
        self.known = check(_("It is known until when"), True)
        self.form.put(self.known)
        self.end = MomentField(datetime.combine(wall.date() + timedelta(days=7), time(9)))
        self.form.add("end", _("Until"), self.end)
        self.known.toggled.connect(self.end.setEnabled)
        self.form.end()
        self.say_promise(_("Bookings stay until you move them."), "calendar-clock")
        for signal in (self.start.changed, self.end.changed, self.known.toggled):
            signal.connect(lambda *_args: self._look())
        self._names: dict[int, str] = {}
        self._look()

    def _span(self) -> tuple[datetime, datetime | None]:
        zone = self.desk.zone
        start = to_instant(self.start.wall, zone).instant
        end = to_instant(self.end.wall, zone).instant if self.known.isChecked() else None
        if end is not None and end <= start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        return start, end

    def _look(self) -> None:
        try:
            start, end = self._span()
        except BadInput:
            return
        key, centre_id = self.found.id, self.found.centre_id

        def read(unit: Unit) -> Any:
            names = {b.id: b.code for b in queries.bookables(unit, centre_id, "unit")}
            return schedule.affected_by_outage(unit, key, start, end), names

        self.desk.read(self, read, self._say, key="look")

    def _say(self, found: tuple[list[AffectedRow], dict[int, str]]) -> None:
        assert self.side is not None
        rows, self._names = found
        inside = self.side.inside
        clear(inside)
        if not rows:
            inside.addWidget(banner(_("No booking is hit."), "ok"))
        else:
            words = n_(
                "{n} booking is hit. Give it another unit, or move it.",
                "{n} bookings are hit. Give each another unit, or move it.",
                len(rows),
            )
            if self.found.kind == "lab":
                words = n_(
                    "{n} booking is hit. Move it in the calendar.",
                    "{n} bookings are hit. Move them in the calendar.",
                    len(rows),
                )
            inside.addWidget(banner(words.format(n=len(rows)), "warn"))
        for each in rows:
            inside.addWidget(self._hit(each))
        inside.addStretch(1)

    def _hit(self, each: AffectedRow) -> Card:
        card = Card(margins=(12, 9, 12, 9))
        card.body.setSpacing(4)
        card.body.addWidget(Elided(each.title, "medium"))
        when = span_words(each.start, each.end, self.desk.zone)
        card.body.addWidget(Elided(f"{when} · {each.person}".rstrip(" ·"), "second"))
        line_ = row(spacing=6)
        for mate in each.substitutes[:OFFERED]:
            name = self._names.get(mate, str(mate))
            swap = button(_("Take {name}").format(name=name), partial(self._swap, each, mate), small=True)
            line_.addWidget(swap)
        if not each.substitutes and self.found.kind == "unit":
            line_.addWidget(text(_("Nothing of the same kind is free then."), "second"))
        line_.addStretch(1)
        line_.addWidget(button(_("In the calendar"), lambda: self._open(each), kind="link", small=True))
        card.body.addLayout(line_)
        return card

    def _open(self, each: AffectedRow) -> None:
        self.reject()
        self.desk.open("calendar", activity=each.activity_id)

    def _swap(self, each: AffectedRow, mate: int) -> None:
        old, name = self.found.id, self.found.name

        def command(unit: Unit) -> None:
            asked = times.asked_by(unit, each.activity_id)
            if old not in asked:
                raise BadInput(
                    _(
                        "“{title}” takes {name} as a part of something larger. Move it in the calendar."
                    ).format(title=each.title, name=name)
                )
            swapped = tuple(mate if b == old else b for b in asked)
            times.change(unit, each.activity_id, Changes(bookables=swapped))

        said = _("{name} stands in.").format(name=self._names.get(mate, ""))
        self.desk.write(self, command, lambda _none: self._look(), self.show_trouble, said)

    def confirm(self) -> None:
        why = self.form.require(
            "reason", self.reason.text(), _("Write what is wrong; everyone who meets it reads this.")
        )
        start, end = self._span()
        key = self.found.id
        self.save(lambda unit: service.add_outage(unit, key, why, start, end), None, _("Out of service."))
