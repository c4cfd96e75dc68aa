"""The jobs of each role, done through the program on that person's own login."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from resource_centre.ambassadors import queries as ambassadors
from resource_centre.ambassadors import service as staffing
from resource_centre.bookings import service as bookings
from resource_centre.consultations import queries as requests
from resource_centre.consultations import service as consultations
from resource_centre.consultations.appointments import MeetingDraft
from resource_centre.core.context import Role
from resource_centre.core.errors import NotPermitted, Refused
from resource_centre.core.times import TimeRange, zone
from resource_centre.db.unit import Unit
from resource_centre.events import queries as events
from resource_centre.events import service as planning
from resource_centre.people import service as people
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Hold
from tests.db.rights.conftest import NOW, Network

pytestmark = pytest.mark.needs_postgres

TZ = zone("Asia/Almaty")


def at(text: str) -> datetime:
    """An instant from the wall time in Almaty."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def lab_hold(network: Network, login: str, start: str, end: str) -> Hold:
    """A booking of the first lab, for oneself."""
    lab = network.one(
        "select b.id from bookable b where b.centre_id = 1 and b.kind = 'lab' and b.parent_id is null "
        "and not exists (select 1 from bookable c where c.parent_id = b.id) order by b.id limit 1"
    )
    person = network.actor(login).person_id
    return Hold(1, ActivityKind.LAB_BOOKING, "Circle", at(start), at(end), (lab,), person_id=person)


def test_a_coordinator_books_moves_and_cancels(network: Network) -> None:
    hold = lab_hold(network, "coordinator", "2027-03-01T09:00", "2027-03-01T10:00")
    made = network.write("coordinator", lambda u: schedule.hold(u, hold))
    assert made.state == "booked"
    changes = schedule.Changes(start=at("2027-03-01T15:00"), title="Another circle")
    moved = network.write("coordinator", lambda u: schedule.change(u, made.activity_id, changes))
    assert moved.start == at("2027-03-01T15:00")
    network.write("coordinator", lambda u: schedule.release(u, made.activity_id, "not needed"))
    assert network.one("select state from activity where id = %s", made.activity_id) == "cancelled"


def test_the_audit_says_who_it_was_whatever_the_connection_says(network: Network) -> None:
    hold = lab_hold(network, "coordinator", "2027-03-01T09:00", "2027-03-01T10:00")
    made = network.write("coordinator", lambda u: schedule.hold(u, hold))
    with network.connect("coordinator") as connection:
        connection.execute("set rc.person = '1'")
        connection.execute("set rc.at = '2001-01-01'")
        connection.execute("update activity set note = 'psql' where id = %s", [made.activity_id])
    query = "select {} from audit_entry where table_name = 'activity' order by id desc limit 1"
    assert network.one(query.format("person_id")) == network.actor("coordinator").person_id
    assert network.one(query.format("at > now() - interval '1 minute'"))


def test_a_teacher_asks_for_a_lab_and_a_coordinator_approves(network: Network) -> None:
    hold = lab_hold(network, "teacher", "2027-03-01T09:00", "2027-03-01T10:00")
    made = network.write("teacher", lambda u: schedule.hold(u, hold))
    assert made.state == "pending"
    assert network.write("coordinator", lambda u: schedule.approve(u, made.activity_id)).state == "booked"
    network.write("teacher", lambda u: schedule.release(u, made.activity_id, "ill"))
    assert (
        network.one("select count(*) from allocation where activity_id = %s and live", made.activity_id) == 0
    )


def test_a_teacher_is_told_that_a_lab_is_taken_but_not_by_whom(network: Network) -> None:
    hold = lab_hold(network, "coordinator", "2027-03-01T09:00", "2027-03-01T10:00")
    network.write("coordinator", lambda u: schedule.hold(u, hold))
    mine = lab_hold(network, "teacher", "2027-03-01T09:30", "2027-03-01T10:30")
    with pytest.raises(Refused) as refusal:
        network.write("teacher", lambda u: schedule.hold(u, mine))
    assert [v.code for v in refusal.value.violations] == ["overlap"]
    assert "Circle" not in str(refusal.value)
    assert refusal.value.alternatives


def test_a_teacher_takes_a_slot_whose_pending_request_of_another_has_run_out(network: Network) -> None:
    lab = lab_hold(network, "teacher", "2027-03-01T09:00", "2027-03-01T10:00")
    with network.connect() as connection:
        other = connection.execute(
            "insert into activity (uid, centre_id, kind, state, title, starts_at, ends_at, note, own_fields, override_reason, "
            "sequence, created_at, changed_at, cancel_reason, expires_at) values ('old', 1, 'lab_booking', 'pending', 'Old', %s, %s, "
            "'', '[]', '', 0, now(), now(), '', '2020-01-01') returning id",
            [lab.start, lab.end],
        ).fetchone()
        assert other
        connection.execute(
            "insert into allocation (centre_id, activity_id, bookable_id, asked_id, occupied_from, occupied_to, live) "
            "values (1, %s, %s, %s, %s, %s, true)",
            [other[0], lab.bookables[0], lab.bookables[0], lab.start, lab.end],
        )
    made = network.write("teacher", lambda u: schedule.hold(u, lab))
    assert made.state == "pending"
    assert network.one("select state from activity where id = %s", other[0]) == "expired"


def test_a_request_goes_from_the_question_to_the_rating(network: Network) -> None:
    draft = consultations.RequestDraft(
        centre_id=1, title="Sensors for class 7", topic="sensors", channel="at_centre", question="Which ones?",
        slots=(TimeRange(at("2027-03-02T14:00"), at("2027-03-02T15:00")),),
    )  # fmt: skip
    row = network.write("teacher", lambda u: consultations.ask_new(u, draft))
    consultant = network.actor("consultant").person_id
    network.write("coordinator", lambda u: consultations.assign(u, row.id, consultant))
    network.write("consultant", lambda u: consultations.ask(u, row.id, "Which school kit do you have?"))
    network.write("teacher", lambda u: consultations.answer(u, row.id, "None yet"))
    network.write("consultant", lambda u: consultations.add_note(u, row.id, "beginner", internal=True))
    meeting = MeetingDraft(at("2027-03-02T14:00"), at("2027-03-02T15:00"))
    network.write("consultant", lambda u: consultations.schedule(u, row.id, meeting))
    network.write("teacher", lambda u: consultations.confirm(u, row.id))
    network.write("teacher", lambda u: consultations.cancel_appointment(u, row.id, "ill"))
    network.write("consultant", lambda u: consultations.resolve(u, row.id, "Take the SPIKE set"))
    network.write("teacher", lambda u: consultations.rate(u, row.id, 5))
    network.write("teacher", lambda u: consultations.close(u, row.id))
    detail = network.read("teacher", lambda u: requests.request(u, row.id))
    assert detail.row.state == "closed"
    assert "beginner" not in [note.body for note in detail.notes]
    assert detail.rating
    assert detail.rating.score == 5


def test_a_teacher_withdraws_a_request_with_its_meeting(network: Network) -> None:
    draft = consultations.RequestDraft(
        centre_id=1, title="A question", topic="sensors", channel="online", question="?"
    )
    row = network.write("teacher", lambda u: consultations.ask_new(u, draft))
    network.write(
        "coordinator", lambda u: consultations.assign(u, row.id, network.actor("consultant").person_id)
    )
    meeting = MeetingDraft(at("2027-03-02T14:00"), at("2027-03-02T15:00"))
    network.write("consultant", lambda u: consultations.schedule(u, row.id, meeting))
    network.write("teacher", lambda u: consultations.withdraw(u, row.id, "no longer"))
    assert network.one("select state from request where id = %s", row.id) == "withdrawn"
    assert network.one("select state from activity order by id desc limit 1") == "cancelled"


def test_a_manager_cancels_a_request_with_its_meeting(network: Network) -> None:
    draft = consultations.RequestDraft(
        centre_id=1, title="A question", topic="sensors", channel="online", question="?"
    )
    row = network.write("teacher", lambda u: consultations.ask_new(u, draft))
    network.write(
        "coordinator", lambda u: consultations.assign(u, row.id, network.actor("consultant").person_id)
    )
    meeting = MeetingDraft(at("2027-03-02T14:00"), at("2027-03-02T15:00"))
    network.write("consultant", lambda u: consultations.schedule(u, row.id, meeting))
    network.write("manager", lambda u: consultations.cancel(u, row.id, "a duplicate"))
    assert network.one("select state from request where id = %s", row.id) == "cancelled"


def test_an_event_is_planned_approved_and_published(network: Network) -> None:
    draft = planning.EventDraft(centre_id=1, title="Robots", kind="workshop", mode="at_centre")
    row = network.write("coordinator", lambda u: planning.create(u, draft))
    lab = lab_hold(network, "coordinator", "2027-03-03T10:00", "2027-03-03T12:00").bookables[0]
    from resource_centre.events import sessions, steps  # noqa: F401

    network.write("coordinator", lambda u: planning.submit(u, row.id))
    network.write("manager", lambda u: planning.approve(u, row.id))
    assert network.read("coordinator", lambda u: events.event_row(u, row.id)).state == "approved"
    assert lab


def test_an_ambassador_accepts_and_withdraws(network: Network) -> None:
    assignment = _invited(network)
    network.write("ambassador", lambda u: staffing.accept(u, assignment))
    activity = network.one(
        "select r.activity_id from assignment g join requirement r on r.id = g.requirement_id where g.id = %s",
        assignment,
    )
    taken = "select count(*) from allocation l join bookable b on b.id = l.bookable_id where l.activity_id = %s and l.live and b.person_id = %s"
    me = network.actor("ambassador").person_id
    assert network.one(taken, activity, me) == 1
    network.write("ambassador", lambda u: staffing.withdraw(u, assignment, "ill"))
    assert network.one(taken, activity, me) == 0
    assert network.one("select state from assignment where id = %s", assignment) == "withdrawn"


def test_no_ambassador_takes_more_places_than_there_are(network: Network) -> None:
    assignment = _invited(network, needed=1)
    other = network.one(
        "select p.id from person p join person_role r on r.person_id = p.id where r.role = 'ambassador' and r.centre_id = 1 "
        "and p.id <> %s limit 1", network.actor("ambassador").person_id,
    )  # fmt: skip
    with network.connect() as connection:
        connection.execute(
            "insert into assignment (uid, centre_id, requirement_id, person_id, state, late, created_at, version) "
            "select 'other', centre_id, requirement_id, %s, 'accepted', false, now(), 1 from assignment where id = %s",
            [other, assignment],
        )
    with pytest.raises(Refused):
        network.write("ambassador", lambda u: staffing.accept(u, assignment))


def test_an_ambassador_logs_hours_and_a_coordinator_approves_them(network: Network) -> None:
    draft = staffing.HoursDraft("preparation", NOW.date(), 90)
    key = network.write("ambassador", lambda u: staffing.log_hours(u, draft))
    network.write("coordinator", lambda u: staffing.decide_hours(u, [key]))
    assert network.one("select state from volunteer_hours where id = %s", key) == "approved"


def test_an_ambassador_states_when_they_can_come(network: Network) -> None:
    me = network.actor("ambassador").person_id or 0
    network.write(
        "ambassador", lambda u: staffing.set_availability(u, me, [ambassadors.Weekly(0, 540, 1080)])
    )
    span = TimeRange(at("2027-03-03T10:00"), at("2027-03-04T10:00"))
    key = network.write("ambassador", lambda u: staffing.add_exception(u, me, span, False, "exam"))
    network.write("ambassador", lambda u: staffing.cancel_exception(u, key))


def test_a_coordinator_lends_a_kit_and_takes_it_back(network: Network) -> None:
    unit = network.one(
        "select b.id from bookable b join model_part p on p.model_id = b.model_id where b.centre_id = 1 and b.active "
        "and b.id not in (select bookable_id from allocation where live and occupied_to > '2026-11-20') limit 1"
    )
    school = network.one("select id from school where centre_id = 1 order by id limit 1")
    draft = bookings.LoanDraft(
        centre_id=1, start=NOW + timedelta(hours=1), end=NOW + timedelta(days=2), bookables=(unit,), school_id=school,
        override_reason="urgent",
    )  # fmt: skip
    loan = network.write("coordinator", lambda u: bookings.reserve(u, draft))
    out = bookings.CheckOut(condition="whole")
    network.write("coordinator", lambda u: bookings.check_out(u, loan.row.activity_id, out))
    network.write("coordinator", lambda u: bookings.check_in(u, loan.row.activity_id, bookings.CheckIn()))
    assert network.one("select state from activity where id = %s", loan.row.activity_id) == "returned"


def test_an_administrator_adds_a_person_and_a_coordinator_a_teacher(network: Network) -> None:
    draft = people.PersonDraft("New Manager", "new_manager", email="n@example.org", phone="+77010000000")
    row = network.write("administrator", lambda u: people.add_person(u, draft, [(Role.MANAGER, 1)]))
    assert row.login == "new_manager"
    teacher = people.PersonDraft("New Teacher", None, phone="+77010000001")
    row = network.write("coordinator", lambda u: people.add_person(u, teacher, [(Role.TEACHER, 1)]))
    assert row.phone == "+77010000001"
    with pytest.raises(NotPermitted):
        network.write("coordinator", lambda u: people.add_person(u, teacher, [(Role.MANAGER, 1)]))


def test_everybody_changes_their_own_profile(network: Network) -> None:
    for login in ("teacher", "ambassador", "consultant", "manager"):
        actor = network.actor(login)

        def change(unit: Unit, person_id: int = actor.person_id or 0) -> people.queries.PersonRow:
            row = people.queries.person(unit, person_id)
            draft = people.draft_of(row)
            from dataclasses import replace

            return people.change_person(unit, person_id, replace(draft, phone="+77019999999"), row.version)

        assert network.write(login, change).phone == "+77019999999"


def _invited(network: Network, needed: int = 2) -> int:
    """An invitation of the ambassador to an event next year."""
    me = network.actor("ambassador").person_id or 0

    def make(unit: Unit) -> int:
        from resource_centre.ambassadors.model import Requirement

        hold = lab_hold(network, "coordinator", "2027-03-05T10:00", "2027-03-05T12:00")
        made = schedule.hold(unit, hold)
        row = unit.add(
            Requirement(
                centre_id=1, activity_id=made.activity_id, needed=needed, needs_clearance=False, skills=[]
            )
        )
        return staffing.invite(unit, row.id, [me])[0]

    return network.write("coordinator", make)
