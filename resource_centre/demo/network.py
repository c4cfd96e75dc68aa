"""The sample network: three centres, thirteen months, the same for the same seed and day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from resource_centre.centres.model import Centre
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.demo import calls, courses, events, life
from resource_centre.demo.ledger import Ledger
from resource_centre.demo.places import Place, make_place
from resource_centre.demo.words import CENTRES
from resource_centre.i18n import _
from resource_centre.outbox.model import Message
from resource_centre.people.model import Person
from resource_centre.schedule.model import Activity
from resource_centre.schools.model import School


def fill(unit: Unit, scale: int = 1, seed: int = 1) -> str:
    """Fills an empty database; answers in words what was made. `scale` makes each centre's labs and life so many times more."""
    if unit.value(select(func.count()).select_from(Centre)) or unit.value(
        select(func.count()).select_from(Person)
    ):
        raise BadInput(
            _(
                "The sample goes into an empty database; this one holds a centre already. Name a new file with --db."
            )
        )
    ledger = Ledger(seed)
    for n, words in enumerate(CENTRES):
        place = make_place(ledger, words, unit.now, seed, n == 0)
        live(ledger, place)
        for copy in range(1, scale):
            more(ledger, place, copy)
        messages(ledger, place)
    ledger.write(unit)
    lock_months(unit)
    unit.changed(*Topic)
    counts = {
        "centres": ledger.count(Centre),
        "schools": ledger.count(School),
        "people": ledger.count(Person),
        "activities": ledger.count(Activity),
    }
    return _("{centres} centres, {schools} schools, {people} people, {activities} activities").format(
        **counts
    )


def live(ledger: Ledger, place: Place) -> None:
    """What is rare first, so that it finds its place; lab bookings fill what is left."""
    life.clubs(ledger, place)
    events.events(ledger, place)
    courses.courses(ledger, place)
    calls.requests(ledger, place)
    life.loans(ledger, place)
    life.maintenance(ledger, place)
    life.bookings(ledger, place)
    life.requests_for_labs(ledger, place)


def more(ledger: Ledger, place: Place, copy: int) -> None:
    """Another set of labs with a year of bookings."""
    from resource_centre.resources.model import Bookable

    labs, halves, units = place.labs, place.halves, place.units
    place.labs, place.halves, place.units = [], [], {}
    for n, (code, name, places) in enumerate(place.words.labs):
        made = ledger.row(
            Bookable, centre_id=place.id, kind="lab", code=f"{code}{copy + 1}", name=f"{name} {copy + 1}", capacity=places,
            setup_minutes=15, cleardown_minutes=15, position=10 * copy + n, created_at=place.at(place.first_day, 8),
        )  # fmt: skip
        place.labs.append(made)
        place.names[made], place.buffers[made] = f"{name} {copy + 1}", (15, 15)
    life.bookings(ledger, place, 0.9)
    place.labs, place.halves, place.units = labs, halves, units


def lock_months(unit: Unit) -> None:
    """The three months before the last one are locked at the first centre, so that an evaluator finds something."""
    from resource_centre.core.times import Month
    from resource_centre.reports.service import lock

    today = unit.now.date()
    month = Month(today.year, today.month).previous
    for _n in range(3):
        month = month.previous
        lock(unit, 1, month)


def messages(ledger: Ledger, place: Place) -> None:
    """What the coordinator finds in the morning."""
    rows = [
        row for row in ledger.rows[Activity] if row["centre_id"] == place.id and row["state"] == "pending"
    ]
    for n, row in enumerate(rows):
        ledger.row(
            Message, person_id=place.coordinator, centre_id=place.id, kind="approval", subject=row["title"],
            body=place.names_of.get(row["person_id"], ""), about="activity", about_id=row["id"],
            created_at=place.now - timedelta(hours=2 + n),
        )  # fmt: skip
