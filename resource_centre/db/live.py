"""Changes of others as they happen: notices of a PostgreSQL server, the version counter of a SQLite file."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from resource_centre.core.changes import Topic
from resource_centre.core.waiting import pause
from resource_centre.db.unit import Unit

CHANNEL = "resource_centre"
NOTIFY = text("select pg_notify(:channel, :notice)")
LOOK_EVERY = 0.25  # seconds between two looks, and the longest a stop takes while the database answers
ALL = frozenset(Topic)
NEWEST = "select coalesce(max(id), 0) from audit_entry"
Heard = Callable[[frozenset[Topic]], None]


def tell(work: Unit, sender: str) -> None:
    """Tells the other clients of a server what this transaction changed, when (and only if) it commits."""
    if work.topics and work.connection.dialect.name == "postgresql":
        notice = json.dumps({"from": sender, "topics": sorted(work.topics)})
        work.connection.execute(NOTIFY, {"channel": CHANNEL, "notice": notice})


def tell_all(connection: Connection) -> None:
    """Tells every client of a server that anything may have changed, when this transaction commits."""
    if connection.dialect.name == "postgresql":
        notice = json.dumps({"from": "", "topics": sorted(ALL)})
        connection.execute(NOTIFY, {"channel": CHANNEL, "notice": notice})


def newest(work: Unit) -> int:
    """The number of the newest line of the audit (SQLite): from it a program knows its own writes again."""
    if work.connection.dialect.name != "sqlite":
        return 0
    work.flush()
    connection: Any = work.connection.connection.driver_connection
    return int(connection.execute(NEWEST).fetchone()[0])


def topics_of(notice: str, sender: str) -> frozenset[Topic]:
    """What a notice says has changed; nothing when it is the sender's own.

    A notice that cannot be read comes from a program of another version: then anything may have changed.
    """
    try:
        said = json.loads(notice)
        if said["from"] == sender:
            return frozenset()
        return frozenset(Topic(name) for name in said["topics"])
    except (ValueError, KeyError, TypeError):
        return ALL


def _lost() -> tuple[type[Exception], ...]:
    """What is raised when the connection is gone; PostgreSQL's driver is asked only where it is used already."""
    loaded = sys.modules.get("psycopg")
    return (DBAPIError, sqlite3.Error, *(() if loaded is None else (loaded.Error,)))


class Listener:
    """Hears what others change until it is stopped. `run` blocks, so it belongs into a thread of its own.

    On a server `heard` gets the topics of each notice, and every topic after a connection that was lost, for
    what happened meanwhile is unknown. A file only tells that something was committed: every topic then, unless
    `written` (lines of the audit that this program wrote) says that it was this program itself.
    """

    def __init__(
        self, engine: Engine, sender: str, heard: Heard, written: Callable[[], int] = lambda: 0
    ) -> None:
        self.engine = engine
        self.sender = sender
        self._written = written
        self.listening = Event()
        self._heard = heard
        self._stop = Event()

    def stop(self) -> None:
        """Ends `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Listens, and connects again with growing pauses when the connection is lost."""
        listen = self._on_server if self.engine.dialect.name == "postgresql" else self._on_file
        tried, missed = 0, False
        while not self._stop.is_set():
            try:
                listen(missed)
            except _lost():
                tried = 1 if self.listening.is_set() else tried + 1
                missed = missed or self.listening.is_set()
                self.listening.clear()
                self._stop.wait(pause(tried))
        self.listening.clear()

    def _begin(self, missed: bool) -> None:
        self.listening.set()
        if missed:
            self._say(ALL)

    def _say(self, topics: frozenset[Topic]) -> None:
        if topics and not self._stop.is_set():
            self._heard(topics)

    def _on_server(self, missed: bool) -> None:
        borrowed = self.engine.raw_connection()
        connection: Any = borrowed.driver_connection
        borrowed.detach()  # out of the pool: it lives as long as the listener
        try:
            connection.rollback()
            connection.autocommit = True
            connection.execute(f"listen {CHANNEL}")
            self._begin(missed)
            while not self._stop.is_set():
                for notice in connection.notifies(timeout=LOOK_EVERY):
                    self._say(topics_of(notice.payload, self.sender))
        finally:
            connection.close()

    def _on_file(self, missed: bool) -> None:
        borrowed = self.engine.raw_connection()
        connection: Any = borrowed.driver_connection
        borrowed.detach()
        try:
            seen, others = self._version(connection), self._of_others(connection)
            self._begin(missed)
            while not self._stop.wait(LOOK_EVERY):
                now = self._version(connection)
                if now == seen:
                    continue
                seen, before, others = now, others, self._of_others(connection)
                if others != before:
                    self._say(ALL)
        finally:
            connection.close()

    @staticmethod
    def _version(connection: Any) -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def _of_others(self, connection: Any) -> int:
        newest_line: int = connection.execute(NEWEST).fetchone()[0]
        return newest_line - self._written()
