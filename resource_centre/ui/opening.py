"""The window before there is anything to show: on the screen at once, while the rest of the program is fetched.

Until it is painted nothing may import the database's libraries, which take longer than everything else together; nor may
anything touch Qt's namespace of enumerations, which takes PySide 25 ms to make: so the parts are plain widgets with a
colour of their own, which Qt fills by itself, and no painter is asked.
"""

from __future__ import annotations

import gc
from base64 import b64decode
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from resource_centre.core.memory import settle
from resource_centre.i18n import _
from resource_centre.settings import LANGUAGE, LAST_PAGE, THEME, WINDOW, Settings
from resource_centre.ui.application import application, use_language
from resource_centre.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

RAIL, HEADER, STATUS, LINE = 84, 48, 24, 1
SIZE = (1440, 900)
MIDDLE = 128  # of 255: a desktop whose windows are darker is dark


class Opening(QWidget):
    """Rail, header and status line without a word on them. `painted()` comes once, after they are on the screen."""

    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle(_("Resource Centre is opening"))
        tokens = DARK if _is_dark(settings.get(THEME)) else LIGHT
        _fill(self, tokens.page)
        self.rail, self.header, self.status = (_fill(QWidget(self), tokens.window) for _part in range(3))
        self.lines = [_fill(QWidget(self), tokens.line) for _part in range(3)]
        self.resize(*SIZE)
        kept = settings.get(WINDOW)
        if kept:
            self.restoreGeometry(QByteArray(b64decode(kept)))
        self._seen = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = self.width(), self.height()
        self.rail.setGeometry(0, 0, RAIL, height - STATUS)
        self.header.setGeometry(RAIL, 0, width - RAIL, HEADER)
        self.status.setGeometry(0, height - STATUS, width, STATUS)
        for line, part in zip(
            self.lines,
            (
                (RAIL - LINE, 0, LINE, height - STATUS),
                (RAIL, HEADER - LINE, width - RAIL, LINE),
                (0, height - STATUS, width, LINE),
            ),
            strict=True,
        ):
            line.setGeometry(*part)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)


def run() -> int:
    """The whole life of the window; answers the exit code."""
    app, settings = application(), Settings()
    use_language(settings.get(LANGUAGE))
    opening = Opening(settings)
    opening.show()
    life = None

    def begin() -> None:
        nonlocal life
        life = _Life(app, settings, opening)

    opening.painted.connect(begin)
    code = app.exec()
    if life is not None:
        life.end()
    return code


class _Life:
    """From the painted window to its end."""

    def __init__(self, app: QApplication, settings: Settings, opening: Opening) -> None:
        from resource_centre.ui.background import Background

        gc.disable()  # nothing of what is fetched now is rubbish; it is switched on when the window rests
        self.background = Background(app)
        self.session = None
        last = settings.get(LAST_PAGE)

        def begin(window: ModuleType) -> None:
            settle()
            self.session = window.Session(app, settings, opening)
            if not self.session.begin():
                app.quit()

        self.background.run(lambda _task: _fetch(last), begin, _give_up, opening)

    def end(self) -> None:
        """Threads stop, the database is let go."""
        self.background.close()
        if self.session is not None:
            self.session.end()


def _fill(widget: QWidget, colour: str) -> QWidget:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(colour))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
    return widget


def _is_dark(theme: str) -> bool:
    """As `look.take_on` finds it, from the colours that the desktop gives its windows."""
    return theme == "dark" or (
        theme == "system" and QApplication.palette().window().color().lightness() < MIDDLE
    )


def _fetch(page: str) -> ModuleType:
    """What takes long to import, the first page with it, away from the window."""
    window = import_module("resource_centre.ui.window")
    pages = import_module("resource_centre.ui.pages").PAGES
    first = next((each for each in pages if each.key == page), pages[0])
    import_module(f"resource_centre.ui.{first.made.split(':')[0]}")
    return window


def _give_up(trouble: BaseException) -> None:
    QApplication.quit()
    raise trouble
