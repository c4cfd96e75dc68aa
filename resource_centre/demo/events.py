"""Events of the sample network with their sessions, ambassadors, attendance, hours and evaluation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from resource_centre.ambassadors.model import Assignment, Requirement, VolunteerHours
from resource_centre.demo.ledger import Ledger
from resource_centre.demo.life import activity, days_of, step
from resource_centre.demo.places import Place
from resource_centre.evaluation.model import (
    Answer,
    EvaluationForm,
    EvaluationResponse,
    EvaluationRound,
    Question,
)
from resource_centre.events.model import (
    Event,
    EventBlock,
    EventSchool,
    EventSession,
    Participant,
    Participation,
)

AHEAD = (
    "published",
    "published",
    "approved",
    "submitted",
    "draft",
    "published",
    "approved",
    "postponed",
    "cancelled",
    "rejected",
)
WAY = ("draft", "submitted", "approved", "published", "delivered", "closed")
STAGES = ("primary", "lower_secondary", "upper_secondary")
QUESTIONS = {
    "ru": ("Было интересно", "Было понятно", "Хотелось бы прийти ещё"),
    "en": ("Oli kiinnostavaa", "Oli selkeää", "Tulisin uudelleen"),
}


def events(ledger: Ledger, place: Place) -> None:
    """About one a week, and what is planned."""
    form = ledger.row(EvaluationForm, centre_id=place.id, title=place.words.events[0][0], about="event")
    questions = [
        ledger.row(Question, form_id=form, position=n, text=words)
        for n, words in enumerate(QUESTIONS[place.words.language])
    ]
    days = days_of(place)
    past = [day for day in days if day < place.today and day.month not in (7, 8)]
    number = 0
    for day in past[2::6]:
        number += 1
        state = "closed" if day < place.today - timedelta(days=14) else "delivered"
        if number % 17 == 0:
            state = "cancelled"
        _event(ledger, place, number, day, state, form, questions)
    number += 1
    if place.opens(place.today):
        _event(ledger, place, number, place.today, "published", form, questions)
    ahead = [day for day in days if day > place.today]
    for n, state in enumerate(AHEAD):
        number += 1
        _event(ledger, place, number, ahead[min(2 + n * 3, len(ahead) - 1)], state, form, questions)


def _event(
    ledger: Ledger, place: Place, number: int, day: date, state: str, form: int, questions: list[int]
) -> None:
    dice, words = place.dice, place.words
    title, kind, mode = words.events[number % len(words.events)]
    created = min(place.at(day, 9) - timedelta(days=24), place.now - timedelta(days=12))
    delivered = state in ("delivered", "closed")
    lead = dice.choice([place.coordinator, *place.consultants])
    ready = state in ("published", "delivered", "closed")
    event = ledger.row(
        Event, centre_id=place.id, number=number, title=title, kind=kind, mode=mode, summary=title, audience="pupils",
        grade=str(dice.randrange(5, 11)), language=words.language, capacity=dice.choice((24, 30, 48)),
        venue=words.city, state=state, lead_id=lead, created_at=created, created_by=place.coordinator,
        risk_done_at=created + timedelta(days=4) if ready or state == "approved" else None,
        risk_done_by=place.coordinator if ready or state == "approved" else None,
        evaluation_done_at=place.at(day, 17) + timedelta(days=3) if state == "closed" else None,
    )  # fmt: skip
    schools = dice.sample(place.teachers, dice.choice((1, 1, 2)))
    for teacher, school in schools:
        ledger.row(
            EventSchool,
            event_id=event,
            school_id=school,
            expected_pupils=24,
            expected_teachers=2,
            contact_id=teacher,
        )
    _steps(ledger, place, event, state, created, place.at(day, 17))
    block = _block(ledger, place, event, title, day, mode, state, lead)
    if block is None:
        return
    activity_id, start, end = block
    sessions = _sessions(ledger, place, event, start, end, state, lead, schools)
    if state not in ("draft", "submitted", "rejected"):
        _staff(ledger, place, activity_id, start, end, state, day)
    if delivered and number % 2 == 0:
        _evaluation(ledger, place, event, form, questions, end, len(sessions))


def _steps(ledger: Ledger, place: Place, event: int, state: str, created: datetime, done: datetime) -> None:
    way = list(WAY[: WAY.index(state) + 1]) if state in WAY else ["draft", "submitted"]
    if state in ("postponed", "cancelled"):
        way += ["approved", state]
    elif state == "rejected":
        way.append("rejected")
    before = None
    for n, after in enumerate(way):
        by = place.manager if after in ("approved", "rejected") else place.coordinator
        at = (
            created + timedelta(days=2 * n)
            if after not in ("delivered", "closed")
            else done + timedelta(days=n - 4)
        )
        reason = place.words.reasons[2] if after in ("postponed", "cancelled", "rejected") else ""
        step(ledger, place, "event", event, before, after, at, by, reason)
        before = after


def _block(
    ledger: Ledger, place: Place, event: int, title: str, day: date, mode: str, state: str, lead: int
) -> tuple[int, datetime, datetime] | None:
    """The hold of an event: a lab with kits, or only people when it is elsewhere."""
    holds = state not in ("cancelled", "rejected", "postponed")
    for lab in (place.labs[0], place.labs[1], place.labs[2], place.halves[0], place.halves[1]):
        for hour in (13, 10, 14, 9):
            start = place.at(day, hour)
            end = start + timedelta(hours=3)
            if day.weekday() == 5:
                start, end = place.at(day, 10), place.at(day, 14)
            model = next(iter(place.units))
            kits = [u for u in place.units[model] if ledger.is_free(u, start, end)][
                : place.dice.randrange(3, 7)
            ]
            if kits and place.buffers.get(kits[0]):
                kits = [
                    u
                    for u in kits
                    if ledger.is_free(u, start - timedelta(minutes=30), end + timedelta(minutes=30))
                ]
            wanted = [lab, *kits] if mode in ("at_centre", "hybrid") else []
            made = activity(
                ledger, place, "event_session", title, start, end, wanted, "" if holds else "cancelled", lead,
            )  # fmt: skip
            if made:
                ledger.row(EventBlock, event_id=event, activity_id=made)
                return made, start, end
    return None


def _sessions(
    ledger: Ledger,
    place: Place,
    event: int,
    start: datetime,
    end: datetime,
    state: str,
    lead: int,
    schools: list[tuple[int, int]],
) -> list[int]:
    dice = place.dice
    count = dice.choice((1, 2, 3))
    length = (end - start) / count
    block = ledger.count(EventBlock)
    made = []
    unrecorded = state == "delivered" and dice.random() < 0.35
    for n in range(count):
        delivered = state in ("delivered", "closed")
        session = ledger.row(
            EventSession, centre_id=place.id, event_id=event, block_id=block, title=place.words.sessions[n], places=24,
            starts_at=start + n * length, ends_at=start + (n + 1) * length - timedelta(minutes=10), lead_id=lead,
            state="delivered" if delivered else "cancelled" if state in ("cancelled", "rejected")
            else "postponed" if state == "postponed" else "planned",
            attendance_at=end + timedelta(hours=1) if delivered and not unrecorded else None,
        )  # fmt: skip
        made.append(session)
        if not delivered or unrecorded:
            continue
        for teacher, school in schools:
            stage = dice.choice(STAGES)
            counts = {
                "female": dice.randrange(6, 14),
                "male": dice.randrange(6, 14),
                "not_recorded": dice.choice((0, 0, 2)),
            }
            for gender, headcount in counts.items():
                if headcount:
                    ledger.row(
                        Participation, session_id=session, school_id=school, audience="pupils", stage=stage,
                        gender=gender, headcount=headcount,
                    )  # fmt: skip
            ledger.row(
                Participation, session_id=session, school_id=school, audience="teachers", stage="not_recorded",
                gender="female", headcount=1,
            )  # fmt: skip
            ledger.row(Participant, session_id=session, person_id=teacher)
    return made


def _staff(
    ledger: Ledger, place: Place, activity_id: int, start: datetime, end: datetime, state: str, day: date
) -> None:
    """Ambassadors: attended with hours in the past; accepted, invited and proposed ahead."""
    dice = place.dice
    needed = dice.choice((2, 2, 3))
    requirement = ledger.row(
        Requirement, centre_id=place.id, activity_id=activity_id, needed=needed,
        skills=[dice.choice(place.words.skills)] if dice.random() < 0.4 else [], needs_clearance=True,
    )  # fmt: skip
    free = [who for who in place.ambassadors if ledger.is_free(place.time_of[who], start, end)]
    first = place.ambassadors[0]
    chosen = ([first] if first in free and dice.random() < 0.7 else []) + dice.sample(
        [who for who in free if who != first], min(len(free) - (first in free), needed)
    )
    past = state in ("delivered", "closed")
    soon = (
        ("accepted", "accepted", "invited", "proposed")
        if state == "published"
        else ("invited", "invited", "proposed")
    )
    rest = ("declined", "expired") if past else ("declined",)
    for n, who in enumerate(chosen[: needed + 1]):
        roll = dice.random()
        if state in ("cancelled", "rejected", "postponed"):
            status = "cancelled"
        elif past:
            status = (
                "no_show"
                if roll < 0.04
                else "excused"
                if roll < 0.07
                else "hours_approved"
                if day < place.today - timedelta(days=9)
                else "attended"
            )
            status = rest[n % len(rest)] if n >= needed else status
        else:
            status = soon[min(n, len(soon) - 1)]
        if who == first and not past and status != "cancelled" and n == 0:
            status = "accepted" if day <= place.today + timedelta(days=5) else "invited"
        _assign(ledger, place, requirement, activity_id, who, status, start, end, day)


def _assign(
    ledger: Ledger,
    place: Place,
    requirement: int,
    activity_id: int,
    who: int,
    status: str,
    start: datetime,
    end: datetime,
    day: date,
) -> None:
    from resource_centre.schedule.model import Allocation

    invited = min(start - timedelta(days=8), place.now - timedelta(hours=20))
    answer_by = (
        max(min(start - timedelta(days=1), invited + timedelta(days=5)), place.now + timedelta(hours=9))
        if status == "invited"
        else start - timedelta(days=2)
    )
    assignment = ledger.row(
        Assignment, centre_id=place.id, requirement_id=requirement, person_id=who, state=status, created_at=invited,
        invited_at=None if status == "proposed" else invited, answer_by=None if status == "proposed" else answer_by,
        answered_at=None if status in ("proposed", "invited", "expired") else invited + timedelta(hours=9),
    )  # fmt: skip
    taken = status in ("accepted", "attended", "hours_approved", "no_show", "excused")
    way = {"proposed": ["proposed"], "invited": ["proposed", "invited"]}.get(
        status, ["proposed", "invited", "accepted"]
    )
    if status in ("declined", "expired"):
        way = ["proposed", "invited", status]
    elif status not in way:
        way = [*way, *(["attended"] if status == "hours_approved" else []), status]
    before = None
    for n, after in enumerate(way):
        at = (
            invited + timedelta(hours=4 * n)
            if after in ("proposed", "invited", "accepted", "declined", "expired", "cancelled")
            else end + timedelta(hours=2 * n)
        )
        by = who if after in ("accepted", "declined") else place.coordinator
        step(ledger, place, "assignment", assignment, before, after, at, by)
        before = after
    if taken:
        span = (place.time_of[who], start, end)
        if ledger.is_free(*span):
            ledger.row(
                Allocation, centre_id=place.id, activity_id=activity_id, bookable_id=place.time_of[who],
                asked_id=place.time_of[who], occupied_from=start, occupied_to=end, live=True,
            )  # fmt: skip
            ledger.take(*span)
    if status in ("hours_approved", "attended"):
        approved = status == "hours_approved"
        for kind, minutes in (("session", 180), ("preparation", 60), ("travel", 30))[
            : place.dice.choice((1, 2, 3))
        ]:
            ledger.row(
                VolunteerHours, centre_id=place.id, person_id=who, assignment_id=assignment, kind=kind, day=day,
                minutes=minutes, state="approved" if approved else "logged", logged_at=min(end + timedelta(hours=3), place.now),
                decided_at=end + timedelta(days=2) if approved else None, decided_by=place.coordinator if approved else None,
            )  # fmt: skip


def _evaluation(
    ledger: Ledger, place: Place, event: int, form: int, questions: list[int], end: datetime, sessions: int
) -> None:
    invited = 20 + 4 * sessions
    given = ledger.row(
        EvaluationRound, centre_id=place.id, form_id=form, event_id=event, invited=invited, opened_at=end
    )
    for _n in range(place.dice.randrange(invited // 3, invited)):
        response = ledger.row(
            EvaluationResponse, round_id=given, at=min(end + timedelta(hours=20), place.now)
        )
        for question in questions:
            ledger.row(
                Answer,
                response_id=response,
                question_id=question,
                score=place.dice.choice((3, 4, 4, 5, 5, 5)),
            )
