"""What the person at the window may do, as it is now: roles are given and taken, logins disabled, while it is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from resource_centre.core.changes import Topic
from resource_centre.core.context import Actor
from resource_centre.core.errors import NotFound, NotPermitted
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people import queries
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Banner


def is_typing(window: QWidget) -> bool:
    """Whether a form of the window is open, or the focus is in words that somebody typed."""
    field, words = QApplication.focusWidget(), ""
    if isinstance(field, QLineEdit):
        words = field.text()
    elif isinstance(field, QPlainTextEdit):
        words = field.toPlainText()
    typed = bool(words) and field is not None and window.isAncestorOf(field)
    return typed or any(dialog.isVisible() for dialog in window.findChildren(QDialog))


class Standing(QObject):
    """outdated(): the window's pages are to be made anew, for the person has other rights, and nothing typed is lost by it.

    Services judge by the new rights at once. The pages follow when nothing is being typed (`unsaved` knows more of that);
    until then, and for whoever has no right left, a banner says so.
    """

    outdated = Signal()

    def __init__(self, desk: Desk, window: QWidget, news: Banner, unsaved: Callable[[], bool]) -> None:
        super().__init__(window)
        self.desk, self.news = desk, news
        self._window, self._unsaved = window, unsaved
        self._behind = False
        desk.hub.changed.connect(self._look)
        desk.saved.connect(lambda _at: self.follow())

    def follow(self) -> None:
        """Lets the pages follow the rights, if they are behind and nobody is in the middle of something."""
        if self._behind and not (self._unsaved() or is_typing(self._window)):
            self._behind = False
            self.news.say("")
            self.outdated.emit()

    def _look(self, topics: object) -> None:
        key = self.desk.actor.person_id
        if key is None or not (isinstance(topics, frozenset) and Topic.PEOPLE in topics):
            return

        def read(unit: Unit) -> Actor:
            found = queries.actor_of(unit, key)
            return found if queries.person(unit, key).active else replace(found, roles=frozenset())

        self.desk.read(self, read, self._take, self._missed, key="standing")

    def _missed(self, trouble: BaseException) -> None:
        """A server shows nothing to whoever is disabled, and may let them in no more."""
        if isinstance(trouble, NotFound | NotPermitted):
            self._take(replace(self.desk.actor, roles=frozenset()))

    def _take(self, now: Actor) -> None:
        before = self.desk.actor
        if now.person_id != before.person_id or now == before:
            return
        self.desk.act_as(now)
        if not now.centre_ids:
            self._behind = False
            words = _(
                "Your login is disabled, or you have no role any more: nothing can be saved here now. Ask the administrator."
            )
            self.news.say(words, "danger")
        elif _rights(now) != _rights(before):
            self._fall_behind()

    def _fall_behind(self) -> None:
        self._behind = True
        for dialog in self._window.findChildren(QDialog):
            dialog.finished.connect(self.follow)
        self.follow()
        if self._behind:
            words = _(
                "Your roles have changed. The pages follow when what you are typing is saved or closed."
            )
            self.news.say(words, "warn")


def _rights(actor: Actor) -> tuple[object, ...]:
    return actor.roles, actor.school_id, actor.safeguarding
