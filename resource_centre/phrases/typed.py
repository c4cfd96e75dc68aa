"""What was typed, and which parts of it are understood already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from resource_centre.phrases.folding import LONGEST, WORD, fold


class Part(StrEnum):
    """What a part of a phrase says."""

    VERB = "verb"
    THING = "thing"
    DAY = "day"
    TIME = "time"
    LENGTH = "length"
    REPEAT = "repeat"
    SUBJECT = "subject"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Heard:
    """A part that was understood, by its place in what was typed."""

    part: Part
    start: int
    end: int


class Typed:
    """The text, folded, with its understood parts. Every part is claimed once."""

    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST]
        self.folded = fold(self.text)
        self.heard: list[Heard] = []
        self._taken = bytearray(len(self.text))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of it is understood yet."""
        return not any(self._taken[start:end])

    def claim(self, part: Part, start: int, end: int) -> None:
        """This is understood now; blanks around it do not count."""
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self._taken[start:end] = b"\x01" * (end - start)
            self.heard.append(Heard(part, start, end))

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches in what is not understood yet (it is asked again before each)."""
        at = 0
        while (found := pattern.search(self.folded, at)) is not None:
            if found.end() == found.start():
                at = found.end() + 1
                if at > len(self.folded):
                    return
                continue
            if self.free(found.start(), found.end()):
                yield found
                at = found.end()
            else:
                at = found.start() + 1

    def words(self, start: int = 0, end: int | None = None) -> list[tuple[str, int, int]]:
        """The folded words that are not understood yet, with their places."""
        end = len(self.folded) if end is None else end
        return [
            (m.group(), m.start(), m.end())
            for m in WORD.finditer(self.folded, start, end)
            if self.free(m.start(), m.end())
        ]

    def next_claim(self, at: int) -> int:
        """Where the next understood part begins (the end of the text when there is none)."""
        found = self._taken.find(1, at)
        return len(self.text) if found < 0 else found

    def last_claim(self, at: int) -> int:
        """Where the last understood part before this place ends (0 when there is none)."""
        return self._taken.rfind(1, 0, at) + 1

    def parts(self) -> tuple[Heard, ...]:
        """What is understood, in the order of the text."""
        return tuple(sorted(self.heard, key=lambda each: each.start))
