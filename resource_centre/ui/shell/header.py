"""The head of the window: the centre in sight, the command field, messages, who works here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from resource_centre.centres.queries import CentreRow
from resource_centre.i18n import _, n_
from resource_centre.ui.command.line import CommandLine
from resource_centre.ui.icons import icon
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.buttons import button, menu_of
from resource_centre.ui.widgets.labels import Avatar, text

WIDTH, NARROW_WIDTH = 386, 280


class Bell(QToolButton):
    """Messages; a dot when there are unread ones."""

    def __init__(self) -> None:
        super().__init__()
        self.unread = 0
        self.setIcon(icon("bell"))
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName(_("Messages"))
        self.setToolTip(_("Messages"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_unread(self, count: int) -> None:
        """How many are unread."""
        self.unread = count
        words = n_("{n} unread message", "{n} unread messages", count).format(n=count)
        self.setToolTip(words if count else _("Messages"))
        self.setAccessibleDescription(words if count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.unread:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(look().colour("window"))
            painter.setBrush(look().colour("now"))
            painter.drawEllipse(QPoint(self.width() - 8, 8), 4, 4)
            painter.end()


class Header(QWidget):
    """centre_chosen(row) · messages_wanted() · person_wanted()"""

    centre_chosen = Signal(object)
    messages_wanted = Signal()
    person_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 14, 0)
        line.setSpacing(10)
        self.centre = button("", self._choose_centre, symbol="building-2")
        self.centre.setObjectName("centre")
        self.centre.setToolTip(_("The centre in sight"))
        left = QWidget()
        left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        within = QHBoxLayout(left)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.centre)
        within.addStretch(1)
        line.addWidget(left, 1)
        self.command = CommandLine()
        self.command.set_narrow(WIDTH)
        line.addWidget(self.command)
        right = QWidget()
        right.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._right = QHBoxLayout(right)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(10)
        self._right.addStretch(1)
        self.bell = Bell()
        self.bell.clicked.connect(lambda _checked=False: self.messages_wanted.emit())
        self._right.addWidget(self.bell)
        self.person = QPushButton()
        self.person.setObjectName("person")
        self.person.setAutoDefault(False)
        self.person.clicked.connect(lambda _checked=False: self.person_wanted.emit())
        self._right.addWidget(self.person)
        line.addWidget(right, 1)
        self.centres: tuple[CentreRow, ...] = ()

    def show_person(self, name: str, role: str) -> None:
        """Who works at this window."""
        words = column(text(name, "medium"), text(role, "caption"), spacing=0)
        inside = row(Avatar(name), spacing=10)
        inside.addLayout(words)
        inside.setContentsMargins(6, 0, 6, 0)
        old = self.person.layout()
        if old is not None:
            QWidget().setLayout(old)
        self.person.setLayout(inside)
        self.person.setFixedWidth(inside.sizeHint().width() + 4)
        self.person.setAccessibleName(_("{name}, {role}. Profile and sign out").format(name=name, role=role))

    def show_centres(self, centres: Sequence[CentreRow], current: CentreRow) -> None:
        """The centres that can be put in sight."""
        self.centres = tuple(centres)
        self.show_centre(current)
        self.centre.setEnabled(len(centres) > 1)

    def show_centre(self, current: CentreRow) -> None:
        """The name of the centre in sight."""
        self.centre.setText(f" {current.name}")

    def _choose_centre(self) -> None:
        entries = [(row_.name, lambda r=row_: self.centre_chosen.emit(r)) for row_ in self.centres]
        menu = menu_of(self, entries)
        menu.exec(self.centre.mapToGlobal(QPoint(0, self.centre.height())))
        menu.deleteLater()
