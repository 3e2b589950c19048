"""Changes of an XMP packet as bytes that take the place of others; all else stays as it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from engine.archive.metadata.xml_stream import UTF_8
from engine.sidecars.fields import Field
from engine.sidecars.packet import Description, Element, Item, Packet, Property

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BLANK = b" \t\r\n"
PIECE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Alternative:
    """A text of a list that has one for each language; ``language`` as xml:lang says it."""

    text: str
    language: str


Words = str | Alternative
"""What an item of a list holds."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: bytes


class Edits:
    """Collects edits of one packet; new lines are indented as those around them."""

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._data = packet.data
        self._edits: list[_Edit] = []
        self._new: dict[int | None, list[tuple[Field, Sequence[Words]]]] = {}
        """New properties, by the place of the description among the packet's."""

    def cut(self, start: int, end: int) -> None:
        """Take bytes out."""
        self._edits.append(_Edit(start, end, b""))

    def remove(self, element: Element) -> None:
        """Take an element out, with the blanks before it."""
        self.cut(element.start - len(lead_of(self._data, element.start)), element.end)

    def spell(self, item: Item, text: str) -> None:
        """Put another text into an item that holds nothing else."""
        element = item.element
        self._edits.append(_Edit(element.inner_start, element.inner_end, _escaped(text)))

    def recast(self, held: Property, kind: str) -> bool:
        """Make a list one of the right kind; whether it was not."""
        container = held.container
        assert container is not None
        if container.kind == kind:
            return False
        element = container.element
        tag = _prefixed(element.tag, kind)
        start = element.start + 1
        self._edits.append(_Edit(start, start + len(element.tag), tag))
        if not element.is_closed:
            start = element.inner_end + 2
            self._edits.append(_Edit(start, start + len(element.tag), tag))
        return True

    def append(self, held: Property, texts: Sequence[Words]) -> None:
        """Put items at the end of a list."""
        container = held.container
        assert container is not None
        if not texts:
            return
        element = container.element
        item_tag = _prefixed(element.tag, "li")
        around = lead_of(self._data, element.start)
        if element.is_closed:
            tag = _prefixed(element.tag, held.field.container)
            items = _items(item_tag, texts, _deeper(around))
            slash = self._data.rindex(b"/", element.start, element.inner_start)
            closing = b">" + items + around + b"</" + tag + b">"
            self._edits.append(_Edit(slash, element.inner_start, closing))
            return
        if container.items:
            last = container.items[-1].element
            lead, place = lead_of(self._data, last.start), last.end
        else:
            lead, place = _deeper(around), element.inner_start
        self._edits.append(_Edit(place, place, _items(item_tag, texts, lead)))

    def new_property(self, at: Description | None, field: Field, texts: Sequence[Words]) -> None:
        """Add a property, to this description or else to the first."""
        descriptions = self._packet.descriptions
        place = descriptions.index(at) if at is not None else 0 if descriptions else None
        self._new.setdefault(place, []).append((field, texts))

    def applied(self) -> bytes:
        """The packet with all edits."""
        edits = [*self._edits, *(self._insertion(place) for place in self._new)]
        pieces, at = [], 0
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            pieces += [self._data[at : edit.start], edit.text]
            at = edit.end
        return b"".join([*pieces, self._data[at:]])

    def _insertion(self, place: int | None) -> _Edit:
        """The new properties of a description, or of one that is added for them."""
        fields = sorted(self._new[place], key=lambda one: one[0].shown)
        if place is not None:
            description = self._packet.descriptions[place]
            element, prefixes = description.element, description.prefixes
            lead = _deeper(lead_of(self._data, element.start))
            text = b"".join(_property(element.tag, prefixes, lead, *one) for one in fields)
        else:
            assert self._packet.root is not None
            element = self._packet.root
            prefixes = self._packet.root_prefixes
            outer = _deeper(lead_of(self._data, element.start))
            tag = _prefixed(element.tag, "Description")
            about = _prefixed(element.tag, "about") if b":" in element.tag else b"about"
            inner = b"".join(
                _property(element.tag, prefixes, _deeper(outer), *one) for one in fields
            )
            text = outer + b"<" + tag + b" " + about + b'="">' + inner + outer + b"</" + tag + b">"
        return self._inside(element, text)

    def _inside(self, element: Element, text: bytes) -> _Edit:
        """Put something before the end of an element."""
        if not element.is_closed:
            place = element.inner_end - len(lead_of(self._data, element.inner_end))
            return _Edit(max(place, element.inner_start), max(place, element.inner_start), text)
        slash = self._data.rindex(b"/", element.start, element.inner_start)
        lead = lead_of(self._data, element.start)
        closing = b">" + text + lead + b"</" + element.tag + b">"
        return _Edit(slash, element.inner_start, closing)


def lead_of(data: bytes, place: int) -> bytes:
    """The blanks before a place."""
    start = place
    while start:
        piece = data[max(0, start - PIECE_BYTES) : start]
        kept = piece.rstrip(BLANK)
        start -= len(piece) - len(kept)
        if kept:
            break
    return data[start:place]


def _deeper(lead: bytes) -> bytes:
    """One step further in; in a packet without lines, nothing. Empty lines are not repeated."""
    if b"\n" not in lead:
        return b""
    newline = b"\r\n" if b"\r\n" in lead else b"\n"
    return newline + lead.rpartition(b"\n")[2] + b" "


def _property(
    rdf_tag: bytes, prefixes: dict[str, str], lead: bytes, field: Field, texts: Sequence[Words]
) -> bytes:
    bound = [prefix for prefix, uri in prefixes.items() if uri == field.uri and prefix]
    tag = f"{bound[0] if bound else field.prefix}:{field.local}".encode()
    declared = b"" if bound else f' xmlns:{field.prefix}="{field.uri}"'.encode()
    container = _prefixed(rdf_tag, field.container)
    inner = _deeper(lead)
    return b"".join(
        (
            lead + b"<" + tag + declared + b">",
            inner + b"<" + container + b">",
            _items(_prefixed(rdf_tag, "li"), texts, _deeper(inner)),
            inner + b"</" + container + b">",
            lead + b"</" + tag + b">",
        )
    )


def _items(tag: bytes, texts: Sequence[Words], lead: bytes) -> bytes:
    return b"".join(lead + _item(tag, one) for one in texts)


def _item(tag: bytes, words: Words) -> bytes:
    if isinstance(words, str):
        return b"<" + tag + b">" + _escaped(words) + b"</" + tag + b">"
    language = b' xml:lang="' + _escaped(words.language) + b'"'
    return b"<" + tag + language + b">" + _escaped(words.text) + b"</" + tag + b">"


def _prefixed(tag: bytes, local: str) -> bytes:
    """A name with the prefix of another one."""
    prefix, colon, _ = tag.rpartition(b":")
    return prefix + colon + local.encode()


def _escaped(text: str) -> bytes:
    return escape(_NO_XML.sub("\ufffd", text)).encode(UTF_8)
