"""The import wizard: a file, its columns, what would happen; then everything usable at once, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedWidget, QWidget
from shiboken6 import isValid

from resource_centre.core.errors import BadInput, Cancelled
from resource_centre.db.unit import Unit
from resource_centre.exchange import importing
from resource_centre.exchange.mapping import FIELDS
from resource_centre.exchange.plans import Outcome, Plan
from resource_centre.exchange.reading import Written, written
from resource_centre.i18n import _, n_
from resource_centre.resources import queries as resources
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.importing.choosing import Choosing
from resource_centre.ui.importing.ending import Ending
from resource_centre.ui.importing.matching import Matching
from resource_centre.ui.importing.preview import Preview
from resource_centre.ui.importing.wording import KINDS, rows_words, size_words, written_words
from resource_centre.ui.widgets.buttons import button, switch_off
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Choice
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.steps import Step, Steps


class Progress(QObject):
    """Carries how far the writing is into the window's thread."""

    told = Signal(int, int)


class ImportWizard(Dialog):
    """Imports schools, equipment, people or a calendar. `imported()` when something was written."""

    imported = Signal()

    def __init__(self, desk: Desk, parent: QWidget, what: str, into: int | None = None) -> None:
        super().__init__(desk, parent, _(KINDS[what].title), _("Next"), size=QSize(1040, 680))
        self.what, self.plan, self.step = what, None, "file"
        self._how: Written | None = None
        self._stop: Event | None = None
        names = {"file": _("File"), "columns": _("Columns"), "preview": _("Check"), "end": _("Imported")}
        self._steps = {key: name for key, name in names.items() if key != "columns" or FIELDS[what]}
        self.steps = Steps(big=True)
        self.form.put(self.steps)
        self.about = text("", "second2")
        self.form.put(self.about)
        self.choosing, self.matching, self.preview, self.ending = (
            Choosing(what), Matching(), Preview(what), Ending(),
        )  # fmt: skip
        self.pages: dict[str, QWidget] = {
            "file": self.choosing, "columns": self.matching, "preview": self.preview, "end": self.ending,
        }  # fmt: skip
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.form.column.addWidget(self.stack, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(260)
        self.bar.setAccessibleName(_("How far the import is"))
        self.bar.hide()
        self.foot.insertWidget(2, self.bar)
        self.back = button(_("Back"), self.go_back)
        self.foot.insertWidget(self.foot.indexOf(self.ok), self.back)
        self.choosing.chosen.connect(self._chosen)
        self.choosing.moved.connect(self._moved)
        self.matching.changed.connect(self._matched)
        for each in (self.preview.leave, self.preview.strict):
            each.toggled.connect(lambda _on: self._refresh())
        self.ending.asked.connect(self._save_left)
        if what == "calendar":
            self._read_labs(into)
        self.go("file")

    plan: Plan | None

    def take(self, file: Path) -> None:
        """Begins with this file."""
        self.choosing.take(file)

    def go(self, step: str) -> None:
        """Shows a step."""
        self.step = step
        self.stack.setCurrentWidget(self.pages[step])
        self._refresh()
        first = {"file": self.choosing.place.browse, "preview": self.preview.table}.get(step, self.ok)
        first.setFocus()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.choosing.place.browse.setFocus()

    def go_back(self) -> None:
        """The step before this one."""
        self.banner.say("")
        keys = list(self._steps)
        self.go(keys[keys.index(self.step) - 1])

    def confirm(self) -> None:
        if self.step == "end":
            self.accept()
        elif self.step == "preview":
            self._put()
        else:
            keys = list(self._steps)
            self.go(keys[keys.index(self.step) + 1])

    def reject(self) -> None:
        """While it writes this stops the writing; else it closes."""
        if self._stop is not None:
            self._stop.set()
            self.say_promise(_("Being stopped…"), "circle-x")
            return
        if self.step == "end":
            self.accept()
            return
        super().reject()

    def _read_labs(self, into: int | None) -> None:
        key = self.desk.centre_id

        def fill(rows: list[Any]) -> None:
            self.choosing.into.set_choices(
                [Choice(r.id, r.name, "door-open") for r in rows], into or (rows[0].id if rows else None)
            )
            if self.choosing.file is not None:
                self._chosen()

        self.desk.read(self, lambda unit: resources.bookables(unit, key, "lab"), fill, key="labs")

    def _chosen(self) -> None:
        self.plan = None
        self.banner.say("")
        self._look(None, lambda: self.go(list(self._steps)[1]))

    def _moved(self) -> None:
        self.banner.say("")
        self._look(None, self._refresh)

    def _matched(self) -> None:
        self.matching.wait()
        self._look(self.matching.mapping, self._refresh)

    def _look(self, mapping: dict[str, str] | None, then: Callable[[], None]) -> None:
        file, into, what, key = self.choosing.file, self.choosing.into.value, self.what, self.desk.centre_id
        if file is None or (what == "calendar" and into is None):
            self._refresh()
            return
        waiting = _("The file is being read.")
        switch_off(self.ok, waiting)

        def read(unit: Unit) -> Any:
            made = importing.plan(unit, what, file, key, mapping, into if what == "calendar" else None)
            return made, written(file), file.stat().st_size

        self.desk.read(self, read, partial(self._planned, then), self._unread, key="plan")

    def _planned(self, then: Callable[[], None], found: tuple[Plan, Written, int]) -> None:
        self.plan, self._how, size = found
        told = [rows_words(self.plan), size_words(size), *written_words(self._how)]
        if self.what == "calendar":
            told = told[:2]
        self.choosing.show_found(self.plan.file, " · ".join(told))
        self.about.setText(" · ".join([self.plan.file, *told]))
        self.matching.show_plan(self.plan)
        self.preview.show_plan(self.plan)
        then()

    def _unread(self, trouble: BaseException) -> None:
        self.plan = None
        if self.step == "file" and self.choosing.file is not None:
            self.choosing.show_found(self.choosing.file.name, _("cannot be imported"))
        self.banner.say(sentence(trouble), "danger")
        self._refresh()

    def _refresh(self) -> None:
        """Steps, buttons, and what stands beside them, as things are now."""
        plan, writing = self.plan, self._stop is not None
        self._show_steps()
        self.about.setVisible(self.step in ("columns", "preview"))
        self.back.setVisible(self.step in ("columns", "preview") and not writing)
        self.cancel.setVisible(self.step != "end")
        self.cancel.setText(_("Stop") if writing else _("Cancel"))
        self.bar.setVisible(writing)
        if writing:
            switch_off(self.ok, _("Being imported…"))
            return
        reason = ""
        if self.step == "file" and plan is None:
            reason = _("Choose a file first.")
        elif self.step == "columns":
            reason = _("A column that is needed is missing.") if plan is None or plan.missing else ""
        elif self.step == "preview":
            reason = self._why_not()
        self.ok.setText({"preview": self._verb(), "end": _("Close")}.get(self.step, _("Next")))
        switch_off(self.ok, reason)
        promises = {"preview": _("All of it is written together. If it is stopped, nothing is."), "end": ""}
        self.say_promise(reason or promises.get(self.step, _("Nothing is written before you have seen it.")),
                         "info" if reason else "lock")  # fmt: skip

    def _show_steps(self) -> None:
        keys, plan = list(self._steps), self.plan
        at = keys.index(self.step)
        notes = {
            "file": plan.file if plan else _("choose one"),
            "columns": _("{n} of {of} used").format(n=len(plan.mapping), of=len(plan.columns)) if plan else _("what they are"),
            "preview": rows_words(plan) if plan else _("what would happen"),
            "end": _("done") if self.step == "end" else _("all, or nothing"),
        }  # fmt: skip
        self.steps.set_steps(
            [
                Step(
                    name,
                    notes[key] if len(notes[key]) < 32 else notes[key][:30] + "…",
                    "done" if n < at or self.step == "end" else "now" if n == at else "to come",
                )
                for n, (key, name) in enumerate(self._steps.items())
            ]
        )

    def _count(self) -> int:
        counts = self.plan.counts if self.plan else {}
        return counts.get(Outcome.CREATE, 0) + counts.get(Outcome.UPDATE, 0)

    def _verb(self) -> str:
        n = self._count()
        if self.what == "calendar":
            return n_("Import {n} entry", "Import {n} entries", n).format(n=n)
        return n_("Import {n} row", "Import {n} rows", n).format(n=n)

    def _why_not(self) -> str:
        if self.plan is None:
            return _("Choose a file first.")
        unusable = len(self.plan.bad) + len(self.plan.clashes)
        if unusable and self.preview.strict.isChecked():
            return n_(
                "{n} row cannot be used. Correct it in the file, or leave it out.",
                "{n} rows cannot be used. Correct them in the file, or leave them out.",
                unusable,
            ).format(n=unusable)
        return "" if self._count() else _("No row of this file would change anything.")

    def _put(self) -> None:
        plan, strict = self.plan, self.preview.strict.isChecked()
        if plan is None:
            raise BadInput(_("Choose a file first."))
        stop, progress = Event(), Progress(self.desk)
        self._stop = stop
        progress.told.connect(self._progressed, Qt.ConnectionType.QueuedConnection)

        def tell(done: int, of: int) -> None:
            if stop.is_set():
                raise Cancelled
            progress.told.emit(done, of)

        def finished(words: str) -> None:
            self._stop = None
            progress.deleteLater()
            self.ending.show_end(words, plan)
            self.imported.emit()
            self.desk.said.emit(words)
            self.go("end")

        def failed(trouble: BaseException) -> None:
            self._stop = None
            progress.deleteLater()
            if isinstance(trouble, Cancelled):
                self.banner.say(_("Stopped. Nothing was imported."), "info")
            else:
                self.banner.say(sentence(trouble), "danger")
            self._refresh()

        self.bar.setRange(0, 0)
        self.say_promise(_("Being imported…"), "upload")
        self.desk.write(self, lambda unit: importing.put(unit, plan, strict, tell), finished, failed)
        self._refresh()

    def _progressed(self, done: int, of: int) -> None:
        if not isValid(self) or self._stop is None or self._stop.is_set():
            return
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        self.say_promise(_("{n} of {of}").format(n=done, of=of), "upload")

    def _save_left(self) -> None:
        plan = self.plan
        if plan is None:
            return
        name = _("{file}, rows left out").format(file=Path(plan.file).stem)
        kinds = f"{_('Excel sheet')} (*.xlsx);;{_('Comma-separated values')} (*.csv)"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as a sheet"), f"{name}.xlsx", kinds)
        if chosen:
            self.desk.work(
                self,
                lambda _task: self.ending.write(Path(chosen), plan),
                lambda _none: self.desk.said.emit(_("{file} is saved.").format(file=Path(chosen).name)),
            )
