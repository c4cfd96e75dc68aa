"""Words in the language of the person: gettext catalogues for window, command line, sheets and mail alike."""

from __future__ import annotations

import gettext
import json
import locale
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
DOMAIN = "resource_centre"
CATALOGUES = Path(__file__).parent / "resources" / "locale"
PART = re.compile(r"'[^']*'|E+|d+|M+|L+|y+")  # of a pattern of CLDR

_default = "en"
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language in use here and now."""
    return _chosen.get() or _default


def set_language(code: str) -> None:
    """Sets the language of the whole process (unknown ones fall back to English)."""
    global _default
    _default = code if code in LANGUAGES else "en"


@contextmanager
def use(code: str) -> Iterator[None]:
    """Another language for a while: a letter, a sheet."""
    token = _chosen.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _chosen.reset(token)


def language_of_system() -> str:
    """The computer's language, if the program speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code in LANGUAGES:
            return code
    try:
        code = (locale.getlocale()[0] or "")[:2].lower()
    except ValueError:
        code = ""
    return code if code in LANGUAGES else "en"


def _(text: str) -> str:
    """The text in the language in use."""
    return _catalogue(language()).gettext(text) if text else ""


def n_(one: str, many: str, n: int) -> str:
    """One or many, by the plural rule of the language in use."""
    return _catalogue(language()).ngettext(one, many, n)


def p_(context: str, text: str) -> str:
    """The text in a context, where one English word is several words elsewhere."""
    return _catalogue(language()).pgettext(context, text)


def N_(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


@lru_cache(maxsize=8)
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    folder = CATALOGUES / code / "LC_MESSAGES"
    compiled, source = folder / f"{DOMAIN}.mo", folder / f"{DOMAIN}.po"
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime + 1):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return _from_source(source) if source.exists() else gettext.NullTranslations()


def _from_source(source: Path) -> gettext.NullTranslations:
    """A catalogue straight from its source, so that a fresh checkout speaks every language."""
    import io

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def date_text(day: date, style: str = "long") -> str:
    """A day in words of the language in use: 25 November 2026. A style is a name or a pattern of CLDR ("EEE d MMM")."""
    words = _days()[language()]
    pattern: str = words["styles"].get(style, style)
    return PART.sub(lambda found: _said(found[0], day, words), pattern)


def month_name(year: int, month: int) -> str:
    """A month in words of the language in use: November 2026."""
    return date_text(date(year, month, 1), "LLLL y")


def _said(part: str, day: date, words: dict[str, Any]) -> str:
    letter = part[0]
    if letter == "'":
        return part[1:-1]
    if letter == "y":
        return f"{day.year % 100:02}" if part == "yy" else f"{day.year:0{len(part)}}"
    if part in ("d", "dd", "M", "MM"):
        return f"{day.day if letter == 'd' else day.month:0{len(part)}}"
    name: str = words[part][day.weekday() if letter == "E" else day.month - 1]
    return name


@cache
def _days() -> dict[str, Any]:
    """Names of days and months; `tools.days` takes them from CLDR, whose library is slow to wake."""
    found: dict[str, Any] = json.loads((CATALOGUES / "days.json").read_text(encoding="utf-8"))
    return found
