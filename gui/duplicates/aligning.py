"""How one picture lies over another, found from the two as they are on screen. Safe in any
thread."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage

from engine.duplicates.registration import look, register
from gui.widgets.image_source import pixels_of

LOOKED_AT_PX = 256
AGREES = 0.6
"""Agreement from which the place that was found is believed; copies have about 0.9 and more."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """``turn`` makes the second upright. ``first_box`` and ``second_box``: the common part in each,
    of the second after turning (left, top, right, bottom), shares 0 to 1."""

    turn: int
    first_box: tuple[float, float, float, float]
    second_box: tuple[float, float, float, float]

    def place(self, first: QSize) -> QRectF:
        """Where the whole second picture, turned, lies in the first of this size in pixels."""
        left, top, right, bottom = self.first_box
        x, y, end_x, end_y = self.second_box
        width = first.width() * (right - left) / max(end_x - x, 1e-6)
        height = first.height() * (bottom - top) / max(end_y - y, 1e-6)
        return QRectF(
            first.width() * left - x * width, first.height() * top - y * height, width, height
        )


def alignment_of(first: QImage, second: QImage, likely_turn: int) -> Alignment | None:
    """How the second picture lies over the first; None where they do not agree anywhere."""
    looked = [
        look(pixels_of(_small(one)), width_px=one.width(), height_px=one.height())
        for one in (first, second)
    ]
    found = register(looked[0], looked[1], likely_turn=likely_turn)
    if found.agreement < AGREES:
        return None
    return Alignment(found.turn, found.first_box, found.second_box)


def _small(picture: QImage) -> QImage:
    if max(picture.width(), picture.height()) <= LOOKED_AT_PX:
        return picture
    return picture.scaled(
        LOOKED_AT_PX,
        LOOKED_AT_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
