"""The data: where the file lies, backups, the way back, and whether it is sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QProgressBar

from resource_centre.core.changes import Topic
from resource_centre.db.secure import place_of
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.settings import BACKUP_FOLDER, BACKUPS_KEPT
from resource_centre.ui.administration.moving import BringDialog, HomeDialog, MoveDialog
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.start.ways import way
from resource_centre.ui.widgets.boxes import Banner, Empty, banner, row
from resource_centre.ui.widgets.buttons import button, primary, switch_off
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask
from resource_centre.ui.widgets.fields import number
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import moment_words, number_words

EMPTY = 170


@dataclass(frozen=True)
class BackupRow:
    """A backup in the folder."""

    id: str
    file: Path
    made: datetime
    size: int


def backups_in(folder: Path) -> list[BackupRow]:
    """The backups of a folder, the newest first; none when the folder cannot be read."""
    found = []
    try:
        for file in folder.glob("*.db"):
            facts_ = file.stat()
            found.append(
                BackupRow(file.name, file, datetime.fromtimestamp(facts_.st_mtime, UTC), facts_.st_size)
            )
    except OSError:
        return found
    return sorted(found, key=lambda each: (each.made, each.id), reverse=True)


def size_words(size: int) -> str:
    """2.4 MB."""
    return _("{n} MB").format(n=number_words(size / 1e6, 1))


class DataPanel(Panel):
    """The file, its backups, and whether it is sound."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file = desk.app.file
        self.writes = desk.may(Data.SETTINGS, Right.WRITE)
        self._task: Task | None = None
        card = self.card(_("Data"))
        if self.file is None:
            words = _("The data lies on a server. Its administrator keeps the backups.")
            card.body.addWidget(text(words, "body2", wrap=True))
            there = place_of(desk.app.engine.url)
            card.body.addWidget(
                facts(
                    [
                        (_("Server"), there.hosts or _("this computer")),
                        (_("Database"), there.database),
                        (_("Login"), there.login),
                    ]
                )
            )
            self._make_moving()
            self.column.addStretch(1)
            return
        card.body.addWidget(
            facts([(_("File"), str(self.file)), (_("Size"), size_words(self.file.stat().st_size))])
        )
        courtesy = _(
            "On a local file rights are a courtesy: whoever holds this file can read everything in it. "
            "Keep the computer locked, or use a shared server."
        )
        card.body.addWidget(banner(courtesy, "info"))
        self.said, self.bar = Banner(), QProgressBar()
        self.bar.hide()
        card.body.addWidget(self.said)
        card.body.addWidget(self.bar)
        self.stop = button(_("Cancel"), self._stop)
        self.stop.hide()
        acts = row(button(_("Look for damage"), self._check, symbol="shield-check"), 1, self.stop)
        if self.writes:
            acts.insertWidget(0, primary(_("Back up now"), self._back_up_here, symbol="save"))
            acts.insertWidget(1, button(_("Back up into another place…"), self._back_up))
        card.body.addLayout(acts)
        self._make_backups()
        self._make_moving()
        self.column.addStretch(1)

    def _make_moving(self) -> None:
        """The ways to other databases; every one of them copies, and none takes anything away here."""
        if not self.writes:
            return
        card, desk = self.card(_("Other databases")), self.desk
        if self.file is not None:
            words = _(
                "Several people at once, rights that the server itself enforces: this file goes to a server."
            )
            self.move_out = button(_("Move to a server…"), lambda: MoveDialog(desk, self).open())
            card.body.addWidget(way("server", _("A shared server"), words, self.move_out))
        else:
            words = _("A copy of one centre’s data, to work with on one computer.")
            self.take_home = button(_("Take a centre’s data home…"), lambda: HomeDialog(desk, self).open())
            card.body.addWidget(way("download", _("A file of your own"), words, self.take_home))
        words = _("Another centre has worked with a file of its own and joins this database.")
        self.bring_in = button(_("Bring a second centre’s file in…"), lambda: BringDialog(desk, self).open())
        card.body.addWidget(way("upload", _("A second centre"), words, self.bring_in))
        words = _("Open another file, or connect to a server.")
        self.other = button(_("Another database…"), lambda: desk.another.emit("", ""))
        card.body.addWidget(way("database", _("Work in another database"), words, self.other))

    def _make_backups(self) -> None:
        kept = self.card(_("Backups"), _("one is made every day the program is used"))
        kept.body.setContentsMargins(0, 0, 0, 0)
        desk = self.desk
        self.back = button(_("Restore…"), self._restore_picked, small=True, symbol="rotate-ccw")
        kept.head.addWidget(self.back)
        self.back.setVisible(self.writes)
        if self.writes:
            kept.head.addWidget(
                button(_("Restore another file…"), self._choose, small=True, symbol="folder-open")
            )
        self.table = Table(
            [
                Column(_("File"), lambda f: f.id, 300, stretch=True, strong=True),
                Column(_("Made"), lambda f: moment_words(f.made, desk.zone, desk.now()), 170, key=lambda f: f.made),
                Column(_("Size"), lambda f: size_words(f.size), 100, right=True, key=lambda f: f.size),
            ],
            _("Backups"),
            empty=Empty("hard-drive", _("No backup yet. The first one is made today, or with the button above.")),
            actions=lambda f: [(_("Restore…"), lambda: self._ask(f.file), "rotate-ccw")] if self.writes else [],
        )  # fmt: skip
        self.table.picked.connect(self._picked)
        self._picked(None)
        kept.body.addWidget(self.table)
        foot = row(text(_("Daily backups kept"), "second2"), spacing=8)
        foot.setContentsMargins(14, 8, 12, 8)
        self.days = number(desk.settings.get(BACKUPS_KEPT), 1, 365)
        self.days.valueChanged.connect(lambda n: desk.keep(BACKUPS_KEPT, n))
        self.days.setAccessibleName(_("Daily backups kept"))
        self.days.setFixedWidth(84)
        self.days.setEnabled(self.writes)
        self.place = Elided(str(self.folder), "second")
        foot.addWidget(self.days)
        foot.addWidget(text(_("in"), "second2"))
        foot.addWidget(self.place, 1)
        if self.writes:
            foot.addWidget(button(_("Another folder…"), self._folder, small=True))
        kept.body.addLayout(foot)

    @property
    def folder(self) -> Path:
        """Where daily backups lie."""
        assert self.file is not None
        return Path(self.desk.settings.get(BACKUP_FOLDER) or self.file.parent / "backups")

    def load(self) -> None:
        if self.file is not None:
            folder = self.folder
            self.desk.work(self, lambda _task: backups_in(folder), self._show)

    def _show(self, rows: list[BackupRow]) -> None:
        self.table.set_rows(rows)
        self.table.fit_height(8)
        if not rows:
            self.table.setFixedHeight(EMPTY)

    def _begin(self, work: Any, then: Any, *, can_stop: bool = True) -> None:
        if self._task is not None:
            return
        self.said.say("")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop.setVisible(can_stop)

        def done(value: Any) -> None:
            self._end()
            then(value)

        def failed(trouble: BaseException) -> None:
            self._end()
            self.said.say(sentence(trouble), "danger")

        self._task = self.desk.work(self, work, done, failed)
        self._task.on_progress = self._progress

    def _progress(self, done: int, of: int, _what: str) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)

    def _end(self) -> None:
        self._task = None
        self.bar.hide()
        self.stop.hide()
        self.load()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._end()
            self.said.say(_("Stopped. Nothing was written."), "info")

    def _back_up_here(self) -> None:
        self.back_up(self.folder / f"{self._stem()}-{self.desk.wall_now():%Y-%m-%d-%H%M%S}.db")

    def _back_up(self) -> None:
        name = f"{self._stem()}-{self.desk.wall_now():%Y-%m-%d}.db"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Back up"), name, f"{_('Databases')} (*.db)")
        if chosen:
            self.back_up(Path(chosen))

    def _stem(self) -> str:
        return self.file.stem if self.file is not None else "resource-centre"

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

        def then(found: list[str]) -> None:
            words = " ".join(found) or _("The database is sound.")
            self.said.say(words, "danger" if found else "ok")

        self._begin(work, then)

    def _picked(self, found: BackupRow | None) -> None:
        switch_off(self.back, "" if found is not None else _("Choose a backup in the list first."))

    def _restore_picked(self) -> None:
        found = self.table.current
        if found is not None:
            self._ask(found.file)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore a backup"), str(self.folder), f"{_('Databases')} (*.db)"
        )
        if chosen:
            self._ask(Path(chosen))

    def _ask(self, file: Path) -> None:
        words = _(
            "Everything is put back as it was in {file}. What is there now is saved beside it first."
        ).format(file=file.name)
        title = _("Restore a backup")
        Ask(self.desk, self, title, _("Restore"), words, lambda: self.restore(file)).open()

    def restore(self, file: Path) -> None:
        """Puts a backup in place of the database."""
        engine = self.desk.app.engine

        def work(task: Task) -> Path | None:
            from resource_centre.db.backup import restore
            from resource_centre.db.upgrade import known_revisions, upgrade

            saved = restore(file, engine, known_revisions(), task.report)
            upgrade(engine)
            return saved

        def then(saved: Path | None) -> None:
            words = _("The backup is in place. What was there is in {file}").format(file=saved)
            self.said.say(words, "ok")
            self.desk.hub.tell(Topic)

        self._begin(work, then, can_stop=False)

    def _folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the backups"), str(self.folder))
        if chosen:
            self.desk.keep(BACKUP_FOLDER, chosen)
            self.place.set_words(chosen)
            self.load()
