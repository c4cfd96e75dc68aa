"""A part of the window that is not in sight is given what the style sheet says, some widgets at a time: else all of it
is dressed at once when it is shown, which takes longer than building it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

FEW = 24  # widgets in one slice of the window's time


def dressing(part: QWidget) -> Iterator[Callable[[], None]]:
    """The steps, for `Background.in_slices`."""
    inside = [*_parts(part), part]
    for at in range(0, len(inside), FEW):
        yield partial(_dress, inside[at : at + FEW])


def _dress(parts: list[QWidget]) -> None:
    for part in parts:
        part.ensurePolished()


def _parts(part: QWidget) -> Iterator[QWidget]:
    """What lies in it, the innermost first. By its layouts, so that PySide need not find out what else Qt has made."""
    held = part.widget() if isinstance(part, QScrollArea) else None
    if held is not None:
        yield from _parts(held)
        yield held
    elif (layout := part.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from _parts(widget)
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
