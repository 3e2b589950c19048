"""XML as it comes, piece by piece: nothing is kept but what the reader asks for.

A packet may hold megabytes of document history or drawn masks around its keywords. It is parsed as
a stream, in the encoding that its bytes are in, whatever it says of itself. A document type, and
with it every entity, is refused before it is read (billion laughs, XXE).
"""

import codecs
import re
from typing import BinaryIO, Protocol
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from engine.archive.metadata.windows_text import WINDOWS, WINDOWS_INSTEAD
from engine.errors import InputError

PIECE_BYTES = 1024**2
MAX_XML_BYTES = 64 * 1024**2
MOST_ELEMENTS = 1_000_000
"""Some seconds of work; 64 MiB of the longest document histories have no more."""
UTF_8 = "utf-8"
MOST_ODD_BYTES = 10_000
"""A document with more bytes that are not UTF-8 is no damaged UTF-8."""
LONGEST_DECLARATION = 200
BLANK = "\ufeff\0 \t\r\n"
_MARKS = (
    (re.compile(rb"\xff\xfe\0\0|\s*<\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\xfe\xff|\0\0\0<\0"), "utf-32-be"),
    (re.compile(rb"\xff\xfe|<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\xfe\xff|\0<\0"), "utf-16-be"),
)
_DECLARED = re.compile(
    rb"encoding\s*=\s*[\"']((?:windows|cp|iso|latin|koi|mac)[\w.:-]*)", re.IGNORECASE
)


class Handler(Protocol):
    """Takes in elements; names are "uri}name", those without a namespace plain."""

    wants_text: bool

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text, in pieces; only asked for where ``wants_text`` is set."""


def parse(source: BinaryIO, handler: Handler) -> None:
    """Give the document to the handler up to the end of its root; what follows is not looked at.

    ``source`` is read twice. Raises InputError for what is longer than 64 MiB, has a document type
    or too many elements, or is no XML; the handler then has what stands before the damage.
    """
    length = source.seek(0, 2)
    if length > MAX_XML_BYTES:
        raise InputError("xmp-too-long", length_mib=length / 1024**2)
    encoding = encoding_of(source)
    feeder = _Feeder(handler)
    decoder = codecs.getincrementaldecoder(encoding)(
        WINDOWS_INSTEAD if encoding == UTF_8 else "replace"
    )
    source.seek(0)
    size, is_begun = PIECE_BYTES, False
    while piece := source.read(size):
        text = decoder.decode(piece)
        if not is_begun:
            text = text.lstrip(BLANK)
            is_begun = bool(text)
        before = feeder.elements
        if feeder.feed(text):
            return
        # An attribute of megabytes is looked at again from its beginning with every piece.
        size = PIECE_BYTES if feeder.elements > before else 2 * size
    feeder.finish()


class _Feeder:
    """An expat parser that knows when the root has ended."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.elements = 0
        self._depth = 0
        self._is_done = False
        self._parser: XMLParserType = ParserCreate(UTF_8, "}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, text: str) -> bool:
        """Parse a piece; whether the root has ended."""
        return self._parse(text.encode(UTF_8, "replace"), False)

    def finish(self) -> None:
        """Say that nothing more comes."""
        self._parse(b"", True)

    def _parse(self, data: bytes, is_last: bool) -> bool:
        try:
            self._parser.Parse(data, is_last)
        except ExpatError as error:
            if not self._is_done:
                raise InputError("xmp-damaged", detail=str(error)) from error
        return self._is_done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise InputError("xmp-too-many-parts", most=MOST_ELEMENTS)
        self._depth += 1
        self._handler.start(name, attributes)
        self._listen()

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._is_done = self._is_done or self._depth == 0
        self._handler.end(name)
        self._listen()

    def _listen(self) -> None:
        """Text is handed over only where it is wanted: masks are megabytes of it."""
        self._parser.CharacterDataHandler = self._handler.text if self._handler.wants_text else None

    def _refuse(self, *_: object) -> None:
        raise InputError("xmp-declares-entities")


def encoding_of(source: BinaryIO) -> str:
    """The encoding the bytes are in: by their first ones, else UTF-8 where they are valid.

    What is not UTF-8 is what it says it is, where that is one byte a letter; else the letters that
    are not UTF-8 are Windows' own.
    """
    source.seek(0)
    start = source.read(LONGEST_DECLARATION)
    for mark, encoding in _MARKS:
        if mark.match(start):
            return encoding
    declared = _DECLARED.search(start)
    odd_bytes = _odd_bytes(source)
    otherwise = UTF_8 if odd_bytes <= MOST_ODD_BYTES else WINDOWS
    if not odd_bytes or declared is None:
        return otherwise
    try:
        codec = codecs.lookup(declared[1].decode("ascii"))
        is_plain = len(codec.decode(b"<>az\xe6")[0]) == 5
    except (LookupError, ValueError):
        return otherwise
    return codec.name if is_plain and codec.name != "iso8859-1" else otherwise


def _odd_bytes(source: BinaryIO) -> int:
    """How many bytes are not UTF-8. A last letter that is cut in half speaks against nothing."""
    decoder = codecs.getincrementaldecoder(UTF_8)("ignore")
    source.seek(0)
    odd_bytes = 0
    while piece := source.read(PIECE_BYTES):
        waiting = len(decoder.getstate()[0])
        understood = len(decoder.decode(piece).encode(UTF_8)) + len(decoder.getstate()[0])
        odd_bytes += waiting + len(piece) - understood
    return odd_bytes
