"""The sample network on a server, with a login for each person; a copy of it for each test that writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy.engine import make_url

from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM, Actor
from resource_centre.db.unit import Unit
from resource_centre.demo.network import fill
from tools.postgres import Server

T = TypeVar("T")
OWNER = "rc_owner"
LOGINS = ("teacher", "ambassador", "consultant", "coordinator", "manager", "administrator", "evaluator")
# More people of the first centre: a coordinator who is no safeguarding lead, a teacher here who is coordinator elsewhere,
# a manager of before, somebody without any role, a coordinator who is disabled but still has the connection.
OTHERS = ("second", "both", "former", "nobody", "disabled")
NOW = datetime(2026, 11, 25, 6, 20, tzinfo=UTC)


class Network:
    """One database with the sample network, entered by the logins of its people or by its owner."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self.clock = FixedClock(NOW)
        self._apps: dict[str, App] = {}

    def app(self, login: str = OWNER) -> App:
        """The program, signed in as a person by the connection alone."""
        if login not in self._apps:
            app = App.open(self.server.url(self.name, login), self.clock)
            if login != OWNER:
                assert app.sign_in_by_connection() is not None, login
            self._apps[login] = app
        return self._apps[login]

    def actor(self, login: str) -> Actor:
        """The person with this login."""
        return self.app(login).actor

    def write(self, login: str, command: Callable[[Unit], T]) -> T:
        """Runs a command of the program as that person's own login."""
        return self.app(login).write(command).value

    def read(self, login: str, query: Callable[[Unit], T]) -> T:
        """Runs a query of the program as that person's own login."""
        return self.app(login).read(query)

    def connect(self, login: str = OWNER) -> psycopg.Connection[Any]:
        """Plain SQL, behind the program's back."""
        return psycopg.connect(f"host={self.server.folder} user={login} dbname={self.name}", autocommit=True)

    def one(self, query: str, *values: object) -> Any:
        """One value, read by the owner, who sees everything."""
        with self.connect() as connection:
            found = connection.execute(query, values).fetchone()  # type: ignore[call-overload]
        return found and found[0]

    def close(self) -> None:
        """Closes every connection."""
        for app in self._apps.values():
            app.close()
        self._apps.clear()


def make_logins(network: Network) -> None:
    """A login for every person who has one; on a copy, what a login has in this database."""
    with network.connect() as connection:
        connection.execute("select rc_make_login(login) from person where login is not null")


@pytest.fixture(scope="session")
def filled(server: Server) -> str:
    """The name of a database with the sample network, owned by a role that is no superuser."""
    admin = f"host={server.folder} user=postgres dbname=postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = 'rc_network'").fetchone():
            return "rc_network"  # another room's tests have made it
        connection.execute(f"create role {OWNER} login createrole")
        connection.execute(f"create database rc_network owner {OWNER}")
    url = server.url("rc_network", OWNER)
    assert make_url(url).username == OWNER
    prepare(url)
    network = Network(server, "rc_network")
    network.app().write(lambda unit: fill(unit, 1, 1), SYSTEM)
    with network.connect() as connection:
        for login in OTHERS:
            connection.execute(
                "insert into person (uid, login, name, email, phone, language, gender, position, safeguarding, active, created_at) "
                "values (%s, %s, %s, '', '', 'en', 'not_recorded', '', false, true, date_trunc('second', now()))",
                [f"uid-{login}", login, login.capitalize()],
            )
        connection.execute(
            "insert into person_role (person_id, centre_id, role, given_at, ended_at) select p.id, r.centre, r.role, date_trunc('second', now()), date_trunc('second', r.ended) "
            "from person p join (values ('second', 1, 'coordinator', null::timestamptz), ('both', 1, 'teacher', null), "
            "('both', 2, 'coordinator', null), ('former', 1, 'manager', now()), ('disabled', 1, 'coordinator', null)) "
            "r(login, centre, role, ended) on r.login = p.login"
        )
    make_logins(network)
    with network.connect() as connection:
        connection.execute("update person set active = false where login = 'disabled'")
        connection.execute(
            "insert into holiday_open (centre_id, day, reason) select id, '2026-12-16', 'open day' from centre"
        )
        connection.execute(
            "insert into photo (uid, bookable_id, caption, media_type, image, added_at) "
            "select 'photo-' || min(id), min(id), 'front', 'image/png', '\\x00', date_trunc('second', now()) from bookable where kind = 'lab' group by centre_id"
        )
    network.close()
    return "rc_network"


@pytest.fixture(scope="session")
def reading(server: Server, filled: str) -> Iterator[Network]:
    """The sample network for tests that leave it as it is."""
    network = Network(server, filled)
    yield network
    network.close()


@pytest.fixture
def network(server: Server, filled: str, request: pytest.FixtureRequest) -> Iterator[Network]:
    """A copy of the sample network that a test may change."""
    name = f"rc_copy_{abs(hash(request.node.nodeid))}"
    admin = f"host={server.folder} user=postgres dbname=postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [filled]
        )
        connection.execute(f"create database {name} template {filled} owner {OWNER}")
    copy = Network(server, name)
    make_logins(copy)
    yield copy
    copy.close()
    server.drop(name)
