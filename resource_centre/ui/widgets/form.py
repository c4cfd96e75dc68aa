"""A form: labelled fields in rows, each with a place below it for what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QLineEdit, QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _
from resource_centre.ui.widgets.labels import set_role, text


class Form(QWidget):
    """Fields by name. `blame(name, sentence)` marks one; `forgive()` takes every mark away."""

    def __init__(self, spacing: int = 12) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.fields: dict[str, QWidget] = {}
        self._heads: dict[str, QLabel] = {}
        self._faults: dict[str, QLabel] = {}

    def add(self, name: str, label: str, field: QWidget, note: str = "") -> QWidget:
        """A field on a row of its own."""
        self.column.addLayout(self._cell(name, label, field, note))
        return field

    def add_row(self, *cells: tuple[str, str, QWidget] | tuple[str, str, QWidget, int]) -> None:
        """Several fields side by side: (name, label, field[, stretch])."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setContentsMargins(0, 0, 0, 0)
        for n, cell in enumerate(cells):
            grid.addLayout(self._cell(cell[0], cell[1], cell[2]), 0, n, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(n, cell[3] if len(cell) > 3 else 1)
        self.column.addLayout(grid)

    def label(self, name: str) -> str:
        """What stands above a field; empty when there is no such field."""
        return self._heads[name].text() if name in self._heads else ""

    def put(self, part: QWidget | QLayout) -> None:
        """Anything else on a row of its own."""
        if isinstance(part, QLayout):
            self.column.addLayout(part)
        else:
            self.column.addWidget(part)

    def end(self) -> None:
        """Nothing below: fields stay at the top."""
        self.column.addStretch(1)

    def blame(self, name: str | None, sentence: str) -> bool:
        """Marks the field that is to blame and puts the focus there; False when there is no such field."""
        if name is None or name not in self.fields:
            return False
        field, fault = self.fields[name], self._faults[name]
        field.setAccessibleDescription(sentence)
        set_role(field, fault="true")
        fault.setText(sentence)
        fault.show()
        field.setFocus()
        return True

    def forgive(self) -> None:
        """Takes every mark away."""
        for name, fault in self._faults.items():
            if fault.isVisibleTo(self):
                fault.hide()
                self.fields[name].setAccessibleDescription("")
                set_role(self.fields[name], fault="")

    def insist_on_lengths(self) -> None:
        """`BadInput` for the first line that has more characters than it may have."""
        for name, field in self.fields.items():
            most = field.property("most")
            if isinstance(field, QLineEdit) and most and len(field.text().strip()) > most:
                words = _("This is {n} characters long; {most} are the most that fit. Shorten it.")
                raise BadInput(words.format(n=len(field.text().strip()), most=most), name)

    def show_field(self, name: str, shown: bool) -> None:
        """Shows or hides a field together with its label."""
        if name not in self.fields:
            return
        self.fields[name].setVisible(shown)
        if name in self._heads:
            self._heads[name].setVisible(shown)

    def require(self, name: str, words: str, sentence: str) -> str:
        """The stripped words of a field that may not be empty."""
        found = words.strip()
        if not found:
            raise BadInput(sentence, name)
        return found

    def _cell(self, name: str, label: str, field: QWidget, note: str = "") -> QVBoxLayout:
        cell = QVBoxLayout()
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(4)
        if label:
            head = text(label, "label")
            head.setBuddy(field)
            self._heads[name] = head
            cell.addWidget(head)
            if not field.accessibleName():
                field.setAccessibleName(label)
        field.setObjectName(name)
        cell.addWidget(field)
        if note:
            cell.addWidget(text(note, "second", wrap=True))
        fault = text("", "fault", wrap=True)
        fault.hide()
        cell.addWidget(fault)
        self.fields[name] = field
        self._faults[name] = fault
        return cell
