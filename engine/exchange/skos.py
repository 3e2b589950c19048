"""Vocabularies as SKOS in RDF/XML: concepts with names in their languages, below one another.

Written is one element for each concept, which nearly all programs write too; read is that form and
``rdf:Description`` with the type of a concept. Turtle is another writing of the same, which a
program for SKOS turns into RDF/XML.

Source: "SKOS Simple Knowledge Organization System Reference", W3C, 2009.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
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


def write_skos(
    stream: TextIO, labels: Sequence[ExchangedLabel], statement: Statement, *, language: str = ""
) -> None:
    """Write all labels, and the levels above them that are none themselves.

    ``language`` is the ISO code of the labels' own names, "" where it is not known. Raises
    InputError for a name that XML cannot hold.
    """
    of_levels = {label.levels: label for label in labels}
    every = sorted({one[:depth] for one in of_levels for depth in range(1, len(one) + 1)})
    below: dict[Levels, list[Levels]] = {}
    for levels in every:
        below.setdefault(levels[:-1], []).append(levels)
    base = statement.url
    scheme = concept_uri(("", statement.title), base)
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:skos="{SKOS}" xmlns:dcterms="{DCTERMS}">\n'
        f"<skos:ConceptScheme rdf:about={xml_attribute(scheme)}>\n"
    )
    for name, said in (
        ("title", statement.title),
        ("description", statement.description),
        ("creator", statement.creator),
        ("license", statement.licence),
        ("created", statement.made_at),
    ):
        if said:
            stream.write(f"  <dcterms:{name}>{xml_text(said)}</dcterms:{name}>\n")
    for levels in below.get((), ()):
        stream.write(f"  {_reference('hasTopConcept', concept_uri(levels, base))}\n")
    stream.write("</skos:ConceptScheme>\n")
    for levels in every:
        label = of_levels.get(levels, ExchangedLabel(levels))
        stream.write(f"<skos:Concept rdf:about={xml_attribute(concept_uri(levels, base))}>\n")
        for line in _names(label, language):
            stream.write(f"  {line}\n")
        if len(levels) > 1:
            stream.write(f"  {_reference('broader', concept_uri(levels[:-1], base))}\n")
        else:
            stream.write(f"  {_reference('topConceptOf', scheme)}\n")
        for child in below.get(levels, ()):
            stream.write(f"  {_reference('narrower', concept_uri(child, base))}\n")
        stream.write(f"  {_reference('inScheme', scheme)}\n</skos:Concept>\n")
    stream.write("</rdf:RDF>\n")


def _names(label: ExchangedLabel, language: str) -> Iterable[str]:
    """Its names. No text is a preferred and another name of the same language at once."""
    own = label.levels[-1]
    taken = {(own, language)}
    yield _literal("prefLabel", own, language)
    others = [("altLabel", alias, language) for alias in label.aliases]
    if label.english_name:
        kind = "altLabel" if language == ENGLISH else "prefLabel"
        others.insert(0, (kind, label.english_name, ENGLISH))
    for kind, name, spoken in others:
        if (name, spoken) not in taken:
            taken.add((name, spoken))
            yield _literal(kind, name, spoken)


def _literal(name: str, text: str, language: str) -> str:
    spoken = f" xml:lang={xml_attribute(language)}" if language else ""
    return f"<skos:{name}{spoken}>{xml_text(text)}</skos:{name}>"


def _reference(name: str, uri: str) -> str:
    return f"<skos:{name} rdf:resource={xml_attribute(uri)}/>"


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


def _references(parts: list[Element], name: str) -> Iterable[str]:
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
