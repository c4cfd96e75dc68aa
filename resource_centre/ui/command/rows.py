"""The rows of the command field's list: headings, what was found with the letters that fitted, plans of a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from resource_centre.ui.command.preview import Plan
from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import font, look
from resource_centre.ui.widgets.entries import Entries, Index
from resource_centre.ui.widgets.labels import avatar_hue, initials

ROW = Qt.ItemDataRole.UserRole
PAD = 12
TONES = {"ok": "circle-check", "warn": "triangle-alert", "danger": "ban", "": "hourglass"}
VCENTRE = Qt.AlignmentFlag.AlignVCenter
LEFT = int(Qt.AlignmentFlag.AlignLeft | VCENTRE)
RIGHT = int(Qt.AlignmentFlag.AlignRight | VCENTRE)


@dataclass(frozen=True)
class Head:
    """A heading."""

    words: str


@dataclass(frozen=True)
class Row:
    """Something to choose. `do` is called with whether it is to be done at once (Ctrl Enter); `tab` is what Tab types.

    `habit` names it for what is remembered. `inset` belongs to the row above; `stays` leaves the list open.
    """

    title: str
    do: Callable[[bool], object]
    second: str = ""
    right: str = ""
    keys: str = ""
    symbol: str = ""
    hue: str = ""
    avatar: str = ""
    title_spans: tuple[tuple[int, int], ...] = ()
    second_spans: tuple[tuple[int, int], ...] = ()
    habit: tuple[str, int | str] | None = None
    tab: str = ""
    tone: str = ""
    inset: bool = False
    stays: bool = False


@dataclass(frozen=True)
class PlanRow:
    """A command as it was understood: title, its parts, what the rules say of it, and the plan itself."""

    title: str
    do: Callable[[bool], object]
    symbol: str
    parts: tuple[tuple[str, str], ...] = ()
    tone: str = ""
    words: str = ""
    second: str = ""
    keys: str = ""
    habit: tuple[str, int | str] | None = None
    tab: str = ""
    plan: Plan | None = None


Entry = Head | Row | PlanRow


class Rows(Entries):
    """Headings and rows."""

    def is_heading(self, entry: Entry) -> bool:
        return isinstance(entry, Head)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words if isinstance(entry, Head) else entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, Row):
            return "\n".join(part for part in (entry.title, entry.second) if part)
        return entry if role == ROW else None

    def step(self, at: int, by: int) -> int:
        """The row that can be chosen so many rows on; the last one that can when there are not as many."""
        chosen, left, way = at, abs(by), 1 if by > 0 else -1
        place = at + way
        while 0 <= place < len(self.entries) and left:
            if not isinstance(self.entries[place], Head):
                chosen, left = place, left - 1
            place += way
        return chosen


def spoken(entry: Entry) -> str:
    """What a screen reader says."""
    if isinstance(entry, Head):
        return entry.words
    if isinstance(entry, PlanRow):
        said = [
            entry.title,
            *(words for _symbol, words in entry.parts),
            entry.words,
            entry.second,
            entry.keys,
        ]
    else:
        said = [entry.title, entry.second, entry.right, entry.keys]
    return ", ".join(part for part in said if part)


class RowsDelegate(QStyledItemDelegate):
    """Paints them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(ROW)
        return QSize(100, height_of(entry) if entry is not None else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, rect = index.data(ROW), QRect(option.rect)
        if isinstance(entry, Head):
            self._head(painter, rect, entry)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        _ground(painter, rect, selected, hovered)
        painter.save()
        if isinstance(entry, PlanRow):
            self._plan(painter, rect, entry, selected)
        elif isinstance(entry, Row):
            self._row(painter, rect, entry, selected)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, entry: Head) -> None:
        painter.setFont(font(11, "strong"))
        painter.setPen(look().colour("text3"))
        inner = rect.adjusted(PAD + 6, 4, -PAD, 0)
        words = QFontMetrics(painter.font()).elidedText(
            entry.words, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, LEFT, words)

    def _row(self, painter: QPainter, rect: QRect, entry: Row, selected: bool) -> None:
        inner = rect.adjusted(PAD + 6 + (26 if entry.inset else 0), 0, -PAD - 6, 0)
        inner = self._lead(painter, inner, entry)
        inner = self._side(painter, inner, entry.right, entry.keys, selected)
        ink = look().colour("soft_text" if selected else "text")
        marked = look().colour("soft_text" if selected else "accent")
        taken = drawn(painter, inner, entry.title, entry.title_spans, 13, ink, marked)
        if entry.second and inner.width() - taken > 40:
            rest = inner.adjusted(taken + 10, 0, 0, 0)
            faint = look().colour("text2" if selected else "text3")
            drawn(painter, rest, entry.second, entry.second_spans, 12, faint, marked)

    def _plan(self, painter: QPainter, rect: QRect, entry: PlanRow, selected: bool) -> None:
        line = look().px(23)
        inner = rect.adjusted(PAD + 6, 8, -PAD - 6, -8)
        ratio = painter.device().devicePixelRatioF()
        first = QRect(inner.left(), inner.top(), inner.width(), line)
        painter.drawPixmap(
            first.left(), first.center().y() - 8, pixmap(entry.symbol, 18, look().tokens.accent, ratio)
        )
        body = inner.adjusted(28, 0, 0, 0)
        head = self._side(
            painter, QRect(body.left(), body.top(), body.width(), line), "", entry.keys, selected
        )
        painter.setFont(font(14, "strong"))
        painter.setPen(look().colour("soft_text" if selected else "text"))
        painter.drawText(head, LEFT, _cut(painter, entry.title, head.width()))
        at = body.top() + line
        if entry.parts:
            self._parts(painter, QRect(body.left(), at, body.width(), line), entry)
            at += line
        if entry.words:
            self._verdict(painter, QRect(body.left(), at, body.width(), line), entry)

    def _parts(self, painter: QPainter, rect: QRect, entry: PlanRow) -> None:
        ratio, left = painter.device().devicePixelRatioF(), rect.left()
        painter.setFont(font(13))
        for symbol, words in entry.parts:
            room = rect.right() - left - 20
            if room < 30:
                break
            painter.drawPixmap(left, rect.center().y() - 6, pixmap(symbol, 14, look().tokens.text2, ratio))
            painter.setPen(look().colour("text2"))
            shown = _cut(painter, words, room)
            painter.drawText(QRect(left + 20, rect.top(), room, rect.height()), LEFT, shown)
            left += 20 + QFontMetrics(painter.font()).horizontalAdvance(shown) + 16

    def _verdict(self, painter: QPainter, rect: QRect, entry: PlanRow) -> None:
        ratio, tone = painter.device().devicePixelRatioF(), entry.tone or "text3"
        symbol = TONES.get(entry.tone, "info")
        painter.drawPixmap(rect.left(), rect.center().y() - 6, pixmap(symbol, 14, look().colour(tone), ratio))
        painter.setFont(font(13, "medium"))
        painter.setPen(look().colour(tone))
        room = rect.adjusted(20, 0, 0, 0)
        words = _cut(painter, entry.words, room.width())
        painter.drawText(room, LEFT, words)
        taken = QFontMetrics(painter.font()).horizontalAdvance(words) + 10
        if entry.second and room.width() - taken > 40:
            painter.setFont(font(12))
            painter.setPen(look().colour("text2"))
            rest = room.adjusted(taken, 0, 0, 0)
            painter.drawText(rest, LEFT, _cut(painter, entry.second, rest.width()))

    def _lead(self, painter: QPainter, inner: QRect, entry: Row) -> QRect:
        middle, ratio = inner.center().y(), painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if entry.avatar:
            hue = look().tokens.hue(avatar_hue(entry.avatar))
            disc = QRectF(inner.left() - 2, middle - 10, 21, 21)
            painter.setBrush(QColor(hue.fill))
            painter.drawEllipse(disc)
            painter.setPen(QColor(hue.on))
            painter.setFont(font(8, "strong"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(entry.avatar))
        elif entry.hue:
            painter.setBrush(QColor(look().tokens.hue(entry.hue).bar))
            painter.drawRoundedRect(QRectF(inner.left() + 3, middle - 5, 11, 11), 3, 3)
        elif entry.symbol:
            ink = look().colour(entry.tone or "text2")
            painter.drawPixmap(inner.left(), middle - 8, pixmap(entry.symbol, 16, ink, ratio))
        return inner.adjusted(28, 0, 0, 0)

    def _side(self, painter: QPainter, inner: QRect, right: str, keys: str, selected: bool) -> QRect:
        """What stands on the right: a date, keys in frames."""
        if keys:
            painter.setFont(font(10.5, "medium"))
            metrics = QFontMetrics(painter.font())
            for key in reversed(keys.split("  ")):
                width = metrics.horizontalAdvance(key) + 12
                frame = QRectF(inner.right() - width + 0.5, inner.center().y() - 9.5, width, 20)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(look().colour("line2"))
                painter.setBrush(look().colour("surface"))
                painter.drawRoundedRect(frame, 4, 4)
                painter.setPen(look().colour("text2"))
                painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), key)
                inner = inner.adjusted(0, 0, -width - 6, 0)
            inner = inner.adjusted(0, 0, -6, 0)
        if right:
            painter.setFont(font(12))
            painter.setPen(look().colour("text2" if selected else "text3"))
            painter.drawText(inner, RIGHT, right)
            inner = inner.adjusted(0, 0, -QFontMetrics(painter.font()).horizontalAdvance(right) - 12, 0)
        return inner


def height_of(entry: Entry) -> int:
    """The height of a row."""
    if isinstance(entry, Head):
        return look().px(27)
    if isinstance(entry, PlanRow):
        return look().px(23) * (1 + bool(entry.parts) + bool(entry.words)) + 17
    return look().px(34)


def drawn(
    painter: QPainter,
    rect: QRect,
    text: str,
    spans: Sequence[tuple[int, int]],
    size: float,
    ink: QColor,
    marked: QColor,
) -> int:
    """Draws a text whose parts are stronger; answers its width."""
    plain, strong = font(size, "medium" if size >= 13 else "regular"), font(size, "strong")
    whole = QFontMetrics(strong).horizontalAdvance(text)
    shown = (
        text
        if whole <= rect.width()
        else QFontMetrics(strong).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    )
    at, left = 0, rect.left()
    pieces: list[tuple[str, bool]] = []
    for start, end in spans:
        pieces += [(shown[at:start], False), (shown[start:end], True)]
        at = max(end, at)
    pieces.append((shown[at:], False))
    for piece, fits in pieces:
        if not piece:
            continue
        painter.setFont(strong if fits else plain)
        painter.setPen(marked if fits else ink)
        width = QFontMetrics(painter.font()).horizontalAdvance(piece)
        painter.drawText(QRect(left, rect.top(), width + 4, rect.height()), LEFT, piece)
        left += width
    return left - rect.left()


def _ground(painter: QPainter, rect: QRect, selected: bool, hovered: bool) -> None:
    if not (selected or hovered):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour("soft" if selected else "hover"))
    painter.drawRoundedRect(QRectF(rect).adjusted(6, 0.5, -6, -0.5), 6, 6)
    painter.restore()


def _cut(painter: QPainter, words: str, room: int) -> str:
    return QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, max(room, 10))
