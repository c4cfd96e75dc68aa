"""A repetition in words, in each language of the program by its own grammar.

A catalogue of sentences cannot do it: the words of a weekday depend on its gender and on its case, and those on
how often it comes. So each language has a module that builds its sentence from the same parts.
"""

from __future__ import annotations

from resource_centre.core.recurrence import parse_rule
from resource_centre.core.spoken import english, kazakh, russian
from resource_centre.core.spoken.parts import parts_of
from resource_centre.i18n import language

LANGUAGES = {"en": english.sentence, "ru": russian.sentence, "kk": kazakh.sentence}


def describe(rule: str) -> str:
    """A rule in words of the language in use: every other Thursday, 12 times."""
    return LANGUAGES[language()](parts_of(parse_rule(rule)))
