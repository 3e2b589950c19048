"""What the formats made of JSON share: writing without holding all of it, reading within bounds."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExchangedLabel
from engine.exchange.records import (
    ExchangedCaption,
    ExchangedImage,
    ExchangedLabelling,
    ExchangedSuggestion,
)
from engine.table_file import file_content, regular_file
from messages.levels import join_levels

MOST_BYTES = 1024**3
MOST_VALUES = 50_000_000
HEAD_BYTES = 64 * 1024
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class _TakesText(Protocol):
    def write(self, text: str, /) -> object: ...


def json_text(value: object) -> str:
    """A value as JSON, letters as they are; half a surrogate pair, which is no text, replaced."""
    text = _ENCODER.encode(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class ListWriter:
    """Writes the entries of a JSON list one after the other."""

    def __init__(self, stream: _TakesText) -> None:
        self._stream = stream
        self.count = 0

    def add(self, value: object) -> None:
        """One more entry."""
        self._stream.write((",\n" if self.count else "\n") + json_text(value))
        self.count += 1


@contextmanager
def json_list(stream: TextIO) -> Iterator[ListWriter]:
    """A JSON list written to the stream, an entry a line."""
    stream.write("[")
    yield ListWriter(stream)
    stream.write("\n]")


def json_head(path: Path) -> str:
    """The first characters of a file, without what stands before its first sign; "" for what is
    no file that can be read."""
    try:
        with regular_file(path, most_bytes=MOST_BYTES) as stream:
            return stream.read(HEAD_BYTES).decode("utf-8-sig", "replace").lstrip()
    except InputError:
        return ""


def json_value(path: Path) -> Any:  # noqa: ANN401 - whatever it holds
    """What a JSON file says. Raises InputError for a file that is damaged, too large or no JSON."""
    content = file_content(path, most_bytes=MOST_BYTES)
    # A value takes some fifty bytes of memory where it took two of the file.
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise InputError("export-too-large", file=path.name)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError("export-json-damaged", file=path.name) from None


def text(value: object) -> str:
    """The value, which must be a text. Raises TypeError or ValueError where it is none."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    value.encode()  # half a surrogate pair is no text either, and is a ValueError
    return value


def text_or_empty(value: object) -> str:
    """A text that may be missing; raises as ``text`` does."""
    return "" if value is None else text(value)


def levels_of(value: object) -> tuple[str, ...]:
    """The names of a label from the top down. Raises TypeError or ValueError for what has none."""
    if not isinstance(value, list) or not value:
        raise ValueError("a label needs a name")
    return tuple(text(level) for level in value)


def share_of(value: object) -> float | None:
    """A number that may be missing. Raises TypeError or ValueError for what is none."""
    if value is None:
        return None
    if not isinstance(value, int | float | str):
        raise TypeError("not a number")
    return float(value)


def labelling_object(labelling: ExchangedLabelling) -> dict[str, Any]:
    """All that is known of a labelling, as JSON has it."""
    return {
        "name": labelling.levels[-1],
        "path": list(labelling.levels),
        "source": labelling.source,
        "decider": labelling.decider,
        "confidence": labelling.confidence,
        "decided_at": labelling.decided_at,
        "probability": labelling.probability,
    }


def labelling_of(value: dict[str, Any]) -> ExchangedLabelling:
    """What ``labelling_object`` was given. Raises TypeError, ValueError, AttributeError or
    KeyError for anything else."""
    return ExchangedLabelling(
        levels_of(value["path"]),
        text(value.get("source") or ""),
        text(value.get("decider") or ""),
        text(value.get("decided_at") or ""),
        share_of(value.get("confidence")),
        share_of(value.get("probability")),
    )


def suggestion_object(suggestion: ExchangedSuggestion) -> dict[str, Any]:
    """A suggestion, as JSON has it."""
    return {
        "name": suggestion.levels[-1],
        "path": list(suggestion.levels),
        "confidence": suggestion.confidence,
        "probability": suggestion.probability,
    }


def suggestion_of(value: dict[str, Any]) -> ExchangedSuggestion:
    """What ``suggestion_object`` was given; raises as ``labelling_of`` does."""
    return ExchangedSuggestion(
        levels_of(value["path"]),
        float(value["confidence"]),
        share_of(value.get("probability")),
    )


def caption_object(caption: ExchangedCaption) -> dict[str, Any]:
    """A caption, as JSON has it."""
    return {
        "text": caption.text,
        "language": caption.language or None,
        "source": caption.source or None,
        "field": caption.field or None,
        "author": caption.author or None,
        "made_at": caption.made_at or None,
    }


def caption_of(value: dict[str, Any]) -> ExchangedCaption:
    """What ``caption_object`` was given; raises as ``labelling_of`` does."""
    names = ("language", "source", "field", "author", "made_at")
    return ExchangedCaption(text(value["text"]), *(text(value.get(name) or "") for name in names))


def image_object(image: ExchangedImage) -> dict[str, Any]:
    """All that is known of an image, as JSON and nested tables have it. Nothing of the file's name
    is escaped but bytes that are no UTF-8 (see ``cells.spelled_file``)."""
    return {
        "file": spelled_file(image.file),
        "title": image.title,
        "reviewed_at": image.reviewed_at or None,
        "split": image.part or None,
        "sha256": image.sha256 or None,
        "width_px": image.width_px,
        "height_px": image.height_px,
        "size_bytes": image.size_bytes,
        "captured_at": image.captured_at or None,
        "labels": [labelling_object(one) for one in image.labellings],
        "suggestions": [suggestion_object(one) for one in image.suggestions],
        "captions": [caption_object(one) for one in image.captions],
    }


def image_of(value: dict[str, Any]) -> ExchangedImage:
    """What ``image_object`` was given; all but "file" and "labels" may be missing. Raises as
    ``labelling_of`` does."""
    return ExchangedImage(
        file_as_spelled(text(value["file"])),
        tuple(labelling_of(one) for one in value["labels"]),
        text(value.get("title") or ""),
        text(value.get("reviewed_at") or ""),
        suggestions=tuple(suggestion_of(one) for one in value.get("suggestions") or ()),
        part=text(value.get("split") or ""),
        sha256=text(value.get("sha256") or ""),
        width_px=_count_of(value.get("width_px")),
        height_px=_count_of(value.get("height_px")),
        size_bytes=_count_of(value.get("size_bytes")),
        captured_at=text(value.get("captured_at") or ""),
        captions=tuple(caption_of(one) for one in value.get("captions") or ()),
    )


def _count_of(value: object) -> int | None:
    if value is not None and not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def label_objects(labels: Sequence[ExchangedLabel]) -> list[dict[str, Any]]:
    """The vocabulary as JSON has it, in its order; training code counts classes by it."""
    return [
        {
            "name": one.levels[-1],
            "path": list(one.levels),
            "label_path": join_levels(one.levels),
            "english_name": one.english_name,
            "aliases": list(one.aliases),
            "images": one.images,
        }
        for one in labels
    ]


WRONG_SHAPE = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError),
    OverflowError,
)
"""What reading JSON that is of another shape than expected ends in; the last one for a number of
hundreds of digits and a moment before the year 1."""
