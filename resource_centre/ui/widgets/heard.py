"""What is painted, for people who listen to the screen: its parts as QAccessible objects of their own.

A painted widget is one object for Qt. `hear(widget, parts)` gives a screen reader what the eye sees in it: parts
with name, state, place and actions, one below another. They are made when somebody asks, and kept while they last.
Qt deletes what it has registered, so a part lives here until `QAccessible.deleteAccessibleInterface` was called.
"""

from __future__ import annotations

import weakref
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import VoidPtr

Role = QAccessible.Role
Text = QAccessible.Text
Key = Hashable
# PySide6 6.11 crashes when a Python override answers None where C++ expects a void pointer.
NO_INTERFACE = VoidPtr(0)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one part. `unfolded` is None for what cannot be folded, `ticked` for what is no choice."""

    name: str
    role: Role
    description: str = ""
    value: str = ""
    selected: bool = False
    unfolded: bool | None = None
    ticked: bool | None = None


class Parts(Protocol):
    """The parts of a painted widget, by keys of its own choice; None is the widget itself."""

    def under(self, key: Key | None) -> Sequence[Key]:
        """The parts right below one."""

    def above(self, key: Key) -> Key | None:
        """What a part is right below of."""

    def said(self, key: Key) -> Said | None:
        """What is said about a part; None when it is gone."""

    def rect(self, key: Key) -> QRect:
        """Where it lies in the widget."""

    def at(self, point: QPoint) -> Key | None:
        """The innermost part at a point of the widget."""

    def focused(self) -> Key | None:
        """The part that keys act on."""

    def go_to(self, key: Key) -> None:
        """Puts the keyboard's focus on a part."""

    def press(self, key: Key) -> None:
        """Does what Enter does on a part."""


class Doing(QAccessibleActionInterface):
    """What a screen reader can do with a part."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = weakref.ref(part)

    def actionNames(self) -> list[str]:
        return [self.pressAction(), self.setFocusAction()]

    def doAction(self, name: str) -> None:
        part = self._part()
        if part is not None and part.parts is not None:
            act = part.parts.press if name == self.pressAction() else part.parts.go_to
            act(part.key)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return ["Return"] if name == self.pressAction() else []


class Part(QAccessibleInterface):
    """One part of a widget."""

    def __init__(self, widget: QWidget, key: Key) -> None:
        super().__init__()
        self._widget = weakref.ref(widget)
        self.key = key
        self._doing = Doing(self)

    @property
    def parts(self) -> Parts | None:
        """Where it belongs, as long as that is there."""
        widget = self._widget()
        return _heard[id(widget)].parts if widget is not None and id(widget) in _heard else None

    def isValid(self) -> bool:
        return self.parts is not None and self.parts.said(self.key) is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        widget = self._widget()
        return widget.window().windowHandle() if widget is not None else None

    def role(self) -> Role:
        said = self._said()
        return said.role if said else Role.NoRole

    def text(self, kind: Text) -> str:
        said = self._said()
        words = {
            Text.Name: said.name,
            Text.Description: said.description,
            Text.Value: said.value,
        } if said else {}  # fmt: skip
        return words.get(kind, "")

    def setText(self, kind: Text, text: str) -> None:
        """Nothing here is changed by a screen reader."""

    def state(self) -> QAccessible.State:
        state, said, widget, parts = QAccessible.State(), self._said(), self._widget(), self.parts
        if said is None or widget is None or parts is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.focused = widget.hasFocus() and parts.focused() == self.key
        state.selected = said.selected
        state.offscreen = not widget.rect().intersects(parts.rect(self.key))
        state.invisible = not widget.isVisible()
        if said.unfolded is not None:
            state.expandable, state.expanded, state.collapsed = True, said.unfolded, not said.unfolded
        if said.ticked is not None:
            state.checkable, state.checked = True, said.ticked
        return state

    def rect(self) -> QRect:
        widget, parts = self._widget(), self.parts
        if widget is None or parts is None:
            return QRect()
        inside = parts.rect(self.key)
        return QRect(widget.mapToGlobal(inside.topLeft()), inside.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        widget, parts = self._widget(), self.parts
        if widget is None or parts is None:
            return None
        above = parts.above(self.key)
        return part_of(widget, above) if above is not None else QAccessible.queryAccessibleInterface(widget)

    def childCount(self) -> int:
        return len(self.parts.under(self.key)) if self.parts is not None else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return _nth(self._widget(), self.key, index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return _place(self._widget(), self.key, child)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return _child_at(self._widget(), self.key, QPoint(x, y))

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Doing | VoidPtr:  # type: ignore[override]
        return self._doing if kind is QAccessible.InterfaceType.ActionInterface else NO_INTERFACE

    def _said(self) -> Said | None:
        return self.parts.said(self.key) if self.parts is not None else None


class Whole(QAccessibleWidget):
    """The widget: a list of its outermost parts."""

    def __init__(self, widget: QWidget, role: Role) -> None:
        super().__init__(widget, role)
        self._widget = weakref.ref(widget)

    def childCount(self) -> int:
        widget = self._widget()
        return len(_heard[id(widget)].parts.under(None)) if id(widget) in _heard else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return _nth(self._widget(), None, index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return _place(self._widget(), None, child)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return _child_at(self._widget(), None, QPoint(x, y))

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        widget = self._widget()
        if widget is None or id(widget) not in _heard or not widget.hasFocus():
            return None
        key = _heard[id(widget)].parts.focused()
        return part_of(widget, key) if key is not None else None


@dataclass
class _Heard:
    """What is known about one widget."""

    parts: Parts
    role: Role
    made: dict[Key, Part]


_heard: dict[int, _Heard] = {}
_installed: list[bool] = []


def hear(widget: QWidget, parts: Parts, role: Role = Role.List) -> None:
    """Lets accessibility clients see the parts of a widget; to be called first thing in its `__init__`."""
    if not _installed:
        QAccessible.installFactory(_interface)
        _installed.append(True)
    number = id(widget)
    _heard[number] = _Heard(parts, role, {})
    widget.destroyed.connect(lambda: _forget(number))


def part_of(widget: QWidget, key: Key) -> Part:
    """The part with a key: always the same object while it lasts."""
    made = _heard[id(widget)].made
    if key not in made:
        made[key] = Part(widget, key)
        QAccessible.registerAccessibleInterface(made[key])
    return made[key]


def prune(widget: QWidget) -> None:
    """Lets go of parts that are gone, after what is shown has changed."""
    heard = _heard[id(widget)]
    for key in [key for key in heard.made if heard.parts.said(key) is None]:
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(heard.made.pop(key)))


def tell_focus(widget: QWidget) -> None:
    """Tells that the part in focus is another one (it is also what is selected)."""
    key = _heard[id(widget)].parts.focused()
    if QAccessible.isActive() and widget.hasFocus() and key is not None:
        part = part_of(widget, key)
        for event in (QAccessible.Event.Focus, QAccessible.Event.Selection):
            QAccessible.updateAccessibility(QAccessibleEvent(part, event))


def describe(widget: QWidget, words: str) -> None:
    """Says something about a widget to those who ask."""
    widget.setAccessibleDescription(words)
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged))


def announce(widget: QWidget, words: str) -> None:
    """Says something at once to those who listen, wherever they are: a ghost's place, a refusal, what was saved."""
    if words and QAccessible.isActive():
        event = QAccessibleAnnouncementEvent(widget, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


def _interface(_class: str, thing: QObject) -> QAccessibleInterface | None:
    heard = _heard.get(id(thing))
    return Whole(thing, heard.role) if heard is not None and isinstance(thing, QWidget) else None


def _forget(number: int) -> None:
    heard = _heard.pop(number, None)
    for part in heard.made.values() if heard else ():
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))


def _nth(widget: QWidget | None, key: Key | None, index: int) -> Part | None:
    if widget is None or id(widget) not in _heard:
        return None
    found = _heard[id(widget)].parts.under(key)
    return part_of(widget, found[index]) if 0 <= index < len(found) else None


def _place(widget: QWidget | None, key: Key | None, child: QAccessibleInterface) -> int:
    if widget is None or id(widget) not in _heard or not isinstance(child, Part):
        return -1
    found = list(_heard[id(widget)].parts.under(key))
    return found.index(child.key) if child.key in found else -1


def _child_at(widget: QWidget | None, key: Key | None, point: QPoint) -> Part | None:
    """The part right below `key` that holds a point of the screen."""
    if widget is None or id(widget) not in _heard:
        return None
    parts = _heard[id(widget)].parts
    found = parts.at(widget.mapFromGlobal(point))
    while found is not None and parts.above(found) != key:
        found = parts.above(found)
    return part_of(widget, found) if found is not None and found != key else None
