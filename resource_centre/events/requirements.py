"""How many ambassadors a block of an event needs: the requirement alone, inviting is another room."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, ChangedMeanwhile, NotFound
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.events import holds, staffing, steps
from resource_centre.events.model import Event, EventBlock
from resource_centre.i18n import LANGUAGES, N_, _
from resource_centre.people.rules import clean_text
from resource_centre.schedule.service import drop_bookables


@dataclass(frozen=True, slots=True)
class RequirementDraft:
    """What a form says: so many ambassadors in a role, with these skills and this language."""

    needed: int
    role: str = "assistant"
    skills: tuple[str, ...] = ()
    language: str | None = None
    needs_clearance: bool = True


def require_ambassadors(unit: Unit, block_id: int, wanted: RequirementDraft) -> int:
    """Asks for ambassadors for everything in a block; answers the requirement's id."""
    block = unit.get(EventBlock, block_id)
    event = steps.planned(unit, block.event_id)
    r, _a, _hours = staffing.tables()
    values = {
        **_clean(wanted), "uid": new_uid(), "centre_id": event.centre_id, "activity_id": block.activity_id, "version": 1,
    }  # fmt: skip
    key = unit.connection.execute(insert(r).values(values)).inserted_primary_key
    _saved(unit)
    return int(key[0]) if key else 0


def change_requirement(
    unit: Unit, requirement_id: int, wanted: RequirementDraft, version: int | None = None
) -> None:
    """Changes how many are needed, and what they must bring. Who has accepted stays."""
    _event, at = _found(unit, requirement_id)
    if version is not None and version != at:
        raise ChangedMeanwhile(_("Somebody else has changed this in the meantime. Look at it again."), (), at)
    r, _a, _hours = staffing.tables()
    unit.execute(update(r).where(r.c.id == requirement_id).values(**_clean(wanted), version=at + 1))
    _saved(unit)


def drop_requirement(unit: Unit, requirement_id: int, reason: str = "") -> None:
    """Nobody is needed here any more: who was asked is told, who had accepted is free."""
    event, at = _found(unit, requirement_id)
    r, _a, _hours = staffing.tables()
    activity_id = unit.value(select(r.c.activity_id).where(r.c.id == requirement_id))
    coming = holds.volunteers(unit, activity_id)
    people = holds.stand_down(unit, activity_id, reason, requirement_id)
    freed = coming - holds.volunteers(unit, activity_id)
    if freed:
        drop_bookables(unit, activity_id, sorted(freed))
    query = update(r).where(r.c.id == requirement_id)
    unit.execute(query.values(cancelled_at=unit.now, version=at + 1))
    steps.tell_all(unit, people, event, "not_needed", N_("You are not needed for “{title}” any more"), reason)
    _saved(unit)


def _found(unit: Unit, requirement_id: int) -> tuple[Event, int]:
    r, _a, _hours = staffing.tables()
    query = (
        select(EventBlock.event_id, r.c.version)
        .join(r, r.c.activity_id == EventBlock.activity_id)
        .where(r.c.id == requirement_id, r.c.cancelled_at.is_(None))
    )
    found = unit.first(query)
    if found is None:
        raise NotFound(_("There is no such requirement (any more)."))
    return steps.planned(unit, found[0]), found[1]


def _clean(wanted: RequirementDraft) -> dict[str, object]:
    if not 1 <= wanted.needed <= 500:
        raise BadInput(_("The number of ambassadors is one or more."), "needed")
    if wanted.language is not None and wanted.language not in LANGUAGES:
        raise BadInput(_("Choose a language from the list."), "language")
    return {
        "needed": wanted.needed,
        "role": clean_text(wanted.role, "role", _("The role"), 32),
        "skills": [clean_text(skill, "skills", _("The skill"), 100) for skill in wanted.skills],
        "language": wanted.language,
        "needs_clearance": wanted.needs_clearance,
    }


def _saved(unit: Unit) -> None:
    steps.saved(unit)
    unit.changed(Topic.AMBASSADORS)
