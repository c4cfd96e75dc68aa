"""Changes of others as they happen: notices of a PostgreSQL server, the version counter of a SQLite file."""

from __future__ import annotations

import json
from collections.abc import Callable
from threading import Event
from typing import Any

import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit

CHANNEL = "resource_centre"
NOTIFY = text("select pg_notify(:channel, :notice)")
LOOK_EVERY = 0.25  # seconds between two looks, and the longest a stop takes while the database answers
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds before connecting again, doubled each time
ALL = frozenset(Topic)
Heard = Callable[[frozenset[Topic]], None]


def tell(work: Unit, sender: str) -> None:
    """Tells the other clients of a server what this transaction changed, when (and only if) it commits."""
    if work.topics and work.connection.dialect.name == "postgresql":
        notice = json.dumps({"from": sender, "topics": sorted(work.topics)})
        work.connection.execute(NOTIFY, {"channel": CHANNEL, "notice": notice})


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


class Listener:
    """Hears what others change until it is stopped. `run` blocks, so it belongs into a thread of its own.

    On a server `heard` gets the topics of each notice, and every topic after a connection that was lost, for
    what happened meanwhile is unknown. A file only tells that something was committed: every topic then, also
    for what this program wrote itself.
    """

    def __init__(self, engine: Engine, sender: str, heard: Heard) -> None:
        self.engine = engine
        self.sender = sender
        self.listening = Event()
        self._heard = heard
        self._stop = Event()

    def stop(self) -> None:
        """Ends `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Listens, and connects again with growing pauses when the connection is lost."""
        listen = self._on_server if self.engine.dialect.name == "postgresql" else self._on_file
        pause, missed = FIRST_PAUSE, False
        while not self._stop.is_set():
            try:
                listen(missed)
            except (DBAPIError, psycopg.Error):
                pause = FIRST_PAUSE if self.listening.is_set() else min(pause * 2, LONGEST_PAUSE)
                missed = missed or self.listening.is_set()
                self.listening.clear()
                self._stop.wait(pause)
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
            seen = connection.execute("PRAGMA data_version").fetchone()
            self._begin(missed)
            while not self._stop.wait(LOOK_EVERY):
                now = connection.execute("PRAGMA data_version").fetchone()
                if now != seen:
                    seen = now
                    self._say(ALL)
        finally:
            connection.close()
