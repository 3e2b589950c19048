"""PNG files as every viewer reads them: what is wrong in a side chunk costs no picture.

Source: PNG specification, third edition, sections 5 (chunks, checksums) and 13.2 (errors in
ancillary chunks are no reason to refuse the picture). Pillow refuses a file for a wrong checksum
of a comment, or for a text that unpacks to more than a mebibyte. ``readable_png`` gives it the
same file without such chunks, and with the texts that stand behind the pixels in front of them,
so that nobody has to decode a picture to learn its keywords.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from messages.message import Message

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_TEXT_BYTES = 1024**2
"""What Pillow unpacks of one text or profile (``MAX_TEXT_CHUNK``)."""
LARGEST_TEXTS_BYTES = 32 * 1024**2
"""All texts of a file together; Pillow allows 64 MiB (``MAX_TEXT_MEMORY``)."""
MOST_CHUNKS = 100_000
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
METADATA_TEXTS = (b"XML:com.adobe.xmp\0", b"Raw profile type ")
LONGEST_NAME_BYTES = 80
MOVED_FORWARD = (*TEXTS, b"eXIf")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where a chunk stands: its offset, and the length of its data."""

    kind: bytes
    offset: int
    length: int

    @property
    def size(self) -> int:
        """Bytes of the whole chunk: length, kind, data and checksum."""
        return self.length + 12

    @property
    def is_ancillary(self) -> bool:
        """Whether a reader may pass it over."""
        return bool(self.kind[0] & 0x20)


class Segments(io.RawIOBase):
    """Parts of a file, one behind the other, as a file of their own."""

    def __init__(self, source: BinaryIO, parts: list[tuple[int, int]]) -> None:
        super().__init__()
        self._source = source
        self._parts = parts
        self._starts = [0]
        for _, length in parts:
            self._starts.append(self._starts[-1] + length)
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of every file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._starts[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """As of every file."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """As of every file."""
        for (offset, length), start in zip(self._parts, self._starts, strict=False):
            if start <= self._at < start + length:
                inside = self._at - start
                self._source.seek(offset + inside)
                found = self._source.read(min(len(buffer), length - inside))
                buffer[: len(found)] = found
                self._at += len(found)
                return len(found)
        return 0


def readable_png(source: BinaryIO) -> tuple[BinaryIO, list[Message]]:
    """The file as Pillow reads it, and notes of what was left out.

    The source itself comes back where nothing has to be changed.
    """
    chunks = list(chunks_of(source))
    kept: list[Chunk] = []
    notes: list[Message] = []
    texts_bytes = 0
    for chunk in chunks:
        if not chunk.is_ancillary:
            kept.append(chunk)
            continue
        unpacked = _unpacked_bytes(source, chunk)
        if unpacked is None:
            notes.append(Message("png-part-damaged", {"part": chunk.kind.decode("latin-1")}))
            continue
        texts_bytes += unpacked
        if unpacked > LARGEST_TEXT_BYTES or texts_bytes > LARGEST_TEXTS_BYTES:
            if not is_metadata_text(source, chunk):
                part = chunk.kind.decode("latin-1")
                notes.append(Message("png-part-too-large", {"part": part}))
            texts_bytes -= unpacked
            continue
        kept.append(chunk)
    ordered = _texts_before_pixels(kept)
    source.seek(0)
    if ordered == chunks:
        return source, []
    parts = [(0, len(SIGNATURE)), *((chunk.offset, chunk.size) for chunk in ordered)]
    return io.BufferedReader(Segments(source, parts)), notes


def chunks_of(source: BinaryIO) -> Iterator[Chunk]:
    """The chunks of a file, one behind the other, up to the last whole head."""
    offset = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        source.seek(offset)
        head = source.read(8)
        if len(head) < 8:
            return
        length, kind = struct.unpack(">I4s", head)
        yield Chunk(kind, offset, length)
        offset += length + 12
        if kind == b"IEND":
            return


def is_metadata_text(source: BinaryIO, chunk: Chunk) -> bool:
    """Whether a text holds XMP or a raw profile; engine.archive.metadata reads long ones too."""
    if chunk.kind not in TEXTS:
        return False
    source.seek(chunk.offset + 8)
    return source.read(min(chunk.length, LONGEST_NAME_BYTES)).startswith(METADATA_TEXTS)


def _unpacked_bytes(source: BinaryIO, chunk: Chunk) -> int | None:
    """How large an ancillary chunk gets; None where its checksum or packing is wrong.

    A text or profile that is too large to be unpacked counts as large as it is stored.
    """
    if chunk.length > LARGEST_TEXT_BYTES:
        if chunk.kind in (*TEXTS, b"iCCP"):
            return chunk.length
        return 0 if _checksum_is_right(source, chunk) else None
    source.seek(chunk.offset + 4)
    data = source.read(chunk.length + 8)
    if len(data) < chunk.length + 8:
        return None
    if zlib.crc32(data[:-4]) != int.from_bytes(data[-4:], "big"):
        return None
    packed = packed_part(chunk.kind, data[4:-4])
    if packed is None:
        return chunk.length if chunk.kind in TEXTS else 0
    try:
        return len(zlib.decompressobj().decompress(packed, LARGEST_TEXT_BYTES + 1))
    except zlib.error:
        return None


def _checksum_is_right(source: BinaryIO, chunk: Chunk) -> bool:
    """Whether a large chunk is whole; read in pieces."""
    source.seek(chunk.offset + 4)
    left, checksum = chunk.length + 4, 0
    while left > 0:
        piece = source.read(min(left, LARGEST_TEXT_BYTES))
        if not piece:
            return False
        checksum = zlib.crc32(piece, checksum)
        left -= len(piece)
    return checksum == int.from_bytes(source.read(4), "big")


def packed_part(kind: bytes, data: bytes) -> bytes | None:
    """The compressed part of a chunk; None where nothing is compressed."""
    _, _, rest = data.partition(b"\0")
    if kind in (b"zTXt", b"iCCP"):
        return rest[1:]
    if kind != b"iTXt" or rest[:1] != b"\1":
        return None
    return rest[2:].partition(b"\0")[2].partition(b"\0")[2]


def _texts_before_pixels(chunks: list[Chunk]) -> list[Chunk]:
    first = next((at for at, chunk in enumerate(chunks) if chunk.kind == b"IDAT"), None)
    if first is None:
        return chunks
    late = [chunk for chunk in chunks[first:] if chunk.kind in MOVED_FORWARD]
    if not late:
        return chunks
    rest = [chunk for chunk in chunks[first:] if chunk.kind not in MOVED_FORWARD]
    return [*chunks[:first], *late, *rest]
