"""Vocabularies as SKOS in RDF/XML: concepts with names in their languages, below one another.

Written is one element for each concept, which nearly all programs write too; read is that form and
``rdf:Description`` with the type of a concept. Turtle is another writing of the same: it is
written, but not read, and a program for SKOS turns it into RDF/XML.

Source: "SKOS Simple Knowledge Organization System Reference", W3C, 2009.
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from engine.errors import InputError
from engine.exchange.content import ExchangedLabel, Statement
from engine.exchange.formats.xml_text import xml_attribute, xml_text
from engine.table_file import file_content

SUFFIXES = (".rdf", ".skos", ".owl")
TURTLE_SUFFIXES = (".ttl", ".turtle", ".n3", ".nt")
MOST_BYTES = 64 * 1024**2
DEEPEST = 64
ENGLISH = "en"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCTERMS = "http://purl.org/dc/terms/"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Levels = tuple[str, ...]
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED_IN_TURTLE = re.compile(r'[\x00-\x1f"\\\x7f]')


@dataclass(slots=True)
class Concept:
    """A concept that was read: its own name, the English one ("" where there is none), other
    names, and the position of the one above it, which comes before it, None at the top."""

    name: str
    english_name: str = ""
    aliases: list[str] = field(default_factory=list)
    parent: int | None = None


def concept_uri(levels: Levels, base: str = "") -> str:
    """The same for a label of the same name at the same place, in every export. Below ``base``,
    the address of the dataset, where the curator states one."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(levels))
    return f"{base.rstrip('#/')}#{key}" if base else f"urn:uuid:{key}"


@dataclass(frozen=True, slots=True)
class _Uri:
    uri: str


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Resource:
    """Something described: its properties by the names that both writings have for them."""

    uri: str
    kind: str
    properties: "list[_Property]"


_Property = tuple[str, _Uri | _Text]


def write_skos(
    stream: TextIO, labels: Sequence[ExchangedLabel], statement: Statement, *, language: str = ""
) -> None:
    """Write all labels as RDF/XML, and the levels above them that are none themselves.

    ``language`` is the ISO code of the labels' own names, "" where it is not known. Raises
    InputError for a name that XML cannot hold.
    """
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:skos="{SKOS}" xmlns:dcterms="{DCTERMS}">\n'
    )
    for one in _resources(labels, statement, language):
        stream.write(f"<{one.kind} rdf:about={xml_attribute(one.uri)}>\n")
        for name, value in one.properties:
            if isinstance(value, _Uri):
                stream.write(f"  <{name} rdf:resource={xml_attribute(value.uri)}/>\n")
            else:
                spoken = f" xml:lang={xml_attribute(value.language)}" if value.language else ""
                stream.write(f"  <{name}{spoken}>{xml_text(value.text)}</{name}>\n")
        stream.write(f"</{one.kind}>\n")
    stream.write("</rdf:RDF>\n")


def write_turtle(
    stream: TextIO, labels: Sequence[ExchangedLabel], statement: Statement, *, language: str = ""
) -> None:
    """Write the same as ``write_skos`` as Turtle, which can hold every name.

    Source: "RDF 1.1 Turtle", W3C, 2014.
    """
    for prefix, uri in (("skos", SKOS), ("dcterms", DCTERMS)):
        stream.write(f"@prefix {prefix}: <{uri}> .\n")
    for one in _resources(labels, statement, language):
        stream.write(f"\n{_turtle(_Uri(one.uri))} a {one.kind}")
        for name, value in one.properties:
            stream.write(f" ;\n    {name} {_turtle(value)}")
        stream.write(" .\n")


def _turtle(value: _Uri | _Text) -> str:
    if isinstance(value, _Uri):
        return f"<{_NOT_IN_IRIS.sub(lambda sign: quote(sign[0], safe=''), value.uri)}>"
    text = _ESCAPED_IN_TURTLE.sub(lambda sign: f"\\u{ord(sign[0]):04X}", value.text)
    return f'"{text}"@{value.language}' if value.language else f'"{text}"'


def _resources(
    labels: Sequence[ExchangedLabel], statement: Statement, language: str
) -> Iterator[_Resource]:
    """The scheme and its concepts, the upper ones first."""
    of_levels = {label.levels: label for label in labels}
    every = sorted({one[:depth] for one in of_levels for depth in range(1, len(one) + 1)})
    below: dict[Levels, list[Levels]] = {}
    for levels in every:
        below.setdefault(levels[:-1], []).append(levels)
    base = statement.url

    def reference(name: str, levels: Levels) -> tuple[str, _Uri]:
        return f"skos:{name}", _Uri(concept_uri(levels, base))

    scheme = concept_uri(("", statement.title), base)
    told = {
        "title": statement.title,
        "description": statement.description,
        "creator": statement.creator,
        "license": statement.licence,
        "created": statement.made_at,
    }
    said: list[_Property] = [
        (f"dcterms:{name}", _Text(text)) for name, text in told.items() if text
    ]
    top = [reference("hasTopConcept", levels) for levels in below.get((), ())]
    yield _Resource(scheme, "skos:ConceptScheme", [*said, *top])
    for levels in every:
        at_top = ("skos:topConceptOf", _Uri(scheme))
        properties: list[_Property] = [
            *_names(of_levels.get(levels, ExchangedLabel(levels)), language),
            reference("broader", levels[:-1]) if len(levels) > 1 else at_top,
            *(reference("narrower", child) for child in below.get(levels, ())),
            ("skos:inScheme", _Uri(scheme)),
        ]
        yield _Resource(concept_uri(levels, base), "skos:Concept", properties)


def _names(label: ExchangedLabel, language: str) -> Iterator[tuple[str, _Text]]:
    """Its names. No text is a preferred and another name of the same language at once."""
    own = label.levels[-1]
    taken = {(own, language)}
    yield "skos:prefLabel", _Text(own, language)
    others = [("altLabel", alias, language) for alias in label.aliases]
    if label.english_name:
        kind = "altLabel" if language == ENGLISH else "prefLabel"
        others.insert(0, (kind, label.english_name, ENGLISH))
    for kind, name, spoken in others:
        if (name, spoken) not in taken:
            taken.add((name, spoken))
            yield f"skos:{kind}", _Text(name, spoken)


def is_skos(path: Path) -> bool:
    """Whether a file's name is that of RDF, in whichever writing."""
    return path.suffix.casefold() in (*SUFFIXES, *TURTLE_SUFFIXES)


def read_skos(path: Path) -> list[Concept]:
    """The concepts of a file, those above others before them.

    The own name is the one without a language, else the first that is not English. A concept below
    several lies below the first of them. Raises InputError for a file that is no SKOS in RDF/XML,
    declares entities or is far too large.
    """
    if path.suffix.casefold() in TURTLE_SUFFIXES:
        raise InputError("skos-turtle", file=path.name)
    content = file_content(path, most_bytes=MOST_BYTES, too_large="keyword-list-too-large")
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=False)
    except DefusedXmlException as error:
        raise InputError("export-xml-entities", file=path.name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError("export-xml-damaged", file=path.name) from error
    elements: dict[str, list[Element]] = {}
    for at, element in enumerate(root.iter()):
        if _is_concept(element):
            key = element.get(f"{{{RDF}}}about") or element.get(f"{{{RDF}}}ID") or f"_:{at}"
            elements.setdefault(key, []).append(element)
    if not elements:
        raise InputError("skos-no-concepts", file=path.name)
    return _in_order(elements)


def _is_concept(element: Element) -> bool:
    if element.tag == f"{{{SKOS}}}Concept":
        return True
    types = (one.get(f"{{{RDF}}}resource") for one in element.iterfind(f"{{{RDF}}}type"))
    return element.tag == f"{{{RDF}}}Description" and f"{SKOS}Concept" in types


def _in_order(elements: dict[str, list[Element]]) -> list[Concept]:
    above = {key: _above(parts, elements) for key, parts in elements.items()}
    for key, parts in elements.items():
        for child in _references(parts, "narrower"):
            if child in above and above[child] is None:
                above[child] = key
    made: list[Concept] = []
    places: dict[str, int | None] = {}

    def place(key: str, depth: int = 0) -> int | None:
        if key not in places:
            places[key] = None  # whoever leads back here lies at the top
            parent = above[key]
            at = place(parent, depth + 1) if parent is not None and depth < DEEPEST else None
            concept = _concept(elements[key], at)
            if concept is not None:
                made.append(concept)
                places[key] = len(made) - 1
        return places[key]

    for key in elements:
        place(key)
    return made


def _above(parts: list[Element], elements: dict[str, list[Element]]) -> str | None:
    return next((one for one in _references(parts, "broader") if one in elements), None)


def _references(parts: list[Element], name: str) -> Iterator[str]:
    """What the concept refers to; a concept may also be written inside the reference."""
    for part in parts:
        for child in part.iterfind(f"{{{SKOS}}}{name}"):
            inside = [one.get(f"{{{RDF}}}about") for one in child]
            found = child.get(f"{{{RDF}}}resource") or next(iter(inside), None)
            if found:
                yield found


def _concept(parts: list[Element], parent: int | None) -> Concept | None:
    preferred = _texts(parts, "prefLabel")
    own = next((name for name, language in preferred if not language), None)
    own = own or next((name for name, language in preferred if not _is_english(language)), None)
    english = next((name for name, language in preferred if _is_english(language)), "")
    if own is None and not english:
        return None
    names = [*preferred, *_texts(parts, "altLabel"), *_texts(parts, "hiddenLabel")]
    name = own or english
    aliases = [
        other
        for other, language in names
        if other not in (name, english) and not (_is_english(language) and own is not None)
    ]
    return Concept(name, english if own is not None else "", list(dict.fromkeys(aliases)), parent)


def _texts(parts: list[Element], name: str) -> list[tuple[str, str]]:
    """(text, language) of the names of a kind."""
    return [
        (" ".join((child.text or "").split()), (child.get(LANGUAGE) or "").casefold())
        for part in parts
        for child in part.iterfind(f"{{{SKOS}}}{name}")
        if (child.text or "").strip()
    ]


def _is_english(language: str) -> bool:
    return language.partition("-")[0] == ENGLISH
