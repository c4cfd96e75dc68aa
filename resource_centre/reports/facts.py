"""The rows that a summary is counted from: frozen values, read once, for one centre and thirteen months."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from resource_centre.core.times import Month, TimeRange

StepAt = tuple[datetime, str | None, str]  # when, from, to


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session of an event, whatever its state."""

    id: int
    event_id: int
    kind: str
    mode: str
    start: datetime
    end: datetime
    state: str
    attended: bool = False

    @property
    def seconds(self) -> int:
        """Its length by elapsed time."""
        return round((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with the last start of all its sessions and of the delivered ones, and when it was postponed."""

    id: int
    kind: str
    mode: str
    state: str
    last_start: datetime | None
    last_delivered: datetime | None
    postponed: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """A headcount at one delivered session."""

    id: int
    session_id: int
    school_id: int | None
    audience: str
    stage: str
    gender: str
    headcount: int


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """An identified person at one delivered session, who did not help to deliver it."""

    id: int
    session_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school, with the start of the first delivered session it ever took part in."""

    id: int
    name: str
    kind: str
    district: str
    settlement: str
    first_start: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A consultation request with its steps in order of time, and its rating."""

    id: int
    topic: str
    channel: str
    requester_id: int
    school_id: int | None
    submitted_at: datetime
    first_response_at: datetime | None
    steps: tuple[StepAt, ...]
    score: int | None = None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A meeting about a request. `seconds` is the time held, or that planned where none is recorded."""

    id: int
    request_id: int
    start: datetime
    seconds: int
    state: str


@dataclass(frozen=True, slots=True)
class AmbassadorRow:
    """An ambassador of the centre."""

    person_id: int
    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """Places for ambassadors at an activity that was not cancelled."""

    id: int
    start: datetime
    needed: int


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One ambassador for one requirement; `start` is that of the activity."""

    id: int
    requirement_id: int
    person_id: int
    state: str
    start: datetime
    invited_at: datetime | None = None
    answered_at: datetime | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours that an ambassador gave."""

    id: int
    person_id: int
    kind: str
    day: date
    minutes: int
    state: str


@dataclass(frozen=True, slots=True)
class ExpiryRow:
    """A clearance or a training on a person's record. `kind` is the kind of its row: clearance or qualification."""

    kind: str
    id: int
    person_id: int
    what: str
    since: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class BookableRow:
    """A lab or an equipment unit. `leaf`: nothing else belongs to it, so its time counts in totals."""

    id: int
    code: str
    name: str
    kind: str
    active: bool = True
    leaf: bool = True


class Occupation(NamedTuple):
    """One bookable taken by one activity; instants in seconds since 1970, because there are very many."""

    activity_id: int
    bookable_id: int
    state: str
    start: int
    end: int
    used_from: int | None = None
    used_to: int | None = None


@dataclass(frozen=True, slots=True)
class OutageRow:
    """A bookable out of order; `end` None means until further notice."""

    id: int
    bookable_id: int
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A person on a course, with the first time of each state that counts."""

    id: int
    person_id: int
    tier: int
    enrolled_at: datetime | None
    completed_at: datetime | None
    certified_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A trainee's minutes at one delivered training session."""

    id: int
    person_id: int
    tier: int
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class RoundRow:
    """An evaluation form given out, with the responses that came back."""

    id: int
    opened_at: datetime
    invited: int
    responses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One score; `opened_at` is that of the round it belongs to."""

    id: int
    opened_at: datetime
    question_id: int
    question: str
    score: int


class Opening:
    """Open times as seconds, for asking often how much of a range lies in them."""

    __slots__ = ("ends", "starts", "sums")

    def __init__(self, open_: Sequence[TimeRange]) -> None:
        self.starts = [round(span.start.timestamp()) for span in open_]
        self.ends = [round(span.end.timestamp()) for span in open_]
        lengths = (end - start for start, end in zip(self.starts, self.ends, strict=True))
        self.sums = [0, *accumulate(lengths)]

    def until(self, instant: int) -> int:
        """Open seconds before an instant."""
        at = bisect_right(self.starts, instant) - 1
        if at < 0:
            return 0
        return self.sums[at] + min(instant, self.ends[at]) - self.starts[at]

    def within(self, start: int, end: int) -> int:
        """Open seconds of a range."""
        at = bisect_right(self.starts, start) - 1
        if at >= 0 and end <= self.ends[at]:
            return end - start
        return self.until(end) - self.until(start)


@dataclass(slots=True)
class Use:
    """What one bookable was used for in one month, in seconds; `activities` started in it, `carried` before it."""

    activities: list[int] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)
    no_shows: list[int] = field(default_factory=list)
    booked: int = 0
    booked_open: int = 0
    used: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything that the figures of one centre and one month are counted from.

    `openings` holds, by bookable, the open times less its outages; `opening` those of the centre. `usage` is by
    bookable and month.
    """

    centre_id: int
    tz: ZoneInfo
    month: Month
    now: datetime
    first_response_hours: int = 16
    resolution_hours: int = 80
    sessions: tuple[SessionRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    participations: tuple[ParticipationRow, ...] = ()
    participants: tuple[ParticipantRow, ...] = ()
    schools: tuple[SchoolRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    appointments: tuple[AppointmentRow, ...] = ()
    ambassadors: tuple[AmbassadorRow, ...] = ()
    requirements: tuple[RequirementRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    hours: tuple[HoursRow, ...] = ()
    expiries: tuple[ExpiryRow, ...] = ()
    bookables: tuple[BookableRow, ...] = ()
    opening: Opening = field(default_factory=lambda: Opening(()))
    openings: Mapping[int, Opening] = field(default_factory=dict)
    gross: Mapping[int, Opening] = field(default_factory=dict)
    usage: Mapping[tuple[int, Month], Use] = field(default_factory=dict)
    outages: tuple[OutageRow, ...] = ()
    enrolments: tuple[EnrolmentRow, ...] = ()
    attendance: tuple[AttendanceRow, ...] = ()
    rounds: tuple[RoundRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()

    @cached_property
    def session_of(self) -> Mapping[int, SessionRow]:
        """Sessions by their number."""
        return {session.id: session for session in self.sessions}

    @cached_property
    def request_of(self) -> Mapping[int, RequestRow]:
        """Requests by their number."""
        return {request.id: request for request in self.requests}

    @cached_property
    def uses_of(self) -> Mapping[int, list[tuple[Month, Use]]]:
        """Use by bookable, the months in their order."""
        found: dict[int, list[tuple[Month, Use]]] = {}
        for (bookable, month), use in self.usage.items():
            found.setdefault(bookable, []).append((month, use))
        for uses in found.values():
            uses.sort(key=itemgetter(0))
        return found

    @cached_property
    def outages_of(self) -> Mapping[int, list[OutageRow]]:
        """Outages by their bookable."""
        found: dict[int, list[OutageRow]] = {}
        for outage in self.outages:
            found.setdefault(outage.bookable_id, []).append(outage)
        return found
