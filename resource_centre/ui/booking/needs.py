"""The field for what is needed at a time: as in a booking, and so many people of a role besides."""

from __future__ import annotations

from collections.abc import Iterable

from resource_centre.core.context import Role
from resource_centre.i18n import _
from resource_centre.overview.times import ROLES
from resource_centre.ui.booking.books import SYMBOLS, BooksField, Key
from resource_centre.ui.booking.choices import Choices
from resource_centre.ui.widgets.fields import Choice

MOST = 20


def role_name(role: Role) -> str:
    """What so many of a role are called."""
    return _("any ambassadors") if role is Role.AMBASSADOR else _("any consultants")


class NeedsField(BooksField):
    """`people` are so many of each role."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices)
        self._offer()

    @property
    def people(self) -> tuple[tuple[Role, int], ...]:
        """So many people of each role."""
        return tuple((ROLES[number], count) for number, count in self._counted("role"))

    def put_people(self, people: Iterable[tuple[Role, int]]) -> None:
        """Adds people of roles; tells nobody."""
        for role, count in people:
            chip = self._put(("role", ROLES.index(role)))
            if chip.count is not None:
                chip.count.blockSignals(True)
                chip.count.set_value(count)
                chip.count.blockSignals(False)
        self._offer()

    def _named(self, key: Key) -> tuple[str, int]:
        return (role_name(ROLES[key[1]]), MOST) if key[0] == "role" else super()._named(key)

    def _more_choices(self) -> list[Choice]:
        if not self._choices.staff:
            return []
        return [Choice(("role", n), role_name(role), SYMBOLS["role"]) for n, role in enumerate(ROLES)]
