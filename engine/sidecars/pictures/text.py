"""The keywords that a picture file holds, and what becomes of them.

XMP is edited as a sidecar is (``engine.sidecars.merge``): a parser says where the lists stand,
bytes are put in their place, and the whole packet goes back. IPTC 2:25 gets names without levels,
as other programs write them there; Windows' own field only loses what goes.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from engine.archive.formats import HEADER_BYTES, RAW, detect_format
from engine.archive.keywords import clean
from engine.archive.metadata.embedded import read_blocks, windows_keywords
from engine.archive.metadata.iptc import (
    KEYWORD,
    LONGEST_KEYWORD_BYTES,
    encoding_of_record,
    read_iptc_texts,
)
from engine.errors import InputError
from engine.sidecars.fields import SUBJECT, Levels, key_of
from engine.sidecars.merge import EMPTY, Known, Merge, merge
from engine.sidecars.reading import keywords_in

ENDINGS = {
    "JPEG": "JPG",
    "PNG": "PNG",
    "TIFF": "TIF",
    "WEBP": "WEBP",
    "GIF": "GIF",
    "HEIF": "HEIC",
    "AVIF": "AVIF",
    "JXL": "JXL",
    "JPEG2000": "JP2",
    "PSD": "PSD",
}
"""Of formats that hold keywords where this program reads them, what exiftool calls them. A camera's
RAW files are not among them: they are negatives, and their programs write sidecars."""

WITH_IPTC = frozenset({"JPEG", "TIFF", "PSD"})
"""Where IPTC is at home. Elsewhere it is brought in line where it is, and never begun."""

WRAPPED = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
CLOSING = b'\n<?xpacket end="w"?>'
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_ENDING = re.compile(rb"<\?xpacket end=(?:\"[rw]\"|'[rw]')\?>\s*\Z")


@dataclass(frozen=True, slots=True)
class PictureText:
    """What a file holds: its XMP packet and its IPTC record (None without), the keywords of
    Windows' own field, and the ``texts`` of IPTC by number."""

    image_format: str
    packet: bytes | None = None
    record: bytes | None = None
    windows: tuple[str, ...] = ()
    texts: dict[int, list[str]] = field(default_factory=dict)

    @property
    def iptc(self) -> tuple[str, ...]:
        """The keywords of the record."""
        return tuple(self.texts.get(KEYWORD[1], ()))


@dataclass(frozen=True, slots=True)
class PictureChange:
    """What is written into a file: a packet, all keywords of IPTC, and those of Windows' field;
    None for what stays as it is. ``recode`` names the character set of what the record holds
    where that has to become UTF-8."""

    merge: Merge
    packet: bytes | None = None
    iptc: tuple[str, ...] | None = None
    windows: tuple[str, ...] | None = None
    recode: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything changes."""
        return not (self.packet is None and self.iptc is None and self.windows is None)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that change, as they are shown."""
        shown = [one.field for one in self.merge.fields]
        shown += ["iptc"] if self.iptc is not None else []
        return (*shown, *(["XPKeywords"] if self.windows is not None else []))


def format_of(path: Path) -> str | None:
    """The format of a file by what it holds, as in ``ENDINGS``; None for RAW and all else. Raises
    OSError."""
    with path.open("rb") as source:
        found = detect_format(source.read(HEADER_BYTES), path.name)
    return None if found == RAW else found


def read_picture_text(path: Path) -> PictureText:
    """What a file holds.

    Raises OSError, and InputError for a file whose keywords stand in several packets or records:
    which of them another program reads is anybody's guess.
    """
    with path.open("rb") as source:
        start = source.read(HEADER_BYTES)
        image_format = detect_format(start, path.name) or ""
        blocks = read_blocks(source, start, path.name)
    if len(blocks.xmp) > 1 or len(blocks.iptc) > 1:
        raise InputError("picture-text-in-parts")
    packet = blocks.xmp[0].rstrip(b"\0") if blocks.xmp else None
    record = blocks.iptc[0] if blocks.iptc else None
    return PictureText(
        image_format,
        packet,
        record,
        tuple(word for tags in blocks.exif for word in windows_keywords(tags)),
        {} if record is None else read_iptc_texts(record),
    )


def change_of(text: PictureText, labels: Iterable[Levels], known: Known) -> PictureChange:
    """What has to be written so that a file says these labels; what is neither of them nor known is
    somebody else's and stays. Raises InputError for a packet that is no XMP, or an IPTC record in a
    character set that nobody writes any more."""
    labels = sorted(set(labels), key=lambda one: (key_of(one), one))
    merged = merge(text.packet, labels, known) if text.packet or labels else Merge(EMPTY)
    is_new = text.packet is None or merged.file != text.packet
    packet = _wrapped(merged.file) if is_new and merged.fields else None
    staying = {key_of(levels) for name, levels in keywords_in(merged.file) if name == SUBJECT.shown}
    wanted = {key_of((label[-1],)) for label in labels}

    def goes(name: str) -> bool:
        key = key_of((name,))
        whole = {one for one in known.names if key_of((_cut(one[0]),)) == key} | {key}
        return bool(whole & known.names) and not whole & (wanted | staying)

    iptc = _iptc(text, labels, goes)
    windows = tuple(word for word in text.windows if not goes(word))
    recode = ""
    if iptc is not None and text.record is not None:
        recode = _recoded(text.record)
    return PictureChange(merged, packet, iptc, windows if windows != text.windows else None, recode)


def arguments_of(change: PictureChange, folder: Path, name: str) -> tuple[str, ...]:
    """How exiftool is told of a change. What it reads goes into files in ``folder``, where it is
    started, whose names begin with ``name``. Raises OSError."""
    arguments: list[str] = []
    if change.packet is not None:
        (folder / f"{name}.xmp").write_bytes(change.packet)
        arguments.append(f"-XMP<={name}.xmp")
    if change.iptc is not None:
        if change.recode:
            arguments += ["-charset", f"iptc={change.recode}"]
            arguments += ["-tagsFromFile", "@", "-IPTC:all", "--IPTC:Keywords"]
        if change.iptc:
            arguments.append("-IPTC:CodedCharacterSet=UTF8")
        arguments += [f"-IPTC:Keywords={name}" for name in change.iptc or ("",)]
    if change.windows is not None:
        # They are as another program wrote them, maybe of several lines: no argument.
        (folder / f"{name}.txt").write_bytes(";".join(change.windows).encode("utf-8", "replace"))
        arguments.append(f"-EXIF:XPKeywords<={name}.txt" if change.windows else "-EXIF:XPKeywords=")
    return tuple(arguments)


def is_as_meant(before: PictureText, after: PictureText, change: PictureChange) -> bool:
    """Whether a written file holds exactly what was meant, and all else that it held before."""
    packet = before.packet if change.packet is None else change.packet
    iptc = before.iptc if change.iptc is None else change.iptc
    windows = before.windows if change.windows is None else change.windows
    return (
        before.image_format == after.image_format
        and _body(packet) == _body(after.packet)
        and iptc == after.iptc
        and windows == after.windows
        and _without_keywords(before) == _without_keywords(after)
    )


def _iptc(
    text: PictureText, labels: list[Levels], goes: Callable[[str], bool]
) -> tuple[str, ...] | None:
    """The keywords of the record as they become; None where they stay."""
    if text.record is None and text.image_format not in WITH_IPTC:
        return None
    kept = [name for name in text.iptc if not goes(name)]
    present = {key_of((name,)) for name in kept}
    for label in labels:
        name = _cut(clean(label[-1]))
        if (key := key_of((name,))) not in present:
            present.add(key)
            kept.append(name)
    return tuple(kept) if tuple(kept) != text.iptc else None


def _cut(name: str) -> str:
    """As much of a name as IPTC has room for."""
    return name.encode()[:LONGEST_KEYWORD_BYTES].decode("utf-8", "ignore").rstrip()


def _recoded(record: bytes) -> str:
    """What exiftool calls the character set of a record that has to become UTF-8; "" for none."""
    encoding, is_declared = encoding_of_record(record)
    if encoding == "ascii" or (encoding == "utf-8" and is_declared):
        return ""
    if encoding in ("utf-8", "cp1252"):
        return "UTF8" if encoding == "utf-8" else "Latin"
    raise InputError("picture-iptc-charset")


def _wrapped(packet: bytes) -> bytes:
    """A packet between the marks by which it is found in a file."""
    if packet.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xpacket"):
        return packet
    return WRAPPED + _DECLARATION.sub(b"", packet).rstrip() + CLOSING


def _body(packet: bytes | None) -> bytes:
    """A packet without what says whether it may be edited in place: PNG may not."""
    return b"" if packet is None else _ENDING.sub(b"", packet).rstrip()


def _without_keywords(text: PictureText) -> dict[int, list[str]]:
    """What else IPTC says; 2:00 is the version of the record."""
    passed_over = (0, KEYWORD[1])
    return {number: said for number, said in text.texts.items() if number not in passed_over}
