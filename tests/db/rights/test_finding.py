"""On a server each person finds, by their own login, what their role may read, and no more."""

from __future__ import annotations

import pytest

from resource_centre.finding import queries
from tests.db.rights.conftest import LOGINS, Network

pytestmark = pytest.mark.needs_postgres
NAMED = {"lab", "unit", "model"}
FOUND = {
    "teacher": {*NAMED, "request", "event", "course"},
    "ambassador": {*NAMED, "event", "course"},
    "consultant": {*NAMED, "school", "person", "request", "event", "course"},
    "coordinator": {*NAMED, "school", "person", "ambassador", "request", "event", "course"},
    "manager": {*NAMED, "school", "person", "ambassador", "request", "event", "course"},
    "administrator": {*NAMED, "school", "person", "event", "course"},
    "evaluator": set(),
}


@pytest.mark.parametrize("login", LOGINS)
def test_each_login_finds_what_its_role_may_read(reading: Network, login: str) -> None:
    centre_id = min(reading.actor(login).centre_ids)
    found = {entry.kind for entry in reading.read(login, lambda u: queries.things(u, centre_id))}
    assert found == FOUND[login]


@pytest.mark.parametrize("login", LOGINS)
def test_others_bookings_are_found_by_staff_alone(reading: Network, login: str) -> None:
    centre_id = min(reading.actor(login).centre_ids)
    found = reading.read(login, lambda u: queries.activities(u, centre_id, most=400))
    assert bool(len(found) > 100) == (login in {"coordinator", "consultant", "manager", "administrator"})
    assert [entry.at for entry in found] == sorted(entry.at for entry in found)
