"""What is read from the database gives the figures of a month that is known by heart."""

from __future__ import annotations

import pytest

from resource_centre.core.context import SYSTEM
from resource_centre.reports.rows import rows_behind
from resource_centre.reports.service import charts, summary
from tests.db.reports.life import OCTOBER, Life, october, second_centre

OPEN_HOURS = 27 * 9  # 27 days from Monday to Saturday, 09–18

MONTH = {
    "headline.sessions": 2,
    "headline.participations": 15,
    "headline.contact": 30.0,
    "headline.schools": 2,
    "headline.teachers": 1,
    "headline.resolved": 1,
    "headline.volunteer": 2.0,
    "headline.utilisation": round(100 * 6 / (OPEN_HOURS - 9), 2),
    "events.workshop.at_centre.delivered": 1,
    "events.workshop.online.active": 1,
    "events.workshop.online.delivered": 0,
    "events.total.hours": 4.0,
    "participations.pupils.primary.female": 12,
    "participations.teachers.not_recorded.not_recorded": 3,
    "participations.total.total": 15,
    "schools.total.new": 1,
    "schools.total.returning": 1,
    "schools.settlement.rural.distinct": 1,
    "consultations.total.opening": 1,
    "consultations.total.received": 2,
    "consultations.total.resolved": 1,
    "consultations.total.declined": 1,
    "consultations.total.closing": 1,
    "consultations.check.closing": 1,
    "consultations.total.hours": 0.75,
    "consultations.total.teachers": 1,
    "service.first_response.requests": 3,
    "service.first_response.median": 9.0,
    "service.resolution.median": 10.0,
    "service.satisfaction.mean": 5.0,
    "service.satisfaction.rate": 100.0,
    "ambassadors.active": 1,
    "ambassadors.new": 2,
    "ambassadors.needed": 2,
    "ambassadors.filled": 2,
    "ambassadors.invited": 2,
    "ambassadors.attended": 1,
    "ambassadors.no_shows": 1,
    "expiring.clearance.police": 1,
    "expiring.qualification.Laser": 1,
    "resources.labs.bookings": 3,
    "resources.labs.booked": 12.0,
    "resources.labs.used": 3.0,
    "resources.labs.available": OPEN_HOURS - 9.0,
    "resources.labs.no_shows": 1,
    "resources.labs.downtime": 9.0,
    "resources.units.bookings": 1,
    "courses.tier2.enrolled": 1,
    "courses.total.completed": 1,
    "courses.total.hours": 1.5,
    "evaluation.total.rate": 20.0,
    "quality.no_attendance": 1,
    "quality.hours_waiting": 6.0,
}


@pytest.fixture
def made(world):
    october(world)
    return world.read(lambda u: summary(u, world.centre_id, OCTOBER))


def test_the_month_has_the_figures_that_are_known_by_heart(made) -> None:
    assert {key: made.figure(key).value for key in MONTH} == MONTH


def test_the_same_month_of_last_year_has_its_own_hours(made) -> None:
    assert made.figure("resources.labs.booked").in_column("last_year") == 1.0
    assert made.figure("resources.labs.used").in_column("year") == 3.0


def test_a_booking_over_the_month_s_end_is_clipped_in_both_months(world) -> None:
    october(world)
    november = world.read(lambda u: summary(u, world.centre_id, OCTOBER.next))
    figure = november.figure("resources.labs.booked")
    assert (figure.value, figure.in_column("previous")) == (17.0, 12.0)
    assert november.figure("resources.labs.bookings").value == 0


def test_an_event_of_two_months_is_delivered_in_its_last(world) -> None:
    october(world)
    november = world.read(lambda u: summary(u, world.centre_id, OCTOBER.next))
    assert november.figure("events.workshop.online.delivered").value == 1
    assert november.figure("events.workshop.online.delivered").in_column("year") == 1


def test_who_helps_at_a_session_is_not_a_participant_of_it(made) -> None:
    assert ("person", made.figure("headline.teachers").rows[0][1]) == made.figure("headline.teachers").rows[0]
    assert made.figure("headline.teachers").value == 1


def test_the_network_is_the_sum_of_its_centres(world) -> None:
    october(world)
    second_centre(world)
    network = world.read(lambda u: summary(u, None, OCTOBER), SYSTEM)
    assert network.figure("headline.sessions").value == MONTH["headline.sessions"]
    assert network.centres == ("ALA", "OUL")
    assert network.table("consultations").balanced


def test_charts_are_of_the_same_rows(world) -> None:
    october(world)
    found = world.read(lambda u: charts(u, world.centre_id, OCTOBER))
    assert found.trend[-1].participations == 15
    assert [t.value for t in found.topics] == [1, 1]
    assert sum(n for _low, _high, n in found.backlog) == 1
    assert any(cell.percent for cell in found.heat)


def test_a_summary_takes_few_selects(world) -> None:
    from sqlalchemy import event

    october(world)
    said = []
    event.listen(world.app.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    world.read(lambda u: summary(u, world.centre_id, OCTOBER))
    assert len([text for text in said if text.lstrip().upper().startswith("SELECT")]) <= 40


def test_an_event_given_up_before_it_was_approved_was_never_planned(world) -> None:
    life = Life(world)
    for before in ("submitted", "approved"):
        event = life.event(state="cancelled")
        life.session(event, "2026-10-06 10:00", "2026-10-06 11:00", state="cancelled")
        life.steps("event", event, (before, "2026-10-01 10:00"), ("cancelled", "2026-10-02 10:00"))
    by_key = world.read(lambda u: summary(u, world.centre_id, OCTOBER), SYSTEM).by_key
    assert by_key["events.total.planned"].value == by_key["events.total.cancelled"].value == 1
    opened = world.read(lambda u: rows_behind(u, world.centre_id, OCTOBER, "events.total.cancelled"), SYSTEM)
    assert [row.cells[-1] for row in opened.rows] == ["Cancelled"]
