"""Ambassadors: the states of an assignment, and who can come to a session and why (not)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from resource_centre.core.ranges import TimeRange, intersect, merge, subtract
from resource_centre.core.states import Machine
from resource_centre.core.times import days_range, lenient_instant, to_wall
from resource_centre.i18n import N_, _, n_


class AssignmentState(StrEnum):
    """How an assignment stands. Only `accepted` takes the ambassador's time."""

    PROPOSED = "proposed"
    INVITED = "invited"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    HOURS_APPROVED = "hours_approved"
    NO_SHOW = "no_show"
    EXCUSED = "excused"


A = AssignmentState
STATE_NAMES: dict[AssignmentState, str] = {
    A.PROPOSED: N_("Proposed"),
    A.INVITED: N_("Invited"),
    A.OFFERED: N_("Offers to come"),
    A.ACCEPTED: N_("Accepted"),
    A.DECLINED: N_("Declined"),
    A.EXPIRED: N_("Invitation expired"),
    A.NOT_SELECTED: N_("Not selected"),
    A.WITHDRAWN: N_("Withdrawn"),
    A.CANCELLED: N_("Cancelled"),
    A.ATTENDED: N_("Attended"),
    A.HOURS_APPROVED: N_("Hours approved"),
    A.NO_SHOW: N_("Did not come"),
    A.EXCUSED: N_("Excused"),
}
MACHINE: Machine[AssignmentState] = Machine(
    {
        A.PROPOSED: {A.INVITED, A.CANCELLED},
        A.INVITED: {A.ACCEPTED, A.DECLINED, A.EXPIRED, A.CANCELLED},
        A.OFFERED: {A.ACCEPTED, A.NOT_SELECTED, A.WITHDRAWN, A.CANCELLED},
        A.ACCEPTED: {A.WITHDRAWN, A.CANCELLED, A.ATTENDED, A.NO_SHOW, A.EXCUSED},
        A.ATTENDED: {A.HOURS_APPROVED},
    },
    STATE_NAMES,
)
OPEN = frozenset({A.PROPOSED, A.INVITED, A.OFFERED, A.ACCEPTED})
WAITING = frozenset({A.INVITED, A.OFFERED})
FILLING = frozenset({A.ACCEPTED, A.ATTENDED, A.HOURS_APPROVED})

HOUR_KINDS: dict[str, str] = {
    "session": N_("Sessions"),
    "preparation": N_("Preparation"),
    "travel": N_("Travel"),
    "training": N_("Training"),
}
HOUR_STATES: dict[str, str] = {
    "logged": N_("Waits for approval"),
    "approved": N_("Approved"),
    "rejected": N_("Not accepted"),
}
CLEARANCE_KINDS: dict[str, str] = {
    "background_check": N_("Background check"),
    "first_aid": N_("First aid"),
    "safeguarding": N_("Safeguarding training"),
}
CLEARING = frozenset({"background_check"})  # the others are worth knowing, but clear nobody

LONGEST_DAY = 24 * 60
REST = timedelta(hours=10)
LATE = timedelta(hours=48)
ANSWER_TIME = timedelta(days=3)


def state_at(state: str, answer_by: datetime | None, now: datetime) -> AssignmentState:
    """The state as it reads now: an invitation that nobody answered in time has expired."""
    stored = AssignmentState(state)
    if stored is A.INVITED and answer_by is not None and answer_by <= now:
        return A.EXPIRED
    return stored


def is_late(start: datetime, now: datetime) -> bool:
    """Whether withdrawing now leaves less than two days to find somebody else."""
    return start - now < LATE


def answer_by(start: datetime, now: datetime) -> datetime:
    """Until when an invitation waits: three days, but an hour before the session at the latest."""
    return max(min(now + ANSWER_TIME, start - timedelta(hours=1)), now + timedelta(minutes=30))


@dataclass(frozen=True, slots=True)
class Weekly:
    """Can come on this weekday (0 Monday) from/to, in minutes after local midnight."""

    weekday: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A time in which the weekly pattern does not hold."""

    range: TimeRange
    available: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """A time in which somebody is taken already."""

    range: TimeRange
    title: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session needs."""

    range: TimeRange
    skills: tuple[str, ...] = ()
    language: str | None = None
    needs_clearance: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an ambassador. `cleared_until` None: no clearance.

    The load, for fairness: `minutes` given this term, `sessions` accepted and still to come. `said_no`: what they
    answered about this session before.
    """

    skills: Collection[str] = ()
    languages: Collection[str] = ()
    weekly: Sequence[Weekly] = ()
    exceptions: Sequence[Exceptional] = ()
    busy: Sequence[Busy] = ()
    cleared_until: date | None = None
    cleared_for_good: bool = False
    minutes: int = 0
    sessions: int = 0
    said_no: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """Why somebody can come, and why not."""

    why: tuple[str, ...]
    why_not: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        """Nothing stands against it."""
        return not self.why_not


def available_times(known: Known, window: TimeRange, tz: ZoneInfo) -> list[TimeRange]:
    """When somebody can come inside a window: the pattern, plus and less the exceptions."""
    found: list[TimeRange] = []
    day = to_wall(window.start, tz).date()
    while day <= to_wall(window.end, tz).date():
        midnight = datetime(day.year, day.month, day.day)
        for one in known.weekly:
            if one.weekday == day.weekday():
                start = lenient_instant(midnight + timedelta(minutes=one.from_minute), tz)
                end = lenient_instant(midnight + timedelta(minutes=one.to_minute), tz)
                if start < end:  # a time that the clock skips is none
                    found.append(TimeRange(start, end))
        day += timedelta(days=1)
    found = subtract(found, [e.range for e in known.exceptions if not e.available])
    return merge([*found, *(e.range for e in known.exceptions if e.available)])


def repainted(
    exceptions: Sequence[Exceptional],
    weekly: Sequence[Weekly],
    span: TimeRange,
    available: bool,
    tz: ZoneInfo,
) -> tuple[Exceptional, ...]:
    """The exceptions once a span was painted: nothing else changes, and none says what the pattern says already."""
    kept = [
        Exceptional(part, each.available, each.note)
        for each in exceptions
        for part in subtract([each.range], [span])
    ]
    usual = available_times(Known(weekly=weekly), span, tz)
    differs = subtract([span], usual) if available else intersect([span], usual)
    new = merge([*differs, *(e.range for e in kept if e.available is available and not e.note)])
    others = [e for e in kept if e.note or e.available is not available]
    return tuple(sorted([*others, *(Exceptional(r, available) for r in new)], key=lambda e: e.range))


def fit(known: Known, wanted: Wanted, tz: ZoneInfo) -> Fit:
    """Every reason for and against somebody coming to a session."""
    why: list[str] = []
    against: list[str] = []
    span = wanted.range
    if known.said_no:
        against.append(known.said_no)
    _by_time(known, span, tz, why, against)
    taken = next((b for b in known.busy if b.range.overlaps(span)), None)
    if taken is not None:
        against.append(_("Taken then: {title}").format(title=taken.title))
    else:
        near = next((b for b in known.busy if _too_near(b.range, span, tz)), None)
        if near is not None:
            against.append(
                _("Under {n} h rest: {title}").format(n=int(REST.total_seconds() // 3600), title=near.title)
            )
    has = {skill.casefold() for skill in known.skills}
    lacking = sorted(skill for skill in wanted.skills if skill.casefold() not in has)
    if lacking:
        against.append(_("Skill missing: {skills}").format(skills=", ".join(lacking)))
    elif wanted.skills:
        why.append(_("knows {skills}").format(skills=", ".join(wanted.skills)))
    if wanted.language and wanted.language not in known.languages:
        against.append(_("Does not speak {language}").format(language=wanted.language))
    if wanted.needs_clearance:
        _by_clearance(known, to_wall(span.start, tz).date(), why, against)
    _by_load(known, why)
    return Fit(tuple(why), tuple(against))


def _by_time(known: Known, span: TimeRange, tz: ZoneInfo, why: list[str], against: list[str]) -> None:
    away = next((e for e in known.exceptions if not e.available and e.range.overlaps(span)), None)
    if away is not None:
        against.append(_("Away: {note}").format(note=away.note) if away.note else _("Away then"))
        return
    day = to_wall(span.start, tz).date()
    open_ = available_times(known, days_range(day, 2, tz), tz)
    around = next((r for r in open_ if r.covers(span)), None)
    if around is None:
        against.append(_("Cannot come at this time of the week"))
        return
    start, end = to_wall(around.start, tz), to_wall(around.end, tz)
    why.append(_("free {start}–{end}").format(start=f"{start:%H:%M}", end=f"{end:%H:%M}"))


def _by_load(known: Known, why: list[str]) -> None:
    if known.minutes:
        why.append(_("{h} h this term").format(h=f"{known.minutes / 60:g}"))
    if known.sessions:
        why.append(n_("{n} session ahead", "{n} sessions ahead", known.sessions).format(n=known.sessions))
    if not known.minutes and not known.sessions:
        why.append(_("first assignment, pair with a lead"))


def _too_near(other: TimeRange, span: TimeRange, tz: ZoneInfo) -> bool:
    """Less than the rest between shifts of different days; two shifts of one day may follow each other."""
    gap = max(span.start - other.end, other.start - span.end)
    return timedelta() <= gap < REST and to_wall(other.start, tz).date() != to_wall(span.start, tz).date()


def _by_clearance(known: Known, day: date, why: list[str], against: list[str]) -> None:
    if known.cleared_for_good:
        why.append(_("cleared"))
    elif known.cleared_until is None:
        against.append(_("No clearance on record"))
    elif known.cleared_until < day:
        against.append(_("Clearance ends {day}").format(day=f"{known.cleared_until:%d.%m.%Y}"))
    else:
        why.append(_("cleared until {day}").format(day=f"{known.cleared_until:%m/%Y}"))


def places_words(needed: int, accepted: int) -> str:
    """1 of 3 places is open."""
    open_ = max(needed - accepted, 0)
    return n_("{open} of {needed} place is open", "{open} of {needed} places are open", open_).format(
        open=open_, needed=needed
    )
