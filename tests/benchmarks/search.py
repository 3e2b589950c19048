"""Measures searching by meaning: ranking a large archive, and the window while it happens.

    python -m tests.benchmarks.search [--images 130000] [--size 512] [--encoded CATALOGUE]

A catalogue with random features is made in a temporary folder. First comes the ratio to the plain
way, which reads the features for every search; then searches with the features in memory; then the
real window, searched over and over while a timer tells how long its event loop is blocked. With
``--encoded``, a catalogue whose images are encoded, words that were never read before are timed
with its real encoder. The exit code is 1 where a target is missed.
"""

import argparse
import hashlib
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtCore import qVersion
from PySide6.QtTest import QTest

from db.catalogue import Catalogue
from db.records import FoundKeyword, ImageFilter, ScannedImage
from engine.answers.current_encoder import features_dir
from engine.answers.search import ImageSearch
from engine.answers.text_encoder import text_encoder_of
from engine.features.store import FeatureStore
from engine.language.query import Query, Term, parse
from gui.services.settings import Preferences
from gui.shell.app import create_application
from tests.benchmarks.window import (
    Figure,
    Heartbeat,
    open_window,
    percentile,
    print_table,
    run_for,
    wait_for,
)

SEED = 3
BATCH = 5_000
FOLDERS = 40
LABELS = 50
PLAIN_SEARCHES = 3
SEARCHES = 60
WINDOW_SEARCHES = 40
FINGERPRINT = "f" * 64
CUT_MINIMUM_IMAGES = 15
"""The names of labels on fewer images are not searched for to measure the line."""
WORDS = ("a red truck", "two birds", "snow", "a house by the sea", "old map", "people dancing")


def make_catalogue(folder: Path, images: int, size: int) -> Path:
    """A catalogue of images that are nowhere, with a feature each and a label on every other."""
    path = folder / "search.nabolag.sqlite"
    archive = folder / "archive"
    archive.mkdir()
    rng = np.random.default_rng(SEED)
    centre = rng.standard_normal(size)
    with Catalogue.create(path, archive) as catalogue:
        catalogue.settings.set("encoder.name", "built-in")
        catalogue.settings.set("encoder.fingerprint", FINGERPRINT)
        store = FeatureStore(features_dir(catalogue), FINGERPRINT)
        for start in range(0, images, BATCH):
            numbers = range(start, min(start + BATCH, images))
            batch = [_scanned(number) for number in numbers]
            catalogue.commands.import_images(batch)
            vectors = centre + 2 * rng.standard_normal((len(batch), size))
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            store.append([image.content_hash for image in batch], vectors)
    return path


def _scanned(number: int) -> ScannedImage:
    path = f"box {number % FOLDERS}/{number:06}.jpg"
    keywords = (FoundKeyword((f"label {number % LABELS}",), "csv"),) if number % 2 else ()
    content_hash = hashlib.sha256(path.encode()).digest()
    return ScannedImage(path.encode(), content_hash, 1, 1, width_px=9, keywords=keywords)


def plain_search(catalogue: Catalogue, query: NDArray[np.float32]) -> NDArray[np.int64]:
    """What a search is without anything kept: read all features, compare, sort."""
    rows = catalogue.images.readable()
    store = FeatureStore(features_dir(catalogue), FINGERPRINT)
    features, _ = store.rows([content_hash for _, content_hash in rows])
    ids = np.array([image_id for image_id, _ in rows])
    order: NDArray[np.int64] = ids[np.argsort(-(features @ query), kind="stable")]
    return order


def timed_ms(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started_s = time.perf_counter()
    work()
    return (time.perf_counter() - started_s) * 1000


def some_query(number: int, images: int) -> Query:
    """One, two or three images of the archive, the last one taken away."""
    rng = np.random.default_rng(number)
    picked = rng.integers(0, images, 1 + number % 3)
    signs = [1.0, 1.0, -1.0]
    return Query(
        tuple(
            Term("image", f"box {one % FOLDERS}/{one:06}.jpg", sign)
            for one, sign in zip(picked.tolist(), signs, strict=False)
        )
    )


def measure_ranking(path: Path, images: int) -> list[Figure]:
    """Searches in one thread, as a lane does them."""
    with Catalogue.open(path) as catalogue:
        search = ImageSearch(catalogue)
        process = psutil.Process()
        before = process.memory_info().rss
        load_ms = timed_ms(search.load)
        grown = process.memory_info().rss - before
        whole_ms, cpu_ms, filtered_ms, words_ms = [], [], [], []
        texts = iter(np.random.default_rng(9).standard_normal((SEARCHES, 1, _size(search))))
        spoken = ImageSearch(
            catalogue, encode_texts=lambda asked: np.repeat(_unit(next(texts)), len(asked), axis=0)
        )
        some_folder = ImageFilter(folder="box 3")
        for number in range(SEARCHES):
            query = some_query(number, images)
            started_s = time.process_time()
            whole_ms.append(timed_ms(lambda query=query: search.rank(query)))
            cpu_ms.append((time.process_time() - started_s) * 1000)
            filtered_ms.append(timed_ms(lambda query=query: search.rank(query, filter=some_folder)))
        search.release()
        spoken.load()
        for _ in range(SEARCHES):
            words_ms.append(timed_ms(lambda: spoken.rank(parse("words"))))
        query_vector = _unit(np.random.default_rng(1).standard_normal((1, _size(spoken))))[0]
        plain_ms = [
            timed_ms(lambda: plain_search(catalogue, query_vector)) for _ in range(PLAIN_SEARCHES)
        ]
        ratio = float(np.median(plain_ms)) / float(np.median(whole_ms))
        return [
            Figure("plain search, reading the features: times as long", ratio, "x"),
            Figure("search by images, 95 %", percentile(whole_ms, 95), "ms", 50),
            Figure("search by images, median", percentile(whole_ms, 50), "ms"),
            Figure("  processor time of it, all cores, median", percentile(cpu_ms, 50), "ms"),
            Figure("search by known words, 95 %", percentile(words_ms, 95), "ms", 50),
            Figure("search in one folder, 95 %", percentile(filtered_ms, 95), "ms", 50),
            Figure("plain search, median", percentile(plain_ms, 50), "ms"),
            Figure("reading the features, once", load_ms / 1000, "s"),
            Figure("memory of the features", spoken.memory_bytes / 1e6, "MB"),
            Figure("memory the process grew by", grown / 1e6, "MB"),
        ]


def _size(search: ImageSearch) -> int:
    search.load()
    assert search._loaded is not None
    return search._loaded.ranker.features.shape[1]


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)


def measure_window(path: Path, images: int) -> list[Figure]:
    """From asking to the ranked grid painted, and what the event loop feels of it."""
    application = create_application(Preferences())
    window, page = open_window(path)
    run_for(2.0)
    page.query.set_meaning(some_query(1, images))
    wait_for(lambda: page.query.result is not None and page.query.result.meaning is not None, "it")
    run_for(1.0)
    idle = Heartbeat()
    idle.start()
    run_for(2.0)
    idle.stop()
    beat = Heartbeat()
    beat.start()
    taken_ms = []
    for number in range(WINDOW_SEARCHES):
        before = page.query.result
        started_s = time.perf_counter()
        page.query.set_meaning(some_query(100 + number, images))
        wait_for(lambda before=before: page.query.result is not before, "the result")
        page.grid.viewport().repaint()
        taken_ms.append((time.perf_counter() - started_s) * 1000)
        run_for(0.05)
    beat.stop()
    # Faster than they can be answered: what is asked last is what is shown.
    box = page.bar.search
    page.bar.set_by_meaning(True)
    hurry = Heartbeat()
    hurry.start()
    for number in range(WINDOW_SEARCHES):
        box.setText(str(some_query(200 + number, images)))
        QTest.keyClick(box, "\r")
        run_for(0.004)
    wanted = some_query(200 + WINDOW_SEARCHES - 1, images)
    wait_for(lambda: page.query.result is not None and page.query.result.meaning == wanted, "it")
    hurry.stop()
    window.close()
    application.processEvents()
    return [
        Figure("window: asked to ranked grid, 95 %", percentile(taken_ms, 95), "ms"),
        Figure("window: asked to ranked grid, median", percentile(taken_ms, 50), "ms"),
        Figure("window: loop blocked by searching, 99 %", percentile(beat.late_ms, 99), "ms", 50),
        Figure("window: loop blocked while searching, worst", max(beat.late_ms), "ms"),
        Figure("window: blocked by hasty searches, 99 %", percentile(hurry.late_ms, 99), "ms", 50),
        Figure("window: loop blocked while idle, 99 %", percentile(idle.late_ms, 99), "ms"),
    ]


def measure_words(path: Path) -> list[Figure]:
    """Words that were never read, with the real encoder: the first, and the next ones."""
    with Catalogue.open(path) as catalogue:
        search = ImageSearch(catalogue)
        search.load()
        stamp = f"{time.time():.0f}"  # not read by an earlier run
        first_ms = timed_ms(lambda: search.rank(parse(f"first {stamp}")))
        new_ms = [timed_ms(lambda one=one: search.rank(parse(f"{one} {stamp}"))) for one in WORDS]
        again_ms = [timed_ms(lambda one=one: search.rank(parse(f"{one} {stamp}"))) for one in WORDS]
        text_encoder_of(catalogue).close()
    return [
        Figure("first words, the language model starts", first_ms / 1000, "s"),
        Figure("new words, the language model runs, median", percentile(new_ms, 50), "ms"),
        Figure("the same words again, median", percentile(again_ms, 50), "ms"),
    ]


def measure_cut(path: Path) -> list[Figure]:
    """How many of the images that stand out for a label's name carry it, and of the others."""
    above, below = [], []
    with Catalogue.open(path) as catalogue:
        carried: dict[int, set[int]] = {}
        rows = catalogue.labellings.references()
        for position, label_id in rows.pairs:
            carried.setdefault(label_id, set()).add(rows.image_ids[position])
        search = ImageSearch(catalogue)
        for label in catalogue.labels.all():
            if label.image_count < CUT_MINIMUM_IMAGES:
                continue
            ranking = search.rank(Query((Term("words", label.name),)))
            carries = np.isin(ranking.image_ids, list(carried.get(label.id, ())))
            labelled = np.isin(ranking.image_ids, rows.image_ids)
            meant = np.arange(len(carries)) < ranking.meant
            above.append(carries[meant & labelled].mean() if np.any(meant & labelled) else 0.0)
            below.append(carries[~meant & labelled].mean())
        text_encoder_of(catalogue).close()
    return [
        Figure("above the line: share that carries the label", 100 * float(np.mean(above)), "%"),
        Figure("below the line: share that carries the label", 100 * float(np.mean(below)), "%"),
    ]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=130_000)
    parser.add_argument("--size", type=int, default=512, help="numbers in a feature")
    parser.add_argument("--encoded", type=Path, help="a catalogue to search by words in")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}, Qt {qVersion()}"
    with tempfile.TemporaryDirectory(prefix="nabolag-search-") as folder:
        os.environ["NABOLAG_DATA_DIR"] = folder
        path = make_catalogue(Path(folder), options.images, options.size)
        figures = measure_ranking(path, options.images)
        figures += measure_window(path, options.images)
    print_table(figures, f"{options.images} images, {options.size} numbers a feature, {machine}")
    if options.encoded is not None:
        with Catalogue.open(options.encoded) as catalogue:
            title = f"{catalogue.images.count()} images, their real encoder"
        print_table(measure_words(options.encoded), title)
        print_table(measure_cut(options.encoded), f"names of labels searched in {title}")
    sys.exit(0 if all(figure.passed for figure in figures) else 1)


if __name__ == "__main__":
    main()
