"""Saves what the calendar shows as a PDF to print, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, n_
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.sheets import write_sheets
from resource_centre.ui.timeline.view import TimelineView


def ask_and_print(desk: Desk, parent: QWidget, view: TimelineView, title: str) -> None:
    """Asks for a file and writes what the view shows into it."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Save the calendar to print it"), _("calendar.pdf"), "PDF (*.pdf)"
    )
    if chosen:
        write(desk, parent, view, Path(chosen), title)


def write(desk: Desk, parent: QWidget, view: TimelineView, file: Path, title: str) -> None:
    """Writes the PDF; between two pages the window answers."""
    if view.prepared is not None:
        _go_on(desk, parent, write_sheets(file, view.prepared, view.folding, title), 0)


def _go_on(desk: Desk, parent: QWidget, pages: Iterator[int], written: int) -> None:
    try:
        page = next(pages, None)
    except BadInput as trouble:
        desk.show_failure(trouble)
        return
    if page is None:
        desk.said.emit(n_("{n} page is saved.", "{n} pages are saved.", written).format(n=written))
    else:
        QTimer.singleShot(0, parent, lambda: _go_on(desk, parent, pages, page))
