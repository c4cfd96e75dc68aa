"""Every file says what it is for, leaves nothing for later and names no computer."""

from __future__ import annotations

import ast
import re

from tests.house import ROOT, modules, texts

LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
MACHINE = re.compile(
    r"(?<![\w.])/(work|root)/|(?<![\w.])/(home|Users)/(?!USER|NAME|you\b)\w|\b[A-Z]:\\Users\\\w"
)


def test_every_module_has_a_docstring():
    silent = [
        path for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8"))) and _own(path)
    ]
    assert not silent, [str(path.relative_to(ROOT)) for path in silent]


def test_nothing_is_left_for_later():
    assert not _lines_with(LATER)


def test_no_file_names_the_computer_it_was_written_on():
    assert not _lines_with(MACHINE)


def _own(path):
    """Whether a person wrote the file, and wrote something in it."""
    return path.parent.name != "forms" and path.stat().st_size > 0


def _lines_with(pattern):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
