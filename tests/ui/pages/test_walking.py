"""Every page and main dialog by keyboard, by ear and in large text: reachable, named, seen, in order, and nothing cut."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.i18n import set_language
from resource_centre.settings import Settings
from resource_centre.ui.look import put_on
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.tour import PLACES
from resource_centre.ui.window import make_window
from tests.databases import SAMPLE_DAY
from tests.ui.pages import walking
from tests.ui.windowed import put_off

ROLES = ("coordinator", "consultant", "teacher", "ambassador", "manager", "administrator", "evaluator")
SIZES = ((1280, 720), (1920, 1080))
Look = Callable[[QWidget], Iterable[str]]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


@contextmanager
def somebody(sample_file: Path, folder: Path, role: str, size: tuple[int, int]) -> Iterator[MainWindow]:
    """The window of a role over the sample."""
    file = folder / "centre.db"
    shutil.copy(sample_file, file)
    app = App.open(f"sqlite:///{file}", FixedClock(SAMPLE_DAY))
    app.sign_in(role)
    window = make_window(app, Settings())
    window.resize(*size)
    window.show()
    window.activateWindow()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QApplication.processEvents()
        app.close()


def settle(window: MainWindow) -> None:
    for _again in range(3):
        window.desk.background.settle()
        QApplication.processEvents()


def tops(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every page with its views, then the dialogs, one after another."""
    for key in window.pages:
        window.show_page(key)
        settle(window)
        yield key, window
        for name in getattr(window.made[key], "views", ()):
            window.made[key].show_view(name)
            settle(window)
            yield f"{key}, {name}", window
    for key, name, where in PLACES:
        if key in window.pages:
            window.show_page(key, **where)
            settle(window)
            yield from _dialogs(name)
    window.show_keys()
    yield from _dialogs("keys")


def _dialogs(name: str) -> Iterator[tuple[str, QWidget]]:
    QApplication.processEvents()
    for top in [t for t in QApplication.topLevelWidgets() if isinstance(t, QDialog) and t.isVisible()]:
        yield name, top
        top.close()


def faults(window: MainWindow, *looks: Look) -> list[str]:
    """Everything that is wrong anywhere, once."""
    found: dict[str, str] = {}
    for where, top in tops(window):
        for look in looks:
            for fault in look(top):
                found.setdefault(fault, where)
    return [f"{where}: {fault}" for fault, where in found.items()]


@pytest.mark.parametrize(
    "role", [role if role == "coordinator" else pytest.param(role, marks=pytest.mark.slow) for role in ROLES]
)
def test_all_of_it_is_reached_named_seen_in_order_and_no_part_is_a_window(
    qapp: QApplication, sample_file: Path, tmp_path: Path, role: str
) -> None:
    put_on(qapp, "light")
    looks = walking.unreachable, walking.nameless, walking.backward, walking.unseen
    with walking.Strays(qapp) as strays, somebody(sample_file, tmp_path, role, (1280, 720)) as window:
        found = faults(window, *looks)
    put_off(qapp)
    assert [*found, *strays.seen] == []


@pytest.mark.parametrize("role", ["teacher", pytest.param("manager", marks=pytest.mark.slow)])
def test_tab_really_comes_to_all_of_it_and_back(
    qapp: QApplication, sample_file: Path, tmp_path: Path, role: str
) -> None:
    put_on(qapp, "light")
    with somebody(sample_file, tmp_path, role, (1440, 900)) as window:
        for where, top in tops(window):
            assert walking.pressed(top) == walking.stops(top), where
    put_off(qapp)


SAMPLED = {("ru", 130, (1280, 720), "coordinator"), ("kk", 100, (1280, 720), "ambassador")}
LOOKS = [
    pytest.param(*look, marks=() if look in SAMPLED else (pytest.mark.slow,))
    for look in (
        (language, text, size, role)
        for language in ("en", "ru", "kk")
        for text in (100, 115, 130)
        for size in SIZES
        for role in ROLES
    )
]


@pytest.mark.parametrize(("language", "text", "size", "role"), LOOKS)
def test_no_words_are_cut(
    qapp: QApplication,
    sample_file: Path,
    tmp_path: Path,
    language: str,
    text: int,
    size: tuple[int, int],
    role: str,
) -> None:
    set_language(language)
    put_on(qapp, "light", text)
    try:
        with somebody(sample_file, tmp_path, role, size) as window:
            looks = (walking.clipped, walking.sideways) if text == 100 else (walking.clipped,)
            found = faults(window, *looks)
    finally:
        set_language("en")
        put_on(qapp, "light")
        put_off(qapp)
    assert found == []
