"""Notices a server that has gone silent: nobody waits for it longer than half a minute.

A long statement and a dead network look alike from outside, and TCP may not tell them apart either (a proxy or a
hung server still acknowledges). So while somebody has been waiting for long, a fresh connection is tried from time to
time. When that does not come about, the sockets under way are shut: whoever waits gets an error at once.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Condition, Thread
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import Engine, event

PATIENCE = 5.0  # seconds after which a fresh connection is tried, and between two such tries

_watches: WeakKeyDictionary[Engine, Watch] = WeakKeyDictionary()


class Watch:
    """The connections of one engine and who waits for them; its thread lives from the first use to the disposal."""

    def __init__(self, connect: Callable[[], Any], patience: float = PATIENCE) -> None:
        self._connect = connect
        self.patience = patience
        self._sockets: WeakSet[Any] = WeakSet()
        self._waiting: dict[int, float] = {}
        self._numbers = count()
        self._news = Condition()
        self._thread: Thread | None = None
        self._over = self._idle = False

    def know(self, raw: Any) -> None:
        """One more connection of the engine."""
        self._sockets.add(raw)

    @contextmanager
    def while_waiting(self) -> Iterator[None]:
        """Somebody waits for the server until the block ends."""
        number = next(self._numbers)
        with self._news:
            self._waiting[number] = monotonic()
            if self._thread is None:
                self._over = False
                self._thread = Thread(target=self._run, name="watch", daemon=True)
                self._thread.start()
            elif self._idle:
                self._news.notify()
        try:
            yield
        finally:
            del self._waiting[number]

    def end(self) -> None:
        """Ends the thread; the next use starts another one."""
        with self._news:
            thread, self._thread, self._over = self._thread, None, True
            self._news.notify()
        if thread is not None:
            thread.join(self.patience)

    def _run(self) -> None:
        asked = 0.0
        while True:
            with self._news:
                if self._over:
                    return
                since = min(list(self._waiting.values()), default=None)
                if since is None:
                    self._idle = True
                    self._news.wait()
                    self._idle = False
                    continue
                left = max(since, asked) + self.patience - monotonic()
                if left > 0:
                    self._news.wait(left)
                    continue
            answers = self._answers()
            asked = monotonic()
            if not answers:
                self.cut()

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except Exception as trouble:  # noqa: BLE001 - whatever it is, there is no new connection
            return "FATAL:" in str(trouble)  # it says no, but it speaks: it is full, say
        return True

    def cut(self) -> None:
        """Ends every connection, whatever waits for it."""
        for raw in list(self._sockets):
            with suppress(Exception), socket.socket(fileno=os.dup(raw.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)  # unless its owner has closed it meanwhile


def cut(engine: Engine) -> None:
    """Nobody waits for this engine's server any longer. A file answers anyway."""
    if engine in _watches:
        _watches[engine].cut()


def watch(engine: Engine, connect: Callable[[], Any]) -> Watch:
    """Watches over an engine; `connect` makes a connection of its own and gives up soon."""
    made = _watches[engine] = Watch(connect)
    event.listen(engine, "connect", lambda raw, _record: made.know(raw))
    event.listen(engine, "engine_disposed", lambda _engine: made.end())
    return made


@contextmanager
def watched(engine: Engine) -> Iterator[None]:
    """While the block runs, a server that goes silent is noticed. Files need no watching."""
    found = _watches.get(engine)
    if found is None:
        yield
        return
    with found.while_waiting():
        yield
