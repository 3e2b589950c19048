"""CVAT for images 1.1: tags of whole images in XML, to look through there and take back.

A folder with ``annotations.xml`` (or one for each part), ``labels.json``, which is pasted into
CVAT's constructor of a task ("Raw"), and where pictures leave ``images/``. A tag has the label's
names from the top down (``vehicle|truck``), and as attributes who decided it and when, which CVAT
hands back. Its ``source`` is "manual" for what a person decided and "file" for what came with
files. Suggestions do not leave: CVAT cannot tell them from labels.

Of an image in CVAT's own dump that has tags, the labels of the task that it does not have are
taken for seen and left out; one without any tag may be one that nobody opened.

Source: "XML annotation format" in CVAT's documentation (https://docs.cvat.ai).
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self, TextIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Options,
    Preview,
    Writing,
    first_lines,
)
from engine.exchange.formats.json_files import WRONG_SHAPE, share_of
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.formats.xml_text import (
    escaped_signs,
    original_signs,
    xml_attribute,
    xml_text,
)
from engine.exchange.packed_files import DAMAGED_ARCHIVE
from engine.exchange.records import Answer, ExchangedImage, ExchangedLabelling
from engine.table_file import regular_file
from messages.levels import join_levels, split_levels
from messages.message import Message

PICTURES = "images"
STEM = "annotations"
LABELS = "labels.json"
MOST_BYTES = 1024**3
MOST_ARCHIVE_BYTES = 64 * 1024**3
"""Pictures may lie beside the XML."""
MOST_ELEMENTS = 5_000_000
"""Of one image, or of a task's labels."""
HEAD_BYTES = 128 * 1024
ATTRIBUTES = ("origin", "decider", "decided_at", "confidence", "probability")
"""Of a tag: where the labelling comes from. "source" is a word of CVAT's own."""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the tags, the labels and the pictures; as ``WritesImages`` says. Raises InputError for
    names that XML cannot hold."""
    files = PictureFiles(content.pictures, place / PICTURES)
    (place / LABELS).write_text(_constructor(content), encoding="utf-8")
    with ExitStack() as stack:
        streams = {
            part: stack.enter_context((place / _name(part)).open("w", encoding="utf-8"))
            for part in content.parts or ("",)
        }
        for stream in streams.values():
            _begin(stream, content)
        for number, image in enumerate(content.images):
            name = files.name(image)
            files.place(image, name)
            streams[image.part if content.parts else ""].write(_image(number, name, image))
            yield
        for stream in streams.values():
            stream.write("</annotations>\n")


def _name(part: str) -> str:
    return f"{STEM}_{part}.xml" if part else f"{STEM}.xml"


def _constructor(content: ExportContent) -> str:
    """The labels as CVAT's constructor takes them."""
    attributes = [
        {"name": name, "input_type": "text", "mutable": False, "values": [""]}
        for name in ATTRIBUTES
    ]
    labels = [
        {"name": _label_name(label.levels), "type": "tag", "attributes": attributes}
        for label in content.labels
    ]
    return json.dumps(labels, ensure_ascii=False, indent=1)


def _begin(stream: TextIO, content: ExportContent) -> None:
    stream.write(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<annotations>\n<version>1.1</version>\n<meta><task>\n"
        f"<name>{xml_text(escaped_signs(content.statement.title))}</name><labels>\n"
    )
    attributes = "".join(
        f"<attribute><name>{name}</name><mutable>False</mutable><input_type>text</input_type>"
        "<default_value></default_value><values></values></attribute>"
        for name in ATTRIBUTES
    )
    for label in content.labels:
        stream.write(
            f"<label><name>{xml_text(_label_name(label.levels))}</name><type>tag</type>"
            f"<attributes>{attributes}</attributes></label>\n"
        )
    stream.write("</labels></task></meta>\n")


def _label_name(levels: tuple[str, ...]) -> str:
    """What the label is called there: its path, with signs that XML cannot hold escaped."""
    return escaped_signs(join_levels(levels))


def _image(number: int, name: str, image: ExchangedImage) -> str:
    size = f' width="{image.width_px}" height="{image.height_px}"' if image.width_px else ""
    file = f" file={xml_attribute(escaped_signs(spelled_file(image.file)))}"
    tags = "".join(_tag(one) for one in image.labellings)
    shown = xml_attribute(escaped_signs(name))
    return f'<image id="{number}" name={shown}{size}{file}>{tags}</image>\n'


def _tag(labelling: ExchangedLabelling) -> str:
    source = "file" if labelling.source in ("imported", "rule") else "manual"
    values = (
        labelling.source,
        labelling.decider,
        labelling.decided_at,
        "" if labelling.confidence is None else repr(labelling.confidence),
        "" if labelling.probability is None else repr(labelling.probability),
    )
    attributes = "".join(
        f'<attribute name="{name}">{xml_text(escaped_signs(value))}</attribute>'
        for name, value in zip(ATTRIBUTES, values, strict=True)
    )
    label = xml_attribute(_label_name(labelling.levels))
    return f'\n<tag label={label} source="{source}">{attributes}</tag>'


def recognises(path: Path) -> bool:
    """Whether this is an XML file of CVAT, the archive that CVAT hands out, or a folder with such
    files."""
    return any(_is_cvat(file) for file in _files(path))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob(f"{STEM}*.xml"))
    return [path] if path.suffix.casefold() in (".xml", ".zip") else []


def _is_cvat(file: Path) -> bool:
    try:
        with _opened(file) as stream:
            return b"<annotations>" in stream.read(HEAD_BYTES)
    except InputError:
        return False


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """The XML of a file, also where it lies in an archive; raises InputError."""
    with regular_file(file, most_bytes=MOST_ARCHIVE_BYTES) as stream:
        if file.suffix.casefold() != ".zip":
            yield stream
            return
        try:
            with ZipFile(stream) as archive:
                if archive.getinfo(f"{STEM}.xml").file_size > MOST_BYTES:
                    raise InputError("export-too-large", file=file.name)
                with archive.open(f"{STEM}.xml") as inside:
                    yield inside
        except DAMAGED_ARCHIVE as error:
            raise InputError("export-xml-damaged", file=file.name) from error


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images with their tags; boxes and outlines are labels of the whole image here.

    Raises InputError for a file that is damaged, declares entities or is far too large.
    """
    for file in _files(path):
        if _is_cvat(file):
            part = file.stem.removeprefix(STEM).removeprefix("_") if path.is_dir() else ""
            yield from _images(file, part)


@dataclass(frozen=True, slots=True)
class _Task:
    """What a dump of CVAT's says of its task; a file that only went there says nothing."""

    asked: frozenset[tuple[str, ...]] = frozenset()
    decider: str = ""
    decided_at: str = ""

    @classmethod
    def of(cls, meta: Element) -> Self:
        if meta.find(".//dumped") is None:
            return cls()
        names = (one.text or "" for one in meta.iterfind(".//labels/label/name"))
        people = (meta.findtext(f".//{role}/username") for role in ("assignee", "owner"))
        moment = (meta.findtext(".//updated") or meta.findtext(".//dumped") or "").strip()
        return cls(
            frozenset(split_levels(original_signs(name)) for name in names if name),
            next((name.strip() for name in people if name), "CVAT"),
            _utc(moment),
        )


def _utc(moment: str) -> str:
    if not moment:
        return ""
    found = datetime.fromisoformat(moment)
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _images(file: Path, part: str) -> Iterator[ExchangedImage]:
    number = 0
    task = _Task()
    with _opened(file) as stream:
        try:
            for element in _children(stream, file.name):
                if element.tag == "meta":
                    task = _Task.of(element)
                elif element.tag == "image":
                    number += 1
                    yield _image_of(element, part, task)
        except DefusedXmlException as error:
            raise InputError("export-xml-entities", file=file.name) from error
        except (ParseError, UnicodeError) as error:
            raise InputError("export-xml-damaged", file=file.name) from error
        except WRONG_SHAPE as error:
            raise InputError("export-entry-wrong", file=file.name, number=number) from error


def _children(stream: IO[bytes], name: str) -> Iterator[Element]:
    """The elements right below the outermost one, each forgotten before the next."""
    outermost: list[Element] = []
    depth = held = 0
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth += 1
            held += 1
            if held > MOST_ELEMENTS:
                raise InputError("export-too-large", file=name)
            if depth == 1:
                outermost.append(element)
            continue
        depth -= 1
        if depth == 1:
            yield element
            outermost[0].clear()
            held = 0


def _image_of(element: Element, part: str, task: _Task) -> ExchangedImage:
    labellings: dict[tuple[str, ...], ExchangedLabelling] = {}
    for child in element:
        if child.get("label") is not None:
            found = _labelling_of(child, task)
            labellings.setdefault(found.levels, found)
    width, height = element.get("width"), element.get("height")
    spelled = element.get("file")
    answer = None
    if task.asked and labellings:
        others = task.asked - labellings.keys()
        answer = Answer(others, task.decider, task.decided_at)
    return ExchangedImage(
        file_as_spelled(original_signs(spelled or element.attrib["name"])),
        tuple(labellings.values()),
        part=part,
        width_px=int(width) if width else None,
        height_px=int(height) if height else None,
        answer=answer,
    )


def _labelling_of(child: Element, task: _Task) -> ExchangedLabelling:
    said = {
        one.get("name", ""): original_signs(one.text or "") for one in child.iterfind("attribute")
    }
    levels = split_levels(original_signs(child.attrib["label"]))
    if not any(said.get(name) for name in ATTRIBUTES):
        return ExchangedLabelling(levels, "curator", task.decider, task.decided_at)
    return ExchangedLabelling(
        levels,
        said.get("origin", ""),
        said.get("decider", ""),
        said.get("decided_at", ""),
        share_of(said.get("confidence") or None),
        share_of(said.get("probability") or None),
    )


def preview(place: Path) -> Preview:
    """The first lines of the first file."""
    return first_lines(next(place.glob(f"{STEM}*.xml")))


FORMAT = ExportFormat(
    name="cvat",
    title=Message("export-format-cvat"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    pictures="possible",
    purpose="annotation",
    reader=FormatReader(recognises, read),
)
