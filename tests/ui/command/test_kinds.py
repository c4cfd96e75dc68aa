"""Whatever is found opens on the thing itself, for each kind of thing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.settings import Settings
from resource_centre.ui.look import put_on
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.window import make_window
from tests.databases import SAMPLE_DAY
from tests.ui.windowed import put_off, settle

KINDS = {
    "ROB": ("lab", "resources"), "MIC-03": ("unit", "resources"), "LEGO SPIKE Prime": ("model", "resources"),
    "школа № 66": ("school", "schools"), "request 7": ("request", "consultations"), "event 12": ("event", "events"),
    "робототехника тренер ступени": ("course", "courses"), "жанель": ("ambassador", "ambassadors"),
    "роботтар": ("activity", "calendar"), "Планшет × ": ("loan", "loans"), "нурлан": ("person", "schools"),
}  # fmt: skip


@pytest.fixture
def window(qapp: Any, sample_file: Path, tmp_path: Path) -> Iterator[MainWindow]:
    app = App.open(f"sqlite:///{shutil.copy(sample_file, tmp_path / 'centre.db')}", FixedClock(SAMPLE_DAY))
    app.sign_in("coordinator")
    put_on(qapp, "light")
    made = make_window(app, Settings())
    made.resize(1440, 900)
    made.show()
    settle(made)
    yield made
    made.close()
    made.deleteLater()
    put_off(qapp)
    app.close()


def in_sight(window: MainWindow, kind: str) -> Any:
    """The key of what the page shows as chosen."""
    page: Any = window.made[window.current]
    if kind in ("lab", "unit", "model"):
        return page.table.current.key[1]
    if kind == "activity":
        return page.selected
    if kind == "event":
        return page.opened
    if kind == "loan":
        return page.detail.row.activity_id
    chosen = page.list.current if kind in ("request", "course") else page.table.current
    return chosen.id


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_each_kind_opens_on_the_thing_itself(window: MainWindow) -> None:
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    for typed, (kind, page) in KINDS.items():
        window.open_command()
        settle(window)
        window.header.command.setText(typed)
        settle(window)
        rows: list[Any] = [r for r in window.commands.panel.rows.entries if getattr(r, "habit", None)]
        row = next((r for r in rows if r.habit[0] == kind), None)
        assert row is not None, (typed, [r.title for r in rows])
        window.commands._run(row, False)
        settle(window)
        assert window.current == page, typed
        if kind != "person":
            assert in_sight(window, kind) == row.habit[1], typed
    assert failures == []
