"""Two people changed the same thing: field by field, whose version stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
from resource_centre.ui.widgets.labels import rule, text


class Conflict(Dialog):
    """`touched` are the fields in which something was typed; `then(taken, version)` saves, with theirs where it was chosen.

    `say(field, value)` puts a value into words, where it is not one to read as it is.
    What only the other one changed is theirs unless chosen otherwise.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        labels: Mapping[str, str],
        trouble: ChangedMeanwhile,
        touched: Collection[str],
        then: Callable[[Mapping[str, Any], int | None], object],
        say: Callable[[str, Any], str] | None = None,
        who: str = "",
    ) -> None:
        super().__init__(desk, parent, _("Changed meanwhile"), _("Save what is chosen"), size=QSize(600, 0))
        self._then, self._version = then, trouble.version
        self.choices: dict[str, Segments] = {}
        self.theirs: dict[str, Any] = {}
        self.setObjectName("conflict")
        words = _("Somebody else saved this while you were typing. Choose whose version stays.")
        if who:
            words = _("{who} saved this while you were typing. Choose whose version stays.").format(who=who)
        self.form.put(text(words, "body2", wrap=True))
        for change in trouble.changes:
            if change.field not in labels:
                continue
            choice = Segments(
                [("mine", _("Mine")), ("theirs", _("Theirs"))],
                "mine" if change.field in touched else "theirs",
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
                line.addWidget(text(words, "body2", wrap=True), 1)
                self.form.put(line)
        if not self.choices:
            self.form.put(text(_("Nothing that you changed differs. Save it again."), "body2", wrap=True))
        self.form.end()

    def confirm(self) -> None:
        taken = {
            name: self.theirs[name] for name, choice in self.choices.items() if choice.current == "theirs"
        }
        self.accept()
        self._then(taken, self._version)


def ask_whose(
    desk: Desk, parent: QWidget, labels: Mapping[str, str], trouble: ChangedMeanwhile, before: Any, mine: Any,
    then: Callable[[Any, int | None], object],
) -> None:  # fmt: skip
    """Asks about two drafts of one dataclass: `before` is what was read, `then(draft, version)` saves what was chosen."""
    touched = {each.name for each in fields(mine) if getattr(before, each.name) != getattr(mine, each.name)}
    Conflict(
        desk, parent, labels, trouble, touched, lambda taken, version: then(replace(mine, **taken), version)
    ).open()


def plain_words(value: Any) -> str:
    """A value as it is read; a dash for none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or "–"
    return str(value) if value not in (None, "") else "–"
