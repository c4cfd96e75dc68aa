"""The entries of a calendar file (RFC 5545) as plain values: titles, instants, rules, what is left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from resource_centre.core.errors import BadInput
from resource_centre.core.times import FIRST_YEAR, LAST_YEAR, lenient_instant, to_instant, to_wall
from resource_centre.i18n import _

CLOSED = re.compile(
    r"geschlossen|\bclosed\b|closure|закрыт|выходной|жабық|suljettu|fermé|geslote?n", re.IGNORECASE
)
NOTE_LIMIT = 5000
LARGEST, MOST_PARTS = 2 * 1024 * 1024, 10_000  # characters: a thousand entries take the reader some seconds
TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RECURRENCE-ID"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `key` is its UID (with the replaced occurrence, if it is one); `skips` are walls without it.

    `problem` makes it unusable. All-day entries span local days.
    """

    row: int
    key: str
    title: str
    note: str = ""
    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    rule: str = ""
    skips: tuple[str, ...] = ()
    cancelled: bool = False
    problem: str = ""

    @property
    def closes(self) -> bool:
        """Whether the lab is closed then, rather than used."""
        return self.all_day or bool(CLOSED.search(self.title))


def entries(text: str, tz: ZoneInfo) -> list[Entry]:
    """Every entry of the file in its order; `BadInput` when the file is no calendar. Floating times are those of `tz`."""
    from icalendar import Calendar

    if len(text) > LARGEST or text.upper().count("\nBEGIN:") > MOST_PARTS:
        raise BadInput(_("The calendar is too large. Export a shorter time, and import it in parts."), "file")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as trouble:  # there is no end to what a broken calendar makes its reader stumble over
        raise BadInput(_("The file is not a calendar (ICS). Choose another file."), "file") from trouble
    if not events:
        raise BadInput(_("The calendar has no entries. Choose another file."), "file")
    found = [_entry(row, event, tz) for row, event in enumerate(events, 1)]
    return [_without_replaced(entry, found) for entry in found]


def _entry(row: int, event: Any, tz: ZoneInfo) -> Entry:
    title = " ".join(str(event.get("SUMMARY", "")).split())
    uid = str(event.get("UID", "")).strip()
    try:
        if not uid:
            raise BadInput(_("The entry has no UID, so that it could not be found again."))
        if not title:
            raise BadInput(_("The entry has no title."))
        _readable(event)
        start, end, all_day = _span(event, tz)
        replaced = _day_or_instant(event, "RECURRENCE-ID")
        key = uid if replaced is None else f"{uid}#{_wall(replaced, tz)}"
        if len(key) > 255:
            raise BadInput(_("The UID has more than 255 characters."))
    except BadInput as problem:
        return Entry(row, uid, title[:200], problem=str(problem))
    rule = event.get("RRULE") if replaced is None else None
    return Entry(
        row, key, title, _note(event), start, end, all_day, rule.to_ical().decode() if rule else "",
        tuple(sorted(_wall(value, tz) for value in _excluded(event))), str(event.get("STATUS", "")).upper() == "CANCELLED",
    )  # fmt: skip


def _readable(event: Any) -> None:
    for name, _trouble in event.errors:
        if name in TIMES:
            raise BadInput(_("{name} of the entry cannot be read.").format(name=name))


def _span(event: Any, tz: ZoneInfo) -> tuple[datetime, datetime, bool]:
    first = _day_or_instant(event, "DTSTART")
    if first is None:
        raise BadInput(_("The entry has no start that can be read."))
    last = _day_or_instant(event, "DTEND")
    length = getattr(event.get("DURATION"), "dt", None)
    all_day = not isinstance(first, datetime)
    if last is None and isinstance(length, timedelta):
        last = first + length
    elif last is None and all_day:
        last = first + timedelta(days=1)
    if last is None:
        raise BadInput(_("The entry has no end that can be read."))
    start, end = _instant(first, tz), _instant(last, tz)
    if all_day and end == start:
        end = _instant(first + timedelta(days=1), tz)
    if end <= start:
        raise BadInput(_("The end does not lie after the start. Choose a later end."), "end")
    return start, end, all_day


def _day_or_instant(event: Any, name: str) -> date | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None


def _instant(value: date, tz: ZoneInfo) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = _("The year {year} cannot be meant. Write a year from {first} to {last}.")
        raise BadInput(message.format(year=value.year, first=FIRST_YEAR, last=LAST_YEAR), "start")
    if not isinstance(value, datetime):
        return lenient_instant(datetime(value.year, value.month, value.day), tz)
    value = value.replace(microsecond=0)
    return value.astimezone(UTC) if value.utcoffset() is not None else to_instant(value, tz).instant


def _wall(value: date, tz: ZoneInfo) -> str:
    return to_wall(_instant(value, tz), tz).isoformat(timespec="seconds")


def _excluded(event: Any) -> Iterable[date]:
    found = event.get("EXDATE", [])
    for group in found if isinstance(found, list) else [found]:
        for item in getattr(group, "dts", ()):
            yield item.dt


def _note(event: Any) -> str:
    parts = [
        _plain(str(event.get("DESCRIPTION", ""))),
        *(str(event.get(name, "")).strip() for name in ("LOCATION", "URL")),
    ]
    note = "\n".join(part for part in parts if part)
    return note if len(note) <= NOTE_LIMIT else note[: NOTE_LIMIT - 1].rstrip() + "…"


def _plain(text: str) -> str:
    if re.search(r"</?(p|br|div|a|b|ul|li|html)\b[^>]*>", text, re.IGNORECASE):
        text = re.sub(r"<br\s*/?>|</(p|div|li|h\d)>", "\n", text, flags=re.IGNORECASE)
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return text.strip()


def _without_replaced(entry: Entry, all_: list[Entry]) -> Entry:
    """A repeating entry leaves out the occurrences that entries of their own replace."""
    if not entry.rule:
        return entry
    own = {e.key.partition("#")[2] for e in all_ if e.key.startswith(f"{entry.key}#")}
    return replace(entry, skips=tuple(sorted({*entry.skips, *own})))
