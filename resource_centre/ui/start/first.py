"""The first start: a sample network, an own new database, one that is there already, or a server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from resource_centre.app import App, prepare
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.settings import LAST_LOGIN, Settings, default_database_url
from resource_centre.ui.background import Background, Task
from resource_centre.ui.failures import sentence
from resource_centre.ui.shell.rail import Mark
from resource_centre.ui.start.connecting import ConnectPage
from resource_centre.ui.start.entering import Found, State, is_older, lay_schema
from resource_centre.ui.start.own import Beginning, OwnPage
from resource_centre.ui.start.owning import (
    FillPage,
    LoginPage,
    begin_there,
    give_login,
    local_file,
    move_there,
)
from resource_centre.ui.start.ways import way
from resource_centre.ui.widgets.boxes import Banner, column, row
from resource_centre.ui.widgets.buttons import button, primary
from resource_centre.ui.widgets.labels import text

SIZE = QSize(640, 620)


class FirstStart(QDialog):
    """Answers the address of a database in `url`, made and filled when that was asked for, and the `password` typed.

    `server` opens it at the connection to that address; `said` is why it could not be opened.
    """

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        server: str = "",
        password: str = "",
        said: str = "",
        older: str = "",
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.url, self.password = "", ""
        self.background = Background(self)
        self._task: Task | None = None
        self._came_from = 0
        self.setWindowTitle(_("Welcome to Resource Centre"))
        self.setMinimumWidth(SIZE.width())
        self.resize(SIZE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 24, 28, 22)
        outer.setSpacing(14)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # its pages scroll
        head = row(Mark(), text(_("Welcome to Resource Centre"), "title"), 1, spacing=12)
        outer.addLayout(head)
        self.banner = Banner()
        outer.addWidget(self.banner)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack)
        self.ways = self._ways()
        self.own_page = OwnPage()
        self.connect_page = ConnectPage(self.background)
        self.working = self._working()
        for page in (self.ways, self.own_page, self.connect_page, self.working):
            self.stack.addWidget(page)
        self.own_page.left.connect(lambda: self._turn_to(self.ways))
        self.own_page.begun.connect(self._make_own)
        self.connect_page.left.connect(lambda: self._turn_to(self.ways))
        self.connect_page.entered.connect(self._enter)
        self.connect_page.owned.connect(self._show_owner)
        if server:
            self._turn_to(self.connect_page)
            self.connect_page.show_address(server, said, password)
        elif older:
            self._bring_up(older)
        elif said:
            self.banner.say(said, "danger")

    def sizeHint(self) -> QSize:
        return SIZE

    def _turn_to(self, page: QWidget) -> None:
        self.banner.say("")
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus()

    def _ways(self) -> QWidget:
        made = QWidget()
        ways = column(spacing=10)
        ways.addWidget(text(_("How would you like to begin?"), "body2"))
        self.sample = primary(_("Open the sample"), self._make_sample)
        self.own = button(_("New database…"), lambda: self._turn_to(self.own_page))
        self.existing = button(_("Open…"), self._open_existing)
        self.connecting = button(_("Connect…"), lambda: self._turn_to(self.connect_page))
        for symbol, title, words, act in (
            (
                "sparkles",
                _("Look around in a sample network"),
                _(
                    "Three centres with a year of bookings, requests and events. Nothing you do there can break anything."
                ),
                self.sample,
            ),
            (
                "database",
                _("Start your own centre"),
                _(
                    "A new, empty database on this computer. You give the centre a name and become its administrator."
                ),
                self.own,
            ),
            (
                "folder-open",
                _("Open a database that you have"),
                _("A file from another computer, or a backup."),
                self.existing,
            ),
            (
                "server",
                _("Connect to a server"),
                _("A PostgreSQL server that a centre or the whole network shares."),
                self.connecting,
            ),
        ):
            ways.addWidget(way(symbol, title, words, act))
        ways.addStretch(1)
        made.setLayout(ways)
        return made

    def _working(self) -> QWidget:
        made = QWidget()
        self.what = text(_("The sample is being made…"), "section")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        inside = column(1, self.what, self.bar, spacing=14)
        inside.addLayout(row(1, button(_("Cancel"), self._stop)))
        inside.addStretch(2)
        made.setLayout(inside)
        return made

    def _make_sample(self) -> None:
        from resource_centre.demo.network import fill

        def make(unit: Unit) -> None:
            fill(unit, 1, 1)

        self._make(_("The sample is being made…"), make, "coordinator")

    def _make_own(self, beginning: Beginning) -> None:
        self._make(_("Your database is being made…"), beginning.make, beginning.login)

    def _make(self, words: str, fill: Callable[[Unit], None], login: str) -> None:
        url = default_database_url()

        def work(task: Task) -> None:
            prepare(url)
            app = App.open(url)
            try:
                app.write(fill)
                task.report(1, 1)
            finally:
                app.close()

        def done(_none: object) -> None:
            self.settings.set(LAST_LOGIN, login)
            self._enter(url, "")

        self._work(words, work, done)

    def _work(self, words: str, work: Callable[[Task], object], done: Callable[[object], None]) -> None:
        """Long work on a page of its own; what went wrong is said on the page where it began."""
        self._came_from = self.stack.currentIndex()
        self.what.setText(words)
        self.bar.setRange(0, 0)
        self._turn_to(self.working)
        self._task = self.background.run(work, done, self._failed, self)
        self._task.on_progress = self._progress

    def _progress(self, done: int, of: int, _what: str) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)

    def _failed(self, trouble: BaseException) -> None:
        self._turn_back()
        self.banner.say(sentence(trouble), "danger")

    def _turn_back(self) -> None:
        page = self.stack.widget(self._came_from)
        self._turn_to(self.ways if page is self.working or page is None else page)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._turn_back()

    def _open_existing(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a database"), "", f"{_('Databases')} (*.db *.sqlite)"
        )
        if not chosen:
            return
        url = f"sqlite:///{Path(chosen)}"
        try:
            App.open(url).close()
        except Exception as trouble:  # noqa: BLE001 - whatever it is, it is said here
            if is_older(trouble):
                self._bring_up(url)
            else:
                self.banner.say(sentence(trouble), "danger")
            return
        self._enter(url, "")

    def _bring_up(self, url: str) -> None:
        """An older file is saved beside itself first, then brought to this program's schema."""
        words = _("Your database is from an older Resource Centre. It is saved, then brought up to date…")
        self._work(words, lambda _task: lay_schema(url), lambda _none: self._enter(url, ""))

    def _show_owner(self, url: str, password: str, found: Found) -> None:
        """The login that owns a server's database: it fills it, and gives somebody the first login."""
        if found.state is State.OWNED:
            self._give_login(url, password, found.people)
            return
        fill = FillPage(local_file(self.settings))
        fill.left.connect(lambda: self._turn_to(self.connect_page))
        fill.begun.connect(lambda: self._begin_there(url, password))
        fill.moved.connect(lambda: self._move_there(url, password))
        self._turn_to(fill)

    def _begin_there(self, url: str, password: str) -> None:
        own = OwnPage(on_server=True)
        own.left.connect(lambda: self._turn_to(self.connect_page))

        def make(beginning: Beginning) -> None:
            work = partial(begin_there, url, password, beginning)
            self._work(
                _("The centre is being made…"), lambda _task: work(), self._come_in(beginning.password)
            )

        own.begun.connect(make)
        self._turn_to(own)

    def _move_there(self, url: str, password: str) -> None:
        file = local_file(self.settings)

        def done(people: object) -> None:
            self._give_login(url, password, people)  # type: ignore[arg-type]

        self._work(_("Everything is being moved…"), partial(move_there, file, url, password), done)

    def _give_login(self, url: str, password: str, people: tuple[tuple[str, str], ...]) -> None:
        page = LoginPage(people)
        page.left.connect(lambda: self._turn_to(self.connect_page))

        def give(login: str, new: str) -> None:
            work = partial(give_login, url, password, login, new)
            self._work(_("The login is being made…"), lambda _task: work(), self._come_in(new))

        page.given.connect(give)
        self._turn_to(page)

    def _come_in(self, password: str) -> Callable[[object], None]:
        """With the address that the work before has answered, as the person whose password this is."""

        def then(url: object) -> None:
            self._turn_to(self.connect_page)
            self.connect_page.show_address(str(url), password=password)
            self.connect_page.try_out(True)

        return then

    def _enter(self, url: str, password: str) -> None:
        self.url, self.password = url, password
        self.accept()

    def done(self, result: int) -> None:
        self.background.close()
        super().done(result)
