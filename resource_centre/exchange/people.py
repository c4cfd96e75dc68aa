"""People from a file: known by login, else by e-mail, else by name and school."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from resource_centre.centres.queries import centre
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.db.unit import Unit
from resource_centre.exchange.mapping import folded
from resource_centre.exchange.plans import FieldDiff, Outcome, PlanLine, Record, diffs
from resource_centre.i18n import _
from resource_centre.people import queries, service
from resource_centre.people.queries import PersonRow
from resource_centre.people.roles import NAMES, Data, Right, allowed, refusal
from resource_centre.people.rules import clean_email, clean_login, clean_text
from resource_centre.people.service import PersonDraft
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schools.queries import SchoolFilter, SchoolRow, named_among, schools

WORDS: dict[Role, set[str]] = {
    Role.TEACHER: {"teacher", "учитель", "преподаватель", "педагог", "мұғалім", "opettaja"},
    Role.AMBASSADOR: {"ambassador", "volunteer", "амбассадор", "волонтер", "елші", "еріктi", "ерікті"},
    Role.CONSULTANT: {"consultant", "консультант", "кеңесші"},
    Role.COORDINATOR: {"coordinator", "координатор", "үйлестіруші"},
    Role.MANAGER: {"manager", "head", "менеджер", "руководитель", "басшы", "жетекші"},
    Role.ADMINISTRATOR: {"administrator", "admin", "администратор", "әкімші"},
    Role.EVALUATOR: {"evaluator", "эксперт", "оценщик", "бағалаушы"},
}
TIMED = frozenset({Role.CONSULTANT, Role.COORDINATOR, Role.AMBASSADOR})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says about a person, checked; None leaves what is on record."""

    name: str
    login: str | None
    email: str
    phone: str
    roles: tuple[Role, ...]
    school_id: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what the rows are compared with."""

    by_login: dict[str, PersonRow]
    here: list[PersonRow]
    schools: list[SchoolRow]
    emails: dict[str, set[int]]
    taken: dict[int, int]
    new: dict[tuple[str, str, str, int | None], int]
    logins: dict[str, int]


def lines(unit: Unit, centre_id: int, records: Sequence[Record]) -> list[PlanLine]:
    """What each row would do."""
    if not any(allowed(unit.actor, data, Right.WRITE, centre_id) for data in (Data.PEOPLE, Data.CONTACTS)):
        raise NotPermitted(refusal(unit.actor, Data.PEOPLE, Right.WRITE))
    everyone = queries.people(unit, everyone=True)
    known = Known(
        {p.login: p for p in everyone if p.login}, [p for p in everyone if any(c == centre_id for _r, c in p.roles)],
        schools(unit, centre_id, SchoolFilter(archived=True)),
        queries.with_emails(unit, (record.get("email").strip().lower() for record in records), centre_id), {}, {}, {},
    )  # fmt: skip
    return [_line(unit, centre_id, record, known) for record in records]


def write(unit: Unit, centre_id: int, planned_lines: Sequence[PlanLine]) -> None:
    """Writes people and the roles that are new to them."""
    language = centre(unit, centre_id).language
    for line in planned_lines:
        wanted: Wanted = line.draft
        if line.outcome is Outcome.CREATE:
            draft = PersonDraft(
                wanted.name,
                wanted.login,
                wanted.email,
                wanted.phone,
                language=language,
                school_id=wanted.school_id,
            )
            key = service.add_person(unit, draft, [(role, centre_id) for role in wanted.roles]).id
        elif line.outcome is Outcome.UPDATE and line.key is not None:
            key = line.key
            _update(unit, centre_id, key, wanted, {change.field for change in line.changes})
        else:
            continue
        if TIMED & set(wanted.roles):
            ensure_person_bookable(unit, key, centre_id)


def _update(unit: Unit, centre_id: int, key: int, wanted: Wanted, said: set[str]) -> None:
    p = queries.person(unit, key)
    draft = PersonDraft(
        p.name, p.login, p.email, p.phone, p.language, p.gender, p.school_id, p.position, p.safeguarding
    )
    plain = {name: getattr(wanted, name) for name in said & {"name", "login", "email", "phone"}}
    if "school" in said:
        plain["school_id"] = wanted.school_id
    if plain:
        service.change_person(unit, key, replace(draft, **plain), None)
    if "role" in said:
        for role in wanted.roles:
            service.give_role(unit, key, role, centre_id)


def read_roles(text: str) -> tuple[Role, ...]:
    """Roles in words of any language of the program; none said means a teacher."""
    found: list[Role] = []
    for part in re.split(r"[,;/+\n]", text):
        word = folded(part)
        if not word:
            continue
        role = next(
            (r for r, words in WORDS.items() if word in words or word in (r, folded(_(NAMES[r])))), None
        )
        if role is None:
            known = ", ".join(Role)
            raise BadInput(
                _("“{text}” is not a role. These exist: {known}.").format(
                    text=part.strip()[:40], known=known
                ),
                "role",
            )
        if role not in found:
            found.append(role)
    return tuple(found) or (Role.TEACHER,)


def _wanted(record: Record, known: Known) -> Wanted:
    school_id = None
    if record.get("school"):
        found = named_among(known.schools, record.get("school"))
        if not found:
            message = _(
                "The school “{school}” is not in the register. Import schools first, or correct its name."
            )
            raise BadInput(message.format(school=record.get("school")[:80]), "school")
        if len(found) > 1:
            message = _("Several schools are called “{school}”. Use the code of the school.")
            raise BadInput(message.format(school=record.get("school")[:80]), "school")
        school_id = found[0].id
    return Wanted(
        clean_text(record.get("name"), "name", _("The name")),
        clean_login(record.get("login")) if record.get("login") else None,
        clean_email(record.get("email")),
        clean_text(record.get("phone"), "phone", _("The phone number"), 64, empty=True),
        read_roles(record.get("role")),
        school_id,
    )


def _line(unit: Unit, centre_id: int, record: Record, known: Known) -> PlanLine:
    label = " ".join(record.get("name").split())[:200]
    if record.problem:
        return PlanLine(record.row, Outcome.BAD, label, record.problem)
    try:
        wanted = _wanted(record, known)
        found = _match(wanted, known)
        elsewhere = known.by_login.get(wanted.login or "")
        if found is None and elsewhere is not None:
            why = _("{name} of another centre has the login “{login}”.").format(
                name=elsewhere.name, login=wanted.login
            )
            return PlanLine(record.row, Outcome.CLASH, label, why)
        again = _again(record.row, label, wanted, found, known)
        if again is not None:
            return again
        return _new_or_changed(unit, centre_id, record, label, wanted, found)
    except (BadInput, NotPermitted) as problem:
        return PlanLine(record.row, Outcome.BAD, label, str(problem))


def _match(wanted: Wanted, known: Known) -> PersonRow | None:
    if wanted.login:
        by_login = [p for p in known.here if p.login == wanted.login]
        if by_login or wanted.login in known.by_login:
            return by_login[0] if by_login else None
    if wanted.email:
        ids = known.emails.get(wanted.email.lower(), set())
        by_email = [p for p in known.here if p.id in ids]
        if len(by_email) == 1:
            return by_email[0]
        if by_email:
            raise BadInput(
                _("Several people have the e-mail “{email}”. Give the login.").format(email=wanted.email),
                "email",
            )
    by_name = [
        p for p in known.here
        if p.name.casefold() == wanted.name.casefold() and (wanted.school_id is None or p.school_id in (None, wanted.school_id))
        and not (wanted.email and p.email) and not (wanted.login and p.login)
    ]  # fmt: skip
    if len(by_name) > 1:
        raise BadInput(
            _("Several people are called {name}. Give the login or the e-mail.").format(name=wanted.name),
            "name",
        )
    return by_name[0] if by_name else None


def _again(row: int, label: str, wanted: Wanted, found: PersonRow | None, known: Known) -> PlanLine | None:
    key = (wanted.login or "", wanted.email.casefold(), wanted.name.casefold(), wanted.school_id)
    first = known.taken.get(found.id) if found else known.new.get(key)
    if first is not None:
        return PlanLine(row, Outcome.SKIP, label, _("Row {row} is about the same person.").format(row=first))
    if wanted.login and wanted.login in known.logins:
        why = _("Row {row} has the login “{login}” already.").format(
            row=known.logins[wanted.login], login=wanted.login
        )
        return PlanLine(row, Outcome.CLASH, label, why)
    if wanted.login:
        known.logins[wanted.login] = row
    if found:
        known.taken[found.id] = row
    else:
        known.new[key] = row
    return None


def _new_or_changed(
    unit: Unit, centre_id: int, record: Record, label: str, wanted: Wanted, found: PersonRow | None
) -> PlanLine:
    if found is None:
        for role in wanted.roles:
            service.may_give(unit, role, centre_id)
        roles = ", ".join(_(NAMES[role]) for role in wanted.roles)
        return PlanLine(record.row, Outcome.CREATE, label, roles, draft=wanted)
    before = {
        "name": found.name,
        "login": found.login,
        "email": found.email,
        "phone": found.phone,
        "school": found.school_id,
    }
    said = {
        name: getattr(wanted, name) for name in record.values if name in ("name", "login", "email", "phone")
    }
    if not allowed(unit.actor, Data.PEOPLE, Right.WRITE):
        said.pop("login", None)
    unread = set() if queries.reads_contacts(unit.actor, found) else {"email", "phone"} & said.keys()
    for name in unread:  # nobody writes over what they may not read
        del said[name]
    changes = list(diffs(before, said))
    if wanted.school_id is not None and wanted.school_id != found.school_id:
        changes.append(FieldDiff("school", found.school, record.get("school")))
    held = {role for role, where in found.roles if where == centre_id}
    new = [role for role in wanted.roles if role not in held] if record.get("role") else []
    if new:
        for role in new:
            service.may_give(unit, role, centre_id)
        changes.append(FieldDiff("role", ", ".join(sorted(held)), ", ".join(sorted({*held, *new}))))
    if any(change.field != "role" for change in changes):
        service.may_change(unit, found.id)
    if not changes:
        why = (
            _("Known already. Contacts are kept by the staff of the centre.")
            if unread
            else _("The same as on record.")
        )
        return PlanLine(record.row, Outcome.SKIP, label, why, key=found.id)
    return PlanLine(record.row, Outcome.UPDATE, label, changes=tuple(changes), key=found.id, draft=wanted)
