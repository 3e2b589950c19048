"""Picture files with ``metadata.jsonl``, as ImageFolder of the Hugging Face library ``datasets``.

``train/``, ``validation/`` and ``test/`` (``train/`` alone without a split) hold the pictures and a
``metadata.jsonl`` with a line for each: ``file_name``, ``labels`` (the paths of its labels,
"vehicle|truck"), ``text`` (its first caption), ``title``, the ``file`` and ``sha256`` of the
original, and in ``details``, as one text, all that is known of it as JSON Lines have it.
``labels.json`` beside them lists the labels.
(The form: https://huggingface.co/docs/datasets/image_dataset#imagefolder.)

``datasets`` guesses the kinds of the columns from the first lines of each part, and wants the same
ones in all of them. So every column is text but ``labels``, whose kind an empty list does not tell:
a line with labels comes first.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExportContent, Pictures
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Loader,
    Options,
    Preview,
    Writing,
    images_preview,
)
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    image_object,
    image_of,
    json_text,
    label_objects,
    text,
)
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.formats.shards import part_of
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.table_file import text_lines
from messages.levels import join_levels, split_levels
from messages.message import Message

METADATA = "metadata.jsonl"
LABELS = "labels.json"
MOST_WAITING = 50_000
"""Lines without labels that wait for one with some: more than ``datasets`` guesses from."""

DATASETS = """\
from datasets import load_dataset

parts = load_dataset("imagefolder", data_dir=".", drop_labels=True)
picture, labels = parts["train"][0]["image"], parts["train"][0]["labels"]
"""
PYTORCH = """\
import json, pathlib
import torch
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor

lines = pathlib.Path("train/metadata.jsonl").read_text(encoding="utf-8").split("\\n")
rows = [json.loads(line) for line in lines if line]
names = [one["label_path"] for one in json.loads(pathlib.Path("labels.json").read_text("utf-8"))]

class Images(torch.utils.data.Dataset):
    def __len__(self):
        return len(rows)

    def __getitem__(self, at):
        picture = Image.open(f"train/{rows[at]['file_name']}").convert("RGB").resize((224, 224))
        marks = torch.tensor([float(name in rows[at]["labels"]) for name in names])
        return pil_to_tensor(picture), marks

loader = torch.utils.data.DataLoader(Images(), batch_size=32)
"""
TENSORFLOW = """\
import json, pathlib
import numpy as np
import tensorflow as tf

lines = pathlib.Path("train/metadata.jsonl").read_text(encoding="utf-8").split("\\n")
rows = [json.loads(line) for line in lines if line]
names = [one["label_path"] for one in json.loads(pathlib.Path("labels.json").read_text("utf-8"))]
files = [f"train/{row['file_name']}" for row in rows]
marks = np.array([[name in row["labels"] for name in names] for row in rows], np.float32)

def pair(file, marks):
    picture = tf.io.decode_image(tf.io.read_file(file), channels=3, expand_animations=False)
    return tf.image.resize(picture, (224, 224)), marks

dataset = tf.data.Dataset.from_tensor_slices((files, marks)).map(pair).batch(32)
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the pictures and their lines; as ``WritesImages`` says."""
    (place / LABELS).write_text(json_text(label_objects(content.labels)), encoding="utf-8")
    with ExitStack() as stack:
        folders: dict[str, _Folder] = {}
        for image in content.images:
            part = part_of(image, content)
            if part not in folders:
                (place / part).mkdir(exist_ok=True)
                stream = (place / part / METADATA).open("w", encoding="utf-8", newline="")
                stack.enter_context(stream)
                folders[part] = _Folder(place / part, stream, content.pictures)
            folders[part].add(image)
            yield
        for folder in folders.values():
            folder.end()


class _Folder:
    """The folder of a part."""

    def __init__(self, folder: Path, stream: TextIO, pictures: Pictures | None) -> None:
        self._stream = stream
        self._files = PictureFiles(pictures, folder)
        self._waiting: list[str] = []
        self._is_begun = False

    def add(self, image: ExchangedImage) -> None:
        """One more image."""
        name = self._files.name(image)
        self._files.place(image, name)
        line = json_text(_line(name, image)) + "\n"
        self._is_begun |= bool(image.labellings) or len(self._waiting) == MOST_WAITING
        if self._is_begun:
            self._stream.write(line)
            self.end()
        else:
            self._waiting.append(line)

    def end(self) -> None:
        """Write the lines that waited."""
        self._stream.writelines(self._waiting)
        self._waiting.clear()


def _line(name: str, image: ExchangedImage) -> dict[str, Any]:
    return {
        "file_name": name,
        "labels": [join_levels(one.levels) for one in image.labellings],
        "text": image.text,
        "title": image.title,
        "file": spelled_file(image.file),
        "sha256": image.sha256,
        "details": json_text(image_object(image)),
    }


def recognises(path: Path) -> bool:
    """Whether this is a folder of such folders, or one of these alone."""
    return bool(_files(path))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path] if path.name == METADATA and path.is_file() else []
    return sorted(file for file in (*path.glob(METADATA), *path.glob(f"*/{METADATA}")))


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the lines, with the labels and titles that these have now.

    Raises InputError naming the first line that is not one.
    """
    for file in _files(path):
        for number, line in enumerate(text_lines(file), start=1):
            if line.strip():
                try:
                    yield _image(json.loads(line))
                except WRONG_SHAPE:
                    name = f"{file.parent.name}/{file.name}"
                    raise InputError("export-entry-wrong", file=name, number=number) from None


def _image(value: dict[str, Any]) -> ExchangedImage:
    if value.get("details") is not None:
        said = image_of(json.loads(text(value["details"])))
    else:
        said = ExchangedImage(file_as_spelled(text(value.get("file") or value["file_name"])))
    known = {join_levels(one.levels): one for one in said.labellings}
    paths = value["labels"]
    if not isinstance(paths, list):
        raise TypeError("no list of labels")
    return replace(
        said,
        labellings=tuple(
            known.get(text(path)) or ExchangedLabelling(split_levels(path)) for path in paths
        ),
        title=text(value.get("title") or ""),
    )


def preview(place: Path) -> Preview:
    """The first images, with their labels."""
    return images_preview(read(place))


FORMAT = ExportFormat(
    name="imagefolder",
    title=Message("export-format-imagefolder"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    reader=FormatReader(recognises, read),
    pictures="always",
    loaders=(
        Loader("Hugging Face datasets", DATASETS),
        Loader("PyTorch", PYTORCH),
        Loader("TensorFlow", TENSORFLOW),
    ),
    part_files="{part}/**",
)
