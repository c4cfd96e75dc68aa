"""The data: where the file lies, backups, checking; and the log of changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QProgressBar

from resource_centre.audit import queries as audit
from resource_centre.i18n import _, n_
from resource_centre.settings import BACKUP_FOLDER, BACKUPS_KEPT
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Banner, banner, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask
from resource_centre.ui.widgets.fields import Search, number
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import moment_words, number_words


class DataPanel(Panel):
    """The file, its backups, and whether it is sound."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file = desk.app.file
        card = self.card(_("Data"))
        if self.file is None:
            card.body.addWidget(
                text(_("The data lies on a server. Its administrator keeps the backups."), "body2", wrap=True)
            )
            self.column.addStretch(1)
            return
        card.body.addWidget(
            facts(
                [
                    (_("File"), str(self.file)),
                    (_("Size"), _("{n} MB").format(n=number_words(self.file.stat().st_size / 1e6, 1))),
                ]
            )
        )
        card.body.addWidget(
            banner(
                _(
                    "Rights are kept by the program. Whoever holds this file can read everything in it; keep the computer locked."
                ),
                "info",
            )
        )
        self.said = Banner()
        self.bar = QProgressBar()
        self.bar.hide()
        card.body.addWidget(self.said)
        card.body.addWidget(self.bar)
        self.stop = button(_("Cancel"), self._stop)
        self.stop.hide()
        card.body.addLayout(
            row(
                button(_("Back up now…"), self._back_up, symbol="save"),
                button(_("Look for damage"), self._check, symbol="shield-check"),
                button(_("Restore a backup…"), self._restore, kind="danger"),
                1,
                self.stop,
            )
        )
        kept = self.card(_("Daily backups"))
        self.days = number(desk.settings.get(BACKUPS_KEPT), 1, 365)
        self.days.valueChanged.connect(lambda n: desk.keep(BACKUPS_KEPT, n))
        self.days.setAccessibleName(_("Backups kept"))
        kept.body.addLayout(
            row(text(_("Kept, the newest")), self.days, button(_("Another folder…"), self._folder), 1)
        )
        self.table = Table(
            [
                Column(_("File"), lambda f: f.name, 300, stretch=True, strong=True),
                Column(
                    _("Made"),
                    lambda f: moment_words(
                        datetime.fromtimestamp(f.stat().st_mtime, UTC), desk.zone, desk.now()
                    ),
                    150,
                    key=lambda f: f.stat().st_mtime,
                ),
                Column(
                    _("Size"),
                    lambda f: _("{n} MB").format(n=number_words(f.stat().st_size / 1e6, 1)),
                    90,
                    right=True,
                    key=lambda f: f.stat().st_size,
                ),
            ],
            _("Backups"),
            identity=lambda f: f.name,
        )
        kept.body.addWidget(self.table)
        self.column.addStretch(1)
        self._task: Task | None = None

    @property
    def folder(self) -> Path:
        """Where daily backups lie."""
        assert self.file is not None
        return Path(self.desk.settings.get(BACKUP_FOLDER) or self.file.parent / "backups")

    def load(self) -> None:
        if self.file is not None:
            rows = (
                sorted(self.folder.glob("*.db"), key=lambda f: f.stat().st_mtime, reverse=True)
                if self.folder.exists()
                else []
            )
            self.table.set_rows(rows)
            self.table.fit_height(8)

    def _begin(self, work: Any, then: Any) -> None:
        self.said.say("")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop.show()

        def done(value: Any) -> None:
            self._end()
            then(value)

        def failed(trouble: BaseException) -> None:
            from resource_centre.ui.failures import sentence

            self._end()
            self.said.say(sentence(trouble), "danger")

        self._task = self.desk.work(self, work, done, failed)
        self._task.on_progress = lambda n, of, _what: (self.bar.setRange(0, of), self.bar.setValue(n))

    def _end(self) -> None:
        self.bar.hide()
        self.stop.hide()
        self.load()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._end()

    def _back_up(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Back up"),
            f"resource-centre-{self.desk.wall_now():%Y-%m-%d}.db",
            f"{_('Databases')} (*.db)",
        )
        if chosen:
            self.back_up(Path(chosen))

    def back_up(self, file: Path) -> None:
        """Writes a copy while everyone goes on working."""
        engine = self.desk.app.engine

        def work(task: Task) -> Path:
            from resource_centre.db.backup import backup

            return backup(engine, file, task.report)

        self._begin(work, lambda made: self.said.say(_("The backup is in {file}").format(file=made), "ok"))

    def _check(self) -> None:
        engine = self.desk.app.engine

        def work(_task: Task) -> list[str]:
            from resource_centre.db.check import problems

            return problems(engine)

        self._begin(
            work,
            lambda found: self.said.say(
                " ".join(found) or _("The database is sound."), "danger" if found else "ok"
            ),
        )

    def _restore(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore a backup"), str(self.folder), f"{_('Databases')} (*.db)"
        )
        if not chosen:
            return
        words = _(
            "Everything is put back as it was in {file}. What is there now is saved beside it first."
        ).format(file=Path(chosen).name)
        engine = self.desk.app.engine

        def work(task: Task) -> Any:
            from resource_centre.db.backup import restore
            from resource_centre.db.upgrade import known_revisions

            return restore(Path(chosen), engine, known_revisions(), task.report)

        def then(saved: Path | None) -> None:
            from resource_centre.core.changes import Topic

            self.said.say(_("The backup is in place. What was there is in {file}").format(file=saved), "ok")
            self.desk.hub.tell(Topic)

        Ask(
            self.desk, self, _("Restore a backup"), _("Restore"), words, lambda: self._begin(work, then)
        ).open()

    def _folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the backups"), str(self.folder))
        if chosen:
            self.desk.keep(BACKUP_FOLDER, chosen)
            self.load()


class LogPanel(Panel):
    """Who changed what, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("Log of changes"), _("written by the database itself; nobody can change it"))
        card.body.setContentsMargins(0, 0, 0, 0)
        self.search = Search(_("Who, table, value"))
        self.search.setFixedWidth(220)
        self.search.searched.connect(lambda _words: self._fill())
        card.head.addWidget(self.search)
        self.table = Table(
            [
                Column(
                    _("When"), lambda c: moment_words(c.at, desk.zone, desk.now()), 130, key=lambda c: c.at
                ),
                Column(_("Who"), lambda c: c.person or _("the program"), 170, strong=True),
                Column(_("What"), lambda c: f"{c.table} {c.row_id}", 170),
                Column(
                    _("How"),
                    lambda c: {"insert": _("added"), "update": _("changed")}.get(c.operation, c.operation),
                    90,
                ),
                Column(_("From → to"), _changes, 300, stretch=True, faint=True),
            ],
            _("Log of changes"),
            dense=True,
        )
        self.table.setMinimumHeight(460)
        card.body.addWidget(self.table)
        card.body.addLayout(row(button(_("Earlier ones"), self._more, kind="link"), 1))
        self.rows: list[audit.ChangeRow] = []

    def load(self) -> None:
        self.desk.read(self, lambda unit: audit.changes(unit, limit=300), self._show, key="log")

    def _show(self, rows: tuple[audit.ChangeRow, ...]) -> None:
        self.rows = list(rows)
        self._fill()

    def _more(self) -> None:
        before = self.rows[-1].id if self.rows else None

        def then(rows: tuple[audit.ChangeRow, ...]) -> None:
            self.rows += rows
            self._fill()
            self.desk.said.emit(n_("{n} more", "{n} more", len(rows)).format(n=len(rows)))

        self.desk.read(self, lambda unit: audit.changes(unit, before_id=before, limit=300), then, key="more")

    def _fill(self) -> None:
        words = self.search.text().strip().casefold().split()
        self.table.set_rows(
            [
                r
                for r in self.rows
                if all(w in f"{r.person} {r.table} {_changes(r)}".casefold() for w in words)
            ]
        )


def _changes(found: audit.ChangeRow) -> str:
    parts = [
        f"{name}: {_short(before)} → {_short(after)}"
        if found.operation == "update"
        else f"{name}: {_short(after)}"
        for name, before, after in found.changes
    ]
    return "; ".join(parts)


def _short(value: Any) -> str:
    words = "–" if value is None else str(value)
    return words if len(words) < 40 else f"{words[:38]}…"
