"""The summary as a workbook that is ready to send: a sheet for each table, the same bytes for the same figures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from resource_centre.i18n import _
from resource_centre.reports import sheet
from resource_centre.reports.shape import LineKind, Summary, Table, Unit
from resource_centre.reports.sheet import Cell

FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.HOURS: "#,##0.0",
    Unit.PERCENT: '0.0" %"',
    Unit.SCORE: "0.00",
    Unit.DURATION: "#,##0.0",
}
TITLE = Font(name="Calibri", size=14, bold=True, color="0B6B75")
QUIET = Font(name="Calibri", size=10, color="5F6B6D")
HEAD = Font(name="Calibri", size=10, bold=True, color="FFFFFF")
BODY = Font(name="Calibri", size=10)
STRONG = Font(name="Calibri", size=10, bold=True)
FILL = PatternFill("solid", fgColor="0B6B75")
TINT = PatternFill("solid", fgColor="EAF4F4")
RULE = Border(bottom=Side(style="thin", color="D5DBDB"))
NARROW, WIDE = 11, 48
STILL = datetime(2000, 1, 1)


def workbook(summary: Summary) -> bytes:
    """The bytes of the workbook."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = sheet.subtitle(summary)
    book.properties.creator = "Resource Centre"
    book.properties.created = STILL
    for table in summary.tables:
        _sheet(book, table, summary)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _sheet(book: Any, table: Table, summary: Summary) -> None:
    ws = book.create_sheet(_(sheet.NAMES[table.key])[:31])
    ws.append([_(table.title)])
    ws.append([sheet.text(sheet.subtitle(summary)).value])
    ws["A1"].font, ws["A2"].font = TITLE, QUIET
    ws.append([])
    totals = [line.kind is not LineKind.LINE and line.kind is not LineKind.LIST for line in table.lines]
    left = len(table.headings)
    if len(table.measures) > 1:
        _block(ws, sheet.overview(table), left, totals)
        ws.append([])
        ws.append([_("All figures with their comparisons")])
        ws.cell(ws.max_row, 1).font = STRONG
        left += 1
    every = [total for line, total in zip(table.lines, totals, strict=True) for _figure in line.figures]
    _block(ws, sheet.comparison(table, summary), left, every)
    ws.append([])
    for note in sheet.notes(table):
        ws.append([note])
        ws.cell(ws.max_row, 1).font = QUIET
    _widths(ws)
    ws.freeze_panes = ws.cell(5, len(table.headings) + 1)
    _for_print(ws, summary)


def _block(ws: Any, rows: Iterable[list[Cell]], left: int, strong: Sequence[bool]) -> None:
    """A heading row and its lines; the first `left` columns hold words."""
    for number, cells in enumerate(rows):
        ws.append([cell.value for cell in cells])
        row = ws.max_row
        heading = number == 0
        total = not heading and strong[number - 1]
        for column, cell in enumerate(cells, 1):
            there = ws.cell(row, column)
            there.font = HEAD if heading else STRONG if total else BODY
            there.border = RULE
            there.alignment = Alignment(
                horizontal="left" if column <= left else "right", vertical="top", wrap_text=heading
            )
            if heading:
                there.fill = FILL
            elif total:
                there.fill = TINT
            if cell.unit is not None:
                there.number_format = FORMATS[cell.unit]


def _widths(ws: Any) -> None:
    for column in range(1, ws.max_column + 1):
        lengths = [len(str(ws.cell(row, column).value or "")) for row in range(4, ws.max_row + 1)]
        texts = [n for n in lengths if n <= WIDE]
        ws.column_dimensions[get_column_letter(column)].width = max(NARROW, *texts) + 2 if texts else NARROW


def _for_print(ws: Any, summary: Summary) -> None:
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_title_rows = "1:4"
    ws.oddFooter.left.text = sheet.subtitle(summary).replace("&", "&&")
    ws.oddFooter.right.text = "&P / &N"
    ws.sheet_view.showGridLines = False


def _settled(content: bytes) -> bytes:
    """The same workbook without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                stamp = STILL.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
