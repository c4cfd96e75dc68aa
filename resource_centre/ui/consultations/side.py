"""Right of a request: who asks, from where, earlier requests, who could take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from resource_centre.consultations.choices import ConsultantRow
from resource_centre.consultations.queries import RequestDetail
from resource_centre.consultations.rules import TOPICS
from resource_centre.i18n import _, n_
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import Scroll, Section, clear, column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.labels import Avatar, Elided, HueSquare, Link, text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.words import day_words

LANGUAGES = {"kk": "Қазақша", "ru": "Русский", "en": "English", "fi": "Suomi"}


class RequestSide(QFrame):
    """opened(request id) · assign(person id)"""

    opened = Signal(int)
    assign = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("inspector", "true")
        self.setFixedWidth(look().px(236))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller = Scroll((0, 0, 0, 0), 0)
        outer.addWidget(self.scroller)

    def show_request(self, desk: Desk, detail: RequestDetail, consultants: Sequence[ConsultantRow]) -> None:
        """Shows who asks."""
        steps = self._parts(detail, consultants, desk.zone)
        desk.background.in_slices(standing_still(self, self.scroller, steps), self, "parts")

    def _parts(
        self, detail: RequestDetail, consultants: Sequence[ConsultantRow], zone: ZoneInfo
    ) -> Iterator[Callable[[], object]]:
        yield lambda: clear(self.scroller.inside)
        yield lambda: self._asks(detail)
        if detail.earlier:
            yield lambda: self._earlier(detail, zone)
        if consultants and any(step.name in ("assign", "reassign", "schedule") for step in detail.steps):
            yield lambda: self._could(detail, consultants)
        yield lambda: self.scroller.inside.addStretch(1)

    def _asks(self, detail: RequestDetail) -> None:
        inside = self.scroller.inside
        head = Section()
        words = column(
            Elided(detail.row.requester, "medium"),
            Elided(detail.position or _("Teacher"), "second"),
            spacing=0,
        )
        line = row(Avatar(detail.row.requester), spacing=10)
        line.addLayout(words, 1)
        head.body.addLayout(line)
        inside.addWidget(head)
        told = [(_("School"), detail.row.school)]
        pupils = (
            n_("{n} pupil", "{n} pupils", detail.row.pupils or 0).format(n=detail.row.pupils)
            if detail.row.pupils
            else ""
        )
        year = _("Year {n}").format(n=detail.row.grade) if detail.row.grade else ""
        told.append((_("Class"), ", ".join(part for part in (year, pupils) if part)))
        told.append((_("Topic"), _(TOPICS.get(detail.row.topic, detail.row.topic))))
        told.append((_("Language"), LANGUAGES.get(detail.language, detail.language)))
        told.append((_("Reply to"), detail.email or detail.phone))
        if detail.row.consultant:
            told.append((_("Consultant"), detail.row.consultant))
        if detail.follow_up:
            told.append((_("Follow-up"), detail.follow_up))
        facts_ = Section()
        facts_.body.addWidget(facts([(label, value) for label, value in told if value]))
        inside.addWidget(facts_)

    def _earlier(self, detail: RequestDetail, zone: ZoneInfo) -> None:
        earlier = Section(_("Earlier from this school"))
        for each in detail.earlier:
            made = Link(each.title, partial(self.opened.emit, each.id))
            made.setToolTip(f"{each.title} · {day_words(each.at.astimezone(zone).date(), year=True)}")
            line = row(HueSquare("appointment"), spacing=6)
            line.addWidget(made, 1)
            earlier.body.addLayout(line)
        self.scroller.inside.addWidget(earlier)

    def _could(self, detail: RequestDetail, consultants: Sequence[ConsultantRow]) -> None:
        who = Section(_("Who could take it"), line=False)
        for person in consultants:
            load = n_("{n} open", "{n} open", person.open_requests).format(n=person.open_requests)
            line = row(Avatar(person.name, 22), spacing=8)
            line.addLayout(column(Elided(person.name, "medium"), text(load, "caption"), spacing=0), 1)
            if person.person_id != detail.row.consultant_id and any(
                s.name in ("assign", "reassign") for s in detail.steps
            ):
                line.addWidget(button(_("Assign"), partial(self.assign.emit, person.person_id), small=True))
            who.body.addLayout(line)
        self.scroller.inside.addWidget(who)
