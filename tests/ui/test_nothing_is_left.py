"""The watch over what tests leave behind finds what it is there for."""

from __future__ import annotations

import threading

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

from tests import leaks


def test_a_running_timer_is_found(qapp):
    before = leaks.seen()
    timer = QTimer()
    timer.start(60_000)
    assert any("QTimer" in what for what in leaks.left_since(before, 0))
    timer.stop()
    assert not leaks.left_since(before, 0)


def test_an_open_window_is_found(qapp):
    before = leaks.seen()
    window = QWidget()
    window.setObjectName("forgotten")
    assert any("forgotten" in what for what in leaks.left_since(before, 0))
    window.deleteLater()
    assert not leaks.left_since(before, 0)


def test_a_running_qthread_is_found(qapp):
    before = leaks.seen()
    thread = QThread()
    thread.start()
    assert any("QThread" in what for what in leaks.left_since(before, 0))
    thread.quit()
    thread.wait()
    assert not leaks.left_since(before, 0)


def test_a_python_thread_is_found(qapp):
    before = leaks.seen()
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    thread.start()
    assert "thread forgotten" in leaks.left_since(before, 0)
    end.set()
    thread.join()
    assert not leaks.left_since(before, 0)
