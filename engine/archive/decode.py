"""From a file to pixels: one function, one set of rules, for everything that looks at an image."""

import functools
import io
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from engine.archive.colour import rgb_array
from engine.archive.cut_short import (
    LEAST_SHARE,
    share_there,
    truncated_files_allowed,
    with_end,
)
from engine.archive.formats import HEADER_BYTES, RAW, detect_format
from engine.archive.png_chunks import readable_png
from engine.archive.tiff import PageKind, first_page, needed_bytes, page_image
from engine.errors import InputError
from messages.message import Message
from messages.os_reasons import reason_of

GIB = 1024**3
# Bytes a pixel needs at worst while it is read: four in Pillow, three in the result.
BYTES_PER_PIXEL = 7
# A file gets a second more for so many bytes: a large one may be a large picture on a slow disk.
BYTES_A_SECOND = 10_000_000
# Never shrink below this multiple of what is asked for: the last, careful resampling step then
# hides how the picture was shrunk before it. What JPEG's own coefficients give is smoother than
# box averages and stands a smaller one.
REDUCING_GAP = 2
JPEG_REDUCING_GAP = 1.5

MOST_SHRUNK = 8
ORIENTATION_TAG = 0x0112


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What reading one file may cost: memory beyond the worker's own, time, and so pixels."""

    memory_bytes: int = 2 * GIB
    timeout_s: float = 20.0

    @property
    def pixels(self) -> int:
        """Most pixels an image may have: 306 million at the default memory limit."""
        return self.memory_bytes // BYTES_PER_PIXEL

    def time_for(self, size_bytes: int) -> float:
        """Seconds for a file of this size: the limit, and one more for every 10 MB."""
        return self.timeout_s + size_bytes / BYTES_A_SECOND


DEFAULT_LIMITS = DecodeLimits()


def read_pixels(
    path: Path, *, target_px: int | None = None, limits: DecodeLimits = DEFAULT_LIMITS
) -> NDArray[np.uint8]:
    """Pixels of an image file: uint8 (height, width, 3), sRGB, upright, on white; first frame.

    With ``target_px`` the picture may come smaller, which is faster: its shortest side then still
    has at least twice that many pixels, or 1.5 times in a JPEG (or all it has). JPEGs are shrunk
    while they are decoded (Pillow's ``draft``: a 12-megapixel one takes a quarter of the time),
    others by box averaging. How colours are converted is written in engine.archive.colour.

    Raises InputError with the reason when the file cannot be read.
    """
    with open_image(path, limits=limits) as opened:
        return opened.pixels(target_px)


class OpenImage:
    """An image file whose header has been read and whose pixels have not."""

    def __init__(
        self, source: BinaryIO, name: str, image_format: str, limits: DecodeLimits
    ) -> None:
        self.format = image_format
        self._limits = limits
        self._image: Image.Image | None = None
        self._raw: RawFile | None = None
        self._tiff: PageKind | None = None
        self._source = source
        self.notes: list[Message] = []
        self._exif: Image.Exif | None = None
        if image_format == RAW:
            self._raw = RawFile(source, name)
            return
        register_plugins()
        if image_format == "PNG":
            self._source, self.notes = readable_png(source)
        elif image_format == "TIFF":
            self._tiff = _tiff_for_tifffile(source)
        try:
            self._image = Image.open(self._source, formats=(image_format,))
        except UnidentifiedImageError:
            # Pillow's list of TIFF kinds is short; what it does not know is not damaged.
            self._tiff = first_page(source) if image_format == "TIFF" else None
            if self._tiff is None:
                raise

    @property
    def pillow(self) -> Image.Image | None:
        """The Pillow image behind it; None for RAW and for TIFF that Pillow does not know."""
        return self._image

    @property
    def stored_size(self) -> tuple[int, int]:
        """(width, height) as stored, before orientation."""
        if self._raw is not None:
            return self._raw.size
        if self._tiff is not None:
            return self._tiff.width, self._tiff.height
        assert self._image is not None
        return self._image.size

    @property
    def frame_count(self) -> int:
        """Number of frames or pages; 1 where the file is too broken to say."""
        if self._image is None:
            return 1
        try:
            count = int(getattr(self._image, "n_frames", 1))
            if self._image.tell() != 0 and self.format != "HEIF":
                self._image.seek(0)
        except Exception:
            return 1
        return count

    @property
    def exif(self) -> Image.Exif:
        """EXIF of the image; only for one that was loaded: some formats keep it behind the pixels,
        and Pillow decodes a whole PNG to look for it.
        """
        if self._exif is None:
            try:
                if self._image is None:
                    self._exif = Image.Exif()
                else:
                    self._exif = self._image.getexif()
            except Exception:  # broken EXIF raises nearly anything and costs no image
                self._exif = Image.Exif()
        return self._exif

    @property
    def orientation(self) -> int:
        """EXIF orientation 1 to 8; 1 where there is none or it makes no sense."""
        value = self.exif.get(ORIENTATION_TAG, 1) if self._image else self._tiff_orientation
        return value if isinstance(value, int) and 1 <= value <= 8 else 1

    @property
    def _tiff_orientation(self) -> int:
        return 1 if self._tiff is None else self._tiff.orientation

    def pixels(self, target_px: int | None = None) -> NDArray[np.uint8]:
        """See ``read_pixels``. May be called once."""
        least_px = target_px * REDUCING_GAP if target_px else None
        if self._raw is not None:
            self._check_pixels(self._raw.size)
            return self._raw.pixels(least_px)
        return self._turned(self.loaded(target_px), least_px)

    def loaded(self, target_px: int | None = None) -> Image.Image:
        """The picture with its pixels as they are stored: in its own colours, not turned.

        A JPEG may come smaller, as in ``read_pixels``. May be called once.
        """
        if self._raw is not None:
            return Image.fromarray(self.pixels(target_px))
        if self._tiff is not None:
            self._check_tiff(self._tiff)
            return page_image(self._source)
        image = self._image
        assert image is not None
        self._draft(image, target_px)
        self._check_pixels(image.size)
        try:
            image.load()
        except Exception as error:
            if self.format == "TIFF":
                image = self._through_tifffile(error)
            elif is_cut_short(error):
                self._image = image = self._cut_short(error, target_px)
            else:
                raise
        return image

    def _through_tifffile(self, error: Exception) -> Image.Image:
        """A page whose packing Pillow does not know; raises ``error`` where it is damaged."""
        kind = first_page(self._source)
        if kind is None:
            raise error
        self._check_tiff(kind)
        try:
            return page_image(self._source)
        except Exception:
            if is_cut_short(error):
                return self._cut_short(error, None)
            raise error from None

    def _turned(self, image: Image.Image, least_px: int | None) -> NDArray[np.uint8]:
        """Pixels of a loaded image by the rules of colour, shrunk and upright."""
        reduce_by = max(1, min(image.size) // least_px) if least_px else 1
        pixels = rgb_array(image, reduce_by=reduce_by)
        orientation = self.orientation
        image.close()  # before turning makes another copy of the pixels
        return upright(pixels, orientation)

    def _draft(self, image: Image.Image, target_px: int | None) -> None:
        if target_px and self.format == "JPEG":
            jpeg_px = int(target_px * JPEG_REDUCING_GAP)
            image.draft(image.mode, (jpeg_px, jpeg_px))

    def _cut_short(self, error: Exception, target_px: int | None) -> Image.Image:
        """The picture as far as the file goes; raises ``error`` where that is too little."""
        self._source.seek(0)
        content = self._source.read()
        share = share_there(content, self.format)
        if share < LEAST_SHARE:
            raise error
        if self.format == "JPEG":
            content = with_end(content)
        image = Image.open(io.BytesIO(content), formats=(self.format,))
        self._draft(image, target_px)
        with truncated_files_allowed():
            image.load()
        if share < 1:
            self.notes.append(Message("picture-cut-short", {"percent": 100 * share}))
        else:
            self.notes.append(Message("picture-without-end"))
        return image

    def _check_pixels(self, size: tuple[int, int]) -> None:
        """Refuse what cannot fit the memory limit before any of it is allocated."""
        width, height = size
        if width * height > self._limits.pixels:
            raise InputError(
                "image-too-many-pixels",
                megapixels=width * height / 1e6,
                limit_gib=self._limits.memory_bytes / GIB,
                limit_megapixels=self._limits.pixels / 1e6,
            )

    def _check_tiff(self, kind: PageKind) -> None:
        """Values of a TIFF may be eight bytes wide: refuse what does not fit in memory."""
        self._check_pixels((kind.width, kind.height))
        if needed_bytes(kind) > self._limits.memory_bytes:
            raise out_of_memory(self._limits)

    def close(self) -> None:
        """Release the file and the pixels."""
        if self._image is not None:
            self._image.close()
        if self._raw is not None:
            self._raw.close()


def _tiff_for_tifffile(source: BinaryIO) -> PageKind | None:
    """What the first page is, where Pillow cannot read such a page or reads it wrongly."""
    kind = first_page(source)
    source.seek(0)
    return None if kind is None or kind.is_for_pillow else kind


class RawFile:
    """A camera's RAW file through LibRaw, developed with the camera's white balance."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        try:
            import rawpy
        except ImportError as error:
            kind = Path(name).suffix.lstrip(".").upper() or RAW
            raise InputError("image-raw-unsupported", format=kind) from error
        self._raw = rawpy.imread(source)
        sizes = self._raw.sizes
        self.size: tuple[int, int] = (sizes.iwidth, sizes.iheight)

    def pixels(self, least_px: int | None) -> NDArray[np.uint8]:
        """uint8 (height, width, 3), upright; at half size where ``least_px`` allows it."""
        half = least_px is not None and min(self.size) >= 2 * least_px
        pixels: NDArray[np.uint8] = self._raw.postprocess(
            use_camera_wb=True, half_size=half, output_bps=8
        )
        return pixels

    def close(self) -> None:
        """Release LibRaw's memory."""
        self._raw.close()


@contextmanager
def open_image(
    path: Path, *, content: bytes | None = None, limits: DecodeLimits = DEFAULT_LIMITS
) -> Iterator[OpenImage]:
    """Open an image by what it holds, not by its name; only the formats on our list.

    ``content`` saves reading the file again. Errors from here and from inside the ``with`` body
    leave as InputError.
    """
    with decoding_errors(limits), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Pillow checks the size when it opens a file; ours is checked once it is known how small
        # the file can be decoded. A JPEG can come out at an eighth of its sides.
        Image.MAX_IMAGE_PIXELS = limits.pixels * MOST_SHRUNK**2
        with path.open("rb") if content is None else io.BytesIO(content) as source:
            start = source.read(HEADER_BYTES)
            source.seek(0)
            image_format = detect_format(start, path.name)
            if image_format is None:
                raise not_an_image(start)
            opened = OpenImage(source, path.name, image_format, limits)
            try:
                yield opened
            finally:
                opened.close()


def not_an_image(start: bytes) -> InputError:
    """What is wrong with a file that starts with none of the signatures we read."""
    if not start:
        return InputError("file-empty")
    if start.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6")):
        return InputError("file-postscript")
    if start.lstrip()[:5].lower() in (b"<?xml", b"<svg "):
        return InputError("file-xml")
    return InputError("file-no-image")


@contextmanager
def decoding_errors(limits: DecodeLimits) -> Iterator[None]:
    """Turn whatever a decoder raises into InputError."""
    try:
        yield
    except InputError:
        raise
    except MemoryError as error:
        raise out_of_memory(limits) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError("image-too-large", detail=str(error)) from error
    except UnidentifiedImageError as error:
        raise InputError("image-header-damaged") from error
    except FileNotFoundError as error:
        raise InputError("file-gone") from error
    except PermissionError as error:
        raise InputError("file-forbidden") from error
    # Decoders fed damaged files raise nearly everything: struct.error, IndexError, KeyError,
    # ValueError, RuntimeError... One bad file must never stop the rest.
    except Exception as error:
        raise _damage(error) from error


def out_of_memory(limits: DecodeLimits) -> InputError:
    """What is wrong with a file that does not fit the memory limit."""
    return InputError("image-too-much-memory", limit_gib=limits.memory_bytes / GIB)


def is_cut_short(error: Exception) -> bool:
    """Whether a decoder complains that the file ends early."""
    return "truncated" in str(error).lower() or isinstance(error, EOFError | struct.error)


def _damage(error: Exception) -> InputError:
    text = " ".join(str(error).split())
    if is_cut_short(error):
        return InputError("file-cut-short", detail=text) if text else InputError("file-ends-early")
    if isinstance(error, OSError) and error.errno is not None:
        return InputError("file-unreadable", reason=reason_of(error))
    return InputError("image-damaged", detail=text or type(error).__name__)


def upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Turn stored pixels (height, width, 3) the way EXIF orientation 1 to 8 says they are seen."""
    turns: dict[int, Callable[[], NDArray[np.uint8]]] = {
        1: lambda: pixels,
        2: lambda: pixels[:, ::-1],
        3: lambda: pixels[::-1, ::-1],
        4: lambda: pixels[::-1],
        5: lambda: pixels.transpose(1, 0, 2),
        6: lambda: pixels[::-1].transpose(1, 0, 2),
        7: lambda: pixels[::-1, ::-1].transpose(1, 0, 2),
        8: lambda: pixels[:, ::-1].transpose(1, 0, 2),
    }
    return np.ascontiguousarray(turns[orientation]())


@functools.cache
def register_plugins() -> None:
    """Let Pillow open HEIC, HEIF and JPEG XL files; done once a process."""
    import pi_heif
    import pillow_jxl  # noqa: F401 - registers itself

    pi_heif.register_heif_opener()
