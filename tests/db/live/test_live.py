"""What others change is heard within a second, on both engines; one's own notices are not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from queue import Empty, Queue
from threading import Thread

import pytest
from sqlalchemy import text

from resource_centre.app import App
from resource_centre.core.changes import Topic
from resource_centre.db.live import ALL, Listener, topics_of
from resource_centre.schools.service import SchoolDraft, add_school
from tests.db.conftest import World


@pytest.fixture
def second(world: World) -> Iterator[App]:
    """The same database, opened by another client."""
    app = App.open(world.app.engine.url.render_as_string(hide_password=False), world.clock)
    yield app
    app.close()


@pytest.fixture
def heard(second: App) -> Iterator[Queue[frozenset[Topic]]]:
    """What the other client hears."""
    told: Queue[frozenset[Topic]] = Queue()
    listener = Listener(second.engine, second.sender, told.put, lambda: second.written)
    thread = Thread(target=listener.run)
    thread.start()
    assert listener.listening.wait(5)
    yield told
    listener.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_a_change_is_heard_within_a_second(world: World, heard: Queue[frozenset[Topic]]) -> None:
    began = time.monotonic()
    school = SchoolDraft("School 41")
    world.write(lambda unit: add_school(unit, world.centre_id, school))
    assert Topic.SCHOOLS in heard.get(timeout=1)
    assert time.monotonic() - began < 1


def test_what_one_writes_oneself_is_not_heard(
    second: App, heard: Queue[frozenset[Topic]], world: World
) -> None:
    school = SchoolDraft("School 42")
    second.write(lambda unit: add_school(unit, world.centre_id, school), world.coordinator)
    with pytest.raises(Empty):
        heard.get(timeout=0.6)


def test_a_server_tells_only_the_topics_that_changed(world: World, heard: Queue[frozenset[Topic]]) -> None:
    if world.app.engine.dialect.name != "postgresql":
        return
    world.write(lambda unit: unit.changed(Topic.SCHOOLS))
    assert heard.get(timeout=1) == {Topic.SCHOOLS}


def test_what_is_undone_is_not_told(world: World, heard: Queue[frozenset[Topic]]) -> None:
    def fail(unit: object) -> None:
        unit.changed(Topic.SCHOOLS)  # type: ignore[attr-defined]
        raise LookupError

    with pytest.raises(LookupError):
        world.write(fail)
    with pytest.raises(Empty):
        heard.get(timeout=0.6)


@pytest.mark.needs_postgres
def test_after_a_lost_connection_everything_is_looked_at_again(
    world: World, heard: Queue[frozenset[Topic]]
) -> None:
    if world.app.engine.dialect.name != "postgresql":
        return
    cut = text(
        "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen resource_centre'"
    )
    with world.app.engine.connect() as connection:
        assert connection.execute(cut).all()
    assert heard.get(timeout=5) == ALL
    world.write(lambda unit: unit.changed(Topic.LOANS))
    assert heard.get(timeout=1) == {Topic.LOANS}


def test_ones_own_notice_says_nothing() -> None:
    assert topics_of('{"from": "me", "topics": ["loans"]}', "me") == frozenset()
    assert topics_of('{"from": "you", "topics": ["loans"]}', "me") == {Topic.LOANS}


@pytest.mark.parametrize("notice", ["", "[]", '{"from": "you"}', '{"from": "you", "topics": ["later"]}'])
def test_a_notice_of_another_version_means_that_anything_changed(notice: str) -> None:
    assert topics_of(notice, "me") == ALL
