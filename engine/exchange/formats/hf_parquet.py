"""Parquet files with the pictures in them, as the Hugging Face library ``datasets`` loads them.

``data/train-00000-of-00002.parquet`` and so on, one series for each part. ``image`` is the picture
with a name of its own, ``text`` its first caption, ``labels`` the numbers of its labels in the list
of names that the schema tells. ``labellings`` and the other columns say all else that is known, as
JSON Lines do. (The form:
https://huggingface.co/docs/datasets/image_load and the ``huggingface`` key of a schema that
``datasets`` writes.)
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.exchange.content import ExchangedLabel, ExportContent, Pictures
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Loader,
    Options,
    Preview,
    Writing,
    images_preview,
)
from engine.exchange.formats.parquet_rows import (
    LABELLINGS,
    SUFFIX,
    RowGroups,
    columns_of,
    image_fields,
    image_row,
    read_images,
)
from engine.exchange.formats.shards import write_shards
from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

if TYPE_CHECKING:
    import pyarrow as pa

DATA = "data"
ROWS_IN_A_GROUP = 500
BYTES_IN_A_GROUP = 32 * 1024**2
NAME_DIGITS = 9

PYTORCH = """\
import torch
from datasets import load_dataset

images = load_dataset("parquet", data_files={"train": "data/train-*"}, split="train")
names = images.features["labels"].feature.names

def batch(rows):
    marks = torch.zeros(len(rows), len(names))
    for row, labels in enumerate(one["labels"] for one in rows):
        marks[row, labels] = 1
    return [one["image"].convert("RGB") for one in rows], marks

loader = torch.utils.data.DataLoader(images, batch_size=32, collate_fn=batch)
"""
TENSORFLOW = """\
import numpy as np
import tensorflow as tf
from datasets import load_dataset

images = load_dataset("parquet", data_files={"train": "data/train-*"}, split="train")
names = images.features["labels"].feature.names

def pairs():
    for one in images:
        marks = np.zeros(len(names), np.float32)
        marks[one["labels"]] = 1
        yield np.asarray(one["image"].convert("RGB").resize((224, 224))), marks

shapes = tf.TensorSpec((224, 224, 3), tf.uint8), tf.TensorSpec(len(names), tf.float32)
dataset = tf.data.Dataset.from_generator(pairs, output_signature=shapes).batch(32)
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the files of every part; as ``WritesImages`` says."""
    schema = _schema(content.labels)
    numbers = {one.levels: number for number, one in enumerate(content.labels)}
    pictures = content.pictures
    yield from write_shards(
        place, content, _name, lambda path: _File(path, schema, numbers, pictures)
    )


def _name(part: str, number: int, count: int) -> str:
    return f"{DATA}/{part}-{number:05}-of-{count:05}{SUFFIX}"


class _File:
    """One file of a series."""

    def __init__(
        self,
        path: Path,
        schema: "pa.Schema",
        numbers: dict[tuple[str, ...], int],
        pictures: Pictures | None,
    ) -> None:
        self._rows = RowGroups(
            path,
            schema,
            most_rows=ROWS_IN_A_GROUP,
            most_bytes=BYTES_IN_A_GROUP,
            stored=("image.bytes",),
        )
        self._numbers = numbers
        self._pictures = pictures

    def add(self, image: ExchangedImage, number: int) -> None:
        row = image_row(image, LABELLINGS)
        row["labels"] = [self._numbers[one.levels] for one in image.labellings]
        row["text"] = image.text or None
        if self._pictures is None:  # a preview
            self._rows.add(row)
            return
        picture = self._pictures.read(image)
        name = f"{number:0{NAME_DIGITS}}{picture.suffix}"
        row["image"] = {"bytes": picture.data, "path": name}
        self._rows.add(row, len(picture.data))

    def end(self) -> None:
        self._rows.flush()

    def close(self) -> None:
        self._rows.close()


def _schema(labels: Sequence[ExchangedLabel]) -> "pa.Schema":
    """The columns, with what ``datasets`` is to make of them."""
    import pyarrow as pa

    fields = [
        pa.field("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        pa.field("labels", pa.list_(pa.int64())),
        pa.field("text", pa.string()),
        *image_fields(LABELLINGS),
    ]
    names = [join_levels(one.levels) for one in labels]
    label: dict[str, Any] = {"_type": "ClassLabel", "names": names}
    if not names:
        label = {"_type": "Value", "dtype": "int64"}
    features = {
        "image": {"_type": "Image"},
        "labels": {"_type": "Sequence", "feature": label},
        **{one.name: _feature(one.type) for one in fields[2:]},
    }
    told = json.dumps({"info": {"features": features}}, ensure_ascii=False)
    return pa.schema(fields, metadata={"huggingface": told})


def _feature(kind: Any) -> Any:  # noqa: ANN401
    """A column's type as ``datasets`` says it; a list is the list of its one kind of entry."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        return [_feature(kind.value_type)]
    if pa.types.is_struct(kind):
        return {field.name: _feature(field.type) for field in kind}
    dtype = "float64" if pa.types.is_float64(kind) else str(kind)
    return {"_type": "Value", "dtype": dtype}


def recognises(path: Path) -> bool:
    """Whether this is a folder of such files."""
    return any({"file", LABELLINGS} <= set(columns_of(one)) for one in _files(path)[:1])


def _files(path: Path) -> list[Path]:
    return sorted((path / DATA).glob(f"*{SUFFIX}"))


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of all files of the folder; raises InputError."""
    for file in _files(path):
        yield from read_images(file)


def preview(place: Path) -> Preview:
    """The first images, with their labels."""
    return images_preview(read(place))


FORMAT = ExportFormat(
    name="hf-parquet",
    title=Message("export-format-hf-parquet"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    reader=FormatReader(recognises, read),
    pictures="always",
    loaders=(Loader("PyTorch", PYTORCH), Loader("TensorFlow", TENSORFLOW)),
    part_files=f"{DATA}/{{part}}-*{SUFFIX}",
)
