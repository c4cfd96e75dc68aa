"""The inspector: everything about the selected activity, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from resource_centre.i18n import N_, _, n_
from resource_centre.ui.calendar.details import Details
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import Banner, Scroll, Section, clear, column, row
from resource_centre.ui.widgets.buttons import button, icon_button, menu_of, primary
from resource_centre.ui.widgets.labels import Elided, HueSquare, IconLabel, chip, text

WIDTH, NARROW = 312, 284
ACTIONS = {
    "open": (N_("Open"), "arrow-up-right"),
    "approve": (N_("Approve"), "check"),
    "decline": (N_("Decline…"), "x"),
    "edit": (N_("Edit…"), "pencil"),
    "move": (N_("Move…"), "move"),
    "copy": (N_("Copy…"), "copy"),
    "cancel": (N_("Cancel…"), "calendar-x"),
}
OPEN = {
    "event": N_("Open event"),
    "consultation": N_("Open request"),
    "course": N_("Open course"),
    "loan": N_("Open loan"),
}
TOP = Qt.AlignmentFlag.AlignTop
TOP_RIGHT = TOP | Qt.AlignmentFlag.AlignRight


def action_words(details: Details, action: str) -> str:
    """The words of an action; opening names what is opened."""
    if action == "open" and details.owner is not None:
        return _(OPEN.get(details.owner[0], ACTIONS["open"][0]))
    return _(ACTIONS[action][0])


class Inspector(QFrame):
    """asked(action, activity) for each of `ACTIONS`; closed() when the person closes it."""

    asked = Signal(str, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("inspector", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.details: Details | None = None
        self.buttons: dict[str, QWidget] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Details of the selected activity"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 0, 0)
        self._column.setSpacing(0)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Narrower in small windows."""
        self.setFixedWidth(look().px(NARROW if narrow else WIDTH))

    def show_details(self, details: Details) -> None:
        """Fills the inspector anew."""
        self.details = details
        self.buttons = {}
        clear(self._column)
        self._column.addWidget(self._head(details))
        inside = Scroll((0, 0, 0, 0), 0)
        inside.inside.addWidget(self._when(details))
        inside.inside.addWidget(self._holds(details))
        if details.history:
            inside.inside.addWidget(self._history(details))
        inside.inside.addStretch(1)
        self._column.addWidget(inside, 1)
        if details.actions:
            self._column.addWidget(self._actions(details))

    def menu(self, parent: QWidget, details: Details | None = None) -> QMenu:
        """The actions as a menu: for “…” and for the right click."""
        found = details or self.details
        if found is None:
            return QMenu(parent)
        number = found.activity.id
        return menu_of(
            parent,
            [
                (action_words(found, action), partial(self.asked.emit, action, number), symbol)
                for action, (_words, symbol) in ACTIONS.items()
                if action in found.actions
            ],
        )

    def _button(self, action: str, made: QWidget) -> QWidget:
        self.buttons[action] = made
        return made

    def _do(self, action: str):  # type: ignore[no-untyped-def]
        return lambda: self.asked.emit(action, self.details.activity.id) if self.details else None

    def _head(self, details: Details) -> QWidget:
        section = Section()
        more = icon_button("ellipsis", _("More actions"))
        more.clicked.connect(lambda: self._pop_up(more))
        close = icon_button("x", _("Close the details"), self.closed.emit)
        kind = Elided(details.kind_name, "second2")
        kind.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        section.body.addLayout(
            row(HueSquare(details.kind), kind, chip(details.state_name, details.tone), 1, more, close)
        )
        more.setVisible(bool(details.actions))
        section.body.addWidget(_words(details.activity.title, "object"))
        if details.subtitle:
            section.body.addWidget(_words(details.subtitle, "body2"))
        return section

    def _pop_up(self, under: QWidget) -> None:
        menu = self.menu(under)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))

    def _when(self, details: Details) -> QWidget:
        section, grid = Section(), _grid(8)
        around = _words(details.around, "second") if details.around else None
        grid.addWidget(IconLabel("clock"), 0, 0, TOP)
        grid.addLayout(column(_words(details.when, "strong"), around, spacing=1), 0, 1)
        for n, (symbol, words) in enumerate(details.lines, 1):
            grid.addWidget(IconLabel(symbol), n, 0, TOP)
            grid.addWidget(_words(words, "body"), n, 1)
        section.body.addLayout(grid)
        return section

    def _holds(self, details: Details) -> QWidget:
        together = n_("{n} held", "{n} held together", details.held).format(n=details.held)
        section = Section(_("Holds"), together if details.held else _("nothing is held"))
        grid = _grid(8)
        for n, line in enumerate(details.holds):
            grid.addWidget(IconLabel(line.icon), n, 0, TOP)
            grid.addWidget(_words(line.name, "body"), n, 1)
            if line.note or line.count > 1:
                words = line.note or str(line.count)
                grid.addWidget(
                    text(words, "second2", tone=line.tone), n, 2, 1, 1 if line.held else 2, TOP_RIGHT
                )
            if line.held:
                grid.addWidget(IconLabel("check", 16, "ok"), n, 3, TOP)
        section.body.addLayout(grid)
        if details.banner:
            needs = Banner(stacked=True)
            needs.say(details.banner, "warn", details.banner_action, self._do("open"))
            section.body.addWidget(needs)
        return section

    def _history(self, details: Details) -> QWidget:
        section, grid = Section(_("History"), line=False), _grid(7)
        for n, line in enumerate(details.history[:8]):
            grid.addWidget(text(line.when, "second"), n, 0, TOP)
            grid.addWidget(_words(line.what, "second2"), n, 1)
        section.body.addLayout(grid)
        return section

    def _actions(self, details: Details) -> QWidget:
        section = QFrame()
        section.setProperty("foot", "true")
        inside = QVBoxLayout(section)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        first = self._first_row(details)
        inside.addLayout(row(*first))
        second = [a for a in ("move", "copy", "cancel") if a in details.actions]
        made = [self._button(action, _second(action, self._do(action))) for action in second]
        room = self.width() - 2 * 16 - 1
        fits = sum(each.sizeHint().width() + 8 for each in made) - 8 <= room
        for line in [made] if fits else [made[:-1], made[-1:]]:
            if line:
                inside.addLayout(_filled(line))
        return section

    def _first_row(self, details: Details) -> list[QWidget]:
        shown: list[QWidget] = []
        offered = details.actions
        main = next((a for a in ("approve", "open", "edit") if a in offered), None)
        if main is not None:
            made = primary(action_words(details, main), self._do(main), ACTIONS[main][1])
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            shown.append(self._button(main, made))
        if "decline" in offered:
            shown.append(self._button("decline", button(_("Decline…"), self._do("decline"))))
        if "edit" in offered and main != "edit":
            shown.append(
                self._button("edit", icon_button("pencil", _("Edit…"), self._do("edit"), framed=True))
            )
        return shown


def _second(action: str, do: Callable[[], object]) -> QWidget:
    made = button(_(ACTIONS[action][0]), do, kind="danger" if action == "cancel" else "")
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.ensurePolished()
    return made


def _filled(widgets: Sequence[QWidget]) -> QHBoxLayout:
    """Buttons that share a line; each is as wide as its words at least."""
    line = row()
    for each in widgets:
        line.addWidget(each, 1)
    return line


def _grid(spacing: int) -> QGridLayout:
    made = QGridLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(10)
    made.setVerticalSpacing(spacing)
    made.setColumnStretch(1, 1)
    return made


def _words(words: str, role: str) -> QWidget:
    made = text(words, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
