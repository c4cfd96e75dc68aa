"""The timeline as a person meets it, against a floor of the same run: a shown widget and its own paint events.

The floor is a bare widget of the same size that fills one rectangle, and draws one elided line of text for each line,
for each block in sight; both are painted in turns. Each week has blocks and titles of its own, so that a first paint
has nothing ready but what the program prepares off the window's thread.

Run: timeline.py FRAMES BOOKABLES... Prints one JSON object a line.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import quantiles
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from benchmarks.measure import Result, Times, in_turns, lower_quartile, processor, result
from resource_centre.core.memory import settle
from resource_centre.core.times import TimeRange
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule.queries import BlockRow
from resource_centre.settings import THEME, Settings
from resource_centre.ui.application import application, dress
from resource_centre.ui.calendar.answers import answer
from resource_centre.ui.calendar.placing import Known, known
from resource_centre.ui.calendar.reading import CalendarRows
from resource_centre.ui.timeline.layout import Prepared, prepare
from resource_centre.ui.timeline.ready import Sight, in_sight, make_ready
from resource_centre.ui.timeline.scene import Block, BlockKind, BlockState, DayWindow, Row, RowKind, Scene
from resource_centre.ui.timeline.view import TimelineView

SIZE = (1600, 900)
MONDAY = date(2026, 11, 23)
EACH = 25  # blocks of each bookable: a million bookings are 5,000 a week of 200 bookables
LENGTHS = (45, 60, 60, 90, 120)
SUBJECTS = (
    "Robotics club", "Optics", "Electricity", "Olympiad training", "3D modelling", "Python for teachers", "Waves",
    "Trainer course", "Lesson review", "Laser basics", "Chemistry of water", "Bridge contest", "Open Saturday",
)  # fmt: skip


def instant(day: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=day, minutes=minute)


def busy_week(bookables: int, number: int = 0) -> Scene:
    """Six open days from 8 to 20; blocks of 45 minutes to two hours without overlap, with set-up and clear-down."""
    chance = random.Random(number)
    kinds = list(BlockKind)
    rows = [Row(-1, RowKind.GROUP, "Everything")]
    rows += [
        Row(
            n,
            (RowKind.LAB, RowKind.UNIT, RowKind.UNIT, RowKind.PERSON)[n % 4],
            f"Bookable {n:03d}",
            "24 places",
            avatar="AB",
        )
        for n in range(1, bookables + 1)
    ]
    found = []
    for row in range(1, bookables + 1):
        for n, (start, end) in enumerate(_times(chance)):
            before, after = chance.choice((0, 5, 10)), chance.choice((0, 5))
            state = chance.choices((BlockState.CONFIRMED, BlockState.PENDING), (19, 1))[0]
            found.append(
                Block(
                    row * 1000 + n,
                    row,
                    chance.choice(kinds),
                    state,
                    f"{chance.choice(SUBJECTS)}, {chance.randint(1, 11)}{chance.choice('ABCDEFGH')}",
                    start,
                    end,
                    start - timedelta(minutes=before),
                    end + timedelta(minutes=after),
                )
            )
    days = tuple(
        DayWindow(
            MONDAY + timedelta(days=i),
            ((instant(i, 480), instant(i, 1200)),) if i < 6 else (),
            f"Day {23 + i}",
            "D",
        )
        for i in range(7)
    )
    return Scene("UTC", instant(2, 680), days, tuple(rows), tuple(found))


def _times(chance: random.Random) -> list[tuple[datetime, datetime]]:
    """`EACH` times of one bookable: of the seven places of each day those that are drawn."""
    places = sorted(chance.sample(range(6 * 7), EACH))
    starts = [instant(place // 7, 490 + place % 7 * 100) for place in places]
    return [(start, start + timedelta(minutes=min(chance.choice(LENGTHS), 85))) for start in starts]


def loaded(scene: Scene) -> Known:
    """What the rules go by while something is dragged, for the same week."""
    rows = [
        BookableRow(
            row.key, "", 1, "", "unit", row.title, row.key % 20, "Kit", None, None, None, "", "", None, "", 5, 5, True,
            True, "", 1,
        )
        for row in scene.rows
        if row.kind is not RowKind.GROUP
    ]  # fmt: skip
    blocks = [
        BlockRow(
            b.activity, "", b.bookable, "lab_booking", "booked", b.title, b.start, b.end, b.occupied_start,
            b.occupied_end, None, "", "", None, b.bookable,
        )
        for b in scene.blocks
    ]  # fmt: skip
    window = TimeRange(instant(0, 0), instant(7, 0))
    return known(CalendarRows("UTC", scene.now, window, scene.days, (), tuple(rows), tuple(blocks), (), ()))


class Floor(QWidget):
    """The least anyone could do for the same blocks: rectangle and words, elided beforehand."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(*SIZE)
        self.cells: list[tuple[QRect, QColor, list[tuple[int, int, str]]]] = []
        self.font_ = self.font()

    def take(self, view: TimelineView) -> None:
        """What the timeline has in sight."""
        layout, kit, window = view.layout_, view.kit(), view.window_of_body()
        assert layout is not None
        self.font_ = kit.fonts.label.font
        self.cells, pitch = [], round(kit.fonts.label.metrics.height())
        for band in layout.bands.between(window.top, window.bottom):
            most = 2 if band.block_height >= 2 * pitch + 4 else 1
            for box in in_sight(layout, band, window):
                left, wide = round(box.left), max(2, round(box.right - box.left))
                rect = QRect(left, band.block_top, wide, band.block_height)
                lines = kit.labels.lines(box.block.title, max(14, int(box.label_end) - left - 7), most)
                words = [(left + 7, band.block_top + 14 + n * pitch, line) for n, line in enumerate(lines)]
                self.cells.append((rect, kit.inks.kinds[box.block.kind].fill, words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.setFont(self.font_)
        for rect, colour, words in self.cells:
            painter.fillRect(rect, colour)
            for x, y, line in words:
                painter.drawText(x, y, line)
        painter.end()


@dataclass(frozen=True)
class Bench:
    """A shown timeline beside the shown floor, with so many bookables."""

    view: TimelineView
    floor: Floor
    bookables: int
    frames: int

    def in_turns(self, ours: Callable[[int], object], times: int) -> tuple[Times, Times]:
        return in_turns(ours, lambda _turn: self.floor.repaint(), times)

    def repaint(self) -> None:
        """The paint event of the whole timeline, now."""
        self.view.viewport().repaint()

    def rows(self) -> Iterator[Result]:
        """The rows of the table."""
        scene = prepare(busy_week(self.bookables))
        self.view.set_scene(scene.scene, scene)
        self.repaint()
        self.floor.take(self.view)
        ours, least = self.in_turns(lambda _turn: self.repaint(), self.frames)
        yield self._against("repaint", ours, least)
        yield from self._new_weeks()
        yield self._frames("scroll", self._scroll(), least)
        yield self._frames("zoom", self._zoom(), least)
        yield self._frames("drag", self._drag(scene.scene), least)

    def _new_weeks(self) -> Iterator[Result]:
        """Weeks never seen before, read and made ready off the window's thread: read ahead, as turning the page shows
        them, and not. What is read ahead has also been warmed while nothing else was done."""
        number, blocks = 0, self.bookables * EACH
        for ahead in (True, False):
            taken, least, asides = Times([], []), Times([], []), []
            for _turn in range(max(5, self.frames // 8)):
                number += 1
                week, aside = made_ready(busy_week(self.bookables, number), self.view.sight)
                if ahead:
                    self.view.warming.take(week, self.view.sight)
                    while self.view.warming.isActive():
                        self.view.warming.turn()
                asides.append(aside)
                for kept, found in zip((taken, least), self._shown(week), strict=True):
                    kept.clock.append(found[0])
                    kept.processor.append(found[1])
            name = "first paint" if ahead else "first paint, not read ahead,"
            yield self._against(name, taken, least)
        said = f"processor {max(taken.processor):.1f} ms; beside the window's thread {lower_quartile(asides):.0f} ms"
        name, floor = f"new blocks of {self.bookables}, worst", lower_quartile(least.clock)
        yield result(name, "qt", blocks, max(taken.clock), floor, 50.0, "ours", said=said)

    def _shown(self, week: Prepared) -> tuple[tuple[float, float], tuple[float, float]]:
        """One new week and one floor of it: clock and processor."""

        def show() -> None:
            self.view.set_scene(week.scene, week)
            self.repaint()

        ours = timed(show)
        self.floor.take(self.view)
        return ours, timed(self.floor.repaint)

    def _against(self, name: str, ours: Times, least: Times) -> Result:
        mine, floor = lower_quartile(ours.clock), lower_quartile(least.clock)
        blocks = self.bookables * EACH
        return result(
            f"{name} of {self.bookables}", "qt", blocks, mine, floor, 2.0, said=processor(ours, least)
        )

    def _frames(self, name: str, taken: Times, least: Times) -> Result:
        clock, worked = (quantiles(each, n=20)[-1] for each in (taken.clock, taken.processor))
        floor, said = lower_quartile(least.clock), f"processor {worked:.1f} ms"
        name = f"{name} of {self.bookables}, p95"
        return result(name, "qt", self.bookables * EACH, clock, floor, 16.0, "ours", said=said)

    def _each(self, act: Callable[[int], object]) -> Times:
        found = [timed(lambda turn=turn: act(turn)) for turn in range(self.frames)]  # type: ignore[misc]
        return Times([each[0] for each in found], [each[1] for each in found])

    def _scroll(self) -> Times:
        """A turn of the wheel a frame, all the way down and again from the top."""
        down = self.view.verticalScrollBar()

        def step(_turn: int) -> None:
            down.setValue((down.value() + 37) % max(1, down.maximum()))
            self.repaint()

        return self._each(step)

    def _zoom(self) -> Times:
        """Into the middle of the week and from the whole of it again; each frame lays out anew."""

        def step(_turn: int) -> None:
            self.view.zoom_to(self.view.zoom * 1.07 if self.view.zoom < 150 else 6.0)
            self.repaint()

        taken = self._each(step)
        self.view.fit()
        return taken

    def _drag(self, scene: Scene) -> Times:
        """A block goes across the busy week and back; each frame is one step of the mouse with its rules and repaint."""
        view, here = self.view, loaded(scene)
        view.hand.judge = lambda place, lift: answer(here, place, lift)
        prepared = prepare(scene)
        view.set_scene(scene, prepared)
        view.verticalScrollBar().setValue(0)
        self.repaint()
        layout, window, body = view.layout_, view.window_of_body(), view.body
        assert layout is not None
        band = layout.bands.between(window.top + 80, window.bottom)[0]
        box = layout.boxes(band)[3]
        start = QPoint(
            body.left() + round((box.left + box.right) / 2), body.top() + band.top - window.top + 10
        )
        view.hand.press(start, view.hit_at(start))

        def step(turn: int) -> None:
            across, down = (turn * 23) % (body.width() - 120), (turn * 7) % (body.height() - 120)
            view.hand.move(QPoint(body.left() + 60 + across, body.top() + 60 + down), False)
            self.repaint()

        taken = self._each(step)
        assert view.overlay.ghosts and view.overlay.origin is not None
        view.hand.give_up()
        return taken


def made_ready(scene: Scene, sight: Sight) -> tuple[Prepared, float]:
    """A scene as the background hands it over, and how many milliseconds that took."""
    start = time.perf_counter()
    prepared = prepare(scene)
    make_ready(prepared, sight)
    return prepared, (time.perf_counter() - start) * 1000


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """How long it took, on the clock and of the processor."""
    worked, start = time.process_time(), time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def main() -> None:
    """A busy week with so many bookables, each with `EACH` blocks."""
    frames, sizes = int(sys.argv[1]), [int(word) for word in sys.argv[2:]]
    with TemporaryDirectory(prefix="rc-bench-") as home:
        os.environ["RESOURCE_CENTRE_HOME"] = home
        app, settings = application(), Settings()
        settings.set(THEME, "light")
        dress(app, settings)
        settle()  # as the program does at its start
        for bookables in sizes:
            view, floor = TimelineView(), Floor()
            view.resize(*SIZE)
            view.show()
            floor.show()
            app.processEvents()
            for row in Bench(view, floor, bookables, frames).rows():
                row.print()
            view.close()
            floor.close()


if __name__ == "__main__":
    main()
