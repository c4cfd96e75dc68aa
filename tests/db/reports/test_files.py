"""The summary in files, read back; the command line; the rows behind every figure."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from resource_centre.cli import run_command
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotFound, NotPermitted
from resource_centre.reports import service
from resource_centre.reports.export import as_csv, as_xlsx, export
from resource_centre.reports.rows import rows_behind, rows_of
from tests.db.reports.life import OCTOBER, october, second_centre


@pytest.fixture
def month(world):
    return october(world)


@pytest.fixture
def made(world, month):
    return world.read(lambda u: service.summary(u, world.centre_id, OCTOBER))


def test_every_figure_of_the_workbook_is_the_summary_s(made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(made)))
    assert len(book.sheetnames) == 12
    sheet = book["Headline"]
    found = {row[0]: row[1] for row in sheet.iter_rows(min_row=5, max_row=12, values_only=True)}
    assert found["Sessions delivered"] == 2
    assert found["Lab utilisation"] == made.figure("headline.utilisation").value


def test_the_workbook_is_ready_to_send(made) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(made)))["Events"]
    assert sheet["A1"].value == "Events by type and mode"
    assert "Almaty · October 2026 · Not locked" in sheet["A2"].value
    assert sheet.freeze_panes == "C5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.cell(5, 9).number_format == "#,##0.0"
    assert sheet.column_dimensions["A"].width > 10


def test_no_cell_is_a_formula(world, month) -> None:
    made = world.read(lambda u: service.summary(u, world.centre_id, OCTOBER))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(made)))
    cells = [c.value for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert "'=Karasu" in cells
    assert not [text for text in cells if text.startswith(("=", "+", "-", "@"))]
    texts = [cell for row in csv.reader(io.StringIO(as_csv(made).decode("utf-8-sig"))) for cell in row]
    assert not [text for text in texts if text.startswith(("=", "+", "@"))]


def test_the_sheet_shows_that_the_backlog_balances(made) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(made)))["Consultations"]
    texts = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "The backlog balances." in texts


def test_an_unknown_ending_is_refused(made, tmp_path) -> None:
    with pytest.raises(BadInput, match="xlsx"):
        export(made, tmp_path / "summary.doc")
    assert list(tmp_path.glob("summary*")) == []


def run(world, *words) -> int:
    return run_command(["--db", str(world.app.engine.url), "--lang", "en", *map(str, words)])


def test_the_command_writes_the_json_of_the_contract(world, month, tmp_path) -> None:
    out = tmp_path / "summary.json"
    assert run(world, "--as", "manager", "summary", "2026-10", "--out", out) == 0
    found = json.loads(out.read_text("utf-8"))
    assert (found["period"], found["centre"], found["locked"]) == ("2026-10", "ALA", False)
    row = next(row for row in found["tables"]["headline"] if row["key"] == "headline.sessions")
    assert (row["month"], row["previous"], row["target"]) == (2, 0, None)


def test_the_command_writes_the_network(world, month, tmp_path) -> None:
    second_centre(world)
    out = tmp_path / "network.csv"
    assert run(world, "--as", "manager", "summary", "2026-10", "--network", "--out", out) == 0
    assert "Network" in out.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("login", "month_text", "file", "code"),
    [
        ("teacher", "2026-10", "s.json", 4),
        ("manager", "October", "s.json", 5),
        ("manager", "2026-10", "s.doc", 5),
        ("nobody", "2026-10", "s.json", 5),
    ],
)
def test_the_command_refuses_by_its_exit_code(world, month, tmp_path, login, month_text, file, code) -> None:
    assert run(world, "--as", login, "summary", month_text, "--out", tmp_path / file) == code
    assert not (tmp_path / file).exists()


def test_every_figure_opens(world, made) -> None:
    for table in made.tables:
        for figure in table.figures:
            found = world.read(lambda u, key=figure.key: rows_of(u, made, key))
            assert [(row.kind, row.id) for row in found.rows] == list(figure.rows), figure.key
            assert all(len(row.cells) == len(found.headings) for row in found.rows), figure.key


def test_a_school_s_row_says_how_often_it_came(world, month) -> None:
    found = world.read(lambda u: rows_behind(u, world.centre_id, OCTOBER, "headline.schools"))
    assert found.headings[-2:] == ("Sessions", "Participations")
    assert {row.cells[0]: row.cells[-2:] for row in found.rows} == {"School 41": (1, 12), "=Karasu": (1, 3)}


def test_the_network_s_rows_say_of_which_centre_they_are(world, month) -> None:
    second_centre(world)
    found = world.read(lambda u: rows_behind(u, None, OCTOBER, "headline.sessions"))
    assert found.headings[0] == "Centre"
    assert {row.cells[0] for row in found.rows} == {"Almaty"}


def test_whose_clearance_expires_is_shown_only_to_who_may_see_clearances(world, month) -> None:
    consultant = world.person("consultant", Role.CONSULTANT)
    key = "expiring.clearance.police"
    seen = [
        world.read(lambda u: rows_behind(u, world.centre_id, OCTOBER, key), who).rows[0].cells[0]
        for who in (month["manager"], consultant)
    ]
    assert seen == ["Timur Galiev", "not shown"]


def test_an_unknown_figure_is_not_found(world, month) -> None:
    with pytest.raises(NotFound):
        world.read(lambda u: rows_behind(u, world.centre_id, OCTOBER, "headline.nothing"))


def test_an_evaluator_opens_no_rows(world, month) -> None:
    evaluator = world.person("evaluator", Role.EVALUATOR)
    world.write(lambda u: service.lock(u, world.centre_id, OCTOBER), month["manager"])
    with pytest.raises(NotPermitted):
        world.read(lambda u: rows_behind(u, world.centre_id, OCTOBER, "headline.sessions"), evaluator)
