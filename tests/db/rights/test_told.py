"""What the server tells across its rights: who changed last what one sees, and who of a centre has an e-mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from resource_centre.audit.queries import changes, meanwhile
from resource_centre.core.context import Role
from resource_centre.exchange.importing import plan, put
from resource_centre.people import queries as people
from resource_centre.schedule import service as schedule
from tests.db.rights.conftest import Network
from tests.db.rights.test_jobs import lab_hold
from tests.db.rights.trying import Try

pytestmark = pytest.mark.needs_postgres
LAST = "select person from rc_last_change(%(table)s, %(key)s)"


def told(network: Network, login: str, table: str, key: int) -> list[str]:
    """Who changed the row last, as this login is told."""
    with network.connect(login) as connection:
        said, _touched, rows = Try(connection)(LAST, {"table": table, "key": key})
    assert not said, rows
    return [row[0] for row in rows]


def booked_by_the_teacher(network: Network) -> int:
    """A booking of the teacher's that the coordinator has approved."""
    hold = lab_hold(network, "teacher", "2027-03-01T09:00", "2027-03-01T10:00")
    made = network.write("teacher", lambda u: schedule.hold(u, hold))
    network.write("coordinator", lambda u: schedule.approve(u, made.activity_id))
    return made.activity_id


def test_whose_booking_it_is_hears_who_changed_it_without_reading_the_audit(network: Network) -> None:
    key = booked_by_the_teacher(network)
    name = network.actor("coordinator").name
    assert network.read("teacher", lambda u: changes(u, "activity", key)) == ()
    found = network.read("teacher", lambda u: meanwhile(u, "activity", key, 1))
    assert found is not None
    assert (found.person, found.columns) == (name, ())
    assert found.at == network.one("select max(at) from audit_entry where table_name = 'activity'")


def test_a_row_that_is_not_seen_has_nobody_who_changed_it(network: Network) -> None:
    theirs = network.one("select max(id) from activity where centre_id = 2 and kind = 'lab_booking'")
    here = network.one("select max(subject.id) from activity subject where centre_id = 1 and kind = 'loan'")
    assert told(network, "coordinator", "activity", theirs) == []
    assert told(network, "teacher", "activity", here) == []
    assert told(network, "coordinator", "activity", here) != []


@pytest.mark.parametrize("login", ["evaluator", "nobody", "disabled"])
def test_outsiders_hear_no_names(reading: Network, login: str) -> None:
    for table in ("report_month", "centre", "activity", "person"):
        for key in range(1, 6):
            assert told(reading, login, table, key) == []


@pytest.mark.parametrize("table", ["audit_entry", "allocation", "pg_authid", "person; drop table person", ""])
def test_only_what_has_versions_is_told_of(reading: Network, table: str) -> None:
    assert told(reading, "coordinator", table, 1) == []


def test_the_half_that_looks_behind_the_rights_is_not_for_people(reading: Network) -> None:
    with reading.connect("administrator") as connection:
        assert Try(connection)("select * from rc_written_last('activity', 1)")[0] == "42501"


EMAIL = "select person_id from rc_with_email(array[%(email)s], %(centre)s)"


def with_email(network: Network, login: str, email: str, centre: int) -> list[int]:
    """Who has this e-mail, as this login is told."""
    with network.connect(login) as connection:
        _said, _touched, rows = Try(connection)(EMAIL, {"email": email, "centre": centre})
    return [row[0] for row in rows]


def a_teacher(network: Network, centre: int) -> tuple[int, str]:
    """Number and e-mail (in lower case) of a teacher of this centre."""
    with network.connect() as connection:
        found = connection.execute(
            "select p.id, lower(p.email) from person p join person_role h on h.person_id = p.id "
            "where h.role = 'teacher' and h.centre_id = %s and h.ended_at is null and p.email <> '' order by 1",
            [centre],
        ).fetchone()
    assert found
    return found[0], found[1]


def test_an_administrator_hears_who_of_the_centre_has_an_exact_email(reading: Network) -> None:
    key, email = a_teacher(reading, 1)
    assert with_email(reading, "administrator", email, 1) == [key]
    assert with_email(reading, "administrator", email[:-1], 1) == []
    assert with_email(reading, "administrator", "%", 1) == []


def test_of_another_centre_nobody_is_told(reading: Network) -> None:
    _key, email = a_teacher(reading, 2)
    assert with_email(reading, "administrator", email, 2) == []
    assert with_email(reading, "administrator", email, 1) == []


@pytest.mark.parametrize("login", ["teacher", "ambassador", "manager", "evaluator", "former", "nobody"])
def test_who_brings_in_nobody_asks_for_no_email(reading: Network, login: str) -> None:
    _key, email = a_teacher(reading, 1)
    assert with_email(reading, login, email, 1) == []


def test_an_administrators_file_finds_teachers_by_email_and_makes_nobody_twice(
    network: Network, tmp_path: Path
) -> None:
    key, email = a_teacher(network, 1)
    file = tmp_path / "people.csv"
    file.write_text(
        f"name,email,role\nSpelled otherwise,{email.upper()},teacher\nNew One,new@one.kz,teacher\n"
    )
    name = network.one("select name from person where id = %s", key)
    made = network.read("administrator", lambda u: plan(u, "people", file, 1))
    assert [(line.outcome, line.key) for line in made.lines] == [("update", key), ("create", None)]
    network.write("administrator", lambda u: put(u, made))
    assert network.one("select email from person where id = %s", key).lower() == email
    assert network.one("select name from person where id = %s", key) == "Spelled otherwise" != name
    again = network.read("administrator", lambda u: plan(u, "people", file, 1))
    assert [line.outcome for line in again.lines] == ["skip", "skip"]


def test_contacts_that_are_not_read_are_not_written_over_by_a_file(network: Network, tmp_path: Path) -> None:
    key, email = a_teacher(network, 1)
    phone = network.one("select phone from person where id = %s", key)
    file = tmp_path / "people.csv"
    file.write_text(
        f"name,email,phone\n{network.one('select name from person where id = %s', key)},{email},999\n"
    )
    made = network.read("administrator", lambda u: plan(u, "people", file, 1))
    assert [line.outcome for line in made.lines] == ["skip"]
    network.write("administrator", lambda u: put(u, made))
    assert network.one("select phone from person where id = %s", key) == phone


@pytest.mark.parametrize("login", ["administrator", "coordinator", "manager", "teacher"])
def test_the_program_knows_whose_contacts_the_server_blanks(reading: Network, login: str) -> None:
    actor = reading.actor(login)
    rows = reading.read(login, lambda u: people.people(u, everyone=True))
    for row in rows:
        phone = reading.one("select email from person where id = %s", row.id)
        if phone and any(role is not Role.EVALUATOR for role, _where in row.roles) and row.roles:
            assert bool(row.email) == people.reads_contacts(actor, row), row
