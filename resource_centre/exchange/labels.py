"""Where labels lie on a sheet of A4, and what each says. Pure: drawing is the window's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels, as it is sold. Millimetres: the size of a label, the edges, the gap between columns."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0.0

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


SHEETS = (
    Sheet("3 × 8, 70 × 37 mm", 3, 8, 70.0, 37.0, 0.0, 0.5),
    Sheet("2 × 7, 99 × 38 mm", 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    Sheet("4 × 12, 46 × 21 mm", 4, 12, 45.7, 21.2, 9.7, 21.3, 2.6),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says; the QR code carries `code`, the asset tag of a unit."""

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
    found = []
    for n, label in enumerate(labels, max(0, min(first, sheet.count - 1))):
        page, at = divmod(n, sheet.count)
        line, column = divmod(at, sheet.columns)
        x, y = sheet.left + column * (sheet.width + sheet.gap), sheet.top + line * sheet.height
        found.append(Placed(label, page, x, y, sheet.width, sheet.height))
    return found


def pages(labels: Sequence[Placed]) -> int:
    """How many sheets they take."""
    return labels[-1].page + 1 if labels else 0
