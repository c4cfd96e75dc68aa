"""The status line: where the data lies, when it was saved last, the backup, the centre's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from resource_centre.centres.queries import CentreRow
from resource_centre.i18n import _
from resource_centre.ui.look import look
from resource_centre.ui.widgets.heard import announce
from resource_centre.ui.widgets.labels import Drawn, text

SHOWN_FOR = 8000


class Dot(Drawn):
    """Green while the database answers."""

    def __init__(self) -> None:
        super().__init__(8, 8)
        self.tone = "ok"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour(self.tone))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class StatusLine(QWidget):
    """Short words that come and go; what stays is beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(24)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(16)
        self.dot = Dot()
        self.where = text("", "caption")
        self.saved = text("", "caption")
        self.backup = text("", "caption")
        self.said = text("", "caption")
        self.clock = text("", "caption")
        line.addWidget(self.dot)
        line.addWidget(self.where)
        line.addWidget(self.saved)
        line.addWidget(self.backup)
        line.addWidget(self.said, 1)
        line.addWidget(self.clock)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(SHOWN_FOR)
        self._gone.timeout.connect(lambda: self.say(""))

    def say(self, words: str) -> None:
        """A short word about what was just done."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        announce(self, words)
        if words:
            self._gone.start()

    def show_away(self, away: bool) -> None:
        """Whether the database answers."""
        self.dot.tone = "danger" if away else "ok"
        self.dot.update()

    def show_saved(self, wall: datetime) -> None:
        """When something was written last."""
        self.saved.setText(_("Everything saved {time}").format(time=f"{wall:%H:%M}"))

    def show_backup(self, wall: datetime | None, today: datetime) -> None:
        """When the last backup was made."""
        if wall is None:
            self.backup.setText(_("No backup yet"))
        elif wall.date() == today.date():
            self.backup.setText(_("Backup today {time}").format(time=f"{wall:%H:%M}"))
        else:
            self.backup.setText(_("Backup {day}").format(day=f"{wall:%d.%m.%Y}"))

    def show_clock(self, centre: CentreRow, wall: datetime) -> None:
        """The time at the centre, and its distance from UTC."""
        offset = wall.utcoffset() or timedelta()
        hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
        sign = "+" if offset >= timedelta() else "−"
        zone = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
        self.clock.setText(f"{centre.city or centre.name} {wall:%H:%M}, {zone}")
