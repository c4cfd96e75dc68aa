"""A teacher: asks, follows, confirms a time that was proposed, rates what came of it."""

from __future__ import annotations

from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from tests.e2e.jobs.asking import one
from tests.e2e.person import Person


def ask(person: Person) -> None:
    """A request with topic, class and preferred times; what happens next is said at once."""
    page = person.page("consultations")
    person.press("New request", page.bar)
    dialog = person.dialog()
    person.fill(dialog, "title", "Telescope for year 6")
    person.fill(dialog, "question", "We have 22 pupils and a dark yard.")
    person.press("Send the request", dialog)
    person.no_dialog()
    person.until(lambda: person.sees("The centre answers by", page), "what happens next is not said")
    made = "select id from request where title = 'Telescope for year 6' and state = 'new'"
    assert one(person, f"select count(*) from preferred_slot where request_id = ({made})") >= 2


def confirm(person: Person) -> None:
    """The centre has proposed a time; one click confirms it."""
    mine = "select a.id from appointment a join request r on r.id = a.request_id where r.requester_id = :me and a.state in ('proposed', 'confirmed')"
    meeting = one(person, mine, me=person.app.actor.person_id)
    assert meeting, "the sample has no meeting for the teacher"
    undo = text("update appointment set state = 'proposed' where id = :id")  # as the centre left it
    person.app.write(lambda unit: unit.session.execute(undo, {"id": meeting}), SYSTEM)
    page = person.page("today")
    page.reload()
    person.settle()
    person.press("Confirm the time", page)
    person.settle()
    assert one(person, "select state from appointment where id = :id", id=meeting) == "confirmed"


def rate(person: Person) -> None:
    """What was answered is rated."""
    query = "select r.id from request r left join rating t on t.request_id = r.id where r.requester_id = :me and r.state in ('resolved', 'closed') and t.id is null"
    request = one(person, query, me=person.app.actor.person_id)
    assert request, "the sample has nothing to rate"
    page = person.page("consultations")
    page.show_where(id=request)
    person.settle()
    person.press("Rate", page.view)
    dialog = person.dialog()
    person.press("★★★★", dialog)
    person.fill(dialog, "comment", "Quick and clear.")
    person.press("Send the rating", dialog)
    person.no_dialog()
    assert one(person, "select score from rating where request_id = :id", id=request) == 4


teacher = (ask, confirm, rate)
