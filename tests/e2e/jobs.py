"""The jobs of the product's first table, each done by a person at a real window. Run: jobs.py ROLE DATABASE NOW PICTURES."""

from __future__ import annotations

import sys
from datetime import datetime, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from tests.e2e.person import Person


def one(person: Person, query: str, **values: object) -> object:
    """One value of the database."""
    return person.app.read(lambda unit: unit.session.execute(text(query), values).scalar(), SYSTEM)


def coordinator(person: Person) -> None:
    """Books a lab; lends a kit and takes it back; assigns a request; plans an event and holds its session."""
    book_a_lab(person)
    lend_a_kit(person)
    assign_a_request(person)
    plan_an_event(person)


def book_a_lab(person: Person) -> None:
    """A booking in three clicks: Book, what, Book."""
    page = person.page("calendar")
    person.press("Book", page)
    dialog = person.dialog()
    person.until(lambda: getattr(dialog, "fields", None), "the form did not come")
    person.click(dialog.fields.caption)
    person.type("Maths circle 9C")
    person.click(dialog.fields.books.finder)
    person.type("BIO")
    person.key("Return")
    person.until(lambda: dialog.fields.books.bookables, "the lab was not taken")
    dialog.fields.day.set_day(datetime(2026, 12, 28).date())
    for field, at in ((dialog.fields.start, time(17, 45)), (dialog.fields.finish, time(18))):
        field.set_time(at)
        field.changed.emit()
    person.until(lambda: dialog.found is not None, "nothing was said about it")
    person.settle()
    person.press("Book", dialog)
    person.no_dialog()
    assert one(person, "select state from activity where title = 'Maths circle 9C'") == "booked"


def lend_a_kit(person: Person) -> None:
    """Reserves a kit, hands it out, takes it back."""
    loans = person.page("loans")
    person.press("Lend", loans)
    dialog = person.dialog()
    person.choose(dialog, "units", "LEGO")
    person.choose(
        dialog, "school", "109" if one(person, "select count(*) from school where name like '%109%'") else "1"
    )
    person.press("Reserve", dialog)
    person.no_dialog()
    loan = one(person, "select max(activity_id) from loan")
    loans.show_where(id=loan)
    person.settle()
    person.press("Check out", loans.side)
    dialog = person.dialog()
    person.press("Hand out", dialog)
    person.no_dialog()
    person.press("Check in", loans.side)
    dialog = person.dialog()
    person.fill(dialog, "condition", "complete")
    person.press("Record return", dialog)
    person.no_dialog()
    assert one(person, "select state from activity where id = :id", id=loan) == "returned"


def assign_a_request(person: Person) -> None:
    """The first new request goes to a consultant."""
    page = person.page("consultations")
    row = next(row for row in page.rows if row.state.value == "new")
    person.row(page.list, row.title)
    person.press("Assign", page.view)
    dialog = person.dialog()
    person.until(lambda: dialog.who.value is not None, "nobody can be chosen")
    person.press("Assign", dialog)
    person.no_dialog()
    assert one(person, "select state from request where id = :id", id=row.id) == "assigned"


def plan_an_event(person: Person) -> None:
    """A draft, a session with a lab in one hold, submitted."""
    events = person.page("events")
    person.press("New event", events)
    dialog = person.dialog()
    person.fill(dialog, "title", "Rocket morning")
    person.press("Make the draft", dialog)
    person.no_dialog()
    person.until(lambda: person.sees("Rocket morning", events), "the event did not open")
    person.press("Add session", events)
    dialog = person.dialog()
    person.settle()
    person.fill(dialog, "title", "Build a rocket")
    dialog.day.set_day(datetime(2026, 12, 28).date())
    person.fill(dialog, "override", "Planned with the head")
    person.press("Add and hold", dialog)
    person.no_dialog()
    person.until(lambda: person.sees("in 1 hold", events), "the session is not held")
    person.press("Submit", events)
    person.settle()
    assert one(person, "select state from event where title = 'Rocket morning'") == "submitted"


def consultant(person: Person) -> None:
    """Sees what is assigned, and answers it."""
    page = person.page("consultations")
    person.press("Mine", page.bar)
    person.settle()
    row = person.until(
        lambda: next((r for r in page.rows if r.state.value == "assigned"), None), "nothing is assigned"
    )
    person.row(page.list, row.title)
    person.press("Answer now", page.view)
    dialog = person.dialog()
    person.fill(dialog, "outcome", "Take the second kit; the plan is in the folder.")
    person.press("Send the answer", dialog)
    person.no_dialog()
    assert one(person, "select state from request where id = :id", id=row.id) == "resolved"


def teacher(person: Person) -> None:
    """Asks the centre, sees what happens next, and confirms a time that was proposed."""
    page = person.page("consultations")
    person.press("New request", page.bar)
    dialog = person.dialog()
    person.fill(dialog, "title", "Telescope for year 6")
    person.fill(dialog, "question", "We have 22 pupils and a dark yard.")
    person.press("Send the request", dialog)
    person.no_dialog()
    person.until(lambda: person.sees("The centre answers by", page), "what happens next is not said")
    assert one(person, "select state from request where title = 'Telescope for year 6'") == "new"


def ambassador(person: Person) -> None:
    """The next session is on screen; an invitation is accepted with one click; hours are logged."""
    page = person.page("today")
    before = one(person, "select count(*) from assignment where state = 'accepted'")
    person.press("Accept", page)
    person.settle()
    assert one(person, "select count(*) from assignment where state = 'accepted'") == before + 1  # type: ignore[operator]
    person.press("Log hours", page)
    dialog = person.dialog()
    person.press("Log the hours", dialog)
    person.no_dialog()
    assert one(person, "select count(*) from volunteer_hours where state = 'logged' and minutes = 120")


def manager(person: Person) -> None:
    """Approves an event and opens a figure of the summary."""
    events = person.page("events")
    event = one(person, "select id from event where state = 'submitted' and centre_id = 1 limit 1")
    person.press("To approve 1", events.bar)
    person.settle()
    person.row(events.table, str(one(person, "select title from event where id = :id", id=event)))
    person.press("Approve", events)
    person.settle()
    assert one(person, "select state from event where id = :id", id=event) == "approved"


def administrator(person: Person) -> None:
    """Adds a person with a role, and closes the centre for a day."""
    page = person.page("settings")
    person.row(page.list, "People and roles")
    person.press("Add a person…", page)
    dialog = person.dialog()
    person.fill(dialog, "name", "Gulnar Abenova")
    person.fill(dialog, "login", "gulnar")
    person.click(dialog.roles[next(role for role in dialog.roles if role.value == "consultant")])
    person.press("Add", dialog)
    person.no_dialog()
    assert (
        one(
            person,
            "select count(*) from person_role r join person p on p.id = r.person_id where p.login = 'gulnar'",
        )
        == 1
    )
    person.row(page.list, "Opening hours")
    person.press("Close the centre…", page)
    dialog = person.dialog()
    person.fill(dialog, "title", "Power works")
    person.press("Close the centre", dialog)
    person.no_dialog()
    assert one(person, "select count(*) from closure where title = 'Power works'") == 1


JOBS = {
    "coordinator": coordinator, "consultant": consultant, "teacher": teacher, "ambassador": ambassador, "manager": manager,
    "administrator": administrator,
}  # fmt: skip


def main() -> int:
    """Does the jobs of one role."""
    role, database, now, pictures = sys.argv[1:5]
    person = Person(Path(database), role, datetime.fromisoformat(now))
    try:
        JOBS[role](person)
        print(f"{role}: the window never waited longer than {person.heart.worst * 1000:.0f} ms")
    except BaseException:
        person.window.screen().grabWindow(0).save(str(Path(pictures) / f"{role}.png"))
        print("said:", person.said())
        raise
    finally:
        person.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
