"""What somebody with psql and bad intent might try: sequences, functions, errors, catalogues, copies, other people's names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from resource_centre.core.changes import Topic
from resource_centre.db.live import CHANNEL
from resource_centre.db.tables import all_metadata
from resource_centre.schedule import service as schedule
from tests.db.rights.conftest import Network
from tests.db.rights.test_jobs import lab_hold
from tests.db.rights.trying import Try

pytestmark = pytest.mark.needs_postgres
ROLES = "{teacher,ambassador,consultant,coordinator,manager,administrator,evaluator}"
# What the functions that are given only a number are asked about.
ABOUT = {
    "rc_comes": "activity", "rc_is_mine": "activity", "rc_is_event": "activity", "rc_unplaced": "person", "rc_knows": "person",
    "rc_may_manage": "person", "rc_may_keep": "person",
}  # fmt: skip
NOBODY = 987_654  # a number that no row has
OURS = "p.pronamespace = 'public'::regnamespace and starts_with(p.proname, 'rc_')"


@pytest.fixture
def person(reading: Network, request: pytest.FixtureRequest) -> Iterator[Try]:
    """The connection of the first centre's teacher, or of somebody else; whatever it does is undone."""
    with reading.connect(getattr(request, "param", "teacher")) as connection:
        yield Try(connection)


everybody = pytest.mark.parametrize(
    "person",
    ["teacher", "ambassador", "coordinator", "manager", "administrator", "evaluator", "nobody"],
    indirect=True,
)


# --- sequences and functions -----------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["coordinator", "administrator"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "select last_value from {}",
        "select nextval('{}')",
        "select currval('{}')",
        "select setval('{}', 1)",
        "alter sequence {} restart",
    ],
)
def test_no_sequence_tells_or_gives_a_number(person: Try, statement: str) -> None:
    for table in all_metadata().tables:
        assert person(statement.format(f"public.{table}_id_seq"))[0] == "42501", table


def test_every_function_with_its_owners_rights_has_a_fixed_path(reading: Network) -> None:
    loose = reading.one(
        "select array_agg(p.oid::regprocedure::text) from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text "
        "in ('public', 'public_seen') and not coalesce('search_path=public, pg_temp' = any (p.proconfig), false)"
    )
    assert loose is None


def test_only_what_policies_ask_can_be_called(reading: Network) -> None:
    """Triggers, what looks behind the rights, and what belongs to one side of a door only: not for a person."""
    found = reading.one(
        "select array_agg(p.proname::text order by p.proname) from pg_proc p where "
        f"{OURS} and has_function_privilege('teacher', p.oid, 'execute') and p.prorettype = 'trigger'::regtype"
    )
    assert found is None
    hidden = (
        "rc_audit_centre",
        "rc_retire",
        "rc_is_shared",
        "rc_let_go",
        "rc_last_place",
        "rc_next_number",
        "rc_written_last",
    )
    for name in hidden:
        assert not reading.one(
            f"select bool_or(has_function_privilege('teacher', p.oid, 'execute')) from pg_proc p where {OURS} and p.proname = %s",
            name,
        )


def _callable(network: Network) -> list[tuple[str, list[str]]]:
    with network.connect() as connection:
        rows = connection.execute(
            "select p.proname, array(select format_type(t, null) from unnest(p.proargtypes) t) from pg_proc p "
            f"where {OURS} and has_function_privilege('teacher', p.oid, 'execute') order by 1"
        ).fetchall()
    return [(name, list(kinds)) for name, kinds in rows]


def _arguments(kinds: list[str], number: int, table: str) -> str:
    words = {
        "integer": str(number), "text[]": f"'{ROLES}'", "text": f"'{table}'", "json": "null", "uuid": "'2f1c9f0e-6f5d-4d0e-9b7a-0c5d5b6a7e11'", "boolean": "true",
    }  # fmt: skip
    return ", ".join(words[kind] for kind in kinds)


@everybody
def test_no_function_tells_what_is_there_from_what_is_not(reading: Network, person: Try) -> None:
    """Asked about a row of another centre and about a row that nobody has, each function says the same."""
    known = [
        (table, reading.one(f"select id from {table} where centre_id = 2 order by id desc limit 1"))
        for table in ("activity", "request", "requirement", "assignment", "event", "school", "bookable")
    ] + [("person", 43), ("person", 46), ("enrolment", reading.one("select max(id) from enrolment"))]
    for name, kinds in _callable(reading):
        for table, number in known:
            if ABOUT.get(name, table) != table:
                continue
            asked, nothing = (
                person(f"select {name}({_arguments(kinds, key, table)})") for key in (number, NOBODY)
            )
            assert asked[0] == nothing[0], (name, table)
            if not asked[0]:
                assert asked[2] == nothing[2], (name, table)


@everybody
def test_every_number_that_a_function_answers_can_be_read_anyway(reading: Network, person: Try) -> None:
    read = {
        "rc_centres": "select id from centre", "rc_safeguards": "select id from centre", "rc_hosts": "select id from person",
        "rc_host_schools": "select id from school", "rc_my_activities": "select id from activity",
        "rc_public_activities": "select id from activity", "rc_person_times": "select id from bookable",
        "rc_invited": "select id from activity", "rc_ran_out": "select id from activity", "rc_schools": "select id from school", "rc_staff": "select id from person",
    }  # fmt: skip
    lists = {
        name for name, kinds in _callable(reading)
        if person(f"select pg_typeof({name}({_arguments(kinds, NOBODY, 'person')}))")[2] == [("integer[]",)]
    }  # fmt: skip
    assert lists == set(read)
    for name, kinds in _callable(reading):
        if name in read and name not in ("rc_person_times", "rc_ran_out"):
            numbers = set(person(f"select {name}({_arguments(kinds, NOBODY, 'person')})")[2][0][0])
            assert numbers <= {row[0] for row in person(read[name])[2]}, name


@pytest.mark.parametrize(
    "hostile", ["person; drop table person", "pg_catalog.pg_authid", "person\\' or true --", "", "\x01"]
)
def test_names_given_to_a_function_are_only_names(person: Try, hostile: str) -> None:
    for name, kinds in (("rc_told_here", 3), ("rc_may_step", 3), ("rc_my_step", 2), ("rc_last_change", 2)):
        more = ", null" if kinds == 3 else ""
        said, _touched, rows = person(f"select {name}(%(name)s, 1{more})", {"name": hostile})
        assert said in ("42P01", "42703", "42501", "42601", "42602") or not (rows and rows[0][0]), (
            name,
            said,
            rows,
        )


# --- what errors tell ------------------------------------------------------------------------------------


@everybody
def test_to_refer_to_what_one_cannot_see_is_refused_as_if_it_were_not_there(
    reading: Network, person: Try
) -> None:
    theirs = reading.one("select id from school where centre_id = 3 limit 1")
    ask = (
        "insert into request (uid, centre_id, requester_id, title, question, topic, channel, language, state, number, school_id, "
        "grade, outcome, follow_up, created_at) select 'probe', 1, rc_person(), 't', 'q', 'x', 'online', 'en', 'draft', 0, {}, '', '', '', now()"
    )
    seen, nothing = person(ask.format(theirs)), person(ask.format(NOBODY))
    assert seen == nothing
    assert seen[0] in ("23503", "42501", "23502")


ALLOCATIONS = (
    "insert into allocation (centre_id, activity_id, bookable_id, asked_id, occupied_from, occupied_to, live) "
    "select 1, %(activity)s, of, %(own)s, %(start)s, %(end)s, true from unnest(%(bookables)s::integer[]) of"
)


@pytest.mark.parametrize("person", ["coordinator"], indirect=True)
def test_whether_something_stands_on_a_lab_one_cannot_see_is_not_told(reading: Network, person: Try) -> None:
    """Taken, free or not there at all: refused in the same words."""
    held = "from allocation l join bookable b on b.id = l.bookable_id where l.live and b.centre_id = 2 and b.kind = 'lab'"
    theirs, start, end = (
        reading.one(f"select l.{column} {held} order by l.id limit 1")
        for column in ("bookable_id", "occupied_from", "occupied_to")
    )
    own = reading.one("select min(id) from bookable where centre_id = 1 and kind = 'lab'")
    activity = reading.one("select min(id) from activity where centre_id = 1")
    told = {
        str(
            person(
                ALLOCATIONS,
                {"activity": activity, "own": own, "bookables": [bookable], "start": since, "end": until},
            )
        )
        for bookable, since, until in (
            (theirs, start, end), (theirs, start.replace(year=2019), end.replace(year=2019)), (NOBODY, start, end),
        )
    }  # fmt: skip
    assert len(told) == 1
    assert "refers_to_nothing" in told.pop()


@pytest.mark.parametrize("person", ["coordinator"], indirect=True)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_reference_to_the_unseen_among_many_rows_is_refused(
    reading: Network, person: Try, place: int
) -> None:
    own = reading.one("select min(id) from bookable where centre_id = 1 and kind = 'lab'")
    others = reading.one("select array_agg(id) from bookable where centre_id = 1 and kind = 'unit'")[:2]
    values = {
        "activity": reading.one("select min(id) from activity where centre_id = 1"), "own": own,
        "start": "2019-01-01 10:00+00", "end": "2019-01-01 11:00+00",
    }  # fmt: skip
    assert person(ALLOCATIONS, {**values, "bookables": [own, *others]})[:2] == ("", 3)
    others.insert(place, reading.one("select min(id) from bookable where centre_id = 2 and kind = 'lab'"))
    assert "refers_to_nothing" in str(person(ALLOCATIONS, {**values, "bookables": others}))


@pytest.mark.parametrize("person", ["coordinator", "administrator"], indirect=True)
def test_what_is_taken_elsewhere_is_not_told(reading: Network, person: Try) -> None:
    """A row that another centre may not have twice is refused before anybody looks whether it has it."""
    code = reading.one("select code from bookable where centre_id = 2 and kind = 'lab' limit 1")
    add = (
        "insert into bookable (uid, centre_id, kind, code, name, location, serial, notes, active, position, setup_minutes, "
        "cleardown_minutes, created_at) values ('probe', 2, 'lab', %(code)s, 'x', '', '', '', true, 1, 0, 0, now())"
    )
    assert person(add, {"code": code})[0] == person(add, {"code": "never used"})[0] == "42501"


@everybody
def test_a_broken_promise_does_not_show_the_row_it_met(reading: Network, person: Try) -> None:
    uid = reading.one("select uid from message where centre_id = 2 limit 1")
    said, _touched, words = person(
        "insert into message (uid, person_id, kind, subject, body, created_at) select %(uid)s, rc_person(), 'x', 'x', 'x', now()",
        {"uid": uid},
    )
    assert said in ("23505", "42501")
    assert uid not in str(words)


@everybody
@pytest.mark.parametrize(
    "expression", ["(name)::integer = 1", "1 / (length(name) - length(name)) = 1", "(name)::json is null"]
)
def test_a_condition_meets_only_rows_that_may_be_read(person: Try, expression: str) -> None:
    """A condition that fails tells the value it failed on, if it ran before the rights were looked at."""
    for table in ("person", "school", "centre", "bookable"):
        names = {row[0] for row in person(f"select name from {table}")[2]}
        said, _touched, words = person(f"select id from {table} where {expression}")
        told = re.search(r'"(.*?)"', str(words[0])) if said else None
        assert not (said and not names), (table, words)
        if told and "integer" in expression:
            assert told[1] in names, (table, told[1])


@pytest.mark.parametrize("person", ["teacher", "evaluator"], indirect=True)
def test_a_condition_on_a_blanked_column_meets_the_blank(reading: Network, person: Try) -> None:
    mine = person("select email from person where id = rc_person()")[2][0][0]
    said, _touched, words = person("select id from person where (email || '!')::integer = 1")
    told = re.search(r'"(.*?)"', str(words[0]))
    assert not said or (told and told[1] in {f"{mine}!", "!"})


# --- catalogues, copies, notices -------------------------------------------------------------------------


@everybody
def test_the_servers_own_tables_tell_nothing(reading: Network, person: Try) -> None:
    with reading.connect() as owner:
        owner.execute("analyze person, school, request")
    assert person("select count(*) from pg_stats where schemaname in ('public', 'public_seen')")[2] == [(0,)]
    for secret in (
        "pg_statistic",
        "pg_authid",
        "pg_shadow",
        "pg_largeobject",
        "pg_user_mapping",
        "pg_hba_file_rules",
        "public.receipt",
    ):
        assert person(f"select * from {secret}")[0] == "42501", secret
    for reach in (
        "pg_read_file('/etc/passwd')",
        "pg_ls_dir('/')",
        "lo_import('/etc/passwd')",
        "pg_stat_reset()",
        "pg_reload_conf()",
    ):
        assert person(f"select {reach}")[0] == "42501", reach
    queries = person("select query from pg_stat_activity where usename <> session_user and query <> ''")[2]
    assert {row[0] for row in queries} <= {"<insufficient privilege>"}


@everybody
def test_a_copy_holds_what_may_be_read_and_none_comes_in(reading: Network, person: Try) -> None:
    with reading.connect(str(person.connection.info.user)) as connection:
        for table in ("request", "person_role", "allocation", "report_month"):
            counted = person(f"select count(*) from {table}")[2]
            with connection.cursor() as cursor, cursor.copy(f"copy {table} (id) to stdout") as out:  # type: ignore[call-overload]
                lines = sum(bytes(part).count(b"\n") for part in out)
            assert counted == [(lines,)], table
            said = person(f"copy {table} (id) from stdin")[0]
            assert said in ("0A000", "42501"), (table, said)
            assert person(f"copy {table} to '/tmp/taken'")[0] == "42501"
            assert person(f"copy {table} from program 'true'")[0] == "42501"


def test_a_notice_says_what_kind_of_thing_changed_and_no_more(network: Network) -> None:
    with network.connect("nobody") as connection:
        connection.execute(f"listen {CHANNEL}")
        hold = lab_hold(network, "coordinator", "2027-03-01T09:00", "2027-03-01T10:00")
        network.write("coordinator", lambda u: schedule.hold(u, hold))
        notice = next(connection.notifies(timeout=10))
    said = json.loads(notice.payload)
    assert set(said) == {"from", "topics"}
    assert set(said["topics"]) <= set(Topic)
    assert re.fullmatch("[0-9a-f]{32}", said["from"])


# --- being somebody else, or more ------------------------------------------------------------------------

MORE = (
    "set role rc_owner", "set role postgres", "set role manager", "set role resource_centre_view_rc_network",
    "set session authorization manager", "set row_security = off; select * from public.request",
    "set session_replication_role = replica", "create table mine (id integer)", "create temporary table mine (id integer)",
    "create schema mine", "create view mine as select 1", "create function mine() returns integer language sql as 'select 1'",
    "create function pg_temp.mine() returns integer language sql as 'select 1'",
    "create operator === (leftarg = text, rightarg = text, function = texteq)", "create extension pgcrypto",
    "create cast (text as integer) with inout", "create rule mine as on select to request do instead nothing",
    "create trigger mine before insert on request for each row execute function rc_guard_request()",
    "create policy mine on request using (true)", "alter table request disable row level security",
    "alter table request disable trigger all", "alter table request owner to current_user", "drop policy rc_select on request",
    "grant select on request to public", "create index on request (title)", "analyze audit_entry; select 1/0 from pg_stats limit 0",
    "alter function rc_person() security invoker", "alter database rc_network set search_path = pg_temp",
    "alter role session_user superuser", "alter role session_user createrole", "comment on table request is 'mine'",
    "create publication mine for table request", "create event trigger mine on ddl_command_start execute function rc_person()",
    "create language plpython3u", "create server mine foreign data wrapper none", "security label on table request is 'x'",
    "refresh materialized view request", "cluster request", "vacuum request", "lock table audit_entry in access exclusive mode",
)  # fmt: skip


@pytest.mark.parametrize("person", ["coordinator", "administrator"], indirect=True)
@pytest.mark.parametrize("statement", MORE)
def test_nobody_becomes_more_than_they_are(person: Try, statement: str) -> None:
    *before, last = statement.split("; ")
    said = [person(each)[0] for each in before]
    if statement.startswith("set row_security"):
        person.connection.execute(before[0])
        assert person(last)[0] == "42501"
        return
    if statement.startswith("analyze"):  # it warns, and leaves the table alone
        assert said == [""]
        return
    if last == "vacuum request":
        assert person(last)[0] == "25001"  # not in a transaction; alone it skips what is not one's own
        return
    assert person(last)[0] in ("42501", "42601", "42704", "0A000", "55000", "22023", "42809"), person(last)
    assert person("select current_user = session_user")[2] == [(True,)]


@everybody
def test_what_a_connection_says_about_itself_changes_nothing(reading: Network, person: Try) -> None:
    counted = "select (select count(*) from request), (select count(*) from person), (select rc_person()), (select rc_acting())"
    before = person(counted)[2]
    person.connection.execute(
        "select set_config('rc.person', '1', false), set_config('rc.at', '2001-01-01', false)"
    )
    person.connection.execute("set application_name = 'rc_owner'")
    assert person(counted)[2] == before
    person.connection.execute("set search_path = pg_temp, public, public_seen")
    said, _touched, rows = person("select count(*), (select rc_person()) from public_seen.person")
    assert not said
    assert rows == [(before[0][1], before[0][2])]


def test_a_login_of_the_server_that_is_no_persons_sees_nothing(reading: Network) -> None:
    with psycopg.connect(
        f"host={reading.server.folder} user=postgres dbname=postgres", autocommit=True
    ) as admin:
        admin.execute("drop role if exists passer_by")
        admin.execute("create role passer_by login")
    with reading.connect("passer_by") as connection:
        attempt = Try(connection)
        for table in all_metadata().tables:
            assert attempt(f"select 1 from public.{table} limit 1")[0] == "42501", table
        assert attempt("select public.rc_person()")[0] == "42501"


def test_the_owner_may_not_rewrite_what_is_on_record_either(network: Network) -> None:
    with network.connect() as connection:
        attempt = Try(connection)
        for statement in (
            "update audit_entry set person_id = 1",
            "delete from audit_entry",
            "truncate audit_entry",
            "delete from step",
        ):
            assert attempt(statement)[0] == "23001", statement


def test_what_somebody_does_with_psql_is_on_record_in_their_name(network: Network) -> None:
    with network.connect("administrator") as connection:
        connection.execute("update centre set address = 'Abay 1' where id = 1")
    entry: Any = network.one(
        "select row_to_json(e) from audit_entry e where table_name = 'centre' order by id desc limit 1"
    )
    assert entry["person_id"] == network.actor("administrator").person_id
    assert entry["before"]["address"] != entry["after"]["address"] == "Abay 1"
