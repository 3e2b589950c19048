"""Which sidecar an image's keywords go into.

Programs name them in two ways: ``x.jpg.xmp`` (digiKam, darktable) is of one file alone; ``x.xmp``
(Lightroom, Bridge) is of every file ``x``, so that a camera's RAW and the JPEG beside it share it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.archive.sidecars import SIDECAR_SUFFIX, sidecars_by_image


class Style(StrEnum):
    """How a sidecar is named where an image has none."""

    FULL_NAME = "full-name"
    """``x.jpg.xmp``"""
    STEM = "stem"
    """``x.xmp``"""


class Shared(StrEnum):
    """What to do where images that share a sidecar carry different labels."""

    ASK = "ask"
    """Leave it as it is, and say so."""
    UNION = "union"
    """Write the labels of all of them."""
    APART = "apart"
    """Leave it, and give each image one of its own, ``x.jpg.xmp``."""


@dataclass(frozen=True, slots=True)
class SidecarFile:
    """A sidecar of a folder and the images it is of; ``exists`` says whether it is there."""

    name: str
    images: tuple[str, ...]
    exists: bool


def sidecars_of(sidecars: Iterable[str], images: Iterable[str], style: Style) -> list[SidecarFile]:
    """The sidecars that the images of a folder are written into, by name.

    ``sidecars`` are the XMP files there, ``images`` all the images that are known there. A sidecar
    that is there is used: that of the whole name, else that of the stem. An image that has both is
    written into both, unless the second is of other images. darktable's versions
    (``x_01.jpg.xmp``) are of pictures of their own.
    """
    images = list(images)
    full: dict[str, str] = {}
    stems: dict[str, list[str]] = {}
    for image, present in sidecars_by_image([*sidecars, *images]).items():
        for sidecar in present:
            base = _folded(sidecar[: -len(SIDECAR_SUFFIX)])
            if base == _folded(image):
                full.setdefault(image, sidecar)
            elif base == _folded(_stem(image)):
                stems.setdefault(sidecar, []).append(image)
    owners: dict[str, list[str]] = {}
    for image, sidecar in full.items():
        owners.setdefault(sidecar, []).append(image)
    for sidecar, of_stem in stems.items():
        without = [image for image in of_stem if image not in full]
        if without or len(of_stem) == 1:
            owners.setdefault(sidecar, []).extend(without or of_stem)
    there = set(owners)
    for image in sorted(set(images).difference(*owners.values())):
        owners.setdefault(new_name(image, style), []).append(image)
    return [
        SidecarFile(name, tuple(sorted(owners[name])), name in there) for name in sorted(owners)
    ]


def new_name(image: str, style: Style) -> str:
    """The name of a sidecar that is made for an image."""
    return (image if style is Style.FULL_NAME else _stem(image)) + SIDECAR_SUFFIX


def _stem(image: str) -> str:
    return image.rsplit(".", 1)[0] if "." in image else image


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
