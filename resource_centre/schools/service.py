"""Writing schools: adding, changing, taking out of the register and back in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, require
from resource_centre.schools import queries
from resource_centre.schools.model import School
from resource_centre.schools.rules import SchoolDraft, cleaned


def add_school(unit: Unit, centre_id: int, draft: SchoolDraft) -> queries.SchoolRow:
    """Adds a school; the same uid again answers the one it made. Its code must be free in the centre."""
    require(unit, Data.SCHOOLS, Right.WRITE, centre_id)
    draft = cleaned(draft)
    known = unit.value(select(School.id).where(School.uid == draft.uid)) if draft.uid else None
    if known is not None:
        return queries.school(unit, known)
    _code_is_free(unit, centre_id, draft.external_id)
    row = unit.add(School(**_new(unit, centre_id, draft)))
    unit.changed(Topic.SCHOOLS)
    return queries.school(unit, row.id)


def add_schools(unit: Unit, centre_id: int, drafts: Sequence[SchoolDraft]) -> None:
    """Adds many schools by one statement; the drafts are clean and their codes free."""
    require(unit, Data.SCHOOLS, Right.WRITE, centre_id)
    unit.insert_many(School, [_new(unit, centre_id, draft) for draft in drafts])
    unit.changed(Topic.SCHOOLS)


def change_school(unit: Unit, school_id: int, draft: SchoolDraft, version: int | None) -> queries.SchoolRow:
    """Changes a school's particulars; `ChangedMeanwhile` when somebody else was first."""
    found = unit.get(School, school_id)
    require(unit, Data.SCHOOLS, Right.WRITE, found.centre_id)
    draft = cleaned(draft)
    values = _fields(draft)
    _code_is_free(unit, found.centre_id, draft.external_id, school_id)
    row = unit.get_version(School, school_id, version, values)
    for name, value in values.items():
        setattr(row, name, value)
    unit.flush()
    unit.changed(Topic.SCHOOLS)
    return queries.school(unit, school_id)


def archive_school(
    unit: Unit, school_id: int, version: int | None, archived: bool = True
) -> queries.SchoolRow:
    """Takes a school out of the register (its history stays), or back in."""
    found = unit.get(School, school_id)
    require(unit, Data.SCHOOLS, Right.WRITE, found.centre_id)
    row = unit.get_version(School, school_id, version, {"active": not archived})
    row.active = not archived
    unit.flush()
    unit.changed(Topic.SCHOOLS)
    return queries.school(unit, school_id)


def _fields(draft: SchoolDraft) -> dict[str, Any]:
    return {f.name: getattr(draft, f.name) for f in fields(draft) if f.name != "uid"}


def _new(unit: Unit, centre_id: int, draft: SchoolDraft) -> dict[str, Any]:
    return {"uid": draft.uid or new_uid(), "centre_id": centre_id, "created_at": unit.now, **_fields(draft)}


def _code_is_free(unit: Unit, centre_id: int, code: str | None, but: int | None = None) -> None:
    if code is None:
        return
    query = select(School.name).where(School.centre_id == centre_id, School.external_id == code)
    if but is not None:
        query = query.where(School.id != but)
    holder = unit.value(query)
    if holder is not None:
        raise BadInput(
            _("“{school}” has the code {code} already. Choose another one, or change that school.").format(
                school=holder, code=code
            ),
            "external_id",
        )
