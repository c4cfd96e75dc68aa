"""Writing who ambassadors are: profiles, clearances, when they can come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select

from resource_centre.ambassadors import queries, rules
from resource_centre.ambassadors.model import Ambassador, Availability, AvailabilityException, Clearance
from resource_centre.ambassadors.rules import Weekly
from resource_centre.ambassadors.steps import centre_of, own_or_staff
from resource_centre.centres.queries import centre
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.ranges import TimeRange
from resource_centre.core.times import to_wall
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.people.rules import clean_text
from resource_centre.resources.service import ensure_person_bookable


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """What a form says about an ambassador."""

    study: str = ""
    home_area: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    notes: str = ""
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClearanceDraft:
    """What a form says about a clearance: never the certificate itself."""

    kind: str
    issuer: str
    issued_on: date
    expires_on: date | None


def add_ambassador(unit: Unit, centre_id: int, person_id: int, draft: ProfileDraft) -> int:
    """Makes a person an ambassador of the centre; their time can be booked from then on."""
    require(unit, Data.AMBASSADORS, Right.WRITE, centre_id)
    known = unit.value(select(Ambassador.id).where(Ambassador.person_id == person_id))
    if known is not None:
        raise BadInput(_("This person is an ambassador already."), "person")
    fields = {**_profile(draft), "joined_on": today(unit, centre_id)}
    row = unit.add(Ambassador(centre_id=centre_id, person_id=person_id, **fields))
    ensure_person_bookable(unit, person_id, centre_id)
    unit.changed(Topic.AMBASSADORS)
    return row.id


def change_profile(unit: Unit, ambassador_id: int, draft: ProfileDraft, version: int | None = None) -> None:
    """Changes a profile: one's own (not whether one left), or as a coordinator anyone's."""
    stored = unit.get(Ambassador, ambassador_id)
    own_or_staff(unit, stored.person_id, stored.centre_id)
    fields = _profile(draft)
    if not allowed(unit.actor, Data.AMBASSADORS, Right.WRITE, stored.centre_id):
        del fields["left_on"]
    row = unit.get_version(Ambassador, ambassador_id, version, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    unit.flush()
    unit.changed(Topic.AMBASSADORS)


def _profile(draft: ProfileDraft) -> dict[str, object]:
    clean = [" ".join(skill.split()).casefold() for skill in draft.skills]
    return {
        "study": draft.study.strip()[:300], "home_area": draft.home_area.strip()[:300],
        "languages": list(dict.fromkeys(draft.languages)), "skills": sorted({skill for skill in clean if skill}),
        "notes": draft.notes.strip()[:5000], "left_on": draft.left_on,
    }  # fmt: skip


def add_clearance(unit: Unit, person_id: int, draft: ClearanceDraft) -> int:
    """Puts a clearance on record: the safeguarding lead alone. The ambassador is told."""
    _may_clear(unit, person_id)
    fields = _paper(unit, person_id, draft)
    row = unit.add(Clearance(uid=new_uid(), person_id=person_id, **fields))
    _tell(unit, person_id, draft.kind, N_("On record: {kind}"))
    return row.id


def change_clearance(unit: Unit, clearance_id: int, draft: ClearanceDraft) -> None:
    """Corrects a clearance that stands; the audit keeps what it said before."""
    row = unit.get(Clearance, clearance_id)
    _may_clear(unit, row.person_id)
    if row.revoked_at is not None:
        raise BadInput(_("This clearance is taken back. Record a new one."), "kind")
    for name, value in _paper(unit, row.person_id, draft).items():
        setattr(row, name, value)
    unit.flush()
    _tell(unit, row.person_id, draft.kind, N_("Changed on record: {kind}"))


def revoke_clearance(unit: Unit, clearance_id: int) -> None:
    """Takes a clearance back; it stays on record, and nobody is removed from anything by it."""
    row = unit.get(Clearance, clearance_id)
    _may_clear(unit, row.person_id)
    if row.revoked_at is None:
        row.revoked_at = unit.now
        unit.flush()
        _tell(unit, row.person_id, row.kind, N_("Taken back: {kind}"))


def _paper(unit: Unit, person_id: int, draft: ClearanceDraft) -> dict[str, object]:
    if draft.kind not in rules.CLEARANCE_KINDS:
        raise BadInput(_("Choose what was checked from the list."), "kind")
    if draft.expires_on is not None and draft.expires_on < draft.issued_on:
        raise BadInput(_("The clearance would end before it begins. Choose a later last day."), "expires_on")
    if draft.issued_on > today(unit, centre_of(unit, person_id)):
        raise BadInput(_("The clearance is not issued yet. Choose the day on the paper."), "issued_on")
    issuer = clean_text(draft.issuer, "issuer", _("The issuer"), 300, empty=True)
    return {
        "kind": draft.kind, "issuer": issuer, "issued_on": draft.issued_on, "expires_on": draft.expires_on,
    }  # fmt: skip


def _may_clear(unit: Unit, person_id: int) -> None:
    if not allowed(unit.actor, Data.CLEARANCES, Right.WRITE, centre_of(unit, person_id)):
        raise NotPermitted(_("Clearances are recorded by the safeguarding lead of the centre."))


def _tell(unit: Unit, person_id: int, kind: str, subject: str) -> None:
    with use(person(unit, person_id).language):
        words = _(subject).format(kind=_(rules.CLEARANCE_KINDS.get(kind, kind)))
    tell(unit, person_id, "clearance", words, centre_id=centre_of(unit, person_id))
    unit.changed(Topic.AMBASSADORS)


def set_availability(unit: Unit, person_id: int, pattern: Sequence[Weekly]) -> None:
    """The weekly pattern, whole."""
    own_or_staff(unit, person_id, centre_of(unit, person_id))
    for one in pattern:
        if not (0 <= one.weekday <= 6 and 0 <= one.from_minute < one.to_minute <= 1440):
            raise BadInput(_("A time of the week ends after it begins, on the same day."), "availability")
    unit.execute(delete(Availability).where(Availability.person_id == person_id))
    rows = [
        {"person_id": person_id, "weekday": o.weekday, "from_minute": o.from_minute, "to_minute": o.to_minute}
        for o in pattern
    ]
    unit.insert_many(Availability, rows)
    unit.changed(Topic.AMBASSADORS)


def add_exception(unit: Unit, person_id: int, span: TimeRange, available: bool, note: str = "") -> int:
    """A time in which the pattern does not hold: away, or free all the same."""
    own_or_staff(unit, person_id, centre_of(unit, person_id))
    row = unit.add(
        AvailabilityException(
            uid=new_uid(), person_id=person_id, starts_at=span.start, ends_at=span.end, available=available,
            note=note.strip()[:300],
        )
    )  # fmt: skip
    unit.changed(Topic.AMBASSADORS)
    return row.id


def paint(
    unit: Unit, person_id: int, span: TimeRange, available: bool
) -> tuple[tuple[rules.Exceptional, ...], tuple[rules.Exceptional, ...]]:
    """One span of one week, whatever was said of it before; answers the exceptions around it before and after."""
    own_or_staff(unit, person_id, centre_of(unit, person_id))
    near = tuple(
        rules.Exceptional(TimeRange(e.start, e.end), e.available, e.note)
        for e in queries.exceptions(unit, person_id, span.start - timedelta(seconds=1))
        if e.start <= span.end
    )
    tz = centre(unit, centre_of(unit, person_id)).tz
    after = rules.repainted(near, queries.weekly(unit, person_id), span, available, tz)
    replace_exceptions(unit, person_id, near, after)
    return near, after


def replace_exceptions(
    unit: Unit, person_id: int, old: Sequence[rules.Exceptional], new: Sequence[rules.Exceptional]
) -> None:
    """Takes exceptions back and states others instead; refused when the old ones have changed meanwhile."""
    live = {
        (e.start, e.end, e.available, e.note): e.id
        for e in queries.exceptions(unit, person_id, min((e.range.start for e in old), default=unit.now))
    }
    gone = [each for each in old if each not in new]
    for each in gone:
        number = live.get((each.range.start, each.range.end, each.available, each.note))
        if number is None:
            raise BadInput(_("These times have been changed meanwhile. What is shown now is what holds."))
        cancel_exception(unit, number)
    for each in new:
        if each not in old:
            add_exception(unit, person_id, each.range, each.available, each.note)


def cancel_exception(unit: Unit, exception_id: int) -> None:
    """Takes an exception back."""
    row = unit.get(AvailabilityException, exception_id)
    own_or_staff(unit, row.person_id, centre_of(unit, row.person_id))
    row.cancelled_at = row.cancelled_at or unit.now
    unit.flush()
    unit.changed(Topic.AMBASSADORS)


def today(unit: Unit, centre_id: int) -> date:
    """The day it is at the centre."""
    return to_wall(unit.now, centre(unit, centre_id).tz).date()
