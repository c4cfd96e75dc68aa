"""The server goes away while somebody types: the window says so, keeps what was typed and comes back by itself."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.db import watch
from resource_centre.schools.service import SchoolDraft, add_school
from resource_centre.ui.schools.page import SchoolDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.boxes import ConnectionBanner
from resource_centre.ui.widgets.dialog import Leave
from tests.db.conftest import NOW, World
from tests.db.faults.cluster import Cluster
from tests.db.faults.proxy import Proxy
from tests.db.faults.test_failover import both
from tests.db.faults.test_server import CUT
from tests.db.faults.writers import account
from tests.heartbeat import Heartbeat
from tests.ui.windowed import dialogs, window_of

pytestmark = pytest.mark.needs_postgres
LONG = 30_000


def said(place: Any) -> str:
    """What the banner of the connection says there."""
    banner = place.findChild(ConnectionBanner)
    return banner.words.text() if banner.isVisible() else ""


def fill_in(window: MainWindow, name: str) -> Any:
    """The form of a new school with a name typed."""
    dialog = SchoolDialog(window.desk, window.made["schools"])
    dialog.open()
    QTest.keyClicks(dialog.name, name)
    return dialog


def press(dialog: Any) -> None:
    dialog.ok.click()


def gone(qtbot: QtBot) -> None:
    """Waits until the form has closed itself."""
    qtbot.waitUntil(lambda: not dialogs(), timeout=LONG)


def test_a_form_is_kept_while_the_network_is_silent_and_saved_once_when_it_speaks(
    qtbot: QtBot, served: World, wire: Proxy
) -> None:
    watch._watches[served.app.engine].patience = 0.3
    with window_of(served, page="schools") as window:
        dialog = fill_in(window, "School 41")
        wire.silence()
        heart = Heartbeat()
        press(dialog)
        qtbot.waitUntil(lambda: "Your form is kept; trying again in" in said(dialog), timeout=LONG)
        assert said(window) == said(dialog)
        assert said(dialog).startswith("The server does not answer.")
        assert dialog.name.text() == "School 41"
        assert dialog.isVisible()
        wire.speak()
        gone(qtbot)
        worst = heart.stop()
        qtbot.waitUntil(lambda: said(window) == "", timeout=LONG)
    print(f"\nlongest pause of the window's thread: {1000 * worst:.0f} ms")
    assert worst < 1
    assert account(served, []).stored["School 41"] == 1


@pytest.mark.parametrize("passes", [True, False], ids=["heard", "not heard"])
def test_a_form_cut_off_in_its_commit_is_saved_once(
    qtbot: QtBot, served: World, wire: Proxy, passes: bool
) -> None:
    with window_of(served, page="schools") as window:
        dialog = fill_in(window, "School 41")
        wire.cut_at(b"COMMIT", passes=passes, after=b"rc_receipt")
        press(dialog)
        gone(qtbot)
    assert wire.sprung.is_set()
    assert account(served, []).stored["School 41"] == 1


def test_connections_that_were_cut_are_not_noticed(qtbot: QtBot, served: World, cluster: Cluster) -> None:
    with window_of(served, page="schools") as window:
        dialog = fill_in(window, "School 41")
        cluster.sql(CUT)
        press(dialog)
        gone(qtbot)
        assert said(window) == ""
    assert account(served, []).stored["School 41"] == 1


def test_a_page_shows_what_it_had_and_then_what_is_new(qtbot: QtBot, served: World, cluster: Cluster) -> None:
    served.write(lambda unit: add_school(unit, served.centre_id, SchoolDraft("School 1")))
    with window_of(served, page="schools") as window:
        page = window.made["schools"]
        cluster.stop("immediate")
        page.load()
        qtbot.waitUntil(lambda: "trying again in" in said(window).lower(), timeout=LONG)
        assert page.table.rows.rowCount() == 1
        assert window.status.dot.tone == "danger"
        cluster.start()
        served.app.engine.dispose()
        served.write(lambda unit: add_school(unit, served.centre_id, SchoolDraft("School 2")))
        qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2, timeout=LONG)
        assert said(window) == ""
        assert window.status.dot.tone == "ok"


def test_a_form_thrown_away_meanwhile_is_not_saved(qtbot: QtBot, served: World, cluster: Cluster) -> None:
    with window_of(served, page="schools") as window:
        dialog = fill_in(window, "School 41")
        cluster.stop("immediate")
        press(dialog)
        qtbot.waitUntil(lambda: said(dialog) != "", timeout=LONG)
        dialog.reject()
        dialogs(Leave)[0].ok.click()
        gone(qtbot)
        cluster.start()
        window.desk.connection.try_now()
        qtbot.waitUntil(lambda: not window.desk.connection.away, timeout=LONG)
    assert account(served, []).stored["School 41"] == 0


@pytest.mark.slow
def test_a_form_that_is_being_saved_when_the_primary_dies_is_saved_once_by_its_standby(
    qtbot: QtBot, pair: tuple[Cluster, Cluster]
) -> None:
    primary, standby = pair
    app = App.open(both(pair), FixedClock(NOW))
    world = World(app, FixedClock(NOW))
    with window_of(world, page="schools") as window:
        dialog = fill_in(window, "School 41")
        primary.stop("immediate")
        press(dialog)
        qtbot.waitUntil(lambda: "Your form is kept" in said(dialog), timeout=LONG)
        assert dialog.name.text() == "School 41"
        standby.promote()
        gone(qtbot)
        again = fill_in(window, "School 42")
        press(again)
        gone(qtbot)
    stored = account(world, []).stored
    assert (stored["School 41"], stored["School 42"]) == (1, 1)
    app.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_minute_of_silence_changes_nothing(qtbot: QtBot, served: World, wire: Proxy) -> None:
    with window_of(served, page="schools") as window:
        dialog = fill_in(window, "School 41")
        heart = Heartbeat()
        wire.silence()
        press(dialog)
        began = time.monotonic()
        qtbot.waitUntil(lambda: "Your form is kept" in said(dialog), timeout=2 * LONG)
        noticed = time.monotonic() - began
        qtbot.waitUntil(lambda: time.monotonic() > began + 60, timeout=90_000)
        assert dialog.name.text() == "School 41"
        wire.speak()
        gone(qtbot)
        worst, back = heart.stop(), time.monotonic() - began - 60
    print(
        f"\nsilence: said after {noticed:.0f} s, saved {back:.0f} s after its end, longest pause {1000 * worst:.0f} ms"
    )
    assert worst < 1
    assert account(served, []).stored["School 41"] == 1
