"""The page a person sees first: what it shows depends on their role."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar, Protocol, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.ui.desk import Desk
from resource_centre.ui.page import Page

EVERY_MINUTE = 60_000
WORKING = (Role.COORDINATOR, Role.CONSULTANT, Role.MANAGER, Role.ADMINISTRATOR)


class Loads(Protocol):
    """A part that reads what it shows."""

    def load(self) -> None:
        """Starts the reads."""


def made_for(desk: Desk) -> str:
    """Which part a person gets: "module:class"."""
    roles = desk.actor.roles_at(desk.centre_id)
    if roles & set(WORKING):
        return "today.staff:StaffToday"
    return "today.ambassador:AmbassadorToday" if Role.AMBASSADOR in roles else "today.teacher:TeacherToday"


class TodayPage(Page):
    """Staff see what needs them; ambassadors their schedule; teachers their requests."""

    topics: ClassVar[frozenset[Topic]] = frozenset(Topic)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        module, name = made_for(desk).split(":")
        self.part: QWidget = getattr(import_module(f"resource_centre.ui.{module}"), name)(desk)
        self.column.addWidget(self.part)
        self._minute = QTimer(self)
        self._minute.setInterval(EVERY_MINUTE)
        self._minute.timeout.connect(self.reload)

    def load(self) -> None:
        cast(Loads, self.part).load()
        self._minute.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = getattr(self.part, "answer", None)
        answers = {Qt.Key.Key_A: True, Qt.Key.Key_X: False}
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if answer is not None and plain and event.key() in answers and answer(answers[Qt.Key(event.key())]):
            event.accept()
            return
        super().keyPressEvent(event)
