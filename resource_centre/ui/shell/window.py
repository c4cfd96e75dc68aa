"""The window: one per person at work. Pages are made when first shown."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QPoint, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from resource_centre.centres import queries as centres
from resource_centre.core.changes import Topic
from resource_centre.i18n import LANGUAGES, N_, _, use
from resource_centre.outbox.queries import unread
from resource_centre.people.roles import NAMES as ROLE_NAMES
from resource_centre.settings import CENTRE, LANGUAGE, LAST_PAGE, TEXT_SIZE, THEME, WINDOW
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import TEXT_SIZES
from resource_centre.ui.page import Page
from resource_centre.ui.pages import ASIDE, PageOf, import_all, pages_of
from resource_centre.ui.shell.header import NARROW_WIDTH, WIDTH, Header
from resource_centre.ui.shell.rail import Rail
from resource_centre.ui.shell.standing import Standing
from resource_centre.ui.shell.status import StatusLine
from resource_centre.ui.today.counts import read_counts
from resource_centre.ui.today.page import made_for
from resource_centre.ui.widgets import order
from resource_centre.ui.widgets.boxes import Banner, ConnectionBanner
from resource_centre.ui.widgets.buttons import menu_of
from resource_centre.ui.widgets.dressing import dressing

if TYPE_CHECKING:
    from resource_centre.ui.command.deeds import Deed
    from resource_centre.ui.command.palette import Palette

SMALLEST = (1024, 640)
NARROW = 1366
MINUTE = 20_000
SOON = 400  # ms after which the other pages are imported, so that none has to be waited for
AT_REST = 3_000  # ms after which what can be found is read, so that the first question finds it there
BREATH = 15  # ms between two slices of what is built ahead
THEMES = (("light", N_("Light")), ("dark", N_("Dark")), ("system", N_("As the computer")))


class MainWindow(QMainWindow):
    """rebuilt(): language, theme or text size changed · signed_out(): another person comes · at_rest(): all is built."""

    rebuilt = Signal()
    signed_out = Signal()
    at_rest = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        desk.setParent(self)
        self.setWindowTitle(_("Resource Centre"))
        self.setMinimumSize(*SMALLEST)
        self.pages: dict[str, PageOf] = {p.key: p for p in pages_of(desk.actor, desk.centre_id)}
        self.made: dict[str, Page] = {}
        self.current = ""
        self._build()
        self._commands: Palette | None = None
        self._wire()
        self._keys()
        self._restore()
        self._clock = QTimer(self)
        self._clock.setInterval(MINUTE)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._come_to_rest)
        self._idle.start(AT_REST)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._prepare)
        self._soon.start(SOON)
        self._tick()
        last = desk.settings.get(LAST_PAGE)
        first = last if last in self.pages else next(iter(self.pages), "")
        if first:
            self.show_page(first)

    def _build(self) -> None:
        middle = QWidget()
        self.setCentralWidget(middle)
        outer = QVBoxLayout(middle)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.rail = Rail(list(self.pages.values()))
        self.header = Header()
        self.status = StatusLine()
        self.waiting = QProgressBar()
        self.waiting.setObjectName("waiting")
        self.waiting.setTextVisible(False)
        self.waiting.setRange(0, 1)
        self.banner, self.news = Banner(closable=True), Banner()  # the second one stays
        self.stack = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.waiting)
        around = QVBoxLayout()
        around.setContentsMargins(16, 0, 16, 0)
        around.addWidget(ConnectionBanner(self.desk.connection))
        around.addWidget(self.news)
        around.addWidget(self.banner)
        right.addLayout(around)
        right.addWidget(self.stack, 1)
        body.addWidget(self.rail)
        body.addLayout(right, 1)
        outer.addLayout(body, 1)
        outer.addWidget(self.status)
        actor = self.desk.actor
        held = [role for role in ROLE_NAMES if actor.has(role, self.desk.centre_id)]
        self.header.show_centre(self.desk.centre)
        self.header.show_person(actor.name, ", ".join(_(ROLE_NAMES[role]) for role in held[:2]))
        where = _("Local file") if self.desk.app.file is not None else _("Shared server")
        self.status.where.setText(where)
        self.status.where.setToolTip(str(self.desk.app.file or ""))

    def _wire(self) -> None:
        self.rail.chosen.connect(self._chosen)
        self.header.centre_chosen.connect(self._show_centre)
        self.header.command.asked.connect(lambda: self.commands.be_asked())
        self.header.messages_wanted.connect(self.show_messages)
        self.header.person_wanted.connect(self._person_menu)
        self.desk.said.connect(self.status.say)
        self.desk.failed.connect(lambda words: self.banner.say(words, "danger"))
        self.desk.opened.connect(lambda page, where: self.show_page(page, **where))
        self.desk.saved.connect(lambda at: self.status.show_saved(at.astimezone(self.desk.zone)))
        self.standing = Standing(self.desk, self, self.news, self._is_unsaved)
        self.standing.outdated.connect(self.rebuilt)
        self.desk.background.busy.connect(lambda busy: self.waiting.setRange(0, 0 if busy else 1))
        self.desk.hub.changed.connect(self._on_change)
        self.desk.connection.changed.connect(lambda: self.status.show_away(self.desk.connection.away))

    def _keys(self) -> None:
        for n, key in enumerate(list(self.pages)[:9], 1):
            QShortcut(QKeySequence(f"Ctrl+{n}"), self).activated.connect(lambda k=key: self.show_page(k))
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.open_command)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_keys)
        QShortcut(QKeySequence("B"), self).activated.connect(self._book)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)

    def _chosen(self, key: str) -> None:
        if key == self.current and key in self.made:
            self.made[key].at_start()
        self.show_page(key)

    def show_page(self, key: str, **where: Any) -> None:
        """Goes to a page, and there to a place."""
        if key not in self.pages:
            return
        self._make(key)
        self.current = self.desk.page = key
        self.rail.pick(key)
        self.banner.say("")
        self.stack.setCurrentWidget(self.made[key])
        self.made[key].setFocus()
        if where:
            self.made[key].show_where(**where)
        self.desk.keep(LAST_PAGE, key)

    def _make(self, key: str) -> Page:
        if key not in self.made:
            self.made[key] = self.pages[key].make(self.desk)
            self.stack.addWidget(self.made[key])
        return self.made[key]

    def open_command(self) -> None:
        """The command field."""
        self.commands.open()

    @property
    def commands(self) -> Palette:
        """The command field at work; made when it is first asked, or when the window has come to rest."""
        if self._commands is None:
            from resource_centre.ui.command.palette import Palette

            self._commands = Palette(self.desk, self, self.header.command, self.deeds, set(self.pages))
        return self._commands

    def _prepare(self) -> None:
        """Imports what other pages need, when the first one has read what it shows."""
        if not self.desk.background.is_idle():
            self._soon.start(SOON)
            return
        today = [made_for(self.desk).partition(":")[0]] if "today" in self.pages else []
        names = [*(page.module for page in self.pages.values()), *today, *ASIDE]
        self.desk.background.run(
            lambda _task: import_all(names), None, self.desk.show_failure, self, "prepare"
        )

    def _come_to_rest(self) -> None:
        """What the first question would need is fetched and read away from the window's thread."""

        def fetch(_task: object) -> None:
            import_all(("command.palette", "administration.page"))
            for code in LANGUAGES:  # commands are known by their words in each
                with use(code):
                    _("Calendar")

        def ready(_nothing: object) -> None:
            self.commands.library.load()
            background.in_slices(self._build_ahead(), self, "pages", BREATH)
            background.run(
                lambda _task: None,
                lambda _none: self.at_rest.emit(),
                self.desk.show_failure,
                self,
                later=True,
            )

        background = self.desk.background
        background.run(fetch, ready, self.desk.show_failure, self, "rest")

    def _build_ahead(self) -> Iterator[Callable[[], object]]:
        """Builds and dresses the other pages, a slice each: who goes there finds a page that has only to be filled."""
        for key in self.pages:
            shown = key in self.made
            yield partial(self._make, key)
            page = self.made[key]
            yield from page.build_ahead()
            if not shown:
                yield from dressing(page)
                yield partial(self._lay_out, page)

    def _lay_out(self, page: Page) -> None:
        layout = page.layout()
        if layout is not None and not page.isVisible():
            page.resize(self.stack.size())
            layout.activate()

    def deeds(self) -> list[Deed]:
        """Everything that can be done or gone to from anywhere."""
        from resource_centre.ui.administration.page import chapters
        from resource_centre.ui.command.deeds import GO, Deed, actions_of

        found = actions_of(self.desk, set(self.pages))
        found += [
            Deed(p.key, p.name, p.symbol, partial(self.show_page, p.key), f"Ctrl {n}" if n < 10 else "", GO)
            for n, p in enumerate(self.pages.values(), 1)
        ]
        found += [
            Deed(
                f"settings-{c.key}",
                c.name,
                c.symbol,
                partial(self.show_page, "settings", section=c.key),
                kind=GO,
            )
            for c in (chapters(self.desk) if "settings" in self.pages else ())
        ]
        found.append(Deed("messages", N_("Messages"), "bell", self.show_messages, kind=GO))
        found.append(Deed("keys", N_("Keys"), "keyboard", self.show_keys, "F1", GO))
        for row in self.header.centres:
            if row.id != self.desk.centre_id:
                found.append(
                    Deed(
                        f"centre-{row.id}",
                        row.name,
                        "building-2",
                        partial(self._show_centre, row),
                        kind=GO,
                        plain=True,
                    )
                )
        for key, words in THEMES:
            found.append(
                Deed(
                    f"theme-{key}", words, "sun-moon", partial(self._dress, THEME, key), also="Colours theme"
                )
            )
        for code, name in LANGUAGES.items():
            speak = partial(self._dress, LANGUAGE, code)
            found.append(
                Deed(f"language-{code}", name, "languages", speak, plain=True, also="language язык тіл")
            )
        found.append(Deed("sign-out", N_("Sign out"), "log-out", self.signed_out.emit))
        return found

    def _book(self) -> None:
        if isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            return
        self.show_page("calendar", book=True)

    def _show_centre(self, centre: centres.CentreRow) -> None:
        self.desk.keep(CENTRE, centre.id)
        self.desk.show_centre(centre)
        allowed = [p.key for p in pages_of(self.desk.actor, centre.id)]
        if allowed != list(self.pages):
            self.rebuilt.emit()
            return
        self._read_around()
        self._tick()

    def _person_menu(self) -> None:
        menu = menu_of(self, [(_("My profile"), lambda: self.show_page("settings"), "user"), None])
        looks = menu.addMenu(_("Colours"))
        for key, words in THEMES:
            looks.addAction(_(words), partial(self._dress, THEME, key))
        tongues = menu.addMenu(_("Language"))
        for code, name in LANGUAGES.items():
            tongues.addAction(name, partial(self._dress, LANGUAGE, code))
        sizes = menu.addMenu(_("Size of text"))
        for size in TEXT_SIZES:
            sizes.addAction(f"{size} %", partial(self._dress, TEXT_SIZE, size))
        menu.addAction(_("Keys"), self.show_keys)
        menu.addSeparator()
        menu.addAction(_("Sign out"), lambda: None if self._must_stay() else self.signed_out.emit())
        menu.exec(self.header.person.mapToGlobal(QPoint(0, self.header.person.height())))
        menu.deleteLater()

    def _dress(self, setting: Any, value: Any) -> None:
        if self._must_stay():
            return
        self.desk.keep(setting, value)
        self.rebuilt.emit()

    def _must_stay(self) -> bool:
        """Whether this window still holds something that is not written; says so."""
        if self.desk.connection.holds_writes:
            self.banner.say(_("What you typed is not written yet. Wait until the database answers."), "warn")
            return True
        return False

    def _is_unsaved(self) -> bool:
        return self.desk.connection.holds_writes or any(page.unsaved() for page in self.made.values())

    def _on_change(self, topics: object) -> None:
        if isinstance(topics, frozenset):
            self._read_around()
            if Topic.CENTRES in topics:
                self._tick()

    def _read_around(self) -> None:
        centre_id = self.desk.centre_id

        def read(unit: Any) -> tuple[Any, int, dict[str, int]]:
            return centres.centres(unit), unread(unit), read_counts(unit, centre_id)

        self.desk.read(self, read, self._show_around, key="around", later=True)

    def _show_around(self, found: tuple[Any, int, dict[str, int]]) -> None:
        rows, messages, counts = found
        mine = self.desk.actor.centre_ids
        self.header.show_centres([row for row in rows if row.id in mine], self.desk.centre)
        self.header.bell.set_unread(messages)
        self.rail.set_waiting(counts)

    def _tick(self) -> None:
        self.status.show_clock(self.desk.centre, self.desk.wall_now())
        self.standing.follow()

    def _restore(self) -> None:
        kept = self.desk.settings.get(WINDOW)
        if kept:
            self.restoreGeometry(QByteArray(b64decode(kept)))
        else:
            self.resize(1440, 900)

    def keep_place(self) -> None:
        """The next window opens where this one is."""
        self.desk.keep(WINDOW, b64encode(bytes(self.saveGeometry().data())).decode())

    def show_messages(self) -> None:
        """What the person was told."""
        from resource_centre.ui.shell.messages import Messages

        Messages(self.desk, self).open()

    def show_keys(self) -> None:
        """The keys of the page in sight."""
        from resource_centre.ui.shell.keys import KeysDialog

        KeysDialog(self.desk, self, self.current).open()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return order.go(self, 1 if forward else -1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._read_around()  # the page in sight has begun to read by now

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.command.set_narrow(NARROW_WIDTH if self.width() < NARROW else WIDTH)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and self._is_unsaved():
            event.ignore()
            from resource_centre.ui.widgets.dialog import Leave

            words = _("Something that you typed is not saved or sent yet.")
            Leave(
                self.desk, self, _("Close without saving?"), _("Throw away"), words, lambda: self.close()
            ).open()
            return
        self.keep_place()
        self._clock.stop()
        self._idle.stop()
        self._soon.stop()
        self.desk.close()
        super().closeEvent(event)
