"""How far something goes in a series: this date, this and the following, all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from resource_centre.i18n import N_, _
from resource_centre.schedule.series import Scope
from resource_centre.ui.widgets.labels import text

WORDS = {
    Scope.THIS: N_("This date only"),
    Scope.FOLLOWING: N_("This and the following dates"),
    Scope.ALL: N_("All dates that are not over"),
}


class ScopePick(QWidget):
    """changed(Scope)."""

    changed = Signal(object)

    def __init__(self, what: str) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(text(what, "label"))
        self.setAccessibleName(what)
        self.buttons: dict[Scope, QRadioButton] = {}
        for scope, words in WORDS.items():
            made = QRadioButton(_(words))
            made.toggled.connect(lambda on, s=scope: self._tell(s) if on else None)
            self.buttons[scope] = made
            inside.addWidget(made)
        self.buttons[Scope.THIS].setChecked(True)

    def _tell(self, scope: Scope) -> None:
        self.changed.emit(scope)

    @property
    def scope(self) -> Scope:
        """What is picked."""
        return next(scope for scope, made in self.buttons.items() if made.isChecked())
