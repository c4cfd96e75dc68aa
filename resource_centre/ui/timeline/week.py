"""A week as columns of days, as frozen values, and where its minutes lie. No Qt.

Times of day are minutes after local midnight: what is painted here is a pattern of wall time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from resource_centre.ui.timeline.drag import SNAP
from resource_centre.ui.timeline.scene import BlockKind, BlockState


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One column. `available` are (from, to) minutes; `blocked` hatches the day and says why."""

    day: date
    label: str
    available: tuple[tuple[int, int], ...] = ()
    blocked: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class WeekBlock:
    """Something that takes place in the week; `detail` is its second line."""

    activity: int
    day: date
    start: int
    end: int
    kind: BlockKind
    state: BlockState
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Everything a week grid shows."""

    days: tuple[WeekDay, ...]
    blocks: tuple[WeekBlock, ...] = ()
    first: int = 8 * 60
    last: int = 20 * 60

    def roomy(self) -> Week:
        """From eight to eight, longer by whole hours where something lies outside."""
        spans = [span for day in self.days for span in day.available]
        first = min([self.first, *(s for s, _e in spans if s > 0), *(b.start for b in self.blocks)])
        last = max([self.last, *(e for _s, e in spans if e < 1440), *(b.end for b in self.blocks)])
        return replace(self, first=first // 60 * 60, last=-(-last // 60) * 60)


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the days and minutes of a week lie in a rectangle."""

    left: float
    top: float
    width: float
    height: float
    days: int
    first: int
    last: int
    gap: float = 4.0

    def column(self, i: int) -> tuple[float, float]:
        """Left and right of a day."""
        wide = (self.width + self.gap) / max(self.days, 1)
        left = round(self.left + i * wide)
        return left, round(self.left + (i + 1) * wide - self.gap)

    def y(self, minute: float) -> float:
        """The height of a time of day."""
        return self.top + (minute - self.first) / (self.last - self.first) * self.height

    def minute(self, y: float, snap: int = SNAP) -> int:
        """The step of wall time that holds a height."""
        share = min(max((y - self.top) / max(self.height, 1), 0.0), 1.0)
        minute = self.first + share * (self.last - self.first)
        return min(int(minute // snap) * snap, self.last - snap)

    def day(self, x: float) -> int | None:
        """The day at a pixel, or None beside the days."""
        wide = (self.width + self.gap) / max(self.days, 1)
        i = int((x - self.left) // wide)
        return i if 0 <= i < self.days and x >= self.left else None


@dataclass(frozen=True, slots=True)
class Stroke:
    """What is being painted on one day, from where it began to where it is now: availability, or (drawn) a time."""

    day: int
    began: int
    now: int
    available: bool
    drawn: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """From, to: every step touched."""
        return min(self.began, self.now), max(self.began, self.now) + SNAP


def is_available(day: WeekDay, minute: int) -> bool:
    """Whether the step that starts at this minute is available."""
    return any(start <= minute < end for start, end in day.available)


def painted(
    available: tuple[tuple[int, int], ...], span: tuple[int, int], add: bool
) -> tuple[tuple[int, int], ...]:
    """Available times after a span was added or taken away; touching ones are joined."""
    start, end = span
    kept = []
    for first, last in available:
        if add or last <= start or first >= end:
            kept.append((first, last))
            continue
        kept += [pair for pair in ((first, min(last, start)), (max(first, end), last)) if pair[0] < pair[1]]
    if add:
        kept.append(span)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(kept):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
