"""What the calendar shows, on paper: looked at first, then printed or saved as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPagedPaintDevice, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, n_
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.sheets import Sheets, paged, paint_sheets, write_sheets
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import check
from resource_centre.ui.widgets.labels import text

PREVIEW = 520


class PaperDialog(Dialog):
    """Shows the pages; prints them or saves them."""

    def __init__(self, desk: Desk, parent: QWidget, sheets: Sheets) -> None:
        super().__init__(desk, parent, _("Print the calendar"), _("Print…"), wide=True, size=QSize(1000, 680))
        self.sheets = sheets
        self.pages: list[QLabel] = []
        self._drawn = 0
        self.grey = check(_("In grey"))
        self.grey.toggled.connect(self._show)
        self.count = text("", "body2", wrap=True)
        self.form.put(text(sheets.title, "section", wrap=True))
        self.form.put(self.count)
        self.form.put(self.grey)
        self.form.put(button(_("Save as PDF…"), self.save_as, symbol="file-down"))
        self.form.end()
        self.cancel.setText(_("Close"))
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._draw_next)
        self._show()

    def _show(self) -> None:
        self.sheets = replace(self.sheets, grey=self.grey.isChecked())
        count = len(self.sheets.pages)
        self.count.setText(n_("{n} page, A4 across", "{n} pages, A4 across", count).format(n=count))
        assert self.side is not None
        while len(self.pages) < count:
            page = QLabel()
            page.setProperty("card", "true")
            page.setAccessibleName(
                _("Page {number} of {count}").format(number=len(self.pages) + 1, count=count)
            )
            self.side.inside.addWidget(page, 0, Qt.AlignmentFlag.AlignTop)
            self.pages.append(page)
        self._drawn = 0
        self._next.start()

    def _draw_next(self) -> None:
        """One page at a time, so that the window answers in between."""
        if self._drawn >= len(self.pages):
            self._next.stop()
            return
        ratio = self.devicePixelRatioF()
        self.pages[self._drawn].setPixmap(QPixmap.fromImage(self.sheets.picture(self._drawn, PREVIEW, ratio)))
        self._drawn += 1

    def confirm(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # a library for this moment alone

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.sheets.title)
        paged(printer, self.sheets.title)
        if self.grey.isChecked():
            printer.setColorMode(QPrinter.ColorMode.GrayScale)
        self._asked = QPrintDialog(printer, self)
        self._asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._asked.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(self._asked)

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Prints page by page; between two the window answers."""
        said = n_("{n} page goes to the printer.", "{n} pages go to the printer.", len(self.sheets.pages))
        pages = paint_sheets(printer, self.sheets)
        self.accept()
        _go_on(self.desk, self.parentWidget() or self, pages, said.format(n=len(self.sheets.pages)))

    def save_as(self) -> None:
        """Asks for a file and writes the pages into it."""
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF…"), _("calendar.pdf"), "PDF (*.pdf)")
        if chosen:
            write(self.desk, self.parentWidget() or self, self.sheets, Path(chosen))
            self.accept()

    def done(self, result: int) -> None:
        self._next.stop()
        super().done(result)


def write(desk: Desk, parent: QWidget, sheets: Sheets, file: Path) -> None:
    """Writes the PDF; between two pages the window answers."""
    said = n_("{n} page is saved.", "{n} pages are saved.", len(sheets.pages))
    _go_on(desk, parent, write_sheets(file, sheets), said.format(n=len(sheets.pages)))


def _go_on(desk: Desk, parent: QWidget, pages: Iterator[int], said: str) -> None:
    try:
        page = next(pages, None)
    except BadInput as trouble:
        desk.show_failure(trouble)
        return
    if page is None:
        desk.said.emit(said)
    else:
        QTimer.singleShot(0, parent, lambda: _go_on(desk, parent, pages, said))
