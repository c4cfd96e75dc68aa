"""The core against its floor: booking, series, clashes, a week, the monthly summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from benchmarks.finding import finding
from benchmarks.floor import Floor
from benchmarks.measure import Result, in_turns, lower_quartile, processor, result
from benchmarks.network import FREE, TAKEN, Network, hour_of
from benchmarks.summary import summary_floor
from resource_centre.core.times import Month, TimeRange
from resource_centre.reports import service as reports
from resource_centre.schedule import queries, series, service
from resource_centre.schedule.rules import ActivityKind, Hold

WHO = "coordinator"
LENGTH = timedelta(minutes=45)
WEEKLY = "FREQ=WEEKLY;COUNT=52"
MONTH = Month(2026, 11)
TARGETS = {
    "book": {"sqlite": 10.0, "postgresql": 8.0},
    "series": {"sqlite": 15.0, "postgresql": 4.0},
    "clashes": {"sqlite": 10.0, "postgresql": 10.0},
    "week": {"sqlite": 3.0, "postgresql": 3.0},
    "summary": {"sqlite": 3.0, "postgresql": 3.0},
    "finding": {"sqlite": 50.0, "postgresql": 50.0},
}
IN_MILLISECONDS = {"finding"}  # whose target is no ratio


def measure(network: Network, names: list[str], times: int) -> Iterator[Result]:
    """Measures these of `TARGETS` on one network; `times` is how often a booking is repeated."""
    engine = network.app.engine.dialect.name
    floor = Floor(network.app.engine, network.bookables)
    floor.make_table()
    try:
        for name in names:
            ours, least, often = CASES[name](network, floor, times)
            mine, floors = in_turns(ours, least, often)
            yield result(
                name,
                engine,
                network.rows,
                lower_quartile(mine.clock),
                lower_quartile(floors.clock),
                TARGETS[name][engine],
                "ours" if name in IN_MILLISECONDS else "ratio",
                said=processor(mine, floors),
            )
    finally:
        floor.close()


Case = tuple[Callable[[int], object], Callable[[int], object], int]


def wish(network: Network, turn: int, hour: int, week: int) -> Hold:
    """A lab booking of one bookable by one person."""
    start = hour_of(week, hour)
    return Hold(
        network.centre_id, ActivityKind.LAB_BOOKING, "Bench", start, start + LENGTH,
        (network.bookables[turn % len(network.bookables)],), person_id=network.people[turn * 7 % len(network.people)],
        override_reason="Agreed",
    )  # fmt: skip


def book(network: Network, floor: Floor, times: int) -> Case:
    """Books one free hour of the coming week: rules, audit, commit."""

    def hold(turn: int) -> Hold:
        return wish(network, turn, FREE[(turn + 3) % 17], 1)

    def ours(turn: int) -> None:
        network.app.write(lambda unit: service.hold(unit, hold(turn)))

    return ours, lambda turn: floor.book(hold(turn).bookables[0], hold(turn).range), times


def repeated(asked: Hold) -> list[TimeRange]:
    """The 52 weekly occurrences of a hold (the first centre has no daylight saving)."""
    weeks = [timedelta(weeks=n) for n in range(52)]
    return [TimeRange(asked.start + week, asked.end + week) for week in weeks]


def book_series(network: Network, floor: Floor, times: int) -> Case:
    """Books a free hour of every week for a year, all or nothing."""

    def hold(turn: int) -> Hold:
        return wish(network, turn, FREE[17 + turn % 5], 1)

    def ours(turn: int) -> None:
        network.app.write(lambda unit: series.hold_series(unit, hold(turn), WEEKLY))

    def least(turn: int) -> None:
        floor.series(hold(turn).bookables[0], repeated(hold(turn)))

    return ours, least, max(times // 3, 3)


def clashes(network: Network, floor: Floor, times: int) -> Case:
    """Judges a year of weekly bookings of an hour that is taken every week: every clash, in words."""

    def hold(turn: int) -> Hold:
        return wish(network, turn, TAKEN[turn % len(TAKEN)], 1)

    def ours(turn: int) -> None:
        found = network.app.read(lambda unit: series.preview(unit, hold(turn), WEEKLY, alternatives=False))
        if turn < 0:
            against = sum(any(v.code == "overlap" for v in each.violations) for each in found.occurrences)
            assert against == least(turn), f"{against} clashes instead of {least(turn)}"

    def least(turn: int) -> int:
        return floor.clashes(hold(turn).bookables[0], repeated(hold(turn)))

    return ours, least, times


def week(network: Network, floor: Floor, times: int) -> Case:
    """Reads the present week of all 200 bookables as frozen rows."""
    window = TimeRange(hour_of(0, -24), hour_of(0, 144))

    def ours(_turn: int) -> None:
        found = network.app.read(lambda unit: queries.blocks(unit, None, window, network.bookables))
        if len(found) < network.rows and len(found) < 5_000:
            raise AssertionError(f"{len(found)} rows in the week")

    return ours, lambda _turn: floor.week(window, window.start - timedelta(days=1)), max(times // 3, 3)


def summary(network: Network, floor: Floor, times: int) -> Case:
    """The monthly summary of the centre, all tables."""

    def ours(_turn: int) -> None:
        network.app.read(lambda unit: reports.summary(unit, network.centre_id, MONTH))

    return ours, summary_floor(network, floor.connection, MONTH), max(times // 10, 3)


CASES: dict[str, Callable[[Network, Floor, int], Case]] = {
    "book": book,
    "series": book_series,
    "clashes": clashes,
    "week": week,
    "summary": summary,
    "finding": finding,
}
