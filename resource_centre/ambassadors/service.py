"""Writing ambassadors, in one place: who they are, the centre's side, their own side, hours."""

from __future__ import annotations

from resource_centre.ambassadors.answers import accept, decline, volunteer, withdraw
from resource_centre.ambassadors.assigning import cancel, invite, mark, not_select, propose
from resource_centre.ambassadors.hours import HoursDraft, decide_hours, log_hours
from resource_centre.ambassadors.profiles import (
    ClearanceDraft,
    ProfileDraft,
    add_ambassador,
    add_clearance,
    add_exception,
    cancel_exception,
    change_clearance,
    change_profile,
    paint,
    replace_exceptions,
    revoke_clearance,
    set_availability,
)

__all__ = [
    "ClearanceDraft", "HoursDraft", "ProfileDraft", "accept", "add_ambassador", "add_clearance", "add_exception",
    "cancel", "cancel_exception", "change_clearance", "change_profile", "decide_hours", "decline", "invite",
    "log_hours", "mark", "not_select", "paint", "propose", "replace_exceptions", "revoke_clearance",
    "set_availability", "volunteer", "withdraw",
]  # fmt: skip
