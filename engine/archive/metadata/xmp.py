"""Keywords, title and captions from XMP packets, embedded or in sidecars.

Source: Adobe's XMP specification, part 1.

Read are dc:subject, lr:hierarchicalSubject ("a|b|c"), digiKam:TagsList ("a/b/c"),
MicrosoftPhoto:LastKeywordXMP ("a/b/c"), mediapro:CatalogSets ("a|b|c"), acdsee:keywords,
acdsee:categories (XML in a text) and dc:title; as captions dc:description, dc:title,
photoshop:Headline, IPTC's alternative and extended texts, tiff:ImageDescription and
exif:UserComment, each in all its languages. Lists may be Bag, Seq or Alt, whatever the standard
says: programs differ. What a packet says of other pictures (the ingredients of a collage, its
ancestors) is not the picture's own.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from engine.archive.captions import Caption, caption, distinct
from engine.archive.keywords import MAX_LEVELS, FoundText, Keyword, clean, keyword, union
from engine.archive.metadata.xml_stream import parse
from engine.errors import InputError
from messages.message import Message

MOST_KEYWORDS = 10_000
"""Of one packet: a picture has some dozens, an attack millions."""
MAX_VALUE_CHARS = 256 * 1024
"""ACDSee keeps all its categories in one text."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
ROOT, DESCRIPTION, ITEM, VALUE = RDF + "RDF", RDF + "Description", RDF + "li", RDF + "value"
LANGUAGE = "http://www.w3.org/XML/1998/namespace}lang"
TITLE = "http://purl.org/dc/elements/1.1/}title"
CATEGORIES = "http://ns.acdsee.com/iptc/1.0/}categories"

# Property: the name shown as its source, and what separates its levels.
KEYWORD_LISTS = {
    "http://purl.org/dc/elements/1.1/}subject": ("dc:subject", None),
    "http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject": ("lr:hierarchicalSubject", "|"),
    "http://www.digikam.org/ns/1.0/}TagsList": ("digiKam:TagsList", "/"),
    "http://ns.microsoft.com/photo/1.0/}LastKeywordXMP": ("MicrosoftPhoto:LastKeywordXMP", "/"),
    "http://ns.microsoft.com/photo/1.0}LastKeywordXMP": ("MicrosoftPhoto:LastKeywordXMP", "/"),
    "http://ns.iview-multimedia.com/mediapro/1.0/}CatalogSets": ("mediapro:CatalogSets", "|"),
    "http://ns.microsoft.com/expressionmedia/1.0/}CatalogSets": (
        "expressionmedia:CatalogSets",
        "|",
    ),
    "http://ns.acdsee.com/iptc/1.0/}keywords": ("acdsee:keywords", None),
}
CAPTION_FIELDS = {
    "http://purl.org/dc/elements/1.1/}description": "dc:description",
    TITLE: "dc:title",
    "http://ns.adobe.com/photoshop/1.0/}Headline": "photoshop:Headline",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility": "Iptc4xmpCore:AltText",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}ExtDescrAccessibility": "Iptc4xmpCore:ExtDescr",
    "http://ns.adobe.com/tiff/1.0/}ImageDescription": "tiff:ImageDescription",
    "http://ns.adobe.com/exif/1.0/}UserComment": "exif:UserComment",
}
ENDED_EARLY = {
    "xmp-damaged": "xmp-damaged-after",
    "xmp-too-many-parts": "xmp-too-many-parts-after",
}
"""What is said where something stands before the place at which reading ended."""
WANTED = frozenset({*KEYWORD_LISTS, *CAPTION_FIELDS, CATEGORIES})


def read_xmp(packet: bytes | BinaryIO, *, place: str = "") -> FoundText:
    """Keywords, title and captions of one XMP packet; ``place``, a sidecar's name, is told in the
    sources.

    A packet that breaks off or is damaged further on gives what stands before, and a note.
    Raises InputError where nothing can be read: no XML, a document type, above 64 MiB.
    """
    source = io.BytesIO(packet) if isinstance(packet, bytes) else packet
    properties = _Properties()
    notes: list[Message] = []
    try:
        parse(source, properties)
    except InputError as error:
        properties.end_early()
        code = ENDED_EARLY.get(error.message.code)
        if not properties.found or code is None:
            raise
        notes.append(Message(code, error.message.arguments))
    suffix = f" ({place})" if place else ""
    keywords: list[Keyword | None] = []
    captions: list[Caption | None] = []
    title = ""
    for name, items in properties.found:
        if name in CAPTION_FIELDS:
            if name == TITLE:
                title = title or clean(_default_language(items))
            field_name = CAPTION_FIELDS[name] + suffix
            captions += [caption(item.text, field_name, item.language) for item in items]
            continue
        for item in items:
            if name == CATEGORIES:
                keywords.extend(_acdsee(item.text, "acdsee:categories" + suffix))
            else:
                shown, separator = KEYWORD_LISTS[name]
                levels = item.text.split(separator) if separator else [item.text]
                keywords.append(keyword(levels, shown + suffix))
    own = union(_with_slashes([found for found in keywords if found]))
    if len(own) > MOST_KEYWORDS or properties.is_too_many:
        notes.append(Message("xmp-too-many-keywords", {"most": MOST_KEYWORDS}))
    said, left_out = distinct(captions)
    return FoundText(own[:MOST_KEYWORDS], title, (*notes, *left_out), captions=said)


def _with_slashes(keywords: list[Keyword]) -> Iterator[Keyword]:
    r"""The keywords, those of digiKam with ``\`` as the others have them with ``/``: "AC/DC" would
    be two levels there."""
    others = {found.levels for found in keywords}
    for found in keywords:
        levels = tuple(level.replace("\\", "/") for level in found.levels)
        is_spelled = found.source.startswith("digiKam") and levels in others
        yield replace(found, levels=levels) if is_spelled else found


def read_xmp_texts(packet: bytes, names: frozenset[str]) -> dict[str, list[str]]:
    """The texts of some properties ("uri}name") of a packet, the default language first.

    What is damaged ends the reading with what stands before it.
    """
    properties = _Properties(names)
    try:
        parse(io.BytesIO(packet), properties)
    except InputError:
        properties.end_early()
    texts: dict[str, list[str]] = {}
    for name, items in properties.found:
        ordered = sorted(items, key=lambda item: item.language != "x-default")
        texts.setdefault(name, []).extend(clean(item.text) for item in ordered)
    return texts


@dataclass(slots=True)
class _Item:
    """One value of a property: its text so far."""

    language: str = ""
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    value: str | None = None
    """What rdf:value says, where a value has qualifiers beside it."""

    @property
    def text(self) -> str:
        return "".join(self.pieces) if self.value is None else self.value

    def add(self, text: str) -> None:
        self.length += len(text)
        if self.length <= MAX_VALUE_CHARS:
            self.pieces.append(text)

    def take_value(self, text: str) -> None:
        """Everything so far belongs to rdf:value, or ``text`` is its attribute."""
        self.value = (text or "".join(self.pieces))[:MAX_VALUE_CHARS]
        self.pieces.clear()


class _Properties:
    """Collects the wanted properties of the picture itself: those of the outer descriptions."""

    def __init__(self, wanted: frozenset[str] = WANTED) -> None:
        self._wanted = wanted
        self.found: list[tuple[str, list[_Item]]] = []
        self.wants_text = False
        self.is_too_many = False
        self._count = 0
        self._depth = 0
        self._root_depth = 0
        self._inside_description = False
        self._name = ""
        self._items: list[_Item] = []
        self._plain = _Item()
        self._open: list[str] = []
        self._item: _Item | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._name:
            self._start_inside(name, attributes)
        elif name == ROOT and not self._root_depth:
            self._root_depth = self._depth
        elif not self._root_depth:
            return
        elif self._depth == self._root_depth + 1:
            self._inside_description = name == DESCRIPTION
            if self._inside_description:
                for attribute, value in attributes.items():
                    if attribute in self._wanted:
                        self._keep(attribute, [_Item(pieces=[value])])
        elif self._depth == self._root_depth + 2 and self._inside_description:
            if name not in self._wanted:
                return
            self._name, self._items, self._plain = name, [], _Item()
            self._open, self._item = [name], self._plain
            self._take_attribute(self._plain, attributes)
            self.wants_text = True

    def end(self, name: str) -> None:
        self._depth -= 1
        if not self._name:
            if self._depth < self._root_depth:
                self._root_depth = 0
            return
        self._open.pop()
        if not self._open:
            self._keep(self._name, self._items or [self._plain])
            self._name, self.wants_text = "", False
            return
        if name == VALUE and self._item is not None and self._item.value is None:
            self._item.take_value("")
        elif name == ITEM:
            self._item = None
        self.wants_text = self._open[-1] in (self._name, ITEM, VALUE)

    def text(self, text: str) -> None:
        if self._item is not None:
            self._item.add(text)

    def end_early(self) -> None:
        """Keep the values of a list that breaks off, but for the last one, which is not whole."""
        if self._name:
            whole = [item for item in self._items if item is not self._item]
            if whole:
                self._keep(self._name, whole)
            self._name, self.wants_text = "", False

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        self.wants_text = name in (ITEM, VALUE)
        if name == ITEM:
            self._item = _Item(attributes.get(LANGUAGE, ""))
            if self._count + len(self._items) < MOST_KEYWORDS:
                self._items.append(self._item)
            else:
                self.is_too_many = True
        elif name == VALUE and self._item is not None:
            self._item.pieces.clear()
            self._item.length = 0
        if self._item is not None:
            self._take_attribute(self._item, attributes)

    def _take_attribute(self, item: _Item, attributes: dict[str, str]) -> None:
        if VALUE in attributes:
            item.take_value(attributes[VALUE])

    def _keep(self, name: str, items: list[_Item]) -> None:
        self._count += len(items)
        self.found.append((name, items))


def _default_language(items: list[_Item]) -> str:
    default = next((item for item in items if item.language == "x-default"), None)
    return (default or items[0]).text


class _Categories:
    """Collects the names and the nesting of ACDSee's categories."""

    wants_text = True

    def __init__(self) -> None:
        self.assigned: list[tuple[str, ...]] = []
        self._names: list[str] = []
        self._is_open: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._finish()
        self._names.append("")
        self._is_open.append(attributes.get("Assigned") == "1")

    def end(self, name: str) -> None:
        self._finish()
        self._names.pop()
        self._is_open.pop()

    def text(self, text: str) -> None:
        if self._names:
            self._names[-1] += text

    def _finish(self) -> None:
        """The name of a category ends where another one begins or it does itself."""
        if self._is_open and self._is_open[-1]:
            self._is_open[-1] = False
            if len(self.assigned) < MOST_KEYWORDS and len(self._names) <= MAX_LEVELS + 1:
                self.assigned.append(tuple(self._names[1:]))


def _acdsee(text: str, source: str) -> Iterator[Keyword | None]:
    """ACDSee nests ``<Category Assigned="1">`` elements inside one text value."""
    categories = _Categories()
    try:
        parse(io.BytesIO(text.encode("utf-8", "replace")), categories)
    except InputError:
        return
    for levels in categories.assigned:
        yield keyword(levels, source)
