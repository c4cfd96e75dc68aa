"""Files made to harm: small ones that unpack to something huge, claims of millions of rows, entities, nesting."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from resource_centre.core.errors import BadInput
from resource_centre.exchange import reading
from resource_centre.exchange.entries import entries
from resource_centre.exchange.reading import read_sheet
from tests.house import ROOT

BERLIN = ZoneInfo("Europe/Berlin")
SECONDS = 10


def workbook() -> bytes:
    """A sheet with one heading and one cell."""
    book, out = Workbook(), io.BytesIO()
    book.active.append(["name"])
    book.active.append(["School 1"])
    book.save(out)
    return out.getvalue()


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """That workbook with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, change(data) if item.filename.endswith(part) else data)
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><worksheet><sheetData><row><c t='inlineStr'><is><t>&j;</t></is></c></row></sheetData></worksheet>"
)
BOMBS = {
    "a part of 100 megabytes": lambda: changed("sheet1.xml", lambda _old: b" " * (100 << 20)),
    "entities of entities": lambda: changed("sheet1.xml", lambda _old: ENTITIES),
    "a row in the far distance": lambda: changed(
        "sheet1.xml", lambda old: old.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"XFD1048576"')
    ),
    "a column beyond all columns": lambda: changed(
        "sheet1.xml", lambda old: old.replace(b'"A2"', b'"ZZZZZZZ2"')
    ),
}


def taken_in(file: Path) -> str:
    """What becomes of a file: how many rows, or the refusal; in time in any case."""
    began = time.monotonic()
    try:
        found = f"{len(read_sheet(file).rows)} rows"
    except BadInput as refusal:
        found = str(refusal)
    assert time.monotonic() - began < SECONDS
    return found


@pytest.mark.parametrize(
    "name", ["a part of 100 megabytes", "entities of entities", "a row in the far distance"]
)
def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(BOMBS[name]())
    assert taken_in(file).startswith(("bomb.xlsx", "The file has more than"))


def test_a_workbook_that_claims_a_column_beyond_all_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(BOMBS["a column beyond all columns"]())
    assert taken_in(file)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_more_rows_than_anybody_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 1000)
    file = tmp_path / f"long.{ending}"
    if ending == "csv":
        file.write_text("name\n" + "School\n" * 1001)
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for n in range(1002):
            sheet.append([f"School {n}" if n else "name"])
        book.save(file)
    assert taken_in(file) == "The file has more than 1,000 rows. Import it in parts."


def test_more_columns_than_anybody_has_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_text(",".join(f"c{n}" for n in range(60_000)) + "\n1\n")
    assert "more than 500 columns" in taken_in(file)


def entry(*lines: str) -> str:
    """A calendar with one entry of these lines."""
    told = ("UID:1", "SUMMARY:x", "DTSTART:20270101T100000Z", "DTEND:20270101T110000Z", *lines)
    return "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *told, "END:VEVENT", "END:VCALENDAR", ""))


@pytest.mark.parametrize(
    "text",
    [
        entry("DESCRIPTION:" + "a" * (3 << 20)),
        entry(*["EXDATE:20270101T100000Z"] * 90_000),
        "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 70_000 + "END:VEVENT\r\n" * 70_000 + "END:VCALENDAR\r\n",
        entry("RRULE:" + "FREQ=DAILY;" * 200_000),
    ],
    ids=["a long line", "exceptions without end", "nested", "a rule without end"],
)
def test_a_calendar_that_is_a_bomb_is_refused_or_soon_read(text: str) -> None:
    began = time.monotonic()
    with suppress(BadInput):
        entries(text, BERLIN)
    assert time.monotonic() - began < SECONDS


MEASURE = """
import sys
from pathlib import Path
from resource_centre.core.errors import BadInput
from resource_centre.exchange.reading import read_sheet
def most():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = most()
try:
    print(len(read_sheet(Path(sys.argv[1])).rows), end=" ")
except BadInput as refusal:
    print(refusal, end=" ")
print((most() - before) // 1024)
"""


def grown(file: Path) -> tuple[str, int]:
    """What a process of its own makes of a file, and by how many MiB it grew at most."""
    command = [sys.executable, "-c", MEASURE, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    said, _space, size = done.stdout.strip().rpartition(" ")
    return said, int(size)


def test_a_file_of_200_megabytes_takes_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as out:
        out.write(b"name\n")
        out.truncate(200 << 20)  # it takes no room on the disk either
    said, size = grown(file)
    assert "larger than 64 MB" in said
    assert size < 20


@pytest.mark.slow
def test_the_largest_file_that_is_taken_stays_within_bounds(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    line = "Школа № {n};Алматы, улица Абая, дом {n};" + "примечание " * 10 + "\n"
    with file.open("w", encoding="utf-8") as out:
        out.write("name;address;notes\n")
        for n in range(200_000):
            out.write(line.format(n=n))
    assert 40 << 20 < file.stat().st_size < reading.LARGEST
    said, size = grown(file)
    print(f"\n{file.stat().st_size >> 20} MB, {said} rows: {size} MiB more")
    assert size < 800
