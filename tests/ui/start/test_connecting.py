"""The connection assistant against a real server: a test that says what is found, the key ring, an owner's first steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from resource_centre.app import App
from resource_centre.core.context import Role
from resource_centre.settings import DATABASE, Settings
from resource_centre.ui.start.first import FirstStart
from resource_centre.ui.start.opening import entered, open_database
from resource_centre.ui.start.own import OwnPage
from resource_centre.ui.start.owning import FillPage, LoginPage
from tests.rings import MemoryRing
from tests.tls import NAME, OWNER, PASSWORD, Networked

pytestmark = pytest.mark.needs_postgres


@pytest.fixture
def ring() -> Iterator[MemoryRing]:
    before, made = keyring.get_keyring(), MemoryRing()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def network(far: Networked, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of its own on the server in the network."""
    name = f"ui_{abs(hash(request.node.nodeid))}"
    far.ask(f"create database {name} owner {OWNER}")
    yield name
    far.ask(f"drop database {name} with (force)")


@pytest.fixture
def first(qapp: Any) -> Iterator[FirstStart]:
    dialog = FirstStart(Settings())
    dialog.show()
    dialog.connecting.click()
    yield dialog
    dialog.reject()
    dialog.deleteLater()


def write(field: QWidget, words: str) -> None:
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, words)


def fill(
    first: FirstStart, far: Networked, database: str, login: str = OWNER, password: str = PASSWORD
) -> None:
    """Types everything in, with the server reached as this computer's neighbour."""
    form = first.connect_page.form
    write(form.hosts, "127.0.0.1")
    form.port.setValue(far.port)
    write(form.database, database)
    write(form.login, login)
    form.password.setText(password)  # keyClicks cannot type Cyrillic


def said(first: FirstStart) -> str:
    first.background.settle()
    return first.connect_page.banner.words.text()


def wait(qtbot: QtBot, first: FirstStart, what: Callable[[], object]) -> None:
    def check() -> bool:
        first.background.settle()
        return bool(what())

    qtbot.waitUntil(check, timeout=20_000)


def page(first: FirstStart, kind: type[QWidget]) -> Any:
    found = first.stack.currentWidget()
    assert isinstance(found, kind)
    return found


def test_the_test_button_says_what_is_wrong(first: FirstStart, far: Networked) -> None:
    fill(first, far, "ready", password="wrong")
    QTest.mouseClick(first.connect_page.test, Qt.MouseButton.LeftButton)
    assert f"The password of “{OWNER}” is not right" in said(first)
    fill(first, far, "missing")
    QTest.mouseClick(first.connect_page.test, Qt.MouseButton.LeftButton)
    assert "no database “missing”" in said(first)
    assert first.url == ""


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("far.dana", "Welcome, Dana O.: coordinator. Almaty. The connection is encrypted."),
        ("far.idle", "You have no role at any centre yet. Ask the administrator for one."),
        ("stranger", "The login “stranger” belongs to nobody in this database."),
        (OWNER, "This login owns the database and is no person. 2 people can come in"),
    ],
)
def test_the_test_button_says_who_would_come_in(
    first: FirstStart, far: Networked, login: str, words: str
) -> None:
    fill(first, far, "ready", login, PASSWORD if login == OWNER else login)
    first.connect_page.test.click()
    assert words in said(first)


def test_a_person_is_signed_in_by_the_connection_and_never_asked_again(
    qapp: Any, far: Networked, ring: MemoryRing
) -> None:
    url = far.url("ready", "far.dana")
    opened = open_database(Settings(), url, "far.dana")
    assert opened is not None and opened.actor.name == "Dana O."
    opened.close()


def test_what_is_missing_is_said_at_its_field(first: FirstStart) -> None:
    form = first.connect_page.form
    write(form.hosts, "db.example.org")
    first.connect_page.go.click()
    assert "Write your login" in form.login.accessibleDescription()


def test_a_far_server_is_verified_and_a_near_one_needs_nothing(first: FirstStart, far: Networked) -> None:
    form = first.connect_page.form
    write(form.hosts, NAME)
    assert form.trust.isVisible() and not form.near.isVisible()
    form.trust_in(str(far.ca))
    write(form.login, "me")
    assert "sslrootcert=" in form.address() and form.file.isVisible()
    write(form.hosts, "localhost")
    assert form.near.isVisible() and not form.trust.isVisible()


def test_an_owner_prepares_an_empty_database_and_becomes_its_first_person(
    first: FirstStart, far: Networked, network: str, ring: MemoryRing, qtbot: QtBot, home: Path
) -> None:
    fill(first, far, network)
    first.connect_page.test.click()
    assert "is empty. It can be prepared" in said(first)
    first.connect_page.banner.act.click()
    wait(qtbot, first, lambda: "nobody is in it yet" in said(first))
    first.connect_page.banner.act.click()
    page(first, FillPage).own.click()
    own = page(first, OwnPage)
    write(own.centre, "Almaty")
    write(own.name, "Aigerim S.")
    write(own.login, "aigerim.net")
    own.begin.click()
    assert "at least 8 characters" in own.password.accessibleDescription()
    write(own.password, "winter-garden")
    own.begin.click()
    wait(qtbot, first, lambda: first.url)
    app = entered(first.url, first.password)
    assert app.actor.name == "Aigerim S." and app.actor.has(Role.ADMINISTRATOR)
    app.close()
    again = open_database(Settings(), first.url, first.password)
    assert again is not None
    again.close()
    assert all("winter-garden" not in file.read_text() for file in home.glob("*.json"))
    assert json.loads((home / "settings.json").read_text())["database"] == first.url


def test_a_local_file_is_moved_there_and_somebody_gets_the_first_login(
    first: FirstStart, far: Networked, network: str, qtbot: QtBot, home: Path
) -> None:
    from resource_centre.app import prepare
    from resource_centre.centres.service import CentreDraft, add_centre
    from resource_centre.core.context import SYSTEM
    from resource_centre.people.service import PersonDraft, add_person

    url = f"sqlite:///{home / 'resource-centre.db'}"
    prepare(url)
    local = App.open(url)

    def begin(unit: Any) -> None:
        centre = add_centre(unit, CentreDraft("ALA", "Almaty", "Asia/Almaty", "KZ"))
        add_person(unit, PersonDraft("Dana O.", "dana.net"), [(Role.ADMINISTRATOR, centre.id)])

    local.write(begin, SYSTEM)
    local.close()
    fill(first, far, network)
    first.connect_page.test.click()
    said(first)
    first.connect_page.banner.act.click()
    wait(qtbot, first, lambda: "nobody is in it yet" in said(first))
    first.connect_page.banner.act.click()
    page(first, FillPage).bring.click()
    wait(qtbot, first, lambda: isinstance(first.stack.currentWidget(), LoginPage))
    login = page(first, LoginPage)
    login.who.choose("dana.net")
    write(login.new, "winter-garden")
    write(login.again, "winter-garden")
    login.give.click()
    wait(qtbot, first, lambda: first.url)
    app = entered(first.url, first.password)
    assert app.actor.name == "Dana O."
    app.close()


def test_the_password_is_kept_in_the_key_ring_and_nowhere_else(
    qapp: Any, far: Networked, ring: MemoryRing, home: Path, qtbot: QtBot
) -> None:
    first = FirstStart(Settings())
    first.show()
    first.connecting.click()
    fill(first, far, "ready", login="stranger", password="stranger")
    first.connect_page.form.remember()
    assert list(ring.kept.values()) == ["stranger"]
    first.reject()
    first.deleteLater()
    with pytest.raises(Exception, match="belongs to nobody"):  # it came in: the kept password was right
        App.open(far.url("ready", "stranger", host="127.0.0.1").replace("hostaddr=127.0.0.1&", ""))
    assert not home.exists() or all("stranger" not in file.read_text() for file in home.glob("*"))


def test_without_a_key_ring_it_is_said_that_the_password_is_asked_for(first: FirstStart) -> None:
    from PySide6.QtWidgets import QLabel

    form = first.connect_page.form
    assert not form.keep.isVisible()
    assert any("no key ring" in label.text() for label in form.findChildren(QLabel) if label.isVisible())


def test_a_server_that_is_away_is_offered_again_with_the_reason(qapp: Any, qtbot: QtBot) -> None:
    first = FirstStart(
        Settings(), server="postgresql://me@one:5433,two:5434/rc", said="The server does not answer."
    )
    first.show()
    form = first.connect_page.form
    assert form.hosts.text() == "one:5433, two:5434" and form.login.text() == "me"
    assert first.connect_page.banner.words.text() == "The server does not answer."
    first.reject()
    first.deleteLater()


def test_settings_remember_the_address_without_a_password(qapp: Any, home: Path, server: Any) -> None:
    name = server.fresh()
    settings = Settings()
    settings.set(DATABASE, "")
    from resource_centre.db.secure import without_password

    url = server.url(name).replace("postgres@", "postgres:geheim@")
    settings.set(DATABASE, without_password(url))
    assert "geheim" not in (home / "settings.json").read_text()
    server.drop(name)
