"""What a start may import: nothing that takes long before the first paint, and for Today only what Today needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from resource_centre.app import App, prepare
from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.core.context import SYSTEM, Role
from resource_centre.db.unit import Unit
from resource_centre.people.service import PersonDraft, add_person
from tests.house import python


def someone(unit: Unit) -> None:
    centre = add_centre(unit, CentreDraft(code="AST", name="Astana", zone="Asia/Almaty", country="KZ"))
    add_person(unit, PersonDraft(name="Aigerim", login="aigerim"), [(Role.COORDINATOR, centre.id)])


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a second start says of itself, until Today is there with its data."""
    home: Path = tmp_path_factory.mktemp("home")
    url = f"sqlite:///{home / 'resource-centre.db'}"
    prepare(url)
    app = App.open(url)
    app.write(someone, SYSTEM)
    app.close()
    said = [
        python(
            "-m",
            "benchmarks.started",
            "ours",
            "0",
            RESOURCE_CENTRE_HOME=str(home),
            QT_QPA_PLATFORM="offscreen",
        )
        for _start in range(2)
    ]
    found: dict[str, Any] = json.loads(said[-1])
    return found


def test_the_window_is_painted_before_any_library_of_the_database(started: dict[str, Any]) -> None:
    assert started["heavy"] == []


def test_the_first_paint_does_without_qts_enumerations(started: dict[str, Any]) -> None:
    assert not started["has_qt_names"]


def test_today_needs_no_objects_and_no_library_of_holidays(started: dict[str, Any]) -> None:
    assert started["heavy_today"] == ["PySide6.QtSvg", "sqlalchemy"]


def test_no_source_is_read_at_the_start(started: dict[str, Any]) -> None:
    assert started["sources_read"] < 20
