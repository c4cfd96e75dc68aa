"""Consultation requests of the sample network, in every state, with their histories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from resource_centre.consultations.model import Appointment, PreferredSlot, Rating, Request, RequestMessage
from resource_centre.demo.ledger import Ledger
from resource_centre.demo.life import activity, days_of, step
from resource_centre.demo.places import Place

CHANNELS = ("at_centre", "at_centre", "online", "at_school", "phone", "email")
RECENT = (
    "new",
    "new",
    "new",
    "assigned",
    "assigned",
    "awaiting",
    "awaiting",
    "scheduled",
    "scheduled",
    "resolved",
)
LAST_STEPS = {"declined": "new", "duplicate": "new", "withdrawn": "assigned", "cancelled": "assigned"}


@dataclass
class Call:
    """One request on its way."""

    id: int
    asked: datetime
    requester: int
    school: int
    consultant: int
    title: str
    channel: str


def requests(ledger: Ledger, place: Place) -> None:
    """About nine a month; the last three weeks hold the open ones."""
    days = [day for day in days_of(place) if day <= place.today]
    old = [day for day in days if day < place.today - timedelta(days=21)]
    number = 0
    for n, day in enumerate(old[::3]):
        if day.month in (7, 8) and n % 2:
            continue
        number += 1
        roll = place.dice.random()
        state = (
            "closed"
            if roll < 0.84
            else "declined"
            if roll < 0.9
            else "withdrawn"
            if roll < 0.95
            else "duplicate"
        )
        if roll > 0.985:
            state = "cancelled"
        _request(ledger, place, number, day, state)
    recent = [day for day in days if day >= place.today - timedelta(days=9)]
    for n, state in enumerate(RECENT):
        number += 1
        day = recent[min(len(recent) - 1, len(recent) - 1 - n * len(recent) // len(RECENT))]
        _request(ledger, place, number, day, state, mine=n in (0, 5, 8))


def _request(ledger: Ledger, place: Place, number: int, day: date, state: str, mine: bool = False) -> None:
    dice = place.dice
    requester, school = place.teachers[0] if mine else dice.choice(place.teachers)
    title, topic = place.words.requests[number % len(place.words.requests)]
    pupils = dice.randrange(14, 29)
    asked = place.at(day, dice.randrange(9, 16), dice.randrange(0, 60))
    if asked > place.now:
        asked = place.now - timedelta(hours=dice.randrange(1, 4), minutes=7)
    taken = state not in ("new", "declined", "duplicate")
    consultant = dice.choice(place.consultants)
    if day >= place.today - timedelta(days=9):
        consultant = place.consultants[number % 2]
    answered = min(asked + timedelta(hours=dice.choice((1, 2, 4, 20, 26))), place.now)
    done = state in ("resolved", "closed")
    call = Call(0, asked, requester, school, consultant, title, dice.choice(CHANNELS))
    settled = min(asked + timedelta(days=dice.randrange(2, 9)), place.now - timedelta(minutes=40))
    call.id = ledger.row(
        Request, centre_id=place.id, number=number, requester_id=requester, school_id=school, title=title, topic=topic,
        channel=call.channel, question=place.words.question.format(n=pupils), grade=str(dice.randrange(5, 12)), pupils=pupils,
        language=place.words.language if place.words.country != "KZ" else dice.choice(("ru", "kk")), state=state,
        consultant_id=consultant if taken else None, created_at=asked, created_by=requester, submitted_at=asked,
        duplicate_of=number_of_first(ledger, place) if state == "duplicate" else None,
        first_response_at=answered if state != "new" else None, resolved_at=settled if done else None,
        closed_at=min(settled + timedelta(days=3), place.now) if state == "closed" else None,
        outcome=place.words.answer if done else "",
    )  # fmt: skip
    step(ledger, place, "request", call.id, None, "draft", asked, requester)
    step(ledger, place, "request", call.id, "draft", "new", asked, requester)
    _slots(ledger, place, call)
    _way(ledger, place, call, state, answered, settled)


def number_of_first(ledger: Ledger, place: Place) -> int | None:
    """A request of this centre that another one repeats."""
    return next((row["id"] for row in ledger.rows[Request] if row["centre_id"] == place.id), None)


def _slots(ledger: Ledger, place: Place, call: Call) -> None:
    day = call.asked.astimezone(place.tz).date()
    for rank in (1, 2, 3):
        day += timedelta(days=place.dice.choice((1, 2, 3)))
        while not place.opens(day):
            day += timedelta(days=1)
        start = place.at(day, place.dice.choice((10, 11, 14, 15)))
        ledger.row(
            PreferredSlot, request_id=call.id, rank=rank, starts_at=start, ends_at=start + timedelta(hours=1)
        )


def _way(ledger: Ledger, place: Place, call: Call, state: str, answered: datetime, settled: datetime) -> None:
    """The steps, messages, appointment and rating that lead to a state."""
    coordinator = place.coordinator
    if state == "new":
        return
    if state in ("declined", "duplicate"):
        reason = "" if state == "duplicate" else place.words.reasons[2]
        step(ledger, place, "request", call.id, "new", state, answered, coordinator, reason)
        return
    step(ledger, place, "request", call.id, "new", "assigned", answered, coordinator)
    ledger.row(
        RequestMessage,
        request_id=call.id,
        author_id=call.consultant,
        at=answered,
        body=place.words.answer,
        internal=True,
    )
    before = "assigned"
    if state == "awaiting":
        step(
            ledger,
            place,
            "request",
            call.id,
            "assigned",
            "awaiting",
            answered + timedelta(minutes=30),
            call.consultant,
        )
        return
    if state in ("withdrawn", "cancelled"):
        by = call.requester if state == "withdrawn" else coordinator
        step(ledger, place, "request", call.id, "assigned", state, settled, by, place.words.reasons[1])
        return
    if state in ("scheduled", "resolved", "closed") and (state == "scheduled" or place.dice.random() < 0.75):
        if _appointment(ledger, place, call, state, settled):
            step(
                ledger,
                place,
                "request",
                call.id,
                "assigned",
                "scheduled",
                answered + timedelta(hours=1),
                call.consultant,
            )
            before = "scheduled"
        elif state == "scheduled":
            _set(ledger, call.id, state="assigned")
            return
    if state in ("resolved", "closed"):
        step(ledger, place, "request", call.id, before, "resolved", settled, call.consultant)
        if place.dice.random() < 0.6:
            ledger.row(
                Rating,
                request_id=call.id,
                score=place.dice.choice((3, 4, 4, 5, 5, 5)),
                at=settled + timedelta(hours=5),
            )
    if state == "closed":
        step(
            ledger,
            place,
            "request",
            call.id,
            "resolved",
            "closed",
            settled + timedelta(days=3),
            call.requester,
        )


def _set(ledger: Ledger, number: int, **values: object) -> None:
    ledger.rows[Request][number - 1].update(values)


def _appointment(ledger: Ledger, place: Place, call: Call, state: str, settled: datetime) -> bool:
    day = settled.astimezone(place.tz).date() if state != "scheduled" else place.today + timedelta(days=1)
    for ahead in range(12):
        wanted = day - timedelta(days=ahead) if state != "scheduled" else day + timedelta(days=ahead)
        if not place.opens(wanted):
            continue
        for hour in (10, 14, 15, 11, 16):
            start = place.at(wanted, hour)
            if state != "scheduled" and not call.asked < start < settled:
                continue
            rooms = [place.halves[1]] if call.channel == "at_centre" else []
            made = activity(
                ledger, place, "appointment", call.title, start, start + timedelta(hours=1),
                [*rooms, place.time_of[call.consultant]], "", call.consultant, school_id=call.school,
            )  # fmt: skip
            if made:
                confirmed = "confirmed" if place.dice.random() < 0.5 else "proposed"
                ledger.row(
                    Appointment, activity_id=made, centre_id=place.id, request_id=call.id, consultant_id=call.consultant,
                    state="held" if state != "scheduled" else confirmed, held_minutes=60 if state != "scheduled" else None,
                )  # fmt: skip
                return True
    return False
