"""Compiles every catalogue (.po) into the form the program reads (.mo), beside it."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(root: Path) -> list[Path]:
    """Compiles the catalogues of the project in `root`, and answers the files made."""
    made = []
    for source in sorted(root.glob("resource_centre/resources/locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as readable:
            catalogue = read_po(readable)
        made.append(source.with_suffix(".mo"))
        with made[-1].open("wb") as writable:
            write_mo(writable, catalogue)
    return made


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parent.parent)
