"""The composition root: database, clock and actor wired into one App. The only place that does so."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar
from uuid import uuid4

from sqlalchemy import Engine

from resource_centre.core.changes import Done
from resource_centre.core.clock import Clock, SystemClock
from resource_centre.core.context import SYSTEM, Actor
from resource_centre.core.errors import (
    BadInput,
    DatabaseAway,
    DatabaseTrouble,
    DatabaseUnreachable,
    NotPermitted,
)
from resource_centre.core.waiting import patiently
from resource_centre.db import upgrade
from resource_centre.db.engine import open_engine, sqlite_file
from resource_centre.db.errors import Collision, nobody, without_role
from resource_centre.db.live import newest, tell
from resource_centre.db.owner import is_owner
from resource_centre.db.unit import AlreadyWritten, Unit, unit
from resource_centre.db.watch import cut
from resource_centre.i18n import _
from resource_centre.people import passwords, queries

T = TypeVar("T")
TRIES = 8  # of a command that collides with other writers
SOON = 2.0  # seconds within which a connection that was merely cut is noticed: the next one is fine at once


class Writing(Generic[T]):
    """One command on its way to the disk. `run` may be called again after `DatabaseAway`: it is written once.

    On a server every try carries the same receipt, made here once. So a try after a commit whose end nobody
    heard of finds that receipt instead of writing a second time, and answers what the first one made. A file needs
    none: this process itself makes its commit and knows how it ended.
    """

    def __init__(self, app: App, command: Callable[[Unit], T], actor: Actor | None) -> None:
        self._app = app
        self._command = command
        self._actor = actor or app.actor
        self._receipt = str(uuid4())
        self._turns: frozenset[tuple[int, int]] = frozenset()
        self._made: Done[T] | None = None

    def run(self) -> Done[T]:
        """Writes. A server may undo a writer that collides with another one: the command then runs again.

        Raises:
            DatabaseAway: not written, or (`doubt`) nobody knows yet.
        """
        for attempt in range(1, TRIES + 1):
            began = time.monotonic()
            try:
                return self._once()
            except Collision as collision:
                self._turns |= collision.turns
                if attempt == TRIES:
                    raise
                time.sleep(random.uniform(0, 0.02 * attempt))
            except AlreadyWritten:
                assert self._made is not None, "a receipt is written with what it is for"
                return self._made
            except DatabaseAway as trouble:
                trouble.doubt = self._made is not None and self._app.file is None
                merely_cut = time.monotonic() - began < SOON and self._app.file is None
                if attempt > 1 or not merely_cut:
                    raise
        raise AssertionError("not reached")

    def _once(self) -> Done[T]:
        app = self._app
        with unit(
            app.engine, self._actor, app.clock.now(), writes=True, receipt=self._receipt, turns=self._turns
        ) as work:
            before = newest(work)
            value = self._command(work)
            tell(work, app.sender)
            written = newest(work) - before
            self._made = Done(value, frozenset(work.topics))
        app.written += written
        return self._made


class App:
    """One open database with who acts. `read` and `write` may be called from any thread."""

    def __init__(self, engine: Engine, clock: Clock, actor: Actor = SYSTEM) -> None:
        self.engine = engine
        self.clock = clock
        self.actor = actor
        self.sender = uuid4().hex  # by which it knows its own notices
        self.patience = 0.0  # seconds for which reading and writing wait for a database that is away
        self.written = 0  # lines of the audit, by which it knows its own writes in a file
        self.reports_url = ""  # a copy of the database that large reports are read from
        self._copy: App | None = None
        self._copy_opens = Lock()

    @classmethod
    def open(cls, url: str, clock: Clock | None = None, password: str | None = None) -> App:
        """Opens a database of this program's schema; `DatabaseTrouble` says what is wrong otherwise."""
        engine = open_engine(url, password)
        file = sqlite_file(engine.url)
        if file is not None and not file.exists():
            raise DatabaseUnreachable(
                _("There is no database at {file}. Prepare one with “db init”.").format(file=file)
            )
        try:
            upgrade.require_current(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, clock or SystemClock())

    @property
    def file(self) -> Path | None:
        """The SQLite file; None on a server."""
        return sqlite_file(self.engine.url)

    def read(self, query: Callable[[Unit], T], actor: Actor | None = None) -> T:
        """Runs a query on one consistent state of the database."""

        def once() -> T:
            with unit(self.engine, actor or self.actor, self.clock.now(), writes=False) as work:
                return query(work)

        return patiently(once, self.patience)

    def read_report(self, query: Callable[[Unit], T]) -> T:
        """Runs a query at the copy that is kept for reports; here where there is none, or none that can be used."""
        if self.reports_url:
            try:
                return self._report_copy().read(query, self.actor)
            except DatabaseTrouble:
                pass
        return self.read(query)

    def _report_copy(self) -> App:
        with self._copy_opens:
            if self._copy is None:
                self._copy = App.open(self.reports_url, self.clock)
            return self._copy

    def write(self, command: Callable[[Unit], T], actor: Actor | None = None) -> Done[T]:
        """Runs a command in one transaction: when this returns, it is on the disk, once."""
        return patiently(self.writing(command, actor).run, self.patience)

    def writing(self, command: Callable[[Unit], T], actor: Actor | None = None) -> Writing[T]:
        """As `write`, for who wants to try again later."""
        return Writing(self, command, actor)

    def sign_in(self, login: str, password: str | None = None) -> Actor:
        """Makes a person the actor; a person with a password is asked for it (`NotPermitted`)."""

        def look(work: Unit) -> Actor:
            person = queries.person_by_login(work, login)
            if not person.active:
                raise NotPermitted(
                    _("The login “{login}” is disabled. Ask the administrator.").format(login=login)
                )
            stored = queries.password_hash(work, person.id)
            if stored is not None and not (password is not None and passwords.matches(stored, password)):
                raise NotPermitted(
                    _("{name} signs in with a password. Give it.").format(name=person.name)
                    if password is None
                    else _("The password is not right.")
                )
            return queries.actor_of(work, person.id)

        self.actor = self.read(look, SYSTEM)
        return self.actor

    def sign_in_by_connection(self) -> Actor | None:
        """Makes the person whose login the connection has the actor (PostgreSQL).

        None for the login that owns the database, which is no person and may act for anybody; any other
        login that is nobody's, or whose person has no role, is refused with `NotPermitted`.
        """
        if self.engine.dialect.name != "postgresql":
            return None

        def look(work: Unit) -> Actor | None:
            login = work.connection.exec_driver_sql("select session_user").scalar_one()
            found = next((key for key, name, _name, _asked in queries.logins(work) if name == login), None)
            if found is None and not is_owner(work.connection):
                raise nobody(login)
            return None if found is None else queries.actor_of(work, found)

        actor = self.read(look, SYSTEM)
        if actor is not None:
            if not actor.centre_ids:
                raise without_role()
            self.actor = actor
        return actor

    def sign_in_alone(self) -> Actor:
        """Makes the only person there is the actor; refuses when there are several, or none."""
        known = self.read(queries.logins, SYSTEM)
        if len(known) != 1:
            raise NotPermitted(
                _("Say who you are with --as LOGIN (or RESOURCE_CENTRE_AS).")
                if known
                else _(
                    "There is nobody yet. Add the first person with “person add”, or fill in the sample with “demo”."
                )
            )
        return self.sign_in(known[0][1])

    def give_up(self) -> None:
        """Ends whatever waits for a server that is silent."""
        cut(self.engine)

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()
        if self._copy is not None:
            self._copy.close()


def prepare(url: str, password: str | None = None) -> None:
    """Lays the schema into a new database at this address; its folder is made when it is missing."""
    engine = open_engine(url, password)
    file = sqlite_file(engine.url)
    if file is not None and not file.parent.exists():
        try:
            file.parent.mkdir(parents=True)
        except OSError as trouble:
            raise BadInput(
                _("The folder {folder} cannot be made: {why}.").format(
                    folder=file.parent, why=trouble.strerror
                )
            ) from trouble
    try:
        upgrade.init(engine)
    finally:
        engine.dispose()
