"""Writes the SQL of the rights as a migration freezes it: python -m tools.rights FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from resource_centre.db.rights.generate import sql
from resource_centre.db.tables import all_metadata
from resource_centre.people.roles import TABLE


def main() -> None:
    """Writes into the file that is named."""
    Path(sys.argv[1]).write_text(sql(TABLE, all_metadata()), encoding="utf-8")


if __name__ == "__main__":
    main()
