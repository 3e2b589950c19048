"""Picture files, a Parquet table and ``croissant.json``, which tells programs what is in them.

``pictures/`` is a file set, ``images.parquet`` a file with a row for each image. Three record sets
describe them: ``labels``, all there are; ``splits``; and ``images``, each with its picture, labels,
captions and part. The table has columns beyond those, which say all that is known as JSON Lines
have it.
(The form: Croissant 1.1, https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html.)
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Loader,
    Options,
    Preview,
    Writing,
    images_preview,
)
from engine.exchange.formats.json_files import json_head
from engine.exchange.formats.parquet_rows import (
    LABELLINGS,
    RowGroups,
    image_fields,
    image_row,
    read_images,
)
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

DESCRIPTION = "croissant.json"
TABLE = "images.parquet"
PICTURES = "pictures"
ROWS_IN_A_GROUP = 10_000
CHUNK_BYTES = 1024**2
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".svg": "image/svg+xml",
    ".jxl": "image/jxl",
    ".heic": "image/heic",
    ".avif": "image/avif",
}
OTHER_MEDIA_TYPE = "application/octet-stream"

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
    "wd": "https://www.wikidata.org/wiki/",
}
SPLIT_TYPE = "wd:Q3985153"
"""Training, validation, and test data sets."""

PYTORCH = """\
import mlcroissant, torch
from torchvision.transforms.v2.functional import pil_to_tensor

dataset = mlcroissant.Dataset("croissant.json")
names = [one["labels/label_path"] for one in dataset.records("labels")]

class Images(torch.utils.data.IterableDataset):
    def __iter__(self):
        for one in dataset.records("images"):
            if one.get("images/split") in (b"train", None):
                labels = [label.decode() for label in one["images/labels"]]
                marks = torch.tensor([float(name in labels) for name in names])
                yield pil_to_tensor(one["images/picture"].convert("RGB").resize((224, 224))), marks

loader = torch.utils.data.DataLoader(Images(), batch_size=32)
"""
TENSORFLOW = """\
import mlcroissant
import numpy as np
import tensorflow as tf

data = mlcroissant.Dataset("croissant.json")
names = [one["labels/label_path"] for one in data.records("labels")]

def pairs():
    for one in data.records("images"):
        if one.get("images/split") in (b"train", None):
            labels = [label.decode() for label in one["images/labels"]]
            picture = np.asarray(one["images/picture"].convert("RGB").resize((224, 224)))
            yield picture, np.array([name in labels for name in names], np.float32)

shapes = tf.TensorSpec((224, 224, 3), tf.uint8), tf.TensorSpec(len(names), tf.float32)
dataset = tf.data.Dataset.from_generator(pairs, output_signature=shapes).batch(32)
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write pictures, table and description; as ``WritesImages`` says."""
    import pyarrow as pa

    fields = [
        pa.field("picture", pa.string()),
        pa.field("labels", pa.list_(pa.string())),
        pa.field("texts", pa.list_(pa.string())),
        *image_fields(LABELLINGS),
    ]
    files = PictureFiles(content.pictures, place / PICTURES)
    suffixes: set[str] = set()
    with closing(RowGroups(place / TABLE, pa.schema(fields), most_rows=ROWS_IN_A_GROUP)) as rows:
        for image in content.images:
            name = files.name(image)
            suffixes.add("." + name.rpartition(".")[2])
            files.place(image, name)
            row = image_row(image, LABELLINGS)
            row["picture"] = f"{PICTURES}/{name}"
            row["labels"] = [join_levels(one.levels) for one in image.labellings]
            row["texts"] = [one.text for one in image.captions]
            rows.add(row)
            yield
        rows.flush()
    told = _description(place, content, suffixes)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (place / DESCRIPTION).write_text(text, encoding="utf-8")


def _description(place: Path, content: ExportContent, suffixes: set[str]) -> dict[str, Any]:
    said = content.statement
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": said.title or "images",
        "description": said.description or said.title or "Images with labels.",
        "version": "1.0.0",
    }
    stated = {"license": said.licence, "url": said.url, "datePublished": said.made_at}
    told |= {name: value for name, value in stated.items() if value}
    if said.creator:
        told["creator"] = {"@type": "Person", "name": said.creator, "email": said.contact}
        told["citeAs"] = f"{said.creator} ({said.made_at[:4]}). {told['name']}."
    return told | {
        "distribution": [_table(place / TABLE), _file_set(suffixes)],
        "recordSet": [*_labels(content), *_splits(content), _images(content)],
    }


def _table(file: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return {
        "@type": "cr:FileObject",
        "@id": "table",
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": f"{file.stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest.hexdigest(),
    }


def _file_set(suffixes: set[str]) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": "pictures",
        "name": "pictures",
        "encodingFormat": sorted({MEDIA_TYPES.get(one, OTHER_MEDIA_TYPE) for one in suffixes}),
        "includes": f"{PICTURES}/**",
    }


def _field(name: str, source: dict[str, Any] | None, *types: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    field = {"@type": "cr:Field", "@id": name, "name": name.rpartition("/")[2]}
    told = {**field, "dataType": types[0] if len(types) == 1 else list(types), **more}
    return told if source is None else {**told, "source": source}


def _of(field: str) -> dict[str, Any]:
    return {"field": {"@id": field}}


def _labels(content: ExportContent) -> list[dict[str, Any]]:
    """What is listed may not be empty."""
    if not content.labels:
        return []
    names = ("label_path", "name", "english_name")
    told = {
        "@type": "cr:RecordSet",
        "@id": "labels",
        "name": "labels",
        "dataType": "sc:Enumeration",
        "key": {"@id": "labels/label_path"},
        "field": [_field(f"labels/{name}", None, "sc:Text") for name in names],
        "data": [
            {
                "labels/label_path": join_levels(one.levels),
                "labels/name": one.levels[-1],
                "labels/english_name": one.english_name,
            }
            for one in content.labels
        ],
    }
    return [told]


def _splits(content: ExportContent) -> list[dict[str, Any]]:
    if not content.parts:
        return []
    return [
        {
            "@type": "cr:RecordSet",
            "@id": "splits",
            "name": "splits",
            "dataType": "cr:Split",
            "key": {"@id": "splits/name"},
            "field": [_field("splits/name", None, "sc:Text")],
            "data": [{"splits/name": part} for part in content.parts],
        }
    ]


def _images(content: ExportContent) -> dict[str, Any]:
    def column(name: str) -> dict[str, Any]:
        return {"fileObject": {"@id": "table"}, "extract": {"column": name}}

    def picture(what: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
        return {"fileSet": {"@id": "pictures"}, "extract": {"fileProperty": what}, **more}

    listed: dict[str, Any] = {"isArray": True, "arrayShape": "-1"}
    if content.labels:
        listed["references"] = _of("labels/label_path")
    # The path of a file is a text only after some change of it; this one changes nothing.
    path = picture("fullpath", transform={"regex": "^(.*)$"})
    fields = [
        _field("images/path", path, "sc:Text", references=column("picture")),
        _field("images/picture", picture("content"), "sc:ImageObject"),
        _field("images/labels", column("labels"), "sc:Text", **listed),
        _field("images/captions", column("texts"), "sc:Text", isArray=True, arrayShape="-1"),
        *(
            _field(f"images/{name}", column(name), "sc:Text")
            for name in ("file", "title", "sha256", "reviewed_at", "captured_at")
        ),
    ]
    if content.parts:
        known = {"references": _of("splits/name")}
        fields.append(_field("images/split", column("split"), "sc:Text", SPLIT_TYPE, **known))
    return {
        "@type": "cr:RecordSet",
        "@id": "images",
        "name": "images",
        "key": {"@id": "images/path"},
        "field": fields,
    }


def recognises(path: Path) -> bool:
    """Whether this is the folder of such an export, or its description."""
    folder = path if path.is_dir() else path.parent
    described = path.is_dir() or path.name == DESCRIPTION
    return (
        described
        and (folder / TABLE).is_file()
        and "mlcommons.org/croissant" in json_head(folder / DESCRIPTION)
    )


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the table; raises InputError."""
    yield from read_images((path if path.is_dir() else path.parent) / TABLE)


def preview(place: Path) -> Preview:
    """The first images, with their labels."""
    return images_preview(read(place))


FORMAT = ExportFormat(
    name="croissant",
    title=Message("export-format-croissant"),
    suffix="",
    purpose="publication",
    write=write,
    preview=preview,
    writes_folder=True,
    reader=FormatReader(recognises, read),
    pictures="always",
    loaders=(Loader("PyTorch", PYTORCH), Loader("TensorFlow", TENSORFLOW)),
)
