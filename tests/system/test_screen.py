"""A real window opens on a screen that the tests bring themselves, and takes keys."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

app = QApplication([])
line = QLineEdit()
line.returnPressed.connect(lambda: (print(line.text(), flush=True), app.quit()))
line.show()

def tell():
    if line.windowHandle().isExposed():
        print(app.platformName(), int(line.winId()), flush=True)
        waiting.stop()

waiting = QTimer()
waiting.timeout.connect(tell)
waiting.start(20)
QTimer.singleShot(20_000, lambda: app.exit(1))
raise SystemExit(app.exec())
"""


@pytest.mark.needs_window
def test_a_window_takes_what_is_typed(display):
    screen = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW], env=screen, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        platform, number = window.stdout.readline().split()
        type_word = ["xdotool", "windowfocus", "--sync", number, "type", "booked"]
        subprocess.run(type_word, env=screen, check=True, timeout=20)
        subprocess.run(["xdotool", "key", "Return"], env=screen, check=True, timeout=20)
        assert (platform, window.stdout.readline().strip()) == ("xcb", "booked")
    assert window.returncode == 0
