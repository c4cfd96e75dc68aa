"""What the timeline shows, as frozen values: rows, blocks, shades, days. No Qt, no database.

Instants are aware datetimes; `Scene.zone` is the centre's IANA zone, in whose wall time people read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class RowKind(StrEnum):
    """What a row stands for. `MORE` sums up the units of a group that are not listed."""

    GROUP = "group"
    LAB = "lab"
    UNIT = "unit"
    PERSON = "person"
    MORE = "more"


class RowFlag(StrEnum):
    """What the name of a row is marked with."""

    OVERDUE = "overdue"
    OUT_OF_ORDER = "out_of_order"
    AWAY = "away"


class BlockKind(StrEnum):
    """The six hues of time."""

    LAB = "lab"
    LOAN = "loan"
    APPOINTMENT = "appointment"
    EVENT = "event"
    COURSE = "course"
    MAINTENANCE = "maintenance"


class BlockState(StrEnum):
    """How a block is drawn. `PAST` may be left out: what ended before now is drawn as past anyway."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    INVITED = "invited"
    PAST = "past"
    CANCELLED = "cancelled"


HOLDING_NOTHING = (BlockState.INVITED, BlockState.CANCELLED)


class ShadeKind(StrEnum):
    """Times that are not free, apart from blocks."""

    CLOSED = "closed"
    CLOSURE = "closure"
    AWAY = "away"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class FreeStep:
    """From `start` until `end`, `free` units of the group can be taken."""

    start: datetime
    end: datetime
    free: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line. Rows after a group belong to it; `extra` ones appear once its `MORE` row is unfolded."""

    key: int
    kind: RowKind
    title: str
    subtitle: str = ""
    depth: int = 0
    avatar: str = ""
    tint: BlockKind | None = None
    flags: frozenset[RowFlag] = frozenset()
    steps: tuple[FreeStep, ...] = ()
    total: int = 0
    extra: bool = False


class Block(NamedTuple):
    """One hold of `bookable` (a row's key) for `activity`. `overdue_until` draws a tail.

    A tuple, as a week of a large centre has tens of thousands.
    """

    activity: int
    bookable: int
    kind: BlockKind
    state: BlockState
    title: str
    start: datetime
    end: datetime
    occupied_start: datetime
    occupied_end: datetime
    overdue_until: datetime | None = None
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether it takes the bookable: invitations and cancelled things hold nothing."""
        return self.state not in HOLDING_NOTHING


@dataclass(frozen=True, slots=True)
class Shade:
    """A time on one row, or (row None) on all of them."""

    kind: ShadeKind
    row: int | None
    start: datetime
    end: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class DayWindow:
    """One day of the period with the times it is open (none: closed). Labels are in the reader's language."""

    day: date
    opens: tuple[tuple[datetime, datetime], ...]
    label: str
    short: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the timeline needs to draw a period."""

    zone: str
    now: datetime
    days: tuple[DayWindow, ...]
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...] = ()
    shades: tuple[Shade, ...] = ()


@dataclass(frozen=True, slots=True)
class Landing:
    """A free place that would take what is being moved: drawn green. `also` are the other rows it would take.

    `name` says whose row it is, for where the row itself is out of sight.
    """

    row: int
    start: datetime
    end: datetime
    text: str
    also: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ghost:
    """What is being drawn, moved or resized, where it would be; `refused` when it may not be there.

    The occupied range, where it is given, is drawn around it: set-up and clear-down.
    """

    row: int
    start: datetime
    end: datetime
    text: str
    refused: bool = False
    occupied_start: datetime | None = None
    occupied_end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The explanation beside a ghost: a headline, sentences below, and what would work. Not refused: a warning."""

    title: str
    lines: tuple[str, ...] = ()
    remedy: str = ""
    refused: bool = True


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies above the scene and changes with every step of the mouse or of a key.

    `chosen` is the landing spot that Enter takes; `back` are ghosts on their way from one place to another.
    """

    selected: int | None = None
    origin: int | None = None
    holders: frozenset[int] = frozenset()
    landings: tuple[Landing, ...] = ()
    ghosts: tuple[Ghost, ...] = ()
    card: Card | None = None
    chosen: int | None = None
    back: tuple[tuple[Ghost, Ghost], ...] = ()
    back_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Folding:
    """Which groups are folded, and which list every one of their units."""

    folded: frozenset[int] = field(default_factory=frozenset)
    unfolded_more: frozenset[int] = field(default_factory=frozenset)


def shown_rows(rows: tuple[Row, ...], folding: Folding) -> tuple[Row, ...]:
    """The rows that are on screen, top to bottom."""
    shown: list[Row] = []
    hidden = everything = False
    for row in rows:
        if row.kind is RowKind.GROUP:
            hidden = row.key in folding.folded
            everything = row.key in folding.unfolded_more
            shown.append(row)
        elif not hidden and (everything or not row.extra):
            shown.append(row)
    return tuple(shown)


def group_of(rows: tuple[Row, ...], key: int) -> Row | None:
    """The group that a row belongs to."""
    group = None
    for row in rows:
        if row.kind is RowKind.GROUP:
            group = row
        if row.key == key:
            return group
    return None
