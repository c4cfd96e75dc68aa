"""Pure decisions about time: what stands against a hold, and every reason at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, subtract, to_wall
from resource_centre.i18n import N_, _, date_text, n_


class ActivityKind(StrEnum):
    """What takes place."""

    LAB_BOOKING = "lab_booking"
    LOAN = "loan"
    APPOINTMENT = "appointment"
    EVENT_SESSION = "event_session"
    TRAINING_SESSION = "training_session"
    MAINTENANCE = "maintenance"


KIND_NAMES = {
    ActivityKind.LAB_BOOKING: N_("Lab booking"),
    ActivityKind.LOAN: N_("Loan"),
    ActivityKind.APPOINTMENT: N_("Appointment"),
    ActivityKind.EVENT_SESSION: N_("Event session"),
    ActivityKind.TRAINING_SESSION: N_("Training session"),
    ActivityKind.MAINTENANCE: N_("Maintenance"),
}


class ActivityState(StrEnum):
    """How an activity stands. The last four belong to loans."""

    PENDING = "pending"
    BOOKED = "booked"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"
    RESERVED = "reserved"
    CHECKED_OUT = "checked_out"
    RETURNED = "returned"
    READY = "ready"


STATE_NAMES = {
    ActivityState.PENDING: N_("Awaits approval"),
    ActivityState.BOOKED: N_("Booked"),
    ActivityState.HELD: N_("Held"),
    ActivityState.NO_SHOW: N_("No-show"),
    ActivityState.CANCELLED: N_("Cancelled"),
    ActivityState.DECLINED: N_("Declined"),
    ActivityState.EXPIRED: N_("Expired"),
    ActivityState.RESERVED: N_("Reserved"),
    ActivityState.CHECKED_OUT: N_("Checked out"),
    ActivityState.RETURNED: N_("Returned"),
    ActivityState.READY: N_("Ready again"),
}

DEAD_STATES = frozenset({ActivityState.CANCELLED, ActivityState.DECLINED, ActivityState.EXPIRED})
LIVE_STATES = frozenset(ActivityState) - DEAD_STATES


@dataclass(frozen=True, slots=True)
class Hold:
    """What to take, together or not at all. `units` asks for so many units of a model.

    Set-up and clear-down are minutes; None leaves each bookable its own. `override_reason` overrides policy.
    """

    centre_id: int
    kind: ActivityKind
    title: str
    start: datetime
    end: datetime
    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    person_id: int | None = None
    school_id: int | None = None
    note: str = ""
    setup_minutes: int | None = None
    cleardown_minutes: int | None = None
    override_reason: str = ""
    uid: str | None = None
    source_uid: str | None = None
    state: ActivityState | None = None

    @property
    def range(self) -> TimeRange:
        """From start to end, without set-up and clear-down."""
        return TimeRange(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason against a hold: which rule, whose booking or which setting, and what would fix it."""

    code: str
    message: str
    bookable_id: int | None = None
    bookable: str = ""
    held_by: str = ""
    start: datetime | None = None
    end: datetime | None = None
    overridable: bool = False
    fix: str = ""
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A time and bookables that would work."""

    start: datetime
    end: datetime
    bookables: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that stands against a hold, and what would work instead."""

    violations: tuple[Violation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    def blocking(self, override: bool) -> tuple[Violation, ...]:
        """The violations that still stand when policy is overridden (or not)."""
        return tuple(v for v in self.violations if not (override and v.overridable))


@dataclass(frozen=True, slots=True)
class Taken:
    """A live allocation that is in the way."""

    activity_id: int
    bookable_id: int
    title: str
    person: str
    start: datetime
    end: datetime
    occupied: TimeRange
    state: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The part of a policy that these rules look at; minutes and days, None for no limit."""

    notice: int | None = None
    horizon_days: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    within_hours: bool = True


@dataclass(frozen=True, slots=True)
class Use:
    """What a person has booked already of one bookable: for quotas. Bounds are instants."""

    ranges: tuple[TimeRange, ...] = field(default=())


def occupied(start: datetime, end: datetime, setup_minutes: int, cleardown_minutes: int) -> TimeRange:
    """[start − set-up, end + clear-down]."""
    return TimeRange(start - timedelta(minutes=setup_minutes), end + timedelta(minutes=cleardown_minutes))


def moment(instant: datetime, tz: ZoneInfo) -> str:
    """An instant for a sentence: Wed 25 Nov 2026, 13:00."""
    wall = to_wall(instant, tz)
    return f"{date_text(wall.date(), 'EEE d MMM y')}, {wall:%H:%M}"


def clock(instant: datetime, tz: ZoneInfo) -> str:
    """The time of day for a sentence: 13:00."""
    return to_wall(instant, tz).strftime("%H:%M")


def until(taken: TimeRange, asked: TimeRange, tz: ZoneInfo) -> str:
    """The end of a taken time: the clock alone when it is the asked day."""
    same = to_wall(taken.end, tz).date() == to_wall(asked.start, tz).date()
    return clock(taken.end, tz) if same else moment(taken.end, tz)


def overlap_violation(name: str, taken: Taken, asked: TimeRange, tz: ZoneInfo) -> Violation:
    """Nobody can override an overlap; the sentence says who holds it and until when."""
    who = ", ".join(part for part in (taken.title, taken.person) if part) or _("Another booking")
    return Violation(
        "overlap",
        _("{resource} is taken until {until}. {who}. An overlap cannot be overridden.").format(
            resource=name, until=until(taken.occupied, asked, tz), who=who
        ),
        taken.bookable_id, name, who, taken.occupied.start, taken.occupied.end, False,
        _("Take another time or another resource."), taken.activity_id,
    )  # fmt: skip


def outage_violation(
    bookable_id: int, name: str, reason: str, start: datetime, end: datetime | None, tz: ZoneInfo
) -> Violation:
    """Nobody can override an out-of-order unit."""
    if end is None:
        text = _("{resource} is out of order until further notice: {reason}.").format(
            resource=name, reason=reason
        )
    else:
        text = _("{resource} is out of order until {until}: {reason}.").format(
            resource=name, until=moment(end, tz), reason=reason
        )
    return Violation(
        "out_of_order",
        text,
        bookable_id,
        name,
        reason,
        start,
        end,
        False,
        _("Take another unit of the same model."),
    )


def opening_violations(
    bookable_id: int,
    name: str,
    asked: TimeRange,
    open_: Sequence[TimeRange],
    closed: Iterable[tuple[TimeRange, str]],
    tz: ZoneInfo,
) -> list[Violation]:
    """Against opening hours and closures. The booked time must be inside them; set-up may lie before opening."""
    found = []
    for span, title in closed:
        if span.overlaps(asked):
            found.append(
                Violation(
                    "closed",
                    _("The centre is closed: {title}, until {until}.").format(
                        title=title, until=moment(span.end, tz)
                    ),
                    bookable_id,
                    name,
                    title,
                    span.start,
                    span.end,
                    True,
                    _("Take another day, or override with a reason."),
                )
            )
    uncovered = subtract([asked], [*open_, *(span for span, _title in closed)])
    if uncovered:
        hours = ", ".join(f"{clock(span.start, tz)}–{clock(span.end, tz)}" for span in open_)
        text = (
            _("{resource} is open {hours} on this day.").format(resource=name, hours=hours)
            if hours
            else _("{resource} is not open on this day.").format(resource=name)
        )
        found.append(
            Violation(
                "outside_hours",
                text,
                bookable_id,
                name,
                "",
                uncovered[0].start,
                uncovered[-1].end,
                True,
                _("Choose a time inside the opening hours, or override with a reason."),
            )
        )
    return found


def keeps_limits(asked: TimeRange, limits: Limits, now: datetime) -> bool:
    """As `limit_violations`, without words: whether there is none."""
    minutes = asked.minutes
    return (
        (limits.notice is None or asked.start >= now + timedelta(minutes=limits.notice))
        and (limits.horizon_days is None or asked.start <= now + timedelta(days=limits.horizon_days))
        and (limits.min_minutes is None or minutes >= limits.min_minutes)
        and (limits.max_minutes is None or minutes <= limits.max_minutes)
    )


def limit_violations(
    bookable_id: int, name: str, asked: TimeRange, limits: Limits, now: datetime, tz: ZoneInfo
) -> list[Violation]:
    """Against minimum notice, horizon, minimum and maximum length."""
    found = []

    def add(code: str, message: str, fix: str) -> None:
        found.append(Violation(code, message, bookable_id, name, "", asked.start, asked.end, True, fix))

    if limits.notice == 0 and asked.start < now:
        add(
            "notice",
            _("{when} is past.").format(when=moment(asked.start, tz)),
            _("Take a time that is still to come, or override with a reason."),
        )
    elif limits.notice is not None and asked.start < now + timedelta(minutes=limits.notice):
        earliest = now + timedelta(minutes=limits.notice)
        add(
            "notice",
            _("{resource} needs {notice} of notice.").format(
                resource=name, notice=length_text(limits.notice)
            ),
            _("Start at {when} or later, or override with a reason.").format(when=moment(earliest, tz)),
        )
    if limits.horizon_days is not None and asked.start > now + timedelta(days=limits.horizon_days):
        latest = now + timedelta(days=limits.horizon_days)
        add(
            "horizon",
            n_(
                "{resource} can be booked at most {days} day ahead.", "{resource} can be booked at most {days} days ahead.",
                limits.horizon_days,
            ).format(resource=name, days=limits.horizon_days),
            _("Start before {when}, or override with a reason.").format(when=moment(latest, tz)),
        )  # fmt: skip
    minutes = int(asked.minutes)
    if limits.min_minutes is not None and minutes < limits.min_minutes:
        add(
            "too_short",
            _("{resource} is booked for {least} at least.").format(
                resource=name, least=length_text(limits.min_minutes)
            ),
            _("Choose a later end."),
        )
    if limits.max_minutes is not None and minutes > limits.max_minutes:
        add(
            "too_long",
            _("{resource} is booked for {most} at most.").format(
                resource=name, most=length_text(limits.max_minutes)
            ),
            _("Choose an earlier end, or book it in parts."),
        )
    return found


def quota_violation(
    bookable_id: int,
    name: str,
    person: str,
    asked: TimeRange,
    used: Iterable[TimeRange],
    measure: str,
    per: str,
    amount: int,
) -> Violation | None:
    """Against a quota: `used` are the person's other bookings inside the quota's period."""
    used = list(used)
    total = len(used) + 1 if measure == "count" else sum(span.hours for span in used) + asked.hours
    if total <= amount:
        return None
    period = {"day": _("a day"), "week": _("a week"), "month": _("a month"), "future": _("in the future")}[
        per
    ]
    what = (
        n_("{n} booking", "{n} bookings", amount)
        if measure == "count"
        else n_("{n} hour", "{n} hours", amount)
    )
    return Violation(
        "quota",
        _("{person} may have {what} of {resource} {period}; this would be {total}.").format(
            person=person, what=what.format(n=amount), resource=name, period=period, total=f"{total:g}"
        ),
        bookable_id, name, person, asked.start, asked.end, True, _("Cancel another booking, or override with a reason."),
    )  # fmt: skip


def qualification_violation(
    bookable_id: int, name: str, person: str, qualification: str, asked: TimeRange, expired: bool
) -> Violation:
    """Against a training that is missing, or not valid on the day of use."""
    text = (
        _("{person}’s training “{training}” has expired by that day; {resource} needs it.")
        if expired
        else _("{resource} needs the training “{training}”, which {person} has not on record.")
    ).format(person=person, training=qualification, resource=name)
    return Violation(
        "qualification", text, bookable_id, name, person, asked.start, asked.end, True,
        _("Record the training, or override with a reason."),
    )  # fmt: skip


def length_text(minutes: int) -> str:
    """A length in words: 45 min, 2 h, 2 h 30 min, 3 days."""
    days, rest = divmod(minutes, 1440)
    if days and not rest:
        return n_("{n} day", "{n} days", days).format(n=days)
    hours, left = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=left)
    return (
        _("{hours} h").format(hours=hours)
        if not left
        else _("{hours} h {minutes} min").format(hours=hours, minutes=left)
    )
