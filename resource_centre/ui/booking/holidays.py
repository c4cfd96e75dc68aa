"""School holidays that series of a centre have left out before: offered again for the next one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from resource_centre.i18n import date_text

Span = tuple[date, date]
KEPT = 12


def remembered(setting: dict[str, Any], centre_id: int) -> tuple[Span, ...]:
    """As they were written; what is not understood is left out."""
    found = []
    lines = setting.get(str(centre_id))
    for line in lines if isinstance(lines, list) else ():
        try:
            first, last = (date.fromisoformat(day) for day in line)
        except (TypeError, ValueError):
            continue
        found.append((first, last))
    return tuple(sorted(found))


def with_more(setting: dict[str, Any], centre_id: int, spans: Iterable[Span], today: date) -> dict[str, Any]:
    """The setting with these as well, without what is over."""
    known = {span for span in (*remembered(setting, centre_id), *spans) if span[1] >= today}
    lines = [[first.isoformat(), last.isoformat()] for first, last in sorted(known)[:KEPT]]
    return {**setting, str(centre_id): lines}


def within(spans: Iterable[Span], first: date, last: date) -> tuple[Span, ...]:
    """Those that lie between two days, at least in part."""
    return tuple(span for span in spans if span[0] <= last and span[1] >= first)


def span_text(span: Span) -> str:
    """28 Dec – 9 Jan."""
    return " – ".join(date_text(day, "d MMM").rstrip(".") for day in span)
