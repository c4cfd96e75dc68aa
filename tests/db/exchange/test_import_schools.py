"""Schools from files: the real register, idempotence, bad rows, nothing half-written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.exchange.importing import plan, put
from resource_centre.exchange.plans import Outcome
from resource_centre.schools import queries, service
from resource_centre.schools.model import School

FILE = "schools/moscow_schools.csv"


def counts(made) -> dict[str, int]:
    return {str(outcome): n for outcome, n in made.counts.items() if n}


def stored(world) -> list[queries.SchoolRow]:
    return world.read(lambda u: queries.schools(u, world.centre_id))


def test_all_1554_real_schools_go_in(world, real, bring) -> None:
    assert bring("schools", real / FILE) == "moscow_schools.csv: 1554 new."
    assert len(stored(world)) == 1554


def test_the_real_register_a_second_time_changes_nothing(world, real, look, bring) -> None:
    bring("schools", real / FILE)
    versions = world.read(lambda u: u.value(select(func.max(School.version))))
    assert counts(look("schools", real / FILE)) == {"skip": 1554}
    bring("schools", real / FILE)
    assert world.read(lambda u: u.value(select(func.max(School.version)))) == versions


def test_line_breaks_inside_real_addresses_stay(world, real, bring) -> None:
    bring("schools", real / FILE)
    broken = [row for row in stored(world) if "\n" in row.address]
    assert len(broken) > 100 and not any("\r" in row.address for row in broken)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_says_the_same(
    world, look, bring, text_file, encoding, separator
) -> None:
    head, row = ["Наименование", "Адрес"], ["Школа № 5", 'ул. Мира, 1;\n"корпус" 2']
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([head, row])
    bring("schools", text_file(out.getvalue(), encoding=encoding))
    assert [(s.name, s.address) for s in stored(world)] == [("Школа № 5", 'ул. Мира, 1;\n"корпус" 2')]


def test_a_bad_row_is_left_out_and_the_good_ones_go_in(world, look, bring, text_file) -> None:
    file = text_file("name,latitude\nA,1\n,2\nB,north\n" + "x" * 400 + ",3\nC,4\n")
    assert [line.row for line in look("schools", file).bad] == [3, 4, 5]
    assert bring("schools", file) == "rows.csv: 2 new, 3 unusable rows left out."


def test_every_bad_row_says_why_in_one_sentence(look, text_file) -> None:
    bad = look("schools", text_file("name,email\nA,nobody\n  ,a@b.c\n")).bad
    assert all(line.why.endswith(".") for line in bad) and len(bad) == 2


def test_all_or_nothing_writes_nothing_when_one_row_is_bad(world, bring, text_file) -> None:
    with pytest.raises(BadInput):
        bring("schools", text_file("name\nA\n---\nB\n"), strict=True)
    assert stored(world) == []


def test_a_row_on_record_changes_what_it_says_and_keeps_the_rest(world, look, bring, text_file) -> None:
    bring("schools", text_file("name,city,phone\nA,Almaty,1\n"))
    file = text_file("name,city,phone\nA,Astana,\n")
    assert [(c.field, c.before, c.after) for c in look("schools", file).lines[0].changes] == [
        ("city", "Almaty", "Astana")
    ]
    bring("schools", file)
    assert [(s.city, s.phone) for s in stored(world)] == [("Astana", "1")]


def test_a_code_finds_a_school_that_was_renamed(world, bring, text_file) -> None:
    bring("schools", text_file("name,code\nOld name,7\n"))
    bring("schools", text_file("name,code\nNew name,7\n"))
    assert [s.name for s in stored(world)] == ["New name"]


def test_another_spelling_finds_the_school(world, look, bring, text_file) -> None:
    bring("schools", text_file("name\nСредняя школа № 5\n"))
    assert counts(look("schools", text_file("name\nCредняя школа №5\n"))) == {"update": 1}


def test_schools_of_one_name_are_told_apart_by_their_address(world, look, bring, text_file) -> None:
    file = text_file("name,address\nSchool 1,North\nSchool 1,South\n")
    bring("schools", file)
    assert len(stored(world)) == 2
    assert counts(look("schools", file)) == {"skip": 2}


def test_a_code_twice_in_a_file_is_a_clash(look, text_file) -> None:
    assert counts(look("schools", text_file("name,code\nA,1\nB,1\n"))) == {"create": 1, "clash": 1}


def test_a_row_twice_in_a_file_goes_in_once(world, bring, text_file) -> None:
    bring("schools", text_file("name\nA\nA\n"))
    assert len(stored(world)) == 1


def test_without_a_name_there_is_no_plan_but_the_columns_to_choose_from(look, text_file) -> None:
    made = look("schools", text_file("x,y\n1,2\n"))
    assert ([f.name for f in made.missing], made.columns, made.samples) == (
        ["name"],
        ("x", "y"),
        (("1", "2"),),
    )


def test_a_told_column_is_taken(world, real, bring) -> None:
    bring("schools", real / FILE, {"struct": "kind"})
    kinds = {s.kind for s in stored(world)}
    assert "(Государственное образовательное учреждение)" in kinds


def test_the_plan_is_judged_anew_when_it_is_put(world, look, text_file) -> None:
    made = look("schools", text_file("name\nA\n"))
    world.school("A")
    assert world.write(lambda u: put(u, made)) == "rows.csv: 1 left as it is."


def test_what_fails_midway_leaves_nothing(world, real, look, monkeypatch) -> None:
    world.school("Средняя общеобразовательная школа № 789")
    made = look("schools", real / FILE)

    def fails(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(service, "change_school", fails)
    with pytest.raises(RuntimeError):
        world.write(lambda u: put(u, made))
    assert len(stored(world)) == 1


def test_a_teacher_may_not_import(world, look, text_file) -> None:
    with pytest.raises(NotPermitted):
        look("schools", text_file("name\nA\n"), as_=world.person("t1", Role.TEACHER))


names = st.text(st.sampled_from("абсАБСABCabc №1 «»"), min_size=1, max_size=6)
registers = st.lists(
    st.tuples(names, st.sampled_from(["", "North", "South"]), st.sampled_from(["", "1", "2"])), max_size=6
)


def test_any_file_a_second_time_changes_nothing(world, tmp_path) -> None:
    file = tmp_path / "rows.csv"

    def twice(unit) -> None:
        put(unit, plan(unit, "schools", file, world.centre_id))
        again = plan(unit, "schools", file, world.centre_id)
        raise Again(again)

    class Again(Exception):
        """Carries the second plan out of a transaction that is not kept."""

    @settings(max_examples=100)
    @given(registers)
    def check(rows) -> None:
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("name", "address", "code"), *rows])
        with pytest.raises(Again) as caught:
            world.write(twice, SYSTEM)
        left = {line.outcome for line in caught.value.args[0].lines}
        assert left <= {Outcome.SKIP, Outcome.BAD, Outcome.CLASH}

    check()
