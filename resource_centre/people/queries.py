"""Reading people, as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from resource_centre.core.context import Actor, Role
from resource_centre.core.errors import NotFound
from resource_centre.db import told as server
from resource_centre.db.tables import table_named
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person, PersonQualification, PersonRole, Qualification
from resource_centre.people.roles import Data, Right, allowed


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person. `roles` are (role, centre id) held now; contacts are empty where the actor may not see them."""

    id: int
    uid: str
    login: str | None
    name: str
    email: str
    phone: str
    language: str
    gender: str
    school_id: int | None
    school: str
    position: str
    active: bool
    safeguarding: bool
    has_password: bool
    roles: tuple[tuple[Role, int], ...]
    version: int


@dataclass(frozen=True, slots=True)
class QualificationRow:
    """A qualification of a centre."""

    id: int
    centre_id: int
    name: str
    valid_months: int | None


@dataclass(frozen=True, slots=True)
class HeldQualification:
    """A qualification on a person's record."""

    id: int
    person_id: int
    qualification_id: int
    name: str
    granted_on: date
    expires_on: date | None


def _people() -> Query:
    school = table_named("school")
    p = Person
    return (
        select(
            p.id, p.uid, p.login, p.name, p.email, p.phone, p.language, p.gender, p.school_id, school.c.name,
            p.position, p.active, p.safeguarding, p.password_hash, p.version,
        ).outerjoin(school, school.c.id == p.school_id)
    )  # fmt: skip


def _as_rows(unit: Unit, query: Query) -> list[PersonRow]:
    found = unit.rows(query)
    roles: dict[int, list[tuple[Role, int]]] = {}
    ids = [row[0] for row in found]
    held = select(PersonRole.person_id, PersonRole.role, PersonRole.centre_id).where(
        PersonRole.ended_at.is_(None)
    )
    if len(ids) <= 500:
        held = held.where(PersonRole.person_id.in_(ids))
    for person_id, role, centre_id in unit.rows(held):
        roles.setdefault(person_id, []).append((Role(role), centre_id))
    return [
        PersonRow(
            r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9] or "", r[10], r[11], r[12], r[13] is not None,
            tuple(sorted(roles.get(r[0], ()))), r[14],
        )
        for r in found
    ]  # fmt: skip


def person(unit: Unit, person_id: int) -> PersonRow:
    """One person; `NotFound` when there is none."""
    rows = _as_rows(unit, _people().where(Person.id == person_id))
    if not rows:
        raise NotFound(_("There is no person with the number {id}.").format(id=person_id))
    return rows[0]


def person_by_login(unit: Unit, login: str) -> PersonRow:
    """The person with this login; `NotFound` when there is none."""
    rows = _as_rows(unit, _people().where(Person.login == login.strip().lower()))
    if not rows:
        raise NotFound(_("Nobody has the login “{login}”.").format(login=login))
    return rows[0]


def people(
    unit: Unit, centre_id: int | None = None, role: Role | None = None, text: str = "", everyone: bool = False
) -> list[PersonRow]:
    """People by name: of a centre, with a role, whose name, login or e-mail contains `text`.

    `everyone` includes those who are disabled.
    """
    query = _people().order_by(func.lower(Person.name), Person.id)
    if centre_id is not None or role is not None:
        holders = select(PersonRole.person_id).where(PersonRole.ended_at.is_(None))
        if centre_id is not None:
            holders = holders.where(PersonRole.centre_id == centre_id)
        if role is not None:
            holders = holders.where(PersonRole.role == str(role))
        query = query.where(Person.id.in_(holders))
    if not everyone:
        query = query.where(Person.active.is_(True))
    if text.strip():
        like = f"%{text.strip()}%"
        query = query.where(or_(Person.name.ilike(like), Person.login.ilike(like), Person.email.ilike(like)))
    return _as_rows(unit, query)


def people_with(unit: Unit, role: Role, centre_id: int | None = None) -> list[PersonRow]:
    """Active people who hold the role (at the centre), by name."""
    return people(unit, centre_id, role)


def with_emails(unit: Unit, emails: Iterable[str], centre_id: int) -> dict[str, set[int]]:
    """Who of a centre has exactly one of these e-mails (in lower case); a server says it to those who bring people in."""
    told = server.with_emails(unit, emails, centre_id)
    if told is None:
        here = select(PersonRole.person_id).where(
            PersonRole.centre_id == centre_id, PersonRole.ended_at.is_(None)
        )
        query = select(Person.email, Person.id).where(Person.id.in_(here), Person.email != "")
        told = [(email.lower(), person_id) for email, person_id in unit.rows(query)]
    found: dict[str, set[int]] = {}
    for email, person_id in told:
        found.setdefault(email, set()).add(person_id)
    return found


def reads_contacts(actor: Actor, row: PersonRow) -> bool:
    """Whether e-mail and phone of this person may be read: on a server they are blank otherwise."""
    asked = {Role.TEACHER: Data.CONTACTS, Role.AMBASSADOR: Data.AMBASSADORS}
    return actor.is_system or actor.person_id == row.id or any(
        allowed(actor, data, Right.READ, where)
        for role, where in row.roles
        for data in ([asked[role]] if role in asked else [Data.CONTACTS, Data.PEOPLE])
    )  # fmt: skip


def roles_at(unit: Unit, centre_id: int) -> dict[int, frozenset[str]]:
    """The roles that people hold at a centre, by person."""
    r = PersonRole
    found: dict[int, set[str]] = {}
    held = select(r.person_id, r.role).where(r.centre_id == centre_id, r.ended_at.is_(None))
    for person_id, role in unit.rows(held):
        found.setdefault(person_id, set()).add(str(role))
    return {key: frozenset(held) for key, held in found.items()}


def may_see_contacts(actor: Actor, centre_id: int | None) -> bool:
    """Whether e-mail and phone of teachers may be shown."""
    return allowed(actor, Data.CONTACTS, Right.READ, centre_id)


def actor_of(unit: Unit, person_id: int) -> Actor:
    """The actor that a person is, with the roles they hold now."""
    found = person(unit, person_id)
    return Actor(
        found.id,
        found.login or "",
        found.name,
        frozenset(found.roles),
        found.language,
        found.school_id,
        found.safeguarding,
    )


def password_hash(unit: Unit, person_id: int) -> str | None:
    """The stored hash, for signing in."""
    return unit.value(select(Person.password_hash).where(Person.id == person_id))  # type: ignore[no-any-return]


def logins(unit: Unit) -> list[tuple[int, str, str, bool]]:
    """Who can sign in: (id, login, name, has a password)."""
    query = (
        select(Person.id, Person.login, Person.name, Person.password_hash)
        .where(Person.active.is_(True), Person.login.is_not(None))
        .order_by(Person.name)
    )
    return [(r[0], r[1], r[2], r[3] is not None) for r in unit.rows(query)]


def qualifications(unit: Unit, centre_id: int) -> list[QualificationRow]:
    """The qualifications a centre knows, by name."""
    q = Qualification
    query = select(q.id, q.centre_id, q.name, q.valid_months).where(q.centre_id == centre_id).order_by(q.name)
    return [QualificationRow(*row) for row in unit.rows(query)]


def held_qualifications(unit: Unit, person_id: int) -> list[HeldQualification]:
    """The qualifications on a person's record that are not revoked."""
    held, q = PersonQualification, Qualification
    query = (
        select(held.id, held.person_id, held.qualification_id, q.name, held.granted_on, held.expires_on)
        .join(q, q.id == held.qualification_id)
        .where(held.person_id == person_id, held.revoked_at.is_(None))
        .order_by(q.name)
    )
    return [HeldQualification(*row) for row in unit.rows(query)]
