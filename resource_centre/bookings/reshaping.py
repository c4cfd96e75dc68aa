"""Moving a loan as a calendar does: what is reserved in time and to other units of its model, what is out only in its end."""

from __future__ import annotations

from collections.abc import Mapping

from resource_centre.bookings.service import LoanDraft, cancel, extend, reserve
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.resources.queries import bookables_by_id
from resource_centre.schedule import service as door
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import STATE_NAMES, ActivityState
from resource_centre.schedule.shape import Shape, Standing, changes_between, insist_it_stands, shape_of

FEATURE = "loan"
AHEAD = frozenset({ActivityState.PENDING, ActivityState.RESERVED})


def standings(unit: Unit, centre_id: int, states: Mapping[int, str]) -> dict[int, Standing]:
    """What of these loans (activity to state) may be moved, by activity."""
    writes = allowed(unit.actor, Data.BOOKINGS, Right.WRITE, centre_id)
    return {key: _standing(key, ActivityState(state), writes) for key, state in states.items()}


def _standing(key: int, state: ActivityState, writes: bool) -> Standing:
    stays = start = things = ""
    if not writes:
        stays = _("Loans are moved by a coordinator of the centre")
    elif state is ActivityState.CHECKED_OUT:
        start = _("The units are out already. Only the day of their return can change: drag the end")
        things = _("These units are out. Check them in before others go in their place")
    elif state not in AHEAD:
        stays = _("A loan that is “{state}” can no longer be moved").format(state=_(STATE_NAMES[state]))
    return Standing(
        FEATURE, key, stays, start=start, things=things, around=start,
        people=_("To whom it is lent is changed in the loan"), told=_("The borrower is told."),
    )  # fmt: skip


def activity_of(_unit: Unit, activity_id: int) -> int:
    """A loan goes by the number of its activity."""
    return activity_id


def shape(unit: Unit, activity_id: int) -> Shape:
    """How a loan lies now."""
    return shape_of(unit, activity_id)


def reshape(unit: Unit, activity_id: int, was: Shape, wanted: Shape, override_reason: str = "") -> Shape:
    """Moves a loan with all its units, or nothing of it; the borrower is told."""
    row = unit.get(Activity, activity_id)
    require(unit, Data.BOOKINGS, Right.WRITE, row.centre_id)
    insist_it_stands(row.title, shape(unit, activity_id), was)
    changes = changes_between(was, wanted)
    if row.state == ActivityState.CHECKED_OUT:
        if wanted.start != was.start or changes.fields() - {"start", "end"}:
            raise BadInput(_("The units are out already. Only the day of their return can change."), "start")
        extend(unit, activity_id, wanted.end, override_reason)
    elif row.state in AHEAD:
        if changes.bookables is not None:
            _insist_on_models(unit, was, wanted)
        if changes.fields():
            door.change(unit, activity_id, changes, override_reason=override_reason)
    else:
        words = _("A loan that is “{state}” can no longer be moved.")
        raise BadInput(words.format(state=_(STATE_NAMES[ActivityState(row.state)])), "state")
    if changes.fields() & {"start", "end"}:
        _tell_borrower(unit, row)
    unit.changed(Topic.LOANS)
    return shape(unit, activity_id)


def drop(unit: Unit, activity_id: int, reason: str) -> None:
    """Cancels a loan that is not out."""
    cancel(unit, activity_id, reason)


def copy(unit: Unit, activity_id: int, wanted: Shape, override_reason: str = "") -> int:
    """Reserves the same units for the same borrower at another time. Answers the new loan."""
    row = unit.get(Activity, activity_id)
    draft = LoanDraft(
        row.centre_id, wanted.start, wanted.end, wanted.bookables, (), row.person_id, row.school_id, row.title,
        row.note, override_reason,
    )  # fmt: skip
    return reserve(unit, draft).row.activity_id


def _insist_on_models(unit: Unit, was: Shape, wanted: Shape) -> None:
    """Other units stand in only for units of their own model."""
    rows = bookables_by_id(unit, {*was.bookables, *wanted.bookables})
    before = sorted((rows[key].model_id or 0, rows[key].kind) for key in was.bookables)
    after = sorted((rows[key].model_id or 0, rows[key].kind) for key in wanted.bookables)
    if before != after:
        raise BadInput(_("Only a unit of the same model can take its place."), "bookables")


def _tell_borrower(unit: Unit, row: Activity) -> None:
    if row.person_id is None:
        return
    with use(person(unit, row.person_id).language):
        subject = _("The time of the loan “{title}” has changed").format(title=row.title)
    tell(unit, row.person_id, "loan_moved", subject, "", "activity", row.id, row.centre_id)
