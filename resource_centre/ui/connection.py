"""Whether the database answers: what is held back while it does not, the countdown, and coming back by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from resource_centre.core.errors import DatabaseAway
from resource_centre.core.waiting import pause
from resource_centre.i18n import _

SECOND = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """Work that waits until the database answers. What a closed form wanted is forgotten."""

    owner: QObject | None
    key: str
    run: Callable[[], object]
    writes: bool

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        if self.owner is None:
            return True
        return isValid(self.owner) and not (isinstance(self.owner, QDialog) and self.owner.isHidden())


class Connection(QObject):
    """changed(): it went away, came back, or there is a second less to wait · came_back(): it answers again.

    While the database is away, writes are held in their order and each is done before the next. Reads are held too
    when a server is silent; a file that takes no writes just now can still be read.
    """

    changed = Signal()
    came_back = Signal()

    def __init__(
        self, probe: Callable[[Callable[[], None], Callable[[BaseException], None]], object], on_server: bool,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.trouble: DatabaseAway | None = None
        self.left = 0  # seconds until the next try; 0 while one is under way
        self._probe = probe
        self._on_server = on_server
        self._tried = 0
        self._held: list[Held] = []
        self._second = QTimer(self)
        self._second.setInterval(SECOND)
        self._second.timeout.connect(self._count)

    @property
    def away(self) -> bool:
        """Whether it does not answer now."""
        return self.trouble is not None

    @property
    def holds_writes(self) -> bool:
        """Whether something is typed and not written yet."""
        return any(held.writes and held.wanted for held in self._held)

    def holds_back(self, writes: bool) -> bool:
        """Whether new work of this kind has to wait in line."""
        return self.away and (writes or self._on_server)

    def words(self) -> str:
        """What a person reads; empty while it answers."""
        if self.trouble is None:
            return ""
        if not self.left:
            now = _("Trying again now.")
        elif self.holds_writes:
            now = _("Your form is kept; trying again in {n} s.").format(n=self.left)
        else:
            now = _("Trying again in {n} s.").format(n=self.left)
        return f"{self.trouble.short} {now}"

    def lost(self, trouble: DatabaseAway) -> None:
        """It did not answer: counts down to the next try."""
        self.trouble = trouble
        if not self.left:
            self._tried += 1
            self.left = pause(self._tried)
            self._second.start()
        self.changed.emit()

    def hold(self, held: Held, *, first: bool = False) -> None:
        """Keeps work until it answers; a newer read of the same owner and key takes the place of an older one."""
        if held.key:
            self._held = [one for one in self._held if (one.owner, one.key) != (held.owner, held.key)]
        self._held.insert(0 if first else len(self._held), held)
        self.changed.emit()

    def try_now(self) -> None:
        """Tries: what is to be written first, else whether it answers at all."""
        if not self.away:
            return
        self.left = 0
        self._second.stop()
        self.changed.emit()
        held = self._next_write()
        if held is not None:
            held.run()
        else:
            self._probe(self.answered, self._probed)

    def answered(self) -> None:
        """It answers: the next write that was held is done, or else everything goes on."""
        if not self.away:
            return
        self._tried = 0
        held = self._next_write()
        if held is not None:
            self.left = 0
            held.run()
            return
        self.trouble, self.left = None, 0
        self._second.stop()
        reads, self._held = [one for one in self._held if one.wanted], []
        self.changed.emit()
        self.came_back.emit()
        for read in reads:
            read.run()

    def close(self) -> None:
        """Forgets everything."""
        self._second.stop()
        self._held.clear()

    def _next_write(self) -> Held | None:
        found = next((one for one in self._held if one.writes and one.wanted), None)
        if found is not None:
            self._held.remove(found)
        return found

    def _probed(self, trouble: BaseException) -> None:
        if isinstance(trouble, DatabaseAway):
            self.lost(trouble)
        else:
            self.answered()

    def _count(self) -> None:
        self.left -= 1
        if self.left > 0:
            self.changed.emit()
        else:
            self.try_now()


def follow(connection: Connection, shower: QWidget, show: Callable[[], object]) -> None:
    """Calls `show` at every change as long as the widget lives, and now."""
    connection.changed.connect(lambda: show() if isValid(shower) else None)
    show()
