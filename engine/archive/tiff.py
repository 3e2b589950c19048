"""TIFF pages that Pillow cannot read, or reads wrongly, through tifffile and imagecodecs.

A TIFF says of itself how it stores values: bits per sample (1 to 64), integers or floating point,
planes or pixels, palettes, inks, Lab, alpha, strips or tiles, and one of a dozen ways of packing.
Pillow knows the common ones and takes others for something else: 12 bits come out black. How
values become eight bits is written in ``engine.archive.colour``.
"""

from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.archive.colour import eight_bit_values

UNSIGNED = 1
"""Sample format: unsigned integers."""
MINISWHITE, MINISBLACK, PALETTE, CIELAB = 0, 1, 3, 8
"""Photometric interpretations."""
ALPHA = (1, 2)
"""Extra samples that are alpha: associated, unassociated."""
ASSOCIATED = 1


@dataclass(frozen=True, slots=True)
class PageKind:
    """What the first page says of itself, by the names of the TIFF specification."""

    width: int
    height: int
    samples: int
    bits: int
    sample_format: int
    photometric: int
    orientation: int

    @property
    def is_for_pillow(self) -> bool:
        """Whether Pillow reads such a page and takes its values for what they are."""
        if self.sample_format != UNSIGNED or self.bits not in (1, 8, 16):
            return False
        if self.bits == 16:
            return self.samples == 1 and self.photometric == MINISBLACK
        return self.photometric != CIELAB


def first_page(source: BinaryIO) -> PageKind | None:
    """What the first page of a TIFF is; None where its directory cannot be read."""
    import tifffile

    source.seek(0)
    try:
        with tifffile.TiffFile(source) as file:
            page: Any = file.pages[0]
            bits = page.bitspersample
            return PageKind(
                int(page.imagewidth),
                int(page.imagelength),
                int(page.samplesperpixel),
                int(bits if isinstance(bits, int) else max(bits)),
                int(page.sampleformat),
                int(page.photometric),
                int(page.tags.valueof("Orientation", 1)),
            )
    except Exception:  # damaged directories raise nearly anything; Pillow says what is wrong
        return None


def needed_bytes(kind: PageKind) -> int:
    """Memory that decoding a page takes: its values, twice while they are turned, and RGB."""
    value_bytes = max(1, -(-kind.bits // 8))
    return kind.width * kind.height * (2 * kind.samples * value_bytes + 3)


def page_image(source: BinaryIO) -> Image.Image:
    """The first page as a Pillow image of mode L, RGB, RGBA, CMYK or LAB, with its ICC profile.

    Raises whatever tifffile raises for a damaged file.
    """
    import tifffile

    source.seek(0)
    with tifffile.TiffFile(source) as file:
        page: Any = file.pages[0]
        values = np.asarray(page.asarray(maxworkers=1))
        photometric = int(page.photometric)
        values = _rows_columns_samples(values, page)
        bits = page.bitspersample
        bits = int(bits if isinstance(bits, int) else max(bits))
        extra = tuple(int(one) for one in page.extrasamples)
        if photometric == PALETTE and page.colormap is not None:
            image = Image.fromarray(_from_palette(values[..., 0], np.asarray(page.colormap)))
        else:
            image = _image(values, photometric, bits, extra)
        profile = page.iccprofile
    if profile:
        image.info["icc_profile"] = bytes(profile)
    return image


def _rows_columns_samples(values: NDArray[Any], page: Any) -> NDArray[Any]:  # noqa: ANN401
    """(height, width, samples), whichever way the page stores them; the first of a volume."""
    height, width, samples = int(page.imagelength), int(page.imagewidth), int(page.samplesperpixel)
    while values.ndim > 3 or (values.ndim == 3 and samples == 1 and values.shape[-1] != 1):
        values = values[0]
    if values.ndim == 2:
        return values[..., np.newaxis]
    if values.shape == (samples, height, width) and values.shape != (height, width, samples):
        return np.moveaxis(values, 0, -1)
    return values


def _from_palette(indexes: NDArray[Any], colours: NDArray[Any]) -> NDArray[np.uint8]:
    """RGB of a palette of 16-bit values, (3, entries)."""
    wide = colours.astype(np.float64).T[np.minimum(indexes, colours.shape[1] - 1)]
    shown: NDArray[np.uint8] = np.rint(wide / 257).astype(np.uint8)
    return shown


def _image(
    values: NDArray[Any], photometric: int, bits: int, extra: tuple[int, ...]
) -> Image.Image:
    if photometric == CIELAB:
        return _lab(values[..., :3], bits)
    scaled = eight_bit_values(values, bits=bits)
    if photometric == MINISWHITE:
        scaled = 255 - scaled
    colours = scaled.shape[2] - len(extra)
    has_alpha = bool(extra) and extra[0] in ALPHA
    if colours >= 4:
        return Image.fromarray(np.ascontiguousarray(scaled[..., :4]), "CMYK")
    if colours >= 3:
        shown = scaled[..., : 4 if has_alpha else 3]
        if has_alpha and extra[0] == ASSOCIATED:
            shown = _not_premultiplied(shown)
        return Image.fromarray(np.ascontiguousarray(shown))
    grey = scaled[..., 0]
    if not has_alpha:
        return Image.fromarray(np.ascontiguousarray(grey))
    with_alpha = np.dstack([grey, grey, grey, scaled[..., colours]])
    if extra[0] == ASSOCIATED:
        with_alpha = _not_premultiplied(with_alpha)
    return Image.fromarray(np.ascontiguousarray(with_alpha))


def _not_premultiplied(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGBA whose colours are their own again, not those on black."""
    alpha = pixels[..., 3:].astype(np.float64)
    colours = pixels[..., :3].astype(np.float64) * 255 / np.maximum(alpha, 1)
    return np.dstack([np.clip(np.rint(colours), 0, 255), alpha]).astype(np.uint8)


def _lab(values: NDArray[Any], bits: int) -> Image.Image:
    """CIE L*a*b* as Pillow's LAB: L from 0 to 255, a and b as signed bytes.

    Source: TIFF 6.0, section 23: L* is 0 to 100 over the whole range, a* and b* are signed;
    16 bits have a* and b* times 256.
    """
    if bits == 8:
        return Image.fromarray(np.ascontiguousarray(values.astype(np.uint8)), "LAB")
    wide = values.astype(np.uint16)
    lightness = np.rint(wide[..., 0] / 257)
    colours = np.clip(np.rint(wide[..., 1:].astype(np.int16) / 256), -128, 127).astype(np.int8)
    stacked = np.dstack([lightness.astype(np.uint8), colours.view(np.uint8)])
    return Image.fromarray(np.ascontiguousarray(stacked), "LAB")
