"""Figures in words: amounts with their unit, differences with their sign."""

from __future__ import annotations

from resource_centre.i18n import _
from resource_centre.reports.shape import Figure, Unit, Value
from resource_centre.ui.words import number_words

COLUMNS = ("month", "previous", "last_year", "year", "target", "variance")
FEWER_IS_BETTER = ("median", "p90", "no_shows", "downtime", "declined", "cancelled", "quality")


def value_words(value: Value, unit: Unit) -> str:
    """1 086; 38.5 h; 58 %; – where there is nothing."""
    if value is None:
        return "–"
    if unit is Unit.PERCENT:
        return f"{number_words(value, 0 if abs(value) >= 10 or value == int(value) else 1)} %"
    if unit is Unit.COUNT:
        return number_words(value, 0)
    if unit is Unit.SCORE:
        return number_words(value, 2)
    return number_words(value, 0 if abs(value) >= 100 else 1)


def change_words(value: Value, unit: Unit) -> str:
    """+6, −2; nothing where nothing changed."""
    if value is None or not value:
        return ""
    return ("+" if value > 0 else "−") + value_words(abs(value), unit)


def tone(value: Value, key: str) -> str:
    """Whether a change is for the better."""
    if not value:
        return ""
    worse = any(part in key for part in FEWER_IS_BETTER)
    return "ok" if (value > 0) is not worse else "warn"


def target_words(figure: Figure) -> str:
    """target 45."""
    return (
        _("target {n}").format(n=value_words(figure.target, figure.unit)) if figure.target is not None else ""
    )


def unit_words(unit: Unit) -> str:
    """What follows a figure on its own."""
    return {Unit.HOURS: _("h"), Unit.DURATION: _("working hours")}.get(unit, "")
