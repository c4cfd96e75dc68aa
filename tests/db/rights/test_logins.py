"""Each person's login on the server: made, renamed, disabled and given a password in the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.db.unit import Unit
from resource_centre.people import queries, service
from resource_centre.people.service import PersonDraft
from tests.db.rights.conftest import Network
from tests.db.rights.trying import Try

pytestmark = pytest.mark.needs_postgres
SECRET = "correct horse ürün 9"


@pytest.fixture
def asked(network: Network) -> Iterator[Network]:
    """The server asks for passwords at this database."""
    file = Path(network.server.folder) / "cluster" / "pg_hba.conf"
    before = file.read_text()
    file.write_text(
        f"local {network.name} rc_owner,postgres trust\nlocal {network.name} all scram-sha-256\n{before}"
    )
    _reload(network)
    yield network
    file.write_text(before)
    _reload(network)


def _reload(network: Network) -> None:
    with psycopg.connect(
        f"host={network.server.folder} user=postgres dbname=postgres", autocommit=True
    ) as admin:
        admin.execute("select pg_reload_conf()")


def add(
    unit: Unit, login: str, role: Role = Role.TEACHER, centre: int = 1, password: str | None = None
) -> int:
    return service.add_person(unit, PersonDraft(login.title(), login), [(role, centre)], password).id


def enter(network: Network, login: str, password: str | None = None) -> psycopg.Connection[Any]:
    """Connects as a stranger would, with a password or without."""
    return psycopg.connect(
        host=network.server.folder, user=login, dbname=network.name, password=password, autocommit=True, connect_timeout=5,
        passfile="/nonexistent",
    )  # fmt: skip


def test_a_person_comes_in_with_the_password_that_the_administrator_gave(asked: Network) -> None:
    with asked.connect() as owner:  # whose work it is to make logins has no password here
        owner.execute("select 1")
    app = asked.app()
    administrator = app.read(
        lambda u: queries.actor_of(u, queries.person_by_login(u, "administrator").id), SYSTEM
    )
    app.write(lambda u: add(u, "new.teacher_1-x", password=SECRET), administrator)
    with enter(asked, "new.teacher_1-x", SECRET) as connection:
        assert connection.execute("select name from person where login = session_user").fetchall() == [
            ("New.Teacher_1-X",)
        ]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        enter(asked, "new.teacher_1-x", SECRET + "!")


def test_the_server_never_hears_a_clear_password(network: Network) -> None:
    with psycopg.connect(
        f"host={network.server.folder} user=postgres dbname=postgres", autocommit=True
    ) as admin:
        admin.execute(f"alter database {network.name} set log_statement = 'all'")  # type: ignore[call-overload]
    key = network.write("administrator", lambda u: add(u, "quiet", password="first-" + SECRET))
    me = network.actor("teacher").person_id or 0
    network.write("administrator", lambda u: service.set_password(u, key, "second-" + SECRET))
    network.write("teacher", lambda u: service.set_password(u, me, "third-" + SECRET))
    log = (Path(network.server.folder) / "log").read_text()
    assert "rc_make_login" in log
    assert "alter role session_user password 'SCRAM-SHA-256$" in log
    assert "horse" not in log


def test_one_changes_ones_own_password_with_the_old_one(network: Network) -> None:
    me = network.actor("teacher").person_id or 0
    network.write("teacher", lambda u: service.set_password(u, me, SECRET))
    before = _verifier(network, "teacher")
    with pytest.raises(BadInput, match="old password"):
        network.write("teacher", lambda u: service.set_password(u, me, "another one", "wrong"))
    assert _verifier(network, "teacher") == before
    network.write("teacher", lambda u: service.set_password(u, me, "another one", SECRET))
    assert _verifier(network, "teacher") not in (None, before)


def _verifier(network: Network, login: str) -> str | None:
    with psycopg.connect(f"host={network.server.folder} user=postgres dbname=postgres") as admin:
        row = admin.execute("select rolpassword from pg_authid where rolname = %s", [login]).fetchone()
    return row[0] if row else None


def test_a_server_asks_everybody_for_a_password(network: Network) -> None:
    me = network.actor("teacher").person_id or 0
    with pytest.raises(BadInput, match="without a password"):
        network.write("teacher", lambda u: service.set_password(u, me, None))


def test_a_disabled_person_is_out_at_once_and_may_come_back(network: Network) -> None:
    key = network.write("administrator", lambda u: add(u, "leaving", Role.COORDINATOR))
    with network.connect("leaving") as connection:
        assert connection.execute("select count(*) > 0 from activity").fetchall() == [(True,)]
        network.write("administrator", lambda u: service.set_active(u, key, False))
        assert connection.execute("select count(*) from activity").fetchall() == [(0,)]
        assert connection.execute("update activity set note = 'x'").rowcount == 0
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        network.connect("leaving")
    network.write("administrator", lambda u: service.set_active(u, key, True))
    network.connect("leaving").close()


def test_the_program_tells_somebody_disabled_that_nobody_has_the_login(network: Network) -> None:
    with pytest.raises(NotPermitted, match="“disabled” belongs to nobody"):
        network.app("disabled")


def test_a_role_given_or_ended_counts_at_once(network: Network) -> None:
    key = network.write("administrator", lambda u: add(u, "rising"))
    with network.connect("rising") as connection:
        counted = "select count(*) from request"
        assert connection.execute(counted).fetchall() == [(0,)]
        network.write("administrator", lambda u: service.give_role(u, key, Role.MANAGER, 1))
        assert connection.execute(counted).fetchall() != [(0,)]
        network.write("administrator", lambda u: service.end_role(u, key, Role.MANAGER, 1))
        assert connection.execute(counted).fetchall() == [(0,)]


def test_a_new_login_keeps_the_password_and_an_open_connection(network: Network) -> None:
    key = network.write("administrator", lambda u: add(u, "maiden", password=SECRET))
    before = _verifier(network, "maiden")

    def rename(unit: Unit) -> None:
        row = queries.person(unit, key)
        service.change_person(unit, key, replace(service.draft_of(row), login="married"), row.version)

    with network.connect("maiden") as connection:
        network.write("administrator", rename)
        assert connection.execute("select login from person where id = %s", [key]).fetchall() == [
            ("married",)
        ]
    assert _verifier(network, "maiden") is None
    assert _verifier(network, "married") == before


def test_who_had_a_login_before_does_not_come_in_for_its_next_holder(network: Network) -> None:
    key = network.write("administrator", lambda u: add(u, "reused", password=SECRET))

    def take_away(unit: Unit) -> None:
        row = queries.person(unit, key)
        service.change_person(unit, key, replace(service.draft_of(row), login=None), row.version)

    network.write("administrator", take_away)
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        network.connect("reused")
    network.write(
        "administrator", lambda u: service.add_person(u, PersonDraft("Next", "reused"), [(Role.MANAGER, 1)])
    )
    assert _verifier(network, "reused") is None


@pytest.mark.parametrize("login", ["public", "none", "postgres", "pg_monitor"])
def test_a_login_that_servers_keep_for_themselves_is_refused(network: Network, login: str) -> None:
    with pytest.raises(BadInput, match="for themselves"):
        network.write("administrator", lambda u: add(u, login))


def test_a_login_that_the_server_uses_already_is_refused(network: Network) -> None:
    with psycopg.connect(
        f"host={network.server.folder} user=postgres dbname=postgres", autocommit=True
    ) as admin:
        admin.execute("drop role if exists somebody_else")
        admin.execute("create role somebody_else login")
    for login in ("somebody_else", "rc_owner"):
        with pytest.raises(BadInput, match="something else already"):
            network.write("administrator", lambda u, name=login: add(u, name))


def test_a_taken_login_is_refused_without_a_word_about_who_has_it(network: Network) -> None:
    with pytest.raises(BadInput) as refusal:
        network.write("administrator", lambda u: add(u, "a.khasanova"))
    assert str(refusal.value) == "This login is taken. Choose another one."


def test_a_coordinator_adds_a_teacher_with_a_login_but_cannot_change_their_password(network: Network) -> None:
    key = network.write("coordinator", lambda u: add(u, "fresh.teacher", password=SECRET))
    network.connect("fresh.teacher").close()
    with pytest.raises(NotPermitted):
        network.write("coordinator", lambda u: service.set_password(u, key, "another one"))
    with network.connect("coordinator") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select rc_make_login('fresh.teacher', %s)", [_verifier(network, "fresh.teacher")])


TAKING_OVER = (
    "select rc_make_login('p.sokolov', 'SCRAM-SHA-256$4096:AAAA$AAAA:AAAA')",
    "select rc_end_login('p.sokolov')",
    "select rc_rename_login('p.sokolov', 'administrator')",
    "update person set login = 'mine' where login = 'p.sokolov'",
    "insert into person_role (person_id, centre_id, role, given_at) select 43, 1, 'teacher', now()",
    "alter role \"p.sokolov\" password 'x'",
    "alter role rc_owner password 'x'",
    "grant rc_owner to administrator",
    "create role mine login",
    "set role rc_owner",
    'set session authorization "p.sokolov"',
)


@pytest.mark.parametrize("statement", TAKING_OVER)
def test_nobody_of_another_centre_can_be_taken_over(network: Network, statement: str) -> None:
    before = _verifier(network, "p.sokolov")
    with network.connect("administrator") as connection:
        said, touched, _words = Try(connection)(statement)
    assert said in ("", "42501", "23503")
    assert touched == 0
    assert _verifier(network, "p.sokolov") == before
    network.connect("p.sokolov").close()


def test_a_password_must_come_as_a_verifier(network: Network) -> None:
    with network.connect("administrator") as connection, pytest.raises(psycopg.Error, match="not_a_verifier"):
        connection.execute("select rc_make_login('teacher', 'in the clear')")


def test_an_owner_who_may_not_make_logins_is_told_so(network: Network) -> None:
    with psycopg.connect(
        f"host={network.server.folder} user=postgres dbname=postgres", autocommit=True
    ) as admin:
        admin.execute("alter role rc_owner nocreaterole")
        try:
            with pytest.raises(NotPermitted, match="CREATEROLE"):
                network.write("administrator", lambda u: add(u, "hopeful"))
        finally:
            admin.execute("alter role rc_owner createrole")
