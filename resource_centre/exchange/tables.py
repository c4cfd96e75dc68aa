"""Writing a table into a file: CSV or XLSX, with cells that a spreadsheet would run made harmless."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from resource_centre.core.errors import BadInput
from resource_centre.exchange.reading import read_sheet
from resource_centre.i18n import _

# A spreadsheet takes these for formulas (CSV injection, OWASP); an apostrophe before them is doubled, so it reads back.
RUNS = re.compile(r"'*[=+\-@\t\r]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767


def neutral(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would run it."""
    return f"'{text}" if RUNS.match(text) else text


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Writes a table as the name's ending says (.csv or .xlsx), whole or not at all. Numbers stay numbers."""
    ending = path.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise BadInput(
            _("A table is written as .csv or .xlsx; “{name}” ends otherwise.").format(name=path.name), "file"
        )
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=ending)
    os.close(handle)
    part = Path(name)
    try:
        (_write_csv if ending == ".csv" else _write_xlsx)(part, headings, rows)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def read_table(path: Path) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows of a written table, as texts, without the apostrophes."""
    sheet = read_sheet(path)
    return sheet.columns, [row.cells for row in sheet.rows]


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([neutral(heading) for heading in headings])
        writer.writerows([_cell(value) for value in row] for row in rows)


def _write_xlsx(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Table")[:31])
    sheet.freeze_panes = "A2"
    widths = [len(heading) for heading in headings]
    kept = []
    for row in rows:
        cells = [_native(value) for value in row]
        for position, cell in enumerate(cells[: len(widths)]):
            widths[position] = max(widths[position], min(len(str(cell)) if cell is not None else 0, 60))
        kept.append(cells)
    for position, width in enumerate(widths):
        sheet.column_dimensions[_letters(position)].width = width + 2
    bold = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=_native(heading))
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for cells in kept:
        sheet.append(cells)
    book.save(path)


def _cell(value: Any) -> Any:
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, str):
        return neutral(value)
    return value


def _native(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo is None else value.isoformat(" ", "minutes")
    if isinstance(value, bool | int | float | date):
        return value
    text = UNWRITABLE.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")  # as XML has line breaks
    return neutral(text)[:LONGEST_CELL]


def _letters(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
