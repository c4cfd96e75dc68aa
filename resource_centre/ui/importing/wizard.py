"""Importing a file: which columns mean what, what would happen to each row, then all good ones at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.exchange import importing
from resource_centre.exchange.mapping import FIELDS
from resource_centre.exchange.plans import OUTCOME_NAMES, Outcome, Plan, PlanLine
from resource_centre.i18n import N_, _, n_
from resource_centre.resources import queries as resources
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Empty, clear, row
from resource_centre.ui.widgets.buttons import Segments, button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Choice, Pick, check
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.widgets.table import Table

TITLES = {
    "schools": N_("Import schools"),
    "equipment": N_("Import equipment"),
    "people": N_("Import people"),
    "calendar": N_("Import a calendar"),
}
TONES = {
    Outcome.CREATE: "ok",
    Outcome.UPDATE: "accent",
    Outcome.SKIP: "plain",
    Outcome.CLASH: "warn",
    Outcome.BAD: "danger",
}
SORTS = {"calendar": "*.ics"}
SHEETS = "*.csv *.tsv *.txt *.xlsx"


class ImportWizard(Dialog):
    """Nothing is written before the button says how many rows; then everything good goes in together."""

    def __init__(self, desk: Desk, parent: QWidget, what: str) -> None:
        super().__init__(desk, parent, _(TITLES[what]), _("Import"), wide=True, size=QSize(1060, 660))
        self.what = what
        self.file: Path | None = None
        self.plan: Plan | None = None
        self._task: Task | None = None
        self.setAcceptDrops(True)
        self.name = Elided(_("No file yet"), "medium")
        line = row(button(_("Choose a file…"), self.browse, symbol="folder-open"), spacing=10)
        line.addWidget(self.name, 1)
        self.form.put(line)
        self.form.put(
            text(
                _("or drop it here. UTF-8, UTF-16 and Windows-1251 are read; commas, semicolons and tabs."),
                "second",
                wrap=True,
            )
        )
        self.into = Pick()
        if what == "calendar":
            self.form.add("into", _("Into which lab"), self.into)
            key = desk.centre_id
            desk.read(self, lambda unit: resources.bookables(unit, key, "lab"), self._labs)
            self.into.changed.connect(lambda _value: self._look())
        self.columns = Form(6)
        self.form.put(self.columns)
        self.strict = check(_("Only if every row is good"))
        self.form.put(self.strict)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.form.put(self.bar)
        self.form.end()
        assert self.side is not None
        self.shown = Segments([("all", _("All"))], "all", _("Which rows"))
        self.holder = row(self.shown, 1)
        self.side.inside.addLayout(self.holder)
        columns = [
            Column(_("Row"), lambda r: str(r.row), 56, right=True, key=lambda r: r.row),
            Column(_("What"), lambda r: r.label, 220, stretch=True, strong=True),
            Column(
                _("Happens"),
                lambda r: _(OUTCOME_NAMES[r.outcome]),
                128,
                chip=True,
                tone=lambda r: TONES[r.outcome],
            ),
            Column(_("Why"), self._why, 260, faint=True),
        ]
        words = _(
            "Here you see, before anything is written, what would be new, changed or left out, and why."
        )
        self.table = Table(columns, _("Preview"), identity=lambda r: r.row, empty=Empty("import", words))
        self.table.setMinimumHeight(430)
        self.side.inside.addWidget(self.table, 1)
        self.say_promise(_("All good rows go in together; nothing is half-written."))
        self._say()

    def browse(self) -> None:
        """Asks for a file."""
        kinds = SORTS.get(self.what, SHEETS)
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.windowTitle(), "", f"{_('Files')} ({kinds});;{_('All files')} (*)"
        )
        if chosen:
            self.read(Path(chosen))

    def read(self, file: Path) -> None:
        """Shows what importing a file would do."""
        self.file = file
        self.plan = None
        self.name.set_words(file.name)
        self._look({})

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            self.read(Path(urls[0].toLocalFile()))

    def _labs(self, rows: list[Any]) -> None:
        self.into.set_choices([Choice(b.id, b.name, "door-open") for b in rows])
        self._look()

    def _why(self, found: PlanLine) -> str:
        changes = "; ".join(f"{c.field}: {c.before or '–'} → {c.after or '–'}" for c in found.changes)
        return "; ".join(part for part in (found.why, changes) if part)

    def _look(self, mapping: dict[str, str] | None = None) -> None:
        file = self.file
        if file is None:
            return
        told = mapping if mapping is not None else self._mapping()
        what, centre_id, into = (
            self.what,
            self.desk.centre_id,
            self.into.value if self.what == "calendar" else None,
        )
        self.bar.show()

        def read(unit: Unit) -> Plan:
            return importing.plan(unit, what, file, centre_id, told or None, into)

        self.desk.read(self, read, self._show, self._unreadable, key="plan")

    def _unreadable(self, trouble: BaseException) -> None:
        self.bar.hide()
        self.plan = None
        self.table.set_rows([])
        self._say()
        self.show_trouble(trouble)

    def _mapping(self) -> dict[str, str]:
        return {
            name: pick.value or "" for name, pick in self.columns.fields.items() if isinstance(pick, Pick)
        }

    def _show(self, plan: Plan) -> None:
        self.bar.hide()
        self.banner.say("")
        fresh = self.plan is None or self.plan.columns != plan.columns
        self.plan = plan
        if fresh:
            self._columns(plan)
        if plan.missing:
            self.banner.say(importing.missing_sentence(plan), "warn")
        counts = plan.counts
        clear(self.holder)
        choices = [("all", _("All {n}").format(n=len(plan.lines)))]
        choices += [(o.value, f"{_(OUTCOME_NAMES[o])} {counts[o]}") for o in Outcome if counts[o]]
        self.shown = Segments(choices, "all", _("Which rows"))
        self.shown.chosen.connect(self._filter)
        self.holder.addWidget(self.shown)
        self.holder.addStretch(1)
        self._filter("all")
        self._say()

    def _filter(self, key: str) -> None:
        lines = self.plan.lines if self.plan else ()
        self.table.set_rows([line for line in lines if key in ("all", line.outcome.value)])

    def _columns(self, plan: Plan) -> None:
        clear(self.columns.column)
        self.columns.fields.clear()
        if not plan.columns or not FIELDS[self.what]:
            return
        self.columns.put(text(_("Columns of the file"), "section"))
        fields = [Choice("", _("leave out")), *[Choice(f.name, _(f.label)) for f in plan.fields]]
        for n, name in enumerate(plan.columns):
            pick = Pick(fields, plan.mapping.get(name, ""))
            sample = next((s[n] for s in plan.samples if n < len(s) and s[n].strip()), "")
            self.columns.add(name, f"{name}   {sample[:40]}".strip().replace("\n", " "), pick)
            pick.changed.connect(lambda _value: self._look())

    def _say(self) -> None:
        plan = self.plan
        count = plan.counts[Outcome.CREATE] + plan.counts[Outcome.UPDATE] if plan else 0
        words = n_("Import {n} row", "Import {n} rows", count).format(n=count) if count else _("Import")
        self.ok.setText(words)
        from resource_centre.ui.widgets.buttons import switch_off

        reason = (
            _("Choose a file first.")
            if plan is None
            else _("Nothing in this file is new.")
            if not count
            else ""
        )
        switch_off(self.ok, reason)

    def confirm(self) -> None:
        plan, strict = self.plan, self.strict.isChecked()
        if plan is None:
            raise BadInput(_("Choose a file first."))
        self.bar.show()
        self.save(lambda unit: importing.put(unit, plan, strict), self.desk.said.emit)

    def show_trouble(self, trouble: BaseException) -> None:
        self.bar.hide()
        super().show_trouble(trouble)
        self._say()
