"""Writing people: adding, changing, roles, passwords, qualifications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.db import logins
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people import passwords, queries
from resource_centre.people.model import Person, PersonQualification, PersonRole, Qualification
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.people.rules import clean_email, clean_login, clean_password, clean_text

GENDERS = ("female", "male", "other", "not_recorded")


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What a form says about a person. `login` None: never signs in."""

    name: str
    login: str | None = None
    email: str = ""
    phone: str = ""
    language: str = "en"
    gender: str = "not_recorded"
    school_id: int | None = None
    position: str = ""
    safeguarding: bool = False
    uid: str | None = None


def add_person(
    unit: Unit, draft: PersonDraft, roles: Iterable[tuple[Role, int]] = (), password: str | None = None
) -> queries.PersonRow:
    """Adds a person with roles. Staff may add teachers of their centre; other roles need the administrator.

    On a server the person gets a login there, with the password if one is given.
    """
    roles = tuple(roles)
    if not roles:
        require(unit, Data.PEOPLE, Right.WRITE)
    for role, centre_id in roles:
        may_give(unit, role, centre_id)
    known = unit.value(select(Person.id).where(Person.uid == draft.uid)) if draft.uid else None
    if known is not None:
        return queries.person(unit, known)
    row = Person(uid=draft.uid or new_uid(), created_at=unit.now, **_clean(draft))
    _login_is_free(unit, row.login)
    if password is not None:
        row.password_hash = passwords.hashed(clean_password(password))
    unit.add(row)
    for role, centre_id in roles:
        unit.add(PersonRole(person_id=row.id, centre_id=centre_id, role=str(role), given_at=unit.now))
    if row.login:
        logins.make(unit, row.login, password, fresh=True)
    unit.changed(Topic.PEOPLE)
    return queries.person(unit, row.id)


def change_person(unit: Unit, person_id: int, draft: PersonDraft, version: int | None) -> queries.PersonRow:
    """Changes a person: one's own profile, a teacher of the own centre, or (administrator) anyone."""
    may_change(unit, person_id)
    fields = _clean(draft)
    if not allowed(unit.actor, Data.PEOPLE, Right.WRITE):
        for kept in ("login", "safeguarding"):
            fields.pop(kept)
    row = unit.get_version(Person, person_id, version, fields)
    before, after = row.login, fields.get("login", row.login)
    if after != before:
        _login_is_free(unit, after)
    if before and not after:
        logins.end(unit, before)
    for name, value in fields.items():
        setattr(row, name, value)
    unit.flush()
    if after and row.active and after != before:
        _let_in(unit, before, str(after))
    unit.changed(Topic.PEOPLE)
    return queries.person(unit, person_id)


def set_active(unit: Unit, person_id: int, active: bool) -> queries.PersonRow:
    """Disables a person (they can no longer sign in; everything they did stays) or enables them again."""
    require(unit, Data.PEOPLE, Right.WRITE)
    row = unit.get(Person, person_id)
    if not active and person_id == unit.actor.person_id:
        raise BadInput(_("You cannot disable yourself. Another administrator can."))
    row.active = active
    row.version += 1
    unit.flush()
    if row.login:
        (logins.make if active else logins.end)(unit, row.login)
    unit.changed(Topic.PEOPLE)
    return queries.person(unit, person_id)


def give_role(unit: Unit, person_id: int, role: Role, centre_id: int) -> None:
    """Gives a role at a centre; giving it twice changes nothing."""
    may_give(unit, role, centre_id)
    unit.get(Person, person_id)
    if _held(unit, person_id, role, centre_id) is None:
        unit.add(PersonRole(person_id=person_id, centre_id=centre_id, role=str(role), given_at=unit.now))
    unit.changed(Topic.PEOPLE)


def end_role(unit: Unit, person_id: int, role: Role, centre_id: int) -> None:
    """Ends a role; its record stays. The last administrator keeps theirs."""
    require(unit, Data.PEOPLE, Right.WRITE, centre_id)
    held = _held(unit, person_id, role, centre_id)
    if held is None:
        return
    if role is Role.ADMINISTRATOR and len(queries.people_with(unit, role)) == 1:
        raise BadInput(_("This is the last administrator. Give the role to somebody else first."))
    held.ended_at = unit.now
    unit.flush()
    unit.changed(Topic.PEOPLE)


def set_password(unit: Unit, person_id: int, new: str | None, old: str | None = None) -> None:
    """Sets or (None) removes a password. One's own needs the old one; an administrator sets anyone's.

    A server knows it too, and lets nobody in without one.
    """
    row = unit.get(Person, person_id)
    if person_id == unit.actor.person_id and not unit.actor.is_system:
        if row.password_hash and not (old is not None and passwords.matches(row.password_hash, old)):
            raise BadInput(_("The old password is not right. Type it again."), "old")
    else:
        require(unit, Data.PEOPLE, Right.WRITE)
    if new is None and logins.on_server(unit):
        raise BadInput(_("A server lets nobody in without a password. Set another one instead."), "password")
    row.password_hash = None if new is None else passwords.hashed(clean_password(new))
    row.version += 1
    unit.flush()
    if new is not None and row.login:
        logins.set_password(unit, row.login, new)
    unit.changed(Topic.PEOPLE)


def add_qualification(unit: Unit, centre_id: int, name: str, valid_months: int | None = None) -> int:
    """Adds a qualification that bookings can ask for; answers its id."""
    _may_train(unit, centre_id)
    name = clean_text(name, "name", _("The name of the qualification"))
    same = select(Qualification.id).where(Qualification.centre_id == centre_id, Qualification.name == name)
    if unit.value(same) is not None:
        raise BadInput(_("“{name}” is on the list already.").format(name=name), "name")
    row = unit.add(Qualification(centre_id=centre_id, name=name, valid_months=valid_months))
    unit.changed(Topic.PEOPLE)
    return row.id


def grant_qualification(
    unit: Unit, person_id: int, qualification_id: int, granted_on: date, expires_on: date | None = None
) -> int:
    """Puts a qualification on a person's record; it counts up to and including `expires_on`."""
    kind = unit.get(Qualification, qualification_id)
    _may_train(unit, kind.centre_id)
    unit.get(Person, person_id)
    if expires_on is None and kind.valid_months:
        from dateutil.relativedelta import relativedelta

        expires_on = granted_on + relativedelta(months=kind.valid_months)
    if expires_on is not None and expires_on < granted_on:
        raise BadInput(_("The qualification ends before it was granted. Choose a later day."), "expires_on")
    row = unit.add(
        PersonQualification(
            person_id=person_id,
            qualification_id=qualification_id,
            granted_on=granted_on,
            expires_on=expires_on,
        )
    )
    unit.changed(Topic.PEOPLE)
    return row.id


def revoke_qualification(unit: Unit, held_id: int) -> None:
    """Ends a qualification on a person's record; that it was granted stays."""
    row = unit.get(PersonQualification, held_id)
    _may_train(unit, unit.get(Qualification, row.qualification_id).centre_id)
    row.revoked_at = unit.now
    unit.flush()
    unit.changed(Topic.PEOPLE)


def draft_of(row: queries.PersonRow) -> PersonDraft:
    """A person as a form would say them: what a form does not show stays as it is."""
    return PersonDraft(
        row.name, row.login, row.email, row.phone, row.language, row.gender, row.school_id, row.position, row.safeguarding,
    )  # fmt: skip


def _may_train(unit: Unit, centre_id: int) -> None:
    if not allowed(unit.actor, Data.SETTINGS, Right.WRITE, centre_id):
        require(unit, Data.RESOURCES, Right.WRITE, centre_id)


def _clean(draft: PersonDraft) -> dict[str, object]:
    if draft.language not in LANGUAGES:
        raise BadInput(_("The language is one of {known}.").format(known=", ".join(LANGUAGES)), "language")
    if draft.gender not in GENDERS:
        raise BadInput(_("The gender is one of {known}.").format(known=", ".join(GENDERS)), "gender")
    return {
        "name": clean_text(draft.name, "name", _("The name")),
        "login": clean_login(draft.login) if draft.login else None,
        "email": clean_email(draft.email),
        "phone": clean_text(draft.phone, "phone", _("The phone number"), 64, empty=True),
        "language": draft.language,
        "gender": draft.gender,
        "school_id": draft.school_id,
        "position": clean_text(draft.position, "position", _("The position"), empty=True),
        "safeguarding": draft.safeguarding,
    }


def _login_is_free(unit: Unit, login: object) -> None:
    if login and unit.value(select(Person.id).where(Person.login == login)) is not None:
        raise BadInput(_("The login “{login}” is taken. Choose another one.").format(login=login), "login")


def _let_in(unit: Unit, before: str | None, login: str) -> None:
    if before:
        logins.rename(unit, before, login)
    else:
        logins.make(unit, login, fresh=True)


def _held(unit: Unit, person_id: int, role: Role, centre_id: int) -> PersonRole | None:
    query = select(mapped(PersonRole)).where(
        PersonRole.person_id == person_id,
        PersonRole.role == str(role),
        PersonRole.centre_id == centre_id,
        PersonRole.ended_at.is_(None),
    )
    return unit.session.scalars(query).first()


def may_give(unit: Unit, role: Role, centre_id: int) -> None:
    """`NotPermitted` unless the actor may give this role: staff teachers and ambassadors, the administrator all."""
    if role is Role.TEACHER and allowed(unit.actor, Data.CONTACTS, Right.WRITE, centre_id):
        return
    if role is Role.AMBASSADOR and allowed(unit.actor, Data.AMBASSADORS, Right.WRITE, centre_id):
        return
    require(unit, Data.PEOPLE, Right.WRITE, centre_id)


def may_change(unit: Unit, person_id: int) -> None:
    """`NotPermitted` unless the actor may change this person: themselves, a teacher of their centre, or anyone."""
    if person_id == unit.actor.person_id or allowed(unit.actor, Data.PEOPLE, Right.WRITE):
        return
    roles = queries.person(unit, person_id).roles
    ours = all(role in (Role.TEACHER, Role.AMBASSADOR) for role, _where in roles) and roles
    if not ours or not any(allowed(unit.actor, Data.CONTACTS, Right.WRITE, where) for _role, where in roles):
        raise NotPermitted(_("Only the administrator may change this person."))
