"""Where labels lie on a sheet of A4, and what each says. Pure: drawing is the window's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels: rows × columns, margins and gaps in millimetres."""

    name: str
    columns: int
    rows: int
    left: float = 0.0
    top: float = 0.0

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of one label."""
        return (A4[0] - 2 * self.left) / self.columns, (A4[1] - 2 * self.top) / self.rows


SHEETS = (Sheet("3 × 8", 3, 8, 0.0, 0.5), Sheet("2 × 7", 2, 7, 4.5, 15.5), Sheet("4 × 12", 4, 12, 8.5, 21.5))


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says; the QR code carries `code`."""

    code: str
    name: str
    centre: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A label at its place: page from 0, millimetres from the top left."""

    label: Label
    page: int
    x: float
    y: float
    width: float
    height: float


def placed(labels: Sequence[Label], sheet: Sheet, first: int = 0) -> list[Placed]:
    """Lays labels out from the place `first` (0: the first one) on, row by row."""
    wide, high = sheet.size
    found = []
    for n, label in enumerate(labels, first):
        page, at = divmod(n, sheet.count)
        line, column = divmod(at, sheet.columns)
        found.append(Placed(label, page, sheet.left + column * wide, sheet.top + line * high, wide, high))
    return found
