"""Random rows around the edges where counting goes wrong: months, midnights, nights on which the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from resource_centre.core.times import Month

ZONES = ("Asia/Almaty", "Europe/Helsinki", "Europe/Moscow", "America/New_York")
MONTHS = (Month(2026, 3), Month(2026, 10), Month(2026, 1), Month(2025, 12), Month(2026, 11))
places = st.tuples(st.sampled_from(ZONES).map(ZoneInfo), st.sampled_from(MONTHS))


def edges(month: Month, tz: ZoneInfo) -> list[datetime]:
    """Where the columns of a month begin and end, and the nights of its clock changes."""
    firsts = [month.shift(n) for n in (-12, -11, -1, 0, 1)] + [Month(month.year, 1)]
    midnights = [datetime(m.year, m.month, 1, tzinfo=tz).astimezone(UTC) for m in firsts]
    nights = [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 3, 8), datetime(2026, 11, 1)]
    return midnights + [night.replace(tzinfo=tz).astimezone(UTC) for night in nights]


def instants(month: Month, tz: ZoneInfo) -> st.SearchStrategy[datetime]:
    """Quarters of an hour close to an edge, and some far from any."""
    near = st.integers(-48, 48)
    far = st.integers(-3000, 3000)
    quarters = st.one_of(near, near, far)
    return st.builds(
        lambda edge, n: edge + timedelta(minutes=15 * n), st.sampled_from(edges(month, tz)), quarters
    )


def slow_months(column: str, month: Month) -> set[str]:
    """The months of a column, spelt out."""
    if column == "month":
        return {f"{month.year}-{month.month:02d}"}
    if column == "previous":
        year, number = (month.year, month.month - 1) if month.month > 1 else (month.year - 1, 12)
        return {f"{year}-{number:02d}"}
    if column == "last_year":
        return {f"{month.year - 1}-{month.month:02d}"}
    return {f"{month.year}-{number:02d}" for number in range(1, month.month + 1)}


def slow_month(instant: datetime, tz: ZoneInfo) -> str:
    """The month that a clock on the centre's wall shows."""
    return instant.astimezone(tz).strftime("%Y-%m")
