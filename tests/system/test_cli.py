"""The command line as people and scripts use it: names, JSON fields, exit codes, one clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "centre.db"


def call(database: Path, *arguments: str, as_: str = "aigerim") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "resource_centre", "--db", f"sqlite:///{database}", "--lang", "en"]
    if as_:
        command += ["--as", as_]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def centre(database: Path) -> Path:
    """A database with a centre, a coordinator and a lab."""
    assert call(database, "db", "init", as_="")[0] == 0
    add = ("centre", "add", "ALA", "--name", "Almaty", "--zone", "Asia/Almaty", "--country", "KZ")
    assert call(database, *add, as_="")[0] == 0
    assert (
        call(
            database,
            "person",
            "add",
            "aigerim",
            "--name",
            "Aigerim Sadykova",
            "--role",
            "coordinator",
            "--centre",
            "ALA",
            as_="",
        )[0]
        == 0
    )
    from resource_centre.app import App
    from resource_centre.core.context import SYSTEM
    from resource_centre.resources.service import (
        LabDraft,
        ModelDraft,
        UnitDraft,
        add_lab,
        add_model,
        add_unit,
    )

    app = App.open(f"sqlite:///{database}")

    def fill(unit) -> None:  # type: ignore[no-untyped-def]
        add_lab(unit, 1, LabDraft("ROB", "Robotics lab"))
        add_lab(unit, 1, LabDraft("PHY", "Physics lab"))
        model = add_model(unit, 1, ModelDraft("SPIKE kit"))
        for n in range(1, 4):
            add_unit(unit, 1, UnitDraft(f"K-{n}", f"SPIKE kit {n}", model))

    app.write(fill, SYSTEM)
    app.close()
    return database


DAY = "2027-03-03"
HOUR = ("--from", f"{DAY}T10:00", "--to", f"{DAY}T11:00", "--title", "Club 7A")


def test_resources_are_listed_with_every_field(centre: Path) -> None:
    code, out, _err = call(centre, "resource", "list", "--json")
    rows = json.loads(out)
    assert code == 0
    assert set(rows[0]) == {"id", "code", "kind", "name", "model", "centre", "parent", "active"}
    assert {row["kind"] for row in rows} == {"lab", "unit", "person"}


def test_a_booking_answers_its_number_uid_times_and_allocations(centre: Path) -> None:
    code, out, _err = call(centre, "book", "ROB", *HOUR, "--units", "SPIKE kit=2", "--json")
    made = json.loads(out)
    assert code == 0
    assert set(made) == {"activity", "uid", "from", "to", "allocations"}
    assert made["from"] == f"{DAY}T10:00:00+05:00"
    assert [a["bookable"] for a in made["allocations"]] == ["ROB", "K-1", "K-2"]


def test_a_refusal_is_3_with_violations_and_alternatives(centre: Path) -> None:
    call(centre, "book", "ROB", *HOUR)
    code, out, err = call(centre, "book", "ROB", *HOUR, "--json")
    answer = json.loads(out)
    assert code == 3
    assert set(answer) == {"violations", "alternatives"}
    assert set(answer["violations"][0]) == {
        "code",
        "message",
        "bookable",
        "held_by",
        "from",
        "to",
        "overridable",
    }
    assert answer["violations"][0]["bookable"] == "ROB"
    assert set(answer["alternatives"][0]) == {"from", "to", "bookables"}
    assert "Club 7A" in err


def test_a_series_answers_a_list(centre: Path) -> None:
    code, out, _err = call(centre, "book", "ROB", *HOUR, "--repeat", "FREQ=WEEKLY;COUNT=3", "--json")
    assert code == 0
    assert len(json.loads(out)) == 3


def test_free_and_bookings_answer_what_the_contract_says(centre: Path) -> None:
    call(centre, "book", "ROB", *HOUR)
    code, out, _err = call(centre, "free", "ROB", "--length", "2h", "--between", DAY, "2027-03-05", "--json")
    assert code == 0
    assert set(json.loads(out)[0]) == {"from", "to", "bookables"}
    code, out, _err = call(centre, "bookings", "--between", DAY, "2027-03-05", "--json")
    assert code == 0
    assert set(json.loads(out)[0]) == {"activity", "uid", "kind", "state", "title", "from", "to", "bookable"}


def test_a_cancelled_booking_leaves_its_hour_free(centre: Path) -> None:
    made = json.loads(call(centre, "book", "ROB", *HOUR, "--json")[1])
    assert call(centre, "cancel", str(made["activity"]), "--reason", "The bus broke down")[0] == 0
    assert call(centre, "book", "ROB", *HOUR)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("book", "ROB", "--from", f"{DAY}T11:00", "--to", f"{DAY}T10:00", "--title", "x"), 5),
        (("book", "NONE", *HOUR), 5),
        (("book", "ROB", "--from", "soon", "--to", "later", "--title", "x"), 5),
        (("book", "ROB", "--from", f"{DAY}T10:00", "--to", f"{DAY}T11:00", "--title", "   "), 5),
        (("book", "ROB", *HOUR, "--repeat", "FREQ=HOURLY"), 5),
        (("cancel", "999", "--reason", "x"), 5),
        (("cancel", "nonsense", "--reason", "x"), 5),
        (("free", "ROB", "--length", "eternal", "--between", DAY, "2027-03-05"), 5),
        (("book",), 2),
        (("frobnicate",), 2),
        (("summary", "2027-99", "--out", "x.csv"), 5),
    ],
)
def test_bad_input_is_one_line_and_its_code(centre: Path, arguments: tuple[str, ...], code: int) -> None:
    got, _out, err = call(centre, *arguments)
    assert got == code, err
    assert err.strip()


def test_the_skipped_hour_names_the_two_nearest_times(database: Path) -> None:
    call(database, "db", "init", as_="")
    call(
        database,
        "centre",
        "add",
        "OUL",
        "--name",
        "Oulu",
        "--zone",
        "Europe/Helsinki",
        "--country",
        "FI",
        as_="",
    )
    call(
        database,
        "person",
        "add",
        "aino",
        "--name",
        "Aino",
        "--role",
        "coordinator",
        "--centre",
        "OUL",
        as_="",
    )
    who = json.loads(call(database, "resource", "list", "--json", as_="aino")[1])[0]["code"]
    hour = ("--from", "2027-03-28T03:30", "--to", "2027-03-28T05:00", "--title", "x")
    code, _out, err = call(database, "book", who, *hour, as_="aino")
    assert code == 5
    assert "02:59" in err
    assert "04:00" in err


def test_nobody_and_somebody_unknown_are_not_permitted(centre: Path) -> None:
    assert call(centre, "book", "ROB", *HOUR, as_="stranger")[0] in (4, 5)
    call(centre, "person", "add", "marat", "--name", "Marat", "--role", "teacher", "--centre", "ALA")
    assert call(centre, "book", "ROB", *HOUR, as_="")[0] == 4


def test_a_teacher_may_not_list_people(centre: Path) -> None:
    call(centre, "person", "add", "marat", "--name", "Marat", "--role", "teacher", "--centre", "ALA")
    assert call(centre, "person", "list", as_="marat")[0] == 4


def test_a_database_that_is_none_is_6(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear colleagues " * 100)
    assert call(file, "resource", "list")[0] == 6
    assert call(tmp_path / "missing.db", "resource", "list")[0] == 6


def test_backup_and_restore_go_round(centre: Path, tmp_path: Path) -> None:
    call(centre, "book", "ROB", *HOUR)
    assert call(centre, "db", "backup", str(tmp_path / "copy.db"))[0] == 0
    assert call(centre, "db", "check")[0] == 0
    assert call(centre, "db", "restore", str(tmp_path / "copy.db"))[0] == 0
    assert "Club 7A" in call(centre, "bookings", "--between", DAY, "2027-03-05")[1]


def test_the_sample_goes_into_an_empty_database_only(database: Path) -> None:
    call(database, "db", "init", as_="")
    assert call(database, "demo", as_="")[0] == 0
    assert call(database, "demo", as_="")[0] == 5
    assert call(database, "resource", "list", as_="coordinator")[0] == 0
