"""Writing centres: adding, changing, hours, closures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import delete, select

from resource_centre.centres import queries
from resource_centre.centres.model import Centre, Closure, HolidayOpen, OpeningHours
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.core.times import zone
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text

OFFICE_WEEK: tuple[tuple[int, int, int], ...] = tuple((day, 9 * 60, 18 * 60) for day in range(5))


@dataclass(frozen=True, slots=True)
class CentreDraft:
    """What a form says about a centre."""

    code: str
    name: str
    zone: str
    country: str
    university: str = ""
    city: str = ""
    address: str = ""
    subdivision: str | None = None
    language: str = "en"
    observes_holidays: bool = True
    first_response_hours: int = 16
    resolution_hours: int = 80


def add_centre(
    unit: Unit, draft: CentreDraft, hours: tuple[tuple[int, int, int], ...] = OFFICE_WEEK
) -> queries.CentreRow:
    """Adds a centre, open Monday to Friday 9 to 18 unless `hours` (weekday, from, to in minutes) say otherwise."""
    require(unit, Data.SETTINGS, Right.WRITE)
    fields = _clean(draft)
    _code_is_free(unit, fields["code"])
    row = unit.add(Centre(uid=new_uid(), created_at=unit.now, **fields))
    _put_hours(unit, row.id, None, hours)
    unit.changed(Topic.CENTRES)
    return queries.centre(unit, row.id)


def change_centre(unit: Unit, centre_id: int, draft: CentreDraft, version: int | None) -> queries.CentreRow:
    """Changes a centre's particulars."""
    require(unit, Data.SETTINGS, Right.WRITE, centre_id)
    fields = _clean(draft)
    _code_is_free(unit, fields["code"], centre_id)
    row = unit.get_version(Centre, centre_id, version, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    unit.flush()
    unit.changed(Topic.CENTRES)
    return queries.centre(unit, centre_id)


def set_opening_hours(
    unit: Unit, centre_id: int, hours: tuple[tuple[int, int, int], ...], bookable_id: int | None = None
) -> None:
    """Replaces the weekly opening hours of the centre, or of one bookable (none: the centre's hold again)."""
    require(unit, Data.SETTINGS if bookable_id is None else Data.RESOURCES, Right.WRITE, centre_id)
    unit.execute(
        delete(OpeningHours).where(
            OpeningHours.centre_id == centre_id, OpeningHours.bookable_id.is_(bookable_id)
        )
        if bookable_id is None
        else delete(OpeningHours).where(
            OpeningHours.centre_id == centre_id, OpeningHours.bookable_id == bookable_id
        )
    )
    _put_hours(unit, centre_id, bookable_id, hours)
    unit.changed(Topic.CENTRES, Topic.SCHEDULE)


def add_closure(
    unit: Unit, centre_id: int, title: str, start: datetime, end: datetime, source_uid: str | None = None
) -> int:
    """Closes the centre for a time; bookings inside it stay and are shown to be looked at. Answers its id."""
    require(unit, Data.FREE_BUSY, Right.WRITE, centre_id) if source_uid else _may_close(unit, centre_id)
    if end <= start:
        raise BadInput(_("A closure ends after it starts. Choose a later end."), "end")
    title = clean_text(title, "title", _("The reason of the closure"), 500)
    row = unit.add(
        Closure(
            uid=new_uid(),
            centre_id=centre_id,
            title=title,
            starts_at=start,
            ends_at=end,
            source_uid=source_uid,
        )
    )
    unit.changed(Topic.CENTRES, Topic.SCHEDULE)
    return row.id


def change_closure(unit: Unit, closure_id: int, title: str, start: datetime, end: datetime) -> None:
    """Moves or renames a closure."""
    row = unit.get(Closure, closure_id)
    _may_close(unit, row.centre_id)
    if end <= start:
        raise BadInput(_("A closure ends after it starts. Choose a later end."), "end")
    row.title, row.starts_at, row.ends_at = (
        clean_text(title, "title", _("The reason of the closure"), 500),
        start,
        end,
    )
    row.version += 1
    unit.flush()
    unit.changed(Topic.CENTRES, Topic.SCHEDULE)


def cancel_closure(unit: Unit, closure_id: int, reason: str) -> None:
    """Takes a closure back; it stays on record."""
    row = unit.get(Closure, closure_id)
    _may_close(unit, row.centre_id)
    row.cancelled_at, row.cancelled_by, row.cancel_reason = unit.now, unit.actor.person_id, reason.strip()
    row.version += 1
    unit.flush()
    unit.changed(Topic.CENTRES, Topic.SCHEDULE)


def open_on_holiday(unit: Unit, centre_id: int, day: date, opens: bool, reason: str = "") -> None:
    """Opens the centre on a public holiday, or (opens=False) keeps it closed as usual."""
    _may_close(unit, centre_id)
    known = unit.session.scalars(
        select(mapped(HolidayOpen)).where(HolidayOpen.centre_id == centre_id, HolidayOpen.day == day)
    ).first()
    if opens and known is None:
        unit.add(HolidayOpen(centre_id=centre_id, day=day, reason=reason.strip()))
    elif not opens and known is not None:
        unit.session.delete(known)
        unit.flush()
    unit.changed(Topic.CENTRES, Topic.SCHEDULE)


def _may_close(unit: Unit, centre_id: int) -> None:
    from resource_centre.core.context import Role

    if not unit.actor.has(Role.COORDINATOR, centre_id):
        require(unit, Data.SETTINGS, Right.WRITE, centre_id)


def _put_hours(
    unit: Unit, centre_id: int, bookable_id: int | None, hours: tuple[tuple[int, int, int], ...]
) -> None:
    by_day: dict[int, list[tuple[int, int]]] = {}
    for day, start, end in hours:
        if not 0 <= day <= 6 or not 0 <= start < end <= 1440:
            raise BadInput(_("Opening hours end after they start, within one day."), "hours")
        by_day.setdefault(day, []).append((start, end))
    for spans in by_day.values():
        spans.sort()
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            raise BadInput(_("Two opening times of one day overlap. Join them or part them."), "hours")
    unit.insert_many(
        OpeningHours,
        [
            {
                "centre_id": centre_id,
                "bookable_id": bookable_id,
                "weekday": d,
                "from_minute": a,
                "to_minute": b,
            }
            for d, a, b in hours
        ],
    )


def _code_is_free(unit: Unit, code: object, but: int | None = None) -> None:
    holder = unit.value(select(Centre.id).where(Centre.code == code))
    if holder is not None and holder != but:
        raise BadInput(
            _("Another centre has the code “{code}”. Choose another one.").format(code=code), "code"
        )


def _clean(draft: CentreDraft) -> dict[str, object]:
    country = draft.country.strip().upper()
    if len(country) != 2 or not country.isalpha():
        raise BadInput(_("The country is a code of two letters, like KZ, RU or FI."), "country")
    if draft.language not in LANGUAGES:
        raise BadInput(_("The language is one of {known}.").format(known=", ".join(LANGUAGES)), "language")
    zone(draft.zone)
    return {
        "code": clean_text(draft.code, "code", _("The code of the centre"), 64),
        "name": clean_text(draft.name, "name", _("The name of the centre")),
        "university": clean_text(draft.university, "university", _("The university"), empty=True),
        "city": clean_text(draft.city, "city", _("The city"), empty=True),
        "address": clean_text(draft.address, "address", _("The address"), 500, empty=True),
        "zone": draft.zone,
        "country": country,
        "subdivision": draft.subdivision or None,
        "language": draft.language,
        "observes_holidays": draft.observes_holidays,
        "first_response_hours": draft.first_response_hours,
        "resolution_hours": draft.resolution_hours,
    }
