"""Today for staff: what needs them, the day as a picture, figures, the next days, news."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.i18n import _, n_
from resource_centre.overview.need import Need
from resource_centre.people.roles import Data, Right
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.scene import BlockKind
from resource_centre.ui.timeline.strip import TimelineStrip
from resource_centre.ui.today.parts import DaysCard, FiguresCard, NeedsCard, NewsCard
from resource_centre.ui.today.reading import TodayRows, read_today
from resource_centre.ui.today.wording import following_words, summary_line
from resource_centre.ui.widgets.boxes import Card, Scroll, Toolbar
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.words import long_day

SIDE = 372


class StaffToday(QWidget):
    """The page of coordinators, consultants, managers and administrators."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.bar = Toolbar("", tall=True, line=False)
        if desk.may(Data.REQUESTS, Right.WRITE):
            self.bar.add(
                button(
                    _("New request"),
                    lambda: desk.open("consultations", new=True),
                    symbol="message-square-plus",
                )
            )
        if desk.may(Data.BOOKINGS, Right.WRITE):
            self.bar.add(button(_("Lend a kit"), lambda: desk.open("loans", new=True), symbol="package-open"))
            self.bar.add(primary(_("Book"), lambda: desk.open("calendar", book=True), symbol="plus"))
        outer.addWidget(self.bar)
        self.needs = NeedsCard()
        self.needs.asked.connect(self._do)
        self.strip = TimelineStrip()
        self.strip.setMinimumHeight(220)
        self.strip.opened.connect(lambda activity: desk.open("calendar", activity=activity))
        self.day = Card(_("Today"))
        self.day.head.addWidget(button(_("Open in calendar"), lambda: desk.open("calendar"), kind="link"))
        self.day.body.addWidget(self.strip)
        self.figures, self.days, self.news = FiguresCard(), DaysCard(), NewsCard()
        self.days.opened.connect(lambda activity: desk.open("calendar", activity=activity))
        body = self.body = Scroll((16, 0, 16, 16), 0)
        line = QHBoxLayout()
        line.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(16)
        right.setSpacing(16)
        left.addWidget(self.needs)
        left.addWidget(self.day, 1)
        self.side = QWidget()
        self.side.setFixedWidth(SIDE)
        self.side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.figures)
        right.addWidget(self.days)
        right.addWidget(self.news)
        right.addStretch(1)
        line.addLayout(left, 1)
        line.addWidget(self.side)
        body.inside.addLayout(line)
        outer.addWidget(body, 1)

    def load(self) -> None:
        """Reads everything at once."""
        centre_id, day = self.desk.centre_id, self.desk.wall_now().date()
        self.desk.read(self, lambda unit: read_today(unit, centre_id, day), self._show, key="today")

    def _show(self, rows: TodayRows) -> None:
        self.desk.background.in_slices(standing_still(self, self.body, self._parts(rows)), self, "parts")

    def _parts(self, rows: TodayRows) -> Iterator[Callable[[], object]]:
        zone, now = self.desk.zone, self.desk.now()
        yield lambda: self._show_day(rows)
        yield lambda: self.needs.show_needs(rows.needs, zone, now)
        yield lambda: self.figures.show_figures(rows.figures)
        yield lambda: self.days.show_days(rows.coming, zone)
        yield lambda: self.news.show_news(rows.news, zone, now)

    def _show_day(self, rows: TodayRows) -> None:
        zone, now = self.desk.zone, self.desk.now()
        ahead = next((row for row in rows.today if row.start > now), None)
        following = following_words(ahead.start, ahead.title, zone, now) if ahead else ""
        self.bar.title.setText(long_day(self.desk.wall_now().date()))
        self.bar.note.setText(summary_line(rows.needs, following, zone))
        count = sum(1 for block in rows.scene.blocks if block.kind is not BlockKind.MAINTENANCE)
        words = n_("{n} thing takes place", "{n} things take place", count).format(n=count)
        self.day.note.setText(
            words if rows.scene.rows else _("Add labs under Resources to see the day here.")
        )
        self.strip.set_scene(rows.scene)
        self.figures.setVisible(
            self.desk.may(Data.REQUESTS)
        )  # whoever reads no requests has no summary either

    def _do(self, need: Need, other: bool) -> None:
        if need.kind == "approval" and need.activity_id is not None:
            self._decide(need, need.activity_id, not other)
        elif need.kind == "hours":
            self.desk.open("ambassadors", hours=True)
        elif need.page == "loans":
            doing = {"overdue_loan": "return", "make_ready": "ready"}.get(need.kind, "")
            self.desk.open("loans", id=need.id, do=doing)
        else:
            self.desk.open(need.page, id=need.id)

    def _decide(self, need: Need, activity: int, approved: bool) -> None:
        from resource_centre.schedule import service as schedule  # to read the page neither is needed
        from resource_centre.ui.widgets.dialog import Reason

        if approved:
            self.desk.write(self, lambda unit: schedule.approve(unit, activity), said=_("Approved."))
            return
        Reason(
            self.desk, self, _("Decline the request"), _("Decline"),
            _("{who} is told your reason; the time is free again.").format(who=need.who),
            lambda unit, why: schedule.decline(unit, activity, why), said=_("Declined."),
        ).open()  # fmt: skip
