"""Registration of many pairs in worker processes: pictures go there as JPEG, each once a batch."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.duplicates.looking import pixels_of_jpeg
from engine.duplicates.registration import Looked, Registration, look, register


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A thumbnail as JPEG, of an image of width_px times height_px pixels."""

    jpeg: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class RegisterBatch:
    """pairs: (first, second, likely turn or None) by number of the thumbnail."""

    thumbnails: Mapping[int, Thumbnail]
    pairs: tuple[tuple[int, int, int | None], ...]


def register_batch(batch: RegisterBatch) -> list[Registration | None]:
    """Lay the pictures of each pair on one another; None where one is missing or no JPEG."""
    looked = {number: _look(one) for number, one in batch.thumbnails.items()}
    return [
        None
        if (one := looked.get(first)) is None or (other := looked.get(second)) is None
        else register(one, other, likely_turn=turn)
        for first, second, turn in batch.pairs
    ]


def _look(thumbnail: Thumbnail) -> Looked | None:
    pixels = pixels_of_jpeg(thumbnail.jpeg)
    if pixels is None:
        return None
    return look(pixels, width_px=thumbnail.width_px, height_px=thumbnail.height_px)
