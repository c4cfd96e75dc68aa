"""Every way in which a server cannot be used is one plain sentence, in the program and on the command line."""

from __future__ import annotations

import socket

import pytest

from resource_centre.app import App
from resource_centre.cli import run_command
from resource_centre.core.errors import (
    DatabaseAway,
    DatabaseUnreachable,
    DatabaseVersion,
    NotPermitted,
    Trouble,
    WrongPassword,
)
from resource_centre.db.unconnected import reason
from tests.tls import NAME, OWNER, PASSWORD, Networked, free_port

pytestmark = pytest.mark.needs_postgres
EXIT = {DatabaseAway: 6, DatabaseUnreachable: 6, DatabaseVersion: 6, NotPermitted: 4, WrongPassword: 4}


def refused(url: str, password: str | None = PASSWORD) -> Trouble:
    try:
        app = App.open(url, password=password)
    except Trouble as trouble:
        return trouble
    with pytest.raises(Trouble) as caught:
        app.sign_in_by_connection()
    app.close()
    return caught.value


def check(
    trouble: Trouble,
    kind: type[Trouble],
    words: str,
    url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    password: str | None = PASSWORD,
) -> None:
    """The program's sentence, and the same one with its exit code on the command line; never the password."""
    assert type(trouble) is kind, repr(trouble)
    assert words in str(trouble)
    if password is None:
        monkeypatch.delenv("RESOURCE_CENTRE_PASSWORD", raising=False)
    else:
        monkeypatch.setenv("RESOURCE_CENTRE_PASSWORD", password)
    assert run_command(["--db", url, "--lang", "en", "resource", "list"]) == EXIT[kind]
    said = capsys.readouterr().err
    assert said.strip() == str(trouble)
    assert PASSWORD not in said and "Traceback" not in said


def test_a_server_with_a_trusted_certificate_is_entered(far: Networked) -> None:
    app = App.open(far.url("ready"), password=PASSWORD)
    assert app.sign_in_by_connection() is None  # its owner is no person
    with app.engine.connect() as connection:
        assert connection.exec_driver_sql("select ssl from pg_stat_ssl where pid = pg_backend_pid()").scalar()
    assert PASSWORD not in str(app.engine.url)
    app.close()


@pytest.mark.parametrize(
    ("database", "more", "password", "kind", "words"),
    [
        ("ready", {"host": "other.example.org"}, PASSWORD, DatabaseUnreachable, f"is for {NAME}, not for other.example.org"),
        ("ready", {"ca": False}, PASSWORD, DatabaseUnreachable, "does not trust the certificate"),
        ("ready", {"ca": False, "more": "&sslrootcert=/nowhere.crt"}, PASSWORD, DatabaseUnreachable, "/nowhere.crt holds no certificates"),
        ("ready", {}, "wrong", WrongPassword, f"The password of “{OWNER}” is not right"),
        ("ready", {}, None, WrongPassword, "The server asks for a password"),
        ("ready", {"login": "gone"}, "gone", NotPermitted, "The login “gone” is disabled"),
        ("ready", {"login": "stranger"}, "stranger", NotPermitted, "“stranger” belongs to nobody in this database"),
        ("ready", {"login": "far.idle"}, "far.idle", NotPermitted, "You have no role at any centre yet"),
        ("missing", {}, PASSWORD, DatabaseUnreachable, "no database “missing”"),
        ("barred", {}, PASSWORD, DatabaseUnreachable, "does not let"),
        ("ready", {"more": "&sslmode=disable"}, PASSWORD, DatabaseUnreachable, "nobody in without encryption"),
        ("empty", {}, PASSWORD, DatabaseVersion, "This database is empty"),
        ("newer", {}, PASSWORD, DatabaseVersion, "written by a newer Resource Centre (schema 9999"),
        ("older", {}, PASSWORD, DatabaseVersion, "older than the program (schema 0001)"),
    ],
)  # fmt: skip
def test_what_the_server_says_is_one_sentence(
    far: Networked,
    database: str,
    more: dict[str, object],
    password: str | None,
    kind: type[Trouble],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = far.url(database, **more)  # type: ignore[arg-type]
    check(refused(url, password), kind, words, url, capsys, monkeypatch, password)


def test_a_server_without_tls_is_not_used_from_afar(
    far: Networked, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    far.ask("alter system set ssl = off")
    far.ask("select pg_reload_conf()")
    try:
        url = far.url("open")
        until_off(far)
        check(
            refused(url),
            DatabaseUnreachable,
            "offers no encryption (TLS)",
            url,
            capsys,
            monkeypatch,
            PASSWORD,
        )
        near = f"postgresql://{OWNER}@127.0.0.1:{far.port}/open"
        assert isinstance(refused(near), DatabaseVersion)  # this computer itself: entered as it is
    finally:
        far.ask("alter system reset ssl")
        far.ask("select pg_reload_conf()")


def until_off(far: Networked) -> None:
    import time

    import psycopg

    end = time.monotonic() + 5
    while time.monotonic() < end:
        with psycopg.connect(
            f"host={far.server.folder} port={far.port} user=postgres dbname=postgres"
        ) as connection:
            found = connection.execute("show ssl").fetchone()
        if found == ("off",):
            return
    raise AssertionError("the server did not take its settings in")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://me@no-such-host.invalid/rc?connect_timeout=5", "by the name no-such-host.invalid"),
        ("postgresql://me@127.0.0.1:{free}/rc", "answers at 127.0.0.1, port {free}"),
        ("postgresql://me@/rc?host=/nowhere", "runs on this computer at /nowhere/.s.PGSQL.5432"),
        ("postgresql://me@127.0.0.1:{free},no-such-host.invalid/rc", "answers at 127.0.0.1, port {free}"),
    ],
)
def test_a_server_that_is_not_there_is_one_sentence(
    address: str, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    free = free_port()
    url = address.format(free=free)
    check(refused(url), DatabaseAway, words.format(free=free), url, capsys, monkeypatch)


def test_a_server_that_keeps_silent_is_given_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        url = f"postgresql://me@127.0.0.1:{silent.getsockname()[1]}/rc?connect_timeout=2"
        check(refused(url), DatabaseAway, "The server does not answer", url, capsys, monkeypatch)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            'ВАЖНО:  пользователь "aigerim" не прошёл проверку подлинности (по паролю)',
            "“aigerim” is not right",
        ),
        ('ВАЖНО:  база данных "rc" не существует', "no database “rc”"),
        ('ВАЖНО:  для роли "aigerim" вход запрещён', "“aigerim” is disabled"),
        ("ВАЖНО:  система баз данных запускается", "starting or stopping"),
    ],
)
def test_a_server_that_speaks_russian_is_understood(said: str, words: str) -> None:
    assert words in str(reason(f"connection failed: {said}"))


def test_the_password_never_stands_in_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--db", "mysql://me:geheim@one/rc", "--lang", "en", "resource", "list"]) == 5
    said = capsys.readouterr().err
    assert "mysql://me@one/rc" in said and "geheim" not in said
