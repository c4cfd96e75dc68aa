"""The monthly summary as a PDF that is ready to send: headline, charts, twelve tables, totals compared.

What compares every single figure is the workbook: on paper it would be thirty pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF

from resource_centre.i18n import _
from resource_centre.reports import sheet
from resource_centre.reports.charts import Charts
from resource_centre.reports.shape import Figure, Line, LineKind, Summary, Table, Unit, Value
from resource_centre.reports.sheet import Cell
from resource_centre.ui.paper import LEFT, LOOK, RIGHT, WIDTH, Paper, Words, widths, wrapped
from resource_centre.ui.summary.drawn import paint_heat, paint_trend
from resource_centre.ui.summary.wording import change_words, target_words, tone, value_words

TITLE, SECTION, STRONG = Words(20, "strong"), Words(14, "strong"), Words(10, "strong")
BODY, HEAD, QUIET = Words(), Words(9, "strong", "text2"), Words(10, ink="text2")
FIGURE = Words(20, "strong")
ROW, PAD, GAP = 18.0, 7.0, 12.0
CARD, CHART = 74.0, 210.0
LEAST = 62.0  # of a column
FEWEST = 4  # lines of a table that stand together below its head


def as_pdf(summary: Summary, charts: Charts | None) -> bytes:
    """The bytes of the PDF, always in light colours. Needs a QGuiApplication; may run in any thread."""
    title = _("Monthly summary")
    paper = Paper(f"{title} · {sheet.subtitle(summary)}", sheet.subtitle(summary))
    paper.paragraph(title, TITLE, 2)
    paper.paragraph(sheet.subtitle(summary), QUIET, 12)
    _headline(paper, [figure for line in summary.tables[0].lines for figure in line.figures])
    if charts is not None:
        _charts(paper, charts)
    for table in summary.tables[1:]:
        if len(table.measures) == 1:
            _compared(paper, table, summary, sheet.notes(table))
        else:
            rows = [[_said(cell) for cell in found] for found in sheet.overview(table)]
            strong = [_is_total(line) for line in table.lines]
            _table(paper, _(table.title), rows, len(table.headings), strong, sheet.notes(table))
    paper.turn()
    paper.paragraph(_("Totals with their comparisons"), TITLE, 10)
    _compared(paper, summary.tables[0], summary, ())
    for table in summary.tables[1:]:
        if len(table.measures) > 1:
            totals = tuple(line for line in table.lines if line.kind is LineKind.TOTAL)
            _compared(paper, replace(table, lines=totals or table.lines), summary, ())
    return paper.content()


def _is_total(line: Line) -> bool:
    return line.kind in (LineKind.TOTAL, LineKind.CHECK)


def _compared(paper: Paper, table: Table, summary: Summary, notes: Sequence[str]) -> None:
    """Every figure of a table with its six columns; the last one is a difference and has its sign."""
    rows = [
        [*(_said(cell) for cell in found[:-1]), _said(found[-1], change_words)]
        for found in sheet.comparison(table, summary)
    ]
    several = len(table.measures) > 1
    strong = [_is_total(line) and not several for line in table.lines for _figure in line.figures]
    _table(paper, _(table.title), rows, len(table.headings) + several, strong, notes)


def _headline(paper: Paper, figures: Sequence[Figure]) -> None:
    wide = (WIDTH - 3 * GAP) / 4
    for n, figure in enumerate(figures):
        left, top = (n % 4) * (wide + GAP), paper.y + (n // 4) * (CARD + GAP)
        paper.painter.setPen(LOOK.colour("line2"))
        paper.painter.drawRoundedRect(QRectF(left, top, wide, CARD), 6, 6)
        inside = QRectF(left + 12, top + 9, wide - 24, 15)
        paper.write(str(figure.label), QUIET, inside)
        amount = value_words(figure.value, figure.unit)
        paper.write(amount, FIGURE, inside.translated(0, 21))
        change = change_words(figure.change, figure.unit)
        beside = inside.translated(FIGURE.metrics.horizontalAdvance(amount) + 8, 23)
        paper.write(change, Words(10, ink=tone(figure.change, figure.key) or "text2"), beside)
        paper.write(target_words(figure), QUIET, inside.translated(0, 42))
    paper.y += -(-len(figures) // 4) * (CARD + GAP) + 4


def _charts(paper: Paper, charts: Charts) -> None:
    parts = (
        (_("Participations, 13 months"), 0.0, WIDTH * 0.58, lambda p, w, h: paint_trend(p, w, h, charts.trend, LOOK)),
        (_("Lab use by hour, %"), WIDTH * 0.62, WIDTH * 0.38, lambda p, w, h: paint_heat(p, w, h, charts.heat, LOOK)),
    )  # fmt: skip
    paper.need(CHART + 30)
    for title, left, wide, paint in parts:
        paper.write(title, SECTION, QRectF(left, paper.y, wide, 20))
        paper.painter.save()
        paper.painter.translate(QPointF(left, paper.y + 28))
        paint(paper.painter, wide, CHART - 28)
        paper.painter.restore()
    paper.y += CHART + GAP


def _table(
    paper: Paper, title: str, rows: Sequence[list[str]], words: int, totals: Sequence[bool], notes: Sequence[str]
) -> None:  # fmt: skip
    head, *lines = rows
    columns = list(zip(head, *lines, strict=True)) if lines else [(name,) for name in head]
    needs: list[list[float]] = [
        [LEAST, *(_need(cell, n == 0) for n, cell in enumerate(column))] for column in columns
    ]
    wide = widths(needs, words, WIDTH)
    titles = [wrapped(name, HEAD.metrics, width - 2 * PAD) for name, width in zip(head, wide, strict=True)]
    high = max(len(each) for each in titles) * HEAD.metrics.height() + 8
    paper.need(26 + high + ROW * min(len(lines), FEWEST))
    paper.write(title, SECTION, QRectF(0, paper.y, WIDTH, 20))
    paper.y += 24
    for note in notes:
        paper.paragraph(note, QUIET, 4)
    _heading(paper, titles, wide, words, high)
    for n, line in enumerate(lines):
        if paper.need(ROW):
            _heading(paper, titles, wide, words, high)
        _line(paper, line, wide, words, strong=n < len(totals) and totals[n])
    if not lines:
        paper.paragraph(_("Nothing in this month."), QUIET, 0)
    paper.y += GAP + 6


def _heading(
    paper: Paper, titles: Sequence[Sequence[str]], wide: Sequence[float], words: int, high: float
) -> None:
    left, step = 0.0, HEAD.metrics.height()
    for n, (lines, width) in enumerate(zip(titles, wide, strict=True)):
        top = paper.y + high - 4 - step * len(lines)
        for k, line in enumerate(lines):
            box = QRectF(left + PAD, top + k * step, width - 2 * PAD, step)
            paper.write(line, HEAD, box, LEFT if n < words else RIGHT)
        left += width
    paper.y += high
    paper.rule(paper.y, "line2")


def _line(paper: Paper, cells: Sequence[str], wide: Sequence[float], words: int, *, strong: bool) -> None:
    if strong:
        paper.ground(QRectF(0, paper.y, WIDTH, ROW), "sunken")
    left = 0.0
    for n, (cell, width) in enumerate(zip(cells, wide, strict=True)):
        empty = next((k for k, after in enumerate(cells[n + 1 :], n + 1) if after), len(cells))
        room = sum(wide[n:empty]) if n < words else width  # words may run on over empty cells
        box = QRectF(left + PAD, paper.y, room - 2 * PAD, ROW)
        paper.write(cell, STRONG if strong else BODY, box, LEFT if n < words else RIGHT)
        left += width
    paper.y += ROW
    paper.rule(paper.y)


def _said(cell: Cell, words: Callable[[Value, Unit], str] = value_words) -> str:
    """A cell in words."""
    if cell.unit is None or not isinstance(cell.value, int | float):
        return "" if cell.value is None else str(cell.value)
    return words(cell.value, cell.unit)


def _need(words: str, heading: bool) -> float:
    """How wide a cell wants to be; a heading may break between its words."""
    if heading:
        return max((HEAD.metrics.horizontalAdvance(word) for word in words.split()), default=0.0) + 2 * PAD
    return STRONG.metrics.horizontalAdvance(words) + 2 * PAD
