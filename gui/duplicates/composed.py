"""Two pictures as one: in turn, their difference, split, or one over the other. Safe in any
thread."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from engine.duplicates.turns import turned
from gui.duplicates.aligning import Alignment
from gui.style import theme
from gui.widgets.image_source import pixels_of, to_image

GAIN = 2
"""Differences are shown so much stronger: those of compression are faint."""
LINE_PX = 2
TEXT_SHARE = 12
"""Words are as high as one of so many parts of the picture."""
OPAQUE, NOTHING_THERE = 255, 72
"""Alpha of what a picture covers, and the grey of a difference where it covers nothing."""


class Mode(StrEnum):
    """How two pictures are compared."""

    SIDE = "side"
    FLICKER = "flicker"
    DIFFERENCE = "difference"
    SPLIT = "split"
    OVERLAY = "overlay"


def laid_over(first: QImage, second: QImage, turn: int, aligned: Alignment | None) -> QImage:
    """The second picture turned and scaled so that it covers the first one; ``aligned``: so that
    their common part lies upon itself, with nothing (transparent) where the second shows none."""
    turn = turn if aligned is None else aligned.turn
    upright = to_image(turned(pixels_of(second), turn)) if turn else second
    if aligned is None:
        return upright.scaled(
            first.size(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    place = aligned.place(first.size())
    # Shrunk by painting alone it would be jagged.
    size = QSize(max(1, round(place.width())), max(1, round(place.height())))
    if size.width() < upright.width() or size.height() < upright.height():
        upright = upright.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    result = QImage(first.size(), QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, upright)
    painter.end()
    return result


def composed(
    first: QImage,
    second: QImage,
    mode: Mode,
    *,
    turn: int = 0,
    share: float = 0.5,
    aligned: Alignment | None = None,
) -> QImage:
    """Two pictures as one of the first's size. ``share``: of the width that the first one has in a
    split, 0 to 1; in an overlay of the two, how much of the first one shows. Where only the first
    shows something a difference is grey."""
    other = laid_over(first, second, turn, aligned)
    if mode is Mode.FLICKER:
        return _on_canvas(other)
    if mode is Mode.DIFFERENCE:
        apart = np.abs(pixels_of(first).astype(np.int16) - pixels_of(other).astype(np.int16))
        if not apart.any():
            return _saying_nothing_differs(first.size())
        shown = np.minimum(apart * GAIN, 255).astype(np.uint8)
        if aligned is not None:
            shown[_alpha(other) < OPAQUE] = NOTHING_THERE
        return to_image(shown)
    result = first.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(result)
    if mode is Mode.OVERLAY:
        painter.setOpacity(1 - share)
        painter.drawImage(0, 0, other)
    else:
        left = round(share * first.width())
        rest = QRect(left, 0, first.width() - left, first.height())
        if aligned is not None:
            painter.fillRect(rest, theme.colour("canvas"))
        painter.drawImage(rest, other, rest)
        painter.fillRect(
            QRect(left - LINE_PX // 2, 0, LINE_PX, first.height()), theme.colour("accent")
        )
    painter.end()
    return result


def _saying_nothing_differs(size: QSize) -> QImage:
    """A black picture, as a difference is where there is none, that says so in its middle."""
    result = QImage(size, QImage.Format.Format_RGB32)
    result.fill(0)
    painter = QPainter(result)
    font = painter.font()
    font.setPixelSize(max(9, min(size.width(), size.height()) // TEXT_SHARE))
    painter.setFont(font)
    painter.setPen(theme.colour("overlay_text"))
    words = QCoreApplication.translate("Composed", "No pixel differs")
    painter.drawText(result.rect(), Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return result


def _on_canvas(picture: QImage) -> QImage:
    result = QImage(picture.size(), QImage.Format.Format_RGB32)
    result.fill(theme.colour("canvas"))
    painter = QPainter(result)
    painter.drawImage(0, 0, picture)
    painter.end()
    return result


def _alpha(picture: QImage) -> NDArray[np.uint8]:
    """(height, width) how much each pixel covers."""
    argb = picture.convertToFormat(QImage.Format.Format_Alpha8)
    rows = np.frombuffer(argb.constBits(), np.uint8).reshape(argb.height(), argb.bytesPerLine())
    return rows[:, : argb.width()].copy()
