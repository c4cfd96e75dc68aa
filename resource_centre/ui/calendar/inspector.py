"""The inspector: everything about the selected activity, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from resource_centre.i18n import _, n_
from resource_centre.ui.calendar.buttons import (
    banner,
    chip,
    danger_button,
    icon_button,
    icon_label,
    kind_square,
    plain_button,
    primary_button,
)
from resource_centre.ui.calendar.details import Details

WIDTH, NARROW = 312, 284
ACTIONS = ("open", "edit", "move", "copy", "cancel", "approve", "decline")


class Inspector(QFrame):
    """asked(action, activity) for each of `ACTIONS`; closed() when the person closes it."""

    asked = Signal(str, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("inspector", True)
        self.details: Details | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Details of the selected activity"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._body: QWidget | None = None
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Narrower in small windows."""
        self.setFixedWidth(NARROW if narrow else WIDTH)

    def show_details(self, details: Details) -> None:
        """Fills the inspector anew."""
        self.details = details
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.addWidget(self._head(details))
        self._column.addWidget(self._scroll(details), 1)
        if details.may_change or details.may_approve:
            self._column.addWidget(self._actions(details))

    def menu(self, parent: QWidget) -> QMenu:
        """The actions as a menu: for “…” and for the right click."""
        menu = QMenu(parent)
        details = self.details
        if details is None:
            return menu
        for action, text in self._offered(details):
            entry: QAction = menu.addAction(text)
            entry.triggered.connect(lambda _checked=False, a=action: self._ask(a))
        return menu

    def _offered(self, details: Details) -> list[tuple[str, str]]:
        offered = [("open", _("Open"))]
        if details.may_approve:
            offered += [("approve", _("Approve")), ("decline", _("Decline…"))]
        if details.may_change:
            offered += [
                ("edit", _("Edit…")),
                ("move", _("Move…")),
                ("copy", _("Copy…")),
                ("cancel", _("Cancel…")),
            ]
        return offered

    def _ask(self, action: str) -> None:
        if self.details is not None:
            self.asked.emit(action, self.details.activity.id)

    def _head(self, details: Details) -> QWidget:
        head, column = _section()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(kind_square(details.kind))
        kind = QLabel(details.kind_name)
        kind.setProperty("role", "second")
        row.addWidget(kind)
        row.addWidget(chip(details.state_name, details.tone))
        row.addStretch(1)
        more = icon_button("ellipsis", _("More actions"))
        more.clicked.connect(lambda: self.menu(more).exec(more.mapToGlobal(QPoint(0, more.height()))))
        close = icon_button("x", _("Close the details"))
        close.clicked.connect(self.closed)
        row.addWidget(more)
        row.addWidget(close)
        column.addLayout(row)
        column.addWidget(_text(details.activity.title, "object"))
        if details.subtitle:
            column.addWidget(_text(details.subtitle, "body2"))
        return head

    def _scroll(self, details: Details) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._when(details))
        column.addWidget(self._holds(details))
        if details.history:
            column.addWidget(self._history(details))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _when(self, details: Details) -> QWidget:
        section, column = _section()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(_text(details.when, "strong"))
        if details.around:
            words.addWidget(_text(details.around, "second"))
        grid.addWidget(icon_label("clock"), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(words, 0, 1)
        for n, (icon, text) in enumerate(details.lines, 1):
            grid.addWidget(icon_label(icon), n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(text, "body"), n, 1)
        column.addLayout(grid)
        return section

    def _holds(self, details: Details) -> QWidget:
        section, column = _section()
        head = QHBoxLayout()
        head.addWidget(_text(_("Holds"), "caption-strong"))
        head.addStretch(1)
        together = n_("{n} held", "{n} held together", details.held).format(n=details.held)
        head.addWidget(_text(together if details.held else _("nothing is held"), "second", wrap=False))
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for n, line in enumerate(details.holds):
            grid.addWidget(icon_label(line.icon), n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(line.name, "body"), n, 1)
            if line.count > 1:
                grid.addWidget(_text(str(line.count), "ok", wrap=False), n, 2)
            grid.addWidget(icon_label("check", "ok"), n, 3, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        if details.banner:
            column.addWidget(banner(details.banner, "warn"))
        return section

    def _history(self, details: Details) -> QWidget:
        section, column = _section()
        column.addWidget(_text(_("History"), "caption-strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for n, line in enumerate(details.history[:8]):
            grid.addWidget(_text(line.when, "second", wrap=False), n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(line.what, "caption"), n, 1)
        column.addLayout(grid)
        return section

    def _actions(self, details: Details) -> QWidget:
        section, column = _section(last=True)
        first = QHBoxLayout()
        if details.may_approve:
            approve = primary_button(_("Approve"), "check")
            approve.clicked.connect(lambda: self._ask("approve"))
            decline = plain_button(_("Decline…"))
            decline.clicked.connect(lambda: self._ask("decline"))
            first.addWidget(approve, 1)
            first.addWidget(decline)
        else:
            opened = primary_button(_("Open"), "arrow-up-right")
            opened.clicked.connect(lambda: self._ask("open"))
            first.addWidget(opened, 1)
        edit = icon_button("pencil", _("Edit…"), framed=True)
        edit.clicked.connect(lambda: self._ask("edit"))
        first.addWidget(edit)
        column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(8)
        buttons: list[tuple[str, QPushButton]] = [
            ("move", plain_button(_("Move…"))),
            ("copy", plain_button(_("Copy…"))),
            ("cancel", danger_button(_("Cancel…"))),
        ]
        for action, button in buttons:
            button.clicked.connect(lambda _checked=False, a=action: self._ask(a))
            button.setEnabled(details.may_change)
            second.addWidget(button, 1)
        column.addLayout(second)
        return section


def _section(last: bool = False) -> tuple[QFrame, QVBoxLayout]:
    section = QFrame()
    section.setProperty("section", "last" if last else "line")
    column = QVBoxLayout(section)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    return section, column


def _text(text: str, role: str, wrap: bool = True) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
