"""The window of a coordinator, for `listening.py`: listened.py DATABASE NOW."""

from __future__ import annotations

import signal
import sys
from datetime import datetime

from PySide6.QtCore import QTimer

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.settings import LANGUAGE, Settings
from resource_centre.ui.application import application, dress
from resource_centre.ui.window import make_window


def main() -> None:
    database, now = sys.argv[1:]
    qt, settings = application(), Settings()
    settings.set(LANGUAGE, "en")
    dress(qt, settings)
    app = App.open(f"sqlite:///{database}", FixedClock(datetime.fromisoformat(now)))
    app.sign_in("coordinator")
    window = make_window(app, settings)
    window.resize(1280, 720)
    window.move(0, 0)
    window.show()
    window.activateWindow()
    signal.signal(signal.SIGTERM, lambda *_: qt.quit())
    awake = QTimer()
    awake.timeout.connect(lambda: None)
    awake.start(100)
    qt.exec()
    window.close()
    app.close()


main()
