"""The one QApplication, and how it is dressed: language and look of this computer's settings. Knows no database."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from resource_centre.i18n import language, language_of_system, set_language
from resource_centre.settings import LANGUAGE, TEXT_SIZE, THEME, Settings


def application() -> QApplication:
    """The one QApplication, made when there is none."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("resource-centre")
    app.setApplicationDisplayName("Resource Centre")
    app.setDesktopFileName("resource-centre")
    return app


def use_language(chosen: str) -> str:
    """Sets the language of the window and of Qt's own words; answers it."""
    set_language(chosen or language_of_system())
    QLocale.setDefault(QLocale({"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}[language()]))
    return language()


def dress(app: QApplication, settings: Settings) -> None:
    """Language and look, as this computer's settings say."""
    from resource_centre.ui.look import put_on  # after the first paint: see ui.opening

    use_language(settings.get(LANGUAGE))
    put_on(app, settings.get(THEME), settings.get(TEXT_SIZE))
