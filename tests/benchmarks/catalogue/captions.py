"""Measures full-text search over many captions: ranked, in one list with the search by meaning,
and as a filter of the Library.

    python -m tests.benchmarks.catalogue.captions [--captions 1000000] [--an-image 5]

A catalogue with five captions an image, as COCO has them, is made in a temporary folder; how often
each word stands in them falls as in natural language (Zipf). Searches are of one to three words
drawn as they stand there, also cut short, so that common ones are searched for often. Features are
random, of 512 numbers; words are vectors already, as those of a search that was read before. The
exit code is 1 where the 95th percentile of ranked searches, by words or by both, is above 100 ms.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection

from db.captions.index import index_captions
from db.catalogue import Catalogue
from db.records import ImageFilter
from engine.answers.current_encoder import (
    FINGERPRINT_SETTING,
    NAME_SETTING,
    ROW_LENGTH_SETTING,
    open_features,
)
from engine.answers.search import ImageSearch, ReadQuery
from engine.language.query import Query, Term

SEED = 3
WORDS = 30_000
SEARCHES = 200
FILTERS = 60
LEAST_TYPED = 2
SHARE_CUT = 0.25
AT_ONCE = 50_000
AN_IMAGE = 5
SIZE = 512
FINGERPRINT = "f" * 64
WANTED_P95_MS = 100.0
SYLLABLES = [first + last for first in "bcdfgklmnprst" for last in "aeiouy"]


class Language:
    """Made-up words, the first ones the most frequent."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [self._word() for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (place + 3) for place in range(WORDS)))

    def words(self, count: int) -> list[str]:
        """Some words as they stand in texts."""
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def text(self) -> str:
        """A caption of 5 to 18 words."""
        return " ".join(self.words(self._random.randint(5, 18)))

    def query(self) -> str:
        """One to three words, one of four of them not typed to its end."""
        words = self.words(self._random.choice((1, 1, 2, 2, 3)))
        return " ".join(word[:-1] if self._is_cut(word) else word for word in words)

    def _is_cut(self, word: str) -> bool:
        return len(word) > LEAST_TYPED and self._random.random() < SHARE_CUT

    def _word(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=self._random.randint(1, 4)))


def content_hash(number: int) -> bytes:
    """That of an image; hashes are looked up by their first bytes, so that these must differ."""
    return hashlib.sha256(str(number).encode()).digest()


def fill(connection: Connection, language: Language, count: int, an_image: int) -> None:
    """Images with some captions each, and the index of their words."""

    def images() -> Iterator[tuple[object, ...]]:
        for number in range(1, count // an_image + 1):
            name = f"{number}.jpg"
            yield number, name.encode(), name, content_hash(number), name, name

    def captions(first: int) -> Iterator[tuple[object, ...]]:
        for number in range(first, min(first + AT_ONCE, count)):
            text = language.text()
            yield number // an_image + 1, number % an_image, text, text

    run = connection.exec_driver_sql
    run(
        "INSERT INTO images (id, path_bytes, path, folder, content_hash, size_bytes, modified_ns,"
        " added_at, sort_key, search_key) VALUES (?, ?, ?, '', ?, 1, 1, '', ?, ?)",
        list(images()),
    )
    for first in range(0, count, AT_ONCE):
        run(
            "INSERT INTO captions (image_id, position, text, searchable, source, decider,"
            " decided_at) VALUES (?, ?, ?, ?, 'table', 'csv', '')",
            list(captions(first)),
        )
        index_captions(connection)


def features(catalogue: Catalogue, count: int) -> None:
    """Random features of all images."""
    rng = np.random.default_rng(SEED)
    catalogue.settings.set(NAME_SETTING, "made up")
    catalogue.settings.set(FINGERPRINT_SETTING, FINGERPRINT)
    catalogue.settings.set(ROW_LENGTH_SETTING, [FINGERPRINT, SIZE])
    store = open_features(catalogue)
    assert store is not None
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        rows = rng.standard_normal((len(numbers), SIZE), dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        store.append([content_hash(number) for number in numbers], rows)


class Taken(NamedTuple):
    """How long searches took, sorted: by the clock, and of all processors together, which says
    what a machine that does nothing else would need at most."""

    clock_ms: list[float]
    processor_ms: list[float]


def timed_ms(search: Callable[[str], object], queries: list[str]) -> Taken:
    """Each search by itself."""
    taken = Taken([], [])
    for query in queries:
        started_s, started_cpu_s = time.perf_counter(), time.process_time()
        search(query)
        taken.clock_ms.append((time.perf_counter() - started_s) * 1000)
        taken.processor_ms.append((time.process_time() - started_cpu_s) * 1000)
    return Taken(sorted(taken.clock_ms), sorted(taken.processor_ms))


def say(text: str) -> None:
    """A line of figures."""
    sys.stdout.write(text + "\n")


def told(name: str, taken: Taken) -> float:
    """Print the percentiles of a kind of search; the 95th by the clock."""
    at = int(len(taken.clock_ms) * 0.95)
    most, cpu = taken.clock_ms[at], taken.processor_ms[at]
    middle, longest = taken.clock_ms[len(taken.clock_ms) // 2], taken.clock_ms[-1]
    say(
        f"{name}: median {middle:.0f} ms, p95 {most:.0f} ms, longest {longest:.0f} ms; "
        f"p95 of processor time {cpu:.0f} ms"
    )
    return most


def joined(catalogue: Catalogue, queries: list[str]) -> Callable[[str], object]:
    """The search by both; the features are in memory and the words read, as after a first one."""
    search = ImageSearch(catalogue)
    search.load()
    rng = np.random.default_rng(SEED)
    vectors = rng.standard_normal((len(queries), SIZE), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    read = {
        words: ReadQuery(Query((Term("words", words),)), FINGERPRINT, (), (vector,))
        for words, vector in zip(queries, vectors, strict=True)
    }
    return lambda words: search.rank(read[words])


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captions", type=int, default=1_000_000)
    parser.add_argument("--an-image", type=int, default=AN_IMAGE)
    args = parser.parse_args()
    count, an_image = args.captions, args.an_image
    language = Language(SEED)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        archive.mkdir()
        with Catalogue.create(Path(folder) / "a.nabolag.sqlite", archive) as catalogue:
            started_s = time.perf_counter()
            with catalogue._database.write() as connection:
                fill(connection, language, count, an_image)
            took_s = time.perf_counter() - started_s
            size_mb = catalogue.path.stat().st_size / 1e6
            say(f"{count} captions indexed in {took_s:.0f} s, a file of {size_mb:.0f} MB")
            features(catalogue, count // an_image)
            queries = [language.query() for _ in range(SEARCHES)]
            by_words = told("by words", timed_ms(catalogue.captions.search, queries))
            images = f"by words and meaning, {count // an_image} images of {SIZE}"
            by_both = told(images, timed_ms(joined(catalogue, queries), queries))
            filtering = timed_ms(
                lambda words: catalogue.images.ids(ImageFilter(text=words)), queries[:FILTERS]
            )
            told("filter of the Library", filtering)
    return int(max(by_words, by_both) > WANTED_P95_MS)


if __name__ == "__main__":
    sys.exit(main())
