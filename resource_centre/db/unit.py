"""The unit: one transaction, with who acts and when. The only place that begins, commits or rolls back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, Select, column, select, table, text, update
from sqlalchemy.exc import DBAPIError

from resource_centre.core.changes import Topic
from resource_centre.core.context import Actor
from resource_centre.core.errors import ChangedMeanwhile, FieldChange, NotFound
from resource_centre.db import many
from resource_centre.db.declared import mapped
from resource_centre.db.errors import Collision, translated
from resource_centre.db.types import Instant
from resource_centre.db.watch import watched
from resource_centre.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

M = TypeVar("M")
# The one row that the audit triggers read (audit.model.AuditContext, which lies above this room).
WHO_ACTS = table("audit_context", column("id"), column("person_id"), column("at", Instant()))
# Kinds of advisory locks; the trigger on allocation takes the first (migration 0001).
LOCK_BOOKABLE, LOCK_NUMBERS, LOCK_PERSON = 7201, 7202, 7203
PART = 500  # rows that are read at a time, where not all of them are wanted at once
Turn = tuple[int, int]  # a kind of lock and its key
TRY_TURNS = text(
    "select coalesce(bool_and(pg_try_advisory_xact_lock(:what, k)), true) from unnest(cast(:keys as integer[])) as t(k)"
)
TAKE_TURNS = text(
    "select pg_advisory_xact_lock(:what, k) from unnest(cast(:keys as integer[])) with ordinality as t(k, n) order by n"
)
SAID_TO_SERVER = text("select set_config('rc.person', :who, true), set_config('rc.at', :at, true)")
SAID_WITH_RECEIPT = text(
    "select set_config('rc.person', :who, true), set_config('rc.at', :at, true), rc_receipt(cast(:receipt as uuid))"
)
Query = Select[*tuple[Any, ...]]  # of however many columns; its rows are named tuples


class Unit:
    """One transaction of one actor at one instant. Services and queries take it first."""

    def __init__(self, connection: Connection, actor: Actor, now: datetime, writes: bool) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now
        self.writes = writes
        self.topics: set[Topic] = set()
        self._turns: set[Turn] = set()
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The ORM session of this transaction, made on first use; `mapped` classes are what it finds."""
        if self._session is None:
            from sqlalchemy.orm import Session

            self._session = Session(bind=self.connection, expire_on_commit=False)
        return self._session

    def changed(self, *topics: Topic) -> None:
        """Says which topics this write touched."""
        self.topics.update(topics)

    def rows(self, select: Query) -> Sequence[Any]:
        """All rows of a Core select."""
        self.flush()
        return self.connection.execute(select).all()

    def each(self, select: Query, values: dict[str, Any] | None = None) -> Iterator[Any]:
        """The rows one after another, read a part at a time: for thousands that are not kept as they come."""
        self.flush()
        for part in self.connection.execute(select, values or {}).partitions(PART):
            yield from part

    def first(self, select: Query) -> Any:
        """The first row, or None."""
        self.flush()
        return self.connection.execute(select.limit(1)).first()

    def value(self, select: Query) -> Any:
        """The first column of the first row, or None."""
        self.flush()
        return self.connection.execute(select).scalar()

    def column(self, select: Query) -> list[Any]:
        """The first column of every row."""
        self.flush()
        return list(self.connection.execute(select).scalars())

    def take_turns(self, what: int, keys: Iterable[int]) -> None:
        """Waits until no other writer works on these keys (of one kind, `LOCK_…`), and keeps others waiting.

        Always in one order, so that two writers never wait for each other: where a command comes to an earlier key
        only later, and somebody else is there, it is a `Collision`, and the next try takes all of them at its
        beginning. SQLite has one writer at a time anyway.
        """
        wanted = {(what, key) for key in keys} - self._turns
        if not wanted or not self.writes or self.connection.dialect.name != "postgresql":
            return
        told = {"what": what, "keys": sorted(key for _what, key in wanted)}
        if self._turns and min(wanted) < max(self._turns):
            if not self.connection.execute(TRY_TURNS, told).scalar():
                raise Collision(frozenset(self._turns | wanted))
        else:
            self.connection.execute(TAKE_TURNS, told)
        self._turns |= wanted

    def flush(self) -> None:
        """Sends what the session holds back."""
        if self._session is not None:
            self._session.flush()

    def add(self, thing: M) -> M:
        """Adds a row and flushes, so that its key is known."""
        self.session.add(thing)
        self.session.flush()
        return thing

    def insert_many(self, model: Any, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts many rows by one statement, without objects; nothing is read back, for who writes may not read."""
        if rows:
            self.flush()
            many.add(self.connection, model.__table__, rows)

    def insert_numbered(self, model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
        """As `insert_many`, of rows with a `uid`; answers their numbers in their order."""
        self.flush()
        return many.add_numbered(self.connection, model.__table__, rows) if rows else []

    def execute(self, statement: Any, rows: Sequence[dict[str, Any]] | None = None) -> Any:
        """Runs a Core insert, update or delete."""
        self.flush()
        if rows is None:
            return self.connection.execute(statement)
        return self.connection.execute(statement, list(rows))

    def seen(self, model: Any, key: int | None) -> Any:
        """The columns of the row with this key, or None: for who only reads, without objects and their library."""
        found = model.__table__
        return None if key is None else self.first(select(found).where(found.c.id == key))

    def find(self, model: type[M], key: int | None) -> M | None:
        """The row with this key, or None."""
        return None if key is None else self.session.get(mapped(model), key)

    def get(self, model: type[M], key: int | None) -> M:
        """The row with this key; `NotFound` when there is none."""
        thing = self.find(model, key)
        if thing is None:
            raise NotFound(_("There is no {what} with the number {id}.").format(what=spoken(model), id=key))
        return thing

    def get_version(
        self,
        model: type[M],
        key: int,
        version: int | None,
        mine: dict[str, Any] | None = None,
        columns: dict[str, str] | None = None,
        beside: Callable[[], dict[str, Any]] | None = None,
    ) -> M:
        """The row, if it is still at `version`; else `ChangedMeanwhile` with what differs from `mine`.

        `columns` says under which name the row has what `mine` calls otherwise, `beside` what belongs to it in other
        tables. The version is raised: the caller is about to change the row.
        """
        thing: Any = self.get(model, key)
        if (
            self.connection.dialect.name == "postgresql"
        ):  # as it is now, and nobody else changes it until we are done
            self.session.refresh(thing, with_for_update=True)
        if version is not None and thing.version != version:
            there = {name: (columns or {}).get(name, name) for name in mine or {}}
            theirs = {name: getattr(thing, there[name]) for name in there if hasattr(thing, there[name])}
            theirs |= beside() if beside is not None else {}
            changes = [
                FieldChange(name, value, theirs[name])
                for name, value in (mine or {}).items()
                if name in theirs and theirs[name] != value
            ]
            raise ChangedMeanwhile(
                _("Somebody else has changed this in the meantime. Look at both versions and choose."),
                changes,
                thing.version,
            )
        thing.version += 1
        return thing  # type: ignore[no-any-return]


def spoken(model: Any) -> str:
    """A table's name as a person would say it."""
    return str(model.__tablename__).replace("_", " ")


class AlreadyWritten(Exception):
    """The transaction with this receipt was committed earlier: there is nothing left to do."""


@contextmanager
def unit(
    engine: Engine,
    actor: Actor,
    now: datetime,
    *,
    writes: bool,
    receipt: str | None = None,
    turns: Iterable[Turn] = (),
) -> Iterator[Unit]:
    """Runs one transaction: commits when the block ends well, else rolls back and translates the trouble.

    On a server the same `receipt` (a UUID) is written once only: a second time raises `AlreadyWritten`. The `turns`
    of an earlier try that collided are taken first.
    """
    try:
        with watched(engine), engine.connect() as connection:
            connection = connection.execution_options(rc_writes=writes)
            if (
                not writes and engine.dialect.name == "postgresql"
            ):  # one state of the database, as SQLite gives it
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                work = Unit(connection, actor, now, writes)
                if writes:
                    _say_who(connection, actor, now, receipt)
                    for what, taken in groupby(sorted(turns), itemgetter(0)):
                        work.take_turns(what, [key for _what, key in taken])
                yield work
                work.flush()
    except DBAPIError as trouble:
        raise translated(trouble) from trouble


def _say_who(connection: Connection, actor: Actor, now: datetime, receipt: str | None) -> None:
    if connection.dialect.name == "postgresql":
        said = {"who": "" if actor.person_id is None else str(actor.person_id), "at": now.isoformat()}
        if receipt is None:
            connection.execute(SAID_TO_SERVER, said)
        elif not connection.execute(SAID_WITH_RECEIPT, {**said, "receipt": receipt}).one()[2]:
            raise AlreadyWritten
        return
    connection.execute(update(WHO_ACTS).values(person_id=actor.person_id, at=now).where(WHO_ACTS.c.id == 1))
