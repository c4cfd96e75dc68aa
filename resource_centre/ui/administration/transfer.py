"""A dialog over long work: a bar, a way to stop it, and what came of it table by table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QProgressBar, QWidget

from resource_centre.i18n import N_, _
from resource_centre.ui.administration.log import TABLES
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import number_words

Work = Callable[[Task], Any]


def table_words(name: str) -> str:
    """What the rows of a table are, in the words of the log."""
    return _(TABLES.get(name, name))


@dataclass(frozen=True, slots=True)
class Line:
    """A table's name, how many of its rows came over, and what stands beside: checksum, or known rows."""

    id: str
    rows: int
    beside: str


class Transfer(Dialog):
    """Long work with a bar: Cancel ends it and nothing is written; what came of it stays in sight."""

    third = N_("Checksum")

    def __init__(self, desk: Desk, parent: QWidget, title: str, verb: str, words: str) -> None:
        super().__init__(desk, parent, title, verb, size=QSize(600, 0))
        self._task: Task | None = None
        self._after: Callable[[], None] | None = None
        self.form.put(text(words, "body2", wrap=True))
        self.bar = QProgressBar()
        self.bar.hide()

    def end(self) -> None:
        """Below the fields: the bar."""
        self.form.put(self.bar)
        self.form.end()

    def run(self, work: Work, then: Callable[[Any], None]) -> None:
        """Does the work off the window's thread."""
        self.wait(True)
        self.bar.setRange(0, 0)
        self.bar.show()

        def done(value: Any) -> None:
            self._rest()
            then(value)

        def failed(trouble: BaseException) -> None:
            self._rest()
            self.show_trouble(trouble)

        self._task = self.desk.work(self, work, done, failed)
        self._task.on_progress = self._progress

    def _progress(self, done: int, of: int, what: str) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        self.say_promise(
            _("{done} of {of} rows: {table}").format(
                done=number_words(done), of=number_words(of), table=table_words(what)
            ),
            "database",
        )

    def _rest(self) -> None:
        self._task = None
        self.bar.hide()
        self.say_promise("")
        self.wait(False)

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._rest()
            self.banner.say(_("Stopped. Nothing was written."), "info")
            return
        if self._after is not None:  # it is done: nothing that was typed can be lost
            self.accept()
            return
        super().reject()

    def show_end(self, words: str, rows: list[Line], verb: str, do: Callable[[], None]) -> None:
        """What came of it: a sentence and, table by table, rows and checksum (or matches)."""
        self._after = do
        self.banner.say(words, "ok")
        for field in (*self.form.fields.values(), *self.form.findChildren(QWidget)):
            field.setEnabled(False)
        table = Table(
            [
                Column(_("Table"), lambda each: table_words(each.id), 200, stretch=True),
                Column(_("Rows"), lambda each: number_words(each.rows), 90, right=True, key=lambda each: each.rows),
                Column(_(self.third), lambda each: each.beside, 150, right=True),
            ],
            _("What came over"),
        )  # fmt: skip
        table.set_rows(rows)
        table.setMinimumHeight(180)
        self.left.inside.insertWidget(0, table)
        self.form.hide()
        self.cancel.setText(_("Close"))
        self.ok.setText(verb)
        self.ok.setFocus()

    def _go(self) -> None:
        if self._after is not None:
            self.accept()
            self._after()
            return
        super()._go()
