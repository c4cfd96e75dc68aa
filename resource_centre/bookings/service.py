"""Writing loans: reserving, checking out and in with counted parts, making ready, extending, cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resource_centre.audit.service import record_step
from resource_centre.bookings import queries
from resource_centre.bookings.model import Loan, LoanPart
from resource_centre.bookings.queries import LoanDetail
from resource_centre.bookings.rules import MACHINE, PartCount, counted, still_missing
from resource_centre.centres import queries as centres
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import TimeRange
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.outbox.service import tell
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text
from resource_centre.resources import queries as resources
from resource_centre.schedule import service as schedule
from resource_centre.schedule.model import Activity
from resource_centre.schedule.queries import holds_of
from resource_centre.schedule.rules import (
    ActivityKind,
    ActivityState,
    Alternative,
    Hold,
    Violation,
    moment,
    outage_violation,
)
from resource_centre.schedule.use import begin_use, end_use
from resource_centre.schools.model import School


@dataclass(frozen=True, slots=True)
class LoanDraft:
    """What a form says about a loan to be reserved: named units, or so many of a model; for a person or a school."""

    centre_id: int
    start: datetime
    end: datetime
    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    borrower_id: int | None = None
    school_id: int | None = None
    title: str = ""
    note: str = ""
    override_reason: str = ""
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class CheckOut:
    """What is said at the counter: who takes it (else for whom it was reserved), its condition, the parts counted.

    A part that is not named goes out complete.
    """

    borrower_id: int | None = None
    school_id: int | None = None
    condition: str = ""
    parts: tuple[PartCount, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What is said when it comes back. A part that is not named came back as it went out."""

    condition: str = ""
    parts: tuple[PartCount, ...] = ()
    note: str = ""


def reserve(unit: Unit, draft: LoanDraft) -> LoanDetail:
    """Reserves units together, or nothing: `Refused` gives every reason. The same uid again answers the same loan."""
    _someone(unit, draft.borrower_id, draft.school_id)
    title = draft.title.strip() or _what_is_lent(unit, draft)
    held = schedule.hold(
        unit,
        Hold(
            draft.centre_id, ActivityKind.LOAN, title, draft.start, draft.end, draft.bookables, draft.units,
            draft.borrower_id, draft.school_id, draft.note, override_reason=draft.override_reason, uid=draft.uid,
        ),
    )  # fmt: skip
    _loan_of(unit, unit.get(Activity, held.activity_id))
    unit.changed(Topic.LOANS)
    return queries.loan(unit, held.activity_id)


def check_out(unit: Unit, activity_id: int, said: CheckOut, version: int | None = None) -> LoanDetail:
    """Hands the units over. Refused while one of them is with somebody else, not ready yet, or out of order.

    Before its time the loan is moved to begin now, if everything is free until then.
    """
    row = _staff_loan(unit, activity_id, version)
    MACHINE.check(ActivityState(row.state), ActivityState.CHECKED_OUT)
    if row.ends_at <= unit.now:
        message = _("The time of this loan was over at {when}. Extend it first, or reserve it again.")
        raise BadInput(message.format(when=_moment(unit, row, row.ends_at)), "end")
    condition = clean_text(said.condition, "condition", _("The condition"), 1000, empty=True)
    loan = _loan_of(unit, row)
    borrower, school = said.borrower_id or loan.borrower_id, said.school_id or loan.school_id
    if said.borrower_id is not None or said.school_id is not None:
        borrower, school = said.borrower_id, said.school_id
    _someone(unit, borrower, school)
    _everything_is_here(unit, row)
    holds = holds_of(unit, [activity_id], live_only=True).get(activity_id, ())
    if holds and unit.now < min(h.occupied_from for h in holds):
        reason = _("Checked out before its time.")
        schedule.change(
            unit, activity_id, schedule.Changes(start=unit.now, end=row.ends_at), override_reason=reason
        )
    loan.borrower_id, loan.school_id = borrower, school
    row.person_id, row.school_id = borrower, school
    loan.checked_out_at, loan.checked_out_by, loan.condition_out = unit.now, unit.actor.person_id, condition
    loan.version += 1
    _count_out(unit, activity_id, loan, said.parts)
    begin_use(unit, activity_id)
    schedule.set_state(unit, activity_id, ActivityState.CHECKED_OUT, condition)
    unit.changed(Topic.LOANS)
    return queries.loan(unit, activity_id)


def check_in(unit: Unit, activity_id: int, said: CheckIn, version: int | None = None) -> LoanDetail:
    """Takes the units back with their parts counted; the rest of the time is free when they come early."""
    row = _staff_loan(unit, activity_id, version)
    MACHINE.check(ActivityState(row.state), ActivityState.RETURNED)
    condition = clean_text(said.condition, "condition", _("The condition"), 1000, empty=True)
    note = clean_text(said.note, "note", _("The note"), 1000, empty=True)
    loan = _loan_of(unit, row)
    back, out = _count_in(unit, loan, said.parts)
    loan.returned_at, loan.returned_by, loan.condition_in = unit.now, unit.actor.person_id, condition
    loan.version += 1
    end_use(unit, activity_id)
    parts = _("Parts: {counted}.").format(counted=counted(back, out)) if back != out else ""
    schedule.set_state(
        unit, activity_id, ActivityState.RETURNED, " ".join(p for p in (condition, note, parts) if p)
    )
    unit.changed(Topic.LOANS)
    return queries.loan(unit, activity_id)


def make_ready(unit: Unit, activity_id: int, note: str = "", version: int | None = None) -> LoanDetail:
    """The units can be lent again. When parts are missing, the note says what was done about them."""
    row = _staff_loan(unit, activity_id, version)
    MACHINE.check(ActivityState(row.state), ActivityState.READY)
    note = clean_text(note, "note", _("The note"), 1000, empty=True)
    loan = _loan_of(unit, row)
    counts = unit.rows(select(LoanPart.counted_out, LoanPart.counted_in).where(LoanPart.loan_id == loan.id))
    missing = still_missing((r[0], r[1]) for r in counts)
    if missing and not note:
        message = _("{counted} parts came back. Say what was done about the missing ones.")
        out = sum(r[0] for r in counts)
        raise BadInput(message.format(counted=counted(out - missing, out)), "note")
    loan.ready_at = unit.now
    loan.version += 1
    schedule.set_state(unit, activity_id, ActivityState.READY, note)
    unit.changed(Topic.LOANS)
    return queries.loan(unit, activity_id)


def extend(
    unit: Unit, activity_id: int, end: datetime, override_reason: str = "", version: int | None = None
) -> LoanDetail:
    """Gives a reserved or lent loan another end, if everything is free until then."""
    row = _staff_loan(unit, activity_id, version)
    if row.state not in (ActivityState.RESERVED, ActivityState.CHECKED_OUT):
        raise BadInput(_("Only what is reserved or out can be extended."), "end")
    if end <= unit.now:
        raise BadInput(_("The new end has passed already. Choose a later one."), "end")
    before, changes = row.ends_at, schedule.Changes(start=row.starts_at, end=end)
    try:
        schedule.change(unit, activity_id, changes, override_reason=override_reason)
    except Refused as refusal:
        # The notice is counted to the start; what has begun (or stays where it starts) cannot keep it any more.
        if override_reason or any(v.code != "notice" for v in refusal.violations):
            raise
        schedule.change(unit, activity_id, changes, override_reason=_("Extended."))
    reason = _("Extended from {before} to {after}.").format(
        before=_moment(unit, row, before), after=_moment(unit, row, end)
    )
    record_step(unit, "activity", activity_id, row.centre_id, row.state, row.state, reason)
    unit.changed(Topic.LOANS)
    return queries.loan(unit, activity_id)


def replace_unit(
    unit: Unit,
    activity_id: int,
    old_id: int,
    new_id: int | None = None,
    reason: str = "",
    version: int | None = None,
) -> LoanDetail:
    """Gives a reservation another unit of the same model (the first free one unless it is named)."""
    row = _staff_loan(unit, activity_id, version)
    if row.state not in (ActivityState.PENDING, ActivityState.RESERVED):
        raise BadInput(_("Only a reservation can get another unit. Check this one in first."), "bookables")
    asked = [h.bookable_id for h in queries.asked_units(unit, activity_id)]
    if old_id not in asked:
        raise BadInput(_("This unit does not belong to the loan."), "bookables")
    old = resources.bookable(unit, old_id)
    if new_id is None:
        free = queries.substitutes(unit, activity_id, old_id)
        if not free:
            raise Refused(
                _("No other unit of {model} is free for this time. Take another time, or fewer.").format(
                    model=old.model
                )
            )
        new_id = free[0].id
    new = resources.bookable(unit, new_id)
    if old.model_id is None or new.model_id != old.model_id:
        raise BadInput(
            _("{unit} is not of the model {model}.").format(unit=new.name, model=old.model), "bookables"
        )
    ids = tuple(new_id if i == old_id else i for i in asked)
    schedule.change(unit, activity_id, schedule.Changes(bookables=ids))
    said = (
        f"{old.code} → {new.code}. {clean_text(reason, 'reason', _('The reason'), 1000, empty=True)}".strip()
    )
    record_step(unit, "activity", activity_id, row.centre_id, row.state, row.state, said)
    unit.changed(Topic.LOANS)
    return queries.loan(unit, activity_id)


def cancel(unit: Unit, activity_id: int, reason: str, version: int | None = None) -> LoanDetail:
    """Cancels what is not out; the units are free again, the borrower is told."""
    row = _loan_activity(unit, activity_id, version)
    MACHINE.check(ActivityState(row.state), ActivityState.CANCELLED)
    schedule.release(unit, activity_id, reason)
    subject = _("The loan “{title}” is cancelled").format(title=row.title)
    tell(unit, row.person_id, "loan_cancelled", subject, reason, "activity", activity_id, row.centre_id)
    unit.changed(Topic.LOANS)
    return queries.loan(unit, activity_id)


def _loan_activity(unit: Unit, activity_id: int, version: int | None) -> Activity:
    row = unit.get(Activity, activity_id)
    if row.kind != ActivityKind.LOAN:
        raise BadInput(_("“{title}” is not a loan.").format(title=row.title))
    if version is not None and row.version != version:
        unit.get_version(Activity, activity_id, version)
    return row


def _staff_loan(unit: Unit, activity_id: int, version: int | None) -> Activity:
    row = _loan_activity(unit, activity_id, version)
    require(unit, Data.BOOKINGS, Right.WRITE, row.centre_id)
    return row


def _loan_of(unit: Unit, row: Activity) -> Loan:
    known = unit.session.scalars(select(mapped(Loan)).where(Loan.activity_id == row.id)).first()
    if known is not None:
        return known
    made = Loan(
        centre_id=row.centre_id, activity_id=row.id, borrower_id=row.person_id, school_id=row.school_id
    )
    return unit.add(made)


def _someone(unit: Unit, borrower_id: int | None, school_id: int | None) -> None:
    if borrower_id is None and school_id is None:
        raise BadInput(_("Say who borrows it: a person or a school."), "borrower")
    if borrower_id is not None:
        unit.get(Person, borrower_id)
    if school_id is not None:
        unit.get(School, school_id)


def _what_is_lent(unit: Unit, draft: LoanDraft) -> str:
    known = {m.id: m.name for m in resources.models(unit, draft.centre_id, all_=True)}
    rows = resources.bookables_by_id(unit, draft.bookables)
    if any(row.kind != "unit" for row in rows.values()):
        raise BadInput(_("Only units can be lent. Book a lab instead of lending it."), "bookables")
    fixed = [row.name for row in rows.values() if row.model_id is not None and not row.lendable]
    if fixed:
        raise BadInput(
            _("{resource} is not lent out. Book it at the centre instead.").format(resource=fixed[0]),
            "bookables",
        )
    counts: dict[str, int] = {}
    for row in rows.values():
        counts[row.model or row.name] = counts.get(row.model or row.name, 0) + 1
    for model_id, count in draft.units:
        name = known.get(model_id, str(model_id))
        counts[name] = counts.get(name, 0) + count
    if not counts:
        raise BadInput(_("Nothing is named to lend. Choose units, or how many of a model."), "bookables")
    return ", ".join(name if count == 1 else f"{name} × {count}" for name, count in counts.items())


def _everything_is_here(unit: Unit, row: Activity) -> None:
    held = holds_of(unit, [row.id], live_only=True).get(row.id, ())
    names = {h.bookable_id: h.name for h in held}
    tz = centres.centre(unit, row.centre_id).tz
    found = [_not_back(out, unit.now, tz) for out in queries.still_out(unit, list(names), row.id)]
    now = TimeRange(unit.now, unit.now + timedelta(minutes=1))
    for outage in resources.outages(unit, list(names), now) if names else ():
        name = names[outage.bookable_id]
        found.append(outage_violation(outage.bookable_id, name, outage.reason, outage.start, outage.end, tz))
    if found:
        raise Refused(found[0].message, found, _instead(unit, row, found))


def _not_back(out: queries.OutRow, now: datetime, tz: ZoneInfo) -> Violation:
    when = moment(out.due, tz)
    if out.state == ActivityState.RETURNED:
        code, fix = "not_ready", _("Make it ready first, or take another unit.")
        text = _("{resource} came back from “{title}” and is not ready yet.").format(
            resource=out.bookable, title=out.title
        )
    else:
        code, fix = "not_back", _("Record its return, or take another unit.")
        late = _("{resource} is not back: “{title}” has it, overdue since {when}.")
        early = _("{resource} is not back: “{title}” has it until {when}.")
        text = (late if out.due < now else early).format(resource=out.bookable, title=out.title, when=when)
    return Violation(
        code, text, out.bookable_id, out.bookable, out.title, None, out.due, False, fix, out.activity_id
    )


def _instead(unit: Unit, row: Activity, found: Sequence[Violation]) -> list[Alternative]:
    """One set of other units that could go out now, when every missing one has a stand-in."""
    asked = [h.bookable_id for h in queries.asked_units(unit, row.id)]
    for missing in {v.bookable_id for v in found}:
        if missing not in asked:
            return []
        free = [s.id for s in queries.substitutes(unit, row.id, missing) if s.id not in asked]
        here = {o.bookable_id for o in queries.still_out(unit, free, row.id)}
        free = [i for i in free if i not in here]
        if not free:
            return []
        asked[asked.index(missing)] = free[0]
    return [Alternative(row.starts_at, row.ends_at, tuple(asked))]


def _count_out(unit: Unit, activity_id: int, loan: Loan, said: Sequence[PartCount]) -> None:
    units = queries.lent_units(unit, activity_id)
    counts = _counts(said, {u.bookable_id for u in units})
    rows = {
        (p.bookable_id, p.name): PartCount(p.bookable_id, p.name, p.expected) for u in units for p in u.parts
    }
    for part in counts:
        rows[part.bookable_id, part.name] = part
    unit.insert_many(
        LoanPart,
        [
            {
                "loan_id": loan.id,
                "bookable_id": p.bookable_id,
                "name": p.name,
                "counted_out": p.count,
                "note": p.note,
            }
            for p in rows.values()
        ],
    )


def _count_in(unit: Unit, loan: Loan, said: Sequence[PartCount]) -> tuple[int, int]:
    parts = list(unit.session.scalars(select(mapped(LoanPart)).where(LoanPart.loan_id == loan.id)))
    counts = {(p.bookable_id, p.name): p for p in _counts(said, {p.bookable_id for p in parts})}
    for part in parts:
        count = counts.pop((part.bookable_id, part.name), None)
        part.counted_in = part.counted_out if count is None else count.count
        if count is not None and count.note:
            part.note = count.note
        if part.counted_in > part.counted_out:
            message = _("{part}: {back} came back, but {out} went out. Count again.")
            raise BadInput(
                message.format(part=part.name, back=part.counted_in, out=part.counted_out), "parts"
            )
    if counts:
        raise BadInput(
            _("“{part}” did not go out with this loan.").format(part=next(iter(counts))[1]), "parts"
        )
    unit.flush()
    return sum(p.counted_in or 0 for p in parts), sum(p.counted_out for p in parts)


def _counts(said: Sequence[PartCount], units: set[int]) -> list[PartCount]:
    answer = []
    for part in said:
        if part.bookable_id not in units:
            raise BadInput(_("This unit does not belong to the loan."), "parts")
        if part.count < 0:
            raise BadInput(_("A count of parts is zero or more."), "parts")
        name = clean_text(part.name, "parts", _("The name of the part"))
        answer.append(
            replace(part, name=name, note=clean_text(part.note, "parts", _("The note"), 500, empty=True))
        )
    return answer


def _moment(unit: Unit, row: Activity, when: datetime) -> str:
    return moment(when, centres.centre(unit, row.centre_id).tz)
