"""State machines as tables: which steps are possible from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Machine(Generic[S]):
    """The steps that are possible: for each state the states that may follow. `names` are marked for translation."""

    steps: Mapping[S, frozenset[S]]
    names: Mapping[S, str]

    def may(self, source: S, target: S) -> bool:
        """Whether this step is possible."""
        return target in self.steps.get(source, frozenset())

    def check(self, source: S, target: S) -> None:
        """`BadInput`, saying what is possible, when the step is not."""
        if self.may(source, target):
            return
        following = ", ".join(sorted(self.name(s) for s in self.steps.get(source, ())))
        if not following:
            raise BadInput(_("“{state}” is final; nothing follows it.").format(state=self.name(source)))
        raise BadInput(
            _("From “{source}” it cannot become “{target}”. Possible: {following}.").format(
                source=self.name(source), target=self.name(target), following=following
            )
        )

    def name(self, state: S) -> str:
        """The state in words."""
        return _(self.names.get(state, str(state)))

    @property
    def terminal(self) -> frozenset[S]:
        """States that nothing follows."""
        return frozenset(state for state in self.names if not self.steps.get(state))

    def reachable(self, source: S) -> frozenset[S]:
        """Every state that can be reached from this one."""
        seen: set[S] = set()
        todo = [source]
        while todo:
            for following in self.steps.get(todo.pop(), frozenset()):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return frozenset(seen)
