"""How an ambassador answers: accepts, declines, or says later that they cannot come."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from resource_centre.ambassadors import service
from resource_centre.ambassadors.queries import AssignmentRow
from resource_centre.i18n import _
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Reason


def accept(desk: Desk, owner: QWidget, found: AssignmentRow) -> None:
    """Takes the place; the time is held from then on."""
    desk.write(owner, lambda unit: service.accept(unit, found.id), said=_("Accepted. Thank you."))


def decline(desk: Desk, owner: QWidget, found: AssignmentRow) -> None:
    """Asks why (it may stay empty) and declines."""
    Reason(
        desk, owner, _("Decline: {title}").format(title=found.title), _("Decline"), _("Thank you for answering; the centre asks somebody else."),
        lambda unit, why: service.decline(unit, found.id, why), optional=True, said=_("Declined."),
    ).open()  # fmt: skip


def withdraw(desk: Desk, owner: QWidget, found: AssignmentRow) -> None:
    """Asks why and gives the place back."""
    Reason(
        desk, owner, _("I cannot come: {title}").format(title=found.title), _("Tell the centre"), _("Your time is free again, and the centre finds somebody else."),
        lambda unit, why: service.withdraw(unit, found.id, why),
    ).open()  # fmt: skip
