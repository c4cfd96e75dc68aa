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
    """The program as a person starts it, watched from outside: first paint of any window, and Today with its data."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    found: dict[str, object] = {}

    class Watch(QObject):
        def eventFilter(self, thing, event):  # type: ignore[no-untyped-def]
            if event.type() == QEvent.Type.Paint and isinstance(thing, QWidget):
                if "first_paint" not in found and thing.isWindow():
                    found["first_paint"], found["first_paint_cpu"] = since(), worked()
                    found["heavy"] = sorted({*HEAVY} & {*sys.modules})
                    found["has_qt_names"] = "Qt" in vars(sys.modules["PySide6.QtCore"])
                elif "today" not in found and is_full(thing):
                    found["today"], found["today_cpu"] = since(), worked()
                    found["heavy_today"] = sorted({*HEAVY} & {*sys.modules})
                    found["sources_read"] = sum(name.endswith(".py") for name in linecache.cache)
                    QTimer.singleShot(0, done)
            return False

    def is_full(thing: QWidget) -> bool:
        part = getattr(getattr(thing.window(), "made", {}).get("today"), "part", None)
        return part is not None and part.isVisible() and part.bar.title.text() != ""

    def done() -> None:
        found["memory"] = resident()
        app.closeAllWindows()

    app = QApplication(sys.argv[:1])
    watch = Watch()
    app.installEventFilter(watch)
    from resource_centre.__main__ import main

    del sys.argv[1:]
    main()
    return found


if __name__ == "__main__":
    what = sys.argv[1]
    print(json.dumps(ours() if what == "ours" else bare(what == "heavy")))
