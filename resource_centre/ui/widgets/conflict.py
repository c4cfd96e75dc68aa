"""Two people changed the same thing: field by field, whose version stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import ChangedMeanwhile
from resource_centre.i18n import _
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import Segments
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import Elided, rule, text


class Conflict(Dialog):
    """`before` is what was read, `mine` what was typed; `then(draft, version)` saves what was chosen.

    `say(field, value)` puts a value into words, where it is not one to read as it is.
    What only the other one changed is theirs unless chosen otherwise.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        labels: Mapping[str, str],
        trouble: ChangedMeanwhile,
        before: Any,
        mine: Any,
        then: Callable[[Any, int | None], object],
        say: Callable[[str, Any], str] | None = None,
    ) -> None:
        super().__init__(desk, parent, _("Changed meanwhile"), _("Save what is chosen"), size=QSize(600, 0))
        self._mine, self._then, self._version = mine, then, trouble.version
        self.choices: dict[str, Segments] = {}
        self.theirs: dict[str, Any] = {}
        known = {each.name for each in fields(mine)}
        self.setObjectName("conflict")
        words = _("Somebody else saved this while you were typing. Choose whose version stays.")
        self.form.put(text(words, "body2", wrap=True))
        for change in trouble.changes:
            if change.field not in known or change.field not in labels:
                continue
            touched = getattr(before, change.field) != getattr(mine, change.field)
            choice = Segments(
                [("mine", _("Mine")), ("theirs", _("Theirs"))],
                "mine" if touched else "theirs",
                labels[change.field],
            )
            self.choices[change.field], self.theirs[change.field] = choice, change.theirs
            self.form.put(rule())
            head = row(text(labels[change.field], "medium"), 1, choice)
            self.form.put(head)
            for name, value in ((_("Mine"), change.mine), (_("Theirs"), change.theirs)):
                line = row(spacing=8)
                line.addWidget(text(f"{name}:", "second"))
                words = say(change.field, value) if say is not None else plain_words(value)
                line.addWidget(Elided(words, "body2"), 1)
                self.form.put(line)
        if not self.choices:
            self.form.put(text(_("Nothing that you changed differs. Save it again."), "body2", wrap=True))
        self.form.end()

    def confirm(self) -> None:
        taken = {
            name: self.theirs[name] for name, choice in self.choices.items() if choice.current == "theirs"
        }
        self.accept()
        self._then(replace(self._mine, **taken), self._version)


def plain_words(value: Any) -> str:
    """A value as it is read; a dash for none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or "–"
    return str(value) if value not in (None, "") else "–"
