"""The window over a loaded network: switching the week, the window thread, memory. Run: window.py URL FRAMES CASE...

Prints one JSON object with the figures of the cases asked for; offscreen, without style differences to a real screen.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.network import NOW
from benchmarks.started import resident
from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.memory import settle as settle_memory
from resource_centre.settings import LANGUAGE, LAST_PAGE, THEME, Settings
from resource_centre.ui.application import application, dress
from resource_centre.ui.window import let_rest, make_window

PATIENCE = 60.0
PREPARED = 5_000  # ms


class Heart:
    """The longest time that the window did not answer, by a timer of 5 ms: on the clock, and what its own thread worked."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.works: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.works.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked

    def worst(self) -> float:
        """Milliseconds, since the last time that this was asked."""
        found, self.gaps = max(self.gaps, default=0.0), []
        return found

    def hardest(self) -> float:
        """Milliseconds of processor between two beats, since the last time that this was asked."""
        found, self.works = max(self.works, default=0.0), []
        return found


def until(seen: Callable[[], Any]) -> None:
    """Lets the window live until something is so."""
    end = time.monotonic() + PATIENCE
    while not seen():
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not come")
        QApplication.processEvents()


def settle(window: Any) -> None:
    """Until nothing is read any more."""
    window.desk.background.settle(int(PATIENCE * 1000))
    QTest.qWait(30)


def switch(window: Any, frames: int) -> dict[str, float]:
    """A week forth or back, from the key to the painted blocks; the neighbours were read while one looked."""
    window.show_page("calendar")
    settle(window)
    page = window.made["calendar"]
    taken, cold = [], []
    dice = random.Random(3)
    for _turn in range(frames):
        for kept, steps in ((taken, dice.choice((1, -1))), (cold, dice.choice((3, -3)))):
            monday = page.period.shift(steps).first
            start = time.perf_counter()
            page.toolbar.stepped.emit(steps)
            until(lambda day=monday: page.view.scene.days[0].day == day)
            page.view.viewport().repaint()
            kept.append((time.perf_counter() - start) * 1000)
            settle(window)
    return {"switch": median(taken), "switch_worst": max(taken), "jump": median(cold)}


def tour(window: Any) -> dict[str, Any]:
    """Every page is opened, one after another; how long the window did not answer, and where it was worst.

    It starts when the window has had its first look round: while somebody reads the first page, the others are imported.
    """
    heart = Heart()
    QTest.qWait(PREPARED)
    settle(window)
    idle, preparing = heart.worst(), heart.hardest()
    worst, hardest = {}, {}
    for key in window.pages:
        window.show_page(key)
        settle(window)
        worst[key], hardest[key] = heart.worst(), heart.hardest()
    again = {}
    for key in window.pages:
        window.show_page(key)
        settle(window)
        again[key] = heart.worst()
    page = max(worst, key=lambda key: worst[key])
    return {
        "idle": idle, "preparing": preparing, "first_visit": worst, "first_visit_cpu": hardest, "again": again,
        "worst": worst[page], "worst_cpu": max(hardest.values()), "again_cpu": heart.hardest(),
        "worst_again": max(again.values()), "worst_page": page, "memory": resident(),
    }  # fmt: skip


CASES: dict[str, Callable[[Any, int], dict[str, Any]]] = {
    "switch": switch,
    "tour": lambda window, _frames: tour(window),
}


def main() -> None:
    url, frames, names = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    settings = Settings()
    settings.set(LANGUAGE, "en")
    settings.set(THEME, "light")
    settings.set(LAST_PAGE, "settings")
    dress(application(), settings)
    app = App.open(url, FixedClock(NOW))
    app.sign_in("coordinator")
    settle_memory()
    window = make_window(app, settings)
    window.resize(1600, 900)
    window.show()
    let_rest(window)
    settle(window)
    found: dict[str, Any] = {}
    for name in names:
        found.update(CASES[name](window, frames))
    window.close()
    app.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
