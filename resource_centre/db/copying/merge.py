"""Bringing a centre's own database into a server that holds others: new keys, the same uids, one person once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from resource_centre.core.errors import BadInput, Refused
from resource_centre.db import logins
from resource_centre.db.check import PROMISES
from resource_centre.db.copying import target as into
from resource_centre.db.copying.ends import reading, writing
from resource_centre.db.copying.part import TELL
from resource_centre.db.copying.tables import Row, batches, copied_tables, count, references, to_itself
from resource_centre.db.copying.whole import Told, prepare
from resource_centre.db.errors import translated
from resource_centre.db.live import tell_all
from resource_centre.i18n import _

Maps = dict[str, dict[int, int]]

# Rows without a uid that are one and the same when these columns are (after their keys were mapped).
ALIKE: dict[str, tuple[str, ...]] = {
    "person_role": ("person_id", "centre_id", "role", "given_at"),
    "availability": ("person_id", "weekday", "from_minute", "to_minute"),
    "ambassador": ("person_id",),
    "bookable": ("person_id",),
}
TOLD_OF = {"message": ("about", "about_id"), **TELL}
PART_OF_ACTIVITY = frozenset({"allocation", "appointment", "loan"})  # come with their activity or not at all


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: rows added and matched by table, and what stood in its way."""

    added: dict[str, int]
    matched: dict[str, int]
    clashes: tuple[str, ...] = ()
    written: bool = True


@dataclass(slots=True)
class _Work:
    ours: Connection
    theirs: Connection
    maps: Maps = field(default_factory=lambda: defaultdict(dict))
    added: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    clashes: list[str] = field(default_factory=list)
    new: dict[str, set[int]] = field(
        default_factory=lambda: defaultdict(set)
    )  # keys there of rows just added


class _Leave(Exception):
    """Ends the transaction without writing."""


def merge(source: Engine, target: Engine, *, dry_run: bool = False, tell: Told | None = None) -> Merged:
    """Brings every row of the source in, under new keys. With clashes (or `dry_run`) nothing is written.

    A row whose uid is there already is matched, not doubled: merging the same file twice adds nothing.
    People are matched by uid, else by login with the same name or e-mail, else by e-mail.
    """
    prepare(source, target)
    work: _Work | None = None
    try:
        with reading(source) as ours, writing(target) as theirs:
            work = _Work(ours, theirs)
            _look_first(work)
            if work.clashes:
                raise _Leave
            total = sum(count(ours, table) for table in copied_tables())
            done = 0
            with into.resting_triggers(theirs):
                for table in _in_order():
                    for rows in batches(ours, table):
                        _bring(work, table, rows)
                        done += len(rows)
                        if tell:
                            tell(table.name, done, total)
                    for rows in batches(ours, table):
                        _tie(work, table, rows)
            into.go_on_counting(theirs)
            work.clashes += _overlaps(theirs)
            if work.clashes or dry_run:
                raise _Leave
            logins.make_all(theirs)
            tell_all(theirs)
    except _Leave:
        pass
    except DBAPIError as trouble:
        error = translated(trouble)
        if not isinstance(error, Refused) or work is None:
            raise error from trouble
        work.clashes.append(_both_at_once())
    assert work is not None
    return Merged(dict(work.added), dict(work.matched), tuple(work.clashes), not dry_run and not work.clashes)


def insist(merged: Merged) -> None:
    """Refuses a merge that was stopped by clashes, naming the first ones."""
    if merged.clashes:
        raise BadInput(
            _("Nothing was written. Settle this first: {what}").format(what=" ".join(merged.clashes[:5]))
        )


def _in_order() -> list[Table]:
    """What tells of other rows by the name of their table comes after all of them."""
    return sorted(copied_tables(), key=lambda table: table.name in TOLD_OF)


def _look_first(work: _Work) -> None:
    """Lists the codes and logins that mean somebody else there."""
    tables = {table.name: table for table in copied_tables()}
    centre, person = tables["centre"], tables["person"]
    for rows in batches(work.ours, centre):
        for row in rows:
            query = select(centre.c.name).where(centre.c.code == row["code"], centre.c.uid != row["uid"])
            name = work.theirs.execute(query).scalar()
            if name is not None:
                work.clashes.append(
                    _(
                        "The code {code} belongs to {theirs} there and to {ours} here: change one of them."
                    ).format(code=row["code"], theirs=name, ours=row["name"])
                )
    for rows in batches(work.ours, person):
        _known(work, person, rows)


def _bring(work: _Work, table: Table, rows: list[Row]) -> None:
    known = _known(work, table, rows)
    fresh: list[tuple[int, Row]] = []
    for row in rows:
        there = known.get(row["id"])
        if there is not None:
            work.maps[table.name][row["id"]] = there
            work.matched[table.name] += 1
            continue
        mapped = _mapped(work, table, row)
        if mapped is None:
            work.matched[table.name] += 1
            continue
        fresh.append((row["id"], mapped))
    if not fresh:
        return
    later = [column.name for column in to_itself(table)]
    values = [{k: v for k, v in row.items() if k != "id"} | dict.fromkeys(later) for _old, row in fresh]
    made = work.theirs.execute(
        insert(table).returning(table.c.id, sort_by_parameter_order=True), values
    ).scalars()
    for (old, _row), new in zip(fresh, made, strict=True):
        work.maps[table.name][old] = new
        work.new[table.name].add(new)
    work.added[table.name] += len(fresh)


def _known(work: _Work, table: Table, rows: list[Row]) -> dict[int, int]:
    """Which of these rows are there already: by uid, people also by login and e-mail."""
    found: dict[int, int] = {}
    if "uid" in table.c:
        query = select(table.c.uid, table.c.id).where(table.c.uid.in_([row["uid"] for row in rows]))
        there: dict[str, int] = {row.uid: row.id for row in work.theirs.execute(query)}
        found = {row["id"]: there[row["uid"]] for row in rows if row["uid"] in there}
    if table.name == "person":
        for row in rows:
            if row["id"] not in found and (match := _same_person(work, table, row)) is not None:
                found[row["id"]] = match
    elif table.name in ALIKE:
        for row in rows:
            if row["id"] not in found and (match := _alike(work, table, row)) is not None:
                found[row["id"]] = match
    return found


def _same_person(work: _Work, table: Table, row: Row) -> int | None:
    p = table.c
    email = (row["email"] or "").strip().lower()
    if row["login"]:
        query = select(p.id, p.name, p.email).where(p.login == row["login"])
        found = work.theirs.execute(query).first()
        if found is not None:
            if found.name == row["name"] or (email and (found.email or "").strip().lower() == email):
                return int(found.id)
            work.clashes.append(
                _(
                    "The login “{login}” belongs to {theirs} there and to {ours} here: change one of them."
                ).format(login=row["login"], theirs=found.name, ours=row["name"])
            )
            return int(found.id)  # nothing is written with a clash; the rest is still looked at
    if email:
        query = select(p.id).where(func.lower(p.email) == email, p.name == row["name"])
        return work.theirs.execute(query).scalar()
    return None


def _alike(work: _Work, table: Table, row: Row) -> int | None:
    mapped = _mapped(work, table, row)
    if mapped is None or any(mapped[name] is None for name in ALIKE[table.name]):
        return None
    query = select(table.c.id).where(*(table.c[name] == mapped[name] for name in ALIKE[table.name]))
    return work.theirs.execute(query).scalar()


def _mapped(work: _Work, table: Table, row: Row) -> Row | None:
    """The row with the keys it has there; None when it hangs on a row that was there before it came."""
    mapped = dict(row)
    owners = references(table)
    for column, other in owners.items():
        if row[column] is not None and other != table.name:
            mapped[column] = work.maps[other].get(row[column])
    if table.name in TOLD_OF:
        subject, key = TOLD_OF[table.name]
        if row[key] is not None and row[subject] in {other.name for other in copied_tables()}:
            there = work.maps[row[subject]].get(row[key])
            if table.name in TELL and there not in work.new[row[subject]]:
                return None
            mapped[key] = there
        if table.name == "audit_entry":
            mapped["person_id"] = work.maps["person"].get(row["person_id"] or 0)
            told = next((t for t in copied_tables() if t.name == row["table_name"]), None)
            for side in ("before", "after"):
                mapped[side] = _inside(work, told, row[side])
        return mapped
    if table.name in PART_OF_ACTIVITY:
        owners = {"activity_id": "activity"}
    if "uid" not in table.c and table.name not in ALIKE:
        held = [
            mapped[column] in work.new[other] for column, other in owners.items() if row[column] is not None
        ]
        if not any(held):
            return None
    return mapped


def _inside(work: _Work, table: Table | None, values: dict[str, Any] | None) -> dict[str, Any] | None:
    if table is None or not values:
        return values
    return values | {
        column: work.maps[other].get(values[column], values[column])
        for column, other in references(table).items()
        if values.get(column) is not None
    }


def _tie(work: _Work, table: Table, rows: list[Row]) -> None:
    """References within a table, for the rows that were added."""
    own = work.maps[table.name]
    for column in to_itself(table):
        tied = [
            {"key": own[row["id"]], "to": own.get(row[column.name])}
            for row in rows
            if row[column.name] is not None and own.get(row["id"]) in work.new[table.name]
        ]
        if tied:
            work.theirs.execute(
                update(table).where(table.c.id == bindparam("key")).values({column.name: bindparam("to")}),
                tied,
            )


def _overlaps(connection: Connection) -> list[str]:
    return [_both_at_once()] if connection.execute(text(PROMISES["overlap"])).scalar() else []


def _both_at_once() -> str:
    return _("Somebody is booked at both centres at once: move one of the two first.")
