"""What an event, a request, a course or a loan says to a place: a sentence why not, or nothing. Pure."""

from __future__ import annotations

from resource_centre.i18n import _
from resource_centre.ui.calendar.placing import Known
from resource_centre.ui.timeline.drag import Grip, Lift, Place


def refusal(here: Known, place: Place, lift: Lift | None) -> str:
    """Why something may not go to a place, whether that is free or not."""
    standing = here.rows.standings.get(place.activity or 0)
    if lift is None or standing is None:
        return ""
    if standing.stays:
        return standing.stays
    home, end = lift.home, (place.end - place.start) != (lift.home.end - lift.home.start)
    if lift.grip in (Grip.SETUP, Grip.CLEARDOWN) and standing.around:
        return standing.around
    if place.start != home.start and standing.start:
        return standing.start
    if (end or lift.grip in (Grip.START, Grip.END)) and standing.length:
        return standing.length
    if place.row != home.row:
        against = exchange_refusal(here, place.activity or 0, lift.block.bookable, place.row)
        if against:
            return against
    return _too_late(here, place, lift, standing.feature)


def exchange_refusal(here: Known, activity: int, gone: int, instead: int) -> str:
    """Why one bookable may not stand in for another in what an activity holds."""
    standing = here.rows.standings.get(activity)
    before, after = here.bookables.get(gone), here.bookables.get(instead)
    if standing is None or before is None or after is None or gone == instead:
        return ""
    if before.kind == "person":
        if standing.people:
            return standing.people
        if "consultant" not in here.rows.roles.get(instead, ()):
            return _("{name} is not a consultant of this centre").format(name=after.name)
        return ""
    if standing.things:
        return standing.things
    if standing.feature == "loan" and before.model_id != after.model_id:
        return _("Only a unit of the same model can take its place")
    return ""


def _too_late(here: Known, place: Place, lift: Lift, feature: str) -> str:
    if place == lift.home:
        return ""
    if feature == "consultation" and place.start <= here.rows.now:
        return _("This time has passed already. Choose a later one")
    if feature == "loan" and place.end <= here.rows.now:
        return _("The new end has passed already. Choose a later one")
    return ""
