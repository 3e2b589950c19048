"""Where in an XMP packet the keywords and captions stand, in bytes.

A packet is never written anew from a tree: what is neither keeps its very bytes, also the
blanks, quotes, comments and wrapper that a tree would not remember.
"""

import io
import re
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from engine.archive.metadata.xml_stream import (
    BLANK,
    MAX_XML_BYTES,
    MOST_ELEMENTS,
    UTF_8,
    encoding_of,
)
from engine.archive.metadata.xmp import DESCRIPTION, ITEM, LANGUAGE, ROOT, VALUE
from engine.errors import InputError
from engine.sidecars.fields import FIELDS, RDF_URI, Field

CONTAINERS = {f"{RDF_URI}}}{name}": name for name in ("Bag", "Seq", "Alt")}
PARSE_TYPE = f"{RDF_URI}}}parseType"
_TAG = re.compile(rb"<([^\s/>]+)(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")
_ATTRIBUTE = re.compile(rb"(\s+)([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")


@dataclass(slots=True)
class Element:
    """A piece of the packet: from ``start`` to ``end``, with what lies between its tags."""

    start: int
    tag: bytes
    """The name as it is spelled, with its prefix."""
    inner_start: int
    is_closed: bool
    """It has one tag only: ``<a/>``."""
    inner_end: int = 0
    end: int = 0


@dataclass(slots=True)
class Item:
    """One keyword or caption of a list. ``is_plain``: nothing but its text stands in it;
    ``language``: what xml:lang says, "" where that is not there."""

    element: Element
    text: str = ""
    is_plain: bool = True
    value: str | None = None
    language: str = ""

    @property
    def said(self) -> str:
        """The keyword, also where it has qualifiers beside it."""
        return self.text if self.value is None else self.value


@dataclass(slots=True)
class Container:
    """A Bag, Seq or Alt with its items."""

    element: Element
    kind: str
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Property:
    """A property that holds keywords or captions, as an element."""

    field: Field
    element: Element
    container: Container | None = None
    text: str = ""

    @property
    def items(self) -> list[Item]:
        """The keywords or captions of its list."""
        return self.container.items if self.container is not None else []


@dataclass(slots=True)
class Attribute:
    """A property that holds one keyword or caption, as an attribute of its description."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Description:
    """A description of the picture itself, with the prefixes that hold inside it."""

    element: Element
    prefixes: dict[str, str]
    properties: list[Property] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)


@dataclass(slots=True)
class Packet:
    """A packet as UTF-8 in ``data``, between what stands before its first sign and what it was
    encoded in."""

    data: bytes
    head: str
    encoding: str
    root: Element | None = None
    root_prefixes: dict[str, str] = field(default_factory=dict)
    descriptions: list[Description] = field(default_factory=list)

    def fields(self) -> set[Field]:
        """The fields that stand in it."""
        return {
            field
            for description in self.descriptions
            for field in (
                *(one.field for one in description.properties),
                *(one.field for one in description.attributes),
            )
        }

    def encoded(self, data: bytes) -> bytes:
        """Changed UTF-8 as the bytes of a file in the packet's encoding."""
        return (self.head + data.decode(UTF_8)).encode(self.encoding, "xmlcharrefreplace")


def read_packet(file: bytes) -> Packet:
    """Find the keywords and captions of a sidecar.

    Raises InputError for what is longer than 64 MiB, no well-formed XML, holds no RDF, or has a
    document type (and with it entities).
    """
    if len(file) > MAX_XML_BYTES:
        raise InputError("xmp-too-long", length_mib=len(file) / 1024**2)
    encoding = encoding_of(io.BytesIO(file))
    try:
        text = file.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError("xmp-damaged", detail=str(error)) from error
    body = text.lstrip(BLANK)
    packet = Packet(body.encode(UTF_8), text[: len(text) - len(body)], encoding)
    _Finder(packet).run()
    if packet.root is None:
        raise InputError("sidecar-without-rdf")
    return packet


class _Finder:
    """Follows the parser and notes where things are."""

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._data = packet.data
        self._open: list[Element | None] = []
        self._depth = 0
        self._root_depth = 0
        self._is_done = False
        self._elements = 0
        self._scopes: dict[str, list[str]] = {}
        self._description: Description | None = None
        self._property: Property | None = None
        self._item: Item | None = None
        self._parser: XMLParserType = ParserCreate(UTF_8, "}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartNamespaceDeclHandler = self._bind
        self._parser.EndNamespaceDeclHandler = self._unbind

    def run(self) -> None:
        try:
            self._parser.Parse(self._data, True)
        except ExpatError as error:
            if not self._is_done:
                raise InputError("xmp-damaged", detail=str(error)) from error

    def _refuse(self, *_: object) -> None:
        raise InputError("xmp-declares-entities")

    def _bind(self, prefix: str | None, uri: str) -> None:
        self._scopes.setdefault(prefix or "", []).append(uri)

    def _unbind(self, prefix: str | None) -> None:
        self._scopes[prefix or ""].pop()

    def _prefixes(self) -> dict[str, str]:
        """The namespaces that hold here, by prefix."""
        return {prefix: uris[-1] for prefix, uris in self._scopes.items() if uris and uris[-1]}

    def _element(self) -> Element:
        start = self._parser.CurrentByteIndex
        match = _TAG.match(self._data, start)
        if match is None:  # the parser takes what this does not
            raise InputError("xmp-damaged", detail="<")
        return Element(start, match[1], match.end(), bool(match[2]))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise InputError("xmp-too-many-parts", most=MOST_ELEMENTS)
        below = self._depth - self._root_depth if self._root_depth else 0
        noted: Element | None = None
        if not self._root_depth:
            if name == ROOT and self._packet.root is None:
                self._root_depth = self._depth
                noted = self._packet.root = self._element()
                self._packet.root_prefixes = self._prefixes()
        elif below == 1 and name == DESCRIPTION:
            noted = self._start_description(attributes)
        elif below == 2 and self._description is not None and name in FIELDS:
            noted = self._element()
            self._property = Property(FIELDS[name], noted)
            if PARSE_TYPE not in attributes:
                self._listen(True)
            self._description.properties.append(self._property)
        elif self._property is not None:
            noted = self._start_inside(below, name, attributes)
        self._open.append(noted)

    def _start_description(self, attributes: dict[str, str]) -> Element:
        element = self._element()
        self._description = Description(element, self._prefixes())
        self._packet.descriptions.append(self._description)
        if attributes.keys() & FIELDS.keys():
            for match in _ATTRIBUTE.finditer(self._data, element.start, element.inner_start):
                prefix, _, local = match[2].decode(UTF_8).partition(":")
                found = FIELDS.get(f"{self._description.prefixes.get(prefix, '')}}}{local}")
                if found is not None:
                    self._description.attributes.append(
                        Attribute(found, match.start(), match.end(), attributes[found.name])
                    )
        return element

    def _start_inside(self, below: int, name: str, attributes: dict[str, str]) -> Element | None:
        prop = self._property
        assert prop is not None
        if below == 3 and name in CONTAINERS and prop.container is None:
            self._listen(False)
            prop.container = Container(self._element(), CONTAINERS[name])
            return prop.container.element
        if below == 4 and name == ITEM and prop.container is not None:
            self._item = Item(self._element(), is_plain=VALUE not in attributes)
            self._item.value = attributes.get(VALUE)
            self._item.language = attributes.get(LANGUAGE, "")
            prop.container.items.append(self._item)
            self._listen(True)
            return self._item.element
        if self._item is not None:
            self._item.is_plain = False
            if name == VALUE and self._item.value is None:
                self._item.text = ""
            self._listen(name == VALUE)
        return None

    def _end(self, name: str) -> None:
        below = self._depth - self._root_depth if self._root_depth else 0
        element = self._open.pop()
        if element is not None:
            if element.is_closed:
                element.inner_end = element.end = element.inner_start
            else:
                element.inner_end = self._parser.CurrentByteIndex
                element.end = self._data.index(b">", element.inner_end) + 1
        if below == 0:
            self._root_depth = 0
        elif below == 1:
            self._description = None
        elif below == 2:
            self._property = None
            self._listen(False)
        elif self._item is not None:
            self._end_inside(below, name)
        self._depth -= 1
        self._is_done = self._is_done or self._depth == 0

    def _end_inside(self, below: int, name: str) -> None:
        assert self._item is not None
        if below == 4:
            self._item = None
            self._listen(False)
        elif name == VALUE and self._item.value is None:
            self._item.value = self._item.text
            self._listen(False)
        else:
            self._listen(self._item.is_plain)

    def _listen(self, wants_text: bool) -> None:
        self._parser.CharacterDataHandler = self._text if wants_text else None

    def _text(self, text: str) -> None:
        if self._item is not None:
            self._item.text += text
        elif self._property is not None:
            self._property.text += text
