"""Fields of forms: pickers that find by typing, days, times of day, lengths, search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import (
    QDate,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QIcon,
    QIntValidator,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, language
from resource_centre.ui.icons import icon
from resource_centre.ui.look import look
from resource_centre.ui.widgets.entries import Entries, Index

NOWHERE = QModelIndex()


def qt_locale() -> QLocale:
    """The locale of the language in use, for Qt's own words."""
    return QLocale({"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}[language()])


class _NoWheel(QObject):
    """The wheel scrolls the form, never changes a field that was not clicked."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def _calm(widget: QWidget) -> None:
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_NoWheel(widget))


def line(value: str = "", hint: str = "", most: int = 200) -> QLineEdit:
    """A field of one line for at most `most` characters; a form says so when there are more (nothing is cut off)."""
    made = QLineEdit(value)
    made.setPlaceholderText(hint)
    made.setProperty("most", most)
    return made


def area(value: str = "", hint: str = "", lines: int = 3) -> QPlainTextEdit:
    """A field of several lines; Tab leaves it."""
    made = QPlainTextEdit(value)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setFixedHeight(look().px(18) * lines + 16)
    return made


def number(value: int = 0, least: int = 0, most: int = 9999, suffix: str = "") -> QSpinBox:
    """A whole number."""
    made = QSpinBox()
    made.setRange(least, most)
    made.setValue(value)
    made.setSuffix(suffix)
    made.setGroupSeparatorShown(False)
    edit = made.lineEdit()
    if edit is not None:
        edit.setTextMargins(7, 0, 0, 0)
    _calm(made)
    return made


class Count(QLineEdit):
    """A headcount in a sheet: digits only, right-aligned. `counted(value)`."""

    counted = Signal(int)

    def __init__(self, value: int = 0, most: int = 9999) -> None:
        super().__init__(str(value))
        self.setValidator(QIntValidator(0, most, self))
        self.setMaxLength(len(str(most)))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setProperty("extent", "small")
        self.textEdited.connect(lambda _words: self.counted.emit(self.value()))

    def value(self) -> int:
        """The number; nothing typed is none."""
        return int(self.text() or 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)


def check(words: str, on: bool = False) -> QCheckBox:
    """A box to tick."""
    made = QCheckBox(words)
    made.setChecked(on)
    return made


@dataclass(frozen=True)
class Choice:
    """Something to pick: its value, its words, an icon's name, words that find it too."""

    value: Any
    words: str
    symbol: str = ""
    also: str = ""


class Pick(QComboBox):
    """A short list to choose from. `changed(value)` when the person picks."""

    changed = Signal(object)

    def __init__(self, choices: Iterable[Choice | tuple[Any, str]] = (), current: Any = None) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setMaxVisibleItems(14)
        _calm(self)
        self.set_choices(choices, current)
        self.activated.connect(lambda _index: self.changed.emit(self.value))

    def set_choices(self, choices: Iterable[Choice | tuple[Any, str]], current: Any = None) -> None:
        """Another list; the current value stays where it is still there."""
        kept = current if current is not None else self.value
        self.clear()
        for each in choices:
            found = each if isinstance(each, Choice) else Choice(*each)
            self.addItem(icon(found.symbol) if found.symbol else QIcon(), found.words, found.value)
        self.choose(kept)

    def choose(self, value: Any) -> None:
        """Shows a value as picked; tells nobody."""
        for index in range(self.count()):
            if self.itemData(index) == value:
                self.setCurrentIndex(index)
                return

    @property
    def value(self) -> Any:
        """What is picked."""
        return self.currentData()


class Choices(Entries):
    """What a finder offers. Rows, not QStandardItems: PySide frees items of Python's twice, and the window crashes."""

    SEARCHED = Qt.ItemDataRole.UserRole + 1  # the words that find it, more than those that name it

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        each = self.entry(index)
        if each is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return each.words
        if role == self.SEARCHED:
            return f"{each.words} {each.also}".strip()
        if role == Qt.ItemDataRole.DecorationRole and each.symbol:
            return icon(each.symbol)
        return None


class Finder(QLineEdit):
    """Picks one of many by typing a part of its words. `changed(value)`; None while nothing fits."""

    changed = Signal(object)

    def __init__(
        self, choices: Iterable[Choice | tuple[Any, str]] = (), current: Any = None, hint: str = ""
    ) -> None:
        super().__init__()
        self.setPlaceholderText(hint or _("Type a part of the name"))
        self.setClearButtonEnabled(False)
        self._choices: list[Choice] = []
        self._value: Any = None
        self._model = Choices(self)
        made = QCompleter(self._model, self)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCompletionRole(Choices.SEARCHED)
        made.setMaxVisibleItems(10)
        popup = QListView()
        popup.setObjectName("completions")
        made.setPopup(popup)
        self._completer = made
        self.setCompleter(made)
        made.activated.connect(self._completed)
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self._settle)
        self.set_choices(choices, current)

    def set_choices(self, choices: Iterable[Choice | tuple[Any, str]], current: Any = None) -> None:
        """Another list; the current value stays where it is still there."""
        kept = current if current is not None else self._value
        self._choices = [each if isinstance(each, Choice) else Choice(*each) for each in choices]
        self._model.show(self._choices)
        self.choose(kept)

    def words_of(self, value: Any) -> str:
        """What a value is called; a dash when it is not in the list."""
        return next((each.words for each in self._choices if each.value == value), "–")

    def choose(self, value: Any) -> None:
        """Shows a value as picked; tells nobody."""
        found = (
            next((each for each in self._choices if each.value == value), None) if value is not None else None
        )
        self._value = found.value if found else None
        if found is not None or not self.hasFocus():
            self.setText(found.words if found else "")

    @property
    def value(self) -> Any:
        """What is picked, None when nothing is."""
        return self._value

    @property
    def unknown(self) -> str:
        """What was typed and is nothing in the list."""
        return self.text().strip() if self._value is None else ""

    def popup(self) -> QAbstractItemView:
        """The list of what matches."""
        found = self._completer.popup()
        assert found is not None
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.popup().isVisible():
            self._completer.setCompletionPrefix(self.text() if self._value is None else "")
            self._completer.complete()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text() or self._value is not None:
            self.selectAll()
            self._completer.setCompletionPrefix("")
            self._completer.complete()

    def _edited(self, words: str) -> None:
        self._set(self._match(words, whole=True))

    def _completed(self, words: str) -> None:
        found = next((each for each in self._choices if f"{each.words} {each.also}".strip() == words), None)
        if found is not None:
            QTimer.singleShot(0, self, lambda: self._take(found.value))

    def _take(self, value: Any) -> None:
        self.choose(value)
        self.changed.emit(self._value)

    def _settle(self) -> None:
        if self._value is None and self.text().strip():
            found = self._match(self.text(), whole=False)
            if found is not None:
                self._take(found.value)

    def _match(self, words: str, whole: bool) -> Choice | None:
        typed = words.strip().casefold()
        exact = [each for each in self._choices if each.words.casefold() == typed]
        if exact or whole or not typed:
            return exact[0] if exact else None
        part = [each for each in self._choices if typed in f"{each.words} {each.also}".casefold()]
        return part[0] if len(part) == 1 else None

    def _set(self, found: Choice | None) -> None:
        value = found.value if found else None
        if value != self._value:
            self._value = value
            self.changed.emit(value)


class DayField(QDateEdit):
    """A day, typed or picked from a calendar. `changed(date)`.

    Typing begins at the day of the month; left and right go to month and year, Tab leaves the field.
    """

    changed = Signal(object)

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.setLocale(qt_locale())
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd d MMM yyyy")
        self.calendarWidget().setLocale(qt_locale())
        self.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendarWidget().setVerticalHeaderFormat(
            self.calendarWidget().VerticalHeaderFormat.NoVerticalHeader
        )
        _calm(self)
        if day is not None:
            self.set_day(day)
        self.dateChanged.connect(lambda _day: self.changed.emit(self.day))

    def set_day(self, day: date) -> None:
        """Shows a day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason):
            self._select_day()

    def _select_day(self) -> None:
        # Qt calls the weekday a day as well, so the section is named by its place.
        self.setCurrentSectionIndex(1 if self.displayFormat().startswith("ddd") else 0)
        found, edit = re.search(r"\d+", self.text()), self.lineEdit()
        if found is not None and edit is not None:
            edit.setSelection(found.start(), len(found[0]))

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)

    @property
    def day(self) -> date:
        """The day that is shown."""
        found = self.date()
        return date(found.year(), found.month(), found.day())


CLOCK = re.compile(r"\s*([0-9]{1,2})(?:[:.\- ]?([0-9]{2}))?\s*")


def read_clock(words: str) -> time:
    """A time of day as people type it: 9, 930, 9:30, 09.30; `BadInput` when it is none."""
    found = CLOCK.fullmatch(words)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise BadInput(_("“{typed}” is not a time of day. Write it like 14:30.").format(typed=words.strip()[:20]))


class ClockField(QComboBox):
    """A time of day: typed, or picked in quarters of an hour. `changed()`."""

    changed = Signal()

    def __init__(self, at: time = time(9), first: int = 7, last: int = 21) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(5)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems(
            [f"{hour:02}:{minute:02}" for hour in range(first, last + 1) for minute in (0, 15, 30, 45)]
        )
        self.setCompleter(None)  # type: ignore[arg-type]
        _calm(self)
        self.set_time(at)
        self.line.editingFinished.connect(self._tidy)
        self.line.textEdited.connect(lambda _words: self.changed.emit())
        self.activated.connect(lambda _index: self.changed.emit())

    @property
    def line(self) -> QLineEdit:
        """The field that is typed into."""
        found = self.lineEdit()
        assert found is not None
        return found

    def set_time(self, at: time) -> None:
        """Shows a time."""
        self.setCurrentText(f"{at:%H:%M}")
        self.line.home(False)

    @property
    def time(self) -> time:
        """The time; `BadInput` when what was typed is none."""
        return read_clock(self.currentText())

    def _tidy(self) -> None:
        try:
            self.set_time(self.time)
        except BadInput:
            return
        self.changed.emit()


class MomentField(QWidget):
    """A day and a time of day of a zone. `changed()`."""

    changed = Signal()

    def __init__(self, wall: datetime) -> None:
        super().__init__()
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        self.day = DayField(wall.date())
        self.clock = ClockField(wall.time())
        inside.addWidget(self.day, 3)
        inside.addWidget(self.clock, 2)
        self.setFocusProxy(self.day)
        self.day.changed.connect(lambda _day: self.changed.emit())
        self.clock.changed.connect(self.changed)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.day.setAccessibleName(_("{what}, day").format(what=name))
        self.clock.setAccessibleName(_("{what}, time").format(what=name))

    @property
    def wall(self) -> datetime:
        """The naive wall time; `BadInput` when the time is none."""
        return datetime.combine(self.day.day, self.clock.time)

    def set_wall(self, wall: datetime) -> None:
        """Shows a wall time."""
        self.day.set_day(wall.date())
        self.clock.set_time(wall.time())


class Minutes(QComboBox):
    """A length in minutes, such as a set-up time. `changed()`."""

    changed = Signal()

    def __init__(
        self, minutes: int = 0, choices: Iterable[int] = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120)
    ) -> None:
        super().__init__()
        _calm(self)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        for each in sorted({*choices, minutes}):
            self.addItem(length_words(each), each)
        self.set_minutes(minutes)
        self.activated.connect(lambda _index: self.changed.emit())

    def set_minutes(self, minutes: int) -> None:
        """Shows a length."""
        if self.findData(minutes) < 0:
            self.addItem(length_words(minutes), minutes)
        self.setCurrentIndex(self.findData(minutes))

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return int(self.currentData())


def length_words(minutes: int) -> str:
    """45 min, 2 h, 1 h 30 min."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("{n} min").format(n=rest)
    return _("{n} h").format(n=hours) if not rest else _("{h} h {m} min").format(h=hours, m=rest)


WIDEST = 1000  # pixels; a field without a limit of its own is allowed more


class Search(QLineEdit):
    """A field that filters as one types, after a short rest. `searched(text)`."""

    searched = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setProperty("search", "true")
        self.setClearButtonEnabled(False)
        self.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(180)
        self._rest.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _words: self._rest.start())

    def sizeHint(self) -> QSize:
        hint, widest = super().sizeHint(), self.maximumWidth()
        return QSize(widest, hint.height()) if widest < WIDEST else hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
