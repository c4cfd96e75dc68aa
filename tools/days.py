"""The names of days and months and the order of dates in each language, from CLDR: python -m tools.days > FILE."""

from __future__ import annotations

import json
from typing import Any

from babel import Locale

LOCALES = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}
# By the letters of CLDR's patterns: context and width.
DAYS = {"EEE": ("format", "abbreviated"), "EEEE": ("format", "wide"), "EEEEEE": ("format", "short")}
MONTHS = {
    "MMM": ("format", "abbreviated"), "MMMM": ("format", "wide"),
    "LLL": ("stand-alone", "abbreviated"), "LLLL": ("stand-alone", "wide"),
}  # fmt: skip


def words(name: str) -> dict[str, Any]:
    """What `i18n.date_text` needs of one language; Monday and January come first."""
    known = Locale.parse(name)
    found: dict[str, Any] = {"styles": {style: made.pattern for style, made in known.date_formats.items()}}
    found |= {key: [known.days[where][width][n] for n in range(7)] for key, (where, width) in DAYS.items()}
    return found | {
        key: [known.months[where][width][n] for n in range(1, 13)] for key, (where, width) in MONTHS.items()
    }


def all_words() -> dict[str, Any]:
    """Of every language."""
    return {code: words(name) for code, name in LOCALES.items()}


if __name__ == "__main__":
    print(json.dumps(all_words(), ensure_ascii=False, indent=1))
