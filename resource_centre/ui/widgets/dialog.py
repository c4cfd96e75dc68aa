"""The dialog of the house: form left, consequences right, what is held and the buttons below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from resource_centre.audit.queries import Meanwhile, meanwhile
from resource_centre.core.errors import BadInput, ChangedMeanwhile, Refused
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.ui.connection import follow
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.widgets import order
from resource_centre.ui.widgets.boxes import Banner, ConnectionBanner, Scroll
from resource_centre.ui.widgets.buttons import KeyedButton, button, icon_button, switch_off
from resource_centre.ui.widgets.fields import Search, area
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import IconLabel, text

T = TypeVar("T")
SCROLLBAR = 12  # pixels


class Dim(QWidget):
    """The flat shade over the window behind a dialog."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(over.rect())
        over.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(18, 22, 24, 92))
        painter.end()


def meanwhile_words(person: str, fields: Sequence[str]) -> str:
    """That somebody else has changed what is open here, and what happens on saving."""
    who = person or _("Somebody else")
    end = _("What you typed stays; when you save, you choose whose words count.")
    if not fields:
        return _("{who} changed this a moment ago.").format(who=who) + " " + end
    what = ", ".join(fields[:4]) + (" …" if len(fields) > 4 else "")
    return _("{who} changed this a moment ago: {what}.").format(who=who, what=what) + " " + end


class Dialog(QDialog):
    """Override `confirm` (what the main button does). `form` is the left side, `side` the right (None without).

    Esc and Cancel close it, asking first when words were typed that would be lost; Ctrl+Enter confirms.
    What was typed stays when something is refused: the banner or the field says why. A form that changes what others
    may change too keeps in `version` what it has read, so that whose words stay is asked and never decided silently.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        verb: str,
        *,
        wide: bool = False,
        size: QSize | None = None,
        danger: bool = False,
    ) -> None:
        super().__init__(parent.window())
        self.desk = desk
        self.version: int | None = None
        self._uid = new_uid()  # of what this form adds: adding it again finds what was made the first time
        self._waits = False
        self.setWindowTitle(title)
        self.setProperty("framed", "true")
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dim: Dim | None = None
        self._drag: QPoint | None = None
        self._watched: tuple[str, int] | None = None
        self._told = 0  # the version of others that was spoken of
        self.changer = ""  # who made it, as far as that is known
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the body scrolls
        outer.addWidget(self._make_head(title))
        self.form = Form()
        self.left = Scroll((20, 14, 20, 14))
        self.left.inside.addWidget(self.form)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.left, 42 if wide else 1)
        self.side: Scroll | None = None
        if wide:
            ground = QFrame()
            ground.setProperty("inspector", "true")
            self.side = Scroll((20, 14, 20, 14), 12)
            inside = QVBoxLayout(ground)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(self.side)
            middle.addWidget(ground, 58)
        self.banner, self.news = (
            Banner(),
            Banner(),
        )  # the second one tells what others do meanwhile, and stays
        held = QVBoxLayout()
        held.setContentsMargins(20, 0, 20, 8)
        held.addWidget(self.news)
        held.addWidget(ConnectionBanner(desk.connection))
        held.addWidget(self.banner)
        outer.addLayout(middle, 1)
        outer.addLayout(held)
        outer.addWidget(self._make_foot(verb, danger, wide))
        self._size(size or (QSize(1000, 700) if wide else QSize(500, 0)))
        follow(desk.connection, self, self._keep_as_sent)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(keys, self, activated=self._go)  # type: ignore[call-overload]

    def _make_head(self, title: str) -> QWidget:
        head = QFrame()
        head.setProperty("section", "true")
        head.setFixedHeight(48)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(20, 0, 12, 0)
        self.head.setSpacing(12)
        self.title = text(title, "section")
        self.title.setProperty("role", "object")
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(icon_button("x", _("Close"), self.reject))
        head.installEventFilter(self)
        self._headframe = head
        return head

    def _make_foot(self, verb: str, danger: bool, keyed: bool) -> QWidget:
        foot = QFrame()
        foot.setProperty("foot", "true")
        foot.setMinimumHeight(56)
        self.foot = QHBoxLayout(foot)
        self.foot.setContentsMargins(20, 8, 20, 8)
        self.foot.setSpacing(10)
        self.promise_icon = IconLabel("lock", 14)
        self.promise_icon.hide()
        self.promise: QLabel = text("", "second", wrap=True)
        self.foot.addWidget(self.promise_icon)
        self.foot.addWidget(self.promise, 1)
        self.cancel = button(_("Cancel"), self.reject)
        self.cancel.setAutoDefault(True)  # else Enter on it would press the main button
        self.ok = KeyedButton(verb, "Ctrl ↵") if keyed else button(verb, kind="primary")
        self.ok.clicked.connect(lambda _checked=False: self._go())
        self.ok.setProperty("danger", danger)
        self.ok.setDefault(True)
        self.ok.setAutoDefault(True)
        self.ok.setToolTip(_("Ctrl+Enter"))
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.ok)
        return foot

    def say_promise(self, words: str, symbol: str = "lock") -> None:
        """What is held by this: the words left of the buttons."""
        self.promise_icon.setVisible(bool(words))
        self.promise_icon._parts = (symbol, 14, "text3", "")
        self.promise.setText(words)

    def watch(self, table: str, row_id: int) -> None:
        """Says at once when somebody else changes this row, which was read at `version`, while the form is open."""
        self._watched = (table, row_id)
        self.desk.hub.changed.connect(self._look_meanwhile)

    def _look_meanwhile(self, _topics: object) -> None:
        version, watched = self.version, self._watched
        if watched is not None and version is not None and self.ok.isEnabled() and self.isVisible():
            self.desk.read(
                self,
                lambda unit: meanwhile(unit, *watched, version),
                self._say_meanwhile,
                lambda _trouble: None,
                key="meanwhile",
            )

    def _say_meanwhile(self, found: Meanwhile | None) -> None:
        if found is not None and found.version != self._told and self.isVisible():
            self._told, self.changer = found.version, found.person
            names = (self.words_of(column) for column in found.columns)
            self.news.say(meanwhile_words(found.person, [name for name in names if name]), "warn")

    def words_of(self, column: str) -> str:
        """What a column of the watched row is called in this form; empty when it is not in it."""
        return self.form.label(column)

    def confirm(self) -> None:
        """What the main button does: usually `self.save(command, then)`."""
        self.accept()

    def save(
        self,
        command: Callable[[Unit], T],
        then: Callable[[T], Any] | None = None,
        said: str = "",
    ) -> None:
        """Writes; closes when it is done, and stays with everything typed when it is not."""
        self.wait(True)

        def done(value: T) -> None:
            self.wait(False)
            self.accept()
            if then is not None:
                then(value)

        self.desk.write(self, command, done, self.show_trouble, said)

    def wait(self, waiting: bool) -> None:
        """While something is written the button cannot be pressed again."""
        self._waits = waiting
        switch_off(self.ok, _("Being saved…") if waiting else "")
        self._keep_as_sent()

    def _keep_as_sent(self) -> None:
        """While a form waits for a database that is away, it stays as it will be written."""
        self.left.setEnabled(not (self._waits and self.desk.connection.away))

    def show_trouble(self, trouble: BaseException) -> None:
        """Says what is wrong, at the field that is to blame or in the banner."""
        self.wait(False)
        words = sentence(trouble)
        self.form.forgive()
        if isinstance(trouble, ChangedMeanwhile):
            self.show_change(trouble)
            return
        if isinstance(trouble, BadInput) and self.form.blame(trouble.field, words):
            self.banner.say("")
            return
        self.banner.say(words, "danger")
        if isinstance(trouble, Refused):
            self.show_refusal(trouble)

    def show_change(self, trouble: ChangedMeanwhile) -> None:
        """Somebody else has saved first: says so, and saves this form only when it is asked for once more."""
        if self.version is None or trouble.version is None:
            words = _(
                "Somebody else has changed this in the meantime. Close this, and look at it as it is now."
            )
            self.banner.say(words, "warn")
            return

        def again() -> None:
            self.version = trouble.version
            self._go()

        words = _(
            "Somebody else has changed this in the meantime. Close this to see it, or save yours as well."
        )
        self.banner.say(words, "warn", _("Save mine"), again)

    def show_refusal(self, trouble: Refused) -> None:
        """A place for dialogs that show violations and alternatives in their own way."""

    def _go(self) -> None:
        if not self.ok.isEnabled():
            return
        self.form.forgive()
        self.banner.say("")
        try:
            self.form.insist_on_lengths()
            self.confirm()
        except BadInput as trouble:
            self.show_trouble(trouble)

    def _size(self, wanted: QSize) -> None:
        window = self.parentWidget()
        room = window.size() if window is not None else QSize(1280, 720)
        height = wanted.height() or max(self.sizeHint().height(), 180)
        self.resize(min(wanted.width(), room.width() - 60), min(height, max(room.height() - 40, 320)))
        self._fits = wanted.height() == 0

    def _widen(self) -> None:
        """Nothing of the form is cut off: the left side is as wide as its fields need, in the fonts they have now."""
        inner, layout = self.left.widget(), self.layout()
        if inner is None or layout is None:
            return
        layout_of_form = inner.layout()
        if layout_of_form is not None:
            layout_of_form.activate()
        self.left.setMinimumWidth(inner.minimumSizeHint().width() + SCROLLBAR)
        layout.activate()
        self.resize(max(self.width(), layout.minimumSize().width()), self.height())

    def showEvent(self, event: Any) -> None:
        window = self.parentWidget()
        self._widen()
        if window is not None and self._dim is None:
            self._dim = Dim(window)
            inner = self.left.widget()
            if self._fits and inner is not None:
                room = self.width() - 2
                tall = inner.heightForWidth(room) if inner.hasHeightForWidth() else inner.sizeHint().height()
                content = tall + 48 + 60 + 16
                self.resize(self.width(), min(max(content, 190), window.height() - 40))
            middle = window.mapToGlobal(window.rect().center())
            self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)
        super().showEvent(event)
        if self.focusWidget() is None or self._headframe.isAncestorOf(self.focusWidget()):
            first = next(
                (
                    field
                    for field in self.form.fields.values()
                    if field.isEnabled() and field.isVisibleTo(self)
                ),
                None,
            )
            (first or self.ok).setFocus()

    def typed(self) -> bool:
        """Whether somebody has written words that closing would lose."""
        fields = [edit for edit in self.findChildren(QLineEdit) if not isinstance(edit, Search)]
        if any(edit.isModified() and edit.text().strip() for edit in fields):
            return True
        areas = self.findChildren(QPlainTextEdit)
        return any(each.document().isModified() and each.toPlainText().strip() for each in areas)

    def reject(self) -> None:
        if not self.typed():
            super().reject()
            return
        words = _("What you wrote here is not saved yet.")
        Leave(self.desk, self, _("Close without saving?"), _("Throw away"), words, super().reject).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not event.spontaneous() and self.isVisible():
            super().reject()
        super().closeEvent(event)

    def step_aside(self) -> None:
        """Out of sight with everything typed, until `open` brings it back."""
        self._undim()
        self.hide()

    def _undim(self) -> None:
        if self._dim is not None:
            self._dim.deleteLater()
            self._dim = None

    def done(self, result: int) -> None:
        self._undim()
        super().done(result)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return order.go(self, 1 if forward else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() not in (
            self.ok,
            self.cancel,
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._headframe and isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                self._drag = event.globalPosition().toPoint() - self.pos()
            elif event.type() == QEvent.Type.MouseMove and self._drag is not None:
                self.move(event.globalPosition().toPoint() - self._drag)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._drag = None
        return super().eventFilter(watched, event)


class Reason(Dialog):
    """Asks for a reason, then writes: cancel, decline, override."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        verb: str,
        what: str,
        command: Callable[[Unit, str], Any],
        *,
        then: Callable[[Any], Any] | None = None,
        optional: bool = False,
        said: str = "",
        label: str = "",
    ) -> None:
        super().__init__(desk, parent, title, verb)
        self._parts = (command, then, optional, said)
        if what:
            self.form.put(text(what, "body2", wrap=True))
        self.reason = area(lines=3)
        self.form.add(
            "reason", label or (_("Reason (if you like)") if optional else _("Reason")), self.reason
        )
        self.form.end()
        self.reason.setFocus()

    def confirm(self) -> None:
        command, then, optional, said = self._parts
        words = self.reason.toPlainText().strip()
        if not words and not optional:
            raise BadInput(_("Write a few words why. They are kept in the history."), "reason")
        self.save(lambda unit: command(unit, words), then, said)


class Ask(Dialog):
    """One question with one action."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, verb: str, what: str, do: Callable[[], Any]
    ) -> None:
        super().__init__(desk, parent, title, verb)
        self._do = do
        self.form.put(text(what, "body2", wrap=True))
        self.form.end()

    def confirm(self) -> None:
        self.accept()
        self._do()


class Leave(Ask):
    """Asks before what was typed is thrown away; Esc goes back to it."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, verb: str, what: str, do: Callable[[], Any]
    ) -> None:
        super().__init__(desk, parent, title, verb, what, do)
        self.ok.setProperty("kind", "danger")
        self.ok.setDefault(False)
        self.cancel.setText(_("Keep writing"))
        self.cancel.setFocus()
