"""The vocabulary as SKOS, read by rdflib and by our own imports."""

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from engine.errors import InputError
from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.glossary import read_glossary
from engine.exchange.keyword_list import read_keyword_list
from engine.exchange.skos import concept_uri
from tests.exchanging import STATEMENT, archive_images, content_of, write_format

# rdflib's own reader of JSON-LD uses it.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

LABELS = [
    ExchangedLabel(("animals", "crane"), "crane", ("trane",)),
    ExchangedLabel(("kjøretøy",), "vehicle"),
    ExchangedLabel(("kjøretøy", "lastebil"), "truck", ("lorry", "lastebil", "truck")),
    ExchangedLabel(('=1 & <"å"> | \\',)),
]


def content(labels: list[ExchangedLabel], language: str = "nb") -> ExportContent:
    return replace(content_of([]), labels=labels, language=language)


def graph_of(path: Path) -> Graph:
    graph = Graph()
    graph.parse(path, format="xml")
    return graph


def test_rdflib_finds_every_label_at_its_place(tmp_path: Path) -> None:
    path = write_format("skos", tmp_path / "a.rdf", content(LABELS))

    graph = graph_of(path)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    assert len(concepts) == len(LABELS) + 1  # "animals" is a level above one
    assert set(graph.objects(None, SKOS.inScheme)) == {scheme}
    assert graph.value(scheme, DCTERMS.title) == Literal(STATEMENT.title)
    truck = URIRef(concept_uri(("kjøretøy", "lastebil"), STATEMENT.url))
    vehicle = URIRef(concept_uri(("kjøretøy",), STATEMENT.url))
    assert str(truck).startswith(f"{STATEMENT.url}#")
    assert set(graph.objects(truck, SKOS.prefLabel)) == {
        Literal("lastebil", "nb"),
        Literal("truck", "en"),
    }
    assert set(graph.objects(truck, SKOS.altLabel)) == {
        Literal("lorry", "nb"),
        Literal("truck", "nb"),
    }
    assert set(graph.objects(truck, SKOS.broader)) == {vehicle}
    assert set(graph.objects(vehicle, SKOS.narrower)) == {truck}
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == set(
        graph.subjects(SKOS.topConceptOf, scheme)
    )
    for concept in concepts:
        # Integrity of SKOS: one preferred name a language, and none that is another name too.
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        assert len({one.language for one in preferred}) == len(preferred)
        assert not set(preferred) & set(graph.objects(concept, SKOS.altLabel))


def test_it_comes_back_as_vocabulary_and_as_glossary(tmp_path: Path) -> None:
    path = write_format("skos", tmp_path / "a.rdf", content(LABELS))

    found = read_keyword_list(path).keywords
    levels: list[tuple[str, ...]] = []
    for one in found:
        levels.append((*(() if one.parent is None else levels[one.parent]), one.name))
    assert set(levels) == {label.levels for label in LABELS} | {("animals",)}
    synonyms = dict(zip(levels, (one.synonyms for one in found), strict=True))
    assert synonyms["kjøretøy", "lastebil"] == ["lorry"]
    assert synonyms["animals", "crane"] == ["trane"]
    assert {entry.original: entry.manual for entry in read_glossary(path) if entry.manual} == {
        label.levels[-1]: label.english_name for label in LABELS if label.english_name
    }


def test_the_uris_of_two_exports_are_the_same(tmp_path: Path) -> None:
    first = write_format("skos", tmp_path / "a.rdf", content(LABELS))
    fewer = write_format("skos", tmp_path / "b.rdf", content(LABELS[:3], language=""))

    one, other = (set(graph_of(path).subjects(RDF.type, SKOS.Concept)) for path in (first, fewer))
    assert other < one


def test_images_are_passed_over(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")

    path = write_format("skos", tmp_path / "a.rdf", content_of(images))

    assert len(read_keyword_list(path).keywords) == 8


def test_turtle_says_the_same_and_holds_every_name(tmp_path: Path) -> None:
    statement = replace(STATEMENT, url="https://example.org/<a b>", title='"q" \\ line\nbreak')
    said = replace(content(LABELS), statement=statement)
    odd = ExchangedLabel(("bell \x07", 'tab\t\\"'), "english")

    turtle = Graph().parse(write_format("skos-turtle", tmp_path / "a.ttl", said), format="turtle")
    xml = graph_of(write_format("skos", tmp_path / "a.rdf", replace(said, statement=STATEMENT)))
    alike = Graph().parse(
        write_format("skos-turtle", tmp_path / "b.ttl", content(LABELS)), format="turtle"
    )
    assert len(turtle) == len(xml) > 20
    assert set(alike) == set(xml)
    path = write_format("skos-turtle", tmp_path / "odd.ttl", content([odd]))
    graph = Graph().parse(path, format="turtle")
    names = {str(name) for name in graph.objects(None, SKOS.prefLabel)}
    assert names == {"bell \x07", 'tab\t\\"', "english"}


@pytest.mark.parametrize(
    ("format", "ending"),
    [
        ("pretty-xml", ".rdf"),
        ("xml", ".RDF"),
        ("turtle", ".ttl"),
        ("nt", ".nt"),
        ("n3", ".n3"),
        ("json-ld", ".jsonld"),
        ("xml", ""),
        ("turtle", ""),
        ("nt", ".txt"),
        ("json-ld", ""),
    ],
)
def test_what_other_programs_write_is_read(tmp_path: Path, format: str, ending: str) -> None:
    path = write_format("skos", tmp_path / "a.rdf", content(LABELS))
    again = tmp_path / f"again{ending}"
    graph_of(path).serialize(again, format=format, encoding="utf-8")

    def told(file: Path) -> set[tuple[str, str, frozenset[str], str | None]]:
        found = read_keyword_list(file).keywords
        return {
            (
                one.name,
                one.english_name,
                frozenset(one.synonyms),
                None if one.parent is None else found[one.parent].name,
            )
            for one in found
        }

    assert told(again) == told(path)


HEAD = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:skos="http://www.w3.org/2004/02/skos/core#">'
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<rdf", "no whole XML"),
        (HEAD + "</rdf:RDF>", "holds no SKOS concepts"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + HEAD + "&b;</rdf:RDF>", "declares entities"),
        ("<a>" * 200_000, "no whole XML"),
    ],
)
def test_what_is_no_vocabulary_is_refused_in_words(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InputError, match=said):
        read_keyword_list(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", "@prefix skos: <x> .", "holds no SKOS concepts"),
        ("a.ttl", "<<<", "not written as its ending says"),
        ("a.ttl", "[" * 100_000, "not written as its ending says"),
        ("a.nt", "\xff\0", "not written as its ending says"),
        ("a.jsonld", "[" * 100_000, "not written as its ending says"),
        ("a.jsonld", '{"@graph": []}', "holds no SKOS concepts"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c"}', "which is not fetched"),
        ("a.jsonld", '{"@graph": [{"@context": [{}, "c.json"]}]}', "which is not fetched"),
        ("a.jsonld", '{"@context": {"@import": "file:///etc/hosts"}}', "which is not fetched"),
    ],
)
def test_other_writings_are_refused_in_words_too(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="latin-1")

    with pytest.raises(InputError, match=said):
        read_keyword_list(path)


def test_concepts_in_a_circle_end(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    concept = (
        '<skos:Concept rdf:about="u:{0}"><skos:prefLabel>{0}</skos:prefLabel>'
        '<skos:broader rdf:resource="u:{1}"/></skos:Concept>'
    )
    chain = "".join(concept.format(at, at + 1) for at in range(10, 900))
    path.write_text(
        HEAD + concept.format("a", "b") + concept.format("b", "a") + chain + "</rdf:RDF>"
    )

    found = read_keyword_list(path).keywords

    assert len(found) == 892
    assert sum(one.parent is None for one in found) >= 2


def test_a_name_that_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="signs that XML cannot hold"):
        write_format("skos", tmp_path / "a.rdf", content([ExchangedLabel(("a\x01",))]))
