"""What the library has said of a year is kept for the next start, and is computed again when that cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from resource_centre.centres.public import public_holidays
from tests.house import python

ASK = (
    "import sys; from resource_centre.centres.public import public_holidays;"
    "print(len(public_holidays('KZ', None, 2026, 'en')), 'holidays' in sys.modules)"
)


@pytest.fixture
def fresh(home: Path) -> Path:
    """The home of a program that has just been started for the first time."""
    public_holidays.cache_clear()
    home.mkdir()
    return home


def kept(home: Path) -> list[Path]:
    return sorted(home.rglob("holidays/*"))


def test_the_second_start_needs_no_library(tmp_path: Path) -> None:
    first, second = (python("-c", ASK, RESOURCE_CENTRE_HOME=str(tmp_path)).split() for _start in range(2))
    assert (first[1], second[1]) == ("True", "False")
    assert first[0] == second[0] != "0"


def test_each_language_keeps_its_own_names(fresh: Path) -> None:
    def names() -> list[str]:
        return [public_holidays("KZ", None, 2026, code)[date(2026, 1, 1)] for code in ("en", "kk")]

    said = names()
    public_holidays.cache_clear()
    assert names() == said
    assert len({*said}) == 2
    assert len(kept(fresh)) == 2


@pytest.mark.parametrize("words", ["", "[]", '{"someday": "x"}', "{"])
def test_what_is_damaged_is_computed_again(fresh: Path, words: str) -> None:
    found = public_holidays("KZ", None, 2026, "en")
    (file,) = kept(fresh)
    file.write_text(words, encoding="utf-8")
    public_holidays.cache_clear()
    assert public_holidays("KZ", None, 2026, "en") == found


def test_holidays_are_known_where_nothing_can_be_kept(fresh: Path) -> None:
    (fresh / "cache").write_text("in the way", encoding="utf-8")
    assert date(2026, 1, 1) in public_holidays("KZ", None, 2026, "en")
