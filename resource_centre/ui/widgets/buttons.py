"""Buttons, segments and menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from resource_centre.i18n import _
from resource_centre.ui.icons import icon
from resource_centre.ui.look import look

Action = Callable[[], object]
NARROWEST = 56  # pixels of a choice whose words are cut short
Entry = tuple[str, Action] | tuple[str, Action, str]


def button(
    words: str, action: Action | None = None, *, kind: str = "", symbol: str = "", small: bool = False
) -> QPushButton:
    """A button. Kinds: "" (plain), primary, danger, quiet, link, banner, option."""
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if small:
        made.setProperty("extent", "small")
    if symbol:
        colour = {"primary": "on_accent", "danger": "danger", "link": "accent"}.get(kind, "text2")
        made.setIcon(icon(symbol, colour))
        made.setIconSize(QSize(15, 15))
        made.setText(f" {words}")
    if kind in ("link", "banner"):
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    return made


class KeyedButton(QPushButton):
    """A main button that says the keys that press it, fainter, beside its words."""

    GAP = 8

    def __init__(self, words: str, keys: str) -> None:
        super().__init__(words)
        self.keys = keys
        self.setProperty("kind", "primary")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def _small(self) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(max(9, self.fontInfo().pixelSize() - 2))
        made.setWeight(QFont.Weight.Medium)
        return made

    @property
    def _aside(self) -> int:
        return QFontMetrics(self._small).horizontalAdvance(self.keys) + self.GAP

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._aside, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        ink = "on_accent" if self.isEnabled() else "text3"
        painter.setPen(look().colour(ink))
        painter.setFont(self.font())
        wide = painter.fontMetrics().horizontalAdvance(words)
        left = (self.width() - wide - self._aside) // 2
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, 0, wide + 4, self.height()), middle, words)
        painter.setFont(self._small)
        painter.drawText(QRect(left + wide + self.GAP, 0, self._aside, self.height()), middle, self.keys)


def primary(words: str, action: Action | None = None, symbol: str = "") -> QPushButton:
    """The one main button of an area."""
    return button(words, action, kind="primary", symbol=symbol)


def switch_off(what: QWidget, reason: str) -> None:
    """Disables a control and says why; an empty reason enables it."""
    what.setEnabled(not reason)
    what.setToolTip(reason)
    what.setAccessibleDescription(reason)


def icon_button(
    symbol: str, name: str, action: Action | None = None, *, framed: bool = False, size: int = 16
) -> QToolButton:
    """A button with only an icon; its name is the tooltip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(icon(symbol))
    made.setIconSize(QSize(size, size))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if framed:
        made.setProperty("kind", "framed")
        made.setFixedSize(30, 30)
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    return made


def menu_of(parent: QWidget, entries: Sequence[Entry | None]) -> QMenu:
    """A menu of (words, action[, icon]); None is a line."""
    menu = QMenu(parent)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        made = menu.addAction(entry[0])
        made.triggered.connect(lambda _checked=False, act=entry[1]: act())
        if len(entry) > 2:
            made.setIcon(icon(entry[2]))
    return menu


def menu_button(words: str, entries: Sequence[Entry | None], symbol: str = "") -> QPushButton:
    """A button that opens a menu."""
    made = button(words, symbol=symbol)
    made.setProperty("menu", "true")
    made.setMenu(menu_of(made, entries))
    return made


def more_button(entries: Sequence[Entry | None]) -> QToolButton:
    """Three dots with a menu of what is rarely done."""
    made = icon_button("ellipsis", _("More"), framed=True)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setMenu(menu_of(made, entries))
    return made


def shortcut(of: QWidget, keys: str, action: Action) -> None:
    """A key while this widget, or something in it, has the focus."""
    from PySide6.QtGui import QShortcut

    made = QShortcut(QKeySequence(keys), of)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.activated.connect(lambda: action())


class Segment(QToolButton):
    """One of a few choices; its words end in … where room ends, and are told whole as tooltip."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.set_words(words)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_words(self, words: str) -> None:
        """Other words."""
        self.words = words
        self.setAccessibleName(words)
        self.setText(words)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        measure = self.fontMetrics().horizontalAdvance
        hint = super().sizeHint()
        return QSize(hint.width() + measure(self.words) - measure(self.text()), hint.height())

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), NARROWEST), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lacking = self.sizeHint().width() - self.width()
        metrics = self.fontMetrics()
        room = metrics.horizontalAdvance(self.words) - lacking
        cut = lacking > 0 and self.isVisible()
        shown = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, room) if cut else self.words
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self.words if cut else "")


class Segments(QFrame):
    """A few exclusive choices side by side. `chosen(key)` when the person picks one."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], current: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("segments", "true")
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, Segment] = {}
        for key, words in choices:
            made = Segment(words)
            made.clicked.connect(lambda _checked=False, k=key: self.chosen.emit(k))
            self._group.addButton(made)
            self.buttons[key] = made
            row.addWidget(made)
        self.pick(current or (choices[0][0] if choices else ""))

    def pick(self, key: str) -> None:
        """Shows a choice as picked; tells nobody."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    @property
    def current(self) -> str:
        """The key of what is picked."""
        return next((key for key, made in self.buttons.items() if made.isChecked()), "")

    def rename(self, key: str, words: str) -> None:
        """Another text, such as one with a count."""
        self.buttons[key].set_words(words)
