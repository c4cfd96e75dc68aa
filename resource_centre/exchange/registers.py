"""Registers as tables, headed by the fields that an import knows: what is written can be read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resource_centre.bookings.queries import loans
from resource_centre.bookings.rules import STANDING_NAMES
from resource_centre.centres.queries import centre
from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_wall
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.queries import people
from resource_centre.people.roles import Data, Right, require
from resource_centre.resources.queries import bookables, models
from resource_centre.schools.queries import schools

Table = tuple[tuple[str, ...], list[Sequence[Any]]]
SCHOOL_FIELDS = (
    "name", "kind", "address", "district", "city", "settlement", "latitude", "longitude", "email", "phone", "external_id", "notes",
)  # fmt: skip


def table_of(unit: Unit, what: str, centre_id: int) -> Table:
    """Headings and rows of a register: schools, equipment, people or loans."""
    known = {"schools": _schools, "equipment": _equipment, "people": _people, "loans": _loans}
    if what not in known:
        raise BadInput(
            _("“{what}” is no register. Choose one of {known}.").format(what=what, known=", ".join(known))
        )
    return known[what](unit, centre_id)


def _schools(unit: Unit, centre_id: int) -> Table:
    require(unit, Data.SCHOOLS, Right.READ, centre_id)
    return SCHOOL_FIELDS, [[getattr(row, name) for name in SCHOOL_FIELDS] for row in schools(unit, centre_id)]


def _equipment(unit: Unit, centre_id: int) -> Table:
    require(unit, Data.RESOURCES, Right.READ, centre_id)
    makers = {m.id: m.manufacturer for m in models(unit, centre_id, all_=True)}
    headings = (
        "name",
        "asset_tag",
        "model",
        "manufacturer",
        "category",
        "location",
        "serial",
        "purchase_date",
        "notes",
    )
    rows = [
        [
            u.name,
            u.code,
            u.model,
            makers.get(u.model_id or 0, ""),
            u.category,
            u.location,
            u.serial,
            u.purchased_on,
            u.notes,
        ]
        for u in bookables(unit, centre_id, "unit")
    ]
    return headings, list(rows)


def _people(unit: Unit, centre_id: int) -> Table:
    require(unit, Data.PEOPLE, Right.READ, centre_id)
    rows = [
        [
            p.name,
            p.login,
            p.email,
            p.phone,
            ", ".join(str(role) for role, where in p.roles if where == centre_id),
            p.school,
        ]
        for p in people(unit, centre_id)
    ]
    return ("name", "login", "email", "phone", "role", "school"), list(rows)


def _loans(unit: Unit, centre_id: int) -> Table:
    require(unit, Data.BOOKINGS, Right.READ, centre_id)
    tz = centre(unit, centre_id).tz
    headings = (
        _("Title"),
        _("State"),
        _("For"),
        _("Units"),
        _("From"),
        _("Due"),
        _("Checked out"),
        _("Returned"),
        _("Parts"),
    )
    rows: list[Sequence[Any]] = []
    for row in loans(unit, centre_id, None):
        times = [
            None if t is None else to_wall(t, tz)
            for t in (row.start, row.due, row.checked_out_at, row.returned_at)
        ]
        rows.append(
            [row.title, _(STANDING_NAMES[row.standing]), row.whom, ", ".join(row.units), *times, row.parts]
        )
    return headings, rows
