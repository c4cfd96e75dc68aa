"""What a test with Qt may not leave behind: threads, running timers, windows, warnings."""

from __future__ import annotations

import gc
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

Q = TypeVar("Q")
PASSED = pytest.StashKey[bool]()
PATIENCE = 3.0
BAD = {"QtWarningMsg", "QtCriticalMsg", "QtFatalMsg"}


@dataclass(frozen=True)
class Seen:
    """What was there before the test."""

    threads: frozenset[threading.Thread]
    windows: frozenset[int]
    timers: frozenset[int]


def seen() -> Seen:
    """Takes note of what is there now."""
    from PySide6.QtWidgets import QApplication

    windows = frozenset(map(id, QApplication.topLevelWidgets()))
    return Seen(frozenset(threading.enumerate()), windows, frozenset(map(id, _running_timers())))


def left_since(before: Seen, patience: float = PATIENCE) -> list[str]:
    """What came since and does not go away in so many seconds (threads need a moment to end)."""
    end = time.monotonic() + patience
    left = _left(before)
    if left:
        gc.collect()
    while left and time.monotonic() < end:
        _settle()
        left = _left(before)
    return left


def warnings(log: Any) -> list[str]:
    """What Qt complained about while the test was taken down."""
    bad = [record for record in log.records if record.type_name in BAD and not record.ignored]
    return [f"Qt said: {record.message}" for record in bad]


def _left(before: Seen) -> list[str]:
    from PySide6.QtCore import QThread, QThreadPool
    from PySide6.QtWidgets import QApplication

    _deliver()
    left = [
        f"thread {thread.name}"
        for thread in set(threading.enumerate()) - before.threads
        if thread.is_alive()
        and not isinstance(thread, threading._DummyThread)  # Python's mark of a thread of Qt's pool
    ]
    if QThreadPool.globalInstance().activeThreadCount():
        left.append("work in the thread pool")
    for widget in QApplication.topLevelWidgets():
        if id(widget) not in before.windows:
            left.append(f"window {type(widget).__name__} {widget.objectName()!r} {widget.windowTitle()!r}")
    app = QApplication.instance()
    here = app.thread() if app else None
    for thread in _living(QThread):
        if thread.isRunning() and thread is not here:
            left.append(f"QThread {thread.objectName()!r}")
    left += [
        f"running QTimer of {timer.parent()!r}"
        for timer in _running_timers()
        if id(timer) not in before.timers
    ]
    return left


def _running_timers() -> list[QTimer]:
    from PySide6.QtCore import QTimer

    return [timer for timer in _living(QTimer) if timer.isActive()]


def _deliver() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _settle() -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(20)


def _living(kind: type[Q]) -> list[Q]:
    """Objects of this kind that Python knows and Qt has not destroyed."""
    from shiboken6 import Shiboken

    return [found for found in Shiboken.getAllValidWrappers() if isinstance(found, kind)]
