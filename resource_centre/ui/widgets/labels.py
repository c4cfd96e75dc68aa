"""Texts: plain ones by role, chips, avatars, icons, lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import font, look
from resource_centre.ui.tokens import HUES


def text(words: str, role: str = "body", *, wrap: bool = False, tone: str = "") -> QLabel:
    """A label.

    Roles: title object section strong medium body body2 second second2 caption caption-strong label figure hero.
    """
    label = QLabel(words)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        label.setProperty("tone", tone)
    if wrap:
        label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
        label.setMinimumSize(10, 1)  # as high as its width makes it, and no higher
    return label


def set_role(label: QWidget, **properties: str) -> None:
    """Changes properties that the style sheet looks at."""
    for name, value in properties.items():
        label.setProperty(name, value)
    label.style().unpolish(label)
    label.style().polish(label)


class Elided(QLabel):
    """A text of one line that ends in … where room ends; the whole text as tooltip."""

    def __init__(self, words: str = "", role: str = "body") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words, self._shorter = words, ""
        self.set_words(words)

    def set_words(self, words: str, shorter: str = "") -> None:
        """Another text; where it does not fit, the shorter one comes before anything is cut."""
        self._words, self._shorter = words, shorter
        self.setAccessibleName(words)
        self._fit()

    def setText(self, words: str) -> None:
        self.set_words(words)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        around = self.width() - self.contentsRect().width()
        return QSize(
            self.fontMetrics().horizontalAdvance(self._words) + 4 + around, super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        metrics, room = self.fontMetrics(), max(self.contentsRect().width(), 20)
        words = self._words
        if self._shorter and metrics.horizontalAdvance(words) > room:
            words = self._shorter
        fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        super().setText(fitted)
        self.setToolTip(self._words if fitted != self._words else "")


class Link(Elided):
    """A title that opens what it names, by click or Enter."""

    def __init__(self, words: str, do: Callable[[], object]) -> None:
        super().__init__(words, "medium")
        self._do = do
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._do()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._do()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setProperty("tone", "accent")
        self.style().polish(self)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setProperty("tone", "")
        self.style().polish(self)
        super().focusOutEvent(event)


def chip(words: str, tone: str = "plain") -> QLabel:
    """A small marked word: plain, ok, warn, danger, accent."""
    label = QLabel(words)
    label.setProperty("chip", tone)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def short_chip(words: str, tone: str = "plain") -> Elided:
    """A chip that ends in … where room ends."""
    made = Elided(words)
    made.setProperty("role", None)
    made.setProperty("chip", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.ensurePolished()
    return made


def set_chip(label: QLabel, words: str, tone: str = "plain") -> None:
    """Another word in a chip."""
    label.setText(words)
    set_role(label, chip=tone)


class Drawn(QWidget):
    """A small widget of fixed size that paints one thing and follows the look."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.setFixedSize(width, height)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class IconLabel(Drawn):
    """An icon in a token's colour, on a soft square when `ground` is given."""

    def __init__(self, name: str, size: int = 16, colour: str = "text3", ground: str = "") -> None:
        side = size + 14 if ground else size
        super().__init__(side, side)
        self._parts = (name, size, colour, ground)

    def paintEvent(self, event: QPaintEvent) -> None:
        name, size, colour, ground = self._parts
        painter = QPainter(self)
        if ground:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        at = (self.width() - size) // 2
        painter.drawPixmap(at, at, pixmap(name, size, look().colour(colour), self.devicePixelRatioF()))
        painter.end()


class HueSquare(Drawn):
    """The square in the hue of a kind of activity (never alone: the kind's name stands beside it)."""

    def __init__(self, kind: str, side: int = 10) -> None:
        super().__init__(side, side)
        self._kind = kind

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look().tokens.hue(HUES.get(self._kind, self._kind)).bar))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.end()


AVATARS = ("lab", "event", "loan", "course", "appointment")


def initials(name: str) -> str:
    """AS for Aigerim Sadykova."""
    parts = [part for part in name.replace("-", " ").split() if part[:1].isalpha()]
    return "".join(part[0].upper() for part in (parts if len(parts) < 3 else [parts[0], parts[-1]]))[:2]


def avatar_hue(name: str) -> str:
    """The hue of a person's avatar: always the same for the same name."""
    return AVATARS[sum(name.encode()) % len(AVATARS)]


class Avatar(Drawn):
    """A person's initials on a disc."""

    def __init__(self, name: str, side: int = 26) -> None:
        super().__init__(side, side)
        self._name = name
        self.setToolTip(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        hue = look().tokens.hue(avatar_hue(self._name))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.fill))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(QColor(hue.on))
        painter.setFont(font(9 if self.width() < 30 else 10, "strong"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self._name))
        painter.end()


def rule(vertical: bool = False) -> QFrame:
    """A line between parts."""
    line = QFrame()
    line.setProperty("rule", "v" if vertical else "h")
    return line
