"""What a scene that may be shown soon needs of the window's thread, done while nothing else is: row by row."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from resource_centre.ui.timeline.kit import Kit
from resource_centre.ui.timeline.layout import Layout, Prepared
from resource_centre.ui.timeline.ready import ReadyRow, Sight, laid_out

if TYPE_CHECKING:
    from resource_centre.ui.timeline.view import TimelineView


class Warming(QTimer):
    """Lays out the glyphs of scenes read ahead and paints their stamps. A turn takes about a millisecond."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self.view = view
        self._rows: deque[tuple[Layout, int]] = deque()
        self.setInterval(0)
        self.timeout.connect(self.turn)

    def take(self, prepared: Prepared, sight: Sight) -> None:
        """Warms what `make_ready` has worked out of a scene."""
        layout = laid_out(prepared, sight)
        self._rows.extend((layout, key) for key in layout.ready)
        if self._rows:
            self.start()

    def turn(self) -> None:
        """One row; then whoever waits comes first."""
        if not self._rows:
            self.stop()
            return
        layout, key = self._rows.popleft()
        row, band = layout.ready.get(key), layout.bands.by_key.get(key)
        if isinstance(row, ReadyRow) and band is not None:
            warm(self.view.kit(), row, band.block_height)


def warm(kit: Kit, row: ReadyRow, height: int) -> None:
    """The glyphs of the labels of a row, and the pictures of its blocks."""
    for lettering in row.letterings:
        for line in lettering.lines:
            kit.labels.warm(line)
    for piece in row.pieces:
        kit.stamps.warm(piece.kind, piece.state, piece.body, height, piece.ends)
