"""The words in which a table's rules are written: who may, at which rows, said as SQL conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# data -> role -> how far (1 own, 2 read, 3 write, 4 approve): people.roles.TABLE
Permissions = Mapping[Any, Mapping[Any, int]]
OWN, READ, WRITE, APPROVE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Limited:
    """Changing a row one may not change at will: whose (a condition), which columns, which steps of `state`."""

    where: str
    columns: tuple[str, ...]
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """Columns that some readers of a row must not read: when they may (a condition), else they are blank.

    `there` is what they see instead of a value that is not null, where that there is one may be known.
    """

    columns: tuple[str, ...]
    where: str
    there: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do what with the rows of one table: any of the conditions is enough; none at all means nobody."""

    read: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    limited: tuple[Limited, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    only: tuple[str, ...] = field(default=())  # the only columns that can be changed at all
    vouched: tuple[
        str, ...
    ] = ()  # references of which the conditions for adding say already that they are seen


class Who:
    """Conditions about the person of the connection, made from the table of permissions."""

    def __init__(self, permissions: Permissions) -> None:
        self._permissions = permissions

    def roles(self, data: str, right: int) -> tuple[str, ...]:
        """The roles with at least this right, in the alphabet's order."""
        return tuple(sorted(str(role) for role, has in self._permissions[data].items() if has >= right))

    def at(self, data: str, right: int, column: str = "centre_id") -> str:
        """The row's centre is one where the person has this right."""
        return self.holding(self.roles(data, right), column)

    def holding(self, roles: Iterable[str], column: str = "centre_id") -> str:
        """The row's centre is one where the person holds one of these roles."""
        return f"{column} = any ((select rc_centres({array(roles)}))::integer[])"

    def me(self, data: str) -> str:
        """The person, if one of their roles has something of their own here; else nothing."""
        return f"(select rc_me({array(self.roles(data, OWN))}))"

    def anywhere(self, data: str, right: int) -> str:
        """The person has this right at some centre."""
        return f"(select rc_holds({array(self.roles(data, right))}))"


def array(roles: Iterable[str]) -> str:
    """Roles as an SQL array."""
    return "'{" + ",".join(sorted(roles)) + "}'"


def through(parent: str, table: str, column: str, *also: str) -> str:
    """The row that this one belongs to can be seen (and more holds of it: `up` is its name)."""
    more = "".join(f" and {one}" for one in also)
    return f"exists (select 1 from {parent} up where up.id = {table}.{column}{more})"


def both(*conditions: str) -> str:
    """All of these."""
    return " and ".join(f"({one})" if " or " in one else one for one in conditions)


def steps(*words: str) -> tuple[tuple[str, str], ...]:
    """Steps of a state, written as "draft > new"."""
    found = []
    for word in words:
        before, after = word.split(" > ")
        found += [(source, after) for source in before.split("|")]
    return tuple(found)
