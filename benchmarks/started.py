"""One start of a window, measured from the birth of its process. Run: started.py bare|heavy|ours MONOTONIC.

Prints one JSON object: milliseconds to the first paint, and for ours to the Today page with its data, on the clock and of
the processor; what was imported by then that takes long; memory at the end in MiB.
"""

from __future__ import annotations

import json
import linecache
import os
import sys
import time
from pathlib import Path

SIZE = (1440, 900)
ASKED = float(sys.argv[2]) if __name__ == "__main__" else 0.0
HEAVY = (
    "sqlalchemy", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "psycopg", "alembic", "openpyxl", "matplotlib",
    "numpy", "icalendar", "highspy", "holidays", "holidays.countries.albania", "PySide6.QtSvg", "PySide6.QtPrintSupport",
)  # fmt: skip


def since() -> float:
    """Milliseconds since the process was asked for."""
    return round((time.monotonic() - ASKED) * 1000, 1)


def worked() -> float:
    """Milliseconds of processor that this process has had, which other work on the machine lengthens little."""
    return round(time.process_time() * 1000, 1)


def resident() -> float:
    """Memory of this process now, MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def bare(heavy: bool) -> dict[str, object]:
    """The floor: an empty window; `heavy` imports SQLAlchemy after it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    found: dict[str, object] = {}

    class Window(QMainWindow):
        def paintEvent(self, event):  # type: ignore[no-untyped-def]
            super().paintEvent(event)
            if not found:
                found["first_paint"], found["first_paint_cpu"] = since(), worked()
                QTimer.singleShot(0, rest)

    def rest() -> None:
        if heavy:
            import sqlalchemy.orm

            sqlalchemy.orm.configure_mappers()
            found["imported"], found["imported_cpu"] = since(), worked()
        found["memory"] = resident()
        app.quit()

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(*SIZE)
    window.show()
    app.exec()
    return found


def ours() -> dict[str, object]:
    """The program as a person starts it: first paint of its first window, and Today painted with its data.

    Only those two are watched, where they are painted: a filter over the whole application would make PySide find out
    of what class every object of Qt is, which the program itself never asks.
    """
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from resource_centre.ui import opening

    found: dict[str, object] = {}
    watches: list[QObject] = []

    class Watch(QObject):
        """Sees the page be painted."""

        def eventFilter(self, thing, event):  # type: ignore[no-untyped-def]
            if event.type() == QEvent.Type.Paint and "today" not in found and is_full(thing):
                found["today"], found["today_cpu"] = since(), worked()
                found["heavy_today"] = sorted({*HEAVY} & {*sys.modules})
                found["sources_read"] = sum(name.endswith(".py") for name in linecache.cache)
                QTimer.singleShot(0, done)
            return False

    def is_full(part: QWidget) -> bool:
        return part.isVisible() and part.bar.title.text() != ""  # type: ignore[attr-defined]

    def painted(window, event):  # type: ignore[no-untyped-def]
        if not found:
            found["first_paint"], found["first_paint_cpu"] = since(), worked()
            found["heavy"] = sorted({*HEAVY} & {*sys.modules})
            found["has_qt_names"] = "Qt" in vars(sys.modules["PySide6.QtCore"])
        paint(window, event)

    def fetched(page: str):  # type: ignore[no-untyped-def]
        window = fetch(page)
        today = sys.modules["resource_centre.ui.today.page"].TodayPage
        make = today.__init__

        def made(page, desk):  # type: ignore[no-untyped-def]
            make(page, desk)
            watches.append(Watch(page))
            page.part.installEventFilter(watches[-1])

        today.__init__ = made
        return window

    def done() -> None:
        found["memory"] = resident()
        QApplication.closeAllWindows()

    paint, opening.Opening.paintEvent = opening.Opening.paintEvent, painted  # type: ignore[method-assign]
    fetch, opening._fetch = opening._fetch, fetched
    from resource_centre.__main__ import main

    del sys.argv[1:]
    main()
    return found


if __name__ == "__main__":
    what = sys.argv[1]
    print(json.dumps(ours() if what == "ours" else bare(what == "heavy")))
