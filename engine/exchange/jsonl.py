"""One JSON object per line and image, for programs; nothing is left out and nothing escaped."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from engine.errors import InputError
from engine.exchange.records import ExchangedImage, ExchangedLabelling


def writer(stream: TextIO) -> Callable[[ExchangedImage], None]:
    """What writes one image after another to a text stream."""

    def write(image: ExchangedImage) -> None:
        line = {
            "file": image.file,
            "title": image.title,
            "reviewed_at": image.reviewed_at or None,
            "labels": [
                {
                    "name": labelling.levels[-1],
                    "path": list(labelling.levels),
                    "source": labelling.source,
                    "decider": labelling.decider,
                    "confidence": labelling.confidence,
                    "decided_at": labelling.decided_at,
                }
                for labelling in image.labellings
            ],
        }
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")

    return write


def read(lines: Iterable[str]) -> Iterator[ExchangedImage]:
    """The images of the lines; raises InputError naming the first line that is not one."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            yield ExchangedImage(
                _text(value["file"]),
                tuple(_labelling(label) for label in value["labels"]),
                _text(value.get("title") or ""),
                _text(value.get("reviewed_at") or ""),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise InputError("export-line-no-image", line=number) from None


def _labelling(label: dict[str, Any]) -> ExchangedLabelling:
    confidence = label.get("confidence")
    path = label["path"]
    if not isinstance(path, list) or not path:
        raise ValueError("a label needs a name")
    return ExchangedLabelling(
        tuple(_text(level) for level in path),
        _text(label.get("source") or ""),
        _text(label.get("decider") or ""),
        _text(label.get("decided_at") or ""),
        None if confidence is None else float(confidence),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    value.encode()  # half a surrogate pair is no text either, and is a ValueError
    return value
