"""State machines as tables: which steps are possible from where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step:
    """One step that somebody may take now. `missing` says what must be there before it can be taken."""

    name: str
    label: str
    needs_reason: bool = False
    destructive: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine(Generic[S]):
    """For each state the states that may follow: a set, or a mapping to who may take the step.

    `names` gives every state its words, marked for translation.
    """

    steps: Mapping[S, Collection[S]]
    names: Mapping[S, str]

    def may(self, source: S, target: S) -> bool:
        """Whether this step is possible."""
        return target in self.steps.get(source, ())

    def check(self, source: S, target: S) -> None:
        """`BadInput`, saying what is possible, when the step is not."""
        if self.may(source, target):
            return
        following = ", ".join(sorted(self.name(state) for state in self.steps.get(source, ())))
        if source == target and following:
            message = _("It is “{source}” already. Possible from here: {following}.")
        elif following:
            message = _("From “{source}” it cannot become “{target}”. Possible: {following}.")
        else:
            message = _("“{source}” is final; nothing follows it.")
        raise BadInput(
            message.format(source=self.name(source), target=self.name(target), following=following), "state"
        )

    def name(self, state: S) -> str:
        """The state in words."""
        return _(self.names.get(state, str(state)))

    @property
    def terminal(self) -> frozenset[S]:
        """States that nothing follows."""
        return frozenset(state for state in self.names if not self.steps.get(state))

    def reachable(self, source: S) -> frozenset[S]:
        """Every state that can be reached from this one by one step or more."""
        seen: set[S] = set()
        todo = [source]
        while todo:
            new = set(self.steps.get(todo.pop(), ())) - seen
            seen |= new
            todo.extend(new)
        return frozenset(seen)
