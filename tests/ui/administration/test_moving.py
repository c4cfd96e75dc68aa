"""Moving data from the window: to a server, a centre's data home, a second centre's file in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from resource_centre.app import App
from resource_centre.core.context import SYSTEM, Role
from resource_centre.db.check import problems
from resource_centre.db.engine import open_engine
from resource_centre.ui.administration.keeping import DataPanel
from resource_centre.ui.administration.moving import BringDialog, HomeDialog, MoveDialog
from resource_centre.ui.administration.transfer import Transfer
from resource_centre.ui.shell.window import MainWindow
from tests.db.conftest import World, settle_in, world_at
from tests.ui.windowed import dialogs, settle, until, window_of
from tools.postgres import Server

pytestmark = pytest.mark.needs_postgres


def administrator(world: World) -> Any:
    return world.person("root", Role.ADMINISTRATOR, Role.COORDINATOR, name="Root")


def panel_of(window: MainWindow) -> DataPanel:
    page: Any = window.made["settings"]
    page.list.pick("data")
    settle(window)
    found = page.made["data"][1]
    assert isinstance(found, DataPanel)
    return found


def enter(form: Any, server: Server, database: str) -> None:
    """The owner's login, by the socket of this computer."""
    form.hosts.setText(str(server.folder))
    form.database.setText(database)
    form.login.setText("postgres")


def finished(qtbot: QtBot, window: MainWindow, dialog: Transfer) -> str:
    until(qtbot, window, lambda: dialog.banner.words.text())
    return str(dialog.banner.words.text())


def counts(url: str) -> tuple[int, int]:
    """Activities and people of a database that is sound."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = tuple(
            int(connection.exec_driver_sql(f"select count(*) from {name}").scalar() or 0)
            for name in ("activity", "person")
        )
    assert problems(engine) == []
    engine.dispose()
    return found[0], found[1]


@pytest.fixture
def vacant(server: Server) -> Iterator[str]:
    """An empty database on the server."""
    name = server.empty()
    yield name
    server.drop(name)


def test_the_file_moves_to_a_server_and_can_be_opened_there(
    qapp: Any, qtbot: QtBot, world: World, server: Server, vacant: str
) -> None:
    world.book("2026-11-26 10:00", "2026-11-26 12:00", world.lab())
    with window_of(world, administrator(world), "settings") as window:
        wanted: list[tuple[str, str]] = []
        window.desk.another.connect(lambda *told: wanted.append(told))
        panel_of(window).move_out.click()
        dialog = dialogs(MoveDialog)[0]
        enter(dialog.server, server, vacant)
        dialog.ok.click()
        assert "every table was compared and is the same" in finished(qtbot, window, dialog)
        assert counts(server.url(vacant)) == counts(str(world.app.engine.url))
        dialog.ok.click()
        assert wanted and vacant in wanted[0][0]
        settle(window)


def test_nothing_moves_into_a_database_that_has_data(
    qapp: Any, qtbot: QtBot, world: World, server: Server
) -> None:
    name = server.fresh(settle_in)
    with window_of(world, administrator(world), "settings") as window:
        panel_of(window).move_out.click()
        dialog = dialogs(MoveDialog)[0]
        enter(dialog.server, server, name)
        dialog.ok.click()
        assert "There is data in that database already" in finished(qtbot, window, dialog)
        assert dialog.ok.text() == "Move"
    server.drop(name)


def test_a_move_that_is_stopped_writes_nothing(
    qapp: Any, qtbot: QtBot, world: World, server: Server, vacant: str
) -> None:
    world.book("2026-11-26 10:00", "2026-11-26 12:00", world.lab())
    with window_of(world, administrator(world), "settings") as window:
        panel_of(window).move_out.click()
        dialog = dialogs(MoveDialog)[0]
        enter(dialog.server, server, vacant)
        dialog.ok.click()
        dialog.cancel.click()
        assert dialog.banner.words.text() == "Stopped. Nothing was written."
        window.desk.background.settle()
        engine = open_engine(server.url(vacant))
        with engine.connect() as connection:
            made = connection.exec_driver_sql("select to_regclass('activity')").scalar()
            rows = connection.exec_driver_sql("select count(*) from activity").scalar() if made else 0
        engine.dispose()
        assert rows == 0


def test_a_centre_is_taken_home_from_a_server(
    qapp: Any, qtbot: QtBot, server: Server, tmp_path: Path
) -> None:
    name = server.fresh(settle_in)
    with world_at(server.url(name)) as world:
        world.book("2026-11-26 10:00", "2026-11-26 12:00", world.lab())
        with window_of(world, administrator(world), "settings") as window:
            panel_of(window).take_home.click()
            dialog = dialogs(HomeDialog)[0]
            settle(window)
            assert dialog.centre.value == "ALA" and dialog.server.login.text() == ""
            enter(dialog.server, server, name)
            dialog.put_into(tmp_path / "home.db")
            dialog.ok.click()
            assert "rows are in home.db" in finished(qtbot, window, dialog)
            dialog.ok.click()
            settle(window)
    assert counts(f"sqlite:///{tmp_path / 'home.db'}")[0] == 1
    server.drop(name)


def test_a_second_centre_comes_in_and_people_are_known_again(
    qapp: Any, qtbot: QtBot, world: World, settled_file: Path, tmp_path: Path
) -> None:
    second = Path(shutil.copy(settled_file, tmp_path / "second.db"))
    other = App.open(f"sqlite:///{second}")
    other.write(
        lambda unit: unit.session.connection().exec_driver_sql(
            "update centre set code = 'AST', name = 'Astana', uid = 'x'"
        ),
        SYSTEM,
    )
    other.close()
    with window_of(world, administrator(world), "settings") as window:
        panel_of(window).bring_in.click()
        dialog = dialogs(BringDialog)[0]
        dialog.take(second)
        dialog.ok.click()
        said = finished(qtbot, window, dialog)
        assert "1 person was here already" in said
        settle(window)
        assert world.read(lambda unit: len(unit.rows(_centres())), SYSTEM) == 2


def test_what_clashes_is_listed_and_nothing_is_written(
    qapp: Any, qtbot: QtBot, world: World, settled_file: Path, tmp_path: Path
) -> None:
    second = Path(shutil.copy(settled_file, tmp_path / "second.db"))
    other = App.open(f"sqlite:///{second}")
    other.write(
        lambda unit: unit.session.connection().exec_driver_sql(
            "update centre set name = 'Astana', uid = 'x'"
        ),
        SYSTEM,
    )
    other.close()
    with window_of(world, administrator(world), "settings") as window:
        panel_of(window).bring_in.click()
        dialog = dialogs(BringDialog)[0]
        dialog.take(second)
        dialog.ok.click()
        said = finished(qtbot, window, dialog)
        assert "The code ALA belongs to Almaty there and to Astana here" in said
        assert world.read(lambda unit: len(unit.rows(_centres())), SYSTEM) == 1


def _centres() -> Any:
    from sqlalchemy import select

    from resource_centre.centres.model import Centre

    return select(Centre.id)
