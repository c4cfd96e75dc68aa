"""The three kinds of trouble: the person's, the environment's, and (everything else) ours.

Each class carries the exit code that the command line gives for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class Trouble(Exception):
    """Anything a person can be told in one sentence; `str()` is that sentence."""

    exit_code = 5


class BadInput(Trouble):
    """What was typed cannot be used. `field` names the form field, if one is to blame."""

    exit_code = 5

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(BadInput):
    """Something was named that does not exist (or may not be seen)."""


class NotPermitted(Trouble):
    """The actor's roles do not allow this."""

    exit_code = 4


class WrongPassword(NotPermitted):
    """A server wants a password, or another one: asking for it and trying again helps."""


class Refused(Trouble):
    """A conflict or a rule stands against it.

    `violations` holds every reason (schedule.rules.Violation), `alternatives` what would work
    (schedule.rules.Alternative).
    """

    exit_code = 3

    def __init__(
        self, message: str, violations: Sequence[Any] = (), alternatives: Sequence[Any] = ()
    ) -> None:
        super().__init__(message)
        self.violations = tuple(violations)
        self.alternatives = tuple(alternatives)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that somebody else changed since it was read."""

    field: str
    mine: Any
    theirs: Any


class ChangedMeanwhile(Trouble):
    """Somebody else saved the same thing first; `changes` says what, field by field."""

    exit_code = 3

    def __init__(self, message: str, changes: Sequence[FieldChange] = (), version: int | None = None) -> None:
        super().__init__(message)
        self.changes = tuple(changes)
        self.version = version


class DatabaseTrouble(Trouble):
    """The database cannot be used now; nothing that was typed is lost by it."""

    exit_code = 6


class DatabaseUnreachable(DatabaseTrouble):
    """It is locked, read-only, on a full disk, gone, or does not answer. Trying again may help."""


class DatabaseAway(DatabaseUnreachable):
    """It does not answer for now and may come back by itself: worth waiting for.

    `doubt`: the connection broke in the middle of a commit, so that what was written may be there or not.
    `short` is the sentence without the details that the driver tells.
    """

    def __init__(self, message: str, short: str = "") -> None:
        super().__init__(message)
        self.short = short or message
        self.doubt = False


class DatabaseDamaged(DatabaseTrouble):
    """The file is not a database, or its contents are broken."""


class DatabaseVersion(DatabaseTrouble):
    """The database is empty, older or newer than this program. `found` is its revision."""

    def __init__(self, message: str, found: str | None = None) -> None:
        super().__init__(message)
        self.found = found


class Cancelled(Exception):
    """Long work was asked to stop, and did: nothing was changed."""
