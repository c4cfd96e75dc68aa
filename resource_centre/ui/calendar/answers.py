"""The answer of the rules to a place, as it is drawn: ghosts, landing spots, holders and the card. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from resource_centre.i18n import _
from resource_centre.schedule.rules import Alternative, Violation
from resource_centre.ui.calendar.period import day_label
from resource_centre.ui.calendar.placing import Known, claims, landings, violations, warnings
from resource_centre.ui.calendar.refusals import exchange_refusal, refusal
from resource_centre.ui.timeline.drag import Answer, Grip, Lift, Place
from resource_centre.ui.timeline.scene import Card, Ghost, Landing


def answer(here: Known, place: Place, lift: Lift | None) -> Answer:
    """What is drawn while something is at a place."""
    lifted = lift.block.bookable if lift is not None else None
    grip = lift.grip if lift is not None else Grip.WHOLE
    never = refusal(here, place, lift)
    if never:
        return _never(here, place, lifted, grip, never)
    against = violations(here, place, lifted)
    free = landings(here, place, lifted, _may_stand_in) if grip is Grip.WHOLE else []
    ghosts = _ghosts(here, place, lifted, grip, bool(against))
    spots = tuple(_landing(here, spot, lifted) for spot in free)
    holders = frozenset(v.activity_id for v in against if v.activity_id is not None)
    blocked = any(not v.overridable for v in against)
    told = card(here, place, against, free) or _warning(warnings(here, place, lifted))
    return Answer(ghosts, spots, holders, told, blocked)


def _ghosts(here: Known, place: Place, lifted: int | None, grip: Grip, refused: bool) -> tuple[Ghost, ...]:
    """One on every row that it would take, the row of the place first."""
    words = _words(here, place, grip)
    found = (
        Ghost(
            claim.bookable, place.start, place.end, words, refused, claim.occupied.start, claim.occupied.end
        )
        for claim in claims(here, place, lifted)
    )
    return tuple(sorted(found, key=lambda ghost: ghost.row != place.row))


def _never(here: Known, place: Place, lifted: int | None, grip: Grip, why: str) -> Answer:
    """What the feature behind it does not allow, wherever it would go."""
    return Answer(_ghosts(here, place, lifted, grip, True), (), frozenset(), Card(why), True)


def _may_stand_in(here: Known, activity: int | None, gone: int, instead: int) -> bool:
    return activity is None or not exchange_refusal(here, activity, gone, instead)


def _warning(words: list[str]) -> Card | None:
    """It may be let go here, but somebody should be asked first."""
    if not words:
        return None
    return Card(words[0], (*words[1:3], _("Let go here only if it is agreed with them.")), refused=False)


def offered(here: Known, instead: Iterable[Alternative]) -> tuple[Landing, ...]:
    """What the service offers instead of what it refused, as landing spots."""
    return tuple(
        Landing(
            spot.bookables[0], spot.start, spot.end, _clock(here, spot.start), spot.bookables[1:],
            _name(here, spot.bookables[0]),
        )
        for spot in instead
        if spot.bookables
    )  # fmt: skip


def _landing(here: Known, spot: Place, lifted: int | None) -> Landing:
    """A free place on every row that it would take."""
    also = tuple(claim.bookable for claim in claims(here, spot, lifted) if claim.bookable != spot.row)
    return Landing(spot.row, spot.start, spot.end, _clock(here, spot.start), also, _name(here, spot.row))


def _name(here: Known, key: int) -> str:
    return here.bookables[key].name if key in here.bookables else ""


def card(here: Known, place: Place, against: list[Violation], free: list[Place]) -> Card | None:
    """Who holds the place, which rule stands against it, and what would be nearest."""
    if not against:
        return None
    title, _dot, rest = against[0].message.partition(". ")
    lines = [rest] if rest else []
    lines += [violation.message for violation in against[1:3]]
    if all(v.overridable for v in against):
        lines.append(_("Let go here to override the rule with a reason."))
    return Card(title.rstrip("."), tuple(lines), _nearest(here, place, free))


def _nearest(here: Known, place: Place, free: list[Place]) -> str:
    if not free:
        return ""
    spot = free[0]
    name = here.bookables[spot.row].name
    if spot.start == place.start:
        return _("Nearest free: {resource}, same time").format(resource=name)
    day = day_label(spot.start.astimezone(here.tz).date())
    return _("Nearest free: {resource}, {day} {time}").format(
        resource=name, day=day, time=_clock(here, spot.start)
    )


def _words(here: Known, place: Place, grip: Grip) -> str:
    """What is written on the ghost: the start, of an edge its own instant or minutes."""
    if grip is Grip.END:
        return f"–{_clock(here, place.end)}"
    if grip is Grip.SETUP and place.setup is not None:
        return _("{minutes} min").format(minutes=place.setup)
    if grip is Grip.CLEARDOWN and place.cleardown is not None:
        return _("{minutes} min").format(minutes=place.cleardown)
    return _clock(here, place.start)


def _clock(here: Known, instant: datetime) -> str:
    return f"{instant.astimezone(here.tz):%H:%M}"
