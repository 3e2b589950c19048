"""The vocabulary of an export alone, as SKOS in RDF/XML or Turtle; images stay behind."""

from pathlib import Path

from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, Options, Writing
from engine.exchange.skos import write_skos, write_turtle
from messages.message import Message


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the labels as RDF/XML; as ``WritesImages`` says. Raises InputError for a name that
    XML cannot hold."""
    with place.open("w", encoding="utf-8", newline="\n") as stream:
        write_skos(stream, content.labels, content.statement, language=content.language)
    for _ in content.images:
        yield


def write_as_turtle(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the labels as Turtle; as ``WritesImages`` says."""
    with place.open("w", encoding="utf-8", newline="\n") as stream:
        write_turtle(stream, content.labels, content.statement, language=content.language)
    for _ in content.images:
        yield


FORMAT = ExportFormat(
    name="skos",
    title=Message("export-format-skos"),
    suffix=".rdf",
    write=write,
    purpose="publication",
)
TURTLE_FORMAT = ExportFormat(
    name="skos-turtle",
    title=Message("export-format-skos-turtle"),
    suffix=".ttl",
    write=write_as_turtle,
    purpose="publication",
)
