"""The first step: a place to drop a file on, or to choose one; for a calendar also the lab."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from resource_centre.exchange.mapping import FIELDS
from resource_centre.i18n import _
from resource_centre.ui.importing.wording import KINDS, Kind
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.fields import Pick
from resource_centre.ui.widgets.labels import Elided, IconLabel, chip, text


class DropPlace(QWidget):
    """A dashed frame that takes one file. `dropped(path)`."""

    dropped = Signal(object)

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind
        self._over = False
        self.setAcceptDrops(True)
        self.setMinimumHeight(190)
        self.symbol = IconLabel("file-spreadsheet", 24, "text2")
        self.words = text(_(kind.drop), "section")
        kinds = ", ".join(ending.upper() for ending in kind.accepted if ending != "txt")
        self.note = text(_("{kinds}, up to 64 MB").format(kinds=kinds), "second")
        self.browse = button(_("Choose a file…"), self.ask, symbol="folder-open")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(6)
        middle = Qt.AlignmentFlag.AlignHCenter
        inside.addStretch(1)
        inside.addWidget(self.symbol, 0, middle)
        inside.addSpacing(2)
        inside.addWidget(self.words, 0, middle)
        inside.addWidget(self.note, 0, middle)
        inside.addSpacing(8)
        inside.addWidget(self.browse, 0, middle)
        inside.addStretch(1)

    def ask(self) -> None:
        """Asks for a file by the system's own dialog."""
        endings = " ".join(f"*.{ending}" for ending in self.kind.accepted)
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a file"), "", f"{_('Files that can be imported')} ({endings});;{_('All files')} (*)"
        )  # fmt: skip
        if chosen:
            self.dropped.emit(Path(chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        event.acceptProposedAction()
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = look()
        pen = QPen(now.colour("accent" if self._over else "line2"), 1.5 if self._over else 1)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(now.colour("soft" if self._over else "sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _light(self, over: bool) -> None:
        self._over = over
        self.update()


class Choosing(QWidget):
    """What file, and for a calendar into which lab. `chosen()` a file; `moved()` to another lab."""

    chosen = Signal()
    moved = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        kind = KINDS[what]
        self.file: Path | None = None
        self.into = Pick()
        self.into.setAccessibleName(_("Into which lab"))
        self.into.setFixedWidth(320)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        lab = QWidget()
        label = text(_("Into which lab"), "label")
        label.setBuddy(self.into)
        lab.setLayout(column(label, self.into))
        inside.addWidget(lab)
        lab.setVisible(what == "calendar")
        self.place = DropPlace(kind)
        inside.addWidget(self.place, 1)
        self.name, self.about = Elided("", "strong"), Elided("", "second2")
        self.found = QWidget()
        line = row(IconLabel("file-text", 16, "accent", "soft"), spacing=10)
        line.addLayout(column(self.name, self.about, spacing=1), 1)
        self.found.setLayout(line)
        self.found.hide()
        inside.addWidget(self.found)
        inside.addWidget(text(_(kind.example), "body2", wrap=True))
        if FIELDS[what]:
            inside.addWidget(text(_("What a file may tell"), "caption-strong"))
            inside.addLayout(_fields(what))
        self.place.dropped.connect(self.take)
        self.into.changed.connect(lambda _value: self.moved.emit())

    def take(self, file: Path) -> None:
        """This file."""
        self.file = file
        self.show_found(file.name, _("Being read…"))
        self.chosen.emit()

    def show_found(self, name: str, about: str) -> None:
        """What is known of the file."""
        self.name.set_words(name)
        self.about.set_words(about)
        self.found.show()


def _fields(what: str) -> QVBoxLayout:
    lines = column(spacing=6)
    fields = sorted(FIELDS[what], key=lambda field: not field.required)
    for start in range(0, len(fields), 8):
        line = row(spacing=6)
        for field in fields[start : start + 8]:
            words = _("{field}, always").format(field=_(field.label)) if field.required else _(field.label)
            line.addWidget(chip(words, "accent" if field.required else "plain"))
        line.addStretch(1)
        lines.addLayout(line)
    return lines
