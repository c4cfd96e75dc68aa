"""The third step: what would happen to every row, and why; how to treat the bad ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from resource_centre.exchange.plans import OUTCOME_NAMES, Outcome, Plan, PlanLine
from resource_centre.exchange.reading import Sheet
from resource_centre.i18n import _
from resource_centre.ui.importing.wording import TONES, change_words, field_words, unusable_words
from resource_centre.ui.widgets.boxes import Card, Empty, Scroll, Section, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.labels import chip, text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.table import Table

LONGEST = 600


class Preview(QWidget):
    """Counts that filter, the rows, the row that is picked in full."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what
        self.plan: Plan | None = None
        self._only: Outcome | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        self.filters = row(spacing=6)
        inside.addLayout(self.filters)
        columns = [
            Column(_("Entry") if what == "calendar" else _("Row"), lambda r: str(r.row), 64, right=True, key=lambda r: r.row),
            Column(_("What happens"), lambda r: _(OUTCOME_NAMES[r.outcome]), 140, chip=True, tone=lambda r: TONES[r.outcome]),
            Column(_("Name"), lambda r: " ".join(r.label.split()) or "–", 260, stretch=True),
            Column(_("Why, and what changes"), lambda r: change_words(what, r), 270),
        ]  # fmt: skip
        self.table = Table(
            columns,
            _("Rows of the file"),
            identity=lambda r: (r.row, r.outcome),
            dense=True,
            empty=Empty("file-text", _("There is no row to import in this file. Choose another one.")),
        )
        self.table.picked.connect(self._show_line)
        card = Card()
        self.side = QFrame()
        self.side.setProperty("inspector", "true")
        self.side.setFixedWidth(290)
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(0, 0, 0, 0)
        self.rolling = Scroll((0, 0, 0, 0), 0)
        beside.addWidget(self.rolling)
        line = row(spacing=0)
        line.addWidget(self.table, 1)
        line.addWidget(self.side)
        card.body.addLayout(line, 1)
        inside.addWidget(card, 1)
        self.bad = QWidget()
        group = QButtonGroup(self)
        self.leave, self.strict = (
            QRadioButton(_("Leave them out, import the rest")),
            QRadioButton(_("Import only if every row can be used")),
        )
        for each in (self.leave, self.strict):
            group.addButton(each)
        self.leave.setChecked(True)
        self.words = text("", "medium")
        line = row(self.words, self.leave, self.strict, 1, spacing=18)
        self.bad.setLayout(line)
        inside.addWidget(self.bad)

    def sizeHint(self) -> QSize:
        return QSize(700, 400)

    def show_plan(self, plan: Plan) -> None:
        """The rows of a plan."""
        self.plan = plan
        counts = plan.counts
        clear(self.filters)
        self.buttons: dict[Outcome | None, QWidget] = {}
        if self._only is not None and not counts[self._only]:
            self._only = None
        for outcome in (None, *Outcome):
            count = len(plan.lines) if outcome is None else counts[outcome]
            if outcome is not None and not count:
                continue
            name = _("All") if outcome is None else _(OUTCOME_NAMES[outcome])
            made = button(f"{name}  {count}", partial(self.show_only, outcome), kind="option", small=True)
            made.setCheckable(True)
            made.setChecked(outcome is self._only)
            self.buttons[outcome] = made
            self.filters.addWidget(made)
        self.filters.addStretch(1)
        unusable = counts[Outcome.BAD] + counts[Outcome.CLASH]
        self.bad.setVisible(bool(unusable))
        self.words.setText(unusable_words(self.what, unusable))
        self.table.setColumnHidden(3, not any(line.why or line.changes for line in plan.lines))
        self._fill()

    def show_only(self, outcome: Outcome | None) -> None:
        """The rows of one outcome, or all."""
        self._only = outcome
        for each, made in self.buttons.items():
            made.setChecked(each is outcome)  # type: ignore[attr-defined]
        self._fill()

    def _fill(self) -> None:
        assert self.plan is not None
        rows = [line for line in self.plan.lines if self._only in (None, line.outcome)]
        self.table.set_rows(rows)
        if self.table.current is None:
            self.side.setVisible(bool(rows))
            if rows:
                self.table.selectRow(0)

    def _show_line(self, line: PlanLine | None) -> None:
        inside = self.rolling.inside
        clear(inside)
        self.side.setVisible(line is not None)
        if line is None or self.plan is None:
            return
        head = Section()
        name = _("Entry {n}") if self.what == "calendar" else _("Row {n}")
        head.body.addLayout(
            row(
                text(name.format(n=line.row), "second"),
                1,
                chip(_(OUTCOME_NAMES[line.outcome]), TONES[line.outcome]),
            )
        )
        head.body.addWidget(text(line.label[:LONGEST] or "–", "strong", wrap=True))
        if line.why:
            tone = "danger" if line.outcome in (Outcome.BAD, Outcome.CLASH) else ""
            head.body.addWidget(text(line.why, "body2", wrap=True, tone=tone))
        inside.addWidget(head)
        if line.changes:
            part = Section(_("What changes"))
            part.body.addWidget(
                facts([(field_words(self.what, c.field), f"{c.before[:LONGEST] or '–'} → {c.after[:LONGEST] or '–'}") for c in line.changes])
            )  # fmt: skip
            inside.addWidget(part)
        cells = self._cells(line)
        if cells:
            part = Section(_("In the file"), line=False)
            part.body.addWidget(facts(cells))
            inside.addWidget(part)
        inside.addStretch(1)

    def _cells(self, line: PlanLine) -> list[tuple[str, str]]:
        plan = self.plan
        if plan is None or not isinstance(plan.source, Sheet):
            return []
        found = next((each for each in plan.source.rows if each.number == line.row), None)
        if found is None:
            return []
        pairs = zip(plan.columns, found.cells, strict=False)
        return [
            (column, cell.strip()[:LONGEST])
            for column, cell in pairs
            if column in plan.mapping and cell.strip()
        ]
