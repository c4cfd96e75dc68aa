"""When others write, a page shows it and leaves alone what the person was doing: selection, place, typing, focus."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from resource_centre.app import App
from resource_centre.core.changes import Topic
from resource_centre.core.context import SYSTEM
from resource_centre.schools.service import SchoolDraft, add_school
from resource_centre.settings import Settings
from resource_centre.ui.look import put_on
from resource_centre.ui.widgets.buttons import Segments
from resource_centre.ui.window import make_window
from tests.ui.pages.test_every_page import ROLES, app, settle

__all__ = ["app"]

EVERY_TIME = ("coordinator", "administrator")  # between them they see every page; the others when soaking


def name_of(widget: QWidget) -> str:
    """How a person would find it again."""
    return f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"


def seen(page: QWidget, kind: type[Any]) -> list[Any]:
    return [each for each in page.findChildren(kind) if each.isVisible()]


def at_work(page: QWidget) -> None:
    """Does what a person does on a page: types everywhere, picks rows, scrolls down, puts the cursor somewhere."""
    for line in seen(page, QLineEdit):
        inside = isinstance(line.parent(), QComboBox | QAbstractSpinBox)
        if line.isEnabled() and not line.isReadOnly() and not inside:
            line.setFocus()
            QTest.keyClicks(line, "a")
    rest(page)
    for view in seen(page, QTableView) + seen(page, QListView):
        model = view.model()
        rows = [model.index(n, 0) for n in range(min(model.rowCount(), 5))] if model is not None else []
        rows = [index for index in rows if index.flags() & Qt.ItemFlag.ItemIsSelectable]
        if rows:
            view.setCurrentIndex(rows[min(len(rows) - 1, 2)])
    rest(page)
    for edit in seen(page, QPlainTextEdit):
        if edit.isEnabled() and not edit.isReadOnly():
            edit.setFocus()
            QTest.keyClicks(edit, "half a sentence")
    rest(page)
    for area in seen(page, QAbstractScrollArea):
        bar = area.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)


def rest(page: QWidget) -> None:
    """Until every search that waits for the next key has been done, and everything is read."""
    end = time.monotonic() + 5
    while time.monotonic() < end and any(
        timer.isSingleShot() and timer.isActive() for timer in page.findChildren(QTimer)
    ):
        QTest.qWait(10)
    settle(page.window())


def state(page: QWidget) -> dict[str, Any]:
    """Everything that a reload could take away."""
    found: dict[str, Any] = {}
    for view in seen(page, QTableView) + seen(page, QListView):
        index = view.currentIndex()
        found[f"selection of {name_of(view)}"] = row_id(index)
    for n, area in enumerate(seen(page, QScrollArea)):
        found[f"place of {n} {name_of(area)}"] = area.verticalScrollBar().value()
    for area in seen(page, QAbstractItemView):
        found[f"place of {name_of(area)}"] = area.verticalScrollBar().value()
    for edit in seen(page, QPlainTextEdit):
        found[f"words in {name_of(edit)}"] = edit.toPlainText()
    for line in seen(page, QLineEdit):
        if not isinstance(line.parent(), QComboBox):
            found[f"words in {name_of(line)}"] = line.text()
    for box in seen(page, QComboBox):
        found[f"choice of {name_of(box)}"] = box.currentText()
    for segments in seen(page, Segments):
        found[f"choice of {name_of(segments)}"] = segments.current
    for button in seen(page, QAbstractButton):
        if button.isCheckable() and button.accessibleName():
            found[f"tick of {name_of(button)} {button.text()}"] = button.isChecked()
    focus = QApplication.focusWidget()
    found["focus"] = name_of(focus) if focus is not None else ""
    return found


def row_id(index: QModelIndex) -> Any:
    if not index.isValid():
        return None
    row = index.data(256)  # Qt.UserRole: the row, or the item
    return getattr(row, "id", None) or index.data()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
@pytest.mark.parametrize(
    "role", [pytest.param(r, marks=() if r in EVERY_TIME else pytest.mark.slow) for r in ROLES]
)
def test_what_others_write_takes_nothing_away(qapp: QApplication, app: App, role: str) -> None:
    put_on(qapp, "light")
    app.sign_in(role)
    window = make_window(app, Settings())
    window.resize(1280, 720)
    window.show()
    lost: list[str] = []
    try:
        for key in window.pages:
            window.show_page(key)
            settle(window)
            page = window.made[key]
            for view in ("", *getattr(page, "views", ())):
                if view:
                    page.show_view(view)  # type: ignore[attr-defined]
                    settle(window)
                at_work(page)
                rest(page)
                before = state(page)
                app.write(lambda unit: add_school(unit, 1, SchoolDraft(f"School of {unit.now}")), SYSTEM)
                window.desk.hub.tell(Topic)
                rest(page)
                after = state(page)
                lost += [
                    f"{key} {view}: {what} was {value!r}, is {after.get(what)!r}"
                    for what, value in before.items()
                    if after.get(what) != value
                ]
        assert not lost, "\n".join(lost)
    finally:
        window.close()
        window.deleteLater()
        qapp.setStyleSheet("")
        QApplication.processEvents()
