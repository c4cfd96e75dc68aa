"""Every page of every role opens on the sample network, small and large, and its models keep Qt's rules."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QApplication

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.settings import Settings
from resource_centre.ui.look import put_on
from resource_centre.ui.widgets.columns import RowsModel
from resource_centre.ui.widgets.lists import ItemsModel
from resource_centre.ui.window import make_window
from tests.databases import SAMPLE_DAY

ROLES = ("coordinator", "consultant", "teacher", "ambassador", "manager", "administrator", "evaluator")


@pytest.fixture
def app(sample_file: Path, tmp_path: Path) -> Iterator[App]:
    """The sample, for this test alone."""
    file = tmp_path / "centre.db"
    shutil.copy(sample_file, file)
    opened = App.open(f"sqlite:///{file}", FixedClock(SAMPLE_DAY))
    yield opened
    opened.close()


def settle(window: Any) -> None:
    for _again in range(3):
        window.desk.background.settle()
        QApplication.processEvents()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_every_page_opens(qapp: QApplication, app: App, role: str, size: tuple[int, int]) -> None:
    put_on(qapp, "dark" if size[0] == 1280 else "light")
    app.sign_in(role)
    window = make_window(app, Settings())
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    window.resize(*size)
    window.show()
    try:
        for key in window.pages:
            window.show_page(key)
            settle(window)
            page = window.made[key]
            for name in getattr(page, "views", ()):
                page.show_view(name)
                settle(window)
            for view in page.findChildren(QAbstractItemView):
                model = view.model()
                if isinstance(model, RowsModel | ItemsModel):
                    QAbstractItemModelTester(
                        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
                    )
            assert not failures, f"{key}: {failures}"
            assert window.width() <= size[0], f"{key} does not fit into {size[0]} pixels"
    finally:
        window.close()
        window.deleteLater()
        qapp.setStyleSheet("")
        QApplication.processEvents()
