"""Which rows belong to one centre: its own, what hangs on them, and whatever any of these refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Table, select

from resource_centre.core.errors import NotFound
from resource_centre.db.copying.tables import copied_tables, references
from resource_centre.i18n import _

Keys = dict[str, set[int]]
# Rows that tell of another row by the name of its table.
TELL = {"audit_entry": ("table_name", "row_id"), "step": ("subject", "subject_id")}


def keys_of_centre(connection: Connection, code: str) -> Keys:
    """The keys of a centre's rows, by table. `NotFound` when no centre has this code."""
    tables = {table.name: table for table in copied_tables()}
    centre = tables["centre"]
    found = connection.execute(select(centre.c.id).where(centre.c.code == code)).scalar()
    if found is None:
        raise NotFound(_("There is no centre with the code {code}.").format(code=code))
    keys: Keys = defaultdict(set)
    keys["centre"] = {found}
    for table in copied_tables():
        if "centre_id" in table.c:
            keys[table.name] |= _where(connection, table, "centre_id", {found})
    _reach(connection, tables, keys)
    for table in copied_tables():  # what hangs on rows that are taken: parts, answers, slots, availability
        if "centre_id" in table.c or table.name in TELL:
            continue
        owners = references(table)
        if owners:
            column, other = next(iter(owners.items()))
            if table.name == "person":
                continue
            keys[table.name] |= _where(connection, table, column, keys[other])
    for name in ("photo", "qualification_needed"):
        for column, other in references(tables[name]).items():
            if other in ("bookable", "equipment_model"):
                keys[name] |= _where(connection, tables[name], column, keys[other])
    _reach(connection, tables, keys)
    for name, (subject, key) in TELL.items():
        for other, ids in list(keys.items()):
            if other not in TELL:
                keys[name] |= _where(connection, tables[name], key, ids, (subject, other))
    _reach(connection, tables, keys)
    return keys


def _reach(connection: Connection, tables: dict[str, Table], keys: Keys) -> None:
    """Takes in whatever taken rows refer to, until nothing new comes."""
    grown = True
    while grown:
        grown = False
        for name in list(keys):
            for column, other in references(tables[name]).items():
                table = tables[name]
                wanted = set[int]()
                for some in _slices(keys[name]):
                    query = select(table.c[column]).where(table.c.id.in_(some), table.c[column].is_not(None))
                    wanted.update(connection.execute(query.distinct()).scalars())
                if wanted - keys[other]:
                    keys[other] |= wanted
                    grown = True


def _where(
    connection: Connection, table: Table, column: str, values: set[int], also: tuple[str, str] | None = None
) -> set[int]:
    found = set[int]()
    for some in _slices(values):
        query = select(table.c.id).where(table.c[column].in_(some))
        if also:
            query = query.where(table.c[also[0]] == also[1])
        found.update(connection.execute(query).scalars())
    return found


def _slices(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[first : first + 500] for first in range(0, len(ordered), 500))
