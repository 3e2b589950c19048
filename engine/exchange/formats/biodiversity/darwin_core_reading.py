"""Darwin Core back in: an archive with ``meta.xml``, or tables that say what they are by their
columns; in a folder, in a ZIP archive, or the table of occurrences by itself.

Tables of others come too: the picture is what the Audiovisual or Simple Multimedia extension says,
else ``associatedMedia``, and of a web address its path. What a machine observed is a suggestion,
but where the remarks say that a human classified it: camera traps' records are all observations by
a machine. An occurrence that is absent is no label.

Source: "Darwin Core text guide" (https://dwc.tdwg.org/text).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from engine.errors import InputError
from engine.exchange.formats.biodiversity.cells import file_at, moment
from engine.exchange.formats.json_files import json_head
from engine.exchange.packed_files import PackedFolder
from engine.exchange.records import (
    ExchangedCaption,
    ExchangedImage,
    ExchangedLabelling,
    ExchangedSuggestion,
)
from engine.table_file import file_content, first_header, open_rows, open_table
from messages.levels import split_levels

META = "meta.xml"
MOST_META_BYTES = 4 * 1024**2
KEY = ""
"""Of a row: the identifier of the core's record."""
BETWEEN = " | "
SUFFIXES = (".csv", ".txt", ".tsv")
SOURCES = ("imported", "curator", "accepted", "merged", "rule")
NAMES = ("scientificName", "vernacularName")
OF_RECORDS = ("occurrenceID", "basisOfRecord")
COLUMNS_OF_OCCURRENCES = (*NAMES, *OF_RECORDS)
_PROBABILITY = re.compile(r"probability ([01]\.\d+)")
_SIGNS = {"\\t": "\t", "\\n": "\n", "\\r": "\r"}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """A file of the archive; ``places`` are the columns by the last part of their term, and
    ``defaults`` what holds for every row. ``how`` it is written is for ``open_rows``; None: its
    header says."""

    name: str
    row_type: str
    places: Mapping[str, int]
    defaults: Mapping[str, str]
    how: tuple[str, str, str, int] | None

    @contextmanager
    def rows(self, folder: PackedFolder) -> Iterator[Iterator[Row]]:
        """What the rows say; raises InputError for a table that is damaged."""
        with folder.file(self.name) as path:
            if self.how is None:
                with open_table(path, fits=_is_of_occurrences) as table:
                    names = [_word(name) for name in table.header]
                    yield (_with_key(names, row) for _, row in table.rows)
                return
            delimiter, quote, encoding, lines = self.how
            with open_rows(
                path, delimiter=delimiter, quote=quote, encoding=encoding, header_lines=lines
            ) as rows:
                yield map(self._said, rows)

    def _said(self, row: Sequence[str]) -> Row:
        said = {term: row[at] for term, at in self.places.items() if at < len(row)}
        return {**self.defaults, **{term: cell for term, cell in said.items() if cell}}


def recognises(path: Path) -> bool:
    """Whether this is an archive of occurrences, or a table of them with pictures."""
    folder = PackedFolder.with_file(path, META)
    try:
        if folder is None:
            return any(map(_is_occurrence, _tables(path)[1]))
        with folder.file(META) as meta:
            head = json_head(meta)
    except InputError:
        return False
    return all(word in head for word in ("tdwg.org/dwc/text", "/Occurrence", "<archive"))


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images, one for each occurrence and picture of it.

    Raises InputError for an archive that is damaged, declares entities, names files outside it, or
    is far too large.
    """
    folder, tables = _tables(path)
    pictures: dict[str, list[ExchangedImage]] = {}
    for table in tables:
        if table.row_type.casefold() == "multimedia":
            with table.rows(folder) as rows:
                for row in rows:
                    pictures.setdefault(row.get(KEY, ""), []).append(_picture(row))
    for table in filter(_is_occurrence, tables):
        with table.rows(folder) as rows:
            for row in rows:
                yield from _observed(row, pictures.get(row.get(KEY, ""), ()))


def _is_occurrence(table: _Table) -> bool:
    return table.row_type.casefold() == "occurrence"


def _tables(path: Path) -> tuple[PackedFolder, list[_Table]]:
    """The tables at a path, and where they are; none for what is no such archive."""
    folder = PackedFolder.with_file(path, META)
    if folder is not None:
        with folder.file(META) as meta:
            content = file_content(meta, most_bytes=MOST_META_BYTES, too_large="export-too-large")
        return folder, _described(content)
    if path.is_dir() or path.suffix.casefold() == ".zip":
        for name in (f"occurrence{suffix}" for suffix in SUFFIXES):
            folder = PackedFolder.with_file(path, name)
            if folder is not None:
                with folder.file(name) as table:
                    header = first_header(table, _is_of_occurrences)
                found = [_plain(name)] if _is_of_occurrences(header) else []
                beside = name.replace("occurrence", "multimedia")
                has_pictures = PackedFolder.with_file(path, beside) is not None
                return folder, [*found, *([_plain(beside)] if has_pictures else [])]
    elif path.suffix.casefold() in SUFFIXES and _is_of_occurrences(
        first_header(path, _is_of_occurrences)
    ):
        return PackedFolder(path.parent), [_plain(path.name, "occurrence")]
    return PackedFolder(path), []


def _plain(name: str, row_type: str = "") -> _Table:
    return _Table(name, row_type or name.partition(".")[0], {}, {}, None)


def _is_of_occurrences(header: Sequence[str]) -> bool:
    """Whether a table without a description is one of occurrences with pictures."""
    # Any table is asked, several times, and one may have a million columns.
    names = {_word(name) for name in header if name.rstrip().endswith(COLUMNS_OF_OCCURRENCES)}
    return bool(names & set(NAMES)) and bool(names & set(OF_RECORDS))


def _with_key(names: Sequence[str], row: Sequence[str]) -> Row:
    said = dict(zip(names, row, strict=False))
    key = next((said[name] for name in ("coreid", "occurrenceID", "id") if said.get(name)), "")
    return {**said, KEY: key}


def _word(term: str) -> str:
    return re.split("[/#:]", term.strip())[-1]


def _described(content: bytes) -> list[_Table]:
    """The tables that a ``meta.xml`` describes."""
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=False)
        return [_table(one) for one in root if _local(one) in ("core", "extension")]
    except DefusedXmlException as error:
        raise InputError("export-xml-entities", file=META) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError("export-xml-damaged", file=META) from error


def _table(element: Element) -> _Table:
    """One table of the description. Raises ValueError for numbers that are none."""
    places: dict[str, int] = {}
    defaults: dict[str, str] = {}
    location = ""
    for one in element.iter():
        term = _word(one.get("term", ""))
        if _local(one) == "location" and not location:
            location = (one.text or "").strip()
        elif _local(one) in ("id", "coreid"):
            places[KEY] = _index(one)
        elif _local(one) == "field" and term:
            if one.get("index"):
                places[term] = _index(one)
            if one.get("default"):
                defaults[term] = one.get("default", "")
    delimiter = element.get("fieldsTerminatedBy", ",")
    how = (
        _SIGNS.get(delimiter, delimiter),
        element.get("fieldsEnclosedBy", '"'),
        element.get("encoding", "UTF-8"),
        int(element.get("ignoreHeaderLines") or 0),
    )
    return _Table(location, _word(element.get("rowType", "")), places, defaults, how)


def _index(element: Element) -> int:
    index = int(element.get("index", ""))
    if index < 0:
        raise ValueError("a column before the first")
    return index


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _picture(row: Row) -> ExchangedImage:
    """What the row of an extension says of a picture."""
    is_sha256 = row.get("hashFunction", "").casefold().replace("-", "") == "sha256"
    # This program gives both; what others manage their pictures by is no path.
    managed = row.get("providerManagedID", "") if is_sha256 else ""
    address = managed or row.get("accessURI", "") or row.get("identifier", "")
    captions = (" ".join(one.split()) for one in row.get("description", "").split(BETWEEN))
    return ExchangedImage(
        file_at(address),
        title=row.get("title", ""),
        captions=tuple(ExchangedCaption(one) for one in captions if one),
        sha256=row.get("hashValue", "").casefold() if is_sha256 else "",
    )


def _observed(row: Row, pictures: Sequence[ExchangedImage]) -> Iterator[ExchangedImage]:
    """The pictures of an occurrence with what was observed."""
    if not pictures:
        media = row.get("associatedMedia", "").split(BETWEEN)
        pictures = [ExchangedImage(file_at(one)) for one in media if one]
    name = next((row[name] for name in NAMES if row.get(name)), "")
    is_there = row.get("occurrenceStatus", "").casefold() != "absent"
    labelled: tuple[ExchangedLabelling, ...] = ()
    suggested: tuple[ExchangedSuggestion, ...] = ()
    if name and is_there:
        levels = (*_above(row.get("higherClassification", "")), name)
        remarks = row.get("identificationRemarks", "")
        is_machine = row.get("basisOfRecord", "").casefold() == "machineobservation"
        if is_machine and "human" not in remarks.casefold():
            said = _PROBABILITY.search(remarks)
            suggested = (ExchangedSuggestion(levels, float(said[1]) if said else 0.0),)
        else:
            decider = row.get("identifiedBy", "")
            source = remarks if remarks in SOURCES else "curator" if decider else ""
            at = moment(row.get("dateIdentified", ""))
            labelled = (ExchangedLabelling(levels, source, decider, at),)
    for one in pictures:
        yield ExchangedImage(
            one.file,
            labelled,
            one.title,
            suggestions=suggested,
            sha256=one.sha256,
            captions=one.captions,
        )


def _above(classification: str) -> tuple[str, ...]:
    """The levels of a higher classification; one space at each side of a sign belongs to it."""
    if not classification:
        return ()
    parts = split_levels(classification)
    last = len(parts) - 1
    levels = (
        part[at > 0 and part.startswith(" ") : len(part) - (at < last and part.endswith(" "))]
        for at, part in enumerate(parts)
    )
    return tuple(level for level in levels if level)
