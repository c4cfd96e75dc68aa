"""The matrix of rights as it is printed at the end of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

OPERATIONS = ("select", "insert", "update", "delete", "truncate")
RIGHTS = "rights"  # the property of a test's report that carries its tally


def told(login: str, tallies: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    """One person's tally in plain values, as a report of a test can carry it."""
    return {
        "who": login,
        "cells": {
            f"{table} {operation}": (tally.tried, tally.allowed, tally.refused, len(tally.wrong))
            for (table, operation), tally in tallies.items()
        },
    }


def lines(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Two tables: what each person could do with each table, and how many were tried, allowed, refused, as expected."""
    people = list(found)
    if not people:
        return []
    tables = sorted({cell.split()[0] for person in people for cell in person["cells"]})
    width = max(len(name) for name in tables)
    head = "".join(f"{person['who'][:11]:>12}" for person in people)
    made = [
        "Rights on the server: s select, i insert, u update, d delete (of some rows), - refused",
        f"{'':{width}}{head}",
    ]
    for name in tables:
        made.append(
            f"{name:{width}}" + "".join(f"{_letters(person['cells'], name):>12}" for person in people)
        )
    made += ["", f"{'':{width}}{'tried':>9}{'allowed':>9}{'refused':>9}{'as expected':>13}"]
    total = [0, 0, 0, 0]
    for person in people:
        for operation in OPERATIONS:
            sums = [
                sum(values[n] for cell, values in person["cells"].items() if cell.endswith(f" {operation}"))
                for n in range(4)
            ]
            total = [a + b for a, b in zip(total, sums, strict=True)]
            made.append(_counted(f"{person['who']} {operation}", sums, width))
    return [*made, _counted("all", total, width)]


def _letters(cells: Mapping[str, Any], table: str) -> str:
    return "".join(operation[0] if cells[f"{table} {operation}"][1] else "-" for operation in OPERATIONS[:4])


def _counted(what: str, sums: list[int], width: int) -> str:
    tried, allowed, refused, wrong = sums
    return f"{what:{width}}{tried:>9}{allowed:>9}{refused:>9}{tried - wrong:>13}"
