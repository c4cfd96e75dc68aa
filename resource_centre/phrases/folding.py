"""Spellings that mean the same: case, diacritics, ё, Kazakh letters, Latin for Cyrillic, the other keyboard layout."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
# Kazakh letters are often typed as their Russian neighbours.
NEIGHBOURS = dict(zip("әғқңөұүһі", "агкноуухи", strict=True))
LATIN = dict(
    zip(
        "абвгдежзиклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i k l m n o p r s t u f kh ts ch sh sch . y . e yu ya".split(),
        strict=True,
    )
)
_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RU = "йцукенгшщзхъфывапролджэячсмитьбюё"
_KK_ON_DIGITS = dict(zip("әіңғүұқөһ", "2345890-=", strict=True))
TO_CYRILLIC = str.maketrans(_EN, _RU)
TO_LATIN = str.maketrans({**dict(zip(_RU, _EN, strict=True)), **_KK_ON_DIGITS})
LONGEST = 400  # characters of what is typed that are looked at


class _Folds(dict[int, int]):
    """Each character by the one that stands for it, found when it is first met."""

    def __missing__(self, code: int) -> int:
        plain = chr(code).casefold()
        plain = plain if len(plain) == 1 else chr(code)
        plain = NEIGHBOURS.get(plain, plain)
        plain = unicodedata.normalize("NFD", plain)[0]
        self[code] = ord(plain)
        return ord(plain)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text by which spellings meet; as long as the text itself, so that places in one are places in the other."""
    return text.translate(_FOLDS)


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def latin(word: str) -> str:
    """A folded Cyrillic word in Latin letters; any other as it is."""
    return "".join(LATIN.get(letter, letter) for letter in word).replace(".", "")


def other_layout(text: str) -> str:
    """What the same keys give in the other layout: “кщищешсы” is “robotics”. Empty when nothing changes."""
    low = text.lower()
    cyrillic = sum("а" <= letter <= "я" or letter in "ёәіңғүұқөһ" for letter in low)
    ascii_ = sum("a" <= letter <= "z" for letter in low)
    if not cyrillic and not ascii_:
        return ""
    swapped = low.translate(TO_LATIN if cyrillic > ascii_ else TO_CYRILLIC)
    return swapped if swapped != low else ""


def initials(words: list[str]) -> str:
    """The first letters of several words; empty for a single one."""
    return "".join(word[0] for word in words) if len(words) > 1 else ""
