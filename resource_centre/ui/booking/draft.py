"""What the form says, and the hold and rule that it means. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.errors import BadInput
from resource_centre.core.recurrence import DAYS, format_rule, parse_rule
from resource_centre.core.times import to_instant
from resource_centre.i18n import _
from resource_centre.schedule.queries import ActivityDetail
from resource_centre.schedule.rules import ActivityKind, Hold
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking.choices import Choices
from resource_centre.ui.booking.start import Start

Whom = tuple[str, int] | None
# What the form can say without a written rule: frequency, interval, whether on the same weekday of a month.
WAYS = (
    ("DAILY", 1, False), ("DAILY", 2, False), ("WEEKLY", 1, False), ("WEEKLY", 2, False), ("WEEKLY", 3, False),
    ("WEEKLY", 4, False), ("MONTHLY", 1, False), ("MONTHLY", 1, True), ("MONTHLY", 2, False), ("MONTHLY", 3, False),
    ("YEARLY", 1, False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so many days, weeks or months; `same_weekday` is of a month. Ends after `count`, on `until`, or never.

    `breaks` are first and last days of times that are left out. `written` is a rule that was written by hand; then
    the rest says nothing.
    """

    frequency: str = "WEEKLY"
    interval: int = 1
    days: tuple[str, ...] = ()
    same_weekday: bool = False
    count: int | None = None
    until: date | None = None
    breaks: tuple[tuple[date, date], ...] = ()
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Wall times of the centre. Set-up and clear-down None leave each bookable its own."""

    day: date
    start: time
    end: time
    until: date | None = None
    kind: ActivityKind = ActivityKind.LAB_BOOKING
    title: str = ""
    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    setup: int | None = None
    clear: int | None = None
    whom: Whom = None
    note: str = ""
    repeat: Repeat | None = None
    override: str = ""

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.until or self.day

    @property
    def minutes(self) -> int:
        """Its length by the clock on the wall."""
        first = datetime.combine(self.day, self.start)
        return int((datetime.combine(self.last_day, self.end) - first).total_seconds() // 60)


def first_draft(start: Start, choices: Choices, wall_now: datetime, tz: ZoneInfo) -> Draft:
    """What the form says at first."""
    if choices.detail is not None:
        return draft_of(choices.detail, tz)
    if start.start is not None and start.end is not None:
        begin, end = start.start.astimezone(tz), start.end.astimezone(tz)
    else:
        day = start.day or wall_now.date()
        hour = min(max(wall_now.hour + 1, 9), 17) if day == wall_now.date() else 9
        begin = datetime.combine(day, time(hour), tz)
        end = begin + timedelta(hours=1)
    until = end.date() if end.date() != begin.date() else None
    kind = start.kind or ActivityKind.LAB_BOOKING
    return Draft(
        begin.date(), begin.time(), end.time(), until, kind, start.title, start.bookables, start.units, whom=start.whom,
        repeat=repeat_of(start.rule, begin.date()) if start.rule else None,
    )  # fmt: skip


def draft_of(detail: ActivityDetail, tz: ZoneInfo) -> Draft:
    """An activity as the form would have it."""
    begin, end = detail.start.astimezone(tz), detail.end.astimezone(tz)
    whom: Whom = None
    if detail.school_id is not None:
        whom = ("school", detail.school_id)
    elif detail.person_id is not None:
        whom = ("person", detail.person_id)
    return Draft(
        begin.date(),
        begin.time(),
        end.time(),
        end.date() if end.date() != begin.date() else None,
        ActivityKind(detail.kind),
        detail.title,
        asked(detail),
        (),
        detail.setup_minutes,
        detail.cleardown_minutes,
        whom,
        detail.note,
    )


def asked(detail: ActivityDetail) -> tuple[int, ...]:
    """What was asked for, without what came with it."""
    return tuple(dict.fromkeys(hold.asked_id for hold in detail.holds if hold.live))


def hold_of(draft: Draft, choices: Choices, tz: ZoneInfo, uid: str | None = None) -> Hold:
    """The hold that the form means; `BadInput` names the field that cannot be used."""
    if not (draft.bookables or draft.units):
        raise BadInput(_("Name what to book: a lab, equipment or a person."), "bookables")
    if draft.last_day < draft.day:
        raise BadInput(_("The last day is before the first. Choose a later one."), "until")
    start = to_instant(datetime.combine(draft.day, draft.start), tz).instant
    try:
        end = to_instant(datetime.combine(draft.last_day, draft.end), tz).instant
    except BadInput as trouble:
        raise BadInput(str(trouble), "end") from None
    if end <= start:
        raise BadInput(_("The end is not after the start. Choose a later end."), "end")
    person_id, school_id = whom_of(draft.whom, choices)
    return Hold(
        choices.centre_id, draft.kind, draft.title, start, end, draft.bookables, draft.units, person_id, school_id,
        draft.note, draft.setup, draft.clear, draft.override, uid,
    )  # fmt: skip


def notes_of(draft: Draft, tz: ZoneInfo) -> tuple[str, ...]:
    """What is to be known about the times of a single booking: an hour that occurs twice."""
    walls = (datetime.combine(draft.day, draft.start), datetime.combine(draft.last_day, draft.end))
    return tuple(note for wall in walls if (note := to_instant(wall, tz).note))


def whom_of(whom: Whom, choices: Choices) -> tuple[int | None, int | None]:
    """(person, school): who books for nobody else books for themselves."""
    if not choices.staff:
        return choices.actor.person_id, choices.actor.school_id
    if whom is None:
        return choices.actor.person_id, None
    kind, key = whom
    if kind == "school":
        return None, key
    row = next((row for row in choices.people if row.id == key), None)
    return key, row.school_id if row else None


def rule_of(repeat: Repeat, day: date) -> str:
    """The recurrence rule; `BadInput` when it ends before it begins, or what was written is no rule."""
    if repeat.written is not None:
        return format_rule(parse_rule(repeat.written))
    parts = [f"FREQ={repeat.frequency}"]
    if repeat.interval > 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.frequency == "WEEKLY":
        days = sorted(repeat.days or (DAYS[day.weekday()],), key=DAYS.index)
        parts.append(f"BYDAY={','.join(days)}")
    elif repeat.frequency == "MONTHLY" and repeat.same_weekday:
        nth = (day.day - 1) // 7 + 1
        parts.append(f"BYDAY={-1 if nth == 5 else nth}{DAYS[day.weekday()]}")
    elif repeat.frequency == "MONTHLY":
        parts.append(f"BYMONTHDAY={day.day}")
    if repeat.count is not None:
        parts.append(f"COUNT={repeat.count}")
    elif repeat.until is not None:
        if repeat.until < day:
            raise BadInput(_("The repetition ends before it begins. Choose a later day."), "repeat")
        parts.append(f"UNTIL={repeat.until:%Y%m%d}")
    return ";".join(parts)


def repeat_of(rule: str, day: date) -> Repeat:
    """What the form says for a rule: its own fields where they can, else the rule as written."""
    parts = parse_rule(rule)
    until = parts.get("UNTIL", "")[:8]
    plain = Repeat(
        parts["FREQ"],
        int(parts.get("INTERVAL", "1")),
        tuple(parts["BYDAY"].split(",")) if parts["FREQ"] == "WEEKLY" and "BYDAY" in parts else (),
        parts["FREQ"] == "MONTHLY" and "BYDAY" in parts,
        int(parts["COUNT"]) if "COUNT" in parts else None,
        datetime.strptime(until, "%Y%m%d").date() if until else None,
    )
    said = parse_rule(rule_of(replace(plain, until=None), day))
    same = {name: value for name, value in parts.items() if name not in ("UNTIL", "WKST")}
    if same.get("FREQ") == "WEEKLY":
        same.setdefault("BYDAY", said["BYDAY"])
    elif same.get("FREQ") == "MONTHLY" and "BYDAY" not in same:
        same.setdefault("BYMONTHDAY", said["BYMONTHDAY"])
    known = (plain.frequency, plain.interval, plain.same_weekday) in WAYS
    return plain if said == same and known else replace(plain, written=rule)


def changes_of(detail: ActivityDetail, before: Draft, after: Draft, hold: Hold) -> Changes:
    """Only what the person changed."""
    found = Changes()
    if (before.day, before.start, before.last_day, before.end) != (
        after.day, after.start, after.last_day, after.end,
    ):  # fmt: skip
        found = replace(found, start=hold.start, end=hold.end)
    if (before.bookables, before.units) != (after.bookables, after.units):
        found = replace(found, bookables=hold.bookables, units=hold.units)
    if before.setup != after.setup:
        found = replace(found, setup_minutes=-1 if after.setup is None else after.setup)
    if before.clear != after.clear:
        found = replace(found, cleardown_minutes=-1 if after.clear is None else after.clear)
    if before.whom != after.whom:
        found = replace(found, person_id=hold.person_id, school_id=hold.school_id)
    if detail.title != hold.title:
        found = replace(found, title=hold.title)
    if detail.note != hold.note:
        found = replace(found, note=hold.note)
    return found
