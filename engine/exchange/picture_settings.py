"""In which form picture files leave with their labels. Plain values."""

from dataclasses import dataclass
from typing import Literal, get_args

PictureWay = Literal["copy", "hard-link", "reflink"]
"""How a picture gets into an export."""
PictureFormat = Literal["same", "jpeg", "png", "webp"]
PictureColours = Literal["kept", "srgb"]
PictureMetadata = Literal["kept", "stripped"]

WAYS: tuple[PictureWay, ...] = get_args(PictureWay)
PICTURE_FORMATS: tuple[PictureFormat, ...] = get_args(PictureFormat)
JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """``longest_side_px``: larger pictures are made smaller, None for no limit. ``quality`` in
    1..100, of JPEG and lossy WebP. ``colours`` "srgb" converts from the picture's own profile.
    ``metadata`` "stripped" leaves out all that a file says of place, time, camera and people."""

    way: PictureWay = "copy"
    longest_side_px: int | None = None
    format: PictureFormat = "same"
    quality: int = JPEG_QUALITY
    colours: PictureColours = "kept"
    metadata: PictureMetadata = "kept"

    @property
    def changes_files(self) -> bool:
        """Whether any file is written anew, so that it cannot be a link to the original."""
        is_plain = self.longest_side_px is None and self.format == "same"
        return not (is_plain and self.colours == "kept" and self.metadata == "kept")
