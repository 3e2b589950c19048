"""Vocabularies in SKOS back in, in RDF/XML, Turtle, N-Triples or JSON-LD, by the file's ending, or
by how it begins where its name says nothing.

RDF/XML is read within bounds of its own, as one element for each concept or ``rdf:Description``
with the type of a concept, which is how programs write SKOS. The others are read by rdflib. What
lies on the web is never fetched: a context of JSON-LD that is only referred to is refused.

Source: "SKOS Simple Knowledge Organization System Reference", W3C, 2009.
"""

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from engine.errors import InputError
from engine.exchange.skos import ENGLISH, RDF, SKOS
from engine.table_file import file_content, regular_file

if TYPE_CHECKING:
    from rdflib import Graph

XML = "xml"
WRITINGS = {
    ".rdf": XML,
    ".skos": XML,
    ".owl": XML,
    ".ttl": "turtle",
    ".turtle": "turtle",
    ".n3": "turtle",
    ".nt": "nt",
    ".jsonld": "json-ld",
}
"""What rdflib calls the writing of each ending."""
SILENT_SUFFIXES = ("", ".txt")
BEGINNING_BYTES = 4096
MOST_BYTES = 64 * 1024**2
MOST_RDF_BYTES = 16 * 1024**2
"""rdflib takes some fifty bytes of memory for one, and about a second for two million."""
DEEPEST = 64
NAME_KINDS = ("prefLabel", "altLabel", "hiddenLabel")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(slots=True)
class Concept:
    """A concept that was read: its own name, the English one ("" where there is none), other
    names, and the position of the one above it, which comes before it, None at the top."""

    name: str
    english_name: str = ""
    aliases: list[str] = field(default_factory=list)
    parent: int | None = None


@dataclass(slots=True)
class _Said:
    """What a file says of a concept: (text, language) by kind of name, and the concepts above and
    below it."""

    names: dict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: {kind: [] for kind in NAME_KINDS}
    )
    broader: list[str] = field(default_factory=list)
    narrower: list[str] = field(default_factory=list)


def is_skos(path: Path) -> bool:
    """Whether a file is RDF, in whichever writing: by its ending, else where it names SKOS in its
    beginning."""
    return _writing(path) is not None


def _writing(path: Path) -> str | None:
    suffix = path.suffix.casefold()
    if suffix not in SILENT_SUFFIXES or not path.is_file():
        return WRITINGS.get(suffix)
    with regular_file(path) as stream:
        beginning = stream.read(BEGINNING_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()
    if SKOS.encode() not in beginning:
        return None
    if beginning.startswith((b"<?xml", b"<!", b"<rdf:")):
        return XML
    # Whatever is in N-Triples is in Turtle too.
    return "json-ld" if beginning.startswith((b"{", b"[")) else "turtle"


def read_skos(path: Path) -> list[Concept]:
    """The concepts of a file, those above others before them.

    The own name is the one without a language, else the first that is not English. A concept below
    several lies below the first of them. Raises InputError for a file that is no SKOS, declares
    entities, needs something of the web or is far too large.
    """
    writing = _writing(path) or XML
    said = _of_xml(path) if writing == XML else _of_graph(_graph(path, writing))
    if not said:
        raise InputError("skos-no-concepts", file=path.name)
    return _in_order(said)


def _of_xml(path: Path) -> dict[str, _Said]:
    content = file_content(path, most_bytes=MOST_BYTES, too_large="keyword-list-too-large")
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=False)
    except DefusedXmlException as error:
        raise InputError("export-xml-entities", file=path.name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError("export-xml-damaged", file=path.name) from error
    found: dict[str, _Said] = {}
    for at, element in enumerate(root.iter()):
        if _is_concept(element):
            key = element.get(f"{{{RDF}}}about") or element.get(f"{{{RDF}}}ID") or f"_:{at}"
            said = found.setdefault(key, _Said())
            for kind, texts in said.names.items():
                texts += [
                    (child.text or "", child.get(_LANGUAGE) or "")
                    for child in element.iterfind(f"{{{SKOS}}}{kind}")
                ]
            said.broader += _references(element, "broader")
            said.narrower += _references(element, "narrower")
    return found


def _is_concept(element: Element) -> bool:
    if element.tag == f"{{{SKOS}}}Concept":
        return True
    types = (one.get(f"{{{RDF}}}resource") for one in element.iterfind(f"{{{RDF}}}type"))
    return element.tag == f"{{{RDF}}}Description" and f"{SKOS}Concept" in types


def _references(element: Element, name: str) -> Iterator[str]:
    """What the concept refers to; a concept may also be written inside the reference."""
    for child in element.iterfind(f"{{{SKOS}}}{name}"):
        inside = [one.get(f"{{{RDF}}}about") for one in child]
        found = child.get(f"{{{RDF}}}resource") or next(iter(inside), None)
        if found:
            yield found


def _graph(path: Path, writing: str) -> "Graph":
    from rdflib import Graph  # most never read any

    content = file_content(path, most_bytes=MOST_RDF_BYTES, too_large="keyword-list-too-large")
    try:
        text = content.decode("utf-8-sig")
        if writing == "json-ld" and _needs_the_web(json.loads(text)):
            raise InputError("skos-context-on-web", file=path.name)
        return Graph().parse(data=text, format=writing, publicID="file:///vocabulary")
    except InputError:
        raise
    except Exception as error:  # rdflib's parsers end in whatever Python raises
        raise InputError("skos-damaged", file=path.name) from error


def _needs_the_web(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether a context of JSON-LD lies elsewhere."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            context = one.get("@context")
            parts = context if isinstance(context, list) else [context]
            if "@import" in one or any(isinstance(part, str) for part in parts):
                return True
            waiting += one.values()
    return False


def _of_graph(graph: "Graph") -> dict[str, _Said]:
    from rdflib import Literal, URIRef

    found: dict[str, _Said] = {}
    for concept in graph.subjects(URIRef(f"{RDF}type"), URIRef(f"{SKOS}Concept")):
        said = found.setdefault(str(concept), _Said())
        for kind, texts in said.names.items():
            texts += [
                (str(one), one.language or "")
                for one in graph.objects(concept, URIRef(SKOS + kind))
                if isinstance(one, Literal)
            ]
        said.broader += map(str, graph.objects(concept, URIRef(f"{SKOS}broader")))
        said.narrower += map(str, graph.objects(concept, URIRef(f"{SKOS}narrower")))
    return found


def _in_order(said: Mapping[str, _Said]) -> list[Concept]:
    above = {
        key: next((one for one in concept.broader if one in said), None)
        for key, concept in said.items()
    }
    for key, concept in said.items():
        for child in concept.narrower:
            if child in above and above[child] is None:
                above[child] = key
    made: list[Concept] = []
    places: dict[str, int | None] = {}

    def place(key: str, depth: int = 0) -> int | None:
        if key not in places:
            places[key] = None  # whoever leads back here lies at the top
            parent = above[key]
            at = place(parent, depth + 1) if parent is not None and depth < DEEPEST else None
            concept = _concept(said[key], at)
            if concept is not None:
                made.append(concept)
                places[key] = len(made) - 1
        return places[key]

    for key in said:
        place(key)
    return made


def _concept(said: _Said, parent: int | None) -> Concept | None:
    preferred = _texts(said, "prefLabel")
    own = next((name for name, language in preferred if not language), None)
    own = own or next((name for name, language in preferred if not _is_english(language)), None)
    english = next((name for name, language in preferred if _is_english(language)), "")
    if own is None and not english:
        return None
    names = [one for kind in NAME_KINDS for one in _texts(said, kind)]
    name = own or english
    aliases = [
        other
        for other, language in names
        if other not in (name, english) and not (_is_english(language) and own is not None)
    ]
    return Concept(name, english if own is not None else "", list(dict.fromkeys(aliases)), parent)


def _texts(said: _Said, kind: str) -> list[tuple[str, str]]:
    """(text, language) of the names of a kind."""
    return [
        (" ".join(text.split()), language.casefold())
        for text, language in said.names[kind]
        if text.strip()
    ]


def _is_english(language: str) -> bool:
    return language.partition("-")[0] == ENGLISH
