"""The PostgreSQL server that dev.py installs starts in a folder of its own."""

from __future__ import annotations

import psycopg
import pytest

from tools.postgres import temporary_cluster


@pytest.mark.needs_postgres
def test_a_temporary_cluster_answers():
    with temporary_cluster() as address, psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.needs_postgres
def test_the_server_has_what_the_one_constraint_needs(server):
    with psycopg.connect(f"host={server.folder} user=postgres dbname=postgres") as connection:
        names = connection.execute(
            "SELECT name FROM pg_available_extensions WHERE name = 'btree_gist'"
        ).fetchall()
        assert names == [("btree_gist",)]
