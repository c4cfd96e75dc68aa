"""One request: its way, preferred times checked against rooms and consultants, the conversation, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from resource_centre.consultations.choices import Choice as Free
from resource_centre.consultations.choices import TimeChoice
from resource_centre.consultations.queries import RequestDetail
from resource_centre.consultations.rules import CHANNELS
from resource_centre.core.states import Step as Doable
from resource_centre.i18n import _
from resource_centre.ui.consultations.wording import clock_chip, head_line, rank_words, step_line, way
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import font, look
from resource_centre.ui.widgets.boxes import Scroll, banner, clear, column, row
from resource_centre.ui.widgets.buttons import Segments, button, icon_button, more_button
from resource_centre.ui.widgets.fields import area
from resource_centre.ui.widgets.labels import Avatar, Elided, IconLabel, chip, set_role, text
from resource_centre.ui.widgets.steps import Steps
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.words import moment_words, span_words

MAIN = ("submit", "hold", "confirm", "schedule", "answer", "close", "rate")
SECOND = ("assign", "resolve", "ask", "reassign", "reschedule", "reopen", "no_show")
MARGIN, PADDING, ICON, MENU = 24, 40, 22, 38  # of the row of buttons, pixels
VERDICT = 92  # pixels of the chip at the end of a preferred time


class RequestView(QWidget):
    """asked(step name, chosen time or None) · written(words, internal) · opened(request id) · find_time()"""

    asked = Signal(str, object)
    written = Signal(str, bool)
    find_time = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.detail: RequestDetail | None = None
        self.choices: Sequence[TimeChoice] = ()
        self.picked: TimeChoice | None = None
        self._which = "all"
        self._unsent: dict[int, str] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = QFrame()
        self.head.setProperty("section", "true")
        self._head = QVBoxLayout(self.head)
        self._head.setContentsMargins(24, 12, 24, 12)
        self._head.setSpacing(7)
        self.scroller = Scroll((24, 14, 24, 14), 10)
        self.foot = QFrame()
        self.foot.setProperty("foot", "true")
        self._foot = QVBoxLayout(self.foot)
        self._foot.setContentsMargins(24, 12, 24, 14)
        self._foot.setSpacing(10)
        self.write = area(lines=2)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self.send = icon_button("send", _("Send message"), lambda: self._send(False), framed=True)
        self._foot.addLayout(row(self.write, self.send))
        self._foot.addLayout(self._actions)
        outer.addWidget(self.head)
        outer.addWidget(self.scroller, 1)
        outer.addWidget(self.foot)

    def show_request(self, detail: RequestDetail, choices: Sequence[TimeChoice]) -> None:
        """Shows a request; what was typed to its requester and not sent is there again."""
        if self.detail is None or self.detail.row.id != detail.row.id:
            if self.detail is not None:
                self._unsent[self.detail.row.id] = self.write.toPlainText()
            self.write.setPlainText(self._unsent.pop(detail.row.id, ""))
            self.picked = None
        self.detail, self.choices = detail, choices
        wanted = self.picked.start if self.picked else None
        self.picked = next((c for c in choices if c.start == wanted), None) or next(
            (c for c in choices if c.best), None
        )
        self._show_head(detail)
        self._show_foot(detail)
        self._show_body(detail)

    def unsent(self) -> bool:
        """Whether words to anybody are typed and not sent."""
        return any(words.strip() for words in (self.write.toPlainText(), *self._unsent.values()))

    def sent(self, number: int) -> None:
        """What was typed for a request is sent."""
        self._unsent.pop(number, None)
        if self.detail is not None and self.detail.row.id == number:
            self.write.clear()

    def _show_head(self, detail: RequestDetail) -> None:
        clear(self._head)
        words, tone = clock_chip(detail.row)
        first = row()
        first.addWidget(Elided(head_line(detail, self.desk.zone, self.desk.now()), "second"), 1)
        if words:
            first.addWidget(chip(words, tone))
        self._head.addLayout(first)
        self._head.addWidget(text(detail.row.title, "object", wrap=True))
        self._head.addWidget(Steps(way(detail.row)))

    def _show_body(self, detail: RequestDetail) -> None:
        steps = standing_still(self, self.scroller, self._body(detail))
        self.desk.background.in_slices(steps, self, "body")

    def _body(self, detail: RequestDetail) -> Iterator[Callable[[], object]]:
        """What stands between head and foot, each part a slice of the window's time."""
        inside = self.scroller.inside
        yield lambda: clear(inside)
        if self.choices and any(step.name in ("schedule", "reschedule") for step in detail.steps):
            yield lambda: self._say_next(detail)
            yield self._head_times
            for choice in self.choices:
                yield lambda choice=choice: inside.addWidget(self._time(detail, choice))  # type: ignore[misc]
            yield lambda: inside.addSpacing(6)
            yield lambda: self._show_meeting(detail)
        else:
            yield lambda: self._show_plain(detail)
        yield lambda: self._head_conversation(detail)
        for _at, make in sorted(self._lines(detail), key=lambda line: line[0]):
            yield lambda make=make: inside.addWidget(make())  # type: ignore[misc]
        yield lambda: self._end(detail)

    def _say_next(self, detail: RequestDetail) -> None:
        if detail.next_step and not detail.staff:
            self.scroller.inside.addWidget(banner(detail.next_step, "info"))

    def _head_times(self) -> None:
        find = button(_("Find another time"), self.find_time.emit, kind="link", symbol="calendar-search")
        heading = row(text(_("Preferred times"), "section"))
        heading.addWidget(Elided(_("checked against rooms and consultants a moment ago"), "second"), 1)
        heading.addWidget(find)
        self.scroller.inside.addLayout(heading)

    def _show_plain(self, detail: RequestDetail) -> None:
        """Without times that are checked: what comes next, the times that were asked for, the meeting."""
        inside = self.scroller.inside
        self._say_next(detail)
        if not detail.staff and detail.preferred:
            inside.addWidget(text(_("Preferred times"), "section"))
            for slot in detail.preferred:
                inside.addWidget(text(span_words(slot.start, slot.end, self.desk.zone), "body2"))
        self._show_meeting(detail)

    def _show_meeting(self, detail: RequestDetail) -> None:
        for meeting in detail.appointments[-1:]:
            if meeting.state.value in ("proposed", "confirmed"):
                self.scroller.inside.addWidget(self._meeting(detail, meeting))

    def _time(self, detail: RequestDetail, choice: TimeChoice) -> QWidget:
        card = QFrame()
        picked = self.picked is choice
        card.setProperty("card", "picked" if picked else "true")
        line = QHBoxLayout(card)
        line.setContentsMargins(12, 7, 12, 7)
        line.setSpacing(14)
        radio = QRadioButton()
        radio.setChecked(picked)
        when = span_words(choice.start, choice.end, self.desk.zone)
        radio.setAccessibleName(when)
        radio.clicked.connect(lambda _checked=False: self._pick(choice))
        line.addWidget(radio)
        rank = rank_words(choice.rank)
        times = text(when, "medium")
        times.setMinimumWidth(self._widest_time())
        line.addLayout(column(times, text(rank, "caption"), spacing=1))
        if detail.row.channel == "at_centre":
            line.addLayout(self._free(self.room_of(choice), _("no room is free")), 5)
        else:
            where = _(CHANNELS.get(detail.row.channel, detail.row.channel))
            place = row(IconLabel("check", 14, "ok"), spacing=7)
            place.addLayout(
                column(Elided(where, "medium"), text(_("no room of ours"), "caption"), spacing=1), 1
            )
            line.addLayout(place, 5)
        line.addLayout(self._free(self.consultant_of(detail, choice), _("nobody is free")), 5)
        past = choice.start <= self.desk.now()
        words, tone = (_("Best match"), "ok") if choice.best else (_("Possible"), "plain")
        if past:
            words, tone = _("Past"), "plain"
        elif not choice.possible:
            words, tone = _("Not possible"), "danger"
        verdict = chip(words, tone)
        verdict.setMinimumWidth(max(look().px(VERDICT), verdict.sizeHint().width()))
        verdict.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(verdict)
        return card

    def _widest_time(self) -> int:
        """So that rooms and consultants stand below each other, whatever the length of the day's name."""
        face = QFontMetrics(font(13, "medium"))
        spans = (span_words(each.start, each.end, self.desk.zone) for each in self.choices)
        return max(face.horizontalAdvance(words) for words in spans) + 2

    def _free(self, what: Free | None, nothing: str) -> QHBoxLayout:
        if what is None:
            return row(IconLabel("x", 14, "danger"), Elided(nothing, "second"), spacing=7)
        good = what.free
        why = _("free") if good else what.why
        words = column(Elided(what.name, "medium"), Elided(why, "caption"), spacing=1)
        line = row(IconLabel("check" if good else "x", 14, "ok" if good else "danger"), spacing=7)
        line.addLayout(words, 1)
        return line

    def room_of(self, choice: TimeChoice) -> Free | None:
        """The room to take at a time: the smallest free one."""
        free = [room for room in choice.rooms if room.free]
        if free:
            return min(free, key=lambda room: room.capacity or 999)
        return choice.rooms[0] if choice.rooms else None

    def consultant_of(self, detail: RequestDetail, choice: TimeChoice) -> Free | None:
        """Who meets the requester: whoever has the request, else the first who is free."""
        own = [c for c in choice.consultants if c.person_id == detail.row.consultant_id]
        free = [c for c in choice.consultants if c.free]
        return own[0] if own else free[0] if free else (choice.consultants[0] if choice.consultants else None)

    def _pick(self, choice: TimeChoice) -> None:
        self.picked = choice
        if self.detail is not None:
            self._show_body(self.detail)
            self._show_foot(self.detail)

    def _meeting(self, detail: RequestDetail, meeting: Any) -> QWidget:
        when = span_words(meeting.start, meeting.end, self.desk.zone)
        where = ", ".join(part for part in (meeting.room, meeting.consultant) if part)
        proposed = meeting.state.value == "proposed"
        words = (
            _("Proposed: {when}, {where}. Not confirmed yet.") if proposed else _("Meeting: {when}, {where}.")
        )
        return banner(words.format(when=when, where=where), "warn" if proposed else "ok")

    def _head_conversation(self, detail: RequestDetail) -> None:
        inside = self.scroller.inside
        if detail.staff:
            which = Segments(
                [("all", _("All")), ("messages", _("Messages")), ("notes", _("Notes"))], self._which
            )
            which.chosen.connect(self._show_which)
            inside.addLayout(row(text(_("Conversation"), "section"), 1, which))
        else:
            inside.addWidget(text(_("Conversation"), "section"))

    def _lines(self, detail: RequestDetail) -> list[tuple[datetime, Callable[[], QWidget]]]:
        """What was said and done: when, and how to make its widget."""
        asked = detail.row.received_at or detail.row.created_at
        row = detail.row
        lines: list[tuple[datetime, Callable[[], QWidget]]] = []
        if self._which != "notes":
            lines.append((asked, partial(self._said, row.requester, asked, row.question or row.title, False)))
            lines += [
                (step.at, partial(self._done, step.at, words))
                for step in detail.history
                if (words := step_line(step)) and self._which == "all"
            ]
            if detail.outcome and row.resolved_at:
                said = partial(self._said, row.consultant, row.resolved_at, detail.outcome, False)
                lines.append((row.resolved_at, said))
        for note in detail.notes:
            if self._which in ("all", "notes" if note.internal else "messages"):
                said = partial(self._said, note.author, note.at, note.body, note.internal)
                lines.append((note.at, said))
        return lines

    def _end(self, detail: RequestDetail) -> None:
        inside = self.scroller.inside
        if detail.rating is not None:
            stars = "★" * detail.rating.score + "☆" * (5 - detail.rating.score)
            inside.addWidget(
                text(_("Rated {stars} {comment}").format(stars=stars, comment=detail.rating.comment), "body2")
            )
        inside.addStretch(1)

    def _show_which(self, which: str) -> None:
        self._which = which
        if self.detail is not None:
            self._show_body(self.detail)

    def _said(self, who: str, at: datetime, words: str, internal: bool) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(10)
        line.addWidget(Avatar(who or "?"), 0, Qt.AlignmentFlag.AlignTop)
        head = row(text(who, "medium"), chip(_("Internal note")) if internal else None, 1)
        head.addWidget(text(moment_words(at, self.desk.zone, self.desk.now()), "second"))
        body = text(words, "body2", wrap=True)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if internal:
            set_role(body, noted="true")
        inside = column(spacing=3)
        inside.addLayout(head)
        inside.addWidget(body)
        line.addLayout(inside, 1)
        return made

    def _done(self, at: datetime, words: str) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(6, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(IconLabel("history", 14))
        line.addWidget(text(words, "second", wrap=True), 1)
        line.addWidget(text(moment_words(at, self.desk.zone, self.desk.now()), "second"))
        return made

    def _show_foot(self, detail: RequestDetail) -> None:
        clear(self._actions)
        ended = detail.row.state.value in ("closed", "declined", "duplicate", "withdrawn", "cancelled")
        steps = {step.name: step for step in detail.steps}
        self.foot.setVisible(bool(steps) or not ended)
        self.write.setVisible(
            not ended and (detail.staff or detail.row.requester_id == self.desk.actor.person_id)
        )
        other = detail.row.requester if detail.staff else detail.row.consultant or _("the centre")
        self.write.setPlaceholderText(_("Write to {who}.").format(who=other))
        self.write.setAccessibleName(self.write.placeholderText())
        main = next((steps[name] for name in MAIN if name in steps), None)
        if main is not None:
            self._actions.addWidget(self._action(detail, main, kind="primary"))
        others = [steps[name] for name in SECOND if name in steps and steps[name] is not main]
        ending = [step for step in detail.steps if step.destructive][:1]
        self.send.setVisible(self.write.isVisibleTo(self.foot))
        shown = self._that_fit(detail, main, [*others[:2], *ending])
        for step in shown:
            if step.destructive:
                self._actions.addStretch(1)
            self._actions.addWidget(self._action(detail, step, kind="danger" if step.destructive else ""))
        if not any(step.destructive for step in shown):
            self._actions.addStretch(1)
        rest = [s for s in detail.steps if s is not main and s not in shown]
        entries: list[Any] = [(self._words(detail, step), lambda s=step: self._ask(s)) for step in rest]
        if detail.staff and not ended:
            entries.insert(0, (_("Keep as an internal note"), lambda: self._send(True), "sticky-note"))
        if entries:
            self._actions.addWidget(more_button(entries))

    def _that_fit(self, detail: RequestDetail, main: Doable | None, wanted: list[Doable]) -> list[Doable]:
        """The steps that get a button of their own beside the main one; the others go into the menu."""
        face, room = self.fontMetrics(), self.width() - 2 * MARGIN - MENU
        if main is not None:
            room -= face.horizontalAdvance(self._words(detail, main)) + PADDING + ICON
        found = []
        for step in wanted:
            room -= face.horizontalAdvance(self._words(detail, step)) + PADDING
            if room < 0:
                break
            found.append(step)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.detail is not None:
            self._show_foot(self.detail)

    def _words(self, detail: RequestDetail, step: Doable) -> str:
        if step.name == "schedule" and self.picked is not None and self.picked.possible:
            who = self.consultant_of(detail, self.picked)
            wall = self.picked.start.astimezone(self.desk.zone)
            from resource_centre.ui.words import day_words

            return _("Propose {when} with {who}").format(
                when=f"{day_words(wall.date())} {wall:%H:%M}", who=who.name.split()[0] if who else ""
            )
        return step.label + ("…" if step.name not in ("confirm", "close", "submit") else "")

    def _action(self, detail: RequestDetail, step: Doable, kind: str = "") -> QWidget:
        symbol = (
            {"schedule": "calendar-check", "confirm": "check", "hold": "check"}.get(step.name, "")
            if kind == "primary"
            else ""
        )
        return button(self._words(detail, step), lambda: self._ask(step), kind=kind, symbol=symbol)

    def _ask(self, step: Doable) -> None:
        self.asked.emit(step.name, self.picked)

    def _send(self, internal: bool) -> None:
        words = self.write.toPlainText().strip()
        if words:
            self.written.emit(words, internal)
        else:
            self.write.setFocus()
