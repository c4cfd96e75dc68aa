"""A form over something that others may change too: it says so at once, and shows both versions when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from resource_centre.core.errors import ChangedMeanwhile, FieldChange
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_
from resource_centre.ui.widgets.conflict import Conflict, plain_words
from resource_centre.ui.widgets.dialog import Dialog

# What the fields of something that takes time are called, by their names in a draft and in the database.
OF_TIME = {
    "title": N_("Title"),
    "note": N_("Note"),
    "start": N_("From"),
    "starts_at": N_("From"),
    "end": N_("To"),
    "ends_at": N_("To"),
    "setup_minutes": N_("Set-up"),
    "cleardown_minutes": N_("Clear-down"),
    "places": N_("Places"),
    "state": N_("State"),
    "labs": N_("Labs"),
    "equipment": N_("Equipment"),
    "people": N_("People"),
}

Write = Callable[[Unit, Any, int | None], Any]


class ChangeDialog(Dialog):
    """`version` and `before` (a draft) are what was read; `save_change` writes a draft of the same kind.

    `names` gives words to fields that have no label of their own in the form.
    """

    before: Any = None
    names: Mapping[str, str] = {}

    def save_change(
        self, draft: Any, write: Write, then: Callable[[Any], Any] | None = None, said: str = ""
    ) -> None:
        """Writes unless somebody else was first; then both versions are shown field by field."""
        self._parts = (draft, write, then, said)
        version = self.version
        self.save(lambda unit: write(unit, draft, version), then, said)

    def show_change(self, trouble: ChangedMeanwhile) -> None:
        draft, write, then, said = self._parts
        trouble = ChangedMeanwhile(str(trouble), self.compared(trouble, draft), trouble.version)
        words = {change.field: self.words_of(change.field) for change in trouble.changes}
        labels = {field: name for field, name in words.items() if name}
        if trouble.version is None or (trouble.changes and not labels):
            super().show_change(trouble)
            return

        def again(taken: Mapping[str, Any], version: int | None) -> None:
            self.version = version
            self.save_change(self.with_theirs(draft, taken), write, then, said)

        before = self.fields_of(self.before if self.before is not None else draft)
        touched = {name for name, value in self.fields_of(draft).items() if before.get(name) != value}
        Conflict(self.desk, self, labels, trouble, touched, again, self.say_value, self.changer).open()

    def fields_of(self, draft: Any) -> dict[str, Any]:
        """A draft field by field, as both versions are compared; override for what is one field there and several here."""
        return {each.name: getattr(draft, each.name) for each in fields(draft)}

    def compared(self, trouble: ChangedMeanwhile, draft: Any) -> list[FieldChange]:
        """What differs, by the names of `fields_of`."""
        known = self.fields_of(draft)
        return [change for change in trouble.changes if change.field in known]

    def with_theirs(self, draft: Any, taken: Mapping[str, Any]) -> Any:
        """The draft with these fields as the other one has them."""
        return replace(draft, **taken)

    def words_of(self, column: str) -> str:
        return self.names.get(column) or super().words_of(column)

    def say_value(self, field: str, value: Any) -> str:
        """A value in words; override for codes, people and times."""
        return plain_words(value)
