"""Compares how pictures of every kind are read with what ImageMagick shows.

    python -m tests.benchmarks.pictures [--size 96x64]

One picture is written in every kind that archives hold: formats, bits, values, packings, planes,
transparency. ImageMagick's ``convert`` (``apt-get install imagemagick``) writes an 8-bit sRGB
picture of each on white. Printed is the mean difference in steps of 255, and where the rules in
``engine.archive.colour`` differ on purpose, why. Exits 1 where another kind differs.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_jxl  # noqa: F401 - registers itself
import tifffile
from numpy.typing import NDArray
from PIL import Image

from engine.archive.decode import read_pixels
from engine.errors import InputError

MOST_DIFFERENCE = 2.0

ON_PURPOSE = {
    "tiff 32-bit integer in 16 bits": "the range that is used is shown, not 1/65536 of it",
    "tiff 32-bit integer in 8 bits": "the range that is used is shown, not 1/2^24 of it",
    "tiff float 0 to 255": "the range that is used is shown; ImageMagick clips above 1",
    "tiff float, stretched": "the range that is used is shown; ImageMagick clips above 1",
}

Writer = Callable[[Path], None]


def picture(width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Colour gradients with some noise, RGBA."""
    across = np.linspace(0, 255, width_px)[None, :]
    down = np.linspace(0, 255, height_px)[:, None]
    noise = np.random.default_rng(1).normal(0, 6, (height_px, width_px, 4))
    channels = np.dstack(
        [across + 0 * down, down + 0 * across, (across + down) / 2, 255 - across / 2 + 0 * down]
    )
    return np.clip(channels + noise, 0, 255).astype(np.uint8)


def tiff(values: NDArray[np.generic], **options: object) -> Writer:
    """Writes a TIFF through tifffile."""
    return lambda path: tifffile.imwrite(path, values, **options)


def pillow(image: Image.Image, image_format: str, **options: object) -> Writer:
    """Writes a file through Pillow."""
    return lambda path: image.save(path, image_format, **options)


def kinds(pixels: NDArray[np.uint8]) -> dict[str, tuple[str, Writer]]:
    """What to write, by name: the suffix and the writer."""
    rgb, grey, alpha = pixels[..., :3], pixels[..., 0], pixels[..., 3]
    image, wide = Image.fromarray(rgb), rgb.astype(np.uint16) * 257
    found: dict[str, tuple[str, Writer]] = {
        "png": (".png", pillow(image, "PNG")),
        "png alpha": (".png", pillow(Image.fromarray(pixels), "PNG")),
        "png palette": (".png", pillow(image.quantize(200), "PNG")),
        "png one bit": (".png", pillow(image.convert("1"), "PNG")),
        "jpeg": (".jpg", pillow(image, "JPEG", quality=95)),
        "jpeg progressive": (".jpg", pillow(image, "JPEG", quality=95, progressive=True)),
        "jpeg grey": (".jpg", pillow(image.convert("L"), "JPEG", quality=95)),
        "gif": (".gif", pillow(image.quantize(200), "GIF")),
        "bmp": (".bmp", pillow(image, "BMP")),
        "webp": (".webp", pillow(image, "WEBP", lossless=True)),
        "tga": (".tga", pillow(image, "TGA")),
        "ppm": (".ppm", pillow(image, "PPM")),
        "pgm": (".pgm", pillow(image.convert("L"), "PPM")),
        "jpeg 2000": (".jp2", pillow(image, "JPEG2000")),
        "jpeg xl": (".jxl", pillow(image, "JXL", lossless=True)),
        "tiff 16 bits": (".tif", tiff(wide, photometric="rgb")),
        "tiff 16 bits grey": (".tif", tiff(grey.astype(np.uint16) * 257, photometric="minisblack")),
        "tiff white is zero": (".tif", tiff(255 - grey, photometric="miniswhite")),
        "tiff planes": (
            ".tif",
            tiff(
                np.ascontiguousarray(np.moveaxis(rgb, -1, 0)),
                photometric="rgb",
                planarconfig="separate",
            ),
        ),
        "tiff tiles": (".tif", tiff(rgb, photometric="rgb", tile=(16, 16))),
        "tiff alpha": (".tif", tiff(pixels, photometric="rgb", extrasamples=["unassalpha"])),
        "tiff 16 bits alpha": (
            ".tif",
            tiff(pixels.astype(np.uint16) * 257, photometric="rgb", extrasamples=["unassalpha"]),
        ),
        "tiff grey alpha": (
            ".tif",
            tiff(np.dstack([grey, alpha]), photometric="minisblack", extrasamples=["unassalpha"]),
        ),
        "tiff float": (".tif", tiff((rgb / 255).astype(np.float32), photometric="rgb")),
        "tiff double grey": (
            ".tif",
            tiff((grey / 255).astype(np.float64), photometric="minisblack"),
        ),
        "tiff float 0 to 255": (".tif", tiff(rgb.astype(np.float32), photometric="rgb")),
        "tiff float, stretched": (".tif", tiff(rgb.astype(np.float32) * 40, photometric="rgb")),
        "tiff 32-bit integer": (
            ".tif",
            tiff(rgb.astype(np.uint32) * 16_843_009, photometric="rgb"),
        ),
        "tiff 32-bit integer in 16 bits": (
            ".tif",
            tiff(rgb.astype(np.uint32) * 257, photometric="rgb"),
        ),
        "tiff 32-bit integer in 8 bits": (".tif", tiff(rgb.astype(np.uint32), photometric="rgb")),
        "tiff cmyk": (".tif", pillow(image.convert("CMYK"), "TIFF")),
    }
    for packing in ("lzw", "deflate", "zstd", "packbits", "lzma", "jpeg", "webp"):
        found[f"tiff {packing}"] = (".tif", tiff(rgb, photometric="rgb", compression=packing))
    return found


def shown_by_imagemagick(path: Path, target: Path) -> NDArray[np.uint8] | None:
    """What ``convert`` makes of a file; None where it cannot read it."""
    command = [
        "convert",
        f"{path}[0]",
        "-auto-orient",
        "-background",
        "white",
        "-flatten",
        "-colorspace",
        "sRGB",
        "-depth",
        "8",
        f"png24:{target}",
    ]
    run = subprocess.run(command, capture_output=True, check=False)
    return np.asarray(Image.open(target).convert("RGB")) if run.returncode == 0 else None


def difference(ours: NDArray[np.uint8], theirs: NDArray[np.uint8]) -> float:
    """Mean difference of two pictures in steps of 255; inf where their sizes differ."""
    if ours.shape != theirs.shape:
        return float("inf")
    return float(np.abs(ours.astype(int) - theirs).mean())


def main() -> int:
    """Write, read and compare every kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="96x64", help="width x height in pixels")
    width_px, height_px = map(int, parser.parse_args().size.split("x"))
    if shutil.which("convert") is None:
        print("ImageMagick's convert is not installed: nothing to compare with.")  # noqa: T201
        return 0
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (suffix, write) in kinds(picture(width_px, height_px)).items():
            path = Path(folder) / f"{name.replace(' ', '_')}{suffix}"
            write(path)
            try:
                ours = read_pixels(path)
            except InputError as error:
                failures += 1
                print(f"{name:32} NOT READ: {error}")  # noqa: T201
                continue
            theirs = shown_by_imagemagick(path, Path(folder) / "shown.png")
            if theirs is None:
                print(f"{name:32} read; ImageMagick cannot")  # noqa: T201
                continue
            found = difference(ours, theirs)
            reason = ON_PURPOSE.get(name, "")
            is_failure = found > MOST_DIFFERENCE and not reason
            failures += is_failure
            print(f"{name:32} {found:7.2f} {'DIFFERS' if is_failure else reason}")  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
