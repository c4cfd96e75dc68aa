"""Many named things, found by what is typed: every word has to fit, best first, with the letters that fitted."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple, overload

from resource_centre.phrases.folding import LONGEST, WORD, fold, initials, latin, other_layout
from resource_centre.phrases.vocabulary import BEGUN, Vocabulary

NEAR = 160  # of very many that fit, so many before and so many after now are looked at closely
WEIGHED = 500  # of things without a time
MOST_WALKED = 4_000  # entries that are looked at for the words beside the rarest one
ENOUGH = 8
INITIALS = 0.76
SECONDARY = 0.8
HIDDEN = 0.82
NUMBERED = 1.05  # it was called by its number or code
OTHER_KEYS = 0.9
BREATH = 400  # things between two breaths of the window while a shelf is filled
FILLERS = frozenset(
    fold(word)
    for word in "the a an in on at of for to and with в во на с со и к ко для по из мен және үшін № #".split()
)
WEEK = 7 * 86_400
CODE = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)+")
Span = tuple[int, int]


class Entry(NamedTuple):
    """One thing: its kind and key, what it is called, a second line, more words that find it.

    `number` is one (or a code) by which people call it. `at` is when it takes place (seconds since 1970), 0 for what has no time.
    `also` are other words for it that are not shown; `worth` lifts it above others that fit as well; `note` is the
    business of who asks.
    """

    kind: str
    key: int
    title: str
    second: str = ""
    number: str = ""
    at: int = 0
    also: tuple[str, ...] = ()
    worth: float = 0.0
    note: str = ""


class Columns(Sequence[Entry]):
    """Very many entries by their columns: small, and nothing that the garbage collector has to look at again and again.

    Words are kept once, and in each column the number of one. They have no number, no other words and no worth.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._columns = (array("I"), array("I"), array("I"), array("I"))  # kind, title, second line, note
        self._keys, self._at = array("q"), array("q")
        self.extend(entries)

    def extend(self, entries: Iterable[Entry]) -> None:
        """Puts more behind them."""
        kinds, titles, seconds, notes = self._columns
        number = self._number
        for entry in entries:
            kinds.append(number(entry.kind))
            titles.append(number(entry.title))
            seconds.append(number(entry.second))
            notes.append(number(entry.note))
            self._keys.append(entry.key)
            self._at.append(entry.at)

    def _number(self, word: str) -> int:
        known = self._numbers.get(word)
        if known is None:
            known = self._numbers[word] = len(self._words)
            self._words.append(word)
        return known

    @property
    def times(self) -> array[int]:
        """When each takes place."""
        return self._at

    def reverse(self) -> None:
        """Turns their order round."""
        for column in (*self._columns, self._keys, self._at):
            column.reverse()

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Entry]: ...

    def __getitem__(self, at: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        words, (kinds, titles, seconds, notes) = self._words, self._columns
        return Entry(
            words[kinds[at]],
            self._keys[at],
            words[titles[at]],
            words[seconds[at]],
            at=self._at[at],
            note=words[notes[at]],
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: how well (0 to about 1.5), and the parts of title and second line that fitted."""

    entry: Entry
    score: float
    title_spans: tuple[Span, ...] = ()
    second_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """One typed word: which words of the shelf it may mean, how well each fits, and how often they occur."""

    typed: str
    fits: Mapping[str, float]
    count: int


class Shelf:
    """An index of entries, in memory. Entries with a time come in its order. `search` takes milliseconds."""

    def __init__(self, entries: Sequence[Entry], breathe: Callable[[], object] | None = None) -> None:
        self.entries = entries
        self._times = (
            entries.times if isinstance(entries, Columns) else array("q", (entry.at for entry in entries))
        )
        self.timed = bool(entries) and entries[0].at != 0
        self._places: dict[str, array[int]] = {}
        self._initials: dict[str, list[int]] = {}
        self._fill(breathe)
        self.vocabulary = Vocabulary(self._places)

    def _fill(self, breathe: Callable[[], object] | None) -> None:
        known: dict[str, tuple[str, ...]] = {}
        places = self._places
        for n, entry in enumerate(self.entries):
            if breathe is not None and n % BREATH == BREATH - 1:
                breathe()
            words = _words_of(entry, partial(_cached, known))
            for word in words:
                found = places.get(word)
                if found is None:
                    found = places[word] = array("I")
                found.append(n)
            if not self.timed:
                short = initials(WORD.findall(fold(entry.title)))
                if short:
                    self._initials.setdefault(short, []).append(n)

    def search(
        self,
        typed: str,
        most: int = 8,
        now: int = 0,
        used: Callable[[Entry], float] | None = None,
        kinds: Collection[str] = (),
        between: tuple[int, int] | None = None,
    ) -> list[Hit]:
        """The best that fit every typed word. `used` adds to the score of what this person chooses often.

        Words typed in the other keyboard layout count too. `between` are the instants in which something has to
        take place; then nothing else has to be typed.
        """
        typed = typed[:LONGEST]
        found = self._search(typed, most, now, used, kinds, between, 1.0)
        if not found or found[0].score < 0.75:
            swapped = other_layout(typed)
            if swapped:
                seen = {(hit.entry.kind, hit.entry.key) for hit in found}
                more = self._search(swapped, most, now, used, kinds, between, OTHER_KEYS)
                found += [hit for hit in more if (hit.entry.kind, hit.entry.key) not in seen]
                found.sort(key=_order)
        return found[:most]

    def _search(
        self,
        typed: str,
        most: int,
        now: int,
        used: Callable[[Entry], float] | None,
        kinds: Collection[str],
        between: tuple[int, int] | None,
        factor: float,
    ) -> list[Hit]:
        meanings = self._meanings(typed)
        if not meanings and between is None:
            return []
        chosen = self._chosen(meanings, now, between)
        short = fold(typed.strip())
        by_letters = set(self._initials.get(short, ())) if 2 <= len(short) <= 5 else set()
        hits = []
        for n in chosen | by_letters:
            entry = self.entries[n]
            if kinds and entry.kind not in kinds:
                continue
            hit = self._weigh(entry, meanings, now) if n in chosen else None
            if n in by_letters and (hit is None or hit.score < INITIALS):
                spans = tuple((m.start(), m.start() + 1) for m in WORD.finditer(fold(entry.title)))
                hit = Hit(entry, INITIALS, spans)
            if hit is None:
                continue
            more = used(entry) if used is not None else 0.0
            hits.append(Hit(entry, hit.score * factor + more, hit.title_spans, hit.second_spans))
        hits.sort(key=_order)
        return hits[:most]

    def _meanings(self, typed: str) -> list[_Meaning]:
        words = WORD.findall(fold(typed))
        kept = [word for word in words if word not in FILLERS] or words
        found = []
        for word in kept[:8]:
            fits = dict(self.vocabulary.alike(word))
            spelled = latin(word)
            if spelled != word and max(fits.values(), default=0.0) < BEGUN:
                for other, quality in self.vocabulary.alike(spelled).items():
                    fits[other] = max(fits.get(other, 0.0), quality * 0.9)
            found.append(_Meaning(word, fits, sum(len(self._places[other]) for other in fits)))
        return found

    def _chosen(self, meanings: list[_Meaning], now: int, between: tuple[int, int] | None) -> set[int]:
        """Entries that fit every word: not too many, those nearest to now."""
        if between is not None:
            first, last = (bisect_left(self._times, instant) for instant in between)
            return {n for n in range(first, min(last, first + MOST_WALKED)) if self._fits(n, meanings)}
        if not meanings:
            return set()
        rarest = min(meanings, key=lambda each: each.count)
        middle = bisect_left(self._times, now) if self.timed else 0
        if rarest.count <= MOST_WALKED:
            near = sorted(set().union(*(self._places[word] for word in rarest.fits)))
        else:
            near = sorted(
                set().union(*(_around(self._places[word], middle, MOST_WALKED // 2) for word in rarest.fits))
            )
        found = self._walk(near, middle, meanings)
        if len(found) >= ENOUGH or rarest.count <= MOST_WALKED:
            return found
        return self._walk(sorted(self._intersection(meanings)), middle, meanings)

    def _walk(self, ordered: list[int], middle: int, meanings: list[_Meaning]) -> set[int]:
        """Those that fit, from now on outwards, until there are enough on either side."""
        at = bisect_left(ordered, middle)
        found: set[int] = set()
        for side in (ordered[at:], reversed(ordered[:at])):
            kept = 0
            for n in side:
                if self._fits(n, meanings):
                    found.add(n)
                    kept += 1
                    if kept >= (NEAR if self.timed else WEIGHED):
                        break
        return found

    def _intersection(self, meanings: list[_Meaning]) -> set[int]:
        sets = sorted(
            (set().union(*(self._places[word] for word in each.fits)) for each in meanings), key=len
        )
        return sets[0].intersection(*sets[1:])

    def _fits(self, n: int, meanings: list[_Meaning]) -> bool:
        """Whether an entry has a word for each that was typed."""
        words = _all_words(self.entries[n])
        return all(not words.isdisjoint(meaning.fits) for meaning in meanings)

    def _weigh(self, entry: Entry, meanings: list[_Meaning], now: int) -> Hit | None:
        in_title, in_second = _spelled(entry.title), _spelled(entry.second)
        also = [_squeezed(entry.number)] if entry.number else []
        also += [word for more in entry.also for word in WORD.findall(fold(more))]
        total, before = 0.0, -1
        spans: list[Span] = []
        second: list[Span] = []
        for meaning in meanings:
            (fits, place), share, at = _best(meaning, in_title), 1.0, spans
            if fits < 0.999:
                other, there = _best(meaning, in_second)
                if other * SECONDARY > fits:
                    fits, place, share, at = other, there, SECONDARY, second
            unseen = HIDDEN * max((meaning.fits.get(word, 0.0) for word in also), default=0.0)
            if entry.number and meaning.typed == also[0]:
                unseen = NUMBERED
            if unseen > fits * share:
                total += unseen
                if fits > 0:
                    at.append(_fitted(meaning.typed, place))
                continue
            if fits <= 0:
                return None
            total += fits * share
            if share == 1.0:
                total += 0.04 if place[1] > before >= 0 else 0.0
                total += 0.03 if place[1] == 0 else 0.0
                before = place[1]
            at.append(_fitted(meaning.typed, place))
        score = entry.worth + (total / len(meanings) if meanings else 0.8)
        score += 0.06 * min(len(meanings) / max(len(in_title), 1), 1)
        if self.timed:
            away = entry.at - now
            score += 0.08 / (1 + away / WEEK) if away >= 0 else 0.03 / (1 - away / (4 * WEEK))
        return Hit(entry, score, _merged(spans), _merged(second))


Place = tuple[str, int, int]


def _around(places: array[int], middle: int, most: int) -> array[int]:
    """The places nearest to one, at most so many on either side."""
    at = bisect_left(places, middle)
    return places[max(at - most, 0) : at + most]


def _squeezed(number: str) -> str:
    return "".join(WORD.findall(fold(number)))


@lru_cache(maxsize=8_000)
def _spelled(text: str) -> tuple[Place, ...]:
    """The folded words of a text with their places, and its codes without their signs: SPK-03 is spk03 too."""
    folded = fold(text)
    found = [(m.group(), m.start(), m.end()) for m in WORD.finditer(folded)]
    if any(sign in folded for sign in "-/."):
        found += [(re.sub(r"[-/.]", "", m.group()), m.start(), m.end()) for m in CODE.finditer(folded)]
    return tuple(found)


def _cached(known: dict[str, tuple[str, ...]], text: str) -> tuple[str, ...]:
    """The words of a text that was met before, without making them again."""
    found = known.get(text)
    if found is None:
        found = known[text] = _spellings.__wrapped__(text)
    return found


@lru_cache(maxsize=8_000)
def _spellings(text: str) -> tuple[str, ...]:
    """The words by which a text is found: its own, and their Latin spelling."""
    words = [word for word, _start, _end in _spelled.__wrapped__(text)]
    return tuple(dict.fromkeys([*words, *(latin(word) for word in words if not word.isascii())]))


def _words_of(entry: Entry, spellings: Callable[[str], tuple[str, ...]]) -> set[str]:
    words = {*spellings(entry.title), *spellings(entry.second)}
    if entry.number:
        words.add(_squeezed(entry.number))
    for more in entry.also:
        words.update(spellings(more))
    return words


def _all_words(entry: Entry) -> set[str]:
    """Every word by which an entry is found."""
    return _words_of(entry, _spellings)


def _best(meaning: _Meaning, words: Sequence[Place]) -> tuple[float, Place]:
    best = (0.0, ("", -1, -1))
    for place in words:
        word = place[0]
        quality = meaning.fits.get(word, 0.0)
        if quality == 0.0 and not word.isascii():
            quality = meaning.fits.get(latin(word), 0.0)
        if quality > best[0]:
            best = (quality, place)
    return best


def _fitted(typed: str, place: Place) -> Span:
    """The letters of a word that were typed: its beginning, a part inside, or the whole word."""
    word, start, end = place
    inside = word.find(typed) if len(word) == end - start else -1
    return (start + inside, start + inside + len(typed)) if inside >= 0 else (start, end)


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def _order(hit: Hit) -> tuple[float, int, str]:
    return (-round(hit.score, 4), len(hit.entry.title), hit.entry.title)
