"""The only threads of the window: work runs here, its result comes back to the window's thread. What only the window's own
thread can do, and takes long, runs here in slices."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
)
from shiboken6 import isValid

from resource_centre.core.errors import Cancelled

THREADS = 4
WAITING_AFTER = 300
TURN = 0.001  # seconds that the window's thread waits at most for one that computes; Python's own 5 ms cost frames
LONGEST_END = 2.0  # seconds that closing waits for a lasting thread, which may hang in a dead network


_Waiting = tuple["Task", Callable[[Any], None] | None, Callable[[BaseException], None]]


class Task:
    """One piece of work under way. `report` and `stopped` are for the work, `cancel` for the window."""

    def __init__(self, number: int, owner: QObject | None, key: str) -> None:
        self.number = number
        self.owner = owner
        self.key = key
        self._stop = Event()
        self.on_progress: Callable[[int, int, str], None] | None = None
        self.background: Background | None = None

    def cancel(self) -> None:
        """Asks the work to stop; what it would have answered is dropped."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, of: int, what: str = "") -> None:
        """Says how far the work is; raises `Cancelled` when it was asked to stop."""
        if self.cancelled:
            raise Cancelled
        if self.background is not None:
            self.background.progressed.emit(self, done, of, what)


class _Run(QRunnable):
    def __init__(self, background: Background, task: Task, work: Callable[[Task], Any]) -> None:
        super().__init__()
        self._parts = (background, task, work)

    def run(self) -> None:
        background, task, work = self._parts
        value, trouble = None, None
        try:
            if not task.cancelled:
                value = work(task)
        except Exception as caught:  # noqa: BLE001 - every failure is shown by the window's thread
            trouble = caught
        background.finished.emit(task, value, trouble)


class Background(QObject):
    """Runs work off the window's thread. `busy(True)` comes when somebody has waited for 300 ms."""

    progressed = Signal(object, int, int, str)
    finished = Signal(object, object, object)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._numbers = count(1)
        self._open: dict[int, _Waiting] = {}
        self._later: dict[int, _Run] = {}
        self._shown = False
        self._closed = False
        self._lasting: list[tuple[Thread, Callable[[], None]]] = []
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(WAITING_AFTER)
        self._patience.timeout.connect(lambda: self._show(bool(self._open)))
        self.finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self.progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Task], Any],
        then: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None],
        owner: QObject | None = None,
        key: str = "",
        later: bool = False,
    ) -> Task:
        """Starts work. What the same owner started under the same (non-empty) key before is dropped.

        `then` and `failed` run in the window's thread, and not at all when the owner is gone. `later` is for work that
        takes nothing from what somebody waits for: it starts when everything else under way is done.
        """
        self._drop(owner, key)
        task = Task(next(self._numbers), owner, key)
        if self._closed:  # a timer of a page may still fire while its window goes
            task.cancel()
            return task
        task.background = self
        self._open[task.number] = (task, then, failed)
        if not self._patience.isActive() and not self._shown:
            self._patience.start()
        run = _Run(self, task, work)
        if later and len(self._open) > len(self._later) + 1:
            self._later[task.number] = run
        else:
            self._pool.start(run)
        return task

    def in_slices(
        self, steps: Iterable[Callable[[], object]], owner: QObject, key: str, pause: int = 0
    ) -> Task:
        """Runs steps one after another in the window's thread, which goes on between them.

        What the same owner started under the same key before is dropped: its next steps do not come. Between steps
        that nobody waits for is a `pause` of milliseconds.
        """
        self._drop(owner, key)
        task = Task(next(self._numbers), owner, key)
        if not self._closed:
            self._open[task.number] = (task, None, lambda _trouble: None)
            self._slice(task, iter(steps), pause)
        return task

    def _slice(self, task: Task, steps: Iterator[Callable[[], object]], pause: int) -> None:
        dropped = task.cancelled or task.owner is None or not isValid(task.owner)
        step = None if dropped else next(steps, None)
        if step is None:
            self._finish(task, None, None)
            return
        try:
            step()
        except BaseException:
            self._finish(task, None, None)
            raise
        QTimer.singleShot(pause, self, lambda: self._slice(task, steps, pause))

    def _drop(self, owner: QObject | None, key: str) -> None:
        for task, _then, _failed in self._open.values():
            if key and task.owner is owner and task.key == key:
                task.cancel()

    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._open

    def settle(self, milliseconds: int = 20_000) -> bool:
        """Waits, with the window alive, until nothing is under way."""
        loop = QEventLoop()
        limit, look = QTimer(), QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        look.timeout.connect(lambda: loop.quit() if self.is_idle() else None)
        limit.start(milliseconds)
        look.start(3)
        if not self.is_idle():
            loop.exec()
        limit.stop()
        look.stop()
        QCoreApplication.processEvents()
        return self.is_idle()

    def keep(self, loop: Callable[[], None], stop: Callable[[], None]) -> None:
        """Runs a loop in a thread of its own as long as the window lives; `stop` asks it to end soon."""
        thread = Thread(target=loop, name="lasting", daemon=True)
        self._lasting.append((thread, stop))
        thread.start()

    def close(self) -> None:
        """Stops everything and waits for the threads; nothing is started any more."""
        self._closed = True
        for _thread, stop in self._lasting:
            stop()
        for task, _then, _failed in self._open.values():
            task.cancel()
        self._pool.waitForDone()
        for thread, _stop in self._lasting:
            thread.join(LONGEST_END)
        self._lasting.clear()
        self._open.clear()
        self._later.clear()
        self._patience.stop()
        QCoreApplication.removePostedEvents(self, QEvent.Type.MetaCall.value)

    def _finish(self, task: Task, value: Any, trouble: BaseException | None) -> None:
        found = self._open.pop(task.number, None)
        if not self._open:
            self._patience.stop()
            self._show(False)
        try:
            self._answer(found, task, value, trouble)
        finally:  # what was found may be shown in slices, which come first
            if self._later and len(self._open) == len(self._later):
                waited, self._later = self._later, {}
                for run in waited.values():
                    self._pool.start(run)

    def _answer(self, found: _Waiting | None, task: Task, value: Any, trouble: BaseException | None) -> None:
        if found is None or task.cancelled or (task.owner is not None and not isValid(task.owner)):
            return
        if trouble is not None:
            found[2](trouble)
        elif found[1] is not None:
            found[1](value)

    def _progress(self, task: Task, done: int, of: int, what: str) -> None:
        if task.number in self._open and task.on_progress is not None and not task.cancelled:
            task.on_progress(done, of, what)

    def _show(self, busy: bool) -> None:
        if busy != self._shown:
            self._shown = busy
            self.busy.emit(busy)
