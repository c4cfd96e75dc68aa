"""An ambassador: sees what is next, answers, says when they cannot come, logs hours, takes the schedule along."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.jobs.asking import one
from tests.e2e.person import Person

OWN = "select count(*) from assignment where person_id = :me and state = :state"


def answer(person: Person) -> None:
    """The next assignment is on screen at start; one click accepts an invitation, two decline another."""
    page = person.page("today")
    me = person.app.actor.person_id
    assert person.sees("You are expected", page) or person.sees("Next", page)
    before = one(person, OWN, me=me, state="accepted")
    person.press("Accept", page)
    person.settle()
    assert one(person, OWN, me=me, state="accepted") == before + 1
    before = one(person, OWN, me=me, state="declined")
    person.press("Decline", page)
    person.press("Decline", person.dialog())
    person.no_dialog()
    assert one(person, OWN, me=me, state="declined") == before + 1


def say_when(person: Person) -> None:
    """An afternoon at which they cannot come."""
    count = "select count(*) from availability_exception"
    before = one(person, count)
    page = person.page("today")
    person.press("Add exception", page)
    dialog = person.dialog()
    person.fill(dialog, "note", "Exams")
    person.press("Save", dialog)
    person.no_dialog()
    assert one(person, count) == before + 1


def log_hours(person: Person) -> None:
    """Hours wait for approval."""
    page = person.page("today")
    person.press("Log hours", page)
    person.press("Log the hours", person.dialog())
    person.no_dialog()
    assert one(person, "select count(*) from volunteer_hours where state = 'logged' and minutes = 120")


def take_along(person: Person) -> None:
    """The schedule as a calendar file."""
    file = Path(str(person.app.file)).with_name("mine.ics")
    person.save_as(file, lambda: person.press("To my calendar", person.page("today")))
    person.until(file.exists, "there is no calendar file")
    person.settle()
    words = file.read_text("utf-8")
    assert words.startswith("BEGIN:VCALENDAR") and "BEGIN:VEVENT" in words


ambassador = (answer, say_when, log_hours, take_along)
