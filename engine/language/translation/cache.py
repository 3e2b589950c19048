"""Answers on disk: what was translated once is never sent again, however a run ended."""

import json
import threading
from pathlib import Path
from typing import NamedTuple


class CacheKey(NamedTuple):
    """What an answer depends on."""

    host: str
    source: str
    target: str
    text: str


class TranslationCache:
    """One JSON line per answer, the last one counts; lines that a crash cut short are passed over.

    ``ask_again`` begins without the answers of earlier times.
    """

    def __init__(self, file: Path, *, ask_again: bool = False) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._answers: dict[CacheKey, str] = {}
        if ask_again:
            return
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            lines = []
        for line in lines:
            try:
                fields = [str(value) for value in json.loads(line)]
            except (ValueError, TypeError, RecursionError):
                continue
            if len(fields) == 5:
                self._answers[CacheKey(*fields[:4])] = fields[4]

    def get(self, key: CacheKey) -> str | None:
        """The answer of an earlier time, or None."""
        return self._answers.get(key)

    def put(self, key: CacheKey, answer: str) -> None:
        """Keep an answer; on disk when this returns."""
        with self._lock:
            self._answers[key] = answer
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a+b") as stream:
                # A line that was cut short must not swallow this one.
                if stream.tell() and not _ends_line(stream.name):
                    stream.write(b"\n")
                stream.write(json.dumps([*key, answer], ensure_ascii=False).encode() + b"\n")


def _ends_line(name: str) -> bool:
    with Path(name).open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) == b"\n"
