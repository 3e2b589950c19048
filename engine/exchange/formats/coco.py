"""COCO with labels of whole images: no boxes, for nobody drew any, and so no annotations.

A folder with ``annotations/labels.json`` (one file a part, ``labels_train.json``, where there are
parts) and, where pictures leave, ``images/``. Images, categories and licences are COCO's own
(https://cocodataset.org/#format-data). COCO has no place for labels without a box; they stand in
an extension that its readers pass over:

- an image has ``label_ids``, the categories it carries, and of the archive ``file``, ``sha256``,
  ``title`` and ``reviewed_at``;
- ``image_labels`` holds an object for each labelling: ``image_id``, ``category_id`` and where it
  comes from (``source``, ``decider``, ``decided_at``, ``confidence``, ``probability``);
- ``image_suggestions`` the same for labels nobody decided on;
- a category has ``path``, its names from the top down. ``supercategory`` is the name above it.

Captions stand beside it as COCO has them, in ``annotations/captions.json`` (one a part too), with
all else that is known of them: ``language``, ``source``, ``field``, ``author``, ``made_at``.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, TextIO

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.export_format import (
    PREVIEW_ROWS,
    ExportFormat,
    FormatReader,
    Loader,
    Options,
    Preview,
    Writing,
)
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    ListWriter,
    caption_object,
    caption_of,
    json_head,
    json_list,
    json_text,
    json_value,
    labelling_object,
    labelling_of,
    suggestion_object,
    suggestion_of,
    text,
    text_or_empty,
)
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.records import ExchangedCaption, ExchangedImage
from messages.levels import join_levels
from messages.message import Message

ANNOTATIONS = "annotations"
PICTURES = "images"
STEM = "labels"
CAPTIONS = "captions"

PYTORCH = """\
import json, os, pathlib
import torch
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor

folder = "images" if os.path.isdir("images") else "."  # or where the archive is
part = next(pathlib.Path("annotations").glob("labels*train.json"), "annotations/labels.json")
said = json.loads(pathlib.Path(part).read_text("utf-8"))
rows, ids = said["images"], [one["id"] for one in said["categories"]]

class Images(torch.utils.data.Dataset):
    def __len__(self):
        return len(rows)

    def __getitem__(self, at):
        picture = Image.open(f"{folder}/{rows[at]['file_name']}").convert("RGB").resize((224, 224))
        marks = torch.tensor([float(one in rows[at]["label_ids"]) for one in ids])
        return pil_to_tensor(picture), marks

loader = torch.utils.data.DataLoader(Images(), batch_size=32)
"""
TENSORFLOW = """\
import json, os, pathlib
import numpy as np
import tensorflow as tf

folder = "images" if os.path.isdir("images") else "."  # or where the archive is
part = next(pathlib.Path("annotations").glob("labels*train.json"), "annotations/labels.json")
said = json.loads(pathlib.Path(part).read_text("utf-8"))
rows, ids = said["images"], [one["id"] for one in said["categories"]]
files = [f"{folder}/{row['file_name']}" for row in rows]
marks = np.array([[one in row["label_ids"] for one in ids] for row in rows], np.float32)

def pair(file, marks):
    picture = tf.io.decode_image(tf.io.read_file(file), channels=3, expand_animations=False)
    return tf.image.resize(picture, (224, 224)), marks

dataset = tf.data.Dataset.from_tensor_slices((files, marks)).map(pair).batch(32)
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a file for each part, and the pictures; as ``WritesImages`` says."""
    numbers = {one.levels: number for number, one in enumerate(content.labels, start=1)}
    files = PictureFiles(content.pictures, place / PICTURES)
    (place / ANNOTATIONS).mkdir(exist_ok=True)
    with ExitStack() as stack:
        of_part = {
            part: stack.enter_context(_part_file(place / ANNOTATIONS, part, content))
            for part in content.parts or ("",)
        }
        for number, image in enumerate(content.images, start=1):
            name = files.name(image)
            files.place(image, name)
            part = of_part[image.part if content.parts else ""]
            part.images.add(_image_object(number, name, image, numbers))
            for labelling in image.labellings:
                part.labels.add(_of_image(number, labelling_object(labelling), numbers))
            part.add_captions(number, name, image)
            for suggestion in image.suggestions:
                part.suggestions.add(_of_image(number, suggestion_object(suggestion), numbers))
            yield


@dataclass(frozen=True, slots=True)
class _PartFile:
    """The lists of one file, all written at once."""

    images: ListWriter
    labels: ListWriter
    suggestions: ListWriter
    captioned: ListWriter
    captions: ListWriter

    def add_captions(self, number: int, name: str, image: ExchangedImage) -> None:
        """What an image says in the file of captions; nothing where it has none."""
        if image.captions:
            said = {"id": number, "file_name": name, "file": spelled_file(image.file)}
            self.captioned.add(said | {"sha256": image.sha256})
        for one in image.captions:
            known = caption_object(one)
            caption = {"image_id": number, "id": self.captions.count + 1, "caption": known["text"]}
            self.captions.add(caption | {key: known[key] for key in known if key != "text"})


@contextmanager
def _part_file(folder: Path, part: str, content: ExportContent) -> Iterator[_PartFile]:
    """The files of a part to be filled; all lists but the first of each wait beside them, for JSON
    has one after the other. There is no file of captions where there is no caption."""
    path, captions_path = (folder / _file_name(stem, part) for stem in (STEM, CAPTIONS))
    with (
        path.open("w", encoding="utf-8") as stream,
        TemporaryFile("w+", encoding="utf-8", dir=folder) as labels,
        TemporaryFile("w+", encoding="utf-8", dir=folder) as suggestions,
        TemporaryFile("w+", encoding="utf-8", dir=folder) as captioned,
        TemporaryFile("w+", encoding="utf-8", dir=folder) as captions,
    ):
        _begin(stream, content)
        stream.write(',\n"images": ')
        with (
            json_list(stream) as images,
            json_list(labels) as labels_list,
            json_list(suggestions) as suggestions_list,
            json_list(captioned) as captioned_list,
            json_list(captions) as captions_list,
        ):
            yield _PartFile(images, labels_list, suggestions_list, captioned_list, captions_list)
        for name, waiting in (("image_labels", labels), ("image_suggestions", suggestions)):
            stream.write(f',\n"{name}": ')
            waiting.seek(0)
            copyfileobj(waiting, stream)
        stream.write("}\n")
        if captions_list.count:
            with captions_path.open("w", encoding="utf-8") as beside:
                for before, waiting in (
                    ('{"images": ', captioned),
                    (',\n"annotations": ', captions),
                ):
                    beside.write(before)
                    waiting.seek(0)
                    copyfileobj(waiting, beside)
                beside.write("}\n")


def _of_image(
    number: int, known: dict[str, Any], numbers: Mapping[tuple[str, ...], int]
) -> dict[str, Any]:
    """What is known of a label of an image, the label by its number."""
    category = numbers[tuple(known.pop("path"))]
    known.pop("name")
    return {"image_id": number, "category_id": category, **known}


def _file_name(stem: str, part: str) -> str:
    return f"{stem}_{part}.json" if part else f"{stem}.json"


def _begin(stream: TextIO, content: ExportContent) -> None:
    said = content.statement
    info = {
        "description": said.title or said.description,
        "url": said.url,
        "version": "1.0",
        "year": int(said.made_at[:4]) if said.made_at[:4].isdigit() else 0,
        "contributor": said.creator,
        "date_created": said.made_at,
    }
    licences = [{"id": 1, "name": said.licence, "url": ""}] if said.licence else []
    stream.write('{"info": ' + json_text(info) + ',\n"categories": ')
    with json_list(stream) as categories:
        for number, label in enumerate(content.labels, start=1):
            categories.add(_category(number, label))
    stream.write(',\n"licenses": ' + json_text(licences) + ',\n"annotations": []')


def _category(number: int, label: ExchangedLabel) -> dict[str, Any]:
    return {
        "id": number,
        "name": join_levels(label.levels),
        "supercategory": label.levels[-2] if len(label.levels) > 1 else "",
        "path": list(label.levels),
        "english_name": label.english_name,
    }


def _image_object(
    number: int, name: str, image: ExchangedImage, numbers: dict[tuple[str, ...], int]
) -> dict[str, Any]:
    size = {"width": image.width_px, "height": image.height_px} if image.width_px else {}
    return {
        "id": number,
        "file_name": name,
        **size,
        "date_captured": image.captured_at,
        "file": spelled_file(image.file),
        "sha256": image.sha256,
        "title": image.title,
        "reviewed_at": image.reviewed_at,
        "label_ids": [numbers[one.levels] for one in image.labellings],
    }


def recognises(path: Path) -> bool:
    """Whether this is a COCO file, or a folder that holds some."""
    return any(_is_coco(file) for file in _json_files(path))


def _json_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path] if path.suffix.casefold() == ".json" else []
    return sorted((path / ANNOTATIONS).glob("*.json"))


def _is_coco(path: Path) -> bool:
    head = json_head(path)
    return head.startswith("{") and ('"supercategory"' in head or '"file_name"' in head)


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the file, or of all files of a folder, with the labels of the extension.

    Raises InputError for a file that is damaged or no COCO. Boxes and outlines of other programs
    are labels of the whole image here.
    """
    for file in _json_files(path):
        if not _is_coco(file):
            continue
        value = json_value(file)
        if isinstance(value, dict) and "categories" not in value:
            yield from _captioned(file, value)
        else:
            yield from _images(file, value)


def _captioned(file: Path, value: dict[str, Any]) -> Iterator[ExchangedImage]:
    """The images of a file of captions."""
    number = 0
    try:
        captions: dict[Any, list[ExchangedCaption]] = {}
        for number, one in enumerate(value["annotations"], start=1):  # noqa: B007
            said = caption_of({**one, "text": one["caption"]})
            captions.setdefault(one["image_id"], []).append(said)
        for image in value["images"]:
            yield ExchangedImage(
                file_as_spelled(text(image.get("file") or image["file_name"])),
                sha256=text_or_empty(image.get("sha256")),
                captions=tuple(captions.get(image["id"], ())),
            )
    except WRONG_SHAPE:
        raise InputError("export-entry-wrong", file=file.name, number=number) from None


def _images(file: Path, value: Any) -> Iterator[ExchangedImage]:  # noqa: ANN401
    part = file.stem.removeprefix(STEM).removeprefix("_")
    number = 0
    try:
        paths = {one["id"]: _path(one) for one in value["categories"]}
        labels = _by_image(value, "image_labels", paths)
        suggestions = _by_image(value, "image_suggestions", paths)
        drawn = _by_image(value, "annotations", paths)
        for number, image in enumerate(value["images"], start=1):  # noqa: B007
            found = {one["path"]: one for one in labels.get(image["id"], [])}
            for one in drawn.get(image["id"], []):
                found.setdefault(one["path"], {"path": one["path"]})
            for category in image.get("label_ids", []):
                found.setdefault(paths[category], {"path": paths[category]})
            yield ExchangedImage(
                file_as_spelled(text(image.get("file") or image["file_name"])),
                tuple(labelling_of(one | {"path": list(one["path"])}) for one in found.values()),
                text_or_empty(image.get("title")),
                text_or_empty(image.get("reviewed_at")),
                suggestions=tuple(
                    suggestion_of(one | {"path": list(one["path"])})
                    for one in suggestions.get(image["id"], [])
                ),
                part=part,
                sha256=text_or_empty(image.get("sha256")),
                width_px=image.get("width"),
                height_px=image.get("height"),
                captured_at=text_or_empty(image.get("date_captured")),
            )
    except WRONG_SHAPE:
        raise InputError("export-entry-wrong", file=file.name, number=number) from None


def _path(category: dict[str, Any]) -> tuple[str, ...]:
    path = category.get("path")
    return tuple(map(text, path)) if path else (text(category["name"]),)


def _by_image(
    value: dict[str, Any], name: str, paths: dict[Any, tuple[str, ...]]
) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for one in value.get(name, []):
        path = paths[one["category_id"]]
        found.setdefault(one["image_id"], []).append({**one, "path": path})
    return found


def preview(place: Path) -> Preview:
    """The first lines of the first file."""
    with next((place / ANNOTATIONS).glob(f"{STEM}*.json")).open(encoding="utf-8") as stream:
        return Preview((), tuple((line.rstrip("\n"),) for line in islice(stream, PREVIEW_ROWS)))


FORMAT = ExportFormat(
    name="coco",
    title=Message("export-format-coco"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    pictures="possible",
    purpose="training",
    reader=FormatReader(recognises, read),
    loaders=(Loader("PyTorch", PYTORCH), Loader("TensorFlow", TENSORFLOW)),
)
