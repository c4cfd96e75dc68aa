"""Who acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person is at a centre. One person can be several things at several centres."""

    TEACHER = "teacher"
    AMBASSADOR = "ambassador"
    CONSULTANT = "consultant"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    EVALUATOR = "evaluator"


STAFF = frozenset({Role.CONSULTANT, Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf a unit runs, with the roles they hold (role, centre id)."""

    person_id: int | None
    login: str
    name: str
    roles: frozenset[tuple[Role, int]] = field(default_factory=frozenset)
    language: str = "en"
    school_id: int | None = None
    safeguarding: bool = False

    @property
    def is_system(self) -> bool:
        """The program itself: migrations, the sample network, the first person of a new database."""
        return self.person_id is None

    def has(self, role: Role, centre_id: int | None = None) -> bool:
        """Holds `role` at the centre (at any centre when None)."""
        return any(held is role and centre_id in (None, where) for held, where in self.roles)

    def roles_at(self, centre_id: int | None) -> frozenset[Role]:
        """Roles held at the centre (at any centre when None)."""
        return frozenset(held for held, where in self.roles if centre_id in (None, where))

    @property
    def centre_ids(self) -> frozenset[int]:
        """Centres where a role is held."""
        return frozenset(where for _, where in self.roles)


SYSTEM = Actor(person_id=None, login="system", name="Resource Centre")
