"""Reading a file as rows of text: encodings, separators, quoted line breaks, sheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _

LARGEST = 64 * 1024 * 1024  # bytes of a file, and of a workbook as it is packed out
MOST_ROWS, MOST_COLUMNS = 200_000, 500
SEPARATORS = (",", ";", "\t")
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
LAST = "\u2029the end of the file\u2029"
NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
# A cell may be as long as the file: a row with one that is too long is a bad row, not the end of the reading.
csv.field_size_limit(LARGEST)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number as a spreadsheet counts it (the headings are row 1). `problem` makes it unusable."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, each with a name of its own, and the rows below them; empty rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_bytes(file: Path) -> bytes:
    """The bytes of a file; `BadInput` when it is not there, cannot be read, is empty or far too large."""
    try:
        if file.stat().st_size > LARGEST:
            raise BadInput(
                _("{file} is larger than 64 MB. Import it in parts.").format(file=file.name), "file"
            )
        raw = file.read_bytes()
    except OSError as trouble:
        raise BadInput(
            _("{file} cannot be read: {why}.").format(file=file, why=trouble.strerror or trouble), "file"
        ) from trouble
    if not raw.strip():
        raise BadInput(_("{file} is empty. Choose another file.").format(file=file.name), "file")
    return raw


def decode(raw: bytes) -> str:
    """Text from UTF-8 (with or without mark), UTF-16, or else Windows-1251."""
    return _decoded(raw)[0]


def _decoded(raw: bytes) -> tuple[str, str]:
    encodings = [name for mark, name in BOMS if raw.startswith(mark)][:1]
    if not encodings and b"\x00" in raw[:4096]:
        sample = raw[:4096]
        encodings = ["utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"]
    for encoding in encodings or ["utf-8", "cp1251"]:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise BadInput(
        _("The file is not text in UTF-8, UTF-16 or Windows-1251. Save it in one of these."), "file"
    )


@dataclass(frozen=True, slots=True)
class Written:
    """How a file is written: "xlsx" or the encoding, and the separator (empty for a workbook)."""

    encoding: str
    separator: str = ""


def written(file: Path) -> Written:
    """How `read_sheet` takes a file."""
    raw = read_bytes(file)
    if raw.startswith(b"PK\x03\x04"):
        return Written("xlsx")
    text, encoding = _decoded(raw)
    text, separator = _told(text) or (text, separator_of(text))
    return Written(encoding, separator)


def read_sheet(file: Path) -> Sheet:
    """The rows of a CSV or XLSX file, told apart by what is inside."""
    raw = read_bytes(file)
    if raw.startswith(b"PK\x03\x04"):
        return sheet_of(_workbook(raw, file))
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            _("{file} is an old XLS sheet. Save it as XLSX or CSV.").format(file=file.name), "file"
        )
    return sheet_of(rows_of(decode(raw)))


def rows_of(text: str) -> Iterator[Row]:
    """The rows of separated text. A quotation mark that is never closed makes the row that opens it a bad one."""
    text, separator = _told(text) or (text, separator_of(text))
    reader = csv.reader(
        io.StringIO(text + ("" if text.endswith(("\n", "\r")) else "\n") + LAST, newline=""),
        delimiter=separator,
    )
    for number, cells in enumerate(reader, 1):
        if cells == [LAST]:
            return
        if cells and LAST in cells[-1]:
            yield Row(number, tuple(cells), _("A quotation mark is opened here and never closed."))
            return
        yield Row(number, tuple(cells))


def separator_of(text: str) -> str:
    """Comma, semicolon or tab: the one that parts the headings, and the rows below them most alike."""
    best, answer = (0.0, 1), "\t"
    for separator in SEPARATORS:
        rows = _first_rows(text, separator)
        width = len(rows[0]) if rows else 1
        if width > 1:
            score = (sum(len(row) == width for row in rows) / len(rows), width)
            if score > best:
                best, answer = score, separator
    return answer


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if any(cell.strip() for cell in row):
            rows.append(row)
        if len(rows) == 40:
            break
    return rows


def _told(text: str) -> tuple[str, str] | None:
    """What spreadsheets write above the headings to name the separator: sep=;"""
    found = re.match(r"sep=(.)\r?\n", text)
    return (text[found.end() :], found[1]) if found else None


def sheet_of(rows: Iterable[Row]) -> Sheet:
    """Rows with the first that is not empty as headings; cells beyond them make a row unusable."""
    columns: tuple[str, ...] = ()
    kept: list[Row] = []
    for row in rows:
        if row.number > MOST_ROWS + 1:
            raise BadInput(
                _("The file has more than {n} rows. Import it in parts.").format(n=f"{MOST_ROWS:,}"), "file"
            )
        if not any(cell.strip() for cell in row.cells):
            continue
        if not columns:
            if row.problem:
                raise BadInput(row.problem, "file")
            columns = _headings(row.cells)
            continue
        cells = tuple(_plain(cell) for cell in row.cells)
        problem = row.problem
        if not problem and any(cell.strip() for cell in cells[len(columns) :]):
            problem = _(
                "The row has {count} cells, but there are {columns} headings. A separator may lack its quotation marks."
            ).format(count=len(cells), columns=len(columns))
        cells = cells[: len(columns)] + ("",) * (len(columns) - len(cells))
        kept.append(Row(row.number, cells, problem))
    if not columns:
        raise BadInput(_("The file has no headings. The first row names the columns."), "file")
    return Sheet(columns, tuple(kept))


def _headings(cells: tuple[str, ...]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise BadInput(
            _("The file has more than {n} columns. Leave out those that are not needed.").format(
                n=MOST_COLUMNS
            ),
            "file",
        )
    names: list[str] = []
    for position, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or _("Column {n}").format(n=position)
        unique, again = name, 2
        while unique in names:
            unique, again = f"{name} ({again})", again + 1
        names.append(unique)
    return tuple(names)


def _plain(cell: str) -> str:
    """The cell as it was before `tables` neutralised it."""
    return cell[1:] if NEUTRALISED.match(cell) else cell


def _workbook(raw: bytes, file: Path) -> Iterator[Row]:
    import zipfile

    from openpyxl import load_workbook

    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
        if sum(part.file_size for part in parts) > LARGEST:
            raise BadInput(
                _("{file} holds more than 64 MB when it is unpacked. Import it in parts.").format(
                    file=file.name
                ),
                "file",
            )
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        widest = min(sheet.max_column or MOST_COLUMNS + 1, MOST_COLUMNS + 1)  # it may claim anything
        found = [
            _filled(tuple(_text(cell) for cell in cells))
            for cells in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=widest, values_only=True)
        ]
        book.close()
    except BadInput:
        raise
    except Exception as trouble:  # there is no end to what a broken workbook makes its reader stumble over
        raise BadInput(
            _("{file} is not a sheet that can be read. Save it as XLSX or CSV again.").format(file=file.name),
            "file",
        ) from trouble
    return (Row(number, cells) for number, cells in enumerate(found, 1))


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
