"""The loans page: what is reserved, out, overdue, back; one loan with its parts and history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from resource_centre.audit.queries import StepRow
from resource_centre.bookings import queries, service
from resource_centre.bookings.queries import LoanDetail, LoanRow
from resource_centre.bookings.rules import FILTER_NAMES, STANDING_NAMES, LoanFilter, Standing
from resource_centre.core.changes import Topic
from resource_centre.core.states import Step
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import STATE_NAMES, ActivityState
from resource_centre.ui.desk import Desk
from resource_centre.ui.loans.dialogs import CountDialog, ExtendDialog, LendDialog, ReadyDialog, ReplaceDialog
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Empty, Scroll, Section, Toolbar, banner, clear, row
from resource_centre.ui.widgets.buttons import Segments, button, primary
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Reason
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.labels import IconLabel, chip, text
from resource_centre.ui.widgets.steps import facts, history
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import moment_words, span_words

TONES = {
    Standing.OVERDUE: "danger", Standing.LATE: "warn", Standing.DUE_TODAY: "warn", Standing.PENDING: "warn",
    Standing.RETURNED: "accent", Standing.READY: "ok", Standing.NO_SHOW: "danger",
}  # fmt: skip
SHOWN = (
    LoanFilter.OPEN,
    LoanFilter.RESERVED,
    LoanFilter.OUT,
    LoanFilter.OVERDUE,
    LoanFilter.RETURNED,
    LoanFilter.PAST,
)


class LoansPage(Page):
    """Staff lend; everyone else who may read sees."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LOANS, Topic.SCHEDULE, Topic.RESOURCES})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.which = LoanFilter.OPEN
        self._wanted: int | None = None
        self._then = ""
        self.bar = Toolbar(_("Loans"))
        self.search = Search(_("Find a loan"))
        self.search.setFixedWidth(180)
        self.search.searched.connect(lambda _words: self.reload())
        self.segments = Segments(
            [(which.value, _(FILTER_NAMES[which])) for which in SHOWN], "open", _("Which loans")
        )
        self.segments.chosen.connect(self._choose)
        self.bar.add(self.search, self.segments)
        if desk.may(Data.BOOKINGS, Right.WRITE):
            self.bar.add(primary(_("Lend"), self.lend, symbol="plus"))
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        zone = lambda: desk.zone  # noqa: E731
        columns = [
            Column(
                _("What"),
                lambda r: r.title,
                240,
                stretch=True,
                strong=True,
                hue=lambda _r: "loan",
                second=lambda r: r.whom,
            ),
            Column(
                _("From"), lambda r: moment_words(r.start, zone(), desk.now()), 130, key=lambda r: r.start
            ),
            Column(_("Back by"), lambda r: moment_words(r.due, zone(), desk.now()), 130, key=lambda r: r.due),
            Column(
                _("Parts"),
                lambda r: r.parts or "",
                100,
                right=True,
                tone=lambda r: "danger" if r.missing else "",
            ),
            Column(
                _("State"),
                lambda r: _(STANDING_NAMES[r.standing]),
                160,
                chip=True,
                tone=lambda r: TONES.get(r.standing, "plain"),
            ),
        ]
        self.empty = Empty(
            "package-open",
            _("Nothing is lent here. Kits that are reserved or out appear here."),
            _("Lend equipment"),
            self.lend,
        )
        self.table = Table(columns, _("Loans"), identity=lambda r: r.activity_id, empty=self.empty)
        self.table.picked.connect(self._picked)
        body.addWidget(self.table, 1)
        self.side = QFrame()
        self.side.setProperty("inspector", "true")
        self.side.setFixedWidth(340)
        outer = QVBoxLayout(self.side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.scroller = Scroll((0, 0, 0, 0), 0)
        self.foot = QFrame()
        self.foot.setProperty("foot", "true")
        self.deeds = QVBoxLayout(self.foot)
        self.deeds.setContentsMargins(14, 10, 14, 12)
        self.deeds.setSpacing(8)
        outer.addWidget(self.scroller, 1)
        outer.addWidget(self.foot)
        self.side.hide()
        body.addWidget(self.side)
        self.detail: LoanDetail | None = None

    def load(self) -> None:
        centre_id, which, words = self.desk.centre_id, self.which, self.search.text().strip()

        def read(unit: Unit) -> Any:
            return queries.loans(unit, centre_id, which, words), queries.counts(unit, centre_id)

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new") and self.desk.may(Data.BOOKINGS, Right.WRITE):
            self.lend()
        if "id" in where:
            self._wanted, self._then = int(where["id"]), str(where.get("do", ""))
            self.reload()

    def lend(self) -> None:
        """The form of a new loan."""
        LendDialog(self.desk, self, lambda key: self.show_where(id=key)).open()

    def _choose(self, key: str) -> None:
        self.which = LoanFilter(key)
        self.reload()

    def _show(self, found: Any) -> None:
        rows, counts = found
        self.empty.search(bool(self.search.text().strip()), self.search.clear)
        self.table.set_rows(rows)
        for which in SHOWN:
            count = counts.get(which)
            words = _(FILTER_NAMES[which])
            self.segments.rename(which.value, f"{words} {count}" if count else words)
        if self._wanted is not None:
            if not self.table.pick(self._wanted):
                self._open(self._wanted)
            self._wanted = None
        elif self.table.current is None and rows:
            self.table.selectRow(0)

    def _picked(self, found: LoanRow | None) -> None:
        if found is None:
            self.desk.background.in_slices((), self, "parts")
            self.side.hide()
        else:
            self._open(found.activity_id)

    def _open(self, key: int) -> None:
        self.desk.read(self, lambda unit: queries.loan(unit, key), self._show_detail, key="detail")

    def _show_detail(self, detail: LoanDetail) -> None:
        self.detail = detail
        self._show_actions(detail)
        steps = standing_still(self.side, self.scroller, self._parts(detail))
        self.desk.background.in_slices(steps, self, "parts")
        do, self._then = self._then, ""
        names = {step.name for step in detail.next_steps}
        if do == "return" and "check_in" in names:
            CountDialog(self.desk, self, detail, back=True).open()
        elif do == "ready" and "make_ready" in names:
            ReadyDialog(self.desk, self, detail).open()

    def _parts(self, detail: LoanDetail) -> Iterator[Callable[[], object]]:
        """What is told of a loan, each part a slice of the window's time."""
        inside = self.scroller.inside
        yield lambda: clear(inside)
        yield lambda: self._tell(detail)
        yield lambda: self._show_units(detail)
        yield lambda: self._show_past(detail)
        yield lambda: inside.addStretch(1)
        yield self.side.show

    def _tell(self, detail: LoanDetail) -> None:
        zone, now, inside = self.desk.zone, self.desk.now(), self.scroller.inside
        head = Section()
        found = detail.row
        head.body.addLayout(
            row(
                IconLabel("package-open", 16),
                text(_("Loan"), "second"),
                chip(_(STANDING_NAMES[found.standing]), TONES.get(found.standing, "plain")),
                1,
            )
        )
        head.body.addWidget(text(found.title, "object", wrap=True))
        head.body.addWidget(text(found.whom, "body2", wrap=True))
        inside.addWidget(head)
        about = Section()
        told = [(_("Time"), span_words(found.start, found.due, zone))]
        if found.checked_out_at:
            told.append(
                (_("Handed out"), f"{moment_words(found.checked_out_at, zone, now)}, {detail.checked_out_by}")
            )
        if found.returned_at:
            told.append(
                (_("Came back"), f"{moment_words(found.returned_at, zone, now)}, {detail.returned_by}")
            )
        told += [
            (_("Condition out"), detail.condition_out),
            (_("Condition in"), detail.condition_in),
            (_("Note"), detail.note),
            (_("Reason"), detail.cancel_reason),
        ]
        about.body.addWidget(facts([(label, value) for label, value in told if value]))
        inside.addWidget(about)
        if found.missing:
            words = n_("{n} part did not come back.", "{n} parts did not come back.", found.missing)
            holder = Section(line=False)
            holder.body.addWidget(banner(words.format(n=found.missing), "danger"))
            inside.addWidget(holder)

    def _show_units(self, detail: LoanDetail) -> None:
        units = Section(_("Units"), str(len(detail.units)))
        for each in detail.units:
            units.body.addLayout(
                row(IconLabel("package", 15), text(each.name, "body"), 1, text(each.code, "second"))
            )
            for part in each.parts:
                short = (
                    part.counted_in is not None
                    and part.counted_out is not None
                    and part.counted_in < part.counted_out
                )
                if part.counted_in is not None:
                    words = _("{back} of {out}").format(back=part.counted_in, out=part.counted_out)
                else:
                    words = str(part.counted_out if part.counted_out is not None else part.expected)
                units.body.addLayout(
                    row(
                        text(f"      {part.name}", "second"),
                        1,
                        text(words, "second", tone="danger" if short else ""),
                    )
                )
        self.scroller.inside.addWidget(units)

    def _show_past(self, detail: LoanDetail) -> None:
        zone, now = self.desk.zone, self.desk.now()
        past = Section(_("History"), line=False)
        lines = [(moment_words(step.at, zone, now), step_words(step)) for step in reversed(detail.history)]
        past.body.addWidget(history(lines))
        self.scroller.inside.addWidget(past)

    def _show_actions(self, detail: LoanDetail) -> None:
        clear(self.deeds)
        steps = list(detail.next_steps)
        self.foot.setVisible(bool(steps))
        if not steps:
            return
        first, rest = steps[0], steps[1:]
        main = button(first.label, lambda: self._do(first), kind="primary")
        main.setSizePolicy(main.sizePolicy().Policy.Expanding, main.sizePolicy().Policy.Fixed)
        self.deeds.addWidget(main)
        line = row(spacing=8)
        for step in rest:
            line.addWidget(
                button(
                    step.label + "…",
                    partial(self._do, step),
                    kind="danger" if step.destructive else "",
                    small=True,
                )
            )
        line.addStretch(1)
        self.deeds.addLayout(line)

    def _do(self, step: Step) -> None:
        detail = self.detail
        if detail is None:
            return
        key, version = detail.row.activity_id, detail.row.version
        if step.name in ("check_out", "check_in"):
            CountDialog(self.desk, self, detail, back=step.name == "check_in").open()
        elif step.name == "extend":
            ExtendDialog(self.desk, self, detail).open()
        elif step.name == "make_ready":
            ReadyDialog(self.desk, self, detail).open()
        elif step.name == "replace_unit":
            ReplaceDialog(self.desk, self, detail).open()
        elif step.name == "approve":
            self.desk.write(self, lambda unit: schedule.approve(unit, key), said=_("Approved."))
        elif step.name == "decline":
            Reason(
                self.desk, self, _("Decline the loan"), _("Decline"), _("{who} is told your reason.").format(who=detail.row.whom),
                lambda unit, why: schedule.decline(unit, key, why),
            ).open()  # fmt: skip
        else:
            Reason(
                self.desk, self, _("Cancel the loan"), _("Cancel the loan"), _("{who} is told your reason.").format(who=detail.row.whom),
                lambda unit, why: service.cancel(unit, key, why, version),
            ).open()  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(1250)
        self.side.setFixedWidth(look().px(300 if narrow else 340))
        self.table.setColumnHidden(1, narrow)
        self.search.setFixedWidth(130 if narrow else 180)


def step_words(step: StepRow) -> str:
    """Who took a step and why; what changed no state is told by its reason alone."""
    if step.from_state == step.to_state:
        return f"{step.person}: {step.reason}"
    name = _(STATE_NAMES[ActivityState(step.to_state)])
    return f"{name}, {step.person}" + (f": {step.reason}" if step.reason else "")
