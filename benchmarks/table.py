"""The table of benchmarks/README.md, made of the lines that runs have printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.measure import Result

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- made by --table: begin -->", "<!-- made by --table: end -->"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Column = tuple[str, int]  # engine and bookings; none where it does not matter


def write_table(files: Iterable[Path]) -> None:
    """Puts the table of these runs between the marks of the README."""
    found = [line for file in files for line in file.read_text("utf-8").splitlines() if line.startswith("{")]
    text = README.read_text("utf-8")
    head, _begin, rest = text.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not end:
        raise SystemExit(f"{README.name} has not the two marks between which the table goes.")
    rows = table([Result(**json.loads(line)) for line in found])
    README.write_text(f"{head}{BEGIN}\n\n" + "\n".join(rows) + f"\n\n{END}{tail}", "utf-8")


def table(results: Sequence[Result]) -> list[str]:
    """Lines of Markdown: what was measured down, engines and bookings across; what is not reached is bold."""
    last = {(each.name, _column(each)): each for each in results}
    columns = sorted({column for _name, column in last}, key=lambda c: ([*ENGINES, c[0]].index(c[0]), c[1]))
    titles = [
        f"{ENGINES.get(engine, engine)} {f'{rows:,}' if rows else ''}".strip() for engine, rows in columns
    ]
    lines = [_line(["ours / floor", *titles, "reach"]), _line(["---"] * (len(titles) + 2))]
    for name in dict.fromkeys(each.name for each in results):
        mine = [last.get((name, column)) for column in columns]
        reach = dict.fromkeys(_reach(each) for each in mine if each)
        lines.append(_line([name, *(_cell(each) if each else "–" for each in mine), ", ".join(reach)]))
    return lines


def _column(each: Result) -> Column:
    return (each.engine, each.rows if each.engine in ENGINES else 0)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(each: Result) -> str:
    said = f"{_short(each.ours)} / {_short(each.floor)} = {each.ratio:.1f} ×"
    worked = re.fullmatch(r"processor .* ms, (.*) times", each.said)
    if worked and each.engine == "sqlite":  # a server's work is not in the time of its client's processor
        said += f" ({worked[1]} ×)"
    measured = {"ratio": each.ratio, "ours": each.ours}.get(each.of)
    return f"**{said}**" if measured is not None and measured > each.target else said


def _reach(each: Result) -> str:
    return {"ratio": f"≤ {each.target:g} ×", "ours": f"≤ {each.target:g} {each.unit}"}.get(each.of, each.of)


def _short(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:.3g}"
