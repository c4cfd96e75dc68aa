"""The dialog for a sheet of QR labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from resource_centre.exchange.labels import SHEETS, Label, pages, placed
from resource_centre.i18n import _, n_
from resource_centre.resources.queries import BookableRow
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.labels import draw_labels
from resource_centre.ui.widgets.buttons import switch_off
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Pick, number
from resource_centre.ui.widgets.labels import text


class LabelsDialog(Dialog):
    """A sheet of QR labels as PDF, for the labs and units that were listed."""

    def __init__(self, desk: Desk, parent: QWidget, rows: Sequence[BookableRow]) -> None:
        super().__init__(desk, parent, _("QR labels"), _("Save as PDF…"))
        self.labels = [Label(each.code, each.name, desk.centre.name) for each in rows]
        names = ", ".join(each.code for each in rows[:4]) + ("…" if len(rows) > 4 else "")
        self.form.put(text(names or _("Nothing is listed."), "body2", wrap=True))
        self.sheet = Pick([(sheet, sheet.name) for sheet in SHEETS])
        self.first = number(1, 1, SHEETS[0].count)
        self.form.add_row(
            ("sheet", _("Labels on a sheet"), self.sheet), ("first", _("Begin at label"), self.first)
        )
        self.bar = QProgressBar()
        self.bar.setVisible(False)
        self.form.put(self.bar)
        self.form.end()
        self.sheet.changed.connect(lambda _sheet: self._count())
        self.first.valueChanged.connect(lambda _n: self._count())
        self._task: Task | None = None
        self._count()

    def _placed(self) -> list:
        return placed(self.labels, self.sheet.value, self.first.value() - 1)

    def _count(self) -> None:
        self.first.setMaximum(self.sheet.value.count)
        sheets = pages(self._placed())
        labels = n_("{n} label", "{n} labels", len(self.labels)).format(n=len(self.labels))
        self.say_promise(
            _("{labels} on {pages}").format(
                labels=labels, pages=n_("{n} sheet of A4", "{n} sheets of A4", sheets).format(n=sheets)
            ),
            "qr-code",
        )
        switch_off(
            self.ok, "" if self.labels else _("Nothing is listed. List what you want labels for first.")
        )

    def confirm(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the labels"), _("labels.pdf"), "PDF (*.pdf)"
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, file: Path) -> None:
        """Draws into a file, off the window's thread."""
        wanted = self._placed()
        self.wait(True)
        self.bar.setVisible(True)
        self.bar.setRange(0, max(len(wanted), 1))

        def done(sheets: int) -> None:
            self._task = None
            self.desk.said.emit(n_("{n} page is saved.", "{n} pages are saved.", sheets).format(n=sheets))
            self.accept()

        def failed(trouble: BaseException) -> None:
            self._task = None
            self.bar.setVisible(False)
            self.show_trouble(trouble)

        self._task = self.desk.work(self, lambda task: draw_labels(task, file, wanted), done, failed)
        self._task.on_progress = lambda n, _of, _what: self.bar.setValue(n)

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()
