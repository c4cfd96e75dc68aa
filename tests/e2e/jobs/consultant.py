"""A consultant: sees what is assigned, agrees a time, holds the session, writes the outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.e2e.jobs.asking import one
from tests.e2e.person import Person


def mine(person: Person) -> Any:
    """The page with what is assigned to the person."""
    page = person.page("consultations")
    person.press("Mine", page.bar)
    person.settle()
    return page


def assigned(person: Person, page: Any) -> Any:
    """The first of them that waits for a step."""
    found = lambda: next((r for r in page.rows if r.state.value == "assigned"), None)  # noqa: E731
    return person.until(found, "nothing is assigned")


def meet(person: Person) -> None:
    """Agrees a time, and when it is over writes what came of it."""
    page = mine(person)
    row = assigned(person, page)
    person.row(page.list, row.title)
    person.click(person.until(lambda: person.starting("Propose", page.view), "no time can be proposed"))
    dialog: Any = person.dialog()
    person.until(lambda: dialog.consultant.value is not None, "no consultant is offered")
    person.click(dialog.confirmed)
    person.settle()
    person.press("Propose this time", dialog)
    person.no_dialog()
    assert one(person, "select state from appointment where request_id = :id", id=row.id) == "confirmed"
    person.app.clock.instant += timedelta(days=21)  # the meeting is over
    page.reload()
    person.settle()
    person.press("Record the outcome", page.view)
    dialog = person.dialog()
    person.fill(dialog, "outcome", "The sensors were tried with two classes; the plan is in the folder.")
    person.press("Save the outcome", dialog)
    person.no_dialog()
    assert one(person, "select state from appointment where request_id = :id", id=row.id) == "held"
    assert one(person, "select state from request where id = :id", id=row.id) == "resolved"


def answer(person: Person) -> None:
    """What was resolved is opened again, and answered without meeting."""
    page = person.page("consultations")
    person.press("All", page.bar)
    person.settle()
    me = person.app.actor.person_id
    mine = lambda row: row.state.value == "resolved" and row.consultant_id == me  # noqa: E731
    row = person.until(lambda: next(filter(mine, page.rows), None), "nothing is resolved")
    person.row(page.list, row.title)
    person.press("Reopen", page.view)
    dialog = person.dialog()
    person.fill(dialog, "reason", "One question is left.")
    person.press("Reopen", dialog)
    person.no_dialog()
    assert one(person, "select state from request where id = :id", id=row.id) == "assigned"
    person.press("Answer now", page.view)
    dialog = person.dialog()
    person.fill(dialog, "outcome", "Take the second kit; the plan is in the folder.")
    person.press("Send the answer", dialog)
    person.no_dialog()
    assert one(person, "select state from request where id = :id", id=row.id) == "resolved"


consultant = (meet, answer)
