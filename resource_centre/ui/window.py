"""Opens the window: database, person, pages; again when language or person change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from resource_centre.app import App
from resource_centre.centres import queries as centres
from resource_centre.core.errors import NotPermitted
from resource_centre.core.memory import hold_little
from resource_centre.db.errors import without_role
from resource_centre.db.live import Listener
from resource_centre.settings import (
    BACKUP_FOLDER,
    BACKUPS_KEPT,
    CENTRE,
    DATABASE,
    REPORTS_DATABASE,
    Settings,
)
from resource_centre.ui.application import dress
from resource_centre.ui.desk import Desk
from resource_centre.ui.loans.reminders import keep_reminding
from resource_centre.ui.resting import Resting
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.start.opening import open_as_another, open_database


def listen(app: App, desk: Desk) -> Listener:
    """Tells the pages what others change, as long as the window lives."""
    listener = Listener(app.engine, app.sender, desk.hub.heard.emit, lambda: app.written)
    desk.background.keep(listener.run, listener.stop)
    return listener


class Session:
    """From the database to the window, as often as somebody signs out."""

    def __init__(self, app: QApplication, settings: Settings, opening: QWidget) -> None:
        self.qt = app
        self.settings = settings
        self.opening: QWidget | None = opening
        self.app: App | None = None
        self.window: MainWindow | None = None

    def begin(self) -> bool:
        """Comes to the window; False when the person would not."""
        dress(self.qt, self.settings)
        self.qt.setWindowIcon(_mark())
        if not (self._open() and self._sign_in()):
            return False
        self.show()
        QTimer.singleShot(500, self._back_up)
        return True

    def end(self) -> None:
        """Lets the database go."""
        if self.app is not None:
            self.app.close()

    def _open(self, ask: bool = False) -> bool:
        """Opens the database, asking which when there is none."""
        self.app = open_database(self.settings, ask=ask)
        return self.app is not None

    def _sign_in(self) -> bool:
        assert self.app is not None
        if self.app.file is None:
            return True  # the login of the connection is who acts
        try:
            self.app.sign_in_alone()
            return True
        except NotPermitted:
            pass
        from resource_centre.ui.start.signin import SignIn

        dialog = SignIn(self.app, self.settings)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            return True
        if dialog.another:
            self.app.close()
            return self._open(ask=True) and self._sign_in()
        return False

    def show(self) -> MainWindow:
        """A new window for whoever is signed in; the old one goes."""
        assert self.app is not None
        dress(self.qt, self.settings)
        if self.window is not None:
            self.window.keep_place()
        old, self.window = self.window or self.opening, make_window(self.app, self.settings)
        self.opening = None
        self.window.rebuilt.connect(lambda: QTimer.singleShot(0, self.show))
        self.window.signed_out.connect(lambda: QTimer.singleShot(0, self._change_person))
        self.window.desk.another.connect(
            lambda url, password: QTimer.singleShot(0, lambda: self._change_database(url, password))
        )
        keep_reminding(self.window.desk, self.window)
        listen(self.app, self.window.desk)
        self.window.show()
        let_rest(self.window)
        if old is not None:
            old.close()
            old.deleteLater()
        return self.window

    def _change_person(self) -> None:
        assert self.app is not None
        if self.app.file is None:
            self._take(open_as_another(self.settings))
            return
        before = self.app.actor
        from resource_centre.ui.start.signin import SignIn

        dialog = SignIn(self.app, self.settings, self.window)
        dialog.other.hide()
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.show()
        else:
            self.app.actor = before

    def _change_database(self, url: str, password: str) -> None:
        """Another database: the one at this address, or whichever the person chooses."""
        before, kept = self.app, self.settings.get(DATABASE)
        opened = self.app = open_database(self.settings, url, password, ask=not url)
        if opened is not None and not self._sign_in():
            opened.close()
            opened = None
            self.settings.set(DATABASE, kept)
        else:
            opened = self.app
        self.app = before
        self._take(opened)

    def _take(self, opened: App | None) -> None:
        """Goes on in a database that was opened; stays where it is when there is none."""
        if opened is None:
            return
        before, self.app = self.app, opened
        self.show()
        if before is not None:
            before.close()

    def _back_up(self) -> None:
        """Today's backup, unless there is one."""
        if self.window is None or self.app is None or self.app.file is None:
            return
        desk, engine, file = self.window.desk, self.app.engine, self.app.file
        folder = Path(self.settings.get(BACKUP_FOLDER) or file.parent / "backups")
        today, keep = desk.wall_now().date(), self.settings.get(BACKUPS_KEPT)

        def work(_task: object) -> Path | None:
            from resource_centre.db.backup import daily_backup

            daily_backup(engine, folder, today, keep)
            return max(folder.glob("*.db"), key=lambda each: each.stat().st_mtime, default=None)

        def done(newest: Path | None) -> None:
            if self.window is not None and newest is not None:
                from datetime import UTC, datetime

                at = datetime.fromtimestamp(newest.stat().st_mtime, UTC).astimezone(desk.zone)
                self.window.status.show_backup(at, desk.wall_now())

        desk.work(self.window, work, done)


def let_rest(window: MainWindow) -> None:
    """Python collects its rubbish while this window rests; what it has built by then is not looked through again."""
    resting = Resting(window, window.desk.background)
    window.at_rest.connect(resting.settle)


def make_window(app: App, settings: Settings) -> MainWindow:
    """The window of the person who acts, at the centre that was in sight last."""
    app.reports_url = settings.get(REPORTS_DATABASE)
    kept = settings.get(CENTRE)
    mine = app.actor.centre_ids
    rows = [row for row in app.read(centres.centres) if row.id in mine]
    if not rows:
        raise without_role()
    centre = next((row for row in rows if row.id == kept), rows[0])
    hold_little()
    return MainWindow(Desk(app, settings, centre))


def _mark() -> QIcon:
    from resource_centre.ui.shell.rail import Mark

    drawn = Mark(64)
    picture: QPixmap = drawn.grab()
    drawn.deleteLater()
    return QIcon(picture)
