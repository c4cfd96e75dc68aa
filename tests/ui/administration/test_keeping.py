"""Backups from the window: made, listed, put back; damage looked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from resource_centre.core.context import SYSTEM
from resource_centre.resources import queries
from resource_centre.settings import BACKUP_FOLDER, BACKUPS_KEPT
from resource_centre.ui.administration.keeping import DataPanel, backups_in
from resource_centre.ui.administration.page import SettingsPage
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.dialog import Ask
from tests.ui.windowed import dialogs, settle


def panel_of(window: MainWindow, page: SettingsPage) -> DataPanel:
    assert page.list.pick("data")
    settle(window)
    panel = page.made["data"][1]
    assert isinstance(panel, DataPanel)
    return panel


def press(qtbot: QtBot, inside: QWidget, text: str) -> None:
    found = next(
        b for b in inside.findChildren(QPushButton) if b.text().strip() == text and b.isVisibleTo(inside)
    )
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_backup_is_made_and_listed(qtbot: QtBot, window: MainWindow, page: SettingsPage) -> None:
    panel = panel_of(window, page)
    press(qtbot, panel, "Back up now")
    settle(window)
    assert len(panel.table.rows.rows) == 1
    assert len(backups_in(panel.folder)) == 1
    assert "The backup is in" in panel.said.words.text()


def test_a_backup_is_put_back(qtbot: QtBot, window: MainWindow, page: SettingsPage, centre: Any) -> None:
    panel = panel_of(window, page)
    press(qtbot, panel, "Back up now")
    settle(window)
    later = centre.lab("LATER")
    assert not panel.back.isEnabled()
    panel.table.selectRow(0)
    press(qtbot, panel, "Restore…")
    settle(window)
    dialogs(Ask)[0].ok.click()
    settle(window)
    assert later not in [b.id for b in centre.read(lambda u: queries.bookables(u), SYSTEM)]
    assert "before-restore" in panel.said.words.text()
    assert panel.file is not None and list(panel.file.parent.glob("*before-restore*"))


def test_a_file_that_is_no_backup_changes_nothing(
    window: MainWindow, page: SettingsPage, centre: Any, tmp_path: Path
) -> None:
    panel = panel_of(window, page)
    (tmp_path / "holiday.db").write_text("photos of the sea")
    panel.restore(tmp_path / "holiday.db")
    settle(window)
    assert panel.said.words.text()
    assert not panel.bar.isVisible()
    assert centre.read(lambda u: queries.bookable(u, centre.robotics), SYSTEM).name == "Robotics lab"


def test_a_backup_never_overwrites(window: MainWindow, page: SettingsPage, tmp_path: Path) -> None:
    panel = panel_of(window, page)
    (tmp_path / "kept.db").write_text("precious")
    panel.back_up(tmp_path / "kept.db")
    settle(window)
    assert (tmp_path / "kept.db").read_text() == "precious"
    assert "exists already" in panel.said.words.text()


def test_a_sound_database_is_said_to_be_sound(qtbot: QtBot, window: MainWindow, page: SettingsPage) -> None:
    panel = panel_of(window, page)
    press(qtbot, panel, "Look for damage")
    settle(window)
    assert panel.said.words.text() == "The database is sound."


def test_how_many_are_kept_and_where_is_remembered(
    window: MainWindow, page: SettingsPage, tmp_path: Path
) -> None:
    panel = panel_of(window, page)
    panel.days.setValue(30)
    window.desk.keep(BACKUP_FOLDER, str(tmp_path / "elsewhere"))
    assert window.desk.settings.get(BACKUPS_KEPT) == 30
    assert panel.folder == tmp_path / "elsewhere"
    panel.load()
    settle(window)
    assert not panel.table.rows.rows
