"""Cards, banners, empty states, toolbars, scrolling columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from resource_centre.i18n import _
from resource_centre.ui.connection import Connection, follow
from resource_centre.ui.look import look
from resource_centre.ui.widgets.buttons import Action, button, icon_button
from resource_centre.ui.widgets.heard import announce
from resource_centre.ui.widgets.labels import Elided, IconLabel, chip, set_role, text

NARROWEST_FIELD = 110  # pixels


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def row(*widgets: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch, None is skipped."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        if isinstance(widget, int):
            made.addStretch(widget)
        elif widget is not None:
            made.addWidget(widget)
    return made


def column(*widgets: QWidget | int | None, spacing: int = 4) -> QVBoxLayout:
    """Widgets below each other; a number is a stretch, None is skipped."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        if isinstance(widget, int):
            made.addStretch(widget)
        elif widget is not None:
            made.addWidget(widget)
    return made


class Card(QFrame):
    """A framed part of a page: a head with title, note and right-hand widgets, then `body`."""

    def __init__(
        self, title: str = "", note: str = "", *, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
    ) -> None:
        super().__init__()
        self.setProperty("card", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.title = text(title, "section")
        self.note = Elided(note, "second")
        self.count = chip("")
        self.count.setVisible(False)
        if title:
            frame = QFrame()
            frame.setProperty("cardhead", "true")
            frame.setMinimumHeight(38)
            self.head = QHBoxLayout(frame)
            self.head.setContentsMargins(14, 3, 12, 3)
            self.head.setSpacing(8)
            self.head.addWidget(self.title)
            self.head.addWidget(self.count)
            self.head.addWidget(self.note, 1)
            outer.addWidget(frame)
        else:
            for part in (self.title, self.note, self.count):
                part.setParent(self)
                part.hide()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)

    def set_count(self, count: int | None, tone: str = "plain") -> None:
        """The number beside the title; None takes it away."""
        self.count.setVisible(count is not None)
        self.count.setText("" if count is None else str(count))
        set_role(self.count, chip=tone)


BANNER_ICONS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "danger": "ban"}
BANNER_INKS = {"info": "soft_text", "ok": "ok", "warn": "warn", "danger": "danger"}


class Banner(QFrame):
    """A sentence on a soft ground with at most one action (below it when `stacked`). Hidden while it has nothing to say."""

    closed = Signal()

    def __init__(self, *, closable: bool = False, stacked: bool = False) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(11, 7, 11, 7)
        self._row.setSpacing(9)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action: Action | None = None
        self._icon: QWidget | None = None
        self.act = button("", self._run, kind="banner")
        if stacked:
            below = QWidget()
            below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            inside = column(self.words, self.act)
            inside.setAlignment(self.act, Qt.AlignmentFlag.AlignLeft)
            below.setLayout(inside)
            self._row.addWidget(below, 1)
        else:
            self._row.addWidget(self.words, 1)
            self._row.addWidget(self.act)
        if closable:
            self._row.addWidget(icon_button("x", _("Close this message"), self._close, size=14))
        self.hide()

    def say(self, words: str, tone: str = "info", action: str = "", do: Action | None = None) -> None:
        """Shows a sentence; an empty one hides the banner."""
        if words and self.parentWidget() is None:
            # it is seen once it is put somewhere, not as a window of its own
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        else:
            self.setVisible(bool(words))
        self.words.setText(words)
        self.setAccessibleName(words)
        announce(self, words)
        self.act.setVisible(bool(action))
        self.act.setText(action)
        self._action = do
        if self._icon is not None:
            self._icon.hide()  # it is deleted only when the loop goes on that runs now
            self._icon.deleteLater()
        self._icon = IconLabel(BANNER_ICONS[tone], 16, BANNER_INKS[tone])
        self._row.insertWidget(0, self._icon, 0, Qt.AlignmentFlag.AlignTop)
        set_role(self, banner=tone)
        for part in (self.words, self.act):
            set_role(part)

    def _run(self) -> None:
        if self._action is not None:
            self._action()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class ConnectionBanner(Banner):
    """Says that the database does not answer, and when it is tried again."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        follow(connection, self, self._show)

    def _show(self) -> None:
        waits = self._connection.left > 0
        self.say(self._connection.words(), "warn", _("Try now") if waits else "", self._connection.try_now)


def banner(words: str, tone: str = "info", action: str = "", do: Action | None = None) -> Banner:
    """A banner that speaks at once."""
    made = Banner()
    made.say(words, tone, action, do)
    return made


class Empty(QWidget):
    """What a list says when there is nothing: an icon, a sentence, and the button that changes it."""

    def __init__(
        self, symbol: str, words: str, action: str = "", do: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(10)
        inside.addStretch(1)
        inside.addWidget(IconLabel(symbol, 20), 0, Qt.AlignmentFlag.AlignHCenter)
        self.words = text(words, "body2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self.words)
        self._own = words
        self._act = button(action, do) if action and do is not None else None
        if self._act is not None:
            inside.addWidget(self._act, 0, Qt.AlignmentFlag.AlignHCenter)
        self._clear = button(_("Clear the search"), self._clear_search)
        inside.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignHCenter)
        self._clear.hide()
        self._clearing: Action | None = None
        inside.addStretch(2)

    def search(self, searched: bool, clear: Action) -> None:
        """While something is searched the list is not empty, it only shows nothing: says so, and `clear` ends it."""
        self._clearing = clear
        self.words.setText(_("Nothing here has these words. Try fewer.") if searched else self._own)
        self._clear.setVisible(searched)
        if self._act is not None:
            self._act.setVisible(not searched)

    def _clear_search(self) -> None:
        if self._clearing is not None:
            self._clearing()


class Toolbar(QFrame):
    """The head of a page: title and note left, controls right, one primary button far right."""

    def __init__(self, title: str, note: str = "", *, tall: bool = False, line: bool = True) -> None:
        super().__init__()
        self.setProperty("toolbar", "true" if line else "false")
        self.setFixedHeight(look().px(66 if tall else 54))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(10)
        self.title = Elided(title, "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title.setMinimumWidth(NARROWEST_FIELD)
        self.note = Elided(note, "body2" if tall else "second2")
        if tall:
            words = QVBoxLayout()
            words.setContentsMargins(0, 8, 0, 8)
            words.setSpacing(1)
            words.addWidget(self.title)
            words.addWidget(self.note)
            self._row.addLayout(words, 1)
        else:
            self._row.addWidget(self.title)
            self._row.addWidget(self.note, 1)

    def add(self, *widgets: QWidget) -> None:
        """More controls on the right."""
        for widget in widgets:
            if isinstance(widget, QLineEdit):  # what is typed in gives way before words are cut
                widget.setMinimumWidth(min(widget.minimumWidth(), NARROWEST_FIELD))
            self._row.addWidget(widget)


class Scroll(QScrollArea):
    """A column that scrolls down; `inside` is its layout. With large text in a small window sideways too: nothing is cut."""

    def __init__(self, margins: tuple[int, int, int, int] = (16, 0, 16, 16), spacing: int = 14) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        self.inside = QVBoxLayout(content)
        self.inside.setContentsMargins(*margins)
        self.inside.setSpacing(spacing)
        # Of our own: to name Qt's, PySide would make every class and enumeration of widgets.
        window = QWidget()
        window.setAutoFillBackground(False)
        self.setViewport(window)
        self.setWidget(content)
        content.setAutoFillBackground(False)


class Section(QFrame):
    """A part of an inspector or dialog, closed by a line below."""

    def __init__(self, title: str = "", note: str = "", *, line: bool = True) -> None:
        super().__init__()
        self.setProperty("section", "true" if line else "false")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(7)
        if title:
            self.body.addLayout(row(text(title, "caption-strong"), 1, text(note, "second") if note else None))
