"""Real files, torn and garbled: no crash, no hang, nothing half-written."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import Trouble
from resource_centre.exchange.importing import plan, put
from resource_centre.exchange.plans import Outcome, Plan
from resource_centre.exchange.reading import read_sheet
from tests.db.conftest import World

SECONDS = 10
TABLES = ("school", "bookable", "equipment_model", "person", "activity", "allocation", "closure", "series")
TOKENS = [
    b'"', b"'", b";", b",", b"\t", b"\r", b"\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"=1+1", b"9" * 400, b"-1", b"1e999", b"nan",
    "Ё".encode(), "Ё".encode("cp1251"), "\u2029".encode(), b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n",
    b"RRULE:FREQ=SECONDLY\r\n", b"RRULE:FREQ=DAILY;COUNT=99999999\r\n", b"DTSTART:00000101T000000\r\n", b"DTEND:99991231T235959Z\r\n",
    b"DTSTART;TZID=Nowhere/Here:20261201T100000\r\n", b"DURATION:-P1D\r\n", b"RECURRENCE-ID:20261201T100000Z\r\n", b"EXDATE:x\r\n", b"UID:\r\n",
]  # fmt: skip
places = st.integers(0, 10**6)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), places, st.integers(1, 200)),
        st.tuples(st.just("copy"), places, st.integers(1, 2000)),
        st.tuples(st.just("put"), places, st.sampled_from(TOKENS)),
        st.tuples(st.just("swap"), places, st.integers(0, 255)),
        st.tuples(st.just("end"), places, st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


def garbled(data: bytes, told: list[tuple[str, int, Any]]) -> bytes:
    """The data with changes at places (in millionths of its length)."""
    for kind, millionth, what in told:
        at = len(data) * millionth // 10**6
        if kind == "cut":
            data = data[:at] + data[at + what :]
        elif kind == "copy":
            data = data[: at + what] + data[at:]
        elif kind == "put":
            data = data[:at] + what + data[at:]
        elif kind == "swap" and data:
            data = data[:at] + bytes([what]) + data[at + 1 :]
        elif kind == "end":
            data = data[:at]
    return data


def sheet_like(rows: bytes) -> bytes:
    """A workbook with the cells of a CSV file."""
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for line in rows.decode().splitlines():
        sheet.append(line.split(","))
    book.save(out)
    return out.getvalue()


def inside(archive: bytes, told: list[tuple[str, int, Any]], part: int) -> bytes:
    """A workbook with one of its parts garbled."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            data = old.read(name)
            new.writestr(name, garbled(data, told) if name == names[part % len(names)] else data)
    return out.getvalue()


def first_entries(calendar: bytes, count: int) -> bytes:
    """A calendar with its first entries alone."""
    parts = calendar.split(b"END:VEVENT")
    return b"END:VEVENT".join(parts[:count]) + b"END:VEVENT\r\nEND:VCALENDAR\r\n"


def stored(world: World) -> dict[str, int]:
    """How many rows there are of what an import may write."""

    def count(unit: Any) -> dict[str, int]:
        return {name: unit.session.scalar(text(f"select count(*) from {name}")) for name in TABLES}

    return world.read(count, SYSTEM)


def bring(world: World, what: str, file: Path, into: int | None) -> None:
    """Imports; whatever is refused left nothing, whatever went in is what the plan said."""
    before, began = stored(world), time.monotonic()

    def command(unit: Any) -> tuple[Plan, str]:
        made = plan(unit, what, file, world.centre_id, None, into)
        return made, put(unit, made)

    made, said = None, ""
    with suppress(Trouble):
        made, said = world.write(command, SYSTEM)
    assert time.monotonic() - began < SECONDS
    if made is None:
        assert stored(world) == before
    elif what == "schools":
        assert stored(world)["school"] == before["school"] + made.counts[Outcome.CREATE]
        assert len(said.splitlines()) == 1


@pytest.fixture
def fuzz(world: World, tmp_path: Path) -> Callable[..., None]:
    """Imports so many garbled versions of a file."""

    def call(what: str, data: bytes, examples: int, into: int | None = None) -> None:
        file = tmp_path / "garbled"

        @settings(max_examples=examples)
        @given(changes)
        def check(told: list[tuple[str, int, Any]]) -> None:
            file.write_bytes(garbled(data, told))
            bring(world, what, file, into)

        check()

    return call


EXAMPLES = pytest.mark.parametrize("examples", [15, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.timeout(3000)])])  # fmt: skip


@EXAMPLES
def test_a_garbled_register_of_schools(fuzz: Callable[..., None], real: Path, examples: int) -> None:
    data = (real / "schools" / "moscow_schools.csv").read_bytes()
    fuzz("schools", data[: data.index(b"\n", 6000) + 1], examples)


@EXAMPLES
def test_a_garbled_register_of_equipment(fuzz: Callable[..., None], real: Path, examples: int) -> None:
    fuzz("equipment", (real / "equipment" / "assets-sample.csv").read_bytes()[:3000], examples)


@EXAMPLES
def test_a_garbled_calendar(fuzz: Callable[..., None], world: World, real: Path, examples: int) -> None:
    data = first_entries((real / "calendars" / "fablab_cottbus.ics").read_bytes(), 4)
    fuzz("calendar", data, examples, world.lab())


def test_a_garbled_workbook(tmp_path: Path, real: Path) -> None:
    whole = sheet_like((real / "equipment" / "assets-sample.csv").read_bytes()[:3000])
    file = tmp_path / "garbled.xlsx"

    @given(changes, st.one_of(st.none(), st.integers(0, 30)))
    def check(told: list[tuple[str, int, Any]], part: int | None) -> None:
        file.write_bytes(garbled(whole, told) if part is None else inside(whole, told, part))
        began = time.monotonic()
        with suppress(Trouble):
            read_sheet(file)
        assert time.monotonic() - began < SECONDS

    check()
