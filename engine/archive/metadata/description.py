"""What an image file says of camera, place, people and rights, for a person to read.

For one file at a time, when somebody looks at it: nothing of it is stored. The readers are those
of the scan, with their limits; very large packets, which hold document histories, are passed over.
"""

import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from engine.archive.formats import HEADER_BYTES
from engine.archive.keywords import clean
from engine.archive.metadata import tiff_tags
from engine.archive.metadata.blocks import ExifValue, MetadataBlocks
from engine.archive.metadata.embedded import captured_at, read_blocks
from engine.archive.metadata.iptc import read_iptc_texts
from engine.archive.metadata.xmp import read_xmp_texts
from engine.archive.stored_file import FileSource, located
from engine.errors import InputError

MAX_PACKET_BYTES = 2 * 1024**2
"""Of XMP: about a tenth of a second of parsing."""
MAX_TEXT_CHARS = 4000
MOST_TEXTS = 20
"""Of one field: people or places."""

DC = "http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/}"
EXIF = "http://ns.adobe.com/exif/1.0/}"
TIFF = "http://ns.adobe.com/tiff/1.0/}"
CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
LENS_NAMES = (
    "http://cipa.jp/exif/1.0/}LensModel",
    "http://ns.adobe.com/exif/1.0/aux/}Lens",
)
PLACE_NAMES = (
    CORE + "Location",
    PHOTOSHOP + "City",
    PHOTOSHOP + "State",
    PHOTOSHOP + "Country",
)
CAPTURED_NAMES = (EXIF + "DateTimeOriginal", PHOTOSHOP + "DateCreated")
LATITUDE_NAME, LONGITUDE_NAME = EXIF + "GPSLatitude", EXIF + "GPSLongitude"
NAMES = frozenset(
    {DC + "title", DC + "description", DC + "creator", DC + "rights", TIFF + "Make", TIFF + "Model"}
    | {LATITUDE_NAME, LONGITUDE_NAME, *LENS_NAMES, *PLACE_NAMES, *CAPTURED_NAMES}
)
IPTC_TITLE, IPTC_CREATOR, IPTC_COPYRIGHT, IPTC_CAPTION = 5, 80, 116, 120
IPTC_PLACES = (92, 90, 95, 101)
"""Sublocation, city, province, country."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says of itself; empty or None for what it does not say.

    ``captured_at`` is ISO 8601, without a zone as cameras write it. Latitude and longitude are in
    degrees, north and east positive. ``places`` go from the narrowest to the widest.
    """

    captured_at: str = ""
    make: str = ""
    model: str = ""
    lens: str = ""
    exposure_s: float | None = None
    f_number: float | None = None
    focal_length_mm: float | None = None
    iso: int | None = None
    coordinates: tuple[float, float] | None = None
    places: tuple[str, ...] = ()
    title: str = ""
    caption: str = ""
    creators: tuple[str, ...] = ()
    copyright: str = ""


def read_description(file: FileSource) -> Description:
    """What the file says of itself; a file that is none, is gone or is damaged says little.

    Not for the window's thread: it reads the file.
    """
    try:
        path = located(file)
        # Opening a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(path.stat().st_mode):
            return Description()
        with path.open("rb") as source:
            return _described(read_blocks(source, source.read(HEADER_BYTES), path.name))
    except (OSError, InputError):
        return Description()


class _Said:
    """The texts of all blocks, to ask for by their places in order of trust."""

    def __init__(self, blocks: MetadataBlocks) -> None:
        packets = [packet for packet in blocks.xmp if len(packet) <= MAX_PACKET_BYTES]
        self._xmp = [read_xmp_texts(packet, NAMES) for packet in packets]
        self._iptc = [read_iptc_texts(record) for record in blocks.iptc]
        self.exif: list[Mapping[tuple[str, int], ExifValue]] = blocks.exif_values

    def xmp(self, *names: str) -> Iterator[str]:
        return (text for name in names for one in self._xmp for text in one.get(name, ()))

    def iptc(self, number: int) -> Iterator[str]:
        return (text for one in self._iptc for text in one.get(number, ()))

    def tags(self, *tags: int) -> Iterator[str]:
        for tag in tags:
            for values in self.exif:
                value = values.get(("main", tag))
                if isinstance(value, str):
                    yield value

    def number(self, tag: int) -> float | None:
        """The first number above 0 of a tag."""
        for values in self.exif:
            found = values.get(("main", tag))
            if isinstance(found, tuple) and found and isfinite(found[0]) and found[0] > 0:
                return found[0]
        return None


def _described(blocks: MetadataBlocks) -> Description:
    said = _Said(blocks)
    iso = said.number(tiff_tags.ISO_TAG)
    times = (captured_at(tags) or "" for tags in blocks.exif)
    written = (time for time in said.xmp(*CAPTURED_NAMES) if time[:4].isdigit())
    by_xmp, by_iptc = said.xmp, said.iptc
    places = _all(by_xmp(*PLACE_NAMES)) or _all(
        text for number in IPTC_PLACES for text in by_iptc(number)
    )
    creators = _all(by_xmp(DC + "creator")) or _all(by_iptc(IPTC_CREATOR))
    return Description(
        captured_at=_first(times) or _first(written),
        make=_first(said.tags(tiff_tags.MAKE_TAG)) or _first(by_xmp(TIFF + "Make")),
        model=_first(said.tags(tiff_tags.MODEL_TAG)) or _first(by_xmp(TIFF + "Model")),
        lens=_first(said.tags(tiff_tags.LENS_MODEL_TAG)) or _first(by_xmp(*LENS_NAMES)),
        exposure_s=said.number(tiff_tags.EXPOSURE_TAG),
        f_number=said.number(tiff_tags.F_NUMBER_TAG),
        focal_length_mm=said.number(tiff_tags.FOCAL_LENGTH_TAG),
        iso=round(iso) if iso is not None else None,
        coordinates=_coordinates(said),
        places=places,
        title=_first(by_xmp(DC + "title"))
        or _first(by_iptc(IPTC_TITLE))
        or _first(said.tags(tiff_tags.XP_TITLE_TAG)),
        caption=_first(by_xmp(DC + "description"))
        or _first(by_iptc(IPTC_CAPTION))
        or _first(said.tags(tiff_tags.DESCRIPTION_TAG, tiff_tags.XP_COMMENT_TAG)),
        creators=creators or _all(said.tags(tiff_tags.ARTIST_TAG, tiff_tags.XP_AUTHOR_TAG)),
        copyright=_first(by_xmp(DC + "rights"))
        or _first(by_iptc(IPTC_COPYRIGHT))
        or _first(said.tags(tiff_tags.COPYRIGHT_TAG)),
    )


def _first(texts: Iterable[str]) -> str:
    return next((text for text in map(_shown, texts) if text), "")


def _all(texts: Iterable[str]) -> tuple[str, ...]:
    shown: dict[str, None] = {}
    for text in map(_shown, texts):
        if text and len(shown) < MOST_TEXTS:
            shown[text] = None
    return tuple(shown)


def _shown(text: str) -> str:
    text = clean(text[: 2 * MAX_TEXT_CHARS])
    return text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 1] + "…"


def _coordinates(said: _Said) -> tuple[float, float] | None:
    for values in said.exif:
        latitude = _degrees(values.get(("gps", 2)), values.get(("gps", 1)), "NS", 90)
        longitude = _degrees(values.get(("gps", 4)), values.get(("gps", 3)), "EW", 180)
        # Cameras without a fix write zeros.
        if latitude is not None and longitude is not None and (latitude or longitude):
            return latitude, longitude
    written = (
        _written(said.xmp(LATITUDE_NAME), "NS", 90),
        _written(said.xmp(LONGITUDE_NAME), "EW", 180),
    )
    if written[0] is not None and written[1] is not None:
        return written[0], written[1]
    return None


def _degrees(
    parts: ExifValue | None, side: ExifValue | None, sides: str, most: int
) -> float | None:
    """Degrees, minutes and seconds as one number; the second of ``sides`` is negative."""
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3 or not isinstance(side, str):
        return None
    if side[:1] not in tuple(sides) or not all(isfinite(part) and part >= 0 for part in parts):
        return None
    degrees = sum(part / (1.0, 60.0, 3600.0)[place] for place, part in enumerate(parts))
    if degrees > most:
        return None
    return -degrees if side[:1] == sides[1] else degrees


def _written(texts: Iterator[str], sides: str, most: int) -> float | None:
    """The same as XMP writes it: "59,54.5N" or "59,54,30N"."""
    for text in texts:
        try:
            parts = tuple(float(part) for part in text[:-1].split(",")[:4])
        except ValueError:
            continue
        degrees = _degrees(parts, text[-1:], sides, most)
        if degrees is not None:
            return degrees
    return None
