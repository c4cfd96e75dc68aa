"""Assigning requests to consultants."""

from __future__ import annotations

from resource_centre.audit.service import record_step
from resource_centre.consultations import queries
from resource_centre.consultations.model import Request
from resource_centre.consultations.queries import RequestRow
from resource_centre.consultations.rules import RequestState
from resource_centre.consultations.steps import advance, opened, saved, tell_person, tell_requester, words
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.people.queries import person


def assign(
    unit: Unit, request_id: int, consultant_id: int, reason: str = "", version: int | None = None
) -> RequestRow:
    """Gives a request to a consultant, or to another one; both sides are told."""
    standing = queries.request_row(unit, request_id)
    step = "assign" if standing.state is RequestState.NEW else "reassign"
    row = opened(unit, request_id, step, version)
    before = row.consultant_id
    assign_to(unit, row, consultant_id, words(reason, "reason", _("The reason"), empty=True))
    if before not in (None, consultant_id):
        tell_person(unit, before or 0, row, "reassigned", N_("Somebody else takes “{title}”"), reason)
    return queries.request_row(unit, request_id)


def assign_to(unit: Unit, row: Request, consultant_id: int | None, reason: str = "") -> None:
    """Writes who works on a request, and the step to "assigned" when it is new."""
    chosen = a_consultant(unit, row.centre_id, consultant_id)
    before, row.consultant_id = row.consultant_id, chosen
    if row.state == RequestState.NEW:
        advance(unit, row, RequestState.ASSIGNED, reason)
    elif before != chosen:
        record_step(unit, "request", row.id, row.centre_id, row.state, row.state, reason)
    saved(unit)
    if before == chosen:
        return
    name = person(unit, chosen).name
    tell_person(unit, chosen, row, "assigned", N_("Yours now: {title}"), row.question)
    tell_requester(unit, row, "assigned", N_("{consultant} takes care of “{title}”"), consultant=name)


def a_consultant(unit: Unit, centre_id: int, person_id: int | None) -> int:
    """The person, if they are a consultant or coordinator of the centre."""
    if person_id is None:
        raise BadInput(_("Choose a consultant."), "consultant")
    found = person(unit, person_id)
    roles = {role for role, where in found.roles if where == centre_id}
    if not found.active or not roles & {Role.CONSULTANT, Role.COORDINATOR}:
        raise BadInput(_("{name} is not a consultant of this centre.").format(name=found.name), "consultant")
    return person_id
