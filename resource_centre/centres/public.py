"""Public holidays of a country, by the `holidays` library; what it has said of a year is kept for the next start."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

from resource_centre.settings import cache_folder

LIBRARY, COUNTRIES = "holidays", "holidays.countries"


@lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str | None, year: int, language: str) -> dict[date, str]:
    """Those of a year; none for a country that the library does not know."""
    whose = sha256(repr((country, subdivision, year, language, _edition())).encode()).hexdigest()[:16]
    file = cache_folder() / "holidays" / f"{whose}.json"
    try:
        return {date.fromisoformat(day): str(name) for day, name in json.loads(file.read_bytes()).items()}
    except (OSError, ValueError, AttributeError):  # none is kept, or something that we never wrote
        found = _computed(country, subdivision, year, language)
        _keep(file, found)
        return found


def _computed(country: str, subdivision: str | None, year: int, language: str) -> dict[date, str]:
    holidays = _library()
    if country not in set(holidays.EntityLoader.get_country_codes()):
        return {}
    kind = getattr(holidays, country)
    wanted = {"en": "en_US", "ru": "ru", "kk": "kk"}.get(language, "en_US")
    chosen = wanted if wanted in kind.supported_languages else None
    where = subdivision if subdivision in kind.subdivisions else None
    return dict(holidays.country_holidays(country, subdiv=where, years=year, language=chosen).items())


def _keep(file: Path, found: dict[date, str]) -> None:
    """For the next start; a folder that cannot be written only means that they are computed again."""
    part = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({day.isoformat(): name for day, name in found.items()}), encoding="utf-8")
        part.replace(file)
    except OSError:
        return


@cache
def _edition() -> bytes | int:
    """Of the library, which is not imported for it: another edition may know better. Where it lies inside the program
    the program's own age says as much."""
    found = find_spec(LIBRARY)
    version = Path(found.origin or "").with_name("version.py") if found is not None else Path()
    return version.read_bytes() if version.is_file() else Path(sys.executable).stat().st_mtime_ns


@cache
def _library() -> ModuleType:
    """The library without its countries: their package would import all 250 of them, for half a second and 20 MiB,
    when one is asked for. Here it is known without being run; each country is a module of its own in it."""
    import holidays

    found = find_spec(COUNTRIES)
    if found is not None and COUNTRIES not in sys.modules:
        sys.modules[COUNTRIES] = module_from_spec(found)
    return holidays
