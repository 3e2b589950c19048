"""One rule for each way an image can store colour; the result is always 8-bit sRGB on white.

- 1, 8 bits grey, palette, RGB, YCbCr: as they are.
- Transparency (alpha channel, transparent palette entries or colour key): composited on white.
- CMYK: through the embedded profile, else R = (255 - C)(255 - K) / 255, likewise G and B. Adobe
  writes inks inverted in JPEG and says so in a marker; files without the marker are taken as
  plain inks.
- 16 bits grey: the whole range, 65535 to 255, so value / 257 rounded. (Pillow's own conversion
  clips everything above 255 to white.) 16 bits a colour channel: the upper byte in PNG, by
  Pillow; in TIFF as grey.
- 32-bit integers: 0..255 as they are, 0..65535 as 16 bits, else stretched from lowest to highest.
- Floating point: 0..1 times 255, 0..255 as they are, else stretched from lowest to highest;
  what is not a number counts as lowest.
- Other numbers of bits, in TIFF: the whole range, so 12 bits have 4095 as white. 32 and 64 bits
  go by the rules for integers and floating point above.
- An embedded ICC profile is converted to sRGB (perceptual); a damaged or mismatched one is
  ignored.
"""

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

# Images are converted in bands of about this many pixels: no second copy of the whole image is
# ever in memory, and a band stays in the processor's cache (12 megapixels take half the time).
BAND_PIXELS = 256 * 1024

SRGB_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "La", "RGBa"})

Scale = Callable[[NDArray[np.generic]], NDArray[np.uint8]]


def rgb_array(image: Image.Image, *, reduce_by: int = 1) -> NDArray[np.uint8]:
    """The image as uint8 (height, width, 3) by the rules above, box-averaged by ``reduce_by``.

    The image is loaded if it is not yet. Needs about one band beside the decoded image and the
    result.
    """
    image.load()
    width, height = image.size
    scale = _value_scale(image)
    to_srgb = _profile_transform(image)
    plain_inks = image.format in ("JPEG", "MPO") and "adobe" not in image.info
    rows = max(reduce_by, BAND_PIXELS // width // reduce_by * reduce_by)
    result = np.empty((-(-height // reduce_by), -(-width // reduce_by), 3), np.uint8)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        band = image if rows >= height else image.crop((0, top, width, bottom))
        band = _eight_bits(band, scale)
        if band.mode == "CMYK" and plain_inks:
            band = band.point([255 - value for value in range(256)] * 4)
        if reduce_by > 1:
            band = band.reduce(reduce_by)
        band = _on_white(band)
        band = to_srgb(band) if to_srgb is not None else band
        first = top // reduce_by
        band = band if band.mode == "RGB" else band.convert("RGB")
        result[first : first + band.height] = np.asarray(band)
    return result


def _eight_bits(band: Image.Image, scale: Scale | None) -> Image.Image:
    """The band in one of the modes L, RGB, RGBA, CMYK, LAB."""
    if scale is not None:
        return Image.fromarray(scale(np.asarray(band)))
    if band.mode in ("La", "RGBa"):
        return band.convert("LA" if band.mode == "La" else "RGBA").convert("RGBA")
    if "transparency" in band.info or band.mode in ("LA", "PA"):
        return band.convert("RGBA")
    if band.mode == "1":
        return band.convert("L")
    if band.mode in ("L", "RGB", "RGBA", "CMYK", "LAB"):
        return band
    return band.convert("RGB")


def _on_white(band: Image.Image) -> Image.Image:
    if band.mode != "RGBA":
        return band
    white = Image.new("RGB", band.size, (255, 255, 255))
    white.paste(band, mask=band)
    return white


def _value_scale(image: Image.Image) -> Scale | None:
    """How values wider than 8 bits become 8 bits; None where the mode has 8 already."""
    if image.mode.startswith("I;16"):
        return _from_16_bits
    if image.mode not in ("I", "F"):
        return None
    low, high = _finite_range(image)
    return _wide_scale(low, high, is_float=image.mode == "F")


def _wide_scale(low: float, high: float, *, is_float: bool) -> Scale:
    """By the lowest and highest value there is: 0..1, 0..255, 0..65535, else stretched."""
    if is_float and low >= 0 and high <= 1:
        return _linear(0, 1)
    if low >= 0 and high <= 255:
        return _linear(0, 255)
    if not is_float and low >= 0 and high <= 65535:
        return _linear(0, 65535)
    return _linear(low, high)


def eight_bit_values(values: NDArray[np.generic], *, bits: int) -> NDArray[np.uint8]:
    """Values of any width by the rules above; ``bits`` is what an integer uses of its type."""
    if values.dtype == bool:
        return values.astype(np.uint8) * np.uint8(255)
    if values.dtype.kind == "u" and bits == 8:
        return values.astype(np.uint8)
    if values.dtype.kind == "u" and bits < 32:
        return _linear(0, 2**bits - 1)(values)
    if values.dtype.kind == "c":
        values = np.abs(values)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    return _wide_scale(low, high, is_float=values.dtype.kind == "f")(values)


def _from_16_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _linear(low: float, high: float) -> Scale:
    def scale(values: NDArray[np.generic]) -> NDArray[np.uint8]:
        span = high - low if high > low else 1.0
        wide = np.nan_to_num(values.astype(np.float64), nan=low, posinf=high, neginf=low)
        return np.rint(np.clip((wide - low) * (255 / span), 0, 255)).astype(np.uint8)

    return scale


def _finite_range(image: Image.Image) -> tuple[float, float]:
    rows = max(1, BAND_PIXELS // image.width)
    low, high = np.inf, -np.inf
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        values = np.asarray(image.crop((0, top, image.width, bottom)))
        values = values[np.isfinite(values)]
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    return (low, high) if low <= high else (0.0, 0.0)


def is_srgb(image: Image.Image) -> bool:
    """Whether the values of an opened image are sRGB already, eight bits of each or fewer."""
    return image.mode in SRGB_MODES and _profile_transform(image) is None


def profile_name(image: Image.Image) -> str:
    """What the embedded ICC profile of an opened image calls itself, on one line; "" without one,
    and for one that is damaged."""
    profile_bytes = image.info.get("icc_profile")
    if not profile_bytes or not isinstance(profile_bytes, bytes):
        return ""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_bytes)).profile
        name = profile.profile_description or profile.xcolor_space
    except (OSError, ImageCms.PyCMSError, ValueError):
        return ""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())


def _profile_transform(image: Image.Image) -> Callable[[Image.Image], Image.Image] | None:
    """Conversion of a band to sRGB by the embedded profile; None where there is none to apply."""
    profile_bytes = image.info.get("icc_profile")
    if image.mode == "LAB":
        return _transform(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), "LAB")
    if not profile_bytes or not isinstance(profile_bytes, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_bytes))
        space = profile.profile.xcolor_space.strip()
        if "sRGB" in (profile.profile.profile_description or ""):
            return None
    except (OSError, ImageCms.PyCMSError, ValueError):
        return None
    if space == "CMYK":
        mode = "CMYK" if image.mode == "CMYK" else None
    elif space == "GRAY":
        mode = "L" if image.mode in ("L", "1") and "transparency" not in image.info else None
    else:
        colours = ("RGB", "RGBA", "P", "PA", "YCbCr", "RGBX", "RGBa")
        mode = "RGB" if space == "RGB" and image.mode in colours else None
    return _transform(profile, mode) if mode else None


def _transform(
    profile: ImageCms.ImageCmsProfile, mode: str
) -> Callable[[Image.Image], Image.Image] | None:
    try:
        transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, ValueError):
        return None

    def apply(band: Image.Image) -> Image.Image:
        if band.mode != mode:
            return band
        converted = ImageCms.applyTransform(band, transform)
        return band if converted is None else converted

    return apply
