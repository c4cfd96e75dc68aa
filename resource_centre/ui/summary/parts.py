"""The parts of the summary page: headline cards, tables whose figures open, the opened figure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from resource_centre.core.times import Month
from resource_centre.i18n import _, n_
from resource_centre.reports.rows import RowBehind, RowsBehind
from resource_centre.reports.shape import Figure, Line, Summary
from resource_centre.reports.shape import Table as SummaryTable
from resource_centre.ui.summary.wording import change_words, target_words, tone, unit_words, value_words
from resource_centre.ui.widgets.boxes import Card, Scroll, Section, clear, row
from resource_centre.ui.widgets.buttons import button, icon_button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.labels import Elided, Link, set_role, text
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import capital

NARROWEST = 112  # pixels: a column of words is never squeezed to nothing


class FigureCard(QFrame):
    """A headline figure. opened(key) by click or Enter."""

    opened = Signal(str)

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.key = figure.key
        self.setProperty("card", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 10, 13, 10)
        column.setSpacing(2)
        column.addWidget(Elided(str(figure.label), "second2"))
        words = value_words(figure.value, figure.unit)
        change = change_words(figure.change, figure.unit)
        line = row(
            text(words, "figure"), text(change, "second", tone=tone(figure.change, figure.key)), 1, spacing=8
        )
        column.addLayout(line)
        column.addWidget(text(target_words(figure) or " ", "second"))
        self.setAccessibleName(f"{figure.label}: {words} {unit_words(figure.unit)} {change}")

    def pick(self, picked: bool) -> None:
        """Marks the card whose figure is open."""
        set_role(self, card="picked" if picked else "true")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.key)
            return
        super().keyPressEvent(event)


class FigureTable(Card):
    """One of the twelve tables; a click or Enter on a figure opens it. opened(key)."""

    opened = Signal(str)

    def __init__(self, found: SummaryTable, names: dict[str, str]) -> None:
        notes = [_(note) for note in found.notes]
        super().__init__(_(found.title), notes[0] if notes else "")
        self.note.setToolTip("\n".join(notes))
        self.note.setSizePolicy(
            self.note.sizePolicy().Policy.Ignored, self.note.sizePolicy().Policy.Preferred
        )
        if found.balanced is not None:
            words = _("balances") if found.balanced else _("does not balance")
            self.head.addWidget(text(words, "second", tone="ok" if found.balanced else "danger"))
        columns = [
            Column(
                capital(_(heading)),
                partial(_label, n),
                170,
                stretch=n == 0,
                strong=n == 0,
            )
            for n, heading in enumerate(found.headings)
        ]
        single = len(found.measures) == 1
        if single:
            for name in ("month", "previous", "last_year", "year", "target", "variance"):
                columns.append(
                    Column(
                        names[name],
                        partial(_cell, measure=found.measures[0].key, column=name),
                        92,
                        right=True,
                        tone=partial(_ink, measure=found.measures[0].key, column=name),
                    )
                )
        else:
            columns += [
                Column(_(m.label), partial(_cell, measure=m.key, column="month"), 104, right=True)
                for m in found.measures
            ]
        self._found, self._single = found, single
        self.table = Table(
            columns, _(found.title), identity=lambda line: f"{line.part}/{line.key}", dense=True
        )
        self.table.setSortingEnabled(False)
        self.table.horizontalHeader().setMinimumSectionSize(NARROWEST)
        self.table.set_rows(found.lines)
        self.table.fit_height(16)
        self.table.clicked.connect(lambda index: self._open(index.row(), index.column()))
        self.table.opened.connect(
            lambda line: self._open(self.table.currentIndex().row(), self.table.currentIndex().column())
        )
        self.body.addWidget(self.table)

    def _open(self, at: int, column: int) -> None:
        line: Line = self.table.rows.rows[at]
        n = column - len(self._found.headings)
        measure = self._found.measures[0 if self._single or n < 0 else min(n, len(self._found.measures) - 1)]
        figure = line.figure(measure.key) or (line.figures[0] if line.figures else None)
        if figure is not None:
            self.opened.emit(figure.key)


class SideBySide(Card):
    """The headline figures of every centre beside each other; a click or Enter on a line opens it. opened(key)."""

    opened = Signal(str)

    def __init__(self, summary: Summary) -> None:
        super().__init__(_("Centres side by side"))
        columns = [Column(_("Indicator"), lambda figure: str(figure.label), 220, stretch=True, strong=True)]
        columns += [
            Column(part.centre_name, partial(_in_part, part), 165, right=True) for part in summary.parts
        ]
        columns.append(
            Column(_("Network"), lambda f: value_words(f.value, f.unit), 110, right=True, strong=True)
        )
        self.table = Table(columns, _("Centres side by side"), identity=lambda figure: figure.key, dense=True)
        self.table.setSortingEnabled(False)
        self.table.set_rows([f for line in summary.tables[0].lines for f in line.figures])
        self.table.fit_height(16)
        self.table.clicked.connect(lambda index: self.opened.emit(self.table.rows.rows[index.row()].key))
        self.table.opened.connect(lambda figure: self.opened.emit(figure.key))
        self.body.addWidget(self.table)


def _in_part(part: Summary, figure: Figure) -> str:
    own = part.by_key.get(figure.key)
    return value_words(own.value, own.unit) if own is not None else "–"


def _label(n: int, line: Line) -> str:
    return str(line.labels[n]) if n < len(line.labels) else ""


def _cell(line: Line, measure: str, column: str) -> str:
    figure = line.figure(measure)
    if figure is None:
        return ""
    value = figure.in_column(column)
    if column == "variance":
        return change_words(value, figure.unit) or ("0" if value == 0 else "")
    return "" if value is None and column == "target" else value_words(value, figure.unit)


def _ink(line: Line, measure: str, column: str) -> str:
    figure = line.figure(measure)
    return tone(figure.variance, figure.key) if figure is not None and column == "variance" else ""


def column_names(month: Month) -> dict[str, str]:
    """The headings of the columns: the month, the one before, the same last year, the year, target, variance."""
    return {
        "month": month.label, "previous": month.previous.label, "last_year": month.last_year.label, "year": str(month.year),
        "target": _("Target"), "variance": _("Variance"),
    }  # fmt: skip


class OpenedFigure(QFrame):
    """The figure that is open, with the rows behind it.

    closed() · row_opened(kind, id) · target_wanted(figure) · month_wanted(month): the same figure there.
    """

    closed = Signal()
    month_wanted = Signal(object)
    row_opened = Signal(str, int)
    target_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("inspector", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.scroller = Scroll((0, 0, 0, 0), 0)
        outer.addWidget(self.scroller, 1)

    def show_figure(
        self, summary: Summary, figure: Figure, found: RowsBehind | None, *, sets_targets: bool
    ) -> None:
        """Shows a figure; `found` None while there are no rows to show (the external edition)."""
        inside = self.scroller.inside
        clear(inside)
        head = Section()
        head.body.addLayout(
            row(
                text(_("Opened figure"), "second"),
                1,
                icon_button("x", _("Close the figure"), self.closed.emit),
            )
        )
        head.body.addLayout(
            row(
                text(value_words(figure.value, figure.unit), "hero"),
                text(f"{unit_words(figure.unit)} {figure.label}".strip(), "section"),
                1,
                spacing=10,
            )
        )
        note = next(
            (t.notes[0] for t in summary.tables if t.notes and any(f.key == figure.key for f in t.figures)),
            "",
        )
        if note:
            head.body.addWidget(text(_(note), "second2", wrap=True))
        inside.addWidget(head)
        columns = Section()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        names = column_names(summary.month)
        for n, (key, name) in enumerate(names.items()):
            grid.addWidget(text(name, "second"), n, 0)
            value = figure.in_column(key)
            words = (
                change_words(value, figure.unit) or "–"
                if key == "variance"
                else value_words(value, figure.unit)
            )
            grid.addWidget(
                self._amount(words, key, summary.month, tone(value, figure.key)),
                n,
                1,
                Qt.AlignmentFlag.AlignRight,
            )
        grid.setColumnStretch(0, 1)
        columns.body.addLayout(grid)
        if sets_targets:
            columns.body.addLayout(
                row(1, button(_("Set a target…"), lambda: self.target_wanted.emit(figure), small=True))
            )
        inside.addWidget(columns)
        if found is None:
            part = Section(line=False)
            part.body.addWidget(
                text(
                    _("The edition for outside shows no rows; numbers of one to four people are left out."),
                    "second",
                    wrap=True,
                )
            )
            inside.addWidget(part)
        else:
            self._rows(found)
        inside.addStretch(1)

    def _amount(self, words: str, column: str, month: Month, ink: str) -> QWidget:
        """A column's value; another month's leads to that month, with its own rows behind it."""
        there = {"previous": month.previous, "last_year": month.last_year}.get(column)
        if there is None:
            return text(
                words, "strong" if column == "month" else "body", tone=ink if column == "variance" else ""
            )
        link = Link(words, partial(self.month_wanted.emit, there))
        link.setToolTip(_("Open {month}").format(month=there.label))
        return link

    def _rows(self, found: RowsBehind) -> None:
        part = Section(line=False)
        part.body.setContentsMargins(0, 10, 0, 0)
        count = len(found.rows)
        head = row(text(n_("{n} row behind it", "{n} rows behind it", count).format(n=count), "section"), 1)
        head.setContentsMargins(16, 0, 12, 0)
        columns = [
            Column(
                _(heading),
                partial(_cell_text, n),
                145 if n else 180,
                stretch=n == 0,
                strong=n == 0,
                right=_numeric(found.rows, n),
                key=partial(_cell_weight, n),
            )
            for n, heading in enumerate(found.headings[:4])
        ]
        if not columns:
            part.body.addLayout(head)
            self.scroller.inside.addWidget(part)
            return
        table = Table(columns, _(found.title), identity=lambda r: (r.kind, r.id), dense=True)
        table.horizontalHeader().setMinimumSectionSize(NARROWEST)
        table.set_rows(found.rows)
        table.fit_height(22)
        table.opened.connect(lambda r: self.row_opened.emit(r.kind, r.id))
        head.addWidget(button(_("Copy rows"), table.copy, small=True, symbol="copy"))
        head.addWidget(button(_("Save…"), table.save_sheet, small=True))
        part.body.addLayout(head)
        part.body.addWidget(table)
        hint = row(text(_("Double click opens a row where it belongs."), "second"), 1)
        hint.setContentsMargins(16, 4, 12, 4)
        part.body.addLayout(hint)
        self.scroller.inside.addWidget(part)


def _cell_text(n: int, found: Any) -> str:
    return _text(found.cells[n])


def _cell_weight(n: int, found: Any) -> Any:
    return _weight(found.cells[n])


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _weight(value: Any) -> Any:
    return (
        (isinstance(value, str), value if value is not None else 0)
        if not isinstance(value, str)
        else (True, value.casefold())
    )


def _numeric(rows: Sequence[RowBehind], at: int) -> bool:
    return bool(rows) and all(isinstance(r.cells[at], int | float) for r in rows if r.cells[at] is not None)
