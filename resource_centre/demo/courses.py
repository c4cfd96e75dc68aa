"""Courses of the sample network: trainees, attendance, certificates, what trainers owe."""

from __future__ import annotations

from datetime import timedelta

from resource_centre.demo.ledger import Ledger
from resource_centre.demo.life import activity, days_of, step
from resource_centre.demo.places import Place
from resource_centre.training.model import Commitment, Course, Enrolment, TrainingAttendance, TrainingSession

OPEN = (
    "enrolled",
    "enrolled",
    "enrolled",
    "enrolled",
    "applied",
    "waitlisted",
    "enrolled",
    "withdrawn",
    "rejected",
)
DONE = (
    "certified",
    "certified",
    "completed",
    "completed",
    "certified",
    "not_completed",
    "no_show",
    "completed",
    "certified",
)
RUNNING = (
    "in_progress",
    "in_progress",
    "in_progress",
    "in_progress",
    "withdrawn",
    "in_progress",
    "no_show",
    "in_progress",
    "in_progress",
)


def courses(ledger: Ledger, place: Place) -> None:
    """A finished one in every season, one running, one that can be applied for."""
    days = days_of(place)
    here = next(n for n, day in enumerate(days) if day >= place.today)
    starts = [
        (20, "finished"),
        (95, "finished"),
        (170, "finished"),
        (here - 12, "finished"),
        (here - 4, "running"),
        (here + 10, "open"),
    ]
    for n, (at, state) in enumerate(starts):
        title, tier = place.words.courses[n % len(place.words.courses)]
        created = place.at(days[max(at - 15, 0)], 10)
        course = ledger.row(
            Course, centre_id=place.id, title=title, tier=tier, capacity=8, lead_id=place.consultants[0], state=state,
            qualification_id=place.qualification if tier == 1 else None, created_at=min(created, place.now),
        )  # fmt: skip
        sessions = []
        for number in range(3):
            day = days[min(at + 4 * number, len(days) - 1)]
            for lab in (place.labs[1], place.labs[0], *place.halves):
                start = place.at(day, 9 if n % 2 else 13)
                made = activity(
                    ledger, place, "training_session", f"{title}, {number + 1}", start, start + timedelta(hours=3),
                    [lab, place.time_of[place.consultants[0]]], "", place.consultants[0],
                )  # fmt: skip
                if made:
                    over = start + timedelta(hours=3) <= place.now
                    sessions.append((ledger.row(
                        TrainingSession, course_id=course, activity_id=made, state="delivered" if over else "planned"
                    ), over))  # fmt: skip
                    break
        _enrol(ledger, place, course, state, sessions, n)


def _enrol(
    ledger: Ledger, place: Place, course: int, state: str, sessions: list[tuple[int, bool]], n: int
) -> None:
    states = {"finished": DONE, "running": RUNNING, "open": OPEN}[state]
    people = [teacher for teacher, _school in place.teachers[n * 3 :] + place.teachers[: n * 3]][
        : len(states)
    ]
    for who, status in zip(people, states, strict=False):
        applied = min(
            place.at(place.today, 10) - timedelta(days=30 if state == "finished" else 12), place.now
        )
        enrolment = ledger.row(Enrolment, course_id=course, person_id=who, state=status, applied_at=applied)
        way = {
            "applied": ["applied"],
            "waitlisted": ["applied", "waitlisted"],
            "rejected": ["applied", "rejected"],
        }.get(status, ["applied", "enrolled"])
        if status in ("in_progress", "completed", "certified", "not_completed"):
            way += ["in_progress"]
        if status == "certified":
            way += ["completed"]
        if status not in way:
            way.append(status)
        before = None
        for k, after in enumerate(way):
            step(
                ledger,
                place,
                "enrolment",
                enrolment,
                before,
                after,
                applied + timedelta(days=k),
                place.coordinator,
            )
            before = after
        for session, over in sessions:
            if over and status in ("in_progress", "completed", "certified"):
                ledger.row(
                    TrainingAttendance, training_session_id=session, enrolment_id=enrolment, minutes=180
                )
        if status == "certified":
            due = place.today + timedelta(days=60 - 70 * (who % 2))
            ledger.row(
                Commitment, enrolment_id=enrolment, person_id=who, due_on=due,
                state="planned" if due > place.today else place.dice.choice(("delivered", "verified", "lapsed")),
            )  # fmt: skip
