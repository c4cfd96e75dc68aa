"""Who can lead an event or a session."""

from __future__ import annotations

from resource_centre.core.context import Role
from resource_centre.db.unit import Unit
from resource_centre.people.queries import PersonRow, people_with


def staff_of(unit: Unit, centre_id: int) -> list[PersonRow]:
    """Coordinators and consultants, each once."""
    found = {
        p.id: p for role in (Role.COORDINATOR, Role.CONSULTANT) for p in people_with(unit, role, centre_id)
    }
    return sorted(found.values(), key=lambda person: person.name)
