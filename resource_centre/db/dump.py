"""Backups of a server's database: PostgreSQL's own pg_dump and pg_restore, which must be on this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from resource_centre.core.errors import BadInput, DatabaseTrouble, DatabaseUnreachable
from resource_centre.db import logins
from resource_centre.db.errors import translated
from resource_centre.db.owner import insist_on_owner
from resource_centre.i18n import _

MAGIC = b"PGDMP"
WHOSE = text(
    "select quote_ident(current_database()), quote_ident(pg_get_userbyid(relowner)) from pg_class "
    "where oid = 'audit_entry'::regclass"
)


def dump(engine: Engine, target: Path) -> Path:
    """Writes a consistent copy of the whole database; a half-written file is never left.

    Raises:
        BadInput: the file exists, or cannot be written.
        DatabaseUnreachable: pg_dump is not here.
        NotPermitted: a person's login, which sees only a part.
        DatabaseTrouble: what pg_dump says.
    """
    if target.exists():
        raise BadInput(
            _("{file} exists already. Choose a new name; a backup never overwrites.").format(file=target)
        )
    try:
        insist_on_owner(engine)
    except DBAPIError as trouble:
        raise translated(trouble) from trouble
    part = target.with_name(target.name + ".part")
    try:  # the owner sees everything, by a policy: without the option pg_dump would not even look
        _run(engine.url, "pg_dump", "--format=custom", "--enable-row-security", f"--file={part}")
        os.replace(part, target)
    except OSError as trouble:
        raise BadInput(
            _("The backup cannot be written to {file}: {why}.").format(file=target, why=trouble.strerror)
        ) from trouble
    finally:
        part.unlink(missing_ok=True)
    return target


def undump(source: Path, engine: Engine) -> None:
    """Puts a backup into a new, empty database, all of it or nothing. It takes the login of a superuser."""
    try:
        with source.open("rb") as file:
            whole = file.read(len(MAGIC)) == MAGIC
    except OSError as trouble:
        raise BadInput(_("There is no backup at {file}.").format(file=source)) from trouble
    if not whole:
        raise BadInput(
            _("{file} is not a backup of a server. A local file is moved there with “db copy”.").format(
                file=source
            )
        )
    try:
        filled = bool(inspect(engine).get_table_names())
    except DBAPIError as trouble:
        raise translated(trouble) from trouble
    if filled:
        raise BadInput(
            _("The database has data already. Restore into a new, empty one, then let everybody use that.")
        )
    _run(engine.url, "pg_restore", "--exit-on-error", "--single-transaction", str(source))
    _settle(engine)


def _settle(engine: Engine) -> None:
    """What belongs to the database itself and to its roles, and so is in no backup."""
    try:
        with engine.begin() as connection:
            name, owner = connection.execute(WHOSE).one()
            connection.execute(text(f"alter database {name} owner to {owner}"))
            connection.execute(text(f"revoke temporary on database {name} from public"))
            logins.make_all(connection)
    except DBAPIError as trouble:
        raise translated(trouble) from trouble


def _run(url: URL, program: str, *words: str) -> None:
    """Runs one of PostgreSQL's programs on the database of this address."""
    found = _found(program)
    if found is None:
        raise DatabaseUnreachable(
            _(
                "{program} is not on this computer. Install PostgreSQL’s client programs, or ask who runs the server."
            ).format(program=program)
        )
    address = url.set(drivername="postgresql", password=None).render_as_string()
    env = {**os.environ, "LC_ALL": "C"}
    if url.password:
        env["PGPASSWORD"] = str(url.password)
    done = subprocess.run(
        [found, "--no-password", f"--dbname={address}", *words], env=env, capture_output=True, text=True
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [""]
        words_ = next((line for line in said if "error:" in line), said[-1]).rpartition("error:")[2].strip()
        raise DatabaseTrouble(_("{program} stopped: {why}").format(program=program, why=words_))


def _found(program: str) -> str | None:
    """The newest one where Debian keeps them, else on the path."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{program}"), key=lambda file: float(file.parts[4])
    )
    return str(debian[-1]) if debian else shutil.which(program)
