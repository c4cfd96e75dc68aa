"""The field for everything that is booked together: labs, units, people, and so many of a model."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QIntValidator,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from resource_centre.i18n import _, n_
from resource_centre.ui.booking.choices import Choices
from resource_centre.ui.booking.flow import Flow
from resource_centre.ui.look import look
from resource_centre.ui.widgets.buttons import icon_button
from resource_centre.ui.widgets.fields import Choice, Finder
from resource_centre.ui.widgets.labels import Elided, IconLabel

SYMBOLS = {"lab": "door-open", "unit": "package", "person": "user", "model": "boxes", "role": "users"}
Key = tuple[str, int]


class AddFinder(Finder):
    """Takes a choice when it is picked or confirmed, not while a part of its name is typed."""

    def sizeHint(self) -> QSize:
        """It takes what is left of its line, so it needs no more than its hint."""
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def _edited(self, words: str) -> None:
        return

    def _settle(self) -> None:
        popup = self.popup()
        if popup.isVisible() and popup.currentIndex().isValid():
            return  # what is picked there comes by itself, once
        if self.text().strip():
            found = self._match(self.text(), whole=True) or self._match(self.text(), whole=False)
            if found is not None:
                self._take(found.value)


class Count(QLineEdit):
    """A small number from 1 to `most`: typed, or changed by the arrow keys and the wheel."""

    changed = Signal(int)

    def __init__(self, most: int) -> None:
        super().__init__("1")
        self._most = most
        self.setProperty("extent", "count")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(look().px(36 if most > 99 else 28), 22)
        self.setValidator(QIntValidator(1, most, self))
        self.textEdited.connect(lambda words: self.changed.emit(self.value()) if words else None)
        self.editingFinished.connect(lambda: self.set_value(self.value()))

    def value(self) -> int:
        """How many."""
        return min(max(int(self.text() or 1), 1), self._most)

    def set_value(self, value: int) -> None:
        """Another number; tells when it differs."""
        before = self.value()
        self.setText(str(min(max(value, 1), self._most)))
        if self.value() != before:
            self.changed.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self.value() + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self.set_value(self.value() + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            event.ignore()


class BookChip(QWidget):
    """One thing in the field, with how many of it (of a model) and a cross."""

    def __init__(self, key: Key, words: str, most: int, remove) -> None:  # type: ignore[no-untyped-def]
        super().__init__()
        self.key = key
        inside = QHBoxLayout(self)
        inside.setContentsMargins(6, 0, 2, 0)
        self.setFixedHeight(28)
        inside.setSpacing(4)
        if not most:
            inside.addWidget(IconLabel(SYMBOLS[key[0]], 14, "text2"))
        self.count: Count | None = None
        if most:
            self.count = Count(most)
            self.count.setAccessibleName(_("How many: {name}").format(name=words))
            inside.addWidget(self.count)
        name = Elided(words)
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        inside.addWidget(name)
        self.cross = icon_button("x", _("Take out: {name}").format(name=words), lambda: remove(key), size=12)
        self.cross.setFixedSize(18, 20)
        inside.addWidget(self.cross)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("hover"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.end()


class BooksField(QWidget):
    """`bookables` and `units` are what is in it. changed() when the person adds, counts or takes out."""

    changed = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._chips: list[BookChip] = []
        self._flow = Flow(self, 5, 4)
        self.finder = AddFinder([], hint=_("Add…"))
        self.finder.setAccessibleName(_("Add a lab, equipment or a person"))
        self.finder.setMinimumWidth(look().px(68))
        self.finder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.finder.setStyleSheet("border: none; padding: 0 4px; min-height: 26px; background: transparent;")
        self.finder.installEventFilter(self)
        self.finder.changed.connect(self._add_picked)
        self._flow.addWidget(self.finder)
        self.setFocusProxy(self.finder)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._offer()

    @property
    def bookables(self) -> tuple[int, ...]:
        """The labs, units and people."""
        return tuple(chip.key[1] for chip in self._chips if chip.count is None)

    @property
    def units(self) -> tuple[tuple[int, int], ...]:
        """So many of each model."""
        return self._counted("model")

    def _counted(self, kind: str) -> tuple[tuple[int, int], ...]:
        """Number and count of the chips of a kind that are counted."""
        chips = (chip for chip in self._chips if chip.key[0] == kind)
        return tuple((chip.key[1], chip.count.value()) for chip in chips if chip.count is not None)

    def put(self, bookables: Iterable[int], units: Iterable[tuple[int, int]] = ()) -> None:
        """Shows other things; tells nobody."""
        for chip in self._chips:
            self._drop(chip)
        self._chips = []
        for key in bookables:
            row = self._choices.by_id.get(key)
            self._put((row.kind if row else "unit", key))
        for model_id, count in units:
            chip = self._put(("model", model_id))
            if chip.count is not None:
                chip.count.blockSignals(True)
                chip.count.set_value(count)
                chip.count.blockSignals(False)
        self._offer()

    @property
    def names(self) -> dict[int, str]:
        """The names of everything that can be in it."""
        return {key: row.name for key, row in self._choices.by_id.items()}

    def words(self) -> str:
        """What is in it, by name."""
        names = [self._choices.by_id[key].name for key in self.bookables if key in self._choices.by_id]
        names += [f"{count} × {self._choices.model_by_id[key].name}" for key, count in self.units]
        return ", ".join(names)

    def _add_picked(self, key: Key | None) -> None:
        if key is None:
            return
        self._put(key)
        self.finder.choose(None)
        self.finder.clear()
        self._offer()
        self.changed.emit()

    def _put(self, key: Key) -> BookChip:
        chip = BookChip(key, *self._named(key), self._remove)
        if chip.count is not None:
            chip.count.changed.connect(lambda _value: self.changed.emit())
        self._chips.append(chip)
        self._flow.put_before_last(chip)
        chip.show()
        self._order()
        self.updateGeometry()
        return chip

    def _named(self, key: Key) -> tuple[str, int]:
        """What a chip is called, and how many of it there can be (0: it is one)."""
        if key[0] == "model":
            model = self._choices.model_by_id[key[1]]
            return model.name, model.units
        row = self._choices.by_id.get(key[1])
        return (row.name if row else str(key[1])), 0

    def _order(self) -> None:
        """Tab goes from the field to what is in it."""
        last: QWidget = self.finder
        for chip in self._chips:
            for part in (chip.count, chip.cross):
                if part is not None:
                    QWidget.setTabOrder(last, part)
                    last = part

    def _remove(self, key: Key) -> None:
        chip = next(chip for chip in self._chips if chip.key == key)
        self._chips.remove(chip)
        self._drop(chip)
        self._offer()
        self.finder.setFocus()
        self.changed.emit()

    def _drop(self, chip: BookChip) -> None:
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.updateGeometry()

    def _offer(self) -> None:
        here = {chip.key for chip in self._chips}
        offered = [
            Choice(("model", row.id), n_("{name} ({n} unit)", "{name} ({n} units)", row.units).format(name=row.name, n=row.units), SYMBOLS["model"])
            for row in self._choices.models
        ]  # fmt: skip
        order = {"lab": 0, "unit": 2, "person": 1}
        rows = sorted(self._choices.bookables, key=lambda row: order.get(row.kind, 3))
        labs = [row for row in rows if row.kind == "lab"]
        rest = [row for row in rows if row.kind != "lab"]
        words = [Choice((row.kind, row.id), row.name, SYMBOLS[row.kind], row.code) for row in labs]
        words += offered
        words += [Choice((row.kind, row.id), row.name, SYMBOLS[row.kind], row.code) for row in rest]
        words += self._more_choices()
        self.finder.set_choices([each for each in words if each.value not in here])

    def _more_choices(self) -> list[Choice]:
        """What else can be picked."""
        return []

    def sizeHint(self) -> QSize:
        """As tall as its lines are at the width it has, not at the least it could have."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(max(self.width(), hint.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.finder.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fault, focus = self.property("fault") == "true", self.finder.hasFocus()
        edge = "danger" if fault else "accent" if focus else "line2"
        painter.setPen(QPen(now.colour(edge), 2 if fault or focus else 1))
        painter.setBrush(now.colour("surface"))
        inset = 1.0 if fault or focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.end()
