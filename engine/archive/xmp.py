"""Keywords and title from XMP packets, embedded or in sidecars (Adobe's XMP specification, part 1).

Read are dc:subject, lr:hierarchicalSubject ("a|b|c"), digiKam:TagsList ("a/b/c"),
MicrosoftPhoto:LastKeywordXMP ("a/b/c"), mediapro:CatalogSets ("a|b|c"), acdsee:categories (XML in
a text) and dc:title. Lists may be Bag, Seq or Alt, whatever the standard says: programs differ.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from engine.archive.keywords import FoundText, Keyword, clean, keyword, union
from engine.errors import InputError

MAX_XMP_BYTES = 1024 * 1024

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DC = "{http://purl.org/dc/elements/1.1/}"
ACDSEE = "{http://ns.acdsee.com/iptc/1.0/}"
SUBJECT = DC + "subject"
TITLE = DC + "title"
CATEGORIES = ACDSEE + "categories"

# Property: the name shown as its source, and what separates its levels.
KEYWORD_LISTS = {
    SUBJECT: ("dc:subject", None),
    "{http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject": ("lr:hierarchicalSubject", "|"),
    "{http://www.digikam.org/ns/1.0/}TagsList": ("digiKam:TagsList", "/"),
    "{http://ns.microsoft.com/photo/1.0/}LastKeywordXMP": ("MicrosoftPhoto:LastKeywordXMP", "/"),
    "{http://ns.microsoft.com/photo/1.0}LastKeywordXMP": ("MicrosoftPhoto:LastKeywordXMP", "/"),
    "{http://ns.iview-multimedia.com/mediapro/1.0/}CatalogSets": ("mediapro:CatalogSets", "|"),
}
# digiKam keeps its own state among the tags ("Need Resolving Time", version marks).
INTERNAL_TAGS = "_Digikam_"


def read_xmp(packet: bytes, *, place: str = "") -> FoundText:
    """Keywords and title of one XMP packet; ``place`` (a sidecar's name) goes into the sources.

    Entities and document types are refused (billion laughs, XXE), as are packets above 1 MiB.
    Raises InputError.
    """
    root = parse_xml(packet)
    suffix = f" ({place})" if place else ""
    keywords: list[Keyword | None] = []
    title = ""
    for name, values, element in _properties(root):
        if name in KEYWORD_LISTS:
            source, separator = KEYWORD_LISTS[name]
            for value in values:
                levels = value.split(separator) if separator else [value]
                if not levels[0].startswith(INTERNAL_TAGS):
                    keywords.append(keyword(levels, source + suffix))
        elif name == TITLE:
            title = title or _default_language(element, values)
        elif name == CATEGORIES:
            for value in values:
                keywords.extend(_acdsee(value, "acdsee:categories" + suffix))
    return FoundText(union(found for found in keywords if found), clean(title))


def parse_xml(packet: bytes) -> Element:
    """The root element; InputError for anything but small, plain, well-formed XML."""
    if len(packet) > MAX_XMP_BYTES:
        raise InputError("xmp-too-long", length_mib=len(packet) / MAX_XMP_BYTES)
    try:
        root: Element = ElementTree.fromstring(_without_padding(packet), forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError("xmp-declares-entities") from error
    # ValueError and LookupError: an encoding that Python does not know or XML does not allow.
    except (ParseError, ValueError, LookupError) as error:
        raise InputError("xmp-damaged", detail=str(error)) from error
    return root


def _without_padding(packet: bytes) -> bytes:
    """The packet without the space and NULs around it, half of which are text in UTF-16."""
    return packet if packet[:2] in (b"\xff\xfe", b"\xfe\xff") else packet.strip(b"\0 \t\r\n")


def _properties(root: Element) -> Iterator[tuple[str, list[str], Element]]:
    """(name, values, element) of every property of every rdf:Description."""
    for description in root.iter(RDF + "Description"):
        for name, value in description.attrib.items():
            yield name, [value], description
        for element in description:
            items = [item.text or "" for item in element.iter(RDF + "li")]
            yield element.tag, items or [element.text or ""], element


def _default_language(element: Element, values: list[str]) -> str:
    for item in element.iter(RDF + "li"):
        if item.get(LANGUAGE) == "x-default":
            return item.text or ""
    return values[0] if values else ""


def _acdsee(text: str, source: str) -> Iterator[Keyword | None]:
    """ACDSee nests ``<Category Assigned="1">`` elements inside one text value."""
    try:
        root = parse_xml(text.encode())
    except InputError:
        return
    todo: list[tuple[Element, tuple[str, ...]]] = [(child, ()) for child in reversed(root)]
    while todo:
        element, above = todo.pop()
        levels = (*above, element.text or "")
        if element.get("Assigned") == "1":
            yield keyword(levels, source)
        todo.extend((child, levels) for child in reversed(element))
