"""Who may do what: one table, used by services, by the window, and by the server's own rules.

Rights are ordered: OWN (only what is one's own) < READ < WRITE < APPROVE. Rows are those of the product's table.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from resource_centre.core.context import Actor, Role
from resource_centre.core.errors import NotPermitted
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _


class Data(StrEnum):
    """What rights are about."""

    OWN_PROFILE = "own_profile"
    CONTACTS = "contacts"
    REQUESTS = "requests"
    NOTES = "notes"
    FREE_BUSY = "free_busy"
    BOOKINGS = "bookings"
    RESOURCES = "resources"
    SCHOOLS = "schools"
    EVENTS = "events"
    AMBASSADORS = "ambassadors"
    CLEARANCES = "clearances"
    HEADCOUNTS = "headcounts"
    HOURS = "hours"
    TRAINING = "training"
    SUMMARIES = "summaries"
    PEOPLE = "people"
    SETTINGS = "settings"
    AUDIT = "audit"


class Right(IntEnum):
    """How far a right goes; a higher one includes the lower ones."""

    OWN = 1
    READ = 2
    WRITE = 3
    APPROVE = 4


_T, _AM, _CN, _CO, _MA, _AD, _EV = (
    Role.TEACHER, Role.AMBASSADOR, Role.CONSULTANT, Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR, Role.EVALUATOR,
)  # fmt: skip
_O, _R, _W, _A = Right.OWN, Right.READ, Right.WRITE, Right.APPROVE

TABLE: dict[Data, dict[Role, Right]] = {
    Data.OWN_PROFILE: {_T: _W, _AM: _W, _CN: _W, _CO: _W, _MA: _W, _AD: _W},
    Data.CONTACTS: {_T: _O, _AM: _O, _CN: _W, _CO: _W, _MA: _R},
    Data.REQUESTS: {_T: _O, _CN: _W, _CO: _W, _MA: _R},
    Data.NOTES: {_CN: _W, _CO: _W, _MA: _R},
    Data.FREE_BUSY: {_T: _R, _AM: _R, _CN: _W, _CO: _W, _MA: _R, _AD: _R},
    Data.BOOKINGS: {_T: _O, _AM: _O, _CN: _W, _CO: _W, _MA: _R, _AD: _R},
    Data.RESOURCES: {_T: _R, _AM: _R, _CN: _W, _CO: _W, _MA: _R, _AD: _R},
    Data.SCHOOLS: {_T: _O, _AM: _O, _CN: _W, _CO: _W, _MA: _R, _AD: _R},
    Data.EVENTS: {_T: _R, _AM: _R, _CN: _W, _CO: _W, _MA: _A, _AD: _R},
    Data.AMBASSADORS: {_AM: _O, _CO: _W, _MA: _R},
    Data.CLEARANCES: {_AM: _O, _CO: _R, _MA: _R},
    Data.HEADCOUNTS: {_T: _O, _CN: _W, _CO: _W, _MA: _W},
    Data.HOURS: {_AM: _O, _CN: _W, _CO: _W, _MA: _R},
    Data.TRAINING: {_T: _O, _AM: _O, _CN: _W, _CO: _W, _MA: _R, _AD: _R},
    Data.SUMMARIES: {_AM: _O, _CN: _R, _CO: _R, _MA: _A, _EV: _O},
    Data.PEOPLE: {_MA: _R, _AD: _W},
    Data.SETTINGS: {_MA: _R, _AD: _W},
    Data.AUDIT: {_MA: _R, _AD: _R},
}

NAMES: dict[Role, str] = {
    Role.TEACHER: N_("Teacher"),
    Role.AMBASSADOR: N_("Ambassador"),
    Role.CONSULTANT: N_("Consultant"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.MANAGER: N_("Manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.EVALUATOR: N_("Evaluator"),
}

DATA_NAMES: dict[Data, str] = {
    Data.OWN_PROFILE: N_("the own profile"),
    Data.CONTACTS: N_("contacts of teachers"),
    Data.REQUESTS: N_("consultation requests"),
    Data.NOTES: N_("internal notes"),
    Data.FREE_BUSY: N_("free and busy times"),
    Data.BOOKINGS: N_("bookings"),
    Data.RESOURCES: N_("labs and equipment"),
    Data.SCHOOLS: N_("schools"),
    Data.EVENTS: N_("events"),
    Data.AMBASSADORS: N_("ambassadors"),
    Data.CLEARANCES: N_("clearances"),
    Data.HEADCOUNTS: N_("attendance"),
    Data.HOURS: N_("hours"),
    Data.TRAINING: N_("courses"),
    Data.SUMMARIES: N_("summaries"),
    Data.PEOPLE: N_("people and roles"),
    Data.SETTINGS: N_("settings of the centre"),
    Data.AUDIT: N_("the audit"),
}


def right(actor: Actor, data: Data, centre_id: int | None) -> Right | None:
    """The highest right the actor has on this data at this centre (at any centre when None)."""
    if actor.is_system:
        return Right.APPROVE
    if (
        data is Data.CLEARANCES
        and actor.safeguarding
        and actor.roles_at(centre_id) & {Role.COORDINATOR, Role.MANAGER}
    ):
        return Right.WRITE
    held = [TABLE[data][role] for role in actor.roles_at(centre_id) if role in TABLE[data]]
    return max(held, default=None)


def allowed(actor: Actor, data: Data, wanted: Right, centre_id: int | None = None) -> bool:
    """Whether the actor has at least `wanted` on this data at this centre."""
    has = right(actor, data, centre_id)
    return has is not None and has >= wanted


def require(unit: Unit, data: Data, wanted: Right, centre_id: int | None = None) -> None:
    """Raises `NotPermitted`, saying which roles may, unless the unit's actor is allowed."""
    if allowed(unit.actor, data, wanted, centre_id):
        return
    raise NotPermitted(refusal(unit.actor, data, wanted))


def refusal(actor: Actor, data: Data, wanted: Right) -> str:
    """Why the actor may not, and who may: one sentence."""
    able = ", ".join(_(NAMES[role]).lower() for role in Role if TABLE[data].get(role, 0) >= wanted)
    verb = {
        Right.OWN: _("look at"), Right.READ: _("look at"), Right.WRITE: _("change"), Right.APPROVE: _("approve"),
    }[wanted]  # fmt: skip
    if not able:
        return _("{name} may not {verb} {data} here.").format(
            name=actor.name, verb=verb, data=_(DATA_NAMES[data])
        )
    return _("{name} may not {verb} {data} here. These roles may: {roles}.").format(
        name=actor.name, verb=verb, data=_(DATA_NAMES[data]), roles=able
    )
