"""The words of many names, and which of them a typed word may mean: whole, begun, inflected, inside, mistyped."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

WHOLE, BEGUN, INFLECTED, MISTYPED, INSIDE = 1.0, 0.85, 0.8, 0.68, 0.55
MOST = 3_000  # words that one typed word may mean
LOOKED_AT = 4_000  # words that are compared letter by letter
END = "\uffff"


class Vocabulary:
    """Sorted folded words. `alike` answers each word that is meant, and how well it fits (0 to 1)."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._known = set(self.words)
        self._spelled = _Joined([word for word in self.words if word.isalpha()])
        self._numbered = _Joined([word for word in self.words if not word.isalpha()])

    def alike(self, typed: str) -> dict[str, float]:
        """The words that a typed (folded) word may mean."""
        found: dict[str, float] = {}
        if not typed:
            return found
        if typed in self._known:
            found[typed] = WHOLE
        for word in self._beginning_with(typed):
            found.setdefault(word, BEGUN + 0.12 * len(typed) / len(word))
        if not any(letter.isdigit() for letter in typed):
            for word in self._same_stem(typed):
                found.setdefault(word, INFLECTED - 0.02 * abs(len(word) - len(typed)))
        if len(typed) >= 3 and len(found) < MOST:
            for joined in (self._spelled, self._numbered):
                for word in joined.containing(typed, MOST - len(found)):
                    found.setdefault(word, INSIDE)
        if len(typed) >= 4 and typed.isalpha() and not any(quality >= 0.7 for quality in found.values()):
            for word, quality in self._mistyped(typed):
                found[word] = max(found.get(word, 0.0), quality)
        return found

    def _beginning_with(self, typed: str) -> list[str]:
        first = bisect_left(self.words, typed)
        return self.words[first : min(bisect_right(self.words, typed + END), first + MOST)]

    def _same_stem(self, typed: str) -> Iterator[str]:
        """Declined forms: лаборатории for лаборатория, зертханасында for зертхана, labs for lab."""
        for length in range(3, len(typed)):
            word, rest = typed[:length], len(typed) - length
            if word in self._known and rest <= (6 if length >= 4 else 2):
                yield word
        if len(typed) < 5:
            return
        kept = max(4, len(typed) - 3)
        for word in self._beginning_with(typed[:kept]):
            if abs(len(word) - len(typed)) <= 3 and len(word) - kept <= 4:
                yield word

    def _mistyped(self, typed: str) -> Iterator[tuple[str, float]]:
        """Words a slip or two away. At least one of the pieces between the slips is as it was typed."""
        slips = 2 if len(typed) >= 8 else 1
        size = len(typed) // (slips + 1)
        pieces = {typed[n * size : (n + 1) * size if n < slips else None] for n in range(slips + 1)}
        pieces |= {typed[: max(size - 1, 2)], typed[-max(size - 1, 2) :]}  # two letters swapped at an edge
        if slips == 2 and not typed.isascii():
            typed = typed[:-2]  # whatever its ending
        letters = set(typed)
        looked: set[str] = set()
        for piece in pieces:
            for word in self._spelled.containing(piece, LOOKED_AT):
                if word in looked or len(word) < len(typed) - slips or len(letters.difference(word)) > slips:
                    continue
                looked.add(word)
                away = distance(typed, word, slips)
                if away <= slips:
                    yield word, MISTYPED - 0.06 * (away - 1) - (0.04 if len(word) > len(typed) + 2 else 0)


class _Joined:
    """Words one under the other in one text: a part of a word is found by a single look through it."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._text = "\n" + "\n".join(words) + "\n"
        self._starts = array("I")
        at = 1
        for word in words:
            self._starts.append(at)
            at += len(word) + 1

    def containing(self, part: str, most: int) -> Iterator[str]:
        """The words with this part in them, at most so many."""
        at = self._text.find(part)
        while at >= 0 and most > 0:
            index = bisect_right(self._starts, at) - 1
            most -= 1
            yield self._words[index]
            at = self._text.find(part, self._starts[index] + len(self._words[index]))


def distance(typed: str, word: str, most: int) -> int:
    """Slips (a letter missing, added, wrong, or two swapped) from a beginning of the word; `most` + 1 for more."""
    beginning = word[: len(typed) + most]
    older: list[int] = []
    row = list(range(len(beginning) + 1))
    for i, a in enumerate(typed, 1):
        newer = [i]
        for j, b in enumerate(beginning, 1):
            cost = min(row[j] + 1, newer[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == beginning[j - 2] and typed[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            newer.append(cost)
        if min(newer) > most:
            return most + 1
        older, row = row, newer
    return min(row[max(len(typed) - most, 1) :], default=most + 1)
