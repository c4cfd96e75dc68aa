"""Today for an ambassador: the next session, invitations, the week, hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resource_centre.ambassadors import queries
from resource_centre.ambassadors.queries import AmbassadorDetail, AssignmentRow, HoursRow
from resource_centre.ambassadors.rules import AssignmentState
from resource_centre.core.ranges import TimeRange
from resource_centre.core.times import to_wall
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, date_text, n_
from resource_centre.ui.ambassadors import answering
from resource_centre.ui.ambassadors.dialogs import HoursDialog, ProfileDialog
from resource_centre.ui.ambassadors.page import hours_words
from resource_centre.ui.ambassadors.week import AvailabilityCard
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import font, look
from resource_centre.ui.widgets.boxes import Card, Empty, Scroll, Toolbar, clear, column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.labels import Elided, HueSquare, IconLabel, text
from resource_centre.ui.words import capital, day_words, left_words, moment_words, span_words, within

A = AssignmentState
SIDE = 500


@dataclass(frozen=True)
class MyRows:
    """What an ambassador's page shows."""

    detail: AmbassadorDetail | None
    mine: list[AssignmentRow]
    invitations: list[AssignmentRow]
    hours: list[HoursRow]


def read_mine(unit: Unit, centre_id: int) -> MyRows:
    """Profile, assignments of the next weeks, invitations, hours."""
    window = TimeRange(unit.now - timedelta(days=10), unit.now + timedelta(days=120))
    detail = queries.my_profile(unit)
    hours = queries.hours(unit, centre_id, unit.actor.person_id) if detail else []
    return MyRows(detail, queries.my_assignments(unit, window), queries.invitations(unit), hours)


class HoursBars(QWidget):
    """Hours of the last weeks as bars."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: list[tuple[str, float]] = []
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: list[tuple[str, float]]) -> None:
        """Shows (label, hours)."""
        self.bars = bars
        self.setAccessibleName(", ".join(f"{label}: {hours:g}" for label, hours in bars))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now, most = look(), max((hours for _label, hours in self.bars), default=0) or 1
        room, wide = self.height() - 38, self.width() / max(len(self.bars), 1)
        for n, (label, hours) in enumerate(self.bars):
            middle, high = wide * (n + 0.5), max(room * hours / most, 1)
            last = n + 1 == len(self.bars)
            bar = QRectF(middle - 12, 18 + room - high, 24, high)
            painter.fillRect(bar, now.colour("accent" if last else "line2"))
            painter.setFont(font(11, "strong" if last else "regular"))
            painter.setPen(now.colour("text" if last else "text3"))
            if hours:
                painter.drawText(
                    QRectF(middle - 30, bar.top() - 17, 60, 15), Qt.AlignmentFlag.AlignCenter, f"{hours:g}"
                )
            painter.setFont(font(11))
            painter.drawText(
                QRectF(middle - 40, self.height() - 17, 80, 16), Qt.AlignmentFlag.AlignCenter, label
            )
        painter.end()


class AmbassadorToday(QWidget):
    """The page of ambassadors: the next assignment is on screen at start, one click answers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: MyRows | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.bar = Toolbar("", tall=True, line=False)
        self.bar.add(button(_("To my calendar…"), self._to_calendar, symbol="calendar-plus"))
        self.bar.add(button(_("Log hours"), self._log, symbol="clock-plus"))
        outer.addWidget(self.bar)
        body = Scroll((16, 0, 16, 16), 0)
        line = QHBoxLayout()
        line.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(16)
        right.setSpacing(16)
        self.next = Card(margins=(14, 12, 14, 12))
        self.week = AvailabilityCard(desk, _("When I can come"))
        left.addWidget(self.next)
        left.addWidget(self.week, 1)
        self.side = QWidget()
        self.side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        self.invited, self.after = Card(_("Invitations")), Card(_("After today"))
        self.hours = Card(_("My hours"), margins=(14, 12, 14, 12))
        for card in (self.invited, self.after, self.hours):
            right.addWidget(card)
        right.addStretch(1)
        line.addLayout(left, 1)
        line.addWidget(self.side)
        body.inside.addLayout(line)
        outer.addWidget(body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(look().px(SIDE if self.width() >= look().px(1200) else 400))

    def load(self) -> None:
        """Reads everything at once."""
        centre_id = self.desk.centre_id
        self.desk.read(self, lambda unit: read_mine(unit, centre_id), self._show, key="today")

    def _show(self, rows: MyRows) -> None:
        self.rows = rows
        zone, now = self.desk.zone, self.desk.now()
        hour = self.desk.wall_now().hour
        greeting = (
            _("Good morning, {name}")
            if hour < 12
            else _("Good afternoon, {name}")
            if hour < 18
            else _("Good evening, {name}")
        )
        self.bar.title.setText(greeting.format(name=self.desk.actor.name.split()[0]))
        coming = [a for a in rows.mine if a.state is A.ACCEPTED and a.end > now]
        waiting = (
            n_(
                "{n} invitation waits for your answer.",
                "{n} invitations wait for your answer.",
                len(rows.invitations),
            ).format(n=len(rows.invitations))
            if rows.invitations
            else ""
        )
        first = (
            _("You are expected {when}.").format(when=within(moment_words(coming[0].start, zone, now)))
            if coming
            else _("Nothing is planned for you yet.")
        )
        self.bar.note.setText(f"{first} {waiting}".strip())
        self._show_next(coming[0] if coming else None)
        self.week.show_person(rows.detail, rows.mine)
        self._show_invitations(rows.invitations)
        self._show_after(coming[1:6])
        self._show_hours(rows)

    def _show_next(self, found: AssignmentRow | None) -> None:
        clear(self.next.body)
        if found is None:
            self.next.body.addWidget(
                Empty(
                    "calendar-days",
                    _("Accept an invitation, or offer to come under Events."),
                    _("See the events"),
                    lambda: self.desk.open("events"),
                )
            )
            return
        zone, now = self.desk.zone, self.desk.now()
        line = row(spacing=22)
        ahead = _("now") if found.start <= now else _("in {time}").format(time=left_words(found.start, now))
        day = capital(date_text(to_wall(found.start, zone).date(), "EEE d MMM"))
        line.addLayout(
            column(
                text(f"{day}, {ahead}", "caption-strong", tone="accent"),
                text(f"{found.start.astimezone(zone):%H:%M}", "hero"),
                text(_("until {time}").format(time=f"{found.end.astimezone(zone):%H:%M}"), "second"),
                spacing=0,
            )
        )
        words = column(Elided(found.title, "object"), spacing=4)
        if found.place:
            words.addLayout(row(IconLabel("building-2", 14), Elided(found.place, "body2")))
        if found.at_risk:
            words.addLayout(
                row(
                    IconLabel("shield-alert", 14, "warn"),
                    Elided(_("Your clearance ends before this day. Ask the centre."), "body2"),
                )
            )
        words.addStretch(1)
        line.addLayout(words, 1)
        act = column(spacing=6)
        if found.event_id:
            act.addWidget(primary(_("Open the event"), lambda: self.desk.open("events", id=found.event_id)))
        act.addWidget(
            button(
                _("I cannot come…"),
                lambda: answering.withdraw(self.desk, self, found),
                kind="danger",
                small=True,
            )
        )
        act.addStretch(1)
        line.addLayout(act)
        self.next.body.addLayout(line)

    def _show_invitations(self, found: list[AssignmentRow]) -> None:
        clear(self.invited.body)
        self.invited.set_count(len(found) or None, "warn")
        if not found:
            self.invited.body.addWidget(Empty("mail-check", _("No invitation waits for an answer.")))
        zone, now = self.desk.zone, self.desk.now()
        for n, each in enumerate(found):
            frame = QFrame()
            frame.setProperty("section", "false" if n + 1 == len(found) else "true")
            line = QHBoxLayout(frame)
            line.setContentsMargins(14, 11, 14, 11)
            line.setSpacing(12)
            wall = to_wall(each.start, zone)
            stamp = QFrame()
            stamp.setProperty("stamp", "true")
            stamp.setFixedSize(look().px(44), look().px(46))
            inside = QVBoxLayout(stamp)
            inside.setContentsMargins(0, 4, 0, 4)
            inside.setSpacing(0)
            for words, role in (
                (capital(date_text(wall.date(), "EEE")), "caption-strong"),
                (str(wall.day), "object"),
            ):
                label = text(words, role)
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                inside.addWidget(label)
            line.addWidget(stamp)
            place = f" · {each.place}" if each.place else ""
            line.addLayout(
                column(
                    Elided(each.title, "medium"),
                    Elided(span_words(each.start, each.end, zone) + place, "second2"),
                    spacing=1,
                ),
                1,
            )
            until = within(moment_words(each.answer_by, zone, now)) if each.answer_by else ""
            urgent = each.answer_by is not None and each.answer_by - now < timedelta(hours=12)
            answers = row(
                button(_("Decline"), partial(answering.decline, self.desk, self, each), small=True),
                primary(_("Accept"), partial(answering.accept, self.desk, self, each), "check"),
                spacing=6,
            )
            side = column(spacing=3)
            side.addLayout(answers)
            side.addWidget(
                text(_("answer by {when}").format(when=until), "second", tone="danger" if urgent else ""),
                0,
                Qt.AlignmentFlag.AlignRight,
            )
            line.addLayout(side)
            self.invited.body.addWidget(frame)

    def _show_after(self, found: list[AssignmentRow]) -> None:
        clear(self.after.body)
        zone = self.desk.zone
        if not found:
            self.after.body.addWidget(Empty("calendar-days", _("Nothing more is planned.")))
        for n, each in enumerate(found):
            frame = QFrame()
            frame.setProperty("section", "false" if n + 1 == len(found) else "true")
            line = row(HueSquare("event_session"), spacing=10)
            day = text(day_words(to_wall(each.start, zone).date()), "body")
            day.setFixedWidth(max(look().px(84), day.sizeHint().width()))
            line.addWidget(day)
            span = f"{each.start.astimezone(zone):%H:%M}–{each.end.astimezone(zone):%H:%M}"
            line.addLayout(
                column(Elided(f"{each.title}, {span}", "medium"), Elided(each.place, "second"), spacing=0), 1
            )
            line.setContentsMargins(14, 7, 14, 7)
            frame.setLayout(line)
            self.after.body.addWidget(frame)

    def _show_hours(self, rows: MyRows) -> None:
        clear(self.hours.body)
        approved = sum(
            h.minutes
            for h in rows.hours
            if h.state == "approved" and h.day >= self.desk.wall_now().date() - queries.TERM
        )
        waiting = sum(h.minutes for h in rows.hours if h.state == "logged")
        sessions = sum(1 for h in rows.hours if h.kind == "session" and h.state != "rejected")
        line = row(spacing=24)
        for figure, words, tone in (
            (hours_words(approved), _("this term, approved"), ""), (hours_words(waiting), _("wait for approval"), "warn" if waiting else ""),
            (str(sessions), _("sessions"), ""),
        ):  # fmt: skip
            figures = column(text(figure, "figure", tone=tone), Elided(words, "second"), spacing=0)
            line.addLayout(figures, 1)
        self.hours.body.addLayout(line)
        bars = HoursBars()
        monday = self.desk.wall_now().date() - timedelta(days=self.desk.wall_now().weekday())
        weeks = [monday - timedelta(days=7 * n) for n in reversed(range(8))]
        bars.show_bars(
            [
                (
                    date_text(week, "d MMM") if n == 0 or week.day <= 7 else str(week.day),
                    round(
                        sum(
                            h.minutes
                            for h in rows.hours
                            if week <= h.day < week + timedelta(days=7) and h.state != "rejected"
                        )
                        / 60,
                        1,
                    ),
                )
                for n, week in enumerate(weeks)
            ]
        )
        self.hours.body.addWidget(bars)
        if rows.detail is not None:
            until = rows.detail.row.cleared_until
            good = rows.detail.row.cleared
            words = (
                _("Clearance valid until {day}").format(day=f"{until:%d.%m.%Y}")
                if until and good
                else _("No valid clearance; ask the centre")
            )
            last = row(
                IconLabel("badge-check" if good else "shield-alert", 15, "ok" if good else "warn"),
            )
            last.addWidget(Elided(words, "body2"), 1)
            last.addWidget(
                button(
                    _("My profile…"), lambda: ProfileDialog(self.desk, self, rows.detail).open(), kind="link"
                )
            )
            self.hours.body.addLayout(last)

    def answer(self, yes: bool) -> bool:
        """Accepts or declines the first invitation; False when none waits."""
        if self.rows is None or not self.rows.invitations:
            return False
        reply = answering.accept if yes else answering.decline
        reply(self.desk, self, self.rows.invitations[0])
        return True

    def _log(self) -> None:
        if self.rows is not None and self.rows.detail is not None:
            past = [
                (a.id, a.title)
                for a in self.rows.mine
                if a.state in (A.ACCEPTED, A.ATTENDED) and a.start <= self.desk.now()
            ]
            HoursDialog(self.desk, self, self.rows.detail.row.person_id, past).open()

    def _to_calendar(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("To my calendar"), "resource-centre.ics", f"{_('Calendar')} (*.ics)"
        )
        if not chosen:
            return
        login = self.desk.actor.login

        def read(unit: Unit) -> bytes:
            from resource_centre.exchange.calendar_file import calendar_of, usual_window

            return calendar_of(unit, login, usual_window(unit.now))

        def write(data: bytes) -> None:
            from pathlib import Path

            Path(chosen).write_bytes(data)
            self.desk.said.emit(_("The calendar is saved. Open it with your calendar program."))

        self.desk.read(self, read, write)
