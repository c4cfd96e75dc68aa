"""A screen reader at the real window: over AT-SPI, as Orca does, and with nothing but keys.

Run as a program inside a message bus of its own: listening.py DATABASE NOW. It starts the window as another process,
walks what the window tells, presses keys and prints what it heard as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = "org.a11y.atspi.Registry"
EVENTS = ("object:state-changed:focused", "object:announcement", "object:selection-changed")
FOCUSED = 12
PATIENCE = 60.0

Reference = tuple[str, str]


class Reader:
    """One who listens: asks for names and children, and notes what is told."""

    def __init__(self) -> None:
        session = open_dbus_connection()
        bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        (address,) = session.send_and_get_reply(new_method_call(bus, "GetAddress")).body
        session.close()
        self.bus: DBusConnection = open_dbus_connection(address)
        registry = DBusAddress("/org/a11y/atspi/registry", REGISTRY, REGISTRY)
        for event in EVENTS:
            self.bus.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", (event,)))
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        self.bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._inbox = self.bus.filter(rule, bufsize=1000)
        self.queue = self._inbox.__enter__()

    def ask(self, thing: Reference, method: str, signature: str | None = None, *words: Any) -> Any:
        """The answer of one object, None when it is gone."""
        address = DBusAddress(thing[1], thing[0], ACCESSIBLE)
        call = new_method_call(address, method, signature, words)
        answer = self.bus.send_and_get_reply(call, timeout=10)
        return answer.body[0] if answer.header.message_type is MessageType.method_return else None

    def name(self, thing: Reference) -> str:
        """What it is called."""
        address = DBusAddress(thing[1], thing[0], ACCESSIBLE)
        answer = self.bus.send_and_get_reply(Properties(address).get("Name"), timeout=10)
        return str(answer.body[0][1]) if answer.header.message_type is MessageType.method_return else ""

    def children(self, thing: Reference) -> list[Reference]:
        """What is right below it."""
        return [tuple(each) for each in self.ask(thing, "GetChildren") or []]

    def find(self, thing: Reference, name: str) -> Reference | None:
        """The first thing below another whose name begins like this."""
        for each in self.below(thing):
            if self.name(each).startswith(name):
                return each
        return None

    def below(self, thing: Reference) -> Iterator[Reference]:
        """Everything below a thing, the nearest first."""
        waiting = self.children(thing)
        while waiting:
            each = waiting.pop(0)
            yield each
            waiting.extend(self.children(each))

    def heard(self) -> list[str]:
        """What was told since: names of what got the focus, and words said aloud."""
        said = []
        for message in self._new():
            fields = message.header.fields
            sender, path, member = (
                fields[each] for each in (HeaderFields.sender, HeaderFields.path, HeaderFields.member)
            )
            detail, on, _more, value = message.body[:4]
            if member == "StateChanged" and detail == "focused" and on:
                said.append(self.name((sender, path)))
            elif member == "Announcement":
                said.append("! " + str(value[1]))
        return said

    def _new(self) -> list[Any]:
        """What came: at least one message, and then until it is quiet."""
        end, quiet = time.monotonic() + PATIENCE / 4, 0
        while time.monotonic() < end and not (self.queue and quiet > 4):
            before = len(self.queue)
            with contextlib.suppress(TimeoutError):
                self.bus.recv_messages(timeout=0.1)
            quiet = quiet + 1 if len(self.queue) == before else 0
        found = list(self.queue)
        self.queue.clear()
        return found


def until(look: Callable[[], Any], what: str) -> Any:
    """Waits for something to be there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise SystemExit(f"not there: {what}")


def press(*keys: str) -> None:
    """Presses keys, one after another."""
    subprocess.run(["xdotool", "key", "--delay", "120", *keys], check=True)


def listen(reader: Reader) -> dict[str, Any]:
    """Opens the calendar by keyboard, goes along it, moves a booking; what was heard at each step."""
    window = until(lambda: reader.find((REGISTRY, ROOT), "Resource Centre"), "the window")
    press("ctrl+2")
    calendar = until(lambda: reader.find(window, "Calendar, resources by time"), "the calendar")
    rows = until(lambda: reader.children(calendar), "its rows")
    told: dict[str, Any] = {"rows": [reader.name(row) for row in rows[:6]]}
    press("Escape")
    reader.heard()
    press("Down", "Down")
    told["down"] = reader.heard()
    press("Tab")
    told["tab"] = reader.heard()
    focused = [e for row in rows for e in reader.children(row) if reader.ask(e, "GetState")[0] >> FOCUSED & 1]
    told["focused"] = [reader.name(each) for each in focused]
    told["role"] = [reader.ask(each, "GetRoleName") for each in focused]
    press("g", "Right")
    told["ghost"] = reader.heard()
    press("Escape")
    return told


def main() -> None:
    database, now = sys.argv[1:]
    window = Path(__file__).with_name("listened.py")
    env = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
    env.pop("NO_AT_BRIDGE", None)
    reader = Reader()
    with subprocess.Popen([sys.executable, str(window), database, now], env=env) as program:
        try:
            print(json.dumps(listen(reader), ensure_ascii=False))
        finally:
            program.terminate()


if __name__ == "__main__":
    main()
