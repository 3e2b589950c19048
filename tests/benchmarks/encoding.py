"""Measures encoding: how fast against plain loops, how close to them, and in how much memory.

    python -m tests.benchmarks.encoding ARCHIVE_DIR [--photographs 200] [--only NAMES]

"archive" encodes a catalogue of the archive with the built-in encoder, against a loop that opens
one file after the other with Pillow, prepares it the same way and runs timm's model as it comes in
float32, 32 images at a time. "photographs" encodes generated JPEGs of 12 megapixels with ViT-B-32
(random weights: they take the same time), against open_clip's own loop. "titles" asks how well the
built-in encoder's texts find their images, where a keyword table with titles is beside the archive:
500 titles of at least two words, and the bare keywords that are on at least 5 images; it is part of
"archive" and quick alone (--only titles).
Our side is the encode job in a process of its own, as the program runs it. Both sides are timed
from the first image to the last, without loading the model; memory is that of our side.
Exit code 1 where a target is missed.
"""

import argparse
import csv
import os
import platform
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.current_encoder import open_features
from engine.archive.decode import read_pixels
from engine.encoders.base import FloatArray
from engine.encoders.built_in_parts.generated_images import generated_image
from engine.encoders.preprocess import prepare
from engine.errors import InputError
from engine.evaluation.curves import label_roc_auc
from engine.jobs.encode import EncodeSummary
from engine.jobs.process import JobProcess, JobRequest, JobResult
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job

BATCH_SIZE = 32
ARCHIVE_TARGET = 1.5
PHOTOGRAPHS_TARGET = 4.0
COSINE_TARGET = 0.999
MEMORY_TARGET_BYTES = 2_000_000_000
PHOTOGRAPH_SIZE = (4000, 3000)
CANVAS_SIZE = (4600, 3450)
CANVASES = 8
TITLES = 500
FEWEST_IMAGES = 5
# NumPy's library, where these are set for another processor, runs many times slower.
UNWANTED_VARIABLES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass
class Measured:
    """Our side: the job's summary, all of its time, and its largest memory."""

    summary: EncodeSummary
    total_s: float
    peak_bytes: int


def encode_measured(catalogue: Path, encoder: str) -> Measured:
    """Run the encode job in its process, watching the memory of all its processes."""
    started_s = time.perf_counter()
    job = JobProcess(JobRequest("encode", catalogue, "benchmark", {"encoder": encoder}))
    with watched_memory() as peak:
        *_, last = iter(job.receive, None)
    job.join()
    if not isinstance(last, JobResult):
        raise SystemExit(f"the job failed: {last}")
    return Measured(last.summary, time.perf_counter() - started_s, peak[0])


@contextmanager
def watched_memory() -> Iterator[list[int]]:
    """The largest sum of proportional set sizes of all child processes, so far, in a list."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], sum(map(memory_of, psutil.Process().children(recursive=True))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def memory_of(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", full.uss))


def catalogue_of(archive_dir: Path, path: Path) -> None:
    with Catalogue.create(path, archive_dir) as catalogue:
        run_job(scan_archive(catalogue, cancel=NeverCancelled()))


def stored_features(path: Path, files: Iterable[Path]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Our features of files, in their order, and whether they are there."""
    with Catalogue.open(path) as catalogue:
        store = open_features(catalogue)
        assert store is not None
        hashes = {one.path_bytes: one.content_hash for one in catalogue.images.known_files()}
        names = [os.fsencode(file.relative_to(catalogue.archive_dir)) for file in files]
        return store.rows([hashes[name] for name in names])


def batches(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for start in range(0, len(files), BATCH_SIZE):
        yield files[start : start + BATCH_SIZE]


def unit(rows: NDArray[np.float32]) -> FloatArray:
    scaled: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def say_closeness(ours: FloatArray, plain: FloatArray) -> float:
    cosines = np.sum(ours * plain, axis=1)
    others = np.sum(ours * np.roll(ours, 1, axis=0), axis=1)
    say(
        f"  cosine to the plain features: least {cosines.min():.5f}, mean {cosines.mean():.5f}, "
        f"{np.mean(cosines < COSINE_TARGET):.2%} below {COSINE_TARGET} "
        f"(of different images {others.mean():.3f})"
    )
    return float(cosines.min())


# --- the archive with the built-in encoder ------------------------------------------------------


def plain_built_in(files: Sequence[Path]) -> tuple[FloatArray, list[Path], float]:
    """Features, the files they are of, and seconds, by a plain loop over timm's model."""
    import timm
    import torch

    from engine.encoders.built_in import (
        IMAGE_PACKAGE,
        IMAGE_SHA256,
        IMAGE_WEIGHTS,
        PREPROCESS,
        stored_mean,
        weights_path,
    )

    model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    weights = torch.load(
        weights_path(IMAGE_PACKAGE, IMAGE_WEIGHTS, IMAGE_SHA256), weights_only=True
    )
    model.load_state_dict(dict(zip(model.state_dict(), weights.values(), strict=True)))
    model.eval().reset_classifier(0)
    features, read = [], []
    started_s = time.perf_counter()
    with torch.inference_mode():
        for some in batches(files):
            inputs = []
            for file in some:
                try:
                    pixels = prepare(read_pixels(file), PREPROCESS)
                except InputError:
                    continue
                read.append(file)
                inputs.append((torch.tensor(pixels).permute(2, 0, 1).float() - 127) / 128)
            if inputs:
                features.append(model(torch.stack(inputs)).numpy())
    duration_s = time.perf_counter() - started_s
    return unit(np.concatenate(features) - stored_mean()), read, duration_s


def measure_archive(archive_dir: Path, work: Path) -> bool:
    """The whole archive with the built-in encoder: ours, plain, ours again."""
    catalogues = [work / f"archive{number}.nabolag.sqlite" for number in range(2)]
    for path in catalogues:
        catalogue_of(archive_dir, path)
    with Catalogue.open(catalogues[0]) as catalogue:
        known = [one for one in catalogue.images.known_files() if one.status == "ok"]
    files = [archive_dir / os.fsdecode(one.path_bytes) for one in known]
    first = encode_measured(catalogues[0], "built-in")
    plain, read, plain_s = plain_built_in(files)
    second = encode_measured(catalogues[1], "built-in")
    ours_s = (first.summary.duration_s + second.summary.duration_s) / 2
    distinct = first.summary.distinct
    ratio = plain_s / ours_s
    say(f"archive, built-in encoder: {ratio:.1f} times the plain loop (target {ARCHIVE_TARGET})")
    say(f"  {ratio * distinct / len(files):.1f} times if copies, encoded once, are counted once")
    say(
        f"  {len(files)} files, {distinct} distinct: ours {first.summary.duration_s:.1f} and "
        f"{second.summary.duration_s:.1f} s ({second.total_s:.1f} s with start and loading), "
        f"{first.summary.precision}; plain {plain_s:.1f} s; {len(first.summary.failed)} failed"
    )
    ours, found = stored_features(catalogues[0], read)
    say_closeness(ours[found], plain[found])
    peak_bytes = max(first.peak_bytes, second.peak_bytes)
    say(f"  peak memory of all processes {peak_bytes / 1e6:.0f} MB")
    measure_titles(archive_dir, catalogues[0])
    return ratio >= ARCHIVE_TARGET and peak_bytes < MEMORY_TARGET_BYTES


def measure_titles_alone(archive_dir: Path, work: Path) -> None:
    path = work / "titles.nabolag.sqlite"
    catalogue_of(archive_dir, path)
    encode_measured(path, "built-in")
    measure_titles(archive_dir, path)


def measure_titles(archive_dir: Path, path: Path) -> None:
    """How well the text tower finds the image of a title among 500, and images of keywords."""
    from engine.encoders.registry import load_encoder

    table = archive_dir / "keywords.csv"
    if not table.exists():
        return
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if (row.get("title") or "").strip()]
    encoder = load_encoder("built-in")
    images, found = stored_features(path, [archive_dir / row["file"] for row in rows])
    worded = np.array([i for i, row in enumerate(rows) if len(row["title"].split()) > 1])
    chosen = worded[np.random.default_rng(0).permutation(len(worded))[:TITLES]]
    chosen = chosen[found[chosen]]
    if len(chosen):
        texts = encoder.encode_texts([rows[i]["title"] for i in chosen])
        say_titles(images[chosen] @ texts.T)
    usable = [row for row, there in zip(rows, found, strict=True) if there]
    carried = [set(filter(None, map(str.strip, row["keywords"].split(";")))) for row in usable]
    images_of = Counter(keyword for some in carried for keyword in some)
    keywords = [one for one, count in images_of.items() if FEWEST_IMAGES <= count < len(usable)]
    if keywords:
        truths = np.array([[one in some for one in keywords] for some in carried])
        areas, _ = label_roc_auc(images[found] @ encoder.encode_texts(keywords).T, truths)
        say(f"  bare keywords, mean ROC AUC of {len(keywords)}: {np.mean(areas):.3f}")


def say_titles(similarity: FloatArray) -> None:
    own = np.diag(similarity)
    ranks = np.sum(similarity >= own[:, None], axis=1)
    back = np.sum(similarity >= own[None, :], axis=0)
    chance = np.mean(1 / np.arange(1, len(ranks) + 1))
    say(
        f"  image to title, MRR among {len(ranks)}: {np.mean(1 / ranks):.3f}, title to image "
        f"{np.mean(1 / back):.3f} (chance {chance:.3f}; many titles, like “Various Cliparts”, "
        "name nothing)"
    )


# --- photographs with ViT-B-32 ------------------------------------------------------------------


def draw_photographs(folder: Path, count: int) -> list[Path]:
    """JPEGs of 12 megapixels: different cuts from a few large scenes, each lit differently."""
    random = np.random.default_rng(12)
    folder.mkdir()
    files = []
    canvas = Image.new("RGB", CANVAS_SIZE)
    for number in range(count):
        if number % -(-count // CANVASES) == 0:
            canvas = Image.fromarray(generated_image(CANVAS_SIZE, scene=True, seed=number))
        left = int(random.integers(CANVAS_SIZE[0] - PHOTOGRAPH_SIZE[0]))
        top = int(random.integers(CANVAS_SIZE[1] - PHOTOGRAPH_SIZE[1]))
        cut = canvas.crop((left, top, left + PHOTOGRAPH_SIZE[0], top + PHOTOGRAPH_SIZE[1]))
        brightness = random.uniform(0.6, 1.4)
        lit = cut.point([min(255, int(value * brightness)) for value in range(256)] * 3)
        files.append(folder / f"{number:04}.jpg")
        lit.save(files[-1], quality=90)
    return files


def random_vit(path: Path) -> None:
    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    save_file(open_clip.create_model("ViT-B-32").state_dict(), path)


def plain_vit(weights: Path, files: Sequence[Path]) -> tuple[FloatArray, float]:
    """Features and seconds by the loop that open_clip's own documentation shows."""
    import open_clip
    import torch

    model, _, transform = open_clip.create_model_and_transforms("ViT-B-32", pretrained=str(weights))
    model.eval()
    features = []
    started_s = time.perf_counter()
    with torch.inference_mode():
        for some in batches(files):
            inputs = torch.stack([transform(Image.open(file)) for file in some])
            features.append(model.encode_image(inputs, normalize=True).numpy())
    return np.concatenate(features), time.perf_counter() - started_s


def measure_photographs(work: Path, count: int) -> bool:
    """Large JPEGs with ViT-B-32."""
    archive_dir = work / "photographs"
    files = draw_photographs(archive_dir, count)
    weights = work / "random.safetensors"
    random_vit(weights)
    path = work / "photographs.nabolag.sqlite"
    catalogue_of(archive_dir, path)
    ours = encode_measured(path, f"ViT-B-32:{weights}")
    plain, plain_s = plain_vit(weights, files)
    ratio = plain_s / ours.summary.duration_s
    say(
        f"12-megapixel JPEGs, ViT-B-32: {ratio:.1f} times the plain loop "
        f"(target {PHOTOGRAPHS_TARGET})"
    )
    size_mb = sum(file.stat().st_size for file in files) / len(files) / 1e6
    say(
        f"  {count} files of {size_mb:.1f} MB: ours {ours.summary.duration_s:.1f} s "
        f"({ours.total_s:.1f} s with start and loading), {ours.summary.precision}; "
        f"plain {plain_s:.1f} s"
    )
    features, found = stored_features(path, files)
    least = say_closeness(features, plain)
    say(f"  peak memory of all processes {ours.peak_bytes / 1e6:.0f} MB (target 2 000)")
    return (
        bool(found.all())
        and ratio >= PHOTOGRAPHS_TARGET
        and least >= COSINE_TARGET
        and ours.peak_bytes < MEMORY_TARGET_BYTES
    )


def machine() -> str:
    import torch

    name = torch.cpu.get_capabilities().get("cpu_name") or platform.processor()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    memory_gb = psutil.virtual_memory().total / 1e9
    return (
        f"{name}, {psutil.cpu_count()} cores, {memory_gb:.0f} GB, load {load:.1f}; "
        f"{platform.system()}, Python {platform.python_version()}, torch {torch.__version__}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive_dir", type=Path)
    parser.add_argument("--photographs", type=int, default=200)
    parser.add_argument("--only", default="archive,photographs")
    arguments = parser.parse_args()
    say(machine())
    with tempfile.TemporaryDirectory(prefix="nabolag-encoding-") as work:
        passed = []
        if "archive" in arguments.only:
            passed.append(measure_archive(arguments.archive_dir.absolute(), Path(work)))
        elif "titles" in arguments.only:
            measure_titles_alone(arguments.archive_dir.absolute(), Path(work))
        if "photographs" in arguments.only:
            passed.append(measure_photographs(Path(work), arguments.photographs))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    if any(name in os.environ for name in UNWANTED_VARIABLES):
        kept = {name: one for name, one in os.environ.items() if name not in UNWANTED_VARIABLES}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], kept)
    sys.exit(main())
