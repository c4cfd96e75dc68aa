"""The summary page: a month of a centre or of the network; every figure opens; export and lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.core.times import Month
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.reports import rows as behind
from resource_centre.reports import service
from resource_centre.reports.charts import Charts
from resource_centre.reports.service import Caveat, Restatement
from resource_centre.reports.shape import MONTH_STATE_NAMES, Figure, MonthState, Summary
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.summary.drawn import HeatChart, TrendChart
from resource_centre.ui.summary.parts import FigureCard, FigureTable, OpenedFigure, SideBySide, column_names
from resource_centre.ui.summary.wording import value_words
from resource_centre.ui.widgets.boxes import Banner, Card, Empty, Scroll, Toolbar, clear, row
from resource_centre.ui.widgets.buttons import (
    Segments,
    button,
    icon_button,
    menu_button,
    primary,
    switch_off,
)
from resource_centre.ui.widgets.dialog import Ask, Dialog
from resource_centre.ui.widgets.fields import Pick, line
from resource_centre.ui.widgets.labels import chip, set_chip, text
from resource_centre.ui.widgets.places import Places
from resource_centre.ui.words import capital

SIDE = 404
TONES = {MonthState.OPEN: "plain", MonthState.IN_REVIEW: "warn", MonthState.LOCKED: "ok"}


@dataclass(frozen=True)
class SummaryRows:
    """What the page shows of a month."""

    summary: Summary
    charts: Charts | None
    caveats: tuple[Caveat, ...]
    restated: tuple[Restatement, ...]


class SummaryPage(Page):
    """Managers lock; staff read; evaluators see locked months without names."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.REPORTS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        today = desk.wall_now().date()
        self.month = Month(today.year, today.month).previous
        self.scope = "centre"
        self._begun = False
        self.found: SummaryRows | None = None
        self.key = ""
        self._places: Places | None = None  # while the parts are built
        self.outside = desk.actor.roles_at(desk.centre_id) <= {Role.EVALUATOR}
        self.bar = Toolbar(_("Monthly summary"))
        self.months = Pick([(m, capital(m.label)) for m in self._months()], self.month)
        self.months.changed.connect(self._to)
        self.months.setMinimumWidth(110)
        self.months.setMaximumWidth(look().px(170))
        self.months.setAccessibleName(_("Month"))
        self.segments = Segments(
            [("centre", desk.centre.city or desk.centre.name), ("network", _("Network"))],
            "centre",
            _("Centre or network"),
        )
        self.segments.chosen.connect(self._choose)
        self.state = chip("")
        self.bar.add(
            icon_button(
                "chevron-left", _("Month before"), lambda: self._to(self.month.previous), framed=True
            ),
            self.months,
        )
        self.bar.add(
            icon_button("chevron-right", _("Month after"), lambda: self._to(self.month.next), framed=True),
            self.segments,
            self.state,
        )
        kinds = (("pdf", _("PDF…")), ("xlsx", _("Excel workbook…")), ("csv", _("CSV…")), ("json", _("JSON…")))
        self.bar.add(
            menu_button(
                _("Export"), [(words, lambda k=kind: self._export(k)) for kind, words in kinds], "download"
            )
        )
        self.review = button(_("Review"), self._review)
        self.bar.add(self.review)
        self.lock = primary(_("Lock month…"), self._lock, symbol="lock")
        self.bar.add(self.lock)
        for act in (self.review, self.lock):
            act.setVisible(desk.may(Data.SUMMARIES, Right.APPROVE))
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        self.scroller = Scroll((16, 14, 16, 16), 14)
        body.addWidget(self.scroller, 1)
        self.side = OpenedFigure()
        self.side.setFixedWidth(SIDE)
        self.side.hide()
        self.side.closed.connect(self._close)
        self.side.row_opened.connect(self.desk.open_row)
        self.side.month_wanted.connect(self._same_figure_in)
        self.side.target_wanted.connect(lambda figure: TargetDialog(desk, self, figure, self.month).open())
        body.addWidget(self.side)
        self.cards: list[FigureCard] = []

    def _months(self) -> list[Month]:
        today = self.desk.wall_now().date()
        month, found = Month(today.year, today.month), []
        for _n in range(26):
            found.append(month)
            month = month.previous
        return found

    def load(self) -> None:
        month, centre_id = self.month, self.desk.centre_id if self.scope == "centre" else None
        here, outside = self.desk.centre_id, self.outside
        if outside and not self._begun:
            self.desk.read(
                self,
                lambda unit: service.outside_months(unit, centre_id),
                self._begin,
                self._nothing,
                key="months",
            )
            return

        def read(unit: Unit) -> SummaryRows:
            if outside:
                return SummaryRows(service.summary(unit, centre_id, month), None, (), ())
            found, charts = service.summary_and_charts(unit, centre_id, month)
            caveats = service.caveats(found) if centre_id is not None and not found.locked else ()
            restated = (
                service.restatements(unit, here, month) if centre_id is not None and found.locked else ()
            )
            return SummaryRows(found, charts, caveats, restated)

        self.desk.read(self, read, self._show, self._nothing, key="summary", report=centre_id is None)

    def _begin(self, months: tuple[Month, ...]) -> None:
        """From outside the newest locked month comes first: the last one is rarely locked yet."""
        self._begun = True
        self._to(months[0] if months else self.month)

    def show_where(self, **where: Any) -> None:
        if "month" in where:
            self._to(Month.parse(str(where["month"])))

    def _to(self, month: Month) -> None:
        self.month = month
        self.months.choose(month)
        self._close()
        self.reload()

    def _same_figure_in(self, month: Month) -> None:
        key = self.key
        self._to(month)
        self.key = key

    def _choose(self, key: str) -> None:
        self.scope = key
        self._close()
        self.reload()

    def _nothing(self, trouble: BaseException) -> None:
        from resource_centre.ui.failures import sentence

        self.desk.background.in_slices((), self, "parts")
        clear(self.scroller.inside)
        self._places = None
        self.scroller.setUpdatesEnabled(True)
        self.state.hide()
        switch_off(self.review, sentence(trouble))
        self.scroller.inside.addWidget(Empty("lock", sentence(trouble)))
        switch_off(self.lock, sentence(trouble))

    def _show(self, found: SummaryRows) -> None:
        self.found = found
        summary = found.summary
        places = self._places = self._places or Places(self.scroller)
        self.scroller.setUpdatesEnabled(not self.cards)  # what stands there changes at once, not bit by bit
        set_chip(self.state, _(MONTH_STATE_NAMES[summary.state]), TONES[summary.state])
        self.state.show()
        today = self.desk.wall_now().date()
        unfinished = self.month.first_day >= Month(today.year, today.month).first_day
        reason = (
            _("This month is locked.")
            if summary.locked
            else _("The month is not over yet.")
            if unfinished
            else ""
        )
        reason = reason or (_("A network is locked centre by centre.") if self.scope == "network" else "")
        switch_off(self.lock, reason)
        switch_off(self.review, reason)
        in_review = summary.state is MonthState.IN_REVIEW
        self.review.setText(_("End the review") if in_review else _("Review"))
        inside = self.scroller.inside
        clear(inside)
        if found.caveats:
            said = Banner()
            inside.addWidget(said)
            words = n_(
                "One thing to look at before you lock: {what}.",
                "{n} things to look at before you lock: {what}.",
                len(found.caveats),
            )
            what = ", ".join(c.text.rstrip(".") for c in found.caveats)
            said.say(
                words.format(n=len(found.caveats), what=what),
                "warn",
                _("Show them"),
                lambda: self._caveat(found.caveats[0]),
            )
        if found.restated:
            said = Banner()
            inside.addWidget(said)
            words = n_(
                "{n} figure has changed since the lock.",
                "{n} figures have changed since the lock.",
                len(found.restated),
            )
            said.say(
                words.format(n=len(found.restated)),
                "info",
                _("Show them"),
                lambda: RestatedDialog(self.desk, self, found.restated).open(),
            )
        self._headline(summary)
        self.desk.background.in_slices(self._parts(found, places), self, "parts")

    def _parts(self, found: SummaryRows, places: Places) -> Iterator[Callable[[], None]]:
        """What stands below the figures, each part a slice of the window's time."""
        summary, charts = found.summary, found.charts
        if charts is not None:
            yield lambda: self._charts(charts)
        yield lambda: self.scroller.setUpdatesEnabled(False)  # what follows lies below what is in sight
        if summary.parts:
            yield lambda: self._add(SideBySide(summary))
        names = column_names(summary.month)
        for each in summary.tables[1:]:
            yield lambda each=each: self._add(FigureTable(each, names))  # type: ignore[misc]
        yield lambda: self._close_page(places)

    def _add(self, part: SideBySide | FigureTable) -> None:
        part.opened.connect(self._open)
        self.scroller.inside.addWidget(part)

    def _close_page(self, places: Places) -> None:
        assert self.found is not None
        inside, summary = self.scroller.inside, self.found.summary
        inside.addWidget(
            text(
                _("Months do not add up to the year: a school, or an event of several months, counts once."),
                "second",
                wrap=True,
            )
        )
        inside.addStretch(1)
        places.restore()
        self._places = None
        self.scroller.setUpdatesEnabled(True)
        if self.key and self.key in summary.by_key:
            self._open(self.key)

    def _headline(self, summary: Summary) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        self.cards = []
        for n, figure in enumerate(f for each in summary.tables[0].lines for f in each.figures):
            card = FigureCard(figure)
            card.opened.connect(self._open)
            grid.addWidget(card, n // 4, n % 4)
            grid.setColumnStretch(n % 4, 1)
            self.cards.append(card)
        self.scroller.inside.addWidget(holder)

    def _charts(self, charts: Charts) -> None:
        trend, heat = TrendChart(), HeatChart()
        trend.show_trend(charts.trend)
        heat.show_heat(charts.heat)
        left, right = (
            Card(_("Participations, 13 months"), margins=(14, 10, 14, 8)),
            Card(_("Lab use by hour, %"), margins=(14, 10, 14, 8)),
        )
        left.head.addWidget(text(_("same month last year tinted"), "second"))
        left.body.addWidget(trend)
        right.body.addWidget(heat)
        line_ = row(spacing=14)
        line_.addWidget(left, 3)
        line_.addWidget(right, 2)
        self.scroller.inside.addLayout(line_)

    def _caveat(self, found: Caveat) -> None:
        if found.rows:
            self.desk.open_row(*found.rows[0])

    def _open(self, key: str) -> None:
        if self.found is None:
            return
        summary, self.key = self.found.summary, key
        for card in self.cards:
            card.pick(card.key == key)
        if summary.external or self.outside:
            self._show_figure(summary.by_key[key], None)
            return
        self.desk.read(
            self,
            lambda unit: behind.rows_of(unit, summary, key),
            lambda found: self._show_figure(summary.by_key[key], found),
            key="rows",
        )

    def _show_figure(self, figure: Figure, found: behind.RowsBehind | None) -> None:
        assert self.found is not None
        sets = self.desk.may(Data.SUMMARIES, Right.APPROVE) and self.scope == "centre"
        self.side.show_figure(self.found.summary, figure, found, sets_targets=sets)
        self.side.show()

    def _close(self) -> None:
        self.key = ""
        for card in self.cards:
            card.pick(False)
        self.side.hide()

    def _export(self, kind: str) -> None:
        if self.found is None:
            return
        where = self.found.summary.centre_code or "network"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export the summary"), f"summary-{where}-{self.month}.{kind}", f"*.{kind}"
        )
        if chosen:
            self.export(Path(chosen))

    def export(self, file: Path) -> None:
        """Writes the summary into a file, off the window's thread."""
        assert self.found is not None
        summary, charts = self.found.summary, self.found.charts

        def work(_task: Task) -> Path:
            from resource_centre.reports.export import export
            from resource_centre.ui.summary.printed import as_pdf

            export(summary, file, {".pdf": lambda it: as_pdf(it, charts)})
            return file

        self.desk.work(
            self, work, lambda made: self.desk.said.emit(_("The summary is in {file}").format(file=made.name))
        )

    def _review(self) -> None:
        """Into review, where colleagues see that the figures are being looked at; or out of it again."""
        if self.found is None:
            return
        month, centre_id = self.month, self.desk.centre_id
        ends = self.found.summary.state is MonthState.IN_REVIEW
        step = service.reopen if ends else service.review
        said = _("{month} is open again.") if ends else _("{month} is in review.")
        self.desk.write(
            self, lambda unit: step(unit, centre_id, month), said=said.format(month=capital(month.label))
        )

    def _lock(self) -> None:
        found, month, centre_id = self.found, self.month, self.desk.centre_id
        if found is None:
            return
        open_ = "\n".join(f"• {c.text}" for c in found.caveats)
        words = _(
            "The figures of {month} are stored as they are now. Later changes show as restatements."
        ).format(month=month.label)
        if open_:
            words += "\n\n" + _("Before you lock:") + "\n" + open_

        def do() -> None:
            self.desk.write(self, lambda unit: service.lock(unit, centre_id, month), said=_("Locked."))

        Ask(
            self.desk, self, _("Lock {month}").format(month=month.label), _("Lock the month"), words, do
        ).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(look().px(SIDE if self.width() >= look().px(1250) else 340))


class TargetDialog(Dialog):
    """What a figure should reach in a month, or in the year."""

    def __init__(self, desk: Desk, parent: QWidget, figure: Figure, month: Month) -> None:
        super().__init__(desk, parent, _("Target: {figure}").format(figure=figure.label), _("Set the target"))
        self.figure = figure
        self.period = Pick(
            [
                (str(month), capital(month.label)),
                (str(month.year), _("the whole year {n}").format(n=month.year)),
            ]
        )
        self.value = line("" if figure.target is None else f"{figure.target:g}", most=12)
        self.form.add_row(("period", _("For"), self.period), ("value", _("To reach"), self.value))
        self.form.end()

    def confirm(self) -> None:
        try:
            value = float(self.value.text().replace(",", ".").replace(" ", ""))
        except ValueError:
            raise BadInput(_("Write a number, such as 45 or 12.5."), "value") from None
        key, period, centre_id = self.figure.key, self.period.value, self.desk.centre_id
        self.save(
            lambda unit: service.set_target(unit, centre_id, key, period, value),
            None,
            _("The target is set."),
        )


class RestatedDialog(Dialog):
    """What has changed since the lock."""

    def __init__(self, desk: Desk, parent: QWidget, found: tuple[Restatement, ...]) -> None:
        super().__init__(desk, parent, _("Changed since the lock"), _("Close"))
        self.cancel.hide()
        from resource_centre.reports.shape import Unit as Measured

        for each in found:
            name = ", ".join([*(str(label) for label in each.labels), str(each.label)])
            words = f"{value_words(each.locked, Measured.SCORE)} → {value_words(each.now, Measured.SCORE)}"
            self.form.put(row(text(name, "body", wrap=True), 1, text(words, "strong")))
        self.form.end()
