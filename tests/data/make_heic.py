"""Makes tests/data/heic: one picture, stored in the eight orientations.

Needs pillow-heif, whose HEVC encoder is under the GPL; the project itself only ever decodes.
python tests/data/make_heic.py
"""

from pathlib import Path

import pillow_heif
from PIL import Image

FOLDER = Path(__file__).parent / "heic"
COLOURS = ((220, 30, 30), (30, 200, 30), (30, 30, 220), (240, 220, 40))
# What to do to the upright picture so that a viewer has to undo it by the EXIF orientation.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def main() -> None:
    """Write the eight files."""
    pillow_heif.register_heif_opener()
    upright = Image.new("RGB", (64, 48))
    for position, colour in enumerate(COLOURS):
        upright.paste(colour, (position % 2 * 32, position // 2 * 24, position % 2 * 32 + 32, 48))
    FOLDER.mkdir(exist_ok=True)
    for orientation, transpose in STORED.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        stored = upright if transpose is None else upright.transpose(transpose)
        stored.save(FOLDER / f"orientation_{orientation}.heic", exif=exif.tobytes(), quality=90)


if __name__ == "__main__":
    main()
