"""What the inspector says of an activity that belongs to something: who leads it, who comes, what is missing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from resource_centre.ambassadors import service as ambassadors
from resource_centre.bookings import service as bookings
from resource_centre.bookings.service import LoanDraft
from resource_centre.schedule import service as schedule
from resource_centre.ui.calendar.details import read_details
from resource_centre.ui.calendar.inspector import Inspector
from tests.db.ambassadors.conftest import staffed

__all__ = ["staffed"]


def invite(staffed: Any) -> int:
    write = staffed.world.write
    return int(write(lambda u: ambassadors.invite(u, staffed.requirement, [staffed.zhanel.person_id]))[0])


def test_open_places_are_said_with_who_could_come(staffed: Any) -> None:
    found = staffed.world.read(lambda u: read_details(u, staffed.activity))
    assert found.banner == "1 of 1 ambassador places is open."
    assert found.banner_action == "See 2 who can come"


def test_who_is_invited_is_told_apart_from_what_is_held(staffed: Any) -> None:
    invite(staffed)
    found = staffed.world.read(lambda u: read_details(u, staffed.activity))
    asked = found.holds[-1]
    assert (asked.name, asked.note, asked.held) == ("Zhanel", "invited", False)
    assert "The invitation expires" in found.banner


def test_an_answer_stands_beside_the_name_and_in_the_history(staffed: Any) -> None:
    number = invite(staffed)
    staffed.world.write(lambda u: ambassadors.accept(u, number), staffed.zhanel)
    found = staffed.world.read(lambda u: read_details(u, staffed.activity))
    line = next(line for line in found.holds if line.name == "Zhanel")
    assert (line.note, line.held, found.banner) == ("accepted", True, "")
    assert "Zhanel: accepted" in {event.what for event in found.history}


def test_the_banner_leads_to_who_can_come(qtbot: QtBot, staffed: Any) -> None:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.show_details(staffed.world.read(lambda u: read_details(u, staffed.activity)))
    with qtbot.waitSignal(inspector.asked) as caught:
        next(
            b for b in inspector.findChildren(type(inspector.buttons["open"])) if "can come" in b.text()
        ).click()
    assert caught.args == ["open", staffed.activity]
    assert "Robot maze day" in {label.text() for label in inspector.findChildren(QLabel)}


def test_a_loan_says_how_it_stands_by_the_clock(centre: Any) -> None:
    school = centre.school("School 41")
    draft = LoanDraft(
        centre.centre_id,
        centre.at("2026-11-25T11:00"),
        centre.at("2026-11-26T10:00"),
        (centre.kits[0],),
        school_id=school,
    )
    centre.write(lambda u: schedule.release(u, centre.maze.activity_id, "moved"))
    number = centre.write(lambda u: bookings.reserve(u, draft)).row.activity_id
    found = centre.read(lambda u: read_details(u, number))
    assert (found.state_name, found.subtitle) == ("Not fetched yet", "School 41")
    assert "fetched today 11:00" in found.banner


def test_an_overridden_rule_is_told(centre: Any) -> None:
    held = centre.book(
        "2026-11-27T19:00", "2026-11-27T20:00", centre.maker, override_reason="Parents’ evening"
    )
    found = centre.read(lambda u: read_details(u, held.activity_id))
    assert ("triangle-alert", "A rule was overridden: Parents’ evening") in found.lines
