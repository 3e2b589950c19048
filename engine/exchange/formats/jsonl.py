"""One JSON object per line and image, for programs; nothing is left out.

Nothing is escaped but bytes of file names that are no UTF-8 (see ``cells.spelled_file``).
"""

import json
from collections.abc import Iterator
from pathlib import Path

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, FormatReader, Loader, Options, Writing
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    image_object,
    image_of,
    json_text,
)
from engine.exchange.records import ExchangedImage
from engine.table_file import text_lines
from messages.message import Message

SUFFIXES = (".jsonl", ".ndjson")
PYTORCH = """\
import json, pathlib
import torch
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor

folder = "."  # where the archive is
lines = pathlib.Path(file).read_text("utf-8").split("\\n")
rows = [one for one in map(json.loads, filter(None, lines)) if one["split"] in ("train", None)]
labels = [{"|".join(label["path"]) for label in row["labels"]} for row in rows]
names = sorted(set().union(*labels))

class Images(torch.utils.data.Dataset):
    def __len__(self):
        return len(rows)

    def __getitem__(self, at):
        picture = Image.open(f"{folder}/{rows[at]['file']}").convert("RGB").resize((224, 224))
        marks = torch.tensor([float(name in labels[at]) for name in names])
        return pil_to_tensor(picture), marks

loader = torch.utils.data.DataLoader(Images(), batch_size=32)
"""
TENSORFLOW = """\
import json, pathlib
import numpy as np
import tensorflow as tf

folder = "."  # where the archive is
lines = pathlib.Path(file).read_text("utf-8").split("\\n")
rows = [one for one in map(json.loads, filter(None, lines)) if one["split"] in ("train", None)]
labels = [{"|".join(label["path"]) for label in row["labels"]} for row in rows]
names = sorted(set().union(*labels))
files = [f"{folder}/{row['file']}" for row in rows]
marks = np.array([[name in one for name in names] for one in labels], np.float32)

def pair(file, marks):
    picture = tf.io.decode_image(tf.io.read_file(file), channels=3, expand_animations=False)
    return tf.image.resize(picture, (224, 224)), marks

dataset = tf.data.Dataset.from_tensor_slices((files, marks)).map(pair).batch(32)
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a line for each image; as ``WritesImages`` says."""
    with place.open("w", encoding="utf-8", newline="") as stream:
        for image in content.images:
            stream.write(json_text(image_object(image)) + "\n")
            yield


def recognises(path: Path) -> bool:
    """Whether the file's name is that of JSON Lines."""
    return path.suffix.casefold() in SUFFIXES and not path.is_dir()


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the lines; raises InputError naming the first line that is not one."""
    for number, line in enumerate(text_lines(path), start=1):
        if line.strip():
            yield _image(number, line)


def _image(number: int, line: str) -> ExchangedImage:
    try:
        return image_of(json.loads(line))
    except WRONG_SHAPE:
        raise InputError("export-line-no-image", line=number) from None


FORMAT = ExportFormat(
    name="jsonl",
    title=Message("export-format-jsonl"),
    suffix=SUFFIXES[0],
    other_suffixes=SUFFIXES[1:],
    write=write,
    reader=FormatReader(recognises, read),
    loaders=(Loader("PyTorch", PYTORCH), Loader("TensorFlow", TENSORFLOW)),
)
