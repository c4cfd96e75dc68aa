"""A week in Almaty with labs, kits, loans, an outage, a closure and people: one of everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resource_centre.ui.timeline.scene import (
    Block,
    BlockKind,
    BlockState,
    DayWindow,
    FreeStep,
    Row,
    RowFlag,
    RowKind,
    Scene,
    Shade,
    ShadeKind,
)

ZONE = "Asia/Almaty"
MONDAY = date(2026, 11, 23)
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Su")
K, S = BlockKind, BlockState
MAZE = 106


def at(day: int, clock: str) -> datetime:
    """An instant of the week: day 0 is Monday."""
    hour, minute = map(int, clock.split(":"))
    wall = datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), ZoneInfo(ZONE))
    return wall.astimezone(UTC)


def block(
    activity: int,
    row: int,
    kind: BlockKind,
    title: str,
    day: int,
    start: str,
    end: str,
    before: int = 0,
    after: int = 0,
    state: BlockState = S.CONFIRMED,
    last: int | None = None,
    overdue: datetime | None = None,
) -> Block:
    """One hold, with its set-up and clear-down in minutes."""
    begin, finish = at(day, start), at(day if last is None else last, end)
    return Block(
        activity,
        row,
        kind,
        state,
        title,
        begin,
        finish,
        begin - timedelta(minutes=before),
        finish + timedelta(minutes=after),
        overdue,
    )


def days() -> tuple[DayWindow, ...]:
    """Monday to Friday 9–18, Saturday 10–15, Sunday closed."""
    opens = [("9:00", "18:00")] * 5 + [("10:00", "15:00")]
    return tuple(
        DayWindow(
            MONDAY + timedelta(days=i),
            ((at(i, opens[i][0]), at(i, opens[i][1])),) if i < len(opens) else (),
            f"{name} {23 + i}" if i < 6 else "Sun 29",
            name,
        )
        for i, name in enumerate(NAMES)
    )


def steps(*found: tuple[int, str, int, str, int]) -> tuple[FreeStep, ...]:
    return tuple(FreeStep(at(a, b), at(c, d), free) for a, b, c, d, free in found)


def rows() -> tuple[Row, ...]:
    """Labs, three groups of units, people."""
    kits = steps(
        (0, "9:00", 1, "18:00", 5),
        (2, "8:30", 2, "12:30", 7),
        (2, "12:30", 2, "17:00", 1),
        (2, "17:00", 2, "18:00", 7),
        (3, "9:00", 3, "12:00", 5),
        (3, "12:00", 5, "15:00", 6),
    )
    scopes = steps(
        (0, "9:00", 1, "12:30", 9),
        (1, "12:30", 1, "16:30", 1),
        (1, "16:30", 2, "18:00", 9),
        (3, "9:00", 4, "16:30", 6),
        (4, "16:30", 5, "15:00", 12),
    )
    printers = steps(
        (0, "10:00", 0, "13:00", 0),
        (0, "13:00", 0, "18:00", 1),
        (1, "9:00", 2, "16:30", 0),
        (2, "16:30", 4, "12:00", 1),
    )
    return (
        Row(-1, RowKind.GROUP, "Labs"),
        Row(1, RowKind.LAB, "Robotics lab", "24 places"),
        Row(2, RowKind.LAB, "Maker space", "16 places"),
        Row(3, RowKind.LAB, "Physics lab A", "half of Physics", depth=1),
        Row(4, RowKind.LAB, "Physics lab B", "half of Physics", depth=1),
        Row(-2, RowKind.GROUP, "LEGO SPIKE kits", "8 units", steps=kits, total=8),
        Row(11, RowKind.UNIT, "SPIKE kit 01"),
        Row(12, RowKind.UNIT, "SPIKE kit 02"),
        Row(13, RowKind.UNIT, "SPIKE kit 03", flags=frozenset({RowFlag.OVERDUE})),
        *(Row(13 + n, RowKind.UNIT, f"SPIKE kit 0{3 + n}", extra=True) for n in range(1, 6)),
        Row(-20, RowKind.MORE, "5 more units"),
        Row(-3, RowKind.GROUP, "Microscopes", "15 units", steps=scopes, total=15),
        Row(31, RowKind.UNIT, "Microscope 11"),
        Row(32, RowKind.UNIT, "Microscope 12"),
        Row(-4, RowKind.GROUP, "3D printers", "2 units", steps=printers, total=2),
        Row(41, RowKind.UNIT, "3D printer 01"),
        Row(42, RowKind.UNIT, "3D printer 02", flags=frozenset({RowFlag.OUT_OF_ORDER})),
        Row(-5, RowKind.GROUP, "People"),
        Row(51, RowKind.PERSON, "Daniyar Ospanov", avatar="DO", tint=K.LAB),
        Row(52, RowKind.PERSON, "Zhanel Akhmetova", avatar="ZA", tint=K.EVENT),
        Row(53, RowKind.PERSON, "Arman Bekov", avatar="AB", tint=K.LOAN),
        Row(54, RowKind.PERSON, "Madina Serik", avatar="MS", tint=K.APPOINTMENT),
    )


def blocks() -> tuple[Block, ...]:
    maze = [
        block(MAZE, row, K.EVENT, "Robot maze day", 2, "13:00", "16:30", 30, 30)
        for row in (1, 11, 12, 14, 15, 16, 52, 53)
    ]
    return (
        block(101, 1, K.LAB, "Robotics club 7B", 0, "9:00", "12:00", 30, 15),
        block(102, 1, K.COURSE, "Python for teachers", 0, "14:00", "17:00"),
        block(103, 1, K.LAB, "Line follower", 1, "10:00", "13:00", 30, 15),
        block(104, 1, K.APPOINTMENT, "Lesson review", 1, "15:00", "17:30"),
        block(105, 1, K.LAB, "Club 8A", 2, "9:00", "11:30", 0, 15),
        block(107, 1, K.LAB, "Robotics club 7B", 3, "9:00", "12:00", 30, 15),
        block(108, 1, K.LAB, "Karasu village school", 4, "9:30", "12:30", 30, 15, S.PENDING),
        block(109, 1, K.COURSE, "Python for teachers", 4, "14:00", "17:00"),
        block(110, 1, K.EVENT, "Open Saturday", 5, "10:00", "14:00", 30, 30),
        block(120, 2, K.LAB, "3D modelling, year 9", 0, "10:00", "13:00", 0, 30),
        block(121, 2, K.COURSE, "Trainer course, tier 1, day 1", 1, "9:00", "16:00", 0, 30),
        block(122, 2, K.COURSE, "Trainer course, tier 1, day 2", 2, "9:00", "16:00", 0, 30),
        block(123, 2, K.LAB, "Laser basics", 3, "10:00", "12:00", 15, 15),
        block(124, 2, K.LAB, "Bridge contest build", 4, "14:00", "17:30", 15, 30),
        block(110, 2, K.EVENT, "Open Saturday", 5, "10:00", "14:00", 30, 30),
        block(130, 3, K.APPOINTMENT, "Practicum advice", 0, "9:00", "11:00"),
        block(131, 3, K.LAB, "Optics, year 10", 1, "13:00", "16:00", 30, 30),
        block(132, 3, K.LAB, "Electricity, year 8", 2, "9:30", "12:00", 30, 15),
        block(133, 3, K.LAB, "Optics, year 10", 3, "9:30", "12:00", 30, 0),
        block(134, 3, K.LAB, "Waves, year 11", 4, "13:00", "15:30", 15, 15),
        block(140, 4, K.MAINTENANCE, "Electrical inspection", 0, "9:00", "15:00"),
        block(141, 4, K.LAB, "Optics, year 10", 1, "13:00", "16:00", 30, 30),
        block(142, 4, K.LAB, "Olympiad training", 2, "14:00", "17:00", 15, 15),
        block(150, 11, K.LOAN, "School 41, returned complete", 0, "9:00", "18:00", last=1),
        block(150, 12, K.LOAN, "School 41, returned complete", 0, "9:00", "18:00", last=1),
        block(151, 11, K.LAB, "Club 7B", 3, "9:00", "12:00"),
        block(152, 12, K.LOAN, "Gymnasium 173, reserved", 3, "9:00", "15:00", last=5),
        block(
            153, 13, K.LOAN, "Lyceum 208, due Tue 17:00", 0, "9:00", "17:00", last=1, overdue=at(2, "11:20")
        ),
        block(154, 31, K.LOAN, "Gymnasium 173, class set until Friday", 0, "9:00", "16:30", last=4),
        block(131, 32, K.LAB, "Optics", 1, "13:00", "16:00", 30, 30),
        block(155, 32, K.LOAN, "School 12, awaits approval", 3, "9:00", "15:00", 0, 0, S.PENDING, last=5),
        block(120, 41, K.LAB, "3D models", 0, "10:00", "13:00"),
        block(156, 41, K.COURSE, "Trainer course, tier 1", 1, "9:00", "16:00", 0, 30, last=2),
        block(124, 41, K.LAB, "Bridges", 4, "14:00", "17:30", 0, 30),
        block(130, 51, K.APPOINTMENT, "Practicum", 0, "9:00", "11:00"),
        block(131, 51, K.LAB, "Optics", 1, "13:00", "16:00"),
        block(160, 51, K.APPOINTMENT, "School 41", 2, "14:00", "15:30"),
        block(133, 51, K.LAB, "Optics", 3, "9:30", "12:00"),
        block(110, 52, K.EVENT, "Open Saturday", 5, "10:00", "14:00"),
        block(109, 53, K.COURSE, "Python", 4, "14:00", "17:00"),
        block(MAZE, 54, K.EVENT, "Robot maze day, invited", 2, "13:00", "16:30", state=S.INVITED),
        block(110, 54, K.EVENT, "Open Saturday", 5, "10:00", "14:00"),
        *maze,
    )


def shades() -> tuple[Shade, ...]:
    away = ShadeKind.AWAY
    return (
        Shade(ShadeKind.CLOSURE, None, at(3, "15:00"), at(3, "18:30"), "Closed: power works"),
        Shade(
            ShadeKind.OUTAGE,
            42,
            at(0, "0:00"),
            at(4, "12:00"),
            "Out of order: nozzle heater. Part due Fri 12:00",
        ),
        Shade(away, 51, at(4, "8:30"), at(4, "18:30"), "Away"),
        Shade(away, 52, at(0, "8:30"), at(1, "12:30")),
        Shade(away, 52, at(3, "8:30"), at(4, "8:30")),
        Shade(away, 53, at(0, "12:00"), at(1, "8:30")),
        Shade(away, 53, at(4, "8:30"), at(4, "14:00")),
        Shade(away, 54, at(1, "8:30"), at(2, "8:30")),
        Shade(away, 54, at(4, "13:00"), at(4, "18:30")),
    )


def scene() -> Scene:
    """The whole week, at 11:20 on Wednesday."""
    return Scene(ZONE, at(2, "11:20"), days(), rows(), blocks(), shades())
