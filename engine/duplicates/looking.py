"""A picture prepared once for all pairs it is in: its frame taken off, made small."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from engine.duplicates.coarse_search import Levels, levels
from engine.duplicates.turns import FIRST_MIRRORED, TURNS, turned

ByteArray = NDArray[np.uint8]
FloatArray = NDArray[np.float32]
Sides = tuple[int, int, int, int]

SIDE_PX = 160
"""Longest side of what is compared."""
FRAME_TOLERANCE = 30
"""Levels of 255 that the pixels of a frame may differ from their middle value."""
FRAME_SPECKS = 0.005
"""Share of a frame's line that may be of another colour all the same."""
SMEARED_PX = 3
STRAIGHT = 0.9
"""Share of a line just within a frame that differs from it where the frame's edge is straight."""
MOST_FRAMES = 3
"""Frames inside one another that are taken off: a black one around a white margin, say."""
LEAST_INSIDE_PX = 8
LEAST_INSIDE = 0.005
"""Share of the picture that is left inside its frames, at least."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture prepared for registration; made by ``look``. Some 0.4 MB.

    width_px, height_px: of the original. inside: what is left without frames and even margins,
    (left, top, right, bottom) in shares of the picture. frame: share of the picture that is a frame
    of one colour with straight edges. color: the inside, RGB; grey: the same, mode F.
    saturation: mean distance of its colours from grey, 0..1.
    """

    width_px: int
    height_px: int
    inside: tuple[float, float, float, float]
    frame: float
    color: Image.Image
    grey: Image.Image
    saturation: float
    levels: Levels

    def in_turn(self, turn: int) -> tuple[Image.Image, Image.Image]:
        """The inside turned: in colour, and grey."""
        if turn == 0:
            return self.color, self.grey
        color = np.ascontiguousarray(turned(np.asarray(self.color), turn))
        grey = np.ascontiguousarray(turned(np.asarray(self.grey), turn))
        return Image.fromarray(color), Image.fromarray(grey)

    def box_in_turn(self, turn: int) -> tuple[float, float, float, float]:
        """``inside`` of the turned picture."""
        left, top, right, bottom = self.inside
        if turn >= FIRST_MIRRORED:
            left, right = 1 - right, 1 - left
        for _ in range(turn % FIRST_MIRRORED):
            left, top, right, bottom = top, 1 - right, bottom, 1 - left
        return left, top, right, bottom


ALL_TURNS = tuple(range(TURNS))


def pixels_of_jpeg(jpeg: bytes) -> ByteArray | None:
    """A thumbnail's pixels, (H, W, 3); None for what is no JPEG."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
            return np.asarray(opened.convert("RGB"))
    except OSError:
        return None


def look(picture: ByteArray, *, width_px: int, height_px: int) -> Looked:
    """Prepare a thumbnail (H, W, 3) uint8 of an image of width_px times height_px pixels."""
    rows, columns = picture.shape[:2]
    frames = inside_frames(picture)
    left, top, right, bottom = frames.inside
    image = Image.fromarray(np.ascontiguousarray(picture[top:bottom, left:right]))
    share = SIDE_PX / max(image.size)
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.BOX)
    grey = image.convert("L").convert("F")
    pixels = np.asarray(image).astype(np.float32)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    return Looked(
        width_px,
        height_px,
        (left / columns, top / rows, right / columns, bottom / rows),
        1 - _area(frames.framed) / (rows * columns),
        image,
        grey,
        float(spread.mean()) / 255,
        levels(grey),
    )


def _sides(box: Sides) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _area(box: Sides) -> int:
    width, height = _sides(box)
    return width * height


@dataclass(frozen=True, slots=True)
class Frames:
    """inside: the box (left, top, right, bottom, in pixels) without frames and even margins.
    framed: the box within the last frame with straight edges, the whole picture without one."""

    inside: Sides
    framed: Sides


def inside_frames(picture: ByteArray) -> Frames:
    """Take off even frames and margins from the outside inwards, each of its own colour."""
    whole: Sides = (0, 0, picture.shape[1], picture.shape[0])
    # Compression leaves ripples around what is drawn; their mean is the margin's colour.
    image = Image.fromarray(np.ascontiguousarray(picture)).filter(ImageFilter.BoxBlur(1))
    smooth = np.asarray(image, dtype=np.int16)
    inside, framed = whole, whole
    for _ in range(MOST_FRAMES):
        inner, is_straight = _without_frame(smooth, inside)
        if (
            inner == inside
            or min(_sides(inner)) < LEAST_INSIDE_PX
            or _area(inner) < LEAST_INSIDE * _area(whole)
        ):
            break
        inside = inner
        if is_straight:
            framed = inner
    return Frames(inside, framed)


def _without_frame(smooth: NDArray[np.int16], box: Sides) -> tuple[Sides, bool]:
    """The box within the frame whose colour is that of the corners, and whether the frame's edges
    are straight on all sides; the box itself without a frame."""
    left, top, right, bottom = box
    part = smooth[top:bottom, left:right]
    corners = part[[0, 0, -1, -1], [0, -1, 0, -1]]
    color = np.median(corners, axis=0)
    if np.abs(corners - color).max() > FRAME_TOLERANCE:
        return box, False
    unlike = np.abs(part - color).max(axis=2) > FRAME_TOLERANCE
    rows = np.flatnonzero(unlike.mean(axis=1) > FRAME_SPECKS)
    columns = np.flatnonzero(unlike.mean(axis=0) > FRAME_SPECKS)
    if not len(rows) or not len(columns):
        return box, False
    up, low, near, far = (int(at) for at in (rows[0], rows[-1], columns[0], columns[-1]))
    within = unlike[up : low + 1, near : far + 1]
    lines = within[:, 0], within[0], within[:, -1], within[-1]
    cut = near > 0, up > 0, far < part.shape[1] - 1, low < len(part) - 1
    straight = [is_cut and line.mean() > STRAIGHT for is_cut, line in zip(cut, lines, strict=True)]
    # A frame's straight edge is smeared by scaling and compression; a drawing's outline is kept.
    smeared = [SMEARED_PX if one else 0 for one in straight]
    inner = (
        left + near + smeared[0],
        top + up + smeared[1],
        left + far + 1 - smeared[2],
        top + low + 1 - smeared[3],
    )
    return inner, all(straight)
