"""Draws every page and main dialog for every role into pictures, without a screen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from resource_centre.core.clock import FixedClock, SystemClock
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput
from resource_centre.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# Dialogs and places worth a picture: page, name of the picture, where.
PLACES = (
    ("calendar", "booking", {"book": True}),
    ("consultations", "new-request", {"new": True}),
    ("events", "new-event", {"new": True}),
    ("loans", "new-loan", {"new": True}),
)
ROLES = (
    Role.COORDINATOR,
    Role.CONSULTANT,
    Role.TEACHER,
    Role.AMBASSADOR,
    Role.MANAGER,
    Role.ADMINISTRATOR,
    Role.EVALUATOR,
)


def draw(url: str | None, out: Path, language: str, theme: str, size: str) -> Iterator[Path]:
    """Draws the tour of a database, or of a fresh sample network when none is named; answers each file."""
    width, height = _size(size)
    if language not in LANGUAGES:
        raise BadInput(_("The window speaks {languages}.").format(languages=", ".join(sorted(LANGUAGES))))
    out.mkdir(parents=True, exist_ok=True)
    without_screen()
    with tempfile.TemporaryDirectory(prefix="resource-centre-tour-") as folder:
        kept = os.environ.get("RESOURCE_CENTRE_HOME")
        os.environ["RESOURCE_CENTRE_HOME"] = folder
        try:
            yield from _draw_all(url or _sample(Path(folder)), out, language, theme, (width, height))
        finally:
            if kept is None:
                os.environ.pop("RESOURCE_CENTRE_HOME", None)
            else:
                os.environ["RESOURCE_CENTRE_HOME"] = kept


def without_screen() -> QApplication:
    """The application for drawing alone; it needs no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from resource_centre.ui.application import application

    return application()


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
        if not (640 <= width <= 8000 and 480 <= height <= 5000):
            raise ValueError
    except ValueError:
        raise BadInput(_("“{size}” is not a size. Write it like 1440x900.").format(size=text)) from None
    return width, height


def _sample(folder: Path) -> str:
    from resource_centre.app import App, prepare
    from resource_centre.demo.network import fill

    url = f"sqlite:///{folder / 'tour.db'}"
    prepare(url)
    app = App.open(url)
    app.write(lambda unit: fill(unit, 1, 1), SYSTEM)
    app.close()
    return url


def _draw_all(url: str, out: Path, language: str, theme: str, size: tuple[int, int]) -> Iterator[Path]:
    from resource_centre.app import App
    from resource_centre.people.queries import people_with
    from resource_centre.settings import LANGUAGE, TEXT_SIZE, THEME, Settings
    from resource_centre.ui.application import application, dress
    from resource_centre.ui.window import make_window

    qt, settings = application(), Settings()
    settings.set(LANGUAGE, language)
    settings.set(THEME, theme)
    settings.set(TEXT_SIZE, 100)
    dress(qt, settings)
    app = App.open(url, FixedClock(SystemClock().now()))
    try:
        for role in ROLES:
            found = [person for person in app.read(partial(people_with, role=role), SYSTEM) if person.login]
            if not found:
                continue
            chosen = next((person for person in found if person.login == role.value), found[0])
            app.actor = app.read(partial(_actor, person_id=chosen.id), SYSTEM)
            window = make_window(app, settings)
            window.resize(*size)
            window.show()
            try:
                yield from _draw_window(window, out, role.value)
            finally:
                window.close()
                window.deleteLater()
                qt.processEvents()
    finally:
        app.close()


def _actor(unit, person_id: int):  # type: ignore[no-untyped-def]
    from resource_centre.people.queries import actor_of

    return actor_of(unit, person_id)


def _draw_window(window, out: Path, role: str) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QApplication, QDialog

    for key in window.pages:
        window.show_page(key)
        _settle(window)
        yield _save(window, out / f"{role}-{key}.png")
        page = window.made[key]
        for name in getattr(page, "views", ()):
            page.show_view(name)
            _settle(window)
            yield _save(window, out / f"{role}-{key}-{name}.png")
    for key, name, where in PLACES:
        if key not in window.pages:
            continue
        window.show_page(key, **where)
        _settle(window)
        dialogs = [
            top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()
        ]
        if dialogs:
            yield _save(window, out / f"{role}-{name}.png", dialogs[0])
        for dialog in dialogs:
            dialog.close()
    window.open_command()
    _settle(window)
    yield _save(window, out / f"{role}-command.png")
    window.commands.close()


def _settle(window) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtTest import QTest

    for _again in range(3):
        window.desk.background.settle()
        QTest.qWait(120)


def _save(window, file: Path, dialog=None) -> Path:  # type: ignore[no-untyped-def]
    from PySide6.QtGui import QPainter

    picture = window.grab()
    if dialog is not None:
        painter = QPainter(picture)
        at = window.mapFromGlobal(dialog.mapToGlobal(dialog.rect().topLeft()))
        painter.drawPixmap(at, dialog.grab())
        painter.end()
    picture.save(str(file))
    return file
