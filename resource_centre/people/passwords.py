"""Passwords: kept as argon2id hashes, never as they are."""

from __future__ import annotations


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether this password made the stored hash."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False
