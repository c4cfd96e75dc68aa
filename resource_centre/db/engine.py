"""Opening a database: SQLite with the rules that make an acknowledged write safe, or PostgreSQL."""

from __future__ import annotations

import math
import random
import re
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from resource_centre.core.errors import BadInput, DatabaseUnreachable
from resource_centre.db.secure import arguments, enter, without_password
from resource_centre.db.shares import network_filesystem
from resource_centre.db.watch import watch
from resource_centre.i18n import _

BUSY_SECONDS = 30
PAGES_KEPT = 768  # KiB of a file that each of the window's connections keeps; the system has the rest at hand
LOOK_AGAIN = (0.001, 0.01)  # seconds between two looks whether the file is free to write, at first
# Seconds of waiting after which they are half as far apart, down to this.
HALVED_EVERY, SHORTEST = 5.0, 0.0003
# How soon libpq gives up (seconds, the last one milliseconds): while it connects, while nothing is said, and while
# what was sent is not acknowledged. An address may say otherwise. See also db.watch.
WHEN_SILENT = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# Instants are spoken in UTC. Compiling a plan takes the server longer than any statement of this program runs: it pays
# for statements of many seconds, and those are none of ours.
SAID_AT_ENTRY = "-c timezone=UTC -c jit=off"

SEVERAL_HOSTS = re.compile(
    r"(?P<head>postgres(?:ql)?://(?:[^@/?]*@)?)(?P<hosts>[^/?@]*,[^/?@]*)(?P<path>/[^?]*)?(?:\?(?P<query>.*))?$"
)


def parse_url(text: str) -> URL:
    """The URL of a database; refuses what is neither SQLite nor PostgreSQL with `BadInput`.

    Several hosts with commas between, as libpq has them, are tried one after another for the one that can be
    written to: the primary, wherever it is now.
    """
    try:
        url = make_url(_hosts_as_words(text))
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadInput(
            _(
                "“{url}” is not a database address. Write sqlite:///FILE or postgresql://USER@HOST/DATABASE."
            ).format(url=without_password(text))
        )
    if url.get_backend_name() == "sqlite" and not url.database:
        raise BadInput(_("The address names no file. Write sqlite:///FILE."))
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _hosts_as_words(text: str) -> str:
    found = SEVERAL_HOSTS.match(text)
    if found is None:
        return text
    words = [f"host={quote(host, safe=':')}" for host in found["hosts"].split(",") if host]
    query = found["query"] or ""
    if "target_session_attrs=" not in query:
        words.append("target_session_attrs=read-write")
    return f"{found['head']}{found['path'] or '/'}?{'&'.join([*words, *([query] if query else [])])}"


def sqlite_file(url: URL) -> Path | None:
    """The file behind a SQLite URL; None for PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def open_engine(text: str, password: str | None = None) -> Engine:
    """An engine with the rules of its database set. Refuses a SQLite file on a network share.

    `password` is that of the server's login, where it does not stand in the address.
    """
    url = parse_url(text)
    if password:
        url = url.set(password=password)
    file = sqlite_file(url)
    if file is None:
        return _of_a_server(url)
    share = network_filesystem(file)
    if share:
        raise DatabaseUnreachable(
            _(
                "{file} lies on a network share ({share}), where two computers writing at once can damage the file. "
                "Keep it on this computer, or use a PostgreSQL server and move the data with “db copy”."
            ).format(file=file, share=share)
        )
    if file.is_dir():
        raise DatabaseUnreachable(_("{file} is a folder. Name a file in it.").format(file=file))
    made_before = file.exists()

    def connect() -> Any:
        if made_before:
            _insist_on(file)
        words, named = engine.dialect.create_connect_args(url)
        return engine.dialect.connect(
            *words, **{**named, "timeout": BUSY_SECONDS, "check_same_thread": False}
        )

    engine = create_engine(url, creator=connect)
    event.listen(engine, "connect", _set_rules)
    event.listen(engine, "connect", lambda _raw, record: record.info.update(is_file=_mark_of(file)))
    event.listen(engine, "checkout", lambda _raw, record, _proxy: _insist_it_is_there(file, record))
    event.listen(engine, "begin", _begin)
    return engine


def _of_a_server(url: URL) -> Engine:
    settings: dict[str, int | str] = {
        name: value for name, value in (WHEN_SILENT | arguments(url)).items() if name not in url.query
    }
    if "options" not in url.query:
        settings["options"] = SAID_AT_ENTRY

    def connect() -> Any:
        words, named = engine.dialect.create_connect_args(url)
        return enter(url, engine.dialect.connect, words, named, settings)

    engine = create_engine(url, pool_pre_ping=True, creator=connect)
    event.listen(engine, "handle_error", _drop_what_takes_no_writes)
    watch(engine, connect)
    return engine


def _drop_what_takes_no_writes(context: ExceptionContext) -> None:
    """A primary that became a standby answers on; the next connection looks for the new one."""
    if getattr(context.original_exception, "sqlstate", None) == "25006":
        context.is_disconnect = True


def _insist_on(file: Path) -> None:
    """SQLite would make an empty file in place of one that went away."""
    if not file.exists():
        raise sqlite3.OperationalError("unable to open database file")


def _mark_of(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _insist_it_is_there(file: Path, record: ConnectionPoolEntry) -> None:
    """An open file that was moved or deleted can still be written to, and all of that would be lost."""
    if record.info["is_file"] != _mark_of(file):
        raise DisconnectionError


def _set_rules(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the program says BEGIN itself
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA recursive_triggers = OFF")
    cursor.execute(f"PRAGMA cache_size = -{PAGES_KEPT}")
    is_empty = cursor.execute("PRAGMA page_count").fetchone()[0] == 0  # it is none of ours, or not yet
    if not is_empty and cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        with suppress(sqlite3.OperationalError):  # a read-only file can still be read
            cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("rc_writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    raw: Any = connection.connection.driver_connection
    if not _begin_in_turn(raw):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # it says itself what is wrong


def _begin_in_turn(raw: sqlite3.Connection) -> bool:
    """Begins to write, where who has waited longer has the better chance.

    SQLite lets those sleep longest who have waited longest, so that in a crowd somebody waits in vain; and with the same
    chance for all, one of sixteen who write half a second each waits a minute now and then.
    """
    allowed = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    began = time.monotonic()
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while (waited := time.monotonic() - began) < allowed / 1000:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return True
            except sqlite3.OperationalError as trouble:
                if "locked" not in str(trouble):
                    return False
                time.sleep(until_next_look(waited))
    finally:
        raw.execute(f"PRAGMA busy_timeout = {allowed}")
    return False


def until_next_look(waited: float) -> float:
    """Seconds until a writer who has waited so long looks again; by chance, so that no two keep step."""
    return max(random.uniform(*LOOK_AGAIN) / math.exp2(waited / HALVED_EVERY), SHORTEST)
