"""Every table of the program: one by its name, for who reads across features; all of them, for copies and checks."""

from __future__ import annotations

from sqlalchemy import MetaData, Table

from resource_centre.db.declared import CLASSES, declare_all, make_all, table_of


def table_named(name: str) -> Table:
    """The table of this name, whose room may lie above."""
    declare_all()
    return table_of(CLASSES[name])


def all_metadata() -> MetaData:
    """Every feature's tables in their common metadata."""
    return make_all()
