"""Plants duplicates among originals that are unlike one another, for the benchmark of duplicates.

Originals are taken from an archive in random order while no two are alike: cosine similarity below
0.93 and 64-bit perceptual hash further apart than 8 bits, in all eight turns, since turned and
mirrored copies are planted too. Of some, one copy each is made, of ten kinds in turn; mirrored ones
only of pictures that differ from their mirror image by a level of 255 on average, for else nobody
could say which of the two is which.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps
from scipy import fft

from engine.archive.decode import read_pixels
from engine.duplicates.turns import TURNS, turned
from engine.errors import InputError

ORIGINALS = 1200
COPIES = 200
MOST_SIMILARITY = 0.93
LEAST_HASH_DISTANCE = 8
LEAST_SIDE_PX = 32
SYMMETRIC = 1.0
"""Mean difference from the mirror image, of 255, below which a picture is symmetrical."""
TRUTH_NAME = "truth.csv"

ByteArray = NDArray[np.uint8]


@dataclass(frozen=True)
class Planted:
    """Files of the originals and of the copies; truth: (original, copy, kind) by place in files."""

    files: list[Path]
    truth: list[tuple[int, int, str]]


def perceptual_hash(picture: ByteArray) -> NDArray[np.bool_]:
    """64 bits: the lowest frequencies of 32 x 32 grey pixels against their median (pHash)."""
    grey = Image.fromarray(np.ascontiguousarray(picture)).convert("L")
    pixels = np.asarray(grey.resize((32, 32), Image.Resampling.LANCZOS), dtype=np.float64)
    low = fft.dct(fft.dct(pixels, axis=0), axis=1)[:8, :8]
    return np.asarray(low > np.median(low)).ravel()


def gradient_hash(picture: ByteArray, side: int = 8) -> NDArray[np.bool_]:
    """side² bits: whether each pixel is brighter than the one left of it (czkawka's default)."""
    grey = Image.fromarray(np.ascontiguousarray(picture)).convert("L")
    pixels = np.asarray(grey.resize((side + 1, side), Image.Resampling.LANCZOS), dtype=np.int16)
    return np.asarray(pixels[:, 1:] > pixels[:, :-1]).ravel()


def _cropped(share: float) -> Callable[[Image.Image], Image.Image]:
    def crop(image: Image.Image) -> Image.Image:
        across, along = int(image.width * share), int(image.height * share)
        return image.crop((across, along, image.width - across, image.height - along))

    return crop


def _half(image: Image.Image) -> Image.Image:
    size = (max(1, image.width // 2), max(1, image.height // 2))
    return image.resize(size, Image.Resampling.LANCZOS)


def _jpeg_30(image: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=30)
    return Image.open(buffer).convert("RGB")


def _bordered(image: Image.Image) -> Image.Image:
    return ImageOps.expand(image, max(4, min(image.size) // 12), (0, 0, 0))


def _written_over(image: Image.Image) -> Image.Image:
    written = image.copy()
    font = ImageFont.load_default(size=max(10, image.height // 12))
    place = (image.width * 0.3, image.height * 0.45)
    ImageDraw.Draw(written).text(place, "Sample 2004", fill=(200, 20, 20), font=font)
    return written


KINDS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "jpeg30": _jpeg_30,
    "half": _half,
    "crop5": _cropped(0.05),
    "crop15": _cropped(0.15),
    "grey": lambda image: ImageOps.grayscale(image).convert("RGB"),
    "border": _bordered,
    "text": _written_over,
    "turn90": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "bright": lambda image: ImageEnhance.Brightness(image).enhance(1.35),
    "mirror": ImageOps.mirror,
}


def unlike(
    files: list[Path], features: NDArray[np.float32], count: int, random: np.random.Generator
) -> Iterator[tuple[Path, Image.Image]]:
    """``count`` pictures no two of which are alike, in random order."""
    chosen: list[int] = []
    known = np.empty((0, 64), dtype=np.bool_)
    for at in random.permutation(len(files)):
        if len(chosen) == count:
            return
        if chosen and (features[chosen] @ features[at]).max() >= MOST_SIMILARITY:
            continue
        try:
            pixels = read_pixels(files[at])
        except InputError:
            continue
        if min(pixels.shape[:2]) < LEAST_SIDE_PX:
            continue
        hashes = np.stack([perceptual_hash(turned(pixels, turn)) for turn in range(TURNS)])
        distance = (known[:, None] != hashes[None]).sum(axis=2)
        if distance.size and distance.min() <= LEAST_HASH_DISTANCE:
            continue
        chosen.append(int(at))
        known = np.concatenate([known, hashes[:1]])
        yield files[at], Image.fromarray(pixels)


def _is_symmetric(image: Image.Image) -> bool:
    """Whether nobody could tell the picture from its mirror image."""
    small = image.resize((64, 64), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float64)
    return bool(np.abs(pixels - pixels[:, ::-1]).mean() < SYMMETRIC)


def plant(
    files: list[Path],
    features: NDArray[np.float32],
    folder: Path,
    *,
    originals: int = ORIGINALS,
    copies: int = COPIES,
    seed: int = 0,
) -> Planted:
    """Write the pictures into a folder, and the truth as a table beside them (original,copy,kind).

    features: (N, d) of the files, rows L2-normalised.
    """
    random = np.random.default_rng(seed)
    pictures = [image for _, image in unlike(files, features, originals, random)]
    written = []
    for number, image in enumerate(pictures):
        written.append(folder / f"original_{number:04d}.png")
        image.save(written[-1])
    truth = []
    chosen = random.permutation(len(pictures)).tolist()
    for number in range(min(copies, len(pictures))):
        kind = list(KINDS)[number % len(KINDS)]
        original = next(
            (one for one in chosen if kind != "mirror" or not _is_symmetric(pictures[one])),
            chosen[0],
        )
        chosen.remove(original)
        path = folder / f"copy_{number:03d}_{kind}.png"
        KINDS[kind](pictures[original]).save(path)
        truth.append((original, len(written), kind))
        written.append(path)
    with (folder / TRUTH_NAME).open("w", newline="", encoding="utf-8") as target:
        rows = csv.writer(target)
        rows.writerow(("original", "copy", "kind"))
        rows.writerows((written[a].name, written[b].name, kind) for a, b, kind in truth)
    return Planted(written, truth)
