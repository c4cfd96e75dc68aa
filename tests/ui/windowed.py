"""A whole window over a small world, for tests that click and type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Actor
from resource_centre.settings import Settings
from resource_centre.ui.look import put_on
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.window import make_window


@contextmanager
def window_of(world: Any, actor: Actor | None = None, page: str = "calendar") -> Iterator[MainWindow]:
    """The window of a person, at a page, settled; closed at the end with whatever it opened."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    put_on(app, "light")
    world.app.actor = actor or world.coordinator
    window = make_window(world.app, Settings())
    window.resize(1440, 900)
    window.show()
    window.show_page(page)
    settle(window)
    try:
        yield window
    finally:
        for top in dialogs():
            top.close()
        window.close()
        window.deleteLater()
        put_off(app)


def put_off(app: QApplication) -> None:
    """No style sheet for the tests that follow."""
    app.setStyleSheet("")


def settle(window: MainWindow, times: int = 8) -> None:
    """Until nothing is read or written any more."""
    for _again in range(times):
        window.desk.background.settle()
        QApplication.processEvents()


def dialogs(kind: type[QWidget] = QDialog) -> list[Any]:
    """The dialogs in sight."""
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, kind) and top.isVisible()]


def until(qtbot: QtBot, window: MainWindow, what: Callable[[], object]) -> None:
    """Waits, with the window alive, until something is so."""

    def check() -> None:
        window.desk.background.settle()
        assert what()

    qtbot.waitUntil(lambda: bool(_quiet(check)), timeout=8000)


def _quiet(check: Callable[[], None]) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True
