"""What a person with a keyboard, with a screen reader or with large text finds wrong on a page or a dialog."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QScrollArea,
    QTableView,
    QToolButton,
    QWidget,
)

from resource_centre.ui.shell.rail import RailButton
from resource_centre.ui.widgets.buttons import Segment
from resource_centre.ui.widgets.labels import Elided
from resource_centre.ui.widgets.order import TAB, reading_order

SLACK = 12  # pixels by which a thing may stand before the one it follows


def name_of(widget: QWidget) -> str:
    """How a thing is told in a list of faults."""
    words = widget.property("text") or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} “{words}” in {type(widget.parentWidget()).__name__}"


# --- the keyboard ------------------------------------------------------------------------------------------


def stops(top: QWidget) -> list[QWidget]:
    """What the Tab key comes to, in its order."""
    return reading_order(top)


def pressed(top: QWidget) -> list[QWidget]:
    """What the Tab key really comes to when it is pressed until it is back where it began: at the first stop."""
    found = [stops(top)[0]]
    found[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _again in range(400):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        order, now = stops(top), QApplication.focusWidget()
        while now is not None and now not in order:
            now = now.parentWidget()
        assert now is not None, f"Tab leads nowhere after {name_of(found[-1])}"
        if now is found[0]:
            return found
        if now is not found[-1]:
            found.append(now)
    raise AssertionError("Tab does not come back")


def unreachable(top: QWidget) -> Iterator[str]:
    """What can be pressed or typed in, but not come to by Tab."""
    for widget in top.findChildren(QWidget):
        if widget.window() is not top or not (widget.isVisible() and widget.isEnabled()):
            continue
        inside = isinstance(widget.parentWidget(), QAbstractItemView | QComboBox) or _is_part(widget)
        if isinstance(widget, QAbstractButton | QComboBox) and not inside and not _can_be_reached(widget):
            yield f"out of reach: {name_of(widget)}"


def _is_part(widget: QWidget) -> bool:
    """The cross in a field, the arrow of a list: what they do has keys of its own."""
    parent = widget.parentWidget()
    return (parent is not None and parent.inherits("QLineEdit")) or widget.inherits("QTableCornerButton")


def _can_be_reached(widget: QWidget) -> bool:
    if widget.focusPolicy().value & TAB:
        return True
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(b.focusPolicy().value & TAB for b in group.buttons())


def nameless(top: QWidget) -> Iterator[str]:
    """What a screen reader could say nothing of."""
    for widget in stops(top):
        known = QAccessible.queryAccessibleInterface(widget)
        said = known.text(QAccessible.Text.Name).strip() if known else ""
        if not said and not isinstance(widget, QScrollArea):
            yield f"no name: {name_of(widget)}"


def backward(top: QWidget) -> Iterator[str]:
    """Where Tab jumps back: to what stands above and not to the right of where it was."""
    found = stops(top)
    for one, other in itertools.pairwise(found):
        before, after = _place(one, top), _place(other, top)
        if after.bottom() <= before.top() + SLACK and after.left() < before.right() - SLACK:
            yield f"back up: {name_of(one)} → {name_of(other)}"


def _place(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())


def unseen(top: QWidget) -> Iterator[str]:
    """What looks the same with the focus and without it."""
    seen: set[object] = set()
    for widget in stops(top):
        kinds = ("kind", "extent", "rail", "segments", "menu", "search")
        like = (type(widget), *(str(widget.property(kind)) for kind in kinds), type(widget.parentWidget()))
        if like in seen:
            continue
        seen.add(like)
        other = next((each for each in stops(top) if each is not widget), None)
        if other is None:
            continue
        other.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and widget.grab().toImage() == before:
            yield f"focus not seen: {name_of(widget)}"


class Strays(QObject):
    """Notes what is shown as a window of its own though it is a part of one: it flashes, and takes the focus away."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.app = app
        self.seen: list[str] = []

    def __enter__(self) -> Strays:
        self.app.installEventFilter(self)
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kinds = Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.Dialog
            if not isinstance(watched, QMainWindow) and watched.windowType() not in kinds:
                self.seen.append(f"a window of its own: {name_of(watched)}")
        return False


def sideways(top: QWidget) -> Iterator[str]:
    """What has to be scrolled sideways though the text has its usual size."""
    for area in top.findChildren(QScrollArea):
        over = area.horizontalScrollBar().maximum()
        if area.window() is top and area.isVisible() and over > 0:
            yield f"{over} too wide: {name_of(area)} in {type(area.parentWidget()).__name__}"


# --- the words ---------------------------------------------------------------------------------------------


def clipped(top: QWidget) -> Iterator[str]:
    """Words that are cut off without saying so."""
    for widget in top.findChildren(QWidget):
        if widget.window() is not top or not widget.isVisible():
            continue
        if isinstance(widget, QLabel):
            yield from _clipped_label(widget)
        elif isinstance(widget, QAbstractButton):
            yield from _clipped_button(widget)
        elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            yield from _clipped_header(widget)


def _clipped_label(label: QLabel) -> Iterator[str]:
    words = label.text()
    if not words or isinstance(label, Elided) or not label.pixmap().isNull():
        return
    need = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    if not label.wordWrap() and label.sizeHint().width() > label.width() + 1:
        yield f"cut: {name_of(label)}: {label.width()} of {label.sizeHint().width()}"
    elif need > label.height() + 1:
        yield f"cut below: {name_of(label)}: {label.height()} of {need}"
    yield from _behind(label)


def _clipped_button(button: QAbstractButton) -> Iterator[str]:
    words = button.text().strip()
    if not words or (not isinstance(button, QPushButton | QToolButton) and not button.inherits("QCheckBox")):
        return
    if isinstance(button, RailButton | Segment):  # they make their words shorter themselves, with a tooltip
        return
    need = button.sizeHint()
    only_icon = Qt.ToolButtonStyle.ToolButtonIconOnly
    if (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() is only_icon
        and not button.icon().isNull()
    ):
        return
    if need.width() > button.width() + 1:
        yield f"cut: {name_of(button)}: {button.width()} of {need.width()}"
    yield from _behind(button)


def _behind(widget: QWidget) -> Iterator[str]:
    """What runs out of what it stands in; downwards it may, where one can scroll."""
    each = widget.parentWidget()
    while each is not None and not isinstance(each, QMainWindow | QDialog):
        inside, room = QRect(widget.mapTo(each, QPoint(0, 0)), widget.size()), each.rect()
        area = each.parentWidget()
        if isinstance(area, QAbstractScrollArea) and each is area.viewport():
            if area.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                return
            room = QRect(0, inside.top(), room.width(), inside.height())
        if not room.adjusted(-2, -2, 2, 2).contains(inside):
            yield f"runs out of {type(each).__name__}: {name_of(widget)}"
            return
        if isinstance(area, QAbstractScrollArea):
            return
        each = area


def _clipped_header(header: QHeaderView) -> Iterator[str]:
    model, table = header.model(), header.parentWidget()
    for column in range(model.columnCount() if model is not None else 0):
        if header.isSectionHidden(column):
            continue
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        need = header.sectionSizeFromContents(column).width() if words else 0
        if need > header.sectionSize(column) + 1:
            name = table.accessibleName() if isinstance(table, QTableView) else type(table).__name__
            yield f"cut head: “{words}” of “{name}”: {header.sectionSize(column)} of {need}"


def menus_closed() -> None:
    """Closes what popped up."""
    for top in QApplication.topLevelWidgets():
        if isinstance(top, QMenu) and top.isVisible():
            top.close()
