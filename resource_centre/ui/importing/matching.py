"""The second step: each column of the file with some of its cells, and the field it goes into."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.exchange.plans import OUTCOME_NAMES, Plan
from resource_centre.i18n import _
from resource_centre.ui.importing.wording import TONES
from resource_centre.ui.widgets.boxes import Banner, Card, Scroll, clear, row
from resource_centre.ui.widgets.fields import Choice, Pick
from resource_centre.ui.widgets.labels import Elided, chip, rule, set_role, text

SHOWN = 3
WIDTHS = (220, 0, 230)


class Matching(QWidget):
    """Columns and fields. `changed()` when the person gives a column another field."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picks: dict[str, Pick] = {}
        self._names: dict[str, Elided] = {}
        self._columns: tuple[str, ...] = ()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        self.missing = Banner()
        inside.addWidget(self.missing)
        card = Card()
        head = QFrame()
        head.setProperty("cardhead", "true")
        heads = QHBoxLayout(head)
        heads.setContentsMargins(14, 7, 14, 7)
        heads.setSpacing(14)
        for words, width in zip(
            (_("Column of the file"), _("What stands in it"), _("Goes into")), WIDTHS, strict=True
        ):
            label = text(words, "caption-strong")
            if width:
                label.setFixedWidth(width)
            heads.addWidget(label, 0 if width else 1)
        card.body.addWidget(head)
        self.rolling = Scroll((0, 0, 0, 0), 0)
        card.body.addWidget(self.rolling, 1)
        inside.addWidget(card, 1)
        self.counts = row(spacing=6)
        inside.addLayout(self.counts)

    @property
    def mapping(self) -> dict[str, str]:
        """Every column with its field; an empty one leaves the column out."""
        return {column: pick.value or "" for column, pick in self.picks.items()}

    def show_plan(self, plan: Plan) -> None:
        """The columns of a file (made anew when they are others), what is missing and what would happen."""
        if plan.columns != self._columns:
            self._build(plan)
        if plan.missing:
            names = ", ".join(f"“{_(field.label)}”" for field in plan.missing)
            self.missing.say(
                _("Say which column is {fields}: it is needed for every row.").format(fields=names), "warn"
            )
        else:
            self.missing.say("")
        self._mark()
        clear(self.counts)
        for outcome, count in plan.counts.items():
            if count:
                words = f"{count} · {_(OUTCOME_NAMES[outcome])}"
                self.counts.addWidget(chip(words, TONES[outcome]))
        self.counts.addStretch(1)

    def wait(self) -> None:
        """The plan is being made anew."""
        clear(self.counts)
        self.counts.addWidget(text(_("Looking at the rows again…"), "second"))
        self.counts.addStretch(1)

    def _build(self, plan: Plan) -> None:
        clear(self.rolling.inside)
        self._columns = plan.columns
        self.picks = {}
        self._names = {}
        choices = [Choice("", _("left out"))]
        for field in plan.fields:
            label = _(field.label)
            choices.append(
                Choice(field.name, _("{field}, needed").format(field=label) if field.required else label)
            )
        for at, column in enumerate(plan.columns):
            holder = QWidget()
            grid = QGridLayout(holder)
            grid.setContentsMargins(14, 7, 14, 7)
            grid.setHorizontalSpacing(14)
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, WIDTHS[0])
            name = Elided(column, "medium")
            name.setFixedWidth(WIDTHS[0])
            cells = [" ".join(cells[at].split()) for cells in plan.samples if at < len(cells)]
            seen = list(dict.fromkeys(cell for cell in cells if cell))[:SHOWN]
            sample = Elided("  ·  ".join(seen) or _("empty in the first rows"), "second2")
            pick = Pick(choices, plan.mapping.get(column, ""))
            pick.setFixedWidth(WIDTHS[2])
            pick.setAccessibleName(_("The field of the column {column}").format(column=column))
            pick.changed.connect(lambda field, name=column: self._given(name, field))
            for position, part in enumerate((name, sample, pick)):
                grid.addWidget(part, 0, position, Qt.AlignmentFlag.AlignVCenter)
            self.picks[column], self._names[column] = pick, name
            self.rolling.inside.addWidget(holder)
            if column != plan.columns[-1]:
                self.rolling.inside.addWidget(rule())
        self.rolling.inside.addStretch(1)

    def _given(self, column: str, field: object) -> None:
        """A field comes from one column: the one that had it before is left out."""
        for other, pick in self.picks.items():
            if field and other != column and pick.value == field:
                pick.choose("")
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        for column, pick in self.picks.items():
            used = bool(pick.value)
            set_role(self._names[column], role="medium" if used else "second2")
