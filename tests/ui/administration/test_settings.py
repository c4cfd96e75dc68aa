"""The settings in their window: who sees what, and what each section saves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from resource_centre.centres import queries as centres
from resource_centre.centres import service as centre_service
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import NotPermitted
from resource_centre.core.times import days_range
from resource_centre.people import queries as people
from resource_centre.people import service as people_service
from resource_centre.ui.administration.centre import NewCentreDialog, draft_of
from resource_centre.ui.administration.hours import ClosureDialog
from resource_centre.ui.administration.page import SettingsPage
from resource_centre.ui.administration.person import PasswordDialog, PersonDialog
from resource_centre.ui.administration.trained import TrainedDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.conflict import Conflict
from tests.ui.windowed import dialogs, settle, window_of


def section(window: MainWindow, page: SettingsPage, key: str) -> Any:
    assert page.list.pick(key)
    settle(window)
    return page.made[key][1]


def press(qtbot: QtBot, inside: QWidget, text: str) -> None:
    found = [
        b for b in inside.findChildren(QPushButton) if b.text().strip() == text and b.isVisibleTo(inside)
    ]
    assert found, f"no button {text}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def words(inside: QWidget) -> str:
    return "\n".join(label.text() for label in inside.findChildren(QLabel) if label.isVisibleTo(inside))


def confirm(window: MainWindow, dialog: Any) -> None:
    dialog.ok.click()
    settle(window)


def closures(centre: Any) -> list[Any]:
    window = days_range(date(2026, 11, 1), 90, centre.tz)
    return centre.read(lambda u: centres.closures(u, centre.centre_id, window), SYSTEM)


SEEN = {
    Role.TEACHER: {"profile", "appearance"},
    Role.COORDINATOR: {"profile", "appearance", "hours", "holidays", "rules", "import"},
    Role.MANAGER: {"profile", "appearance", "centre", "hours", "holidays", "rules", "people", "data", "log"},
    Role.EVALUATOR: {"profile", "appearance"},
}


@pytest.mark.parametrize("role", SEEN, ids=lambda role: role.value)
def test_everyone_sees_the_sections_they_may(centre: Any, qapp: QApplication, role: Role) -> None:
    actor = centre.person("somebody", role)
    with window_of(centre, actor, "settings") as window:
        assert {s.key for s in window.made["settings"].shown} == SEEN[role]


def test_a_manager_reads_and_changes_nothing(centre: Any, qapp: QApplication) -> None:
    manager = centre.person("manager", Role.MANAGER)
    with window_of(centre, manager, "settings") as window:
        page = window.made["settings"]
        settle(window)
        for key in page.views:
            panel = section(window, page, key)
            shown = [
                b.text().strip()
                for b in panel.findChildren(QPushButton)
                if b.isVisibleTo(panel) and b.isEnabled()
            ]
            assert not set(shown) & {
                "Save",
                "Save the hours",
                "Add a person…",
                "Back up now",
                "Close the centre…",
            }
        assert not section(window, page, "people")._actions(centre.read(people.people, SYSTEM)[0])


def test_every_section_opens_for_the_tour(window: MainWindow, page: SettingsPage) -> None:
    for key in page.views:
        page.show_view(key)
        settle(window)
        assert page.current == key


def test_the_own_profile_is_saved_and_nothing_else_is_lost(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "profile")
    panel.name.setText("Bota Kenzhebek")
    panel.phone.setText("+7 700 000 00 00")
    press(qtbot, panel, "Save")
    settle(window)
    found = centre.read(lambda u: people.person(u, centre.boss.person_id), SYSTEM)
    assert (found.name, found.phone, found.gender) == ("Bota Kenzhebek", "+7 700 000 00 00", "female")


def test_a_bad_address_keeps_the_form_and_says_so_at_its_field(
    qtbot: QtBot, window: MainWindow, page: SettingsPage
) -> None:
    panel = section(window, page, "profile")
    panel.email.setText("nowhere")
    press(qtbot, panel, "Save")
    settle(window)
    assert panel.email.text() == "nowhere"
    assert "nowhere" in panel.form.fields["email"].accessibleDescription()


def test_a_password_is_set_and_then_asks_for_the_old_one(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "profile")
    panel.new.setText("long enough")
    panel.again.setText("long enough")
    press(qtbot, panel, "Set the password")
    settle(window)
    panel.new.setText("another one")
    panel.again.setText("another one")
    press(qtbot, panel, "Change the password")
    settle(window)
    assert panel.old_form.fields["old"].accessibleDescription()
    with pytest.raises(NotPermitted):
        centre.app.sign_in("boss", "another one")
    assert centre.app.sign_in("boss", "long enough").name == "Bota Kenzhe"


def test_an_empty_new_password_changes_nothing(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "profile")
    press(qtbot, panel, "Set the password")
    settle(window)
    assert panel.secret.fields["password"].accessibleDescription()


def test_the_centre_is_saved(qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any) -> None:
    panel = section(window, page, "centre")
    panel.form.city.setText("Алматы")
    panel.form.first.setValue(8)
    press(qtbot, panel, "Save")
    settle(window)
    found = centre.read(lambda u: centres.centre(u, centre.centre_id), SYSTEM)
    assert (found.city, found.first_response_hours) == ("Алматы", 8)


def test_what_is_typed_survives_a_change_elsewhere(
    window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "centre")
    panel.form.address.setText("Satpaev 22")
    centre.lab("NEW")
    page.reload()
    settle(window)
    assert panel.form.address.text() == "Satpaev 22"


def test_two_who_change_the_centre_choose_field_by_field(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "centre")
    panel.form.address.setText("Satpaev 22")
    other = centre.read(lambda u: centres.centre(u, centre.centre_id), SYSTEM)
    theirs = replace(draft_of(other), address="Abai 1", city="Almaty city")
    centre.write(lambda u: centre_service.change_centre(u, other.id, theirs, other.version), SYSTEM)
    press(qtbot, panel, "Save")
    settle(window)
    dialog = dialogs(Conflict)[0]
    assert dialog.choices["address"].current == "mine"
    assert dialog.choices["city"].current == "theirs"
    confirm(window, dialog)
    found = centre.read(lambda u: centres.centre(u, centre.centre_id), SYSTEM)
    assert (found.address, found.city) == ("Satpaev 22", "Almaty city")


def test_a_bad_country_is_said_at_its_field(qtbot: QtBot, window: MainWindow, page: SettingsPage) -> None:
    panel = section(window, page, "centre")
    panel.form.country.setText("K")
    press(qtbot, panel, "Save")
    settle(window)
    assert panel.form.fields["country"].accessibleDescription()


def test_another_centre_is_added(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    panel = section(window, page, "centre")
    NewCentreDialog(window.desk, panel).open()
    dialog = dialogs(NewCentreDialog)[0]
    dialog.particulars.name.setText("Astana")
    dialog.particulars.code.setText("AST")
    confirm(window, dialog)
    assert [c.code for c in centre.read(centres.centres, SYSTEM)] == ["ALA", "AST"]
    assert len(panel.network.rows.rows) == 2


def test_opening_hours_with_a_break_and_until_midnight_are_saved(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "hours")
    monday, sunday = panel.week.days[0], panel.week.days[6]
    monday._part()
    monday.fields[1][1].setCurrentText("24:00")
    sunday.open.setChecked(True)
    press(qtbot, panel, "Save the hours")
    settle(window)
    week = centre.read(lambda u: centres.week_hours(u, centre.centre_id), SYSTEM)
    assert week.of(0) == ((540, 780), (840, 1440))
    assert week.of(6) == ((540, 1080),)


def test_a_day_that_closes_before_it_opens_is_said(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "hours")
    panel.week.days[1].fields[0][1].setCurrentText("8")
    press(qtbot, panel, "Save the hours")
    settle(window)
    assert "Tuesday" in panel.form.fields["hours"].accessibleDescription()
    assert panel.week.days[1].fields[0][1].currentText() == "8"
    assert centre.read(lambda u: centres.week_hours(u, centre.centre_id), SYSTEM).of(1) == ((540, 1080),)


def test_a_closure_says_what_is_booked_then(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "hours")
    press(qtbot, panel, "Close the centre…")
    settle(window)
    dialog = dialogs(ClosureDialog)[0]
    assert dialog.hit.text() == "1 booking then: Robot club"
    dialog.why.setText("Power works")
    confirm(window, dialog)
    assert [c.title for c in closures(centre)] == ["Power works"]
    assert [c.title for c in panel.closed.rows.rows] == ["Power works"]


def test_a_closure_without_a_reason_stays_open(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "hours")
    press(qtbot, panel, "Close the centre…")
    dialog = dialogs(ClosureDialog)[0]
    confirm(window, dialog)
    assert dialog.isVisible()
    assert not closures(centre)


def test_a_closure_is_taken_back(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    start, end = centre.at("2026-11-27 09:00"), centre.at("2026-11-27 18:00")
    centre.write(lambda u: centre_service.add_closure(u, centre.centre_id, "Paint", start, end))
    panel = section(window, page, "hours")
    panel._take_back(panel.closed.rows.rows[0])  # the entry of a menu that a test cannot hold open
    settle(window)
    confirm(window, dialogs()[0])
    assert not closures(centre)


def test_the_centre_opens_on_a_holiday(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    row = centre.read(lambda u: centres.centre(u, centre.centre_id), SYSTEM)
    keeps = replace(draft_of(row), observes_holidays=True)
    centre.write(lambda u: centre_service.change_centre(u, row.id, keeps, row.version), SYSTEM)
    panel = section(window, page, "holidays")
    box = next(b for b in panel.findChildren(QCheckBox) if "16 Dec 2026" in b.accessibleName())
    assert not box.isChecked()
    box.click()
    settle(window)
    day = days_range(date(2026, 12, 16), 1, centre.tz)
    assert not centre.read(lambda u: centres.calendar(u, centre.centre_id, day), SYSTEM).closed


def second_centre(centre: Any) -> int:
    draft = centre_service.CentreDraft("AST", "Astana", "Asia/Almaty", "KZ")
    return int(centre.write(lambda u: centre_service.add_centre(u, draft), SYSTEM).id)


def test_a_person_is_added_with_roles_at_two_centres(qtbot: QtBot, centre: Any, qapp: QApplication) -> None:
    second, boss = second_centre(centre), centre.boss.person_id
    centre.write(lambda u: people_service.give_role(u, boss, Role.ADMINISTRATOR, second), SYSTEM)
    actor = centre.read(lambda u: people.actor_of(u, boss), SYSTEM)
    with window_of(centre, actor, "settings") as window:
        panel = section(window, window.made["settings"], "people")
        press(qtbot, panel, "Add a person…")
        settle(window)
        dialog = dialogs(PersonDialog)[0]
        dialog.name.setText("Гүлнар Әбенова")
        dialog.login.setText("gulnar")
        dialog.roles[Role.CONSULTANT].click()
        dialog.where.choose(second)
        dialog.where.changed.emit(second)
        dialog.roles[Role.MANAGER].click()
        confirm(window, dialog)
        found = centre.read(lambda u: people.person_by_login(u, "gulnar"), SYSTEM)
        assert set(found.roles) == {(Role.CONSULTANT, centre.centre_id), (Role.MANAGER, second)}
        assert "Гүлнар Әбенова" in [p.name for p in panel.table.rows.rows]


def test_roles_are_offered_only_where_one_may_give_them(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    second_centre(centre)
    panel = section(window, page, "people")
    press(qtbot, panel, "Add a person…")
    settle(window)
    where = dialogs(PersonDialog)[0].where
    assert [where.itemText(n) for n in range(where.count())] == ["Almaty"]


def test_a_person_needs_a_role(qtbot: QtBot, window: MainWindow, page: SettingsPage) -> None:
    panel = section(window, page, "people")
    press(qtbot, panel, "Add a person…")
    settle(window)
    dialog = dialogs(PersonDialog)[0]
    dialog.name.setText("Nobody")
    confirm(window, dialog)
    assert dialog.isVisible()
    assert "role" in words(dialog)


def test_a_taken_login_is_said_at_its_field(qtbot: QtBot, window: MainWindow, page: SettingsPage) -> None:
    panel = section(window, page, "people")
    press(qtbot, panel, "Add a person…")
    settle(window)
    dialog = dialogs(PersonDialog)[0]
    dialog.name.setText("Second")
    dialog.login.setText("boss")
    dialog.roles[Role.TEACHER].click()
    confirm(window, dialog)
    assert dialog.form.fields["login"].accessibleDescription()
    assert dialog.name.text() == "Second"


def test_a_role_is_ended_and_the_rest_stays(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    actor = centre.person("two", Role.TEACHER, Role.CONSULTANT, gender="male")
    panel = section(window, page, "people")
    found = centre.read(lambda u: people.person(u, actor.person_id), SYSTEM)
    panel._edit(found)
    settle(window)
    dialog = dialogs(PersonDialog)[0]
    dialog.roles[Role.CONSULTANT].click()
    confirm(window, dialog)
    after = centre.read(lambda u: people.person(u, actor.person_id), SYSTEM)
    assert after.roles == ((Role.TEACHER, centre.centre_id),)
    assert after.gender == "male"


def test_an_administrator_sets_a_password(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    actor = centre.person("two", Role.TEACHER)
    panel = section(window, page, "people")
    found = centre.read(lambda u: people.person(u, actor.person_id), SYSTEM)
    PasswordDialog(window.desk, panel, found).open()
    dialog = dialogs(PasswordDialog)[0]
    dialog.new.setText("short")
    dialog.again.setText("short")
    confirm(window, dialog)
    assert dialog.form.fields["password"].accessibleDescription()
    dialog.new.setText("long enough")
    dialog.again.setText("long enough")
    confirm(window, dialog)
    assert centre.app.sign_in("two", "long enough").name == "Two"


def test_a_person_is_gone_to(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    window.show_page("settings", id=centre.coordinator.person_id)
    settle(window)
    assert page.made["people"][1].table.current.name == "Coordinator"


def test_a_training_is_added_and_granted(
    qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any
) -> None:
    panel = section(window, page, "rules")
    panel.name.setText("Laser cutter safety")
    press(qtbot, panel, "Add the training")
    settle(window)
    found = centre.read(lambda u: people.person(u, centre.coordinator.person_id), SYSTEM)
    TrainedDialog(window.desk, panel, found).open()
    settle(window)
    dialog = dialogs(TrainedDialog)[0]
    confirm(window, dialog)
    held = centre.read(lambda u: people.held_qualifications(u, centre.coordinator.person_id), SYSTEM)
    assert [(h.name, h.expires_on) for h in held] == [("Laser cutter safety", date(2028, 11, 25))]
    dialog.reject()


def test_a_training_without_a_name_is_said(qtbot: QtBot, window: MainWindow, page: SettingsPage) -> None:
    panel = section(window, page, "rules")
    press(qtbot, panel, "Add the training")
    settle(window)
    assert panel.form.fields["name"].accessibleDescription()


def test_the_log_is_searched(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    panel = section(window, page, "log")
    panel.search.setText("robotics")
    panel.load()
    settle(window)
    assert {row.table for row in panel.rows} == {"bookable"}


def test_a_disabled_person_cannot_sign_in(window: MainWindow, page: SettingsPage, centre: Any) -> None:
    actor = centre.person("two", Role.TEACHER)
    centre.write(lambda u: people_service.set_active(u, actor.person_id, False), centre.boss)
    panel = section(window, page, "people")
    state = {p.name: panel.table.rows.columns[4].text(p) for p in panel.table.rows.rows}
    assert state["Two"] == "disabled"
