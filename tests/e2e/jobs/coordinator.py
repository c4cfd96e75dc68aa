"""A coordinator: books, lends, triages, plans an event in one go, records attendance and hours."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from PySide6.QtWidgets import QDialog

from tests.e2e.jobs.asking import one
from tests.e2e.person import Person

QUIET_DAY, AFTER_THE_TERM = date(2026, 12, 28), date(2027, 2, 3)


def new_booking(person: Person, title: str, day: date) -> QDialog:
    """The dialog, with a title and the biology lab on a day."""
    page = person.page("calendar")
    person.press("Book", page)
    dialog: Any = person.dialog()
    person.until(lambda: getattr(dialog, "fields", None), "the form did not come")
    person.click(dialog.fields.caption)
    person.type(title)
    person.click(dialog.fields.books.finder)
    person.type("BIO")
    person.key("Return")
    person.until(lambda: dialog.fields.books.bookables, "the lab was not taken")
    dialog.fields.day.set_day(day)
    return dialog


def at(dialog: Any, start: time, end: time) -> None:
    """Puts the times in."""
    for field, when in ((dialog.fields.start, start), (dialog.fields.finish, end)):
        field.set_time(when)
        field.changed.emit()


def book_a_lab(person: Person) -> None:
    """A booking in three clicks: Book, what, Book."""
    dialog: Any = new_booking(person, "Maths circle 9C", QUIET_DAY)
    at(dialog, time(17, 45), time(18))
    person.until(lambda: dialog.found is not None, "nothing was said about it")
    person.settle()
    person.press("Book", dialog)
    person.no_dialog()
    assert one(person, "select state from activity where title = 'Maths circle 9C'") == "booked"


def book_a_series(person: Person) -> None:
    """A weekly series: every date is judged before anything is written."""
    dialog: Any = new_booking(person, "Chess club", AFTER_THE_TERM)
    at(dialog, time(10, 30), time(11))
    person.click(dialog.fields.repeat.on)
    dialog.fields.repeat.count.setValue(3)
    person.until(lambda: "3" in dialog.ok.text(), "the three dates are not offered")
    person.settle()
    person.press(dialog.ok.text().strip(), dialog)
    person.no_dialog()
    assert one(person, "select count(*) from activity where title = 'Chess club' and state = 'booked'") == 3


def lend_a_kit(person: Person) -> None:
    """Reserves a kit, hands it out, takes it back with its parts counted."""
    loans = person.page("loans")
    person.press("Lend", loans)
    dialog = person.dialog()
    person.choose(dialog, "units", "LEGO")
    known = one(person, "select count(*) from school where name like '%109%'")
    person.choose(dialog, "school", "109" if known else "1")
    person.press("Reserve", dialog)
    person.no_dialog()
    loan = one(person, "select max(activity_id) from loan")
    loans.show_where(id=loan)
    person.settle()
    person.press("Check out", loans.side)
    person.press("Hand out", person.dialog())
    person.no_dialog()
    person.press("Check in", loans.side)
    dialog = person.dialog()
    person.fill(dialog, "condition", "complete")
    person.press("Record return", dialog)
    person.no_dialog()
    assert one(person, "select state from activity where id = :id", id=loan) == "returned"
    missing = "select count(*) from loan_part where loan_id = :id and counted_in < counted_out"
    assert one(person, missing, id=loan) == 0


def triage(person: Person) -> None:
    """One new request goes to a consultant; for the next the best of the preferred times is proposed with one click."""
    page = person.page("consultations")
    first, second = [row for row in page.rows if row.state.value == "new"][:2]
    person.row(page.list, first.title)
    person.press("Assign", page.view)
    dialog: Any = person.dialog()
    person.until(lambda: dialog.who.value is not None, "nobody can be chosen")
    person.press("Assign", dialog)
    person.no_dialog()
    assert one(person, "select state from request where id = :id", id=first.id) == "assigned"
    person.row(page.list, second.title)
    proposed = person.until(lambda: person.starting("Propose", page.view), "no time can be proposed")
    person.click(proposed)
    person.settle()
    assert one(person, "select state from request where id = :id", id=second.id) == "scheduled"
    holds = "select count(*) from allocation al join appointment a on a.activity_id = al.activity_id where a.request_id = :id and al.live"
    assert one(person, holds, id=second.id) >= 1


def plan_an_event(person: Person) -> None:
    """A draft, a session with a lab and two kits in one hold, ambassadors asked for, submitted."""
    events = person.page("events")
    person.press("New event", events)
    dialog: Any = person.dialog()
    person.fill(dialog, "title", "Rocket morning")
    person.press("Make the draft", dialog)
    person.no_dialog()
    person.until(lambda: person.sees("Rocket morning", events), "the event did not open")
    person.press("Add session", events)
    dialog = person.dialog()
    person.settle()
    person.fill(dialog, "title", "Build a rocket")
    dialog.day.set_day(QUIET_DAY)
    person.click(dialog.books.finder)
    person.type("LEGO")
    person.until(dialog.books.finder.popup().isVisible, "no kit is offered")
    person.key("Down")
    person.key("Return")
    person.until(lambda: dialog.books.units or len(dialog.books.bookables) > 1, "the kits were not taken")
    person.fill(dialog, "override", "Planned with the head")
    person.press("Add and hold", dialog)
    person.no_dialog()
    person.until(lambda: person.sees("in 1 hold", events), "the session is not held")
    person.press("How many", events)
    dialog = person.dialog()
    person.press("Save", dialog)
    person.no_dialog()
    person.press("Submit", events)
    person.settle()
    event = one(person, "select id from event where title = 'Rocket morning' and state = 'submitted'")
    block = "select activity_id from event_block where event_id = :id"
    held = f"select count(distinct b.kind) from allocation al join bookable b on b.id = al.bookable_id where al.live and al.activity_id in ({block})"
    assert one(person, held, id=event) == 2
    assert one(person, f"select count(*) from requirement where activity_id in ({block})", id=event) == 1


def record_attendance(person: Person) -> None:
    """Numbers typed into the sheet of an event that has taken place."""
    query = (
        "select event_id from event_session where centre_id = 1 and state = 'delivered' and attendance_at is null"
        " order by starts_at limit 1"
    )
    event = one(person, query)
    events = person.page("events")
    events.show_where(id=event)
    person.settle()
    sheet = person.until(lambda: person.sheet(events), "there is no sheet to type into")
    fields = next(iter(sheet._fields.values()))
    person.until(fields["female"].isEnabled, "nothing can be typed")
    person.show_field(events, fields["female"])
    for gender, count in (("female", "11"), ("male", "12")):
        person.click(fields[gender])
        person.key("ctrl+a")
        person.type(count)
        person.key("Tab")
    person.press("Save attendance", events)
    person.settle()
    girls = (
        "select max(headcount) from participation p join event_session s on s.id = p.session_id"
        " where s.event_id = :id and p.gender = 'female'"
    )
    assert one(person, girls, id=event) == 11


def approve_hours(person: Person) -> None:
    """What ambassadors logged is approved."""
    waiting = "select count(*) from volunteer_hours where state = 'logged' and centre_id = 1"
    before = one(person, waiting)
    assert before
    page = person.page("ambassadors")
    person.click(page.segments.buttons["hours"])
    person.settle()
    person.row(page.hours, "Waits for approval")
    person.press("Approve", page)
    person.settle()
    person.until(lambda: one(person, waiting) < before, "nothing was approved")


coordinator = (
    book_a_lab,
    book_a_series,
    lend_a_kit,
    triage,
    plan_an_event,
    record_attendance,
    approve_hours,
)
