"""A person at a real window: looks for what they see, moves the mouse there, clicks and types."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QWidget,
)

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.settings import LANGUAGE, THEME, Settings
from resource_centre.ui.application import application, dress
from resource_centre.ui.events.attendance import AttendanceGrid
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.window import make_window
from tests.heartbeat import Heartbeat

PATIENCE = 15.0


class NotSeen(AssertionError):
    """What the person looked for is not on the screen."""


class Person:
    """Somebody who works at the window."""

    def __init__(
        self,
        database: Path | str,
        login: str,
        now: datetime,
        size: tuple[int, int] = (1280, 720),
        at: tuple[int, int] = (0, 0),
    ) -> None:
        self.qt = application()
        self.settings = Settings()
        self.settings.set(LANGUAGE, "en")
        self.settings.set(THEME, "light")
        dress(self.qt, self.settings)
        url = database if isinstance(database, str) else f"sqlite:///{database}"
        self.app = App.open(url, FixedClock(now))
        if self.app.file is None:
            assert self.app.sign_in_by_connection() is not None, (
                "on a server the login of the connection acts"
            )
        else:
            self.app.sign_in(login)
        self.window: MainWindow = make_window(self.app, self.settings)
        self.window.resize(*size)
        self.window.move(*at)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.heart = Heartbeat()
        self.settle()

    def leave(self) -> None:
        """Closes the window."""
        self.settle()
        self.window.close()
        self.app.close()

    # looking

    def settle(self) -> None:
        """Waits until nothing is under way."""
        for _again in range(2):
            self.window.desk.background.settle()
            QTest.qWait(40)

    def until(self, seen: Callable[[], Any], what: str = "") -> Any:
        """Waits until something is so."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = seen()
            if found:
                return found
            QTest.qWait(25)
        raise NotSeen(what or "what was waited for did not come")

    def dialog(self) -> QDialog:
        """The dialog in front."""

        def front() -> QDialog | None:
            found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
            return found[-1] if found else None

        return self.until(front, "no dialog opened")

    def no_dialog(self) -> None:
        """Waits until every dialog is closed."""

        def closed() -> bool:
            return not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

        self.until(closed, f"a dialog is still open: {self.said()}")
        self.settle()

    def said(self) -> str:
        from resource_centre.ui.widgets.boxes import Banner

        shown = [
            b.words.text()
            for w in QApplication.topLevelWidgets()
            for b in w.findChildren(Banner)
            if b.isVisible()
        ]
        from PySide6.QtWidgets import QLabel

        shown += [
            label.text()
            for w in QApplication.topLevelWidgets()
            for label in w.findChildren(QLabel)
            if label.isVisible() and label.property("role") == "fault"
        ]
        return " | ".join(shown)

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        """A button by what is written on it (or its name), that can be seen and pressed."""

        def found() -> QAbstractButton | None:
            for button in (inside or self.window).findChildren(QAbstractButton):
                name = (button.text().strip() or button.accessibleName()).replace("&", "")
                if button.isVisible() and (
                    name == words or name.rstrip("…") == words or button.accessibleName() == words
                ):
                    return button
            return None

        return self.until(found, f"no button “{words}”")

    def sees(self, words: str, inside: QWidget | None = None) -> bool:
        """Whether a text is on the screen."""
        from PySide6.QtWidgets import QLabel

        return any(
            words in label.text()
            for label in (inside or self.window).findChildren(QLabel)
            if label.isVisible()
        )

    def starting(self, words: str, inside: QWidget) -> QAbstractButton | None:
        """The button whose words begin so."""
        for button in inside.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text().strip().startswith(words):
                return button
        return None

    def sheet(self, inside: QWidget) -> AttendanceGrid | None:
        """The attendance sheet in sight."""
        return next((each for each in inside.findChildren(AttendanceGrid) if each.isVisible()), None)

    # doing

    def save_as(self, file: Path, ask: Callable[[], object]) -> None:
        """Names a file in the dialog that `ask` opens; that dialog keeps everything else waiting."""

        def name() -> None:
            box = next(
                w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()
            )
            QTest.keyClicks(box.findChild(QLineEdit), str(file))
            QTest.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Return)

        QTimer.singleShot(1500, self.window, name)
        ask()

    def pick(self, inside: QWidget, button: str, words: str) -> None:
        """Opens the menu of a button and chooses an entry; a menu keeps everything else waiting too."""
        QTimer.singleShot(400, self.window, lambda: self.menu(words))
        self.press(button, inside)

    def click(self, widget: QWidget, at: QPoint | None = None, *, twice: bool = False) -> None:
        """Moves the mouse to a widget and clicks."""
        point = widget.mapToGlobal(at or widget.rect().center())
        command = ["xdotool", "mousemove", str(point.x()), str(point.y()), "click"]
        subprocess.run(
            [*command, "--repeat", "2", "--delay", "60", "1"] if twice else [*command, "1"], check=True
        )
        QTest.qWait(60)

    def press(self, words: str, inside: QWidget | None = None) -> None:
        """Clicks a button by its words."""
        button = self.button(words, inside)
        self.show_field(button.window(), button)
        self.until(button.isEnabled, f"“{words}” cannot be pressed: {button.toolTip()}")
        self.click(button)
        QTest.qWait(30)

    def type(self, words: str) -> None:
        """Types into what has the focus."""
        subprocess.run(["xdotool", "type", "--delay", "4", words], check=True)
        QTest.qWait(60)

    def key(self, name: str) -> None:
        """Presses a key, such as Return or ctrl+Return."""
        subprocess.run(["xdotool", "key", name], check=True)
        QTest.qWait(60)

    def fill(self, dialog: QDialog, name: str, words: str) -> QWidget:
        """Clicks a field of a form by its name and types over what is there."""
        field = self.until(lambda: dialog.findChild(QWidget, name), f"no field “{name}”")
        self.show_field(dialog, field)
        self.click(field, QPoint(24, field.height() // 2))
        edit = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit) or field
        if isinstance(edit, QLineEdit):
            self.until(edit.hasFocus, f"“{name}” takes no typing")
            self.key("ctrl+a")
        self.type(words)
        return field

    def show_field(self, dialog: QDialog, field: QWidget) -> None:
        """Scrolls a form so that a field is in sight."""
        from PySide6.QtWidgets import QScrollArea

        for area in dialog.findChildren(QScrollArea):
            if area.isAncestorOf(field):
                area.ensureWidgetVisible(field)
        QTest.qWait(30)

    def choose(self, dialog: QDialog, name: str, words: str) -> None:
        """Finds something in a field by typing a part of it, and takes the first that is offered."""
        field = self.fill(dialog, name, words)
        self.until(
            lambda: getattr(field, "_completer", None) is None or field._completer.popup().isVisible(),
            f"nothing offered for “{words}”",
        )
        self.key("Down")
        self.key("Return")
        self.until(lambda: getattr(field, "value", True) is not None, f"“{words}” was not taken")

    def page(self, name: str) -> Any:
        """Goes to a page by the rail."""
        self.click(self.window.rail.buttons[name])
        self.settle()
        return self.window.made[name]

    def row(self, view: QAbstractItemView, words: str) -> None:
        """Clicks the row of a list or table in which words stand."""
        model = view.model()

        def index() -> Any:
            columns = model.columnCount() if hasattr(model, "columns") else 1
            for r in range(model.rowCount()):
                for c in range(columns):
                    found = model.index(r, c)
                    if words in str(found.data(Qt.ItemDataRole.DisplayRole) or ""):
                        return found
            return None

        found = self.until(index, f"no row “{words}”")
        view.scrollTo(found)
        QTest.qWait(30)
        self.click(view.viewport(), view.visualRect(found).center())
        self.settle()

    def menu(self, words: str) -> None:
        """Chooses an entry of the menu that is open."""

        def entry() -> tuple[QMenu, Any] | None:
            for menu in (w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()):
                for action in menu.actions():
                    if action.text().rstrip("…") == words.rstrip("…"):
                        return menu, action
            return None

        menu, action = self.until(entry, f"no entry “{words}”")
        self.click(menu, menu.actionGeometry(action).center())
        self.settle()
