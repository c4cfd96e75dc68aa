"""Addresses of databases, several hosts among them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from resource_centre.core.errors import BadInput
from resource_centre.db.engine import open_engine, parse_url
from tools.postgres import Server


@pytest.mark.parametrize(
    ("address", "hosts", "wanted"),
    [
        ("postgresql://me@one,two:5433/rc", ("one", "two:5433"), "read-write"),
        ("postgresql://me:pass@one:1,two:2/rc?sslmode=require", ("one:1", "two:2"), "read-write"),
        ("postgresql://one,two/rc?target_session_attrs=any", ("one", "two"), "any"),
    ],
)
def test_several_hosts_are_one_address(address: str, hosts: tuple[str, ...], wanted: str) -> None:
    url = parse_url(address)
    assert url.query["host"] == hosts
    assert url.query["target_session_attrs"] == wanted
    assert url.database == "rc"


@pytest.mark.parametrize(
    "address", ["bla", "mysql://me@one/rc", "postgresql://me@one:port/rc", "sqlite://", ""]
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(BadInput):
        parse_url(address)


@pytest.mark.needs_postgres
def test_the_host_that_answers_is_taken(server: Server) -> None:
    name = server.fresh()
    engine = open_engine(
        f"postgresql://postgres@/{name}?host=/nowhere&host={server.folder}&target_session_attrs=read-write"
    )
    with engine.connect() as connection:
        assert connection.execute(text("select current_database()")).scalar() == name
    engine.dispose()
    server.drop(name)
