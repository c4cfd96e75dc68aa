"""The way of the Tab key: as one reads, whatever was made first. Pages are rebuilt piece by piece, so it is worked out anew."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLayout, QScrollArea, QStackedWidget, QWidget

TAB = Qt.FocusPolicy.TabFocus.value


def go(top: QWidget, step: int) -> bool:
    """Moves the focus to the next (+1) or previous (-1) stop, round and round; False when there is none."""
    stops = reading_order(top)
    if not stops:
        return False
    place = _place(stops, QApplication.focusWidget())
    if place is None:
        place = -1 if step > 0 else 0
    reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
    target = stops[(place + step) % len(stops)]
    target.setFocus(reason)
    _show(target)
    return True


def reading_order(top: QWidget) -> list[QWidget]:
    """What Tab stops at, in the order of layouts: left to right and top to bottom as they were laid out."""
    return [each for each in _walk(top) if is_stop(each)]


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops here."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy().value & TAB)
        and widget.focusProxy() is None
    )


def _place(stops: list[QWidget], focus: QWidget | None) -> int | None:
    """Where the focus is among the stops, also when it is in a part of one (the field of a list of choices)."""
    while focus is not None:
        if focus in stops:
            return stops.index(focus)
        focus = focus.parentWidget()
    return None


def _walk(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what is in it."""
    yield widget
    if is_stop(widget) and not isinstance(widget, QScrollArea):
        inner = widget.viewport() if isinstance(widget, QAbstractScrollArea) else None
        if inner is not None:
            yield from _loose(inner, set())
        return
    if isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        if current is not None:
            yield from _walk(current)
        return
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from _walk(inside)
        return
    seen: set[QWidget] = set()
    layout = widget.layout()
    if layout is not None:
        yield from _laid_out(layout, seen)
    yield from _loose(widget, seen)


def _laid_out(layout: QLayout, seen: set[QWidget]) -> Iterator[QWidget]:
    for n in range(layout.count()):
        item = layout.itemAt(n)
        if item is None:
            continue
        inner, below = item.widget(), item.layout()
        if inner is not None and inner not in seen:
            seen.add(inner)
            yield from _walk(inner)
        elif below is not None:
            yield from _laid_out(below, seen)


def _loose(widget: QWidget, seen: set[QWidget]) -> Iterator[QWidget]:
    """What stands in a widget without a layout."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and child not in seen:
            yield from _walk(child)


def _show(widget: QWidget) -> None:
    """Scrolls what is around a widget so that it is in sight."""
    each = widget.parentWidget()
    while each is not None:
        if isinstance(each, QScrollArea) and each.widget() is not None:
            each.ensureWidgetVisible(widget, 20, 20)
        each = each.parentWidget()
