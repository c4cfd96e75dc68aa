"""A manager: approves an event, reads the month and compares it, opens a figure, exports, locks."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.jobs.asking import one
from tests.e2e.person import Person


def approve(person: Person) -> None:
    """An event that waits for approval."""
    events = person.page("events")
    event = one(person, "select id from event where state = 'submitted' and centre_id = 1 limit 1")
    person.press("To approve 1", events.bar)
    person.settle()
    person.row(events.table, str(one(person, "select title from event where id = :id", id=event)))
    person.press("Approve", events)
    person.settle()
    assert one(person, "select state from event where id = :id", id=event) == "approved"


def read_the_month(person: Person) -> None:
    """A headline figure opens down to its rows; centres stand side by side."""
    page = person.page("summary")
    card = person.until(lambda: page.cards and page.cards[3], "no figures came")
    person.click(card)
    person.settle()
    assert person.sees("rows behind it", page.side)
    person.press("Network", page.bar)
    person.settle()
    person.until(lambda: person.sees("Centres side by side", page), "the centres are not compared")
    person.click(page.segments.buttons["centre"])
    person.settle()


def send_and_lock(person: Person) -> None:
    """The export is there in one go; then the month is locked, and the lock holds what was exported."""
    page = person.page("summary")
    file = Path(str(person.app.file)).with_name("october.xlsx")
    person.save_as(file, lambda: person.pick(page.bar, "Export", "Excel workbook"))
    person.until(file.exists, "there is no workbook")
    assert file.read_bytes().startswith(b"PK")
    person.press("Lock month", page.bar)
    person.press("Lock the month", person.dialog())
    person.no_dialog()
    assert one(person, "select state from report_month where centre_id = 1 and month = '2026-10'") == "locked"
    person.until(lambda: person.sees("Locked", page.bar), "the page does not say that it is locked")


manager = (approve, read_the_month, send_and_lock)
