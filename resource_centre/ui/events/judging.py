"""What stands against a hold, and what would work instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout

from resource_centre.i18n import _
from resource_centre.schedule.rules import Alternative, Hold, Verdict
from resource_centre.ui.widgets.boxes import Card, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.labels import IconLabel, text
from resource_centre.ui.words import span_words


def show_verdict(
    inside: QVBoxLayout,
    verdict: Verdict,
    hold: Hold,
    names: Mapping[int, str],
    zone: ZoneInfo,
    take: Callable[[Alternative], Any] | None,
) -> None:
    """Fills the side of a dialog; `take` is told which alternative was picked (None offers none)."""
    clear(inside)
    for violation in verdict.violations:
        card = Card(margins=(12, 10, 12, 10))
        ink = "warn" if violation.overridable else "danger"
        card.setProperty("card", ink)
        head = row(IconLabel("triangle-alert" if violation.overridable else "ban", 15, ink))
        head.addWidget(text(violation.message, "body", wrap=True), 1)
        card.body.addLayout(head)
        if violation.fix:
            card.body.addWidget(text(violation.fix, "second", wrap=True))
        inside.addWidget(card)
    if verdict.violations and verdict.alternatives and take is not None:
        inside.addWidget(text(_("Nearest that work"), "caption-strong"))
        for other in verdict.alternatives:
            words = alternative_words(other, hold, names, zone)
            inside.addWidget(button(words, lambda o=other: take(o), symbol="calendar"))  # type: ignore[misc]
    inside.addStretch(1)


def alternative_words(other: Alternative, hold: Hold, names: Mapping[int, str], zone: ZoneInfo) -> str:
    """Another time, another lab at the same time, or both."""
    new = [names[key] for key in other.bookables if key not in hold.bookables and key in names]
    when = span_words(other.start, other.end, zone)
    if not new:
        return when
    if other.start == hold.start:
        return _("{resource}, same time").format(resource=", ".join(new))
    return f"{when}, {', '.join(new)}"
