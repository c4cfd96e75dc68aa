"""What somebody typed, made fit to stand in a sentence about it."""

from __future__ import annotations

LONGEST = 60


def quotable(text: str) -> str:
    """The text on one line, at most 60 characters, with what cannot be printed as �."""
    line = " ".join(text[: LONGEST * 4].split())
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def harmless(text: str) -> str:
    """The text as a cell of a sheet: one that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
