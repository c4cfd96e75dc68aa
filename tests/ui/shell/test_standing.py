"""An administrator gives or takes a role, or disables a login, while that person's window is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import make_url

from resource_centre.app import App
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.people import service as people
from resource_centre.people.roles import Data, Right
from resource_centre.schools.queries import SchoolFilter, schools
from resource_centre.settings import DATABASE, Settings
from resource_centre.ui.schools.page import SchoolDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.window import Session, listen
from tests.db.conftest import world_at
from tests.ui.windowed import dialogs, put_off, settle, until, window_of


class Open:
    """Olga's window, and an administrator at another program."""

    def __init__(self, window: MainWindow, olga: Actor, centre_id: int, administrator: App) -> None:
        self.window, self.olga, self.centre_id, self.other = window, olga, centre_id, administrator
        self.rebuilt = 0
        window.rebuilt.connect(self._count)

    def _count(self) -> None:
        self.rebuilt += 1

    def administer(self, command: Callable[..., object], *values: object) -> None:
        """The administrator does something about Olga."""
        self.other.write(lambda unit: command(unit, self.olga.person_id, *values), SYSTEM)

    def may_write(self) -> bool:
        """Whether she may change schools now."""
        return self.window.desk.may(Data.SCHOOLS, Right.WRITE)


@contextmanager
def opened(address: str, *roles: Role) -> Iterator[Open]:
    """Her own program: on a server her own login."""
    with world_at(address) as world:
        olga = world.person("olga.stands", *roles)
        url = make_url(address)
        own = url if url.get_backend_name() == "sqlite" else url.set(username="olga.stands")
        mine = App.open(own.render_as_string(hide_password=False), world.clock)
        with window_of(_Mine(mine), olga, "schools") as window:
            assert listen(mine, window.desk).listening.wait(10)
            yield Open(window, olga, world.centre_id, world.app)
            settle(window)
        mine.close()


class _Mine:
    """What `window_of` asks of a world, for somebody who may not fill one."""

    def __init__(self, app: App) -> None:
        self.app = app


def typed_into(window: MainWindow, said: str) -> SchoolDialog:
    """A form of a new school, with a name in it."""
    dialog = SchoolDialog(window.desk, window)
    dialog.open()
    dialog.name.setFocus()
    QTest.keyClicks(dialog.name, said)
    return dialog


def test_a_role_that_is_given_brings_its_rights_and_pages(qapp: Any, qtbot: QtBot, address: str) -> None:
    with opened(address, Role.MANAGER) as at:
        assert not at.may_write()
        at.administer(people.give_role, Role.COORDINATOR, at.centre_id)
        until(qtbot, at.window, lambda: at.rebuilt)
        assert at.may_write()
        assert at.rebuilt == 1
        assert not at.window.news.isVisible()


def test_a_role_that_is_taken_is_gone_at_once(qapp: Any, qtbot: QtBot, address: str) -> None:
    with opened(address, Role.MANAGER, Role.COORDINATOR) as at:
        at.administer(people.end_role, Role.COORDINATOR, at.centre_id)
        until(qtbot, at.window, lambda: at.rebuilt)
        assert not at.may_write()


def test_pages_wait_until_the_open_form_is_closed(qapp: Any, qtbot: QtBot, address: str) -> None:
    with opened(address, Role.COORDINATOR) as at:
        form = typed_into(at.window, "School 42")
        at.administer(people.give_role, Role.MANAGER, at.centre_id)
        until(qtbot, at.window, lambda: at.window.news.isVisible())
        assert "roles have changed" in at.window.news.words.text()
        assert (form.name.text(), at.rebuilt) == ("School 42", 0)
        form.confirm()
        until(qtbot, at.window, lambda: at.rebuilt)
        found = at.other.read(lambda unit: schools(unit, at.centre_id, SchoolFilter()), SYSTEM)
        assert "School 42" in {row.name for row in found}


def test_a_form_stays_as_typed_when_the_right_to_save_it_is_gone(
    qapp: Any, qtbot: QtBot, address: str
) -> None:
    with opened(address, Role.COORDINATOR, Role.MANAGER) as at:
        form = typed_into(at.window, "School 42")
        at.administer(people.end_role, Role.COORDINATOR, at.centre_id)
        until(qtbot, at.window, lambda: not at.may_write())
        form.confirm()
        until(qtbot, at.window, lambda: form.banner.isVisible())
        assert form.name.text() == "School 42"
        assert "may not change schools" in form.banner.words.text()


@pytest.mark.parametrize("how", ["disabled", "without a role"])
def test_whoever_has_no_right_left_is_told_and_keeps_what_is_typed(
    qapp: Any, qtbot: QtBot, address: str, how: str
) -> None:
    with opened(address, Role.COORDINATOR) as at:
        form = typed_into(at.window, "School 42")
        if how == "disabled":
            at.administer(people.set_active, False)
        else:
            at.administer(people.end_role, Role.COORDINATOR, at.centre_id)
        until(qtbot, at.window, lambda: at.window.news.isVisible())
        assert "nothing can be saved here now" in at.window.news.words.text()
        assert not at.may_write()
        assert (form.name.text(), at.rebuilt) == ("School 42", 0)
        assert dialogs() == [form]
        at.administer(people.set_active, True)
        at.administer(people.give_role, Role.COORDINATOR, at.centre_id)
        until(qtbot, at.window, at.may_write)
        form.reject()


def test_words_in_a_field_of_the_page_hold_the_pages_back(qapp: Any, qtbot: QtBot, address: str) -> None:
    with opened(address, Role.COORDINATOR) as at:
        page: Any = at.window.made["schools"]
        field: QWidget = page.search
        at.window.activateWindow()
        field.setFocus()
        QTest.keyClicks(field, "sch")
        qtbot.waitUntil(field.hasFocus)
        at.administer(people.give_role, Role.MANAGER, at.centre_id)
        until(qtbot, at.window, lambda: at.window.news.isVisible())
        assert at.rebuilt == 0
        at.window.rail.setFocus()
        field.clearFocus()
        at.window.standing.follow()
        assert at.rebuilt == 1


def test_the_program_shows_a_new_window_with_the_new_pages_where_the_old_one_was(
    qapp: Any, qtbot: QtBot, file: str
) -> None:
    """All of it: the window that follows the rights has other pages, and lies where the person had put the old one."""
    settings = Settings()
    settings.set(DATABASE, file)
    with world_at(file) as world:
        olga = world.person("olga.stands", Role.EVALUATOR)
        session = Session(qapp, settings, QWidget())
        session.app = App.open(file, world.clock)
        session.app.sign_in("olga.stands")
        first = session.show()
        first.resize(1100, 700)
        assert "calendar" not in first.pages
        settle(first)
        world.write(lambda u: people.give_role(u, olga.person_id, Role.COORDINATOR, world.centre_id), SYSTEM)
        qtbot.waitUntil(lambda: session.window is not first, timeout=10_000)
        second = session.window
        assert second is not None
        settle(second)
        assert "calendar" in second.pages
        assert second.height() == 700
        second.close()
        second.deleteLater()
        session.end()
        put_off(qapp)
