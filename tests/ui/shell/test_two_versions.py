"""A form is open on something that somebody else changes: it says so at once, and saving shows both versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from resource_centre.ambassadors import profiles
from resource_centre.ambassadors import queries as ambassadors
from resource_centre.ambassadors.profiles import ProfileDraft
from resource_centre.app import App
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.events import queries as events
from resource_centre.events import service as events_service
from resource_centre.events import sessions
from resource_centre.events.service import EventDraft
from resource_centre.people import queries as people
from resource_centre.people import service as people_service
from resource_centre.resources import queries as resources
from resource_centre.resources import service as resources_service
from resource_centre.resources.service import LabDraft, ModelDraft, UnitDraft
from resource_centre.schedule import service as schedule
from resource_centre.schedule.queries import activity
from resource_centre.schedule.service import Changes
from resource_centre.schools import queries as schools
from resource_centre.schools import service as schools_service
from resource_centre.training import queries as training
from resource_centre.training import service as training_service
from resource_centre.training.service import CourseDraft
from resource_centre.ui.administration.person import PersonDialog
from resource_centre.ui.ambassadors.dialogs import ProfileDialog
from resource_centre.ui.booking.dialog import BookingDialog, open_booking
from resource_centre.ui.booking.start import Mode, Start
from resource_centre.ui.courses.dialogs import CourseDialog
from resource_centre.ui.events.dialogs import EventDialog
from resource_centre.ui.events.session import SessionDialog
from resource_centre.ui.resources.dialogs import LabDialog, ModelDialog, UnitsDialog
from resource_centre.ui.schools.page import SchoolDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.conflict import Conflict
from resource_centre.ui.window import listen
from tests.db.conftest import World, world_at
from tests.ui.windowed import dialogs, settle, until, window_of


class Two:
    """A window of the coordinator, and a colleague with a program of their own on the same database."""

    def __init__(self, world: World, window: MainWindow, other: App, colleague: Actor) -> None:
        self.world, self.window, self.other, self.colleague = world, window, other, colleague

    @property
    def desk(self) -> Any:
        return self.window.desk

    def meanwhile(self, command: Callable[[Any], object]) -> None:
        """The colleague writes something."""
        self.other.write(command, self.colleague)

    def read(self, query: Callable[[Any], Any]) -> Any:
        return self.other.read(query, SYSTEM)


@contextmanager
def two_at(address: str, *more: Role) -> Iterator[Two]:
    with world_at(address) as world:
        colleague = world.person("dana", Role.COORDINATOR, Role.ADMINISTRATOR, name="Dana O.")
        mine = world.person("olga", Role.COORDINATOR, Role.ADMINISTRATOR, name="Olga P.")
        other = App.open(address, world.clock)
        with window_of(world, mine, "today") as window:
            assert listen(world.app, window.desk).listening.wait(10)
            yield Two(world, window, other, colleague)
            settle(window)
        other.close()


def type_over(field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)


def conflict(qtbot: QtBot, two: Two) -> Conflict:
    until(qtbot, two.window, lambda: dialogs(Conflict))
    return dialogs(Conflict)[0]  # type: ignore[no-any-return]


def test_an_open_form_says_at_once_who_changed_what(qapp: Any, qtbot: QtBot, address: str) -> None:
    with two_at(address) as two:
        key = two.world.school("School 41")
        found = two.read(lambda unit: schools.school(unit, key))
        dialog = SchoolDialog(two.desk, two.window, found)
        dialog.open()
        type_over(dialog.phone, "+7 727 1")
        two.meanwhile(
            lambda unit: schools_service.change_school(
                unit, key, replace(found.draft(), city="Taldykorgan"), None
            )
        )
        until(qtbot, two.window, lambda: "Dana O." in dialog.news.words.text())
        assert "changed this a moment ago: Town" in dialog.news.words.text()
        assert dialog.phone.text() == "+7 727 1"


def test_saving_shows_both_and_keeps_what_is_chosen_field_by_field(
    qapp: Any, qtbot: QtBot, address: str
) -> None:
    with two_at(address) as two:
        key = two.world.school("School 41")
        found = two.read(lambda unit: schools.school(unit, key))
        dialog = SchoolDialog(two.desk, two.window, found)
        dialog.open()
        type_over(dialog.phone, "+7 727 1")
        type_over(dialog.name, "Lyceum 41")
        two.meanwhile(
            lambda unit: schools_service.change_school(
                unit,
                key,
                replace(found.draft(), phone="+7 700 9", name="Gymnasium 41", city="Taldykorgan"),
                None,
            )
        )
        dialog.ok.click()
        asked = conflict(qtbot, two)
        assert set(asked.choices) == {"phone", "name", "city"}
        assert asked.choices["city"].current == "theirs"  # nobody typed there
        asked.choices["name"].pick("theirs")
        asked.ok.click()
        until(qtbot, two.window, lambda: not dialogs(SchoolDialog))
        now = two.read(lambda unit: schools.school(unit, key))
        assert (now.phone, now.name, now.city) == ("+7 727 1", "Gymnasium 41", "Taldykorgan")


def test_a_booking_is_compared_field_by_field(qapp: Any, qtbot: QtBot, address: str) -> None:
    with two_at(address) as two:
        lab = two.world.lab()
        key = two.world.book("2026-11-26 10:00", "2026-11-26 12:00", lab, title="Club").activity_id
        open_booking(two.desk, two.window, Start(Mode.EDIT, activity=key), lambda *_said: None)
        until(qtbot, two.window, lambda: dialogs(BookingDialog))
        dialog = dialogs(BookingDialog)[0]
        settle(two.window)
        type_over(dialog.findChild(QLineEdit, "title"), "Robots")
        two.meanwhile(
            lambda unit: schedule.change(unit, key, Changes(title="Chemistry", note="bring goggles"))
        )
        until(qtbot, two.window, lambda: "Title" in dialog.news.words.text())
        until(qtbot, two.window, dialog.ok.isEnabled)
        dialog.ok.click()
        asked = conflict(qtbot, two)
        assert list(asked.choices) == [
            "title"
        ]  # only what was changed here is written, so only that can clash
        asked.ok.click()
        until(qtbot, two.window, lambda: not dialogs(BookingDialog))
        now = two.read(lambda unit: activity(unit, key))
        assert (now.title, now.note) == ("Robots", "bring goggles")


def shown(asked: Conflict) -> str:
    """Every word of the two versions."""
    return " | ".join(label.text() for label in asked.findChildren(QLabel) if label.text())


def test_what_is_held_is_compared_by_kind_and_both_changes_can_stay(
    qapp: Any, qtbot: QtBot, address: str
) -> None:
    with two_at(address) as two:
        robots, bio, chemistry = (two.world.lab(code, name=f"Lab {code}") for code in ("ROB", "BIO", "CHE"))
        kits = two.world.units(two.world.model(), 3)
        olga = two.world.time_of(two.window.desk.actor)
        key = two.world.book("2026-11-26 10:00", "2026-11-26 12:00", robots, kits[0]).activity_id
        open_booking(two.desk, two.window, Start(Mode.EDIT, activity=key), lambda *_said: None)
        until(qtbot, two.window, lambda: dialogs(BookingDialog))
        dialog = dialogs(BookingDialog)[0]
        settle(two.window)
        dialog.fields.books.put((bio, kits[0], olga))
        dialog.fields.books.changed.emit()
        theirs = Changes(bookables=(chemistry, kits[1], kits[2]))
        two.meanwhile(lambda unit: schedule.change(unit, key, theirs))
        until(qtbot, two.window, lambda: dialog.news.isVisible() and dialog.ok.isEnabled())
        dialog.ok.click()
        asked = conflict(qtbot, two)
        assert {name: choice.current for name, choice in asked.choices.items()} == {
            "labs": "mine", "equipment": "theirs", "people": "mine",
        }  # fmt: skip
        words = shown(asked)
        for name in (
            "Dana O. saved this",
            "Lab BIO",
            "Lab CHE",
            "K 01",
            "K 02, K 03",
            "Olga P.",
            "Labs",
            "Equipment",
            "People",
        ):
            assert name in words
        asked.ok.click()
        until(qtbot, two.window, lambda: not dialogs(BookingDialog))
        held = two.read(lambda unit: schedule.asked_by(unit, key))
        assert set(held) == {bio, kits[1], kits[2], olga}


def test_what_a_session_holds_is_compared_by_kind(qapp: Any, qtbot: QtBot, file: str) -> None:
    with two_at(file) as two:
        world = two.world
        robots, bio = world.lab("ROB", name="Lab ROB"), world.lab("BIO", name="Lab BIO")
        kits = world.units(world.model(), 3)
        event = world.write(lambda unit: events_service.create(unit, EventDraft(world.centre_id, "Maze day")))
        made = world.write(
            lambda unit: sessions.add_session(
                unit, event.id,
                sessions.SessionDraft(
                    "Build", world.at("2026-12-03 10:00"), world.at("2026-12-03 11:00"), (robots, kits[0]), places=24,
                    override_reason="a test",
                ),
            )
        )  # fmt: skip
        dialog = SessionDialog(
            two.desk, two.window, two.read(lambda unit: events.event(unit, event.id)), made
        )
        dialog.open()
        settle(two.window)
        assert dialog.books is not None
        dialog.books.put((bio,), dialog.books.units)
        dialog.books.changed.emit()
        dialog.override.setText("a test")
        theirs = sessions.SessionChanges(bookables=(robots, kits[1], kits[2]), override_reason="a test")
        two.meanwhile(lambda unit: sessions.change_session(unit, made.id, theirs))
        settle(two.window)
        dialog.ok.click()
        asked = conflict(qtbot, two)
        assert {name: choice.current for name, choice in asked.choices.items()} == {
            "labs": "mine", "equipment": "theirs",
        }  # fmt: skip
        assert "1 × SPIKE kit" in shown(asked) and "2 × SPIKE kit" in shown(asked)
        asked.ok.click()
        until(qtbot, two.window, lambda: not dialogs(SessionDialog))
        block = two.read(lambda unit: events.event(unit, event.id)).blocks[0]
        assert {hold.asked_id for hold in block.holds if hold.live} == {bio, kits[1], kits[2]}


def of_lab(two: Two) -> Any:
    key = two.world.lab()
    found = two.read(lambda unit: resources.bookable(unit, key))
    dialog = LabDialog(two.desk, two.window, found)
    return (
        dialog,
        dialog.place,
        lambda unit: resources_service.change_bookable(
            unit, key, LabDraft("LAB1", "LAB1", location="theirs"), None
        ),
        lambda unit: resources.bookable(unit, key).location,
    )


def of_unit(two: Two) -> Any:
    model = two.world.model()
    key = two.world.units(model, 1)[0]
    found = two.read(lambda unit: resources.bookable(unit, key))
    dialog = UnitsDialog(two.desk, two.window, two.read(resources.models), found)
    changed = UnitDraft(found.code, found.name, model, location="theirs")
    return (
        dialog,
        dialog.place,
        lambda unit: resources_service.change_bookable(unit, key, changed, None),
        lambda unit: resources.bookable(unit, key).location,
    )


def of_model(two: Two) -> Any:
    key = two.world.model()
    found = next(row for row in two.read(resources.models) if row.id == key)
    dialog = ModelDialog(two.desk, two.window, found)
    return (
        dialog,
        dialog.maker,
        lambda unit: resources_service.change_model(unit, key, ModelDraft(found.name, "theirs"), None, None),
        lambda unit: next(row for row in resources.models(unit) if row.id == key).manufacturer,
    )


def of_person(two: Two) -> Any:
    key = two.world.person("ivan", Role.CONSULTANT).person_id or 0
    found = two.read(lambda unit: people.person(unit, key))
    dialog = PersonDialog(two.desk, two.window, found)
    draft = replace(people_service.draft_of(found), position="theirs")
    return (
        dialog,
        dialog.position,
        lambda unit: people_service.change_person(unit, key, draft, None),
        lambda unit: people.person(unit, key).position,
    )


def of_profile(two: Two) -> Any:
    who = two.world.person("amina", Role.AMBASSADOR).person_id or 0
    key = two.world.write(
        lambda unit: profiles.add_ambassador(unit, two.world.centre_id, who, ProfileDraft("Physics"))
    )
    dialog = ProfileDialog(two.desk, two.window, two.read(lambda unit: ambassadors.ambassador(unit, key)))
    return (
        dialog,
        dialog.home,
        lambda unit: profiles.change_profile(unit, key, ProfileDraft("Physics", "theirs"), None),
        lambda unit: ambassadors.ambassador(unit, key).row.home_area,
    )


def of_course(two: Two) -> Any:
    key = two.world.write(
        lambda unit: training_service.add_course(unit, two.world.centre_id, CourseDraft("Python"))
    )
    dialog = CourseDialog(two.desk, two.window, two.read(lambda unit: training.course(unit, key)))
    return (
        dialog,
        dialog.name,
        lambda unit: training_service.change_course(unit, key, CourseDraft("theirs"), None),
        lambda unit: training.course(unit, key).row.title,
    )


def of_event(two: Two) -> Any:
    draft = EventDraft(two.world.centre_id, "Robot maze day", "workshop", "at_centre", "pupils")
    key = two.world.write(lambda unit: events_service.create(unit, draft)).id
    dialog = EventDialog(two.desk, two.window, two.read(lambda unit: events.event(unit, key)))
    return (
        dialog,
        dialog.venue,
        lambda unit: events_service.edit(unit, key, replace(draft, venue="theirs"), None),
        lambda unit: events.event(unit, key).row.venue,
    )


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (of_lab, "location"), (of_unit, "location"), (of_model, "manufacturer"), (of_person, "position"),
        (of_profile, "home_area"), (of_course, "title"), (of_event, "venue"),
    ],
)  # fmt: skip
def test_every_form_shows_both_versions(
    qapp: Any, qtbot: QtBot, file: str, make: Callable[[Two], Any], field: str
) -> None:
    with two_at(file) as two:
        dialog, typed, change, now = make(two)
        dialog.open()
        settle(two.window)
        type_over(typed, "mine")
        two.meanwhile(change)
        until(qtbot, two.window, lambda: "Dana O. changed this" in dialog.news.words.text())
        dialog.ok.click()
        asked = conflict(qtbot, two)
        assert asked.choices[field].current == "mine"
        asked.ok.click()
        until(qtbot, two.window, lambda: not dialogs(ChangeDialog))
        assert two.read(now) == "mine"
