"""What can be booked, found in a phrase by name, code or tag, in any case and in the words of other languages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resource_centre.phrases.folding import latin, words_of
from resource_centre.phrases.lexicon import AND, GENERIC, other_names
from resource_centre.phrases.typed import Part, Typed
from resource_centre.phrases.vocabulary import BEGUN, INSIDE, Vocabulary

ENOUGH = 0.5  # of a name's weight
WHOLE_NAME = 0.8
DISTINCT = 3  # names that share a word which says enough by itself
SURE = 0.76
MOST = 6
LONGEST_GAP = 1
MANY = 200
LONG = 5  # letters of a word that may be mistyped


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be booked. `kind`: lab, unit, person, or model (with `most` units)."""

    kind: str
    key: int
    name: str
    code: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class Meant:
    """A thing in a phrase, how many of it are asked for, what else may be meant, and where it is said."""

    named: Named
    count: int | None = None
    others: tuple[Named, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Guess:
    named: Named
    worth: float
    share: float
    used: tuple[int, ...]


class Things:
    """Everything that can be booked at a centre, by the words of its name."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.named = tuple(named)
        self._names: list[list[frozenset[str]]] = []
        self._of: dict[str, list[tuple[int, int]]] = {}
        shared: dict[str, int] = {}
        for n, each in enumerate(self.named):
            own = words_of(each.name)
            groups = [
                frozenset({word, latin(word), word.lstrip("0") or word, *other_names(word)}) for word in own
            ]
            self._names.append(groups)
            for place, group in enumerate(groups):
                for word in group:
                    self._of.setdefault(word, []).append((n, place))
            if each.kind != "unit":
                for word in {word for group in groups for word in group}:
                    shared[word] = shared.get(word, 0) + 1
        self._shared = shared
        self._by_code = {"".join(words_of(each.code)): each for each in self.named if each.code}
        self.codes = frozenset(self._by_code)
        self.vocabulary = Vocabulary(self._of)

    def find(
        self, typed: Typed, start: int = 0, end: int | None = None, counted: bool = False, more: bool = False
    ) -> list[Meant]:
        """The things that are named there, best first; each is claimed. `counted` ones only, such as 6 kits.

        `more` when something was named before: then another thing comes after an “and”, or by its whole name.
        """
        found: list[Meant] = [] if counted else self.find_codes(typed, start, end)
        for _again in range(MOST):
            best = None
            for segment in segments(typed, start, end):
                named_before = (more or found) and not counted and not joined(typed, segment[0][1])
                guesses = [
                    g
                    for g in self._guess(typed, segment, counted)
                    if not named_before or g.share >= WHOLE_NAME
                ]
                if guesses and (best is None or guesses[0].worth > best[1][0].worth):
                    best = (segment, guesses)
            if best is None:
                break
            segment, guesses = best
            found.append(self._take(typed, segment, guesses))
        return found

    def find_codes(
        self, typed: Typed, start: int = 0, end: int | None = None, with_digits: bool = False
    ) -> list[Meant]:
        """The things that are named by their code or tag (one with a digit in it); each is claimed."""
        found = []
        words = typed.words(start, end)
        for n, (_word, first, _last) in enumerate(words):
            for many in (3, 2, 1):
                piece = words[n : n + many]
                if len(piece) < many or not typed.free(first, piece[-1][2]):
                    continue
                code = "".join(word for word, _a, _b in piece)
                named = self._by_code.get(code)
                digits = any(ch.isdigit() for ch in code)
                if (
                    named is not None
                    and len(code) >= 2
                    and not code.isdigit()
                    and (digits or many == 1 > with_digits)
                ):
                    typed.claim(Part.THING, first, piece[-1][2])
                    found.append(Meant(named, at=first))
                    break
        return found

    def _guess(self, typed: Typed, segment: list[tuple[str, int, int]], counted: bool) -> list[_Guess]:
        """What a stretch of words may name, best first; empty when nothing is named well enough."""
        matched: dict[int, dict[int, tuple[float, int, str]]] = {}
        for at, (word, _start, _end) in enumerate(segment):
            if word in GENERIC and word not in self._of:
                continue
            fits = self.vocabulary.alike(word)
            if latin(word) != word:
                fits = {**self.vocabulary.alike(latin(word)), **fits}
            if len(word) == 1:
                fits = {known: quality for known, quality in fits.items() if known == word}
            elif len(word) < 4:
                fits = {k: q for k, q in fits.items() if k == word or (k.startswith(word) and len(word) >= 3)}
            for known, quality in fits.items():
                if quality <= INSIDE or (quality < BEGUN - 0.1 and len(word) < LONG):
                    continue
                for n, place in self._of[known]:
                    places = matched.setdefault(n, {})
                    if quality > places.get(place, (0.0, 0, ""))[0]:
                        places[place] = (quality, at, known)
        guesses = [
            each for n, places in matched.items() if (each := self._judge(n, places, segment)) is not None
        ]
        if counted:
            guesses = [
                g for g in guesses if g.named.kind == "model" and self._count(typed, segment, g) is not None
            ]
        return sorted(
            guesses,
            key=lambda g: (-round(g.worth, 3), g.named.kind == "person", len(g.named.name), g.named.name),
        )

    def _judge(
        self, n: int, places: dict[int, tuple[float, int, str]], segment: Sequence[object]
    ) -> _Guess | None:
        named, groups = self.named[n], self._names[n]
        weights = [self._weight(group) for group in groups]
        whole = sum(weights)
        got = sum(weights[place] * quality for place, (quality, _at, _known) in places.items())
        used = sorted({at for _quality, at, _known in places.values()})
        if any(later - before > 1 + LONGEST_GAP for before, later in pairwise(used)):
            return None
        share = got / whole if whole else 0.0
        distinct = any(
            min(self._shared.get(word, 99) for word in groups[place]) <= DISTINCT
            and len(known) >= (3 if quality >= SURE else LONG)
            for place, (quality, _at, known) in places.items()
        )
        if named.kind == "unit" and not _tells_unit(groups, places):
            return None
        if named.kind == "person" and not distinct:
            return None
        if share < ENOUGH and not distinct:
            return None
        if len(groups) > 1 and share < ENOUGH and len(places) == 1 and not distinct:
            return None
        return _Guess(named, got + 0.5 * share - 0.05 * (len(used) - len(places)), share, tuple(used))

    def _weight(self, group: frozenset[str]) -> float:
        shared = max(min(self._shared.get(word, 1) for word in group), 1)
        return 1.0 + math.log((1 + len(self.named)) / shared) / 3

    def _take(self, typed: Typed, segment: list[tuple[str, int, int]], guesses: list[_Guess]) -> Meant:
        best = guesses[0]
        others = tuple(
            g.named
            for g in guesses[1:]
            if g.worth >= best.worth * 0.97 and g.used == best.used and g.named.kind == best.named.kind
        )[:4]
        first, last = best.used[0], best.used[-1]
        while first > 0 and segment[first - 1][0] in GENERIC:
            first -= 1
        while last + 1 < len(segment) and segment[last + 1][0] in GENERIC:
            last += 1
        count = self._count(typed, segment, best)
        start, end = segment[first][1], segment[last][2]
        if count is not None:
            number = count[1]
            start, end = min(start, number[0]), max(end, number[1])
        typed.claim(Part.THING, start, end)
        asked = count[0] if count is not None else None
        return Meant(best.named, asked if best.named.kind == "model" else None, others, start)

    def _count(
        self, typed: Typed, segment: list[tuple[str, int, int]], guess: _Guess
    ) -> tuple[int, tuple[int, int]] | None:
        """The number that stands before what is counted, or behind it with “pieces” after it."""
        if guess.named.kind != "model":
            return None
        first, last = guess.used[0], guess.used[-1]
        for at in range(first - 1, max(first - 3, -1), -1):
            word, start, end = segment[at]
            if word.isdigit():
                return (
                    (int(word), (start, end)) if 0 < int(word) <= MANY and not word.startswith("0") else None
                )
            if word not in GENERIC:
                return None
        if last + 2 < len(segment) and segment[last + 1][0].isdigit() and segment[last + 2][0] in GENERIC:
            word, start, end = segment[last + 1]
            return (int(word), (start, segment[last + 2][2])) if 0 < int(word) <= MANY else None
        return None


def _tells_unit(groups: list[frozenset[str]], places: dict[int, tuple[float, int, str]]) -> bool:
    """A single unit is meant only when its number is said, behind (a part of) its name."""
    numbers = [place for place, group in enumerate(groups) if any(word.isdigit() for word in group)]
    names = [at for place, (_quality, at, _known) in places.items() if place not in numbers]
    return (
        bool(numbers and names)
        and all(place in places and places[place][0] > 0.99 for place in numbers)
        and min(names) < min(places[place][1] for place in numbers)
    )


def joined(typed: Typed, at: int) -> bool:
    """Whether an “and” or a comma stands before this place."""
    return any(
        match.end() <= at and not typed.folded[match.end() : at].strip()
        for match in AND.finditer(typed.folded)
    )


def segments(typed: Typed, start: int = 0, end: int | None = None) -> list[list[tuple[str, int, int]]]:
    """Stretches of words that are not understood yet, cut where something understood, an “and” or a comma stands."""
    found: list[list[tuple[str, int, int]]] = []
    current: list[tuple[str, int, int]] = []
    cuts = [m.span() for m in AND.finditer(typed.folded)]
    before = start
    for word in typed.words(start, end):
        gap = not typed.free(before, word[1]) or any(before <= a and b <= word[1] for a, b in cuts)
        if gap and current:
            found.append(current)
            current = []
        before = word[2]
        if not any(a <= word[1] < b for a, b in cuts):
            current.append(word)
    return [*found, current] if current else found
