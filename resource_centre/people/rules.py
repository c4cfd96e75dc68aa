"""Decisions about people: names, logins and passwords that can be used."""

from __future__ import annotations

import re

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")  # a server's names have 63 bytes at most
KEPT = re.compile(r"public|none|postgres|pg_.*")  # names that a server keeps for itself
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NAME_LIMIT = 200


def clean_text(text: str, field: str, what: str, limit: int = NAME_LIMIT, empty: bool = False) -> str:
    """Text with its blanks folded; `BadInput` when it is empty (unless allowed), too long or has control characters."""
    text = " ".join(text.split())
    if not text and not empty:
        raise BadInput(_("{what} is missing. Type it in.").format(what=what), field)
    if len(text) > limit:
        raise BadInput(
            _("{what} has {count} characters; at most {limit} fit. Shorten it.").format(
                what=what, count=len(text), limit=limit
            ),
            field,
        )
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise BadInput(
            _("{what} has a character that cannot be shown. Type it again.").format(what=what), field
        )
    return text


def clean_login(login: str) -> str:
    """A login in small letters; `BadInput` for anything but a–z, 0–9, dot, dash, underscore (at most 63)."""
    login = login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise BadInput(
            _(
                "A login has letters a–z, digits, dots, dashes or underscores, at most 63; “{login}” has not."
            ).format(login=login),
            "login",
        )
    if KEPT.fullmatch(login):
        raise BadInput(
            _("Database servers keep the login “{login}” for themselves. Choose another one.").format(
                login=login
            ),
            "login",
        )
    return login


def clean_email(email: str) -> str:
    """An e-mail address, or nothing; `BadInput` when it cannot be one."""
    email = email.strip()
    if email and (not EMAIL.fullmatch(email) or len(email) > 254):
        raise BadInput(
            _("“{email}” is not an e-mail address. Write it like name@school.example.").format(email=email),
            "email",
        )
    return email


def clean_password(password: str) -> str:
    """A password of at least eight characters."""
    if len(password) < 8:
        raise BadInput(_("A password has at least 8 characters."), "password")
    return password
