"""The export formats, in the order in which people are shown them."""

from collections.abc import Iterator
from pathlib import Path

from engine.errors import InputError
from engine.exchange.export_format import ExportFormat
from engine.exchange.formats import (
    coco,
    croissant,
    csv_captions,
    csv_long,
    csv_wide,
    cvat,
    fiftyone,
    folders,
    hf_parquet,
    imagefolder,
    jsonl,
    label_studio,
    parquet,
    ro_crate,
    skos_vocabulary,
    webdataset,
)
from engine.exchange.formats.biodiversity import camtrap_dp, darwin_core
from engine.exchange.records import ExchangedImage

FORMATS: tuple[ExportFormat, ...] = (
    csv_long.FORMAT,
    csv_wide.FORMAT,
    jsonl.FORMAT,
    parquet.FORMAT,
    csv_captions.FORMAT,
    imagefolder.FORMAT,
    hf_parquet.FORMAT,
    webdataset.FORMAT,
    croissant.FORMAT,
    coco.FORMAT,
    label_studio.FORMAT,
    cvat.FORMAT,
    fiftyone.FORMAT,
    ro_crate.FORMAT,
    skos_vocabulary.FORMAT,
    skos_vocabulary.TURTLE_FORMAT,
    darwin_core.FORMAT,
    camtrap_dp.FORMAT,
    # Last, as any folder of folders with pictures is one.
    folders.FORMAT,
)
DEFAULT_FORMAT = FORMATS[0]


def format_named(name: str) -> ExportFormat:
    """The format with this name. Raises InputError where there is none."""
    for one in FORMATS:
        if one.name == name:
            return one
    raise InputError("export-format-unknown", name=name, known=[one.name for one in FORMATS])


def format_for(path: Path) -> ExportFormat:
    """The format that a file's ending stands for, the first where several share it; the usual one
    for a name without an ending. Raises InputError for any other ending."""
    suffix = path.suffix.casefold()
    for one in FORMATS:
        if suffix in ("", *one.suffixes):
            return one
    suffixes = list(dict.fromkeys(suffix for one in FORMATS for suffix in one.suffixes))
    raise InputError("export-suffix-unknown", file=path.name, known=suffixes)


def check_suffix(chosen: ExportFormat, path: Path) -> None:
    """Raise InputError for a file whose name says that it is in another format."""
    suffix = path.suffix.casefold()
    others = {suffix for one in FORMATS for suffix in one.suffixes} - {*chosen.suffixes}
    if chosen.suffix and suffix in others:
        raise InputError(
            "export-suffix-of-another", file=path.name, format=chosen.name, suffix=chosen.suffix
        )


def format_of(path: Path) -> ExportFormat | None:
    """The format of a file or folder this program exported and reads back; None for others."""
    for one in FORMATS:
        if one.reader is not None and one.reader.recognises(path):
            return one
    return None


def read_export(path: Path) -> Iterator[ExchangedImage]:
    """The images of a file or folder this program exported; one comes once for every row about it.

    Raises InputError when it is not an export, or is damaged or not UTF-8.
    """
    found = format_of(path)
    if found is None or found.reader is None:
        raise InputError("export-unknown", path=path)
    yield from found.reader.read(path)
