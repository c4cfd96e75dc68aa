"""What a page is handed: reading and writing in the background, the centre in sight, the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from resource_centre.app import App
from resource_centre.centres.queries import CentreRow
from resource_centre.core.changes import Done, Topic
from resource_centre.core.context import Actor
from resource_centre.core.errors import DatabaseAway
from resource_centre.db.unit import Unit
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.settings import Setting, Settings
from resource_centre.ui.background import Background, Task
from resource_centre.ui.connection import Connection, Held
from resource_centre.ui.failures import sentence
from resource_centre.ui.hub import Hub

T = TypeVar("T")

# Where rows are shown: page and the name of the place.
PAGE_OF = {
    "activity": ("calendar", "activity"),
    "booking": ("calendar", "activity"),
    "consultation": ("consultations", "id"),
    "request": ("consultations", "id"),
    "event": ("events", "id"),
    "session": ("events", "session"),
    "assignment": ("events", "assignment"),
    "ambassador": ("ambassadors", "id"),
    "loan": ("loans", "id"),
    "bookable": ("resources", "id"),
    "school": ("schools", "id"),
    "person": ("settings", "id"),
    "enrolment": ("courses", "enrolment"),
    "course": ("courses", "id"),
}


class Desk(QObject):
    """One per window. Everything a page does to the world goes through here.

    said(text): a short word for the status line · failed(text): a sentence for the banner ·
    opened(page, where): another page is asked for · centre_changed(): another centre is in sight ·
    saved(instant): something was written · another(address, password): another database is to be opened;
    without an address the person chooses.
    """

    said = Signal(str)
    failed = Signal(str)
    opened = Signal(str, object)
    centre_changed = Signal()
    saved = Signal(object)
    another = Signal(str, str)

    def __init__(
        self, app: App, settings: Settings, centre: CentreRow, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.app = app
        self.settings = settings
        self.centre = centre
        self.page = ""  # the one in sight
        self.hub = Hub(self)
        self.background = Background(self)
        self.connection = Connection(self._probe, app.file is None, self)
        self.connection.came_back.connect(lambda: self.hub.tell(Topic))

    @property
    def actor(self) -> Actor:
        """Who works at this window."""
        return self.app.actor

    @property
    def centre_id(self) -> int:
        """The centre in sight."""
        return self.centre.id

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the centre in sight: times on screen are its wall times."""
        return self.centre.tz

    def now(self) -> datetime:
        """The instant of the App's clock."""
        return self.app.clock.now()

    def wall_now(self) -> datetime:
        """Now, on the wall of the centre (aware)."""
        return self.now().astimezone(self.zone)

    def may(self, data: Data, right: Right = Right.READ) -> bool:
        """Whether the person may, at the centre in sight."""
        return allowed(self.actor, data, right, self.centre_id)

    def read(
        self,
        owner: QObject,
        query: Callable[[Unit], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        key: str = "",
        report: bool = False,
        later: bool = False,
    ) -> Task:
        """Reads in the background; a later read of the same owner and key replaces this one.

        While the database is away it waits, and the page shows what it had. A large `report` is read at the copy that
        this computer's settings name for it. What may come `later` waits for everything else that is under way.
        """
        reading = self.app.read_report if report else self.app.read

        def start() -> Task:
            return self.background.run(lambda _task: reading(query), found, missed, owner, key, later)

        def found(value: T) -> None:
            if self.app.file is None:
                self.connection.answered()
            then(value)

        def missed(trouble: BaseException) -> None:
            if isinstance(trouble, DatabaseAway):
                self.connection.hold(waiting)
                self.connection.lost(trouble)
            else:
                (failed or self.show_failure)(trouble)

        waiting = Held(owner, key, start, writes=False)
        if not self.connection.holds_back(writes=False):
            return start()
        self.connection.hold(waiting)
        return Task(0, owner, key)

    def write(
        self,
        owner: QObject | None,
        command: Callable[[Unit], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        said: str = "",
    ) -> Task:
        """Writes in the background. Pages that watch what changed are told, whether or not the owner still lives.

        While the database is away it waits in line as long as its owner lives, and is written once.
        """
        writing = self.app.writing(command)

        def written(done: Done[T]) -> None:
            self.hub.tell(done.topics)
            self.saved.emit(self.now())
            if said:
                self.said.emit(said)

        def start() -> Task:
            return self.background.run(lambda _task: writing.run(), finished, refused, None)

        def finished(done: Done[T]) -> None:
            written(done)
            self.connection.answered()
            if then is not None and (owner is None or _alive(owner)):
                then(done.value)

        def refused(trouble: BaseException) -> None:
            if isinstance(trouble, DatabaseAway):
                self.connection.hold(waiting, first=True)
                self.connection.lost(trouble)
                return
            self.connection.answered()
            if failed is not None and (owner is None or _alive(owner)):
                failed(trouble)
            else:
                self.show_failure(trouble)

        waiting = Held(owner, "", start, writes=True)
        if not self.connection.holds_back(writes=True):
            return start()
        self.connection.hold(waiting)
        return Task(0, owner, "")

    def work(
        self,
        owner: QObject,
        work: Callable[[Task], Any],
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> Task:
        """Any other long work, such as writing a file; `Task.report` shows progress and stops when cancelled."""

        def missed(trouble: BaseException) -> None:
            (failed or self.show_failure)(trouble)
            if isinstance(trouble, DatabaseAway):
                self.connection.lost(trouble)

        return self.background.run(work, then, missed, owner)

    def _probe(self, answered: Callable[[], None], failed: Callable[[BaseException], None]) -> Task:
        return self.background.run(
            lambda _task: self.app.read(lambda unit: unit.connection.exec_driver_sql("select 1").scalar()),
            lambda _one: answered(), failed, None,
        )  # fmt: skip

    def show_failure(self, trouble: BaseException) -> None:
        """Puts the sentence into the window's banner."""
        self.failed.emit(sentence(trouble))

    def open(self, page: str, **where: Any) -> None:
        """Goes to another page, there to a place: open("events", id=7)."""
        self.opened.emit(page, where)

    def open_row(self, kind: str, row_id: int | None) -> None:
        """Goes to where a row of this kind is shown; a kind that no page shows stays where one is."""
        page = PAGE_OF.get(kind)
        if page is not None and row_id is not None:
            self.open(page[0], **{page[1]: row_id})

    def show_centre(self, centre: CentreRow) -> None:
        """Puts another centre in sight."""
        self.centre = centre
        self.centre_changed.emit()

    def keep(self, setting: Setting[T], value: T) -> None:
        """Remembers a setting of this computer."""
        self.settings.set(setting, value)

    def act_as(self, actor: Actor) -> None:
        """Another person works at this window."""
        self.app.actor = replace(actor)

    def close(self) -> None:
        """Ends the threads."""
        if self.connection.away:
            self.app.give_up()
        self.connection.close()
        self.background.close()


def _alive(owner: QObject) -> bool:
    from shiboken6 import isValid

    return isValid(owner)
