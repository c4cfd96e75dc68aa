"""What rights cost: the core on a coordinator's own login beside the same on the login that owns the database.

    python -m benchmarks.rights --url postgresql://OWNER@HOST/EMPTY_DATABASE [--rows 100000] [--times 60] [names]

Prints one JSON object a line, as the other benchmarks do; the floor here is the owner, for whom no policy counts.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.engine import make_url

from benchmarks import core
from benchmarks.floor import Floor
from benchmarks.measure import Result, in_turns, lower_quartile, result
from benchmarks.network import NOW, Network, load
from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM
from resource_centre.db.logins import make
from resource_centre.db.unit import Unit

TARGET = 1.5
LOGIN = "coordinator"
ELSEWHERE = 100  # turns between what the two book, so that they never meet
PLACED = text(
    "insert into person_role (person_id, centre_id, role, given_at) "
    "select p.id, :centre, 'teacher', now() from person p where p.login like 'bench-%' "
    "and not exists (select 1 from person_role r where r.person_id = p.id)"
)


def main() -> None:
    """Loads the database, measures what is named, prints."""
    given = _arguments()
    owner = load(given.url, given.rows)
    owner.app.write(lambda unit: _let_in(unit, owner.centre_id), SYSTEM)
    app = App.open(
        make_url(given.url).set(username=LOGIN).render_as_string(hide_password=False), FixedClock(NOW)
    )
    if app.sign_in_by_connection() is None:
        raise SystemExit(f"the server does not let {LOGIN} in")
    person = replace(owner, app=app)
    floor = Floor(owner.app.engine, owner.bookables)
    floor.make_table()
    try:
        for name in given.names or core.CASES:
            _measured(name, owner, person, floor, given.times).print()
    finally:
        floor.close()
        app.close()
        owner.app.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.rights", description="What rights cost on a server.")
    parser.add_argument("names", nargs="*", choices=[[], *core.CASES], metavar="name")
    parser.add_argument("--url", required=True, help="an empty PostgreSQL database; it is filled")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60, choices=range(3, 91), metavar="3…90")
    return parser.parse_args()


def _let_in(unit: Unit, centre_id: int) -> None:
    """A login for the coordinator, and a role for the people of the benchmark, whom nobody would see without."""
    make(unit, LOGIN)
    unit.connection.execute(PLACED, {"centre": centre_id})
    unit.connection.execute(text("analyze person_role"))


def _measured(name: str, owner: Network, person: Network, floor: Floor, times: int) -> Result:
    ours, _least, often = core.CASES[name](person, floor, times)
    theirs, _least, _often = core.CASES[name](owner, floor, times)
    taken = in_turns(lambda turn: ours(turn + ELSEWHERE), theirs, often)
    with_rights, without = (lower_quartile(each.clock) for each in taken)
    return result(f"rights: {name}", "postgresql", owner.rows, with_rights, without, TARGET)


if __name__ == "__main__":
    main()
