"""Vocabularies as SKOS: concepts with names in their languages, below one another.

Written is one element for each concept, which nearly all programs write too; or Turtle, which says
the same. ``skos_reading.py`` reads both.

Source: "SKOS Simple Knowledge Organization System Reference", W3C, 2009.
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO
from urllib.parse import quote

from engine.exchange.content import ExchangedLabel, Statement
from engine.exchange.formats.xml_text import xml_attribute, xml_text

ENGLISH = "en"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCTERMS = "http://purl.org/dc/terms/"
Levels = tuple[str, ...]
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED_IN_TURTLE = re.compile(r'[\x00-\x1f"\\\x7f]')


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
