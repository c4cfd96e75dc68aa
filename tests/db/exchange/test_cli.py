"""The commands of exchange as people and scripts call them: words, JSON, exit codes."""

from __future__ import annotations

import json

import pytest

from resource_centre.cli import run_command
from resource_centre.exchange.tables import read_table
from resource_centre.schools.queries import schools


@pytest.fixture
def run(world, address: str, capsys):
    """Runs a command line as the coordinator; answers exit code and what was printed."""

    def call(*arguments: str, login: str = "coordinator") -> tuple[int, str, str]:
        code = run_command(["--db", address, "--as", login, "--lang", "en", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def count(world) -> int:
    return len(world.read(lambda u: schools(u, world.centre_id)))


def test_schools_are_imported_with_one_sentence(world, run, real) -> None:
    code, out, _err = run("import", "schools", str(real / "schools/moscow_schools.csv"))
    assert (code, out.strip(), count(world)) == (0, "moscow_schools.csv: 1554 new.", 1554)


def test_a_dry_run_says_every_row_and_writes_nothing(world, run, text_file) -> None:
    code, out, _err = run("import", "schools", str(text_file("name\nA\nB\n")), "--dry-run")
    assert (code, count(world)) == (0, 0)
    assert "2: New: A" in out and "Nothing was written." in out


def test_json_has_counts_and_lines(run, text_file) -> None:
    _code, out, _err = run("import", "schools", str(text_file("name,phone\nA,1\n,2\n")), "--json")
    answer = json.loads(out)
    assert answer["counts"] == {"create": 1, "update": 0, "skip": 0, "clash": 0, "bad": 1}
    assert [line["outcome"] for line in answer["lines"]] == ["create", "bad"] and answer["written"]


def test_a_column_is_mapped(world, run, text_file) -> None:
    run("import", "schools", str(text_file("what is it called\nA\n")), "--map", "what is it called=name")
    assert count(world) == 1


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("x\n1\n", ()),
        ("name\n" + "x" * 999 + "\n", ()),
        ("name,phone\nA,1\n,2\n", ("--all-or-nothing",)),
        ("name\nA\n", ("--map", "name")),
        ("name\nA\n", ("--map", "none=name")),
        ("name\nA\n", ("--centre", "nowhere")),
    ],
)
def test_bad_input_is_exit_code_5_and_writes_nothing(world, run, text_file, text, more) -> None:
    assert run("import", "schools", str(text_file(text)), *more)[0] == 5
    assert count(world) == 0


def test_a_missing_file_is_exit_code_5(run, tmp_path) -> None:
    code, _out, err = run("import", "schools", str(tmp_path / "none.csv"))
    assert code == 5 and err.count("\n") == 1


def test_an_unknown_kind_is_exit_code_2(run, text_file) -> None:
    assert run("import", "cats", str(text_file("name\nA\n")))[0] == 2


def test_a_teacher_is_exit_code_4(world, run, text_file) -> None:
    from resource_centre.core.context import Role

    world.person("t1", Role.TEACHER)
    assert run("import", "schools", str(text_file("name\nA\n")), login="t1")[0] == 4


def test_a_calendar_goes_into_the_lab_that_is_named(world, run, real) -> None:
    world.lab("FAB", name="Fab lab")
    code, out, _err = run(
        "import", "calendar", str(real / "calendars/fablab_cottbus.ics"), "--into", "Fab lab"
    )
    assert code == 0 and "12: Clash" in out


def test_a_calendar_into_nothing_is_exit_code_5(run, real) -> None:
    assert run("import", "calendar", str(real / "calendars/fablab_cottbus.ics"))[0] == 5


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_is_exported_imports_as_the_same(run, text_file, tmp_path, ending: str) -> None:
    run("import", "schools", str(text_file('name,address,lat\n=A,"x\ny",1.5\n+7 School,@b,\n')))
    out = tmp_path / f"schools{ending}"
    assert run("export", "schools", "--out", str(out))[0] == 0
    assert run("import", "schools", str(out))[1].strip() == f"{out.name}: 2 left as they are."


def test_loans_are_exported_with_headings(run, tmp_path) -> None:
    run("export", "loans", "--out", str(tmp_path / "l.csv"))
    assert read_table(tmp_path / "l.csv")[0][:3] == ("Title", "State", "For")


def test_a_schedule_is_written_as_a_calendar(run, tmp_path) -> None:
    out = tmp_path / "me.ics"
    assert run("schedule", "coordinator", "--out", str(out))[0] == 0
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")
