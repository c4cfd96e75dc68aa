"""Public holidays of a country, by the `holidays` library, which is imported when they are first asked for."""

from __future__ import annotations

import sys
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec
from types import ModuleType

COUNTRIES = "holidays.countries"


@lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str | None, year: int, language: str) -> dict[date, str]:
    """Those of a year; none for a country that the library does not know."""
    holidays = _library()
    if country not in set(holidays.EntityLoader.get_country_codes()):
        return {}
    kind = getattr(holidays, country)
    wanted = {"en": "en_US", "ru": "ru", "kk": "kk"}.get(language, "en_US")
    chosen = wanted if wanted in kind.supported_languages else None
    where = subdivision if subdivision in kind.subdivisions else None
    return dict(holidays.country_holidays(country, subdiv=where, years=year, language=chosen).items())


@cache
def _library() -> ModuleType:
    """The library without its countries: their package would import all 250 of them, for half a second and 20 MiB,
    when one is asked for. Here it is known without being run; each country is a module of its own in it."""
    import holidays

    found = find_spec(COUNTRIES)
    if found is not None and COUNTRIES not in sys.modules:
        sys.modules[COUNTRIES] = module_from_spec(found)
    return holidays
