"""The command field (Ctrl+K): pages, actions, people, schools, labs, requests and events by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.desk import Desk
from resource_centre.ui.shell.finding import Found, find_everywhere
from resource_centre.ui.widgets.boxes import Empty
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.lists import Head, Item, Items


@dataclass(frozen=True)
class Command:
    """Something that can be done from anywhere."""

    words: str
    symbol: str
    do: Callable[[], object]
    keys: str = ""


class CommandField(QDialog):
    """Type, arrows, Enter. Esc closes."""

    def __init__(self, desk: Desk, parent: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(_("Search or type a command"))
        self.setWindowFlags(Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("framed", "true")
        self._commands = commands
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.field = Search(_("Search or type a command"))
        self.field.installEventFilter(self)
        nothing = Empty("search", _("Nothing is called like that here."))
        self.results = Items(_("Results"), nothing)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.field)
        column.addWidget(self.results)
        self.resize(560, 420)
        self.field.searched.connect(self._search)
        self.results.clicked.connect(lambda _index: self._run())
        self._show(())
        QTimer.singleShot(0, self, self.field.setFocus)

    def _search(self, words: str) -> None:
        if len(words) < 2:
            self._show(())
            return
        centre_id = self.desk.centre_id
        self.desk.read(self, lambda unit: find_everywhere(unit, centre_id, words), self._show, key="find")

    def _show(self, found: Sequence[Found]) -> None:
        typed = self.field.text().strip().casefold()
        entries: list[Head | Item] = []
        commands = [c for c in self._commands if typed in c.words.casefold()]
        if commands:
            entries.append(Head(_("Do")))
            entries += [
                Item(("do", n), c.words, symbol=c.symbol, right=c.keys, row=c.do)
                for n, c in enumerate(commands)
            ]
        for group in dict.fromkeys(each.group for each in found):
            entries.append(Head(group))
            entries += [
                Item((each.page, each.id), each.title, each.second, symbol=each.symbol, row=each)
                for each in found
                if each.group == group
            ]
        self.results.set_entries(entries)
        self.results.pick_first()

    def _run(self) -> None:
        item = self.results.current
        if item is None:
            return
        self.accept()
        if isinstance(item.row, Found):
            self.desk.open(item.row.page, id=item.row.id)
        else:
            item.row()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        entries = self.results.items.entries
        at = self.results.currentIndex().row() + by
        while 0 <= at < len(entries):
            entry = entries[at]
            if isinstance(entry, Item):
                self.results.pick(entry.id)
                return
            at += by
