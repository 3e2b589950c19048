"""Two pictures as one: in turn, their difference, split, or one over the other. Safe in any
thread."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from engine.duplicates.turns import turned
from gui.style import theme
from gui.widgets.image_source import to_image

GAIN = 2
"""Differences are shown so much stronger: those of compression are faint."""
LINE_PX = 2


class Mode(StrEnum):
    """How two pictures are compared."""

    SIDE = "side"
    FLICKER = "flicker"
    DIFFERENCE = "difference"
    SPLIT = "split"
    OVERLAY = "overlay"


def pixels_of(picture: QImage) -> NDArray[np.uint8]:
    """A picture as uint8 (height, width, 3)."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def laid_over(first: QImage, second: QImage, turn: int) -> QImage:
    """The second picture turned and scaled so that it covers the first one."""
    upright = to_image(turned(pixels_of(second), turn)) if turn else second
    return upright.scaled(
        first.size(),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def composed(
    first: QImage, second: QImage, mode: Mode, *, turn: int = 0, share: float = 0.5
) -> QImage:
    """Two pictures as one of the first's size. ``share``: of the width that the first one has in a
    split, 0 to 1; in an overlay of the two, how much of the first one shows."""
    other = laid_over(first, second, turn)
    if mode is Mode.FLICKER:
        return other
    if mode is Mode.DIFFERENCE:
        apart = np.abs(pixels_of(first).astype(np.int16) - pixels_of(other).astype(np.int16))
        return to_image(np.minimum(apart * GAIN, 255).astype(np.uint8))
    result = first.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(result)
    if mode is Mode.OVERLAY:
        painter.setOpacity(1 - share)
        painter.drawImage(0, 0, other)
    else:
        left = round(share * first.width())
        rest = QRect(left, 0, first.width() - left, first.height())
        painter.drawImage(rest, other, rest)
        painter.fillRect(
            QRect(left - LINE_PX // 2, 0, LINE_PX, first.height()), theme.colour("accent")
        )
    painter.end()
    return result
