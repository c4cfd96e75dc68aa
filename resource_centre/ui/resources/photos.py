"""Photos of the register: shown, added, taken away. Pictures are read and made small off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _
from resource_centre.resources.register import PhotoRow
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import icon_button

LONGEST_SIDE = 1600
SHOWN = QSize(640, 400)


@dataclass(frozen=True)
class Picture:
    """A photo, decoded and small enough to show."""

    id: int
    caption: str
    image: QImage


def pictures(photos: Sequence[PhotoRow]) -> list[Picture]:
    """The photos that can be shown (may run in any thread)."""
    found = []
    for photo in photos:
        image = QImage.fromData(photo.image)
        if not image.isNull():
            small = image.scaled(
                SHOWN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            found.append(Picture(photo.id, photo.caption, small))
    return found


def small_jpeg(file: Path) -> bytes:
    """A picture file as a JPEG of at most 1600 pixels, upright; `BadInput` when it is no picture."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise BadInput(
            _("{file} is not a picture that can be read. Choose a JPEG or PNG.").format(file=file.name)
        )
    if max(image.width(), image.height()) > LONGEST_SIDE:
        size = QSize(LONGEST_SIDE, LONGEST_SIDE)
        image = image.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "JPEG", 85)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class Photos(QWidget):
    """One picture large, the others small below it; a click on a small one shows it."""

    def __init__(self, found: Sequence[Picture], name: str, remove: Callable[[int], object] | None) -> None:
        super().__init__()
        self._found, self._name, self._remove = list(found), name, remove
        self._now = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.large = QLabel()
        self.large.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.large)
        line = row(spacing=6)
        if len(self._found) > 1:
            for n, each in enumerate(self._found):
                line.addWidget(self._small(n, each))
        line.addStretch(1)
        if remove is not None:
            line.addWidget(icon_button("trash-2", _("Take this photo away"), self._drop))
        column.addLayout(line)
        self._show(0)

    def _small(self, n: int, each: Picture) -> QToolButton:
        made = QToolButton()
        made.setIcon(QIcon(QPixmap.fromImage(each.image)))
        made.setIconSize(QSize(40, 30))
        made.setAccessibleName(each.caption or _("Photo {n}").format(n=n + 1))
        made.clicked.connect(lambda _checked=False: self._show(n))
        return made

    def _show(self, n: int) -> None:
        self._now = n
        picture = QPixmap.fromImage(self._found[n].image)
        self.large.setPixmap(
            picture.scaled(
                QSize(268, 190),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        self.large.setAccessibleName(self._found[n].caption or _("Photo of {name}").format(name=self._name))

    def _drop(self) -> None:
        if self._remove is not None:
            self._remove(self._found[self._now].id)
