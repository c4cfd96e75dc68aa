"""The last step: what was imported, and the rows that were left out, to be corrected."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.exchange.plans import OUTCOME_NAMES, Plan
from resource_centre.exchange.reading import Sheet
from resource_centre.exchange.tables import write_table
from resource_centre.i18n import _
from resource_centre.ui.importing.wording import left_words
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.labels import IconLabel, text


class Ending(QWidget):
    """The sentence of the end. `asked()` when the rows left out are wanted as a sheet."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(10)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.words, self.note = text("", "section", wrap=True), text("", "body2", wrap=True)
        for label in (self.words, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.save = button(_("Save what was left out…"), self.asked.emit, symbol="download")
        inside.addStretch(1)
        inside.addWidget(IconLabel("circle-check", 26, "ok", "ok_soft"), 0, middle)
        inside.addWidget(self.words)
        inside.addWidget(self.note)
        inside.addWidget(self.save, 0, middle)
        inside.addStretch(2)

    def show_end(self, words: str, plan: Plan) -> None:
        """What the import said."""
        left = len(plan.bad) + len(plan.clashes)
        self.words.setText(words)
        self.note.setVisible(bool(left))
        self.save.setVisible(bool(left))
        self.note.setText(left_words(plan.what, left))

    @staticmethod
    def write(file: Path, plan: Plan) -> None:
        """The rows left out, as they stand in the file, with why; without cells for a calendar."""
        unusable = [*plan.bad, *plan.clashes]
        cells = {row.number: row.cells for row in plan.source.rows} if isinstance(plan.source, Sheet) else {}
        headings = (
            [*plan.columns, _("Row"), _("What happens"), _("Why")]
            if cells
            else [_("Entry"), _("What happens"), _("Why")]
        )
        rows = []
        for line in sorted(unusable, key=lambda each: each.row):
            told = [str(line.row) if cells else line.label, _(OUTCOME_NAMES[line.outcome]), line.why]
            rows.append([*cells.get(line.row, ()), *told])
        write_table(file, headings, rows)
