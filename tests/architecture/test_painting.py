"""PySide6 6.12.0 drops a reference to None on every void call of QPainter; the one in use does not."""

from __future__ import annotations

from tests.house import python

PAINT = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
app = QGuiApplication([])
image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
painter = QPainter(image)
before = sys.getrefcount(None)
for _ in range(2000):
    painter.setPen(Qt.GlobalColor.black)
    painter.drawLine(0, 0, 63, 63)
    painter.fillRect(0, 0, 8, 8, Qt.GlobalColor.red)
    painter.save()
    painter.restore()
after = sys.getrefcount(None)
painter.end()
print(after - before)
"""


def test_painting_leaves_the_references_to_none_alone():
    assert abs(int(python("-c", PAINT, QT_QPA_PLATFORM="offscreen"))) < 100
