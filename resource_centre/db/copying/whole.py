"""A whole copy into an empty database of either engine: everything or nothing, compared at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.db import logins, upgrade
from resource_centre.db.copying import target as into
from resource_centre.db.copying.ends import reading, writing
from resource_centre.db.copying.part import keys_of_centre
from resource_centre.db.copying.sums import Sum, Tally, sum_of
from resource_centre.db.copying.tables import batches, copied_tables, count
from resource_centre.db.engine import sqlite_file
from resource_centre.db.errors import translated
from resource_centre.db.owner import owns_tables
from resource_centre.i18n import _

Told = Callable[[str, int, int], None]  # table, rows done, rows in all; what it raises stops the copy


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy brought over, by table."""

    sums: dict[str, Sum]

    @property
    def rows(self) -> int:
        """Rows in all."""
        return sum(each.rows for each in self.sums.values())


class _Leave(Exception):
    """Ends the transaction without writing."""


def copy(
    source: Engine,
    target: Engine,
    centre: str | None = None,
    *,
    dry_run: bool = False,
    tell: Told | None = None,
) -> Copied:
    """Copies everything (or one centre and what it needs) into an empty target, ids and uids as they are.

    With `dry_run` all of it is tried and nothing stays.

    Raises:
        BadInput: the target is the source, or has data already; what came in breaks a promise.
        DatabaseVersion: one of the two has another schema.
        NotPermitted: the login does not own the target's tables.
    """
    prepare(source, target)
    sums: dict[str, Sum] = {}
    try:
        with reading(source) as ours, writing(target) as theirs:
            if any(count(theirs, table) for table in copied_tables() if table.name == "centre"):
                raise BadInput(
                    _(
                        "The other database has data already. Copy into an empty one, or bring yours in with “--merge”."
                    )
                )
            wanted = None if centre is None else keys_of_centre(ours, centre)
            total = sum(
                count(ours, table) if wanted is None else len(wanted[table.name]) for table in copied_tables()
            )
            done = 0
            with into.resting_triggers(theirs):
                for table in copied_tables():
                    tally = Tally()
                    ids = None if wanted is None else sorted(wanted[table.name])
                    for rows in batches(ours, table, ids):
                        into.put(theirs, table, rows)
                        tally.add(rows)
                        done += len(rows)
                        if tell:
                            tell(table.name, done, total)
                    for rows in batches(ours, table, ids):
                        into.tie(theirs, table, rows)
                    sums[table.name] = tally.sum
            into.go_on_counting(theirs)
            for table in copied_tables():
                if tell:
                    tell(table.name, total, total)
                if sum_of(theirs, table) != sums[table.name]:
                    raise BadInput(
                        _(
                            "“{table}” did not arrive as it was, so nothing was written. Try again; if it stays, ask for help."
                        ).format(table=table.name)
                    )
            into.insist_on_promises(theirs)
            logins.make_all(theirs)
            if dry_run:
                raise _Leave
    except _Leave:
        pass
    except DBAPIError as trouble:
        error = translated(trouble)
        if isinstance(error, Refused):
            raise into.damaged("overlap") from trouble
        raise error from trouble
    return Copied(sums)


def prepare(source: Engine, target: Engine) -> None:
    """Refuses what cannot be copied, and lays the schema into an empty target."""
    if same(source, target):
        raise BadInput(_("Both addresses are the same database. Name another one to copy to."))
    upgrade.require_current(source)
    if upgrade.revision_of(target) is None:
        upgrade.init(target)
    upgrade.require_current(target)
    if not owns_tables(target):
        raise NotPermitted(
            _("Copying into a server takes the login that owns the database there. Ask who runs the server.")
        )
    if not owns_tables(source):  # a person's login sees only a part, and would copy only that
        raise NotPermitted(
            _("Copying from a server takes the login that owns the database there. Ask who runs the server.")
        )


def same(source: Engine, target: Engine) -> bool:
    """Whether two addresses lead to one database."""
    ours, theirs = sqlite_file(source.url), sqlite_file(target.url)
    if ours is not None and theirs is not None:
        return ours.absolute() == theirs.absolute()
    a, b = source.url, target.url
    return (a.get_backend_name(), a.host, a.port, a.database, a.query.get("host")) == (
        b.get_backend_name(), b.host, b.port, b.database, b.query.get("host"),
    )  # fmt: skip
