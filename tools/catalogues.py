"""Brings the catalogues up to date with the words in code and forms; --check only says what is missing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from tools.compile_catalogues import compile_all

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "resource_centre"
LANGUAGES = ("ru", "kk")
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")


def main() -> int:
    """Updates and compiles every catalogue, or with --check answers 1 when one is not complete."""
    template = extracted()
    if "--check" in sys.argv[1:]:
        faults = [fault for code in LANGUAGES for fault in faults_of(code, template)]
        print(*faults, sep="\n")
        return 1 if faults else 0
    for code in LANGUAGES:
        update(code, template)
    compile_all(ROOT)
    return 0


def place(code: str) -> Path:
    """The source of one language's catalogue."""
    return PACKAGE / "resources" / "locale" / code / "LC_MESSAGES" / "resource_centre.po"


def extracted() -> Catalog:
    """Every text that people see, from the code and the forms."""
    template = Catalog(project="Resource Centre", version="0.1.0", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        if "forms" in path.relative_to(PACKAGE).parts:
            continue
        for _line, text, _comments, context in extract_from_file("python", str(path), keywords=KEYWORDS):
            template.add(text, locations=[(named(path), 0)], context=context)
    for path in sorted((PACKAGE / "resources" / "ui").rglob("*.ui")):
        for text in strings(path):
            template.add(text, locations=[(named(path), 0)])
    return template


def strings(form: Path) -> Iterator[str]:
    """The texts of a form, but those marked as not to be translated."""
    for element in ElementTree.parse(form).iter("string"):
        if element.text and element.get("notr") != "true":
            yield element.text


def named(path: Path) -> str:
    """How a catalogue names the place of a text; without the line, so that it changes rarely."""
    return path.relative_to(ROOT).as_posix()


def stored(code: str) -> Catalog:
    """The catalogue of a language as it is, or an empty one."""
    if not place(code).exists():
        return Catalog(locale=code, project="Resource Centre", version="0.1.0", charset="utf-8", fuzzy=False)
    with place(code).open("rb") as file:
        return read_po(file, locale=code)


def update(code: str, template: Catalog) -> None:
    """Takes new texts in, sets those that nobody uses aside, and prints what is left to translate."""
    catalogue = stored(code)
    written = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.creation_date = written
    place(code).parent.mkdir(parents=True, exist_ok=True)
    with place(code).open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)
    empty = [message for message in messages(catalogue) if not is_translated(message)]
    print(f"{code}: {len(list(messages(catalogue)))} texts, {len(empty)} to translate")


def faults_of(code: str, template: Catalog) -> Iterator[str]:
    """What keeps a catalogue from being complete: a text is missing, left over, or not translated."""
    catalogue = stored(code)
    wanted = {key(message) for message in messages(template)}
    here = {key(message): message for message in messages(catalogue)}
    for missing in sorted(wanted - here.keys()):
        yield f"{code}: not in the catalogue: {missing[1]!r} (python3 dev.py catalogues)"
    for left_over in sorted(here.keys() - wanted):
        yield f"{code}: no longer in the program: {left_over[1]!r} (python3 dev.py catalogues)"
    for message in here.values():
        if not is_translated(message):
            yield f"{code}: not translated: {source(message)!r}"
        elif placeholders(*translations(message)) != placeholders(*sources(message)):
            yield f"{code}: other placeholders than in: {source(message)!r}"


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The texts of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def key(message: Message) -> tuple[str, str]:
    """What makes a text one text: its context and its English."""
    return message.context or "", source(message)


def source(message: Message) -> str:
    """The English text; of a plural the singular."""
    return sources(message)[0]


def sources(message: Message) -> tuple[str, ...]:
    """The English text; of a plural both forms."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    """The translated text; of a plural all forms."""
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def is_translated(message: Message) -> bool:
    """Whether every form is there, and certain."""
    return all(translations(message)) and not message.fuzzy


def placeholders(*texts: str) -> set[str]:
    """The names in braces."""
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


if __name__ == "__main__":
    sys.exit(main())
