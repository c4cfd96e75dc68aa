"""A file from an older program: it is saved beside itself, brought up to date and opened, without a command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from resource_centre.app import prepare
from resource_centre.db import upgrade
from resource_centre.db.engine import open_engine
from resource_centre.settings import DATABASE, Settings
from resource_centre.ui.start.first import FirstStart
from resource_centre.ui.start.opening import open_database

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


@pytest.fixture(autouse=True)
def gone() -> Iterator[None]:
    """What was closed is deleted at once."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def older(tmp_path: Path) -> str:
    """The address of a file with the schema of an older program."""
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    prepare(url)
    engine = open_engine(url)
    upgrade.downgrade(engine, upgrade.known_revisions()[0])
    engine.dispose()
    return url


def test_an_older_file_is_saved_and_brought_up_to_date(qapp: Any, older: str, tmp_path: Path) -> None:
    settings = Settings()
    app = open_database(settings, older)
    assert app is not None
    assert upgrade.revision_of(app.engine) == upgrade.head()
    app.close()
    assert settings.get(DATABASE) == older
    assert [file.name for file in tmp_path.glob("*before-upgrade*")]


def test_a_file_of_a_newer_program_is_left_alone_and_said_so(qapp: Any, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    prepare(url)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    engine.dispose()
    said = []

    def look() -> None:
        first = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FirstStart) and w.isVisible())
        said.append(first.banner.words.text())
        first.reject()

    QTimer.singleShot(300, look)
    assert open_database(Settings(), url) is None
    assert "newer Resource Centre" in said[0]
    assert not list(tmp_path.glob("*before-upgrade*"))
