"""The register in its window: what is listed, what is told, what is added and taken out of service."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.core.times import TimeRange
from resource_centre.resources import queries, service
from resource_centre.resources.register import detail, own_rules, photos
from resource_centre.schedule import queries as schedule
from resource_centre.ui.resources.dialogs import LabDialog, ModelDialog, UnitsDialog
from resource_centre.ui.resources.lines import key_of
from resource_centre.ui.resources.outage import OutageDialog
from resource_centre.ui.resources.page import ResourcesPage
from resource_centre.ui.resources.rules import RulesDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.dialog import Ask
from tests.ui.windowed import dialogs, settle, window_of


def names(page: ResourcesPage) -> list[str]:
    return [line.name.strip() for line in page.table.rows.rows]


def words(inside: QWidget) -> str:
    return "\n".join(label.text() for label in inside.findChildren(QLabel) if label.isVisibleTo(inside))


def press(qtbot: QtBot, inside: QWidget, text: str) -> None:
    found = [
        b for b in inside.findChildren(QPushButton) if b.text().strip() == text and b.isVisibleTo(inside)
    ]
    assert found, f"no button {text}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def pick(window: MainWindow, page: ResourcesPage, key: tuple[str, int]) -> None:
    assert page.table.pick(key)
    settle(window)


def confirm(window: MainWindow, dialog: Any) -> None:
    dialog.ok.click()
    settle(window)


def test_labs_come_first_and_units_under_their_model(page: ResourcesPage) -> None:
    assert names(page) == ["Robotics lab", "SPIKE kit", "SPK 01", "SPK 02", "SPK 03"]


def test_a_word_finds_a_unit_with_its_model(window: MainWindow, page: ResourcesPage) -> None:
    page.search.setText("spk-02")
    page.search.searched.emit("spk-02")
    settle(window)
    assert names(page) == ["SPIKE kit", "SPK 02"]


def test_out_of_order_lists_only_what_is(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    centre.write(lambda u: service.add_outage(u, centre.kits[1], "Hub is dead", u.now, None))
    page.reload()
    settle(window)
    page.segments.buttons["out"].click()
    assert names(page) == ["SPK 02"]
    assert "1 out of order" in page.bar.note.text()


def test_a_lab_tells_its_places_and_a_model_its_parts(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    pick(window, page, key_of(centre.robotics))
    assert "24" in words(page.side)
    pick(window, page, ("model", centre.spike))
    assert "Motor" in words(page.side)


def test_a_place_is_gone_to(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    page.segments.buttons["lab"].click()
    window.show_page("resources", id=centre.kits[2])
    settle(window)
    assert page.table.current.code == "SPK-03"


def test_what_is_no_longer_in_use_is_found_all_the_same(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    centre.write(lambda u: service.set_active(u, centre.kits[2], False))
    window.show_page("resources", id=centre.kits[2])
    settle(window)
    assert page.table.current.code == "SPK-03"
    press_back = [b for b in page.side.findChildren(QPushButton) if b.text() == "Put back into use"]
    press_back[0].click()
    settle(window)
    assert centre.read(lambda u: queries.bookable(u, centre.kits[2])).active


def test_a_lab_is_added(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    LabDialog(window.desk, page).open()
    dialog = dialogs(LabDialog)[0]
    dialog.name.setText("Лаборатория физики")
    dialog.code.setText("PHY")
    confirm(window, dialog)
    assert not dialogs(LabDialog)
    assert "Лаборатория физики" in names(page)


def test_a_taken_code_keeps_the_form(window: MainWindow, page: ResourcesPage) -> None:
    LabDialog(window.desk, page).open()
    dialog = dialogs(LabDialog)[0]
    dialog.name.setText("Second")
    dialog.code.setText("ROB")
    confirm(window, dialog)
    assert dialog.isVisible()
    assert dialog.name.text() == "Second"
    assert "code" in words(dialog)


def test_an_empty_name_is_said_at_its_field(window: MainWindow, page: ResourcesPage) -> None:
    LabDialog(window.desk, page).open()
    dialog = dialogs(LabDialog)[0]
    dialog.name.setText("   ")
    dialog.code.setText("X")
    confirm(window, dialog)
    assert dialog.form.fields["name"].accessibleDescription() == "Give the lab a name."


def test_a_model_comes_with_numbered_units_and_parts(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    ModelDialog(window.desk, page).open()
    dialog = dialogs(ModelDialog)[0]
    dialog.name.setText("Tablet")
    dialog.count.setValue(3)
    dialog.first.setText("T-09")
    dialog.parts.setPlainText("Box lid x 1\nPen × 2")
    confirm(window, dialog)
    rows = centre.read(lambda u: queries.bookables(u, centre.centre_id, "unit"))
    assert [r.code for r in rows if r.model == "Tablet"] == ["T-09", "T-10", "T-11"]
    unit = next(r for r in rows if r.code == "T-09")
    assert centre.read(lambda u: detail(u, unit.id)).parts == (("Box lid", 1), ("Pen", 2))


def test_a_changed_model_keeps_its_parts(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    pick(window, page, ("model", centre.spike))
    page.side.edit()
    settle(window)
    dialog = dialogs(ModelDialog)[0]
    dialog.maker.setText("LEGO")
    confirm(window, dialog)
    assert dict(centre.read(lambda u: detail(u, centre.kits[0])).parts) == {"Hub": 1, "Motor": 3}
    assert "LEGO" in words(page.side)


def test_a_part_without_a_number_is_said_at_its_field(window: MainWindow, page: ResourcesPage) -> None:
    ModelDialog(window.desk, page).open()
    dialog = dialogs(ModelDialog)[0]
    dialog.name.setText("Tablet")
    dialog.parts.setPlainText("Pen")
    confirm(window, dialog)
    assert "Pen" in dialog.form.fields["parts"].accessibleDescription()


def test_several_units_are_added_at_once(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    UnitsDialog(window.desk, page, page.side.models, model_id=centre.spike).open()
    dialog = dialogs(UnitsDialog)[0]
    dialog.first.setText("SPK-04")
    dialog.count.setValue(2)
    confirm(window, dialog)
    assert names(page)[-2:] == ["SPIKE kit 04", "SPIKE kit 05"]


def test_units_that_clash_are_all_refused(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    UnitsDialog(window.desk, page, page.side.models, model_id=centre.spike).open()
    dialog = dialogs(UnitsDialog)[0]
    dialog.first.setText("SPK-02")
    dialog.count.setValue(4)
    confirm(window, dialog)
    assert dialog.isVisible()
    assert len(centre.read(lambda u: queries.bookables(u, centre.centre_id, "unit"))) == 3


def test_a_changed_unit_keeps_the_minutes_of_its_model(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    pick(window, page, key_of(centre.kits[0]))
    page.side.edit()
    settle(window)
    dialog = dialogs(UnitsDialog)[0]
    dialog.place.setText("Shelf 3")
    confirm(window, dialog)
    found = centre.read(lambda u: detail(u, centre.kits[0]))
    assert (found.row.location, found.minutes) == ("Shelf 3", (None, None))


def test_an_outage_gives_a_booking_a_substitute_with_one_click(
    qtbot: QtBot, window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    pick(window, page, key_of(centre.kits[0]))
    press(qtbot, page.side, "Out of service…")
    settle(window)
    dialog = dialogs(OutageDialog)[0]
    assert "1 booking is hit" in words(dialog)
    press(qtbot, dialog, "Take SPK-02")
    settle(window)
    assert "No booking is hit." in words(dialog)
    dialog.reason.setText("Hub does not charge")
    confirm(window, dialog)
    span = TimeRange(centre.at("2026-11-26 12:00"), centre.at("2026-11-26 18:00"))
    blocks = centre.read(lambda u: schedule.blocks(u, centre.centre_id, span))
    assert [b.bookable_id for b in blocks] == [centre.kits[1]]
    assert "Hub does not charge" in words(page.side)


def test_an_outage_without_a_reason_stays_open(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    row = centre.read(lambda u: queries.bookable(u, centre.kits[0]))
    OutageDialog(window.desk, page, row).open()
    settle(window)
    dialog = dialogs(OutageDialog)[0]
    confirm(window, dialog)
    assert dialog.isVisible()
    assert dialog.form.fields["reason"].accessibleDescription()


def test_an_outage_ends_with_a_click(
    qtbot: QtBot, window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    centre.write(
        lambda u: service.add_outage(u, centre.robotics, "Water", centre.at("2026-11-24 09:00"), None)
    )
    page.reload()
    settle(window)
    pick(window, page, key_of(centre.robotics))
    press(qtbot, page.side, "Back in service")
    settle(window)
    assert page.table.current.state == "in service"


def test_taking_out_says_how_many_bookings_lie_ahead(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    pick(window, page, key_of(centre.kits[0]))
    page.side._retire(page.side.found.row)  # the entry of a menu that a test cannot hold open
    settle(window)
    dialog = dialogs(Ask)[0]
    assert "1 booking still lies ahead" in words(dialog)
    confirm(window, dialog)
    assert "SPK 01" not in names(page)


def test_rules_of_a_lab_are_set(window: MainWindow, page: ResourcesPage, centre: Any) -> None:
    own = centre.read(lambda u: own_rules(u, centre.centre_id, bookable_id=centre.robotics))
    RulesDialog(window.desk, page, "Rules", own, centre.robotics).open()
    dialog = dialogs(RulesDialog)[0]
    dialog.fields["max_minutes"].setText("180")
    dialog.limits.add()
    dialog.alone.setChecked(True)
    assert dialog.week is not None
    dialog.week.days[0]._part()  # a break on Monday
    confirm(window, dialog)
    found = centre.read(lambda u: own_rules(u, centre.centre_id, bookable_id=centre.robotics))
    assert found.values["max_minutes"] == 180
    assert [q.measure for q in found.quotas] == ["hours"]
    assert [span for span in found.hours if span[0] == 0] == [(0, 540, 780), (0, 840, 1080)]


def test_a_rule_that_is_no_number_is_said_at_its_field(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    own = centre.read(lambda u: own_rules(u, centre.centre_id, bookable_id=centre.robotics))
    RulesDialog(window.desk, page, "Rules", own, centre.robotics).open()
    dialog = dialogs(RulesDialog)[0]
    dialog.fields["horizon_days"].setText("soon")
    confirm(window, dialog)
    assert dialog.form.fields["horizon_days"].accessibleDescription()


def test_a_photo_is_made_small_and_added(
    window: MainWindow, page: ResourcesPage, centre: Any, tmp_path: Path
) -> None:
    large = QImage(4000, 3000, QImage.Format.Format_RGB32)
    large.fill(QColor("teal"))
    large.save(str(tmp_path / "lab.png"))
    pick(window, page, key_of(centre.robotics))
    page.side.add_photo(tmp_path / "lab.png")
    settle(window)
    stored = centre.read(lambda u: photos(u, centre.robotics, None))
    assert QImage.fromData(stored[0].image).width() == 1600


def test_a_file_that_is_no_picture_is_refused_in_words(
    window: MainWindow, page: ResourcesPage, centre: Any, tmp_path: Path
) -> None:
    (tmp_path / "lab.png").write_text("no picture")
    pick(window, page, key_of(centre.robotics))
    page.side.add_photo(tmp_path / "lab.png")
    settle(window)
    assert "lab.png" in window.banner.words.text()
    assert not centre.read(lambda u: photos(u, centre.robotics, None))


def test_a_manager_reads_and_changes_nothing(centre: Any, qapp: QApplication) -> None:
    manager = centre.person("manager", Role.MANAGER)
    with window_of(centre, manager, "resources") as window:
        page = window.made["resources"]
        settle(window)
        assert page.add.isHidden()
        assert not [b for b in page.side.findChildren(QPushButton) if b.text().strip() == "Edit…"]
        page.side.edit()
        assert not dialogs(LabDialog)


def test_an_end_before_the_start_is_said_at_the_end(
    window: MainWindow, page: ResourcesPage, centre: Any
) -> None:
    row = centre.read(lambda u: queries.bookable(u, centre.robotics))
    OutageDialog(window.desk, page, row).open()
    settle(window)
    dialog = dialogs(OutageDialog)[0]
    dialog.reason.setText("Paint")
    dialog.end.day.set_day(dialog.start.wall.date())
    dialog.end.clock.set_time(time(0, 30))
    confirm(window, dialog)
    assert dialog.form.fields["end"].accessibleDescription()


def test_nothing_is_read_after_the_window_is_closed(centre: Any, qapp: QApplication) -> None:
    with window_of(centre, page="resources") as window:
        page = window.made["resources"]
        settle(window)
        window.close()
        page.load()
        assert window.desk.background.is_idle()
