"""Keywords and title from IPTC IIM records (IIM version 4.2): 2:25 and 2:05.

Own parser and not Pillow's: that one throws everything away when one data set is damaged.
"""

from collections.abc import Iterator

from engine.archive.keywords import FoundText, Keyword, clean, keyword, union

MARKER = 0x1C
CHARACTER_SET = (1, 90)
OBJECT_NAME = (2, 5)
KEYWORD = (2, 25)
UTF_8 = b"\x1b%G"
LATIN_1 = (b"\x1b-A", b"\x1b.A", b"\x1b/A")


def read_iptc(data: bytes) -> FoundText:
    """Keywords and title of an IIM block; what follows a damaged data set is left out."""
    found = list(_data_sets(data))
    character_set = next((value for name, value in found if name == CHARACTER_SET), b"")
    keywords: list[Keyword | None] = []
    title = ""
    for name, value in found:
        if name == KEYWORD:
            keywords.append(keyword([_decode(value, character_set)], "iptc"))
        elif name == OBJECT_NAME:
            title = title or clean(_decode(value, character_set))
    return FoundText(union(found for found in keywords if found), title)


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
    """Text in the declared character set; undeclared text is UTF-8 if it can be, else Latin-1.

    Many programs write UTF-8 and do not say so, and hardly any Latin-1 text is valid UTF-8.
    """
    if character_set.strip() not in LATIN_1:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return value.decode("latin-1")
