"""RO-Crate 1.1: another format with what a repository wants to know of a dataset around it.

A folder that the chosen format fills, or holds its file as ``labels`` with its own ending, and
``ro-crate-metadata.json``, which says in JSON-LD what DataCite asks for: title, description,
creators, licence, date and contact as the curator states them, and what each file is. Several
creators stand between semicolons, each with an ORCID where the name is the address of one. Pictures
that leave lie where the format has them, else in ``images/``; their folders are described, not each
file, and ``pictures.csv`` tells which image of the archive each is where the format does not.

Source: https://www.researchobject.org/ro-crate/specification/1.1.
"""

import hashlib
import json
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from engine.cells import file_cell
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatOption,
    FormatReader,
    Options,
    Preview,
    Writing,
    first_lines,
)
from engine.exchange.formats import coco, csv_long, jsonl, parquet, skos_vocabulary
from engine.exchange.formats.biodiversity import camtrap_dp, darwin_core
from engine.exchange.formats.csv_files import csv_writer
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

METADATA = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
PROFILE = "https://w3id.org/ro/crate/1.1"
STEM = "labels"
PICTURES = "images"
WHICH = "pictures.csv"
MOST_KEYWORDS = 200
MOST_FILES = 1_000
NOT_STATED = "Not stated"
HELD = {
    one.name: one
    for one in (
        jsonl.FORMAT,
        csv_long.FORMAT,
        parquet.FORMAT,
        coco.FORMAT,
        darwin_core.FORMAT,
        camtrap_dp.FORMAT,
        skos_vocabulary.FORMAT,
    )
}
MEDIA_TYPES = {
    ".jsonl": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".rdf": "application/rdf+xml",
}

HOLDS = FormatOption(
    "holds",
    Message("export-option-holds"),
    default=jsonl.FORMAT.name,
    choices=tuple((name, one.title) for name, one in HELD.items()),
)


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the chosen format, the pictures, and what they all are; as ``WritesImages`` says."""
    held = HELD[str(options[HOLDS.name])]
    inside = place if held.writes_folder else place / f"{STEM}{held.suffix}"
    writing = held.write(inside, content, held.checked_options({}))
    if held.pictures == "never" and content.pictures is not None:
        for _ in writing:
            pass
        yield from _place_pictures(place, content)
    else:
        yield from writing
    metadata = {"@context": CONTEXT, "@graph": _graph(place, content)}
    (place / METADATA).write_text(
        json.dumps(metadata, ensure_ascii=False, indent=2), encoding="utf-8"
    )


def _place_pictures(place: Path, content: ExportContent) -> Writing:
    """Put the pictures beside labels that know only the files of the archive, with a table of
    which is which."""
    files = PictureFiles(content.pictures, place / PICTURES)
    with csv_writer(place / WHICH) as write_row:
        write_row(("picture", "file", "sha256"))
        for image in content.images:
            name = files.name(image)
            files.place(image, name)
            write_row((f"{PICTURES}/{name}", file_cell(image.file), image.sha256))
            yield


def _graph(place: Path, content: ExportContent) -> list[dict[str, Any]]:
    parts = list(_parts(place))
    people = _creators(content)
    contact = _contact(content)
    licence = _licence(content)
    said = content.statement
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": said.title or NOT_STATED,
        "description": said.description or f"{content.image_count} images with labels",
        "datePublished": said.made_at or "1970-01-01T00:00:00Z",
        "license": {"@id": licence["@id"]},
        "keywords": [join_levels(one.levels) for one in content.labels[:MOST_KEYWORDS]],
        "hasPart": [{"@id": one["@id"]} for one in parts],
    }
    if people:
        named: list[dict[str, str]] = [{"@id": one["@id"]} for one in people]
        root["creator"] = root["author"] = named[0] if len(named) == 1 else named
    if contact:
        root["contactPoint"] = {"@id": contact[0]["@id"]}
    if said.url:
        root["url"] = said.url
        root["identifier"] = said.url
    descriptor = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }
    return [descriptor, root, licence, *people, *contact, *parts]


def _creators(content: ExportContent) -> list[dict[str, Any]]:
    found = []
    for at, name in enumerate(filter(None, map(str.strip, content.statement.creator.split(";")))):
        orcid = re.search(r"https://orcid\.org/[\dX-]+", name)
        plain = name if orcid is None else name.replace(orcid[0], "").strip(" ()<>,")
        key = f"#creator-{at + 1}" if orcid is None else orcid[0]
        found.append({"@id": key, "@type": "Person", "name": plain or key})
    return found


def _contact(content: ExportContent) -> list[dict[str, Any]]:
    contact = content.statement.contact
    if not contact:
        return []
    entity = {"@id": "#contact", "@type": "ContactPoint", "contactType": "contact"}
    if re.fullmatch(r"[^\s@]+@[^\s@]+", contact):
        entity |= {"@id": f"mailto:{quote(contact, safe='@')}", "email": contact}
    elif contact.startswith(("http://", "https://")):
        entity["url"] = contact
    return [entity | {"name": contact}]


def _licence(content: ExportContent) -> dict[str, Any]:
    """The licence as an address where its name is one of SPDX, else as it is stated."""
    stated = content.statement.licence
    if re.fullmatch(r"https?://\S+", stated):
        key = stated
    elif re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]*", stated):
        key = f"https://spdx.org/licenses/{stated}"
    else:
        key = "#licence"
    return {"@id": key, "@type": "CreativeWork", "name": stated or NOT_STATED}


def _parts(place: Path) -> Iterator[dict[str, Any]]:
    """The files of the crate and its folders; of pictures in folders the folders alone."""
    listed = 0
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_dir():
            if path.parent == place:
                count = sum(one.is_file() for one in path.rglob("*"))
                yield {
                    "@id": f"{quote(name)}/",
                    "@type": "Dataset",
                    "name": name,
                    "description": f"{count} files",
                }
            continue
        media_type = MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or ""
        is_picture = media_type.startswith("image/") and path.parent != place
        if is_picture or listed == MOST_FILES:
            continue
        listed += 1
        entity = {
            "@id": quote(name),
            "@type": "File",
            "name": name,
            "contentSize": str(path.stat().st_size),
            "sha256": _sha256(path),
        }
        yield entity | ({"encodingFormat": media_type} if media_type else {})


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def recognises(path: Path) -> bool:
    """Whether this is a crate that holds labels as a file; others are known by what fills them."""
    return path.is_dir() and (path / METADATA).is_file() and _held(path) is not None


def holds_vocabulary(path: Path) -> bool:
    """Whether this is a crate that holds a vocabulary, and so no images."""
    inside = path / f"{STEM}{skos_vocabulary.FORMAT.suffix}"
    return path.is_dir() and (path / METADATA).is_file() and inside.is_file()


def _held(path: Path) -> tuple[FormatReader, Path] | None:
    for one in HELD.values():
        inside = path if one.writes_folder else path / f"{STEM}{one.suffix}"
        if one.reader is not None and inside.exists() and one.reader.recognises(inside):
            return one.reader, inside
    return None


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of what the crate holds; raises InputError as its own reader does."""
    found = _held(path)
    if found is not None:
        reader, inside = found
        yield from reader.read(inside)


def preview(place: Path) -> Preview:
    """The first lines of what a repository reads."""
    return first_lines(place / METADATA)


FORMAT = ExportFormat(
    name="ro-crate",
    title=Message("export-format-ro-crate"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    options=(HOLDS,),
    pictures="possible",
    needs_time=lambda options: HELD[str(options[HOLDS.name])].needs_time({}),
    purpose="publication",
    reader=FormatReader(recognises, read),
)
