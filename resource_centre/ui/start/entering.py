"""What is found behind the address of a server: tried in the background, said in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resource_centre.app import App, prepare
from resource_centre.centres import queries as centres
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import DatabaseVersion, NotPermitted
from resource_centre.db import upgrade
from resource_centre.db.engine import open_engine
from resource_centre.db.owner import owns_tables
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people import queries as people
from resource_centre.people.roles import NAMES


class State(StrEnum):
    """What can be done with a server's database now."""

    READY = "ready"  # a person with a role: come in
    EMPTY = "empty"  # no schema, and this login may lay it in
    OLDER = "older"  # an older schema, and this login may bring it up
    VACANT = "vacant"  # the owner's login, and nobody is there yet
    OWNED = "owned"  # the owner's login, and people are there


@dataclass(frozen=True, slots=True)
class Found:
    """A database that answered: its state, what is said of it, and the people who could come in (OWNED)."""

    state: State
    words: str
    people: tuple[tuple[str, str], ...] = ()


def look(url: str, password: str | None = None) -> Found:
    """Enters and looks around. Every reason why one cannot come in is raised as its own `Trouble`."""
    try:
        app = App.open(url, password=password)
    except DatabaseVersion as trouble:
        return _unready(url, password, trouble)
    try:
        actor = app.sign_in_by_connection()
        if actor is None:
            return _of_the_owner(app)
        at = {row.id: row.name for row in app.read(centres.centres)}
        roles = ", ".join(_(name).lower() for role, name in NAMES.items() if actor.has(role))
        where = ", ".join(at[key] for key in sorted(actor.centre_ids) if key in at)
        words = _("Welcome, {name}: {roles}. {centres}.").format(name=actor.name, roles=roles, centres=where)
        return Found(State.READY, f"{words} {_protection(app)}")
    finally:
        app.close()


def is_older(trouble: BaseException) -> bool:
    """Whether a database could not be opened only because it is from an older program."""
    return isinstance(trouble, DatabaseVersion) and trouble.found in upgrade.known_revisions()


def lay_schema(url: str, password: str | None = None) -> None:
    """Prepares an empty database, or brings an older one up to this program."""
    engine = open_engine(url, password)
    try:
        empty = upgrade.revision_of(engine) is None
        if not empty:
            upgrade.upgrade(engine)
    finally:
        engine.dispose()
    if empty:
        prepare(url, password)


def _unready(url: str, password: str | None, trouble: DatabaseVersion) -> Found:
    engine = open_engine(url, password)
    try:
        if trouble.found is None:
            with engine.connect() as connection:
                may = connection.exec_driver_sql(
                    "select has_schema_privilege(current_schema(), 'create')"
                ).scalar()
            if may:
                return Found(
                    State.EMPTY, _("The database is empty. It can be prepared for Resource Centre now.")
                )
            raise NotPermitted(
                _(
                    "The database is empty, and this login may not prepare it. Enter with the login that owns it."
                )
            ) from trouble
        if is_older(trouble) and owns_tables(engine):
            words = _("The database is from an older Resource Centre. It can be brought up to date now.")
            return Found(State.OLDER, words)
        raise trouble
    finally:
        engine.dispose()


def _of_the_owner(app: App) -> Found:
    def who(unit: Unit) -> tuple[tuple[str, str], ...]:
        return tuple((login, name) for _key, login, name, _asked in people.logins(unit))

    found = app.read(who, SYSTEM)
    if not found:
        words = _("The database is prepared, and nobody is in it yet. Begin a centre, or bring a file in.")
        return Found(State.VACANT, words)
    words = n_(
        "This login owns the database and is no person. {n} person can come in by a login of their own.",
        "This login owns the database and is no person. {n} people can come in by a login of their own.",
        len(found),
    ).format(n=len(found))
    return Found(State.OWNED, words, found)


def _protection(app: App) -> str:
    with app.engine.connect() as connection:
        encrypted = connection.exec_driver_sql(
            "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
        ).scalar()
    return _("The connection is encrypted.") if encrypted else _("The server is on this computer.")
