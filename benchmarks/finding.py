"""Finding by typing: the whole answer of the command field, beside one LIKE over the titles of the same activities."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.floor import Floor
from benchmarks.network import Network
from resource_centre.centres.queries import centre
from resource_centre.finding import queries
from resource_centre.phrases.shelf import Shelf
from resource_centre.phrases.things import Things
from resource_centre.ui.command.answering import Question, Rights, answer
from resource_centre.ui.command.library import Shelves, read_activities

TYPED = (
    "club", "robotics club 7", "robtoics clb", "кщищешсы сдги", "teacher 41", "книга", "ж", "resource 17",
    "book resource 7 tomorrow 14-16 for School 41", "забронировать лабораторию робототехники каждый четверг с 14 до 16",
    "club tomorrow", "zzzz qqqq",
)  # fmt: skip
LIKE = """
    select count(*), min(starts_at) from activity
    where centre_id = {centre} and state not in ('cancelled', 'declined', 'expired') and title like '%club 7%'
"""


def finding(
    network: Network, floor: Floor, times: int
) -> tuple[Callable[[int], object], Callable[[int], object], int]:
    """Answers what is typed, each time something else: parsed, looked for among everything, ranked; and the dates
    beyond the nearest of what fits, looked up."""
    app, centre_id = network.app, network.centre_id
    time = app.read(lambda unit: read_activities(unit, centre_id))
    shelves = Shelves(
        Shelf(app.read(lambda unit: queries.things(unit, centre_id))),
        time.activities,
        titles=time.titles,
        reach=time.reach,
        things=Things(app.read(lambda unit: queries.bookable_names(unit, centre_id))),
        since=app.clock.now(),
    )
    zone = app.read(lambda unit: centre(unit, centre_id).tz)
    now = app.clock.now().astimezone(zone)
    kinds = frozenset(entry.kind for entry in shelves.names.entries) | {"activity", "loan"}
    rights = Rights(True, True, True, True)

    def ours(turn: int) -> None:
        found = answer(
            Question(
                TYPED[turn % len(TYPED)], shelves, Shelf(()), now, zone, centre_id, app.actor, rights, lambda _entry: 0.0, "",
                kinds,
            )
        )  # fmt: skip

        named = [hit.entry.title for hit in found.titles]
        if named:
            app.read(lambda unit: queries.dated(unit, centre_id, named, shelves.reach))

    statement = LIKE.format(centre=centre_id)
    return ours, lambda _turn: floor.connection.execute(statement).fetchall(), max(times, 2 * len(TYPED))
