"""The field in the head of the window: what is typed, with the parts that are understood in colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QInputMethodEvent, QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from resource_centre.i18n import _
from resource_centre.phrases.typed import Heard, Part
from resource_centre.ui.icons import icon
from resource_centre.ui.look import look
from resource_centre.ui.widgets.labels import text

LONGEST = 400
KEYS = {
    Qt.Key.Key_Down: "down", Qt.Key.Key_Up: "up", Qt.Key.Key_PageDown: "page_down", Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_Tab: "complete", Qt.Key.Key_Escape: "close",
}  # fmt: skip


class CommandLine(QLineEdit):
    """asked(): it was clicked, or typed into · pressed(key): up down page_up page_down first last complete close run now ·
    left(): the focus went elsewhere."""

    asked = Signal()
    pressed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._narrow, self._wide, self._composing = 0, False, False
        self.setObjectName("command")
        self.setPlaceholderText(_("Search or type a command"))
        self.setAccessibleName(_("Search or type a command"))
        self.setMaxLength(LONGEST)
        self.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.hint = text("Ctrl K", "caption")
        self.hint.setProperty("keycap", "true")
        self.hint.setFixedHeight(look().px(19))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addStretch(1)
        inside.addWidget(self.hint)
        self.setTextMargins(0, 0, 56, 0)
        self.textEdited.connect(lambda _words: self.asked.emit())
        self.textChanged.connect(lambda words: self.hint.setVisible(not words))

    def set_narrow(self, width: int) -> None:
        """The width while nothing is asked."""
        self._narrow = width
        if not self._wide:
            self.setFixedWidth(width)

    def widen(self, width: int) -> None:
        """Room for a sentence (0: no longer)."""
        self._wide = bool(width)
        self.setFixedWidth(max(width, self._narrow))

    def mark(self, heard: Sequence[Heard]) -> None:
        """Shows which parts are understood; what is typed and where the cursor stands stay as they are."""
        if self._composing:
            return
        attributes = []
        cursor = self.cursorPosition()
        for each in heard:
            style = QTextCharFormat()
            style.setForeground(look().colour("accent" if each.part is not Part.TITLE else "text"))
            style.setFontWeight(QFont.Weight.DemiBold)
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat,
                    each.start - cursor,
                    each.end - each.start,
                    style,
                )
            )
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While a letter is put together by an input method nothing may be marked: it would be lost."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab completes instead of going on, while something is typed."""
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab and not event.modifiers()
        if tab and event.type() == QEvent.Type.KeyPress and self.text():
            self.pressed.emit("complete")
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit("now" if control else "run")
        elif key == Qt.Key.Key_Home and (control or self.cursorPosition() == 0):
            self.pressed.emit("first")
        elif key == Qt.Key.Key_End and (control or self.cursorPosition() == len(self.text())):
            self.pressed.emit("last")
        elif key in KEYS and not control:
            self.pressed.emit(KEYS[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.asked.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()
