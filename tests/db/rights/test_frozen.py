"""The SQL that the migration freezes is what the table of permissions makes."""

from __future__ import annotations

from pathlib import Path

from resource_centre import migrations
from resource_centre.db.rights.generate import sql
from resource_centre.db.tables import all_metadata
from resource_centre.people.roles import TABLE


def test_permissions_and_the_servers_rights_do_not_drift() -> None:
    frozen = Path(migrations.__path__[0]) / "versions" / "0002_rights.sql"
    assert frozen.read_text(encoding="utf-8") == sql(TABLE, all_metadata())
