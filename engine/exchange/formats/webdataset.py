"""WebDataset: tar files that training code reads from front to back, one series for each part.

``train-000000.tar`` and so on. An image is two files with one key: its picture, and ``.json`` with
all that is known of it as JSON Lines have it, and with ``label_ids``, the places of its labels in
``labels.json``. Where it has captions, the first is a third file, ``.txt``, as img2dataset writes
them. The same images make the same bytes. (The form:
https://github.com/webdataset/webdataset; a key is all before the first dot of a name.)
"""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

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
)
from engine.exchange.formats.shards import write_shards
from engine.exchange.records import ExchangedImage
from engine.table_file import regular_file
from messages.message import Message

SUFFIX = ".tar"
LABELS = "labels.json"
MOST_BYTES = 64 * 1024**3
MOST_JSON_BYTES = 16 * 1024**2
WRITE_BUFFER_BYTES = 1024**2

BLOCK_BYTES = 512
NAME_DIGITS = 9

PYTORCH = """\
import glob, io, json, pathlib
import torch, webdataset
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor

count = len(json.loads(pathlib.Path("labels.json").read_text("utf-8")))

def pair(sample):
    picture = next(Image.open(io.BytesIO(one)) for one in sample.values() if type(one) is bytes)
    marks = torch.zeros(count)
    marks[sample["json"]["label_ids"]] = 1
    return pil_to_tensor(picture.convert("RGB").resize((224, 224))), marks

tars = sorted(glob.glob("train-*.tar"))
images = webdataset.WebDataset(tars, shardshuffle=False).decode().map(pair)
loader = torch.utils.data.DataLoader(images, batch_size=32)
"""
TENSORFLOW = """\
import glob, io, json, pathlib
import numpy as np
import tensorflow as tf
import webdataset
from PIL import Image

count = len(json.loads(pathlib.Path("labels.json").read_text("utf-8")))

def pairs():
    tars = sorted(glob.glob("train-*.tar"))
    for sample in webdataset.WebDataset(tars, shardshuffle=False).decode():
        picture = next(Image.open(io.BytesIO(one)) for one in sample.values() if type(one) is bytes)
        marks = np.zeros(count, np.float32)
        marks[sample["json"]["label_ids"]] = 1
        yield np.asarray(picture.convert("RGB").resize((224, 224))), marks

shapes = tf.TensorSpec((224, 224, 3), tf.uint8), tf.TensorSpec(count, tf.float32)
dataset = tf.data.Dataset.from_generator(pairs, output_signature=shapes).batch(32)
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the files of every part; as ``WritesImages`` says."""
    pictures = content.pictures
    numbers = {one.levels: number for number, one in enumerate(content.labels)}
    (place / LABELS).write_text(json_text(label_objects(content.labels)), encoding="utf-8")
    yield from write_shards(place, content, _name, lambda path: _File(path, numbers, pictures))


def _name(part: str, number: int, count: int) -> str:
    return f"{part}-{number:06}{SUFFIX}"


class _File:
    """One file of a series."""

    def __init__(
        self, path: Path, numbers: dict[tuple[str, ...], int], pictures: Pictures | None
    ) -> None:
        self._stream = path.open("wb", buffering=WRITE_BUFFER_BYTES)
        self._numbers = numbers
        self._pictures = pictures

    def add(self, image: ExchangedImage, number: int) -> None:
        said = image_object(image)
        said["label_ids"] = [self._numbers[one.levels] for one in image.labellings]
        key = f"{number:0{NAME_DIGITS}}"
        self._put(f"{key}.json", json_text(said).encode())
        if image.text:
            self._put(f"{key}.txt", image.text.encode("utf-8", "replace"))
        if self._pictures is not None:  # as in a preview
            picture = self._pictures.read(image)
            self._put(key + picture.suffix, picture.data)

    def _put(self, name: str, data: bytes) -> None:
        self._stream.write(tar_header(name.encode("ascii"), len(data)))
        self._stream.write(data)
        self._stream.write(bytes(-len(data) % BLOCK_BYTES))

    def end(self) -> None:
        self._stream.write(bytes(2 * BLOCK_BYTES))

    def close(self) -> None:
        self._stream.close()


def tar_header(name: bytes, size_bytes: int) -> bytes:
    """The block before a file in a tar: of 1970, nobody and mode 0644, so that it tells nothing of
    this computer. (POSIX ustar; ``tarfile`` takes ten times as long for it.)"""
    numbers = (b"0000644", b"0000000", b"0000000", b"%011o" % size_bytes, b"00000000000")
    before = name.ljust(100, b"\0") + b"\0".join(numbers) + b"\0"
    after = (b"0".ljust(101, b"\0") + b"ustar" + b"\0" + b"00").ljust(BLOCK_BYTES - 156, b"\0")
    checksum = sum(before) + 8 * ord(" ") + sum(after)
    return before + b"%06o\0 " % checksum + after


def recognises(path: Path) -> bool:
    """Whether this is such a file or a folder of some."""
    return any(map(_is_tar, _files(path)[:1]))


def _files(path: Path) -> list[Path]:
    return sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]


def _is_tar(path: Path) -> bool:
    if path.suffix.casefold() != SUFFIX:
        return False
    try:
        with regular_file(path, most_bytes=MOST_BYTES) as stream:
            return b"ustar" in stream.read(BLOCK_BYTES)
    except InputError:
        return False


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images that the JSON files in the tars tell of. Nothing is unpacked: what else is in
    them, and where its names lead, is passed over. Raises InputError."""
    for file in _files(path):
        number = 0
        try:
            for number, text in enumerate(_json_members(file), start=1):  # noqa: B007
                yield image_of(json.loads(text))
        except WRONG_SHAPE:
            raise InputError("export-entry-wrong", file=file.name, number=number) from None


def _json_members(path: Path) -> Iterator[bytes]:
    """What the JSON files in a tar say.

    Headers are read one by one, as ``tarfile`` would read into memory whatever length a header of
    a long name claims.
    """
    with regular_file(path, most_bytes=MOST_BYTES) as stream:
        while True:
            header = stream.read(BLOCK_BYTES)
            if len(header) == BLOCK_BYTES and not header.strip(b"\0"):
                return
            try:
                member = tarfile.TarInfo.frombuf(header, "utf-8", "replace")
            except tarfile.HeaderError as error:
                raise InputError("export-tar-damaged", file=path.name) from error
            is_json = member.isreg() and member.name.casefold().endswith(".json")
            if member.size < 0 or (is_json and member.size > MOST_JSON_BYTES):
                raise InputError("export-tar-damaged", file=path.name)
            ends_at = stream.tell() + member.size + -member.size % BLOCK_BYTES
            if is_json:
                yield stream.read(member.size)
            stream.seek(ends_at)


def preview(place: Path) -> Preview:
    """The first images, with their labels."""
    return images_preview(read(place))


FORMAT = ExportFormat(
    name="webdataset",
    title=Message("export-format-webdataset"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    reader=FormatReader(recognises, read),
    pictures="always",
    loaders=(Loader("PyTorch", PYTORCH), Loader("TensorFlow", TENSORFLOW)),
    part_files=f"{{part}}-*{SUFFIX}",
)
