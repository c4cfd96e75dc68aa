"""The window before there is anything to show: on the screen at once, while the rest of the program is fetched.

Nothing here may import the database's libraries: they take longer than everything else together.
"""

from __future__ import annotations

from base64 import b64decode
from importlib import import_module
from types import ModuleType

from PySide6.QtCore import QByteArray, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from resource_centre.core.memory import settle
from resource_centre.i18n import _
from resource_centre.settings import LANGUAGE, LAST_PAGE, TEXT_SIZE, THEME, WINDOW, Settings
from resource_centre.ui.application import application, use_language
from resource_centre.ui.background import Background
from resource_centre.ui.look import look, take_on

RAIL, HEADER, STATUS = 84, 48, 24
SIZE = (1440, 900)


class Opening(QWidget):
    """Rail, header and status line without a word on them. `painted()` comes once, after they are on the screen."""

    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle(_("Resource Centre is opening"))
        self.resize(*SIZE)
        kept = settings.get(WINDOW)
        if kept:
            self.restoreGeometry(QByteArray(b64decode(kept)))
        self._seen = False

    def paintEvent(self, event: QPaintEvent) -> None:
        colour, all_of_it = look().colour, self.rect()
        rail = QRect(0, 0, RAIL, all_of_it.height() - STATUS)
        header = QRect(RAIL, 0, all_of_it.width() - RAIL, HEADER)
        status = QRect(0, all_of_it.height() - STATUS, all_of_it.width(), STATUS)
        painter = QPainter(self)
        painter.fillRect(all_of_it, colour("page"))
        for part in (rail, header, status):
            painter.fillRect(part, colour("window"))
        painter.setPen(colour("line"))
        painter.drawLine(rail.topRight(), rail.bottomRight())
        painter.drawLine(header.bottomLeft(), header.bottomRight())
        painter.drawLine(status.topLeft(), status.topRight())
        painter.end()
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)


def run() -> int:
    """The whole life of the window; answers the exit code."""
    app, settings = application(), Settings()
    use_language(settings.get(LANGUAGE))
    take_on(settings.get(THEME), settings.get(TEXT_SIZE))
    opening = Opening(settings)
    background = Background(app)
    session = None

    def begin(window: ModuleType) -> None:
        nonlocal session
        settle()
        session = window.Session(app, settings, opening)
        if not session.begin():
            app.quit()

    last = settings.get(LAST_PAGE)
    opening.painted.connect(lambda: background.run(lambda _task: _fetch(last), begin, _give_up, opening))
    opening.show()
    code = app.exec()
    background.close()
    if session is not None:
        session.end()
    return code


def _fetch(page: str) -> ModuleType:
    """What takes long to import, and what the first page needs, away from the window."""
    window = import_module("resource_centre.ui.window")
    pages = import_module("resource_centre.ui.pages").PAGES
    first = next((each for each in pages if each.key == page), pages[0])
    import_module(f"resource_centre.ui.{first.made.split(':')[0]}")
    return window


def _give_up(trouble: BaseException) -> None:
    QApplication.quit()
    raise trouble
