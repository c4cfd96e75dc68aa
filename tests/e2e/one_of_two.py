"""One of two people at their own windows on one server; does what it is told, line by line.

Run: one_of_two.py URL LOGIN NOW X PICTURES. Each line on its input is [name, arguments…] in JSON, and each answer a line.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.widgets.conflict import Conflict
from resource_centre.ui.window import listen
from tests.e2e.person import Person

SIZE = (1280, 720)


def conflict() -> Conflict | None:
    """The form that shows both versions, when it is in sight."""
    shown = [top for top in QApplication.topLevelWidgets() if isinstance(top, Conflict) and top.isVisible()]
    return shown[0] if shown else None


class OneOfTwo:
    """What a coordinator does at the calendar."""

    def __init__(self, url: str, login: str, now: datetime, x: int) -> None:
        self.person = Person(url, login, now, SIZE, (x, 0))
        self.saved_at = 0.0
        self.person.window.desk.saved.connect(lambda _when: setattr(self, "saved_at", time.time()))
        assert listen(self.person.app, self.person.window.desk).listening.wait(10)
        self.page = self.person.page("calendar")

    def dialog(self) -> Any:
        """The booking form in front, ready to be filled."""
        found = self.person.dialog()
        assert isinstance(found, BookingDialog), type(found).__name__
        return found

    def sees(self, title: str) -> float:
        """Waits until a booking is on the calendar; when that was."""

        def there() -> bool:
            scene = self.page.view.scene
            return scene is not None and title in {block.title for block in scene.blocks}

        self.person.until(there, f"“{title}” does not come")
        return time.time()

    def misses(self, title: str) -> float:
        """Waits until a booking is gone from the calendar; when that was."""

        def gone() -> bool:
            scene = self.page.view.scene
            return scene is not None and title not in {block.title for block in scene.blocks}

        self.person.until(gone, f"“{title}” stays")
        return time.time()

    def fill(self, title: str, lab: str, begin: str, end: str) -> str:
        """Opens the form and says what, where and when; what stands at its right side then."""
        person = self.person
        person.press("Book", self.page)
        person.until(lambda: isinstance(person.dialog(), BookingDialog), "the form did not come")
        dialog = self.dialog()
        person.click(dialog.fields.caption)
        person.type(title)
        person.click(dialog.fields.books.finder)
        person.type(lab)
        person.key("Return")
        person.until(lambda: dialog.fields.books.bookables, "the lab was not taken")
        dialog.fields.day.set_day(datetime.fromisoformat(begin).date())
        for field, at in ((dialog.fields.start, begin), (dialog.fields.finish, end)):
            field.set_time(datetime.fromisoformat(at).time())
            field.changed.emit()
        return self.consequences()

    def consequences(self) -> str:
        """What the form says on its right side, once it has looked."""
        dialog, person = self.dialog(), self.person

        def words() -> str:
            if dialog._rest.isActive() or not person.window.desk.background.is_idle() or dialog.found is None:
                return ""
            return " ".join(label.text() for label in dialog.side.findChildren(QLabel) if label.isVisible())

        return str(person.until(words, "nothing was said about it"))

    def book(self) -> float:
        """Presses Book; when it was written."""
        self.saved_at = 0.0
        self.person.press("Book", self.dialog())
        self.person.no_dialog()
        return self.saved_at

    def take(self, way: str) -> str:
        """Presses one of the ways that are offered; what the form says then."""
        dialog = self.dialog()
        self.person.press(way, dialog)
        self.person.until(
            lambda: dialog.found is not None and not dialog.found.problems, "it is still refused"
        )
        return self.consequences()

    def open(self, activity: int, act: str) -> None:
        """Selects a booking and presses one of its actions."""
        self.page.show_where(activity=activity)
        self.person.settle()
        self.person.press(act, self.page)
        self.person.dialog()

    def retitle(self, words: str) -> None:
        """Types another title over the one that is there."""
        dialog = self.dialog()
        self.person.fill(dialog, "title", words)
        self.consequences()

    def save(self) -> float:
        """Presses Save; when it was written."""
        self.saved_at = 0.0
        self.person.press("Save", self.dialog())
        self.person.no_dialog()
        return self.saved_at

    def save_into_conflict(self) -> list[str]:
        """Presses Save when somebody else was first; the words of the form that shows both versions."""
        self.person.press("Save", self.dialog())
        asked = self.person.until(conflict, "no conflict is shown")
        return [label.text() for label in asked.findChildren(QLabel) if label.isVisible()]

    def choose(self, whose: str) -> None:
        """Takes this side's title, and saves."""
        asked = self.person.until(conflict, "no conflict is shown")
        self.person.press(whose, asked)
        self.person.press("Save what is chosen", asked)
        self.person.no_dialog()

    def told(self) -> tuple[str, float, str]:
        """Waits for the banner of the open form: its words, when they came, and the title that is still typed."""
        dialog = self.dialog()
        self.person.until(lambda: "a moment ago" in dialog.news.words.text(), "the form says nothing")
        title = dialog.findChild(QLineEdit, "title")
        return dialog.news.words.text(), time.time(), title.text() if title else ""

    def give_reason(self, words: str) -> float:
        """Cancels with these words; when it was written."""
        self.saved_at = 0.0
        dialog = self.person.dialog()
        self.person.fill(dialog, "reason", words)
        self.person.press("Cancel booking", dialog)
        self.person.no_dialog()
        return self.saved_at


def _read_into(lines: Queue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    lines.put("")


def main() -> int:
    """Until the input ends."""
    url, login, now, x, pictures = sys.argv[1:6]
    one = OneOfTwo(url, login, datetime.fromisoformat(now), int(x))
    lines: Queue[str] = Queue()
    Thread(target=_read_into, args=(lines,), daemon=True).start()
    print(json.dumps("ready"), flush=True)
    while True:
        try:
            line = lines.get_nowait()
        except Empty:
            QTest.qWait(10)
            continue
        if not line:
            break
        name, *arguments = json.loads(line)
        try:
            answer = getattr(one, name)(*arguments)
        except BaseException:
            one.person.window.screen().grabWindow(0).save(f"{pictures}/{login}.png")
            print("said:", one.person.said(), file=sys.stderr)
            raise
        print(json.dumps({"answer": answer}), flush=True)
    one.person.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
