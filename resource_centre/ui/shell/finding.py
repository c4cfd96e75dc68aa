"""Finds things by a part of their name, in every feature that the person may read."""

from __future__ import annotations

from dataclasses import dataclass

from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people import queries as people
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources import queries as resources
from resource_centre.schools.queries import SchoolFilter, schools

MOST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found, and the page that opens it."""

    group: str
    page: str
    id: int
    title: str
    second: str
    symbol: str


def find_everywhere(unit: Unit, centre_id: int, words: str) -> tuple[Found, ...]:
    """What is called like that, a few of each kind."""
    typed = words.casefold()
    found: list[Found] = []
    if allowed(unit.actor, Data.RESOURCES, Right.READ, centre_id):
        rows = [b for b in resources.bookables(unit, centre_id) if b.kind != "person"]
        hits = [b for b in rows if typed in b.name.casefold() or typed in b.code.casefold()][:MOST]
        found += [
            Found(
                _("Resources"),
                "resources",
                b.id,
                b.name,
                b.code,
                "door-open" if b.kind == "lab" else "package",
            )
            for b in hits
        ]
    if allowed(unit.actor, Data.SCHOOLS, Right.READ, centre_id):
        found += [
            Found(_("Schools"), "schools", s.id, s.name, s.city or s.district, "school")
            for s in schools(unit, centre_id, SchoolFilter(words))[:MOST]
        ]
    if allowed(unit.actor, Data.PEOPLE, Right.READ, centre_id):
        found += [
            Found(_("People"), "settings", p.id, p.name, p.login or "", "user")
            for p in people.people(unit, centre_id, text=words)[:MOST]
        ]
    return tuple(found)
