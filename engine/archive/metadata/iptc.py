"""Keywords, title and captions from IPTC IIM records (IIM version 4.2): 2:25, 2:05, 2:120, 2:105.

Own parser and not Pillow's: that one throws everything away when one data set is damaged.
"""

import re
from collections.abc import Iterator

from engine.archive.captions import Caption, caption, distinct
from engine.archive.keywords import FoundText, Keyword, clean, keyword, union
from engine.archive.metadata.windows_text import WINDOWS_INSTEAD, windows_text

MARKER = 0x1C
CHARACTER_SET = (1, 90)
OBJECT_NAME = (2, 5)
KEYWORD = (2, 25)
CAPTIONS = {(2, 120): "IPTC 2:120", (2, 105): "IPTC 2:105"}
"""Caption and headline, as their fields are named."""
LONGEST_KEYWORD_BYTES = 64
"""The standard has no room for more: programs cut what is longer, some before a whole letter."""
LONGEST_LETTER_BYTES = 4
DESIGNATED = re.compile(rb"\x1b[-./]([ -~])")
"""ISO 2022: the set that the upper half of the bytes stands for, by its last letter."""
LATIN_1 = "latin-1"
SETS = {
    b"A": LATIN_1,
    b"B": "iso8859-2",
    b"C": "iso8859-3",
    b"D": "iso8859-4",
    b"F": "iso8859-7",
    b"G": "iso8859-6",
    b"H": "iso8859-8",
    b"L": "iso8859-5",
    b"M": "iso8859-9",
    b"T": "iso8859-11",
    b"V": "iso8859-10",
    b"Y": "iso8859-13",
    b"_": "iso8859-14",
    b"b": "iso8859-15",
    b"f": "iso8859-16",
}
"""The registered 96-character sets of ISO-IR."""


def read_iptc(data: bytes) -> FoundText:
    """Keywords, title and captions of an IIM block; what follows a damaged data set is left out.

    ``cut`` of the result are the keywords that fill all the room there is.
    """
    found = list(_data_sets(data))
    character_set = next((value for name, value in found if name == CHARACTER_SET), b"")
    keywords: list[Keyword | None] = []
    cut: list[str] = []
    captions: list[Caption | None] = []
    title = ""
    for name, value in found:
        if name in CAPTIONS:
            captions.append(caption(_decode(value, character_set), CAPTIONS[name]))
        elif name == KEYWORD:
            text = _decode(value, character_set)
            keywords.append(keyword([text], "iptc"))
            room = LONGEST_KEYWORD_BYTES
            if room - LONGEST_LETTER_BYTES < len(value) <= room:
                cut.append(clean(text))
        elif name == OBJECT_NAME:
            title = title or clean(_decode(value, character_set))
    said, left_out = distinct(captions)
    return FoundText(
        union(found for found in keywords if found),
        title,
        left_out,
        cut=tuple(cut),
        captions=said,
    )


def read_iptc_texts(data: bytes) -> dict[int, list[str]]:
    """The texts of the application record (2:xx) of an IIM block, by number."""
    found = list(_data_sets(data))
    character_set = next((value for name, value in found if name == CHARACTER_SET), b"")
    texts: dict[int, list[str]] = {}
    for (record, number), value in found:
        if record == OBJECT_NAME[0]:
            texts.setdefault(number, []).append(clean(_decode(value, character_set)))
    return texts


def encoding_of_record(data: bytes) -> tuple[str, bool]:
    """The codec of the texts of an IIM block ("ascii" where they hold nothing else, "cp1252" for
    Latin-1), and whether the block declares one."""
    found = list(_data_sets(data))
    declared = next((value for name, value in found if name == CHARACTER_SET), b"")
    values = b"".join(value for (record, _), value in found if record == OBJECT_NAME[0])
    if values.isascii():
        return "ascii", bool(declared)
    encoding = _designated(declared)
    if encoding:
        return ("cp1252" if encoding == LATIN_1 else encoding), True
    if declared:
        return "utf-8", True
    try:
        values.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", False
    return "utf-8", False


def _data_sets(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    position = 0
    while position + 5 <= len(data) and data[position] == MARKER:
        name = data[position + 1], data[position + 2]
        size = int.from_bytes(data[position + 3 : position + 5], "big")
        position += 5
        if size & 0x8000:
            # An extended data set: the lower bits count the bytes that hold the real size.
            length = size & 0x7FFF
            if length > 8:
                return
            size = int.from_bytes(data[position : position + length], "big")
            position += length
        value = data[position : position + size]
        if len(value) < size:
            return
        yield name, value
        position += size


def _decode(value: bytes, character_set: bytes) -> str:
    """Text in the declared character set; undeclared text is UTF-8 if it can be, else Windows'.

    Many programs write UTF-8 and do not say so, and hardly any other text is valid UTF-8. What is
    called Latin-1 is code page 1252: programs on Windows write its quotes, dashes and euro signs.
    """
    encoding = _designated(character_set)
    if encoding == LATIN_1:
        return windows_text(value)
    if encoding:
        return value.decode(encoding, WINDOWS_INSTEAD)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        room = LONGEST_KEYWORD_BYTES
        is_cut = error.reason == "unexpected end of data" and len(value) <= room
        if is_cut and len(value) > room - LONGEST_LETTER_BYTES and error.start > 0:
            return value[: error.start].decode("utf-8")
    return windows_text(value)


def _designated(character_set: bytes) -> str:
    """The encoding that escape sequences of ISO 2022 name; "" for UTF-8 and for none known."""
    found: list[bytes] = DESIGNATED.findall(character_set)
    return next((SETS[letter] for letter in found if letter in SETS), "")
