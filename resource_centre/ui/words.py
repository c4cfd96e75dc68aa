"""Times in words, as the window says them: days, moments, spans, lengths."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.i18n import _, date_text, language, n_


def capital(words: str) -> str:
    """The first letter large."""
    return words[:1].upper() + words[1:]


def day_words(day: date, *, year: bool = False) -> str:
    """Wed 25 Nov; with the year where it matters."""
    return capital(date_text(day, "EEE d MMM y" if year else "EEE d MMM"))


def long_day(day: date) -> str:
    """Wednesday, 25 November."""
    return capital(date_text(day, "EEEE, d MMMM"))


def weekday(day: date) -> str:
    """Wed 25 November."""
    return capital(date_text(day, "EEE d MMMM"))


def clock_words(instant: datetime, zone: ZoneInfo) -> str:
    """14:30."""
    return f"{instant.astimezone(zone):%H:%M}"


def span_words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Wed 25 Nov, 13:00–16:30; both days when they differ."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() == last.date():
        return f"{day_words(first.date())}, {first:%H:%M}–{last:%H:%M}"
    return f"{day_words(first.date())}, {first:%H:%M} – {day_words(last.date())}, {last:%H:%M}"


def within(words: str) -> str:
    """A moment inside a sentence: today 10:42. Weekdays and months stay as they are."""
    return (
        words[:1].lower() + words[1:]
        if words.split(" ")[0]
        in (
            _("Today {time}").split(" ")[0],
            _("Yesterday {time}").split(" ")[0],
            _("Tomorrow {time}").split(" ")[0],
        )
        else words
    )


def moment_words(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Today 10:42, Tomorrow 09:00, Mon 16:05 within a week, else Thu 19 Nov (and a year)."""
    wall, today = instant.astimezone(zone), now.astimezone(zone).date()
    away = (wall.date() - today).days
    time = f"{wall:%H:%M}"
    if away in (-1, 0, 1):
        named = {-1: _("Yesterday {time}"), 0: _("Today {time}"), 1: _("Tomorrow {time}")}[away]
        return named.format(time=time)
    if abs(away) < 7:
        return f"{capital(date_text(wall.date(), 'EEE'))} {time}"
    return day_words(wall.date(), year=wall.year != today.year)


def age_words(since: datetime, now: datetime) -> str:
    """2 d, 4 h, 10 min."""
    gone = max(now - since, timedelta())
    if gone.days:
        return _("{n} d").format(n=gone.days)
    hours = gone.seconds // 3600
    return _("{n} h").format(n=hours) if hours else _("{n} min").format(n=gone.seconds // 60)


def left_words(until: datetime, now: datetime) -> str:
    """How long still: 2 h 40 min, 3 days."""
    left = max(until - now, timedelta())
    if left.days >= 2:
        return n_("{n} day", "{n} days", left.days).format(n=left.days)
    minutes = int(left.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    return _("{h} h {m} min").format(h=hours, m=rest) if rest and hours < 12 else _("{n} h").format(n=hours)


def number_words(value: float, digits: int = 0) -> str:
    """1 086 or 38.5, with a thin space between thousands; a decimal comma where the language has it."""
    words = f"{value:,.{digits}f}".replace(",", "\u202f")
    return words if language() == "en" else words.replace(".", ",")
