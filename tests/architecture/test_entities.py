"""A model in a `select` stands for its table until something maps it, so who wants objects says `mapped(…)` each time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import PACKAGE

WRONG = (
    "from resource_centre.events.model import Event\ndef f():\n    e, n = Event, 1\n    return select(e, n)\n"
)


def models_of(tree: ast.AST) -> set[str]:
    """The names by which a module knows models: imported, or given to a shorter name."""
    known = {
        each.asname or each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".model")
        for each in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            known |= {
                name for name, value in pairs(node) if isinstance(value, ast.Name) and value.id in known
            }
    return known


def pairs(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from (
                (each.id, value)
                for each, value in zip(target.elts, node.value.elts, strict=True)
                if isinstance(each, ast.Name)
            )


def bare_entities(source: str) -> list[int]:
    """Lines where a whole model is selected as it is."""
    tree = ast.parse(source)
    known = models_of(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "select"
        and any(isinstance(each, ast.Name) and each.id in known for each in node.args)
    ]


def test_objects_are_asked_for_by_mapped() -> None:
    def wrong(file: Path) -> list[str]:
        lines = bare_entities(file.read_text(encoding="utf-8"))
        return [f"{file.relative_to(PACKAGE)}:{line}" for line in lines]

    assert [place for file in sorted(PACKAGE.rglob("*.py")) for place in wrong(file)] == []


def test_a_model_by_a_shorter_name_is_found_as_well() -> None:
    assert bare_entities(WRONG) == [4]
