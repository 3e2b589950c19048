"""The columns that the Parquet formats share: what is known of an image, a row each.

Rows are written in groups and read in batches, so that the memory they take does not grow with
their number. Times are texts (ISO 8601 UTC), as everywhere in what leaves the program.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from engine.errors import InputError
from engine.exchange.formats.json_files import WRONG_SHAPE, image_object, image_of
from engine.exchange.records import ExchangedImage
from engine.table_file import regular_file

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".parquet"
COMPRESSION = "zstd"
MAGIC = b"PAR1"
MOST_BYTES = 64 * 1024**3
MOST_GROUP_BYTES = 1024**3
MOST_GROUP_VALUES = 20_000_000
"""Of one row group, of the columns that are read; no more of a file is in memory at a time."""
ROWS_AT_A_TIME = 1_000
MOST_BATCH_BYTES = 256 * 1024**2
"""Of the texts in so many rows."""

CAPTION_SAYS = ("language", "source", "field", "author", "made_at")
LABELLINGS = "labellings"
"""Where the labels are numbers of classes, this column has all that is known of them."""


def image_fields(labels_column: str = "labels") -> "list[pa.Field[Any]]":
    """The columns of what ``image_object`` gives; ``labels_column`` is what the labels are in."""
    import pyarrow as pa

    text, number = pa.string(), pa.float64()
    label = [("path", pa.list_(text)), ("name", text), ("confidence", number)]
    caption = [(name, text) for name in ("text", *CAPTION_SAYS)]
    told = [("probability", number), ("source", text), ("decider", text), ("decided_at", text)]
    return [
        pa.field("file", text, nullable=False),
        pa.field("title", text),
        pa.field("reviewed_at", text),
        pa.field("split", text),
        pa.field("sha256", text),
        pa.field("width_px", pa.int32()),
        pa.field("height_px", pa.int32()),
        pa.field("size_bytes", pa.int64()),
        pa.field("captured_at", text),
        pa.field(labels_column, pa.list_(pa.struct([*label, *told]))),
        pa.field("suggestions", pa.list_(pa.struct([*label, told[0]]))),
        pa.field("captions", pa.list_(pa.struct(caption))),
    ]


def image_row(image: ExchangedImage, labels_column: str = "labels") -> dict[str, Any]:
    """The row of an image."""
    row = image_object(image)
    row[labels_column] = row.pop("labels")
    return row


def columns_of(path: Path) -> list[str]:
    """The names of a Parquet file's columns; empty for what is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with regular_file(path, most_bytes=MOST_BYTES) as stream:
            return list(pq.read_schema(stream).names) if _is_parquet(stream) else []
    except (InputError, pa.ArrowException, OSError, *WRONG_SHAPE):
        return []


def _is_parquet(stream: BinaryIO) -> bool:
    start = stream.read(len(MAGIC))
    stream.seek(0)
    return start == MAGIC


def read_images(path: Path) -> Iterator[ExchangedImage]:
    """The images of the rows of a file that ``image_fields`` are the columns of.

    Raises InputError for a file that is damaged, has other columns, or unfolds to more than
    memory should hold.
    """
    import pyarrow as pa

    number = 0
    try:
        for row in _rows(path):
            number += 1
            yield _image(row)
    except (pa.ArrowException, OSError, MemoryError) as error:
        raise InputError("export-parquet-damaged", file=path.name) from error
    except WRONG_SHAPE:
        raise InputError("export-entry-wrong", file=path.name, number=number) from None


def _image(row: dict[str, Any]) -> ExchangedImage:
    labellings = row.pop(LABELLINGS, None)
    if labellings is not None:
        row["labels"] = labellings
    return image_of({**row, "labels": row["labels"] or ()})


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    with regular_file(path, most_bytes=MOST_BYTES) as stream:
        metadata = pq.read_metadata(stream)
        leaves = [metadata.schema.column(at).path for at in range(metadata.num_columns)]
        names = {path.split(".")[0] for path in leaves}
        wanted = [one.name for one in image_fields() if one.name in names]
        if LABELLINGS in names:
            wanted = [LABELLINGS if one == "labels" else one for one in wanted]
        _check_size(path, metadata, wanted)
        # A text that is stored once and meant a thousand times is in memory once, until it is
        # known that all of them have room.
        once = [one for one in leaves if one.split(".")[0] in wanted]
        file = pq.ParquetFile(stream, metadata=metadata, read_dictionary=once)
        for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=wanted):
            if sum(map(_text_bytes, batch.columns)) > MOST_BATCH_BYTES:
                raise InputError("export-parquet-too-large", file=path.name)
            yield from batch.to_pylist()


def _text_bytes(column: Any) -> int:  # noqa: ANN401
    """How much the texts of a column take, each as often as it is meant."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        lengths = pc.binary_length(column.dictionary)
        return pc.sum(pc.take(lengths, column.indices)).as_py() or 0
    if pa.types.is_list(column.type):
        return _text_bytes(column.flatten())
    if pa.types.is_struct(column.type):
        return sum(map(_text_bytes, column.flatten()))
    return 0


def _check_size(path: Path, metadata: Any, wanted: Sequence[str]) -> None:  # noqa: ANN401
    """Raise InputError where a group of rows would take too much memory."""
    for at in range(metadata.num_row_groups):
        group = metadata.row_group(at)
        size_bytes = values = 0
        for number in range(group.num_columns):
            column = group.column(number)
            if column.path_in_schema.split(".")[0] in wanted:
                size_bytes += max(column.total_uncompressed_size, 0)
                values = max(values, column.num_values)
        if size_bytes > MOST_GROUP_BYTES or values > MOST_GROUP_VALUES:
            raise InputError("export-parquet-too-large", file=path.name)


class RowGroups:
    """Writes rows to a Parquet file, a group at a time."""

    def __init__(
        self,
        place: Path,
        schema: "pa.Schema",
        *,
        most_rows: int,
        most_bytes: int | None = None,
        stored: Sequence[str] = (),
    ) -> None:
        """``most_rows`` and, as told to ``add``, ``most_bytes`` are in a group. ``stored`` are the
        columns, by their paths, that are not compressed: pictures are already."""
        import pyarrow.parquet as pq

        small = [
            one.name for one in schema if one.name not in {path.split(".")[0] for path in stored}
        ]
        compression: str | Mapping[str, str] = COMPRESSION
        if stored:
            leaves = _leaves(schema)
            compression = {one: "NONE" if one in stored else COMPRESSION for one in leaves}
        self._schema = schema
        self._most = most_rows, most_bytes
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0
        self._writer = pq.ParquetWriter(
            place,
            schema,
            compression=compression,
            use_dictionary=[one for one in _leaves(schema) if one.split(".")[0] in small],
            write_statistics=["file", "split"],
        )

    def add(self, row: dict[str, Any], size_bytes: int = 0) -> None:
        """One more row."""
        self._rows.append(row)
        self._bytes += size_bytes
        most_rows, most_bytes = self._most
        if len(self._rows) >= most_rows or (most_bytes is not None and self._bytes >= most_bytes):
            self.flush()

    def close(self) -> None:
        """End the file; rows that were not flushed are left out."""
        self._writer.close()

    def flush(self) -> None:
        """Write the rows that wait for their group to be full."""
        import pyarrow as pa

        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()
        self._bytes = 0


def _leaves(schema: "pa.Schema") -> list[str]:
    """The paths of all columns as Parquet stores them."""
    import pyarrow as pa

    def below(name: str, kind: Any) -> Iterator[str]:  # noqa: ANN401
        if pa.types.is_struct(kind):
            for field in kind:
                yield from below(f"{name}.{field.name}", field.type)
        elif pa.types.is_list(kind):
            yield from below(f"{name}.list.{kind.value_field.name}", kind.value_type)
        else:
            yield name

    return [path for field in schema for path in below(field.name, field.type)]
