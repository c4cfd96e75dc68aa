"""The register in words: what a recorded change says."""

from __future__ import annotations

from typing import Any

from resource_centre.audit.queries import ChangeRow
from resource_centre.i18n import N_, _

COLUMNS = {
    "name": N_("name"), "code": N_("code"), "location": N_("place"), "capacity": N_("places"), "notes": N_("notes"),
    "serial": N_("serial number"), "purchased_on": N_("bought"), "setup_minutes": N_("set-up"),
    "cleardown_minutes": N_("clear-down"), "active": N_("in use"), "parent_id": N_("part of"),
    "manufacturer": N_("manufacturer"), "category": N_("category"), "lendable": N_("may be lent"),
    "login": N_("login"), "email": N_("e-mail"), "phone": N_("phone"), "language": N_("language"),
    "title": N_("title"), "state": N_("state"), "starts_at": N_("start"), "ends_at": N_("end"),
    "reason": N_("reason"), "note": N_("note"), "role": N_("role"), "school_id": N_("school"),
    "person_id": N_("person"), "centre_id": N_("centre"), "cancelled_at": N_("cancelled"), "zone": N_("time zone"),
    "country": N_("country"), "city": N_("city"), "address": N_("address"), "university": N_("university"),
}  # fmt: skip
LONGEST = 48


def column_words(name: str) -> str:
    """A column as people call it."""
    return _(COLUMNS[name]) if name in COLUMNS else name.replace("_", " ")


def value_words(value: Any) -> str:
    """A recorded value, short."""
    if value is None or value == "":
        return "–"
    words = str(value)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def change_words(change: ChangeRow) -> str:
    """What was changed, from what to what."""
    if change.operation == "insert":
        return _("added")
    if change.operation == "delete":
        return _("taken away")
    return "; ".join(
        f"{column_words(name)}: {value_words(before)} → {value_words(after)}"
        for name, before, after in change.changes
    )
