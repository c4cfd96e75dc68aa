"""Repaint, scroll, zoom and drag of the timeline against a floor of the same run.

The floor is one fillRect, and one drawText a line, for each block in sight.

Run: timeline.py FRAMES BOOKABLES... Prints one JSON object a line.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from benchmarks.measure import Result, result
from resource_centre.core.times import TimeRange
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule.queries import BlockRow
from resource_centre.ui.calendar.answers import answer
from resource_centre.ui.calendar.placing import Known, known
from resource_centre.ui.calendar.reading import CalendarRows
from resource_centre.ui.timeline.painter import in_sight
from resource_centre.ui.timeline.scene import Block, BlockKind, BlockState, DayWindow, Row, RowKind, Scene
from resource_centre.ui.timeline.view import TimelineView

SIZE = (1600, 900)
MONDAY = date(2026, 11, 23)


def instant(day: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=day, minutes=minute)


def busy_week(bookables: int, blocks: int) -> Scene:
    """Six open days; blocks follow each other without overlap, with set-up and clear-down."""
    chance = random.Random(5)
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
    each = max(1, blocks // bookables)
    found = []
    for row in range(1, bookables + 1):
        slots = sorted(chance.sample([(d, h) for d in range(6) for h in range(8, 20)], min(each, 72)))
        for n, (day, hour) in enumerate(slots):
            start, end = instant(day, hour * 60 + 10), instant(day, hour * 60 + 50)
            before, after = chance.choice((0, 5, 10)), chance.choice((0, 5, 10))
            state = chance.choices((BlockState.CONFIRMED, BlockState.PENDING), (9, 1))[0]
            found.append(
                Block(
                    row * 1000 + n,
                    row,
                    chance.choice(kinds),
                    state,
                    f"Robotics club {chance.randint(5, 11)}B",
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


def drag_frames(view: TimelineView, scene: Scene, repaint: Callable[[], None], frames: int) -> list[float]:
    """A block goes across the busy week and back; each frame is one step of the mouse with its rules and repaint."""
    here = loaded(scene)
    view.hand.judge = lambda place, lift: answer(here, place, lift)
    view.fit()
    layout, window, body = view.layout_, view.window_of_body(), view.body
    assert layout is not None
    band = layout.bands.between(window.top + 80, window.bottom)[0]
    box = layout.boxes(band)[3]
    start = QPoint(body.left() + round((box.left + box.right) / 2), body.top() + band.top - window.top + 10)
    view.hand.press(start, view.hit_at(start))
    steps = iter(range(frames * 2))

    def step() -> None:
        i = next(steps)
        across, down = (i * 23) % (body.width() - 120), (i * 7) % (body.height() - 120)
        view.hand.move(QPoint(body.left() + 60 + across, body.top() + 60 + down), False)
        repaint()

    taken = milliseconds(step, frames)
    assert view.overlay.ghosts and view.overlay.origin is not None
    view.hand.give_up()
    return taken


def milliseconds(act: Callable[[], object], times: int) -> list[float]:
    """How long each of `times` runs took, sorted."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def floor_of(view: TimelineView, image: QImage) -> Callable[[], None]:
    """The least anyone could do for the same blocks: rectangle and words, elided beforehand."""
    layout, kit, window = view.layout_, view.kit(), view.window_of_body()
    assert layout is not None
    cells, pitch = [], round(kit.fonts.label.metrics.height())
    for band in layout.bands.between(window.top, window.bottom):
        most = 2 if band.block_height >= 2 * pitch + 4 else 1
        for box in in_sight(layout, band, window):
            rect = QRect(
                round(box.left), band.block_top, max(2, round(box.right - box.left)), band.block_height
            )
            lines = kit.labels.lines(box.block.title, max(14, int(box.label_end) - rect.left() - 7), most)
            words = [(rect.left() + 7, band.block_top + 14 + n * pitch, line) for n, line in enumerate(lines)]
            cells.append((rect, kit.inks.kinds[box.block.kind].fill, words))

    def paint() -> None:
        painter = QPainter(image)
        painter.fillRect(image.rect(), QColor("white"))
        painter.setFont(kit.fonts.label.font)
        for rect, colour, words in cells:
            painter.fillRect(rect, colour)
            for x, y, line in words:
                painter.drawText(x, y, line)
        painter.end()

    return paint


def measure(bookables: int, blocks: int, frames: int) -> dict[str, Any]:
    """Medians and 95th percentiles."""
    view = TimelineView()
    view.resize(*SIZE)
    scene = busy_week(bookables, blocks)
    set_scene = milliseconds(lambda: view.set_scene(scene), 3)[1]
    view.select(scene.blocks[0].activity)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    down, across = view.verticalScrollBar(), view.horizontalScrollBar()

    def repaint() -> None:
        view.viewport().render(image)

    repaint()
    floor = floor_of(view, image)
    floor()

    def cold() -> None:
        view.forget_strips()
        repaint()

    ours, least = milliseconds(repaint, frames), milliseconds(floor, frames)

    def scroll() -> None:
        down.setValue((down.value() + 37) % max(1, down.maximum()))
        repaint()

    def zoom() -> None:
        view.zoom_to(view.zoom * 1.07 if view.zoom < 150 else 6.0)
        across.setValue(across.maximum() // 2)
        repaint()

    anew = milliseconds(cold, frames)
    scrolled, zoomed = milliseconds(scroll, frames), milliseconds(zoom, frames)
    late = int(frames * 0.95)
    return {
        "blocks": len(scene.blocks),
        "floor": least[frames // 2],
        "ours": ours[frames // 2],
        "anew": anew[frames // 2],
        "scroll_p95": scrolled[late],
        "zoom_p95": zoomed[late],
        "drag_p95": drag_frames(view, scene, repaint, frames)[late],
        "set_scene": set_scene,
    }


def rows(found: dict[str, Any], bookables: int) -> Iterator[Result]:
    """The rows of the table."""
    floor, of = found["floor"], f"of {bookables}"
    yield result(f"repaint {of}", "qt", found["blocks"], found["ours"], floor, 2.0)
    yield result(f"repaint {of} after a change", "qt", found["blocks"], found["anew"], floor, 0, "nothing")
    for act in ("scroll", "zoom", "drag"):
        yield result(f"{act} {of}, p95", "qt", found["blocks"], found[f"{act}_p95"], floor, 16.0, "ours")
    yield result(f"new blocks {of}", "qt", found["blocks"], found["set_scene"], floor, 50.0, "ours")


def main() -> None:
    """The busy week with so many bookables, each with 25 blocks."""
    frames, sizes = int(sys.argv[1]), [int(word) for word in sys.argv[2:]]
    _app = QApplication.instance() or QApplication(sys.argv[:1])
    for bookables in sizes:
        for row in rows(measure(bookables, bookables * 25, frames), bookables):
            row.print()


if __name__ == "__main__":
    main()
