"""The summary of the network may be read at a copy of the database."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from sqlalchemy import text

from resource_centre.cli import run_command
from resource_centre.db.unit import Unit
from tests.db.conftest import World


def schools(unit: Unit) -> int:
    """How many there are."""
    return int(unit.session.execute(text("select count(*) from school")).scalar_one())


def test_a_report_is_read_at_the_copy(file_world: World, database: Path, tmp_path: Path) -> None:
    file_world.app.engine.dispose()
    file_world.app.reports_url = f"sqlite:///{shutil.copy(database, tmp_path / 'standby.db')}"
    file_world.app.actor = file_world.coordinator
    file_world.school()
    assert file_world.app.read_report(schools) == 0
    assert file_world.app.read(schools) == 1


def test_without_the_copy_a_report_is_read_here(file_world: World, tmp_path: Path) -> None:
    file_world.app.actor = file_world.coordinator
    file_world.school()
    assert file_world.app.read_report(schools) == 1
    file_world.app.reports_url = f"sqlite:///{tmp_path / 'away.db'}"
    assert file_world.app.read_report(schools) == 1


def test_the_command_reads_where_it_is_told(file_world: World, database: Path, tmp_path: Path) -> None:
    out = tmp_path / "network.json"
    options = ["--db", f"sqlite:///{tmp_path / 'away.db'}", "--as", "coordinator"]
    code = run_command(
        [*options, "summary", "2026-10", "--network", "--read-db", f"sqlite:///{database}", "--out", str(out)]
    )
    assert code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["period"] == "2026-10"
