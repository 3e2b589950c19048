"""A Parquet table with one row for each image and its labels nested in it; nothing is left out.

The columns are those of the objects of JSON Lines; ``labels`` is a list of structs.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

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
from engine.exchange.formats.parquet_rows import (
    SUFFIX,
    RowGroups,
    image_fields,
    image_row,
    read_images,
)
from engine.exchange.records import ExchangedImage
from messages.message import Message

ROWS_IN_A_GROUP = 10_000

PANDAS = """\
import pandas as pd

images = pd.read_parquet(file)
labels = images[["file", "split", "labels"]].explode("labels").dropna(subset="labels")
labels["label"] = ["|".join(one["path"]) for one in labels["labels"]]
marks = pd.crosstab(labels["file"], labels["label"]).clip(upper=1)  # 0 or 1
"""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a row for each image; as ``WritesImages`` says."""
    import pyarrow as pa

    with closing(RowGroups(place, pa.schema(image_fields()), most_rows=ROWS_IN_A_GROUP)) as rows:
        for image in content.images:
            rows.add(image_row(image))
            yield
        rows.flush()


def first_images(place: Path) -> Preview:
    """A preview: the first rows, labels as their paths."""
    return images_preview(read_images(place))


def recognises(path: Path) -> bool:
    """Whether the file's name is that of Parquet."""
    return path.suffix.casefold() == SUFFIX and not path.is_dir()


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the rows; raises InputError."""
    return read_images(path)


FORMAT = ExportFormat(
    name="parquet",
    title=Message("export-format-parquet"),
    suffix=SUFFIX,
    purpose="spreadsheet",
    write=write,
    preview=first_images,
    reader=FormatReader(recognises, read),
    loaders=(Loader("pandas", PANDAS),),
)
