"""What a person chose in the command field before: often and lately chosen things come first. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import exp
from typing import Any

from resource_centre.phrases.folding import fold

HALF_LIFE = 21  # days after which a choice counts half
MOST = 120  # things that are remembered
MOST_ASKED = 60  # typed words whose choice is remembered
MOST_PEOPLE = 12
MOST_LIFT = 0.22
SAME_WORDS = 0.3
Key = tuple[str, int | str]


@dataclass
class Habits:
    """How often each thing was chosen (fading), and what was chosen for which words. Keys are kind:key."""

    used: dict[str, tuple[float, int]] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def lift(self, key: Key, typed: str, today: date) -> float:
        """What to add to the score of a thing when this is typed."""
        name = named(key)
        lift = MOST_LIFT * (1 - exp(-self._weight(name, today)))
        words = fold(typed.strip())
        if words and any(
            name == chosen and (old.startswith(words) or words.startswith(old))
            for old, chosen in self.asked.items()
        ):
            lift += SAME_WORDS
        return lift

    def note(self, key: Key, typed: str, today: date) -> None:
        """Remembers a choice; what was chosen least is forgotten when there are too many."""
        name = named(key)
        self.used[name] = (self._weight(name, today) + 1, today.toordinal())
        while len(self.used) > MOST:
            del self.used[min(self.used, key=lambda each: self._weight(each, today))]
        words = fold(typed.strip())[:60]
        if words:
            self.asked.pop(words, None)
            self.asked[words] = name
        while len(self.asked) > MOST_ASKED:
            del self.asked[next(iter(self.asked))]

    def latest(self, most: int) -> list[str]:
        """The names of what was chosen last, the last first."""
        return sorted(self.used, key=lambda name: (-self.used[name][1], -self.used[name][0]))[:most]

    def _weight(self, name: str, today: date) -> float:
        weight, day = self.used.get(name, (0.0, today.toordinal()))
        return weight * 0.5 ** (max(today.toordinal() - day, 0) / HALF_LIFE)

    def as_setting(self) -> dict[str, Any]:
        """As the settings keep it."""
        return {"used": {name: list(pair) for name, pair in self.used.items()}, "asked": dict(self.asked)}


def named(key: Key) -> str:
    """The name of a thing in the settings."""
    return f"{key[0]}:{key[1]}"


def habits_from(kept: dict[str, Any], whose: str) -> Habits:
    """What is kept of a person; damaged entries are as if they were not there."""
    mine = kept.get(whose)
    if not isinstance(mine, dict):
        return Habits()
    used, asked = mine.get("used"), mine.get("asked")
    found = Habits()
    for name, pair in used.items() if isinstance(used, dict) else ():
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(n, int | float) for n in pair):
            found.used[str(name)] = (float(pair[0]), int(pair[1]))
    for words, name in asked.items() if isinstance(asked, dict) else ():
        found.asked[str(words)] = str(name)
    return found


def keep(kept: dict[str, Any], whose: str, habits: Habits) -> dict[str, Any]:
    """What the settings keep when a person's habits have changed; of very many people the last ones."""
    others = [(name, each) for name, each in kept.items() if name != whose]
    return dict([*others[-(MOST_PEOPLE - 1) :], (whose, habits.as_setting())])
