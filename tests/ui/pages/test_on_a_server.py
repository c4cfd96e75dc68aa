"""Every page of every role opens on a server, read with that person's own login: no refusal meets anybody."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.settings import Settings
from resource_centre.ui.look import put_on
from resource_centre.ui.window import make_window
from tests.db.rights.conftest import LOGINS, NOW, Network
from tests.ui.pages.test_every_page import settle

pytestmark = pytest.mark.needs_postgres


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
@pytest.mark.parametrize("role", LOGINS)
def test_every_page_opens_with_the_rights_of_its_person(
    qapp: QApplication, reading: Network, role: str
) -> None:
    put_on(qapp, "light")
    app = App.open(reading.server.url(reading.name, role), FixedClock(NOW))
    assert app.sign_in_by_connection()
    window: Any = make_window(app, Settings())
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    window.resize(1280, 720)
    window.show()
    try:
        for key in window.pages:
            window.show_page(key)
            settle(window)
            for name in getattr(window.made[key], "views", ()):
                window.made[key].show_view(name)
                settle(window)
            assert not failures, f"{key}: {failures}"
    finally:
        window.close()
        window.deleteLater()
        app.close()
        qapp.setStyleSheet("")
        QApplication.processEvents()
