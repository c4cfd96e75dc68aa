"""The summary on paper: a PDF with every table, from the window and from the command line."""

from __future__ import annotations

import re
import subprocess
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from resource_centre.__main__ import Pictures
from resource_centre.cli import run_command
from resource_centre.core.context import Role
from resource_centre.core.times import Month
from resource_centre.reports import service
from resource_centre.ui.paper import HEIGHT, Paper, Words, widths, wrapped
from resource_centre.ui.summary.printed import as_pdf
from tests.db.conftest import World
from tests.ui.windowed import settle, window_of

OCTOBER = Month(2026, 10)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type /Page\b", content))


def ink(content: bytes) -> int:
    """How much is drawn: the length of all drawing."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    return sum(len(zlib.decompressobj().decompress(each)) for each in found if each[:1] == b"x")


def test_every_table_is_on_paper(qapp: QApplication, world: World) -> None:
    found = world.read(lambda u: service.summary(u, world.centre_id, OCTOBER))
    charts = world.read(lambda u: service.charts(u, world.centre_id, OCTOBER))
    content = as_pdf(found, charts)
    assert content.startswith(b"%PDF-")
    assert pages(content) >= 3
    assert ink(content) > ink(as_pdf(found, None)) > 20_000


def test_a_manager_saves_it_from_the_window(qapp: QApplication, world: World, tmp_path: Path) -> None:
    with window_of(world, world.person("manager", Role.MANAGER), "summary") as window:
        window.made["summary"].export(tmp_path / "october.pdf")
        settle(window)
    assert (tmp_path / "october.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.needs_paper
def test_what_is_on_paper_can_be_copied_out(qapp: QApplication, world: World, tmp_path: Path) -> None:
    found = world.read(lambda u: service.summary(u, world.centre_id, OCTOBER))
    (tmp_path / "october.pdf").write_bytes(as_pdf(found, None))
    read = ["pdftotext", "-layout", str(tmp_path / "october.pdf"), "-"]
    words = subprocess.run(read, capture_output=True, text=True, check=True).stdout
    assert [table.title for table in found.tables if table.title not in words] == []
    assert words.count("October 2026") > 3


@pytest.mark.parametrize("scope", [["--network"], ["--centre", "ALA"]])
def test_the_command_line_writes_it(
    qapp: QApplication, world: World, tmp_path: Path, scope: list[str]
) -> None:
    world.person("manager", Role.MANAGER)
    file = tmp_path / "october.pdf"
    arguments = [
        "--db",
        f"sqlite:///{world.app.file}",
        "--as",
        "manager",
        "summary",
        "2026-10",
        *scope,
        "--out",
        str(file),
    ]
    assert run_command(arguments, Pictures()) == 0
    assert pages(file.read_bytes()) >= 3


def test_without_the_window_the_command_line_says_what_it_can_write(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "october.pdf"
    arguments = [
        "--db",
        f"sqlite:///{world.app.file}",
        "--as",
        "coordinator",
        "summary",
        "2026-10",
        "--out",
        str(file),
    ]
    assert run_command(arguments) == 5
    assert ".xlsx, .csv, .json" in capsys.readouterr().err
    assert not file.exists()


def test_what_does_not_fit_begins_a_new_page(qapp: QApplication) -> None:
    paper = Paper("Title", "Foot")
    paper.y = HEIGHT - 60
    assert not paper.need(20)
    assert paper.need(60)
    assert (paper.page, paper.y) == (2, 0.0)
    paper.write("The end", Words(), QRectF(0, 0, 100, 20))
    assert pages(paper.content()) == 2


def test_columns_fill_the_page_and_lines_fit_their_column(qapp: QApplication) -> None:
    found = widths([[300, 900], [100], [62], [70]], 2, 1060)
    assert sum(found) == pytest.approx(1060)
    assert found[2:] == [62, 70]
    metrics: QFontMetricsF = Words().metrics
    lines = wrapped("Opening backlog of consultations in the month", metrics, 80)
    assert len(lines) > 1
    assert all(metrics.horizontalAdvance(line) <= 80 for line in lines)
