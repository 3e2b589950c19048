"""Measures how well planted duplicates are found with few judgements, beside other tools' ways.

    python -m tests.benchmarks.duplicates CATALOGUE.nabolag.sqlite [--seeds 0,1,2] [--prior]

Duplicates are planted among originals of the catalogue's archive (``planted_duplicates``). A
simulated curator answers 100 questions, one at a time, as the program asks them, once with mirrored
copies as duplicates and once without. Printed is recall at precision 0.9 and at 0.99 among all
candidates: of the program's state (what was answered counts as answered), of its model alone, and
in the same run of PHash (64 bits, as imagededup's), of a gradient hash (as czkawka's, the better of
8 and 16 pixels a side) and of similarity alone, each over all pairs of images at its best
threshold; with imagededup installed its own PHash as well. Then: after how many judgements recall
at precision 0.9 stays within 0.02 of its end, and what was asked and found by kind.

--prior fits the prior's means instead (``engine.duplicates.pair_prior``). Exits 1 where recall at
precision 0.9 is below 0.90, at 0.99 below 0.80, not 0.15 above the best of the others, or more than
60 judgements are needed.
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.references import encoder_and_features
from engine.archive.decode import read_pixels
from engine.archive.thumbnails import make_thumbnail
from engine.duplicates.candidates import near_pairs
from engine.duplicates.hashing import hash_distances, hashes, near_by_hash
from engine.duplicates.normalize import normalized_similarity
from engine.duplicates.pair_design import TERMS, design
from engine.duplicates.pair_measures import WITH_TURN, PairMeasures, pair_measures
from engine.duplicates.pair_model import PairModel
from engine.duplicates.registration import look, register
from engine.encoders.preprocess import prepare
from engine.encoders.registry import load_encoder
from tests.benchmarks.planted_duplicates import (
    COPIES,
    ORIGINALS,
    Planted,
    gradient_hash,
    perceptual_hash,
    plant,
)

QUESTIONS = 100
PRECISIONS = (0.9, 0.99)
GOALS = (0.90, 0.80)
LEAD = 0.15
STEADY = 0.02
MOST_JUDGEMENTS = 60
LEAST_SIMILARITY = 0.9
ENCODED_AT_ONCE = 64
HASH_SIDES = (8, 16)

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Run:
    """One planting, measured: candidate pairs (P,), their kind where they are planted, else "";
    others: by way, the likeness of all pairs of images in the order of ``np.triu_indices``."""

    planted: Planted
    encoder: str
    left: IntArray
    right: IntArray
    kind: NDArray[np.str_]
    measures: PairMeasures
    others: dict[str, FloatArray]


def catalogue_files(catalogue: Catalogue) -> tuple[str, list[Path], NDArray[np.float32]]:
    """The encoder's name, the archive's encoded files and their features."""
    (name, _), store = encoder_and_features(catalogue)
    readable = catalogue.images.get_many([image for image, _ in catalogue.images.readable()])
    rows = [(image.path, image.content_hash) for image in readable]
    features, found = store.rows([content for _, content in rows])
    root = catalogue.archive_dir
    kept = np.flatnonzero(found)
    return name, [root / rows[at][0] for at in kept], features[kept]


def measure(name: str, planted: Planted) -> Run:
    """All the program does with the pictures up to the measures of the candidates."""
    encoder = load_encoder(name)
    pictures = [read_pixels(path) for path in planted.files]
    prepared = [prepare(pixels, encoder.preprocess) for pixels in pictures]
    features = np.concatenate(
        [
            np.asarray(encoder.encode_images(np.stack(prepared[at : at + ENCODED_AT_ONCE])))
            for at in range(0, len(prepared), ENCODED_AT_ONCE)
        ]
    ).astype(np.float32)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    started_s = time.process_time()
    thumbnails = [
        np.asarray(Image.open(io.BytesIO(make_thumbnail(pixels))).convert("RGB"))
        for pixels in pictures
    ]
    found = [hashes(one) for one in thumbnails]
    bits = np.stack([one.bits for one in found])
    quality = np.array([one.quality for one in found])
    hashed_s = time.process_time()
    near = near_pairs(features, least_similarity=LEAST_SIMILARITY)
    by_hash = finished(near_by_hash(bits, quality))
    count = len(pictures)
    key = np.unique(
        np.concatenate([near.left * count + near.right, by_hash.left * count + by_hash.right])
    )
    left, right = np.divmod(key, count)
    similarity = np.einsum("ij,ij->i", features[left], features[right])
    normalized = normalized_similarity(similarity, near.background[left], near.background[right])
    distance, turn = hash_distances(bits, left, right)
    looked = [
        look(one, width_px=pixels.shape[1], height_px=pixels.shape[0])
        for one, pixels in zip(thumbnails, pictures, strict=True)
    ]
    looked_s = time.process_time()
    registered = [
        register(looked[a], looked[b], likely_turn=int(t) if d <= WITH_TURN else None)
        for a, b, d, t in zip(left, right, distance, turn, strict=True)
    ]
    registered_s = time.process_time()
    say(
        f"{count} pictures, {len(planted.truth)} copies; {len(left)} candidate pairs "
        f"({len(by_hash.left)} near by hash); CPU time: thumbnail and hash "
        f"{1e3 * (hashed_s - started_s) / count:.1f} ms a picture, look "
        f"{1e3 * (looked_s - hashed_s) / count:.1f} ms a picture, registration "
        f"{1e3 * (registered_s - looked_s) / max(1, len(left)):.1f} ms a pair"
    )
    truth = {(a, b): kind for a, b, kind in planted.truth}
    kind = np.array([truth.get((int(a), int(b)), "") for a, b in zip(left, right, strict=True)])
    missed = [
        one
        for pair, one in truth.items()
        if pair not in set(zip(left.tolist(), right.tolist(), strict=True))
    ]
    say(f"not among the candidates: {', '.join(sorted(missed)) or 'none'}")
    measures = pair_measures(similarity, normalized, distance, turn, registered)
    return Run(planted, name, left, right, kind, measures, other_ways(pictures, features, planted))


def other_ways(
    pictures: list[NDArray[np.uint8]], features: NDArray[np.float32], planted: Planted
) -> dict[str, FloatArray]:
    """By name how alike all pairs of images are in other ways, more being more alike."""
    upper = np.triu_indices(len(pictures), 1)
    ways = {"similarity alone": (features @ features.T)[upper].astype(np.float64)}
    by_hash: dict[str, Callable[[NDArray[np.uint8]], BoolArray]] = {"PHash": perceptual_hash}
    for side in HASH_SIDES:
        by_hash[f"gradient hash {side}"] = lambda one, side=side: gradient_hash(one, side)
    for name, way in by_hash.items():
        signs = np.stack([way(one) for one in pictures]).astype(np.float32) * 2 - 1
        ways[name] = (signs @ signs.T)[upper].astype(np.float64)
    own = imagededup_hashes(planted)
    if own is not None:
        signs = own.astype(np.float32) * 2 - 1
        ways["imagededup's PHash"] = (signs @ signs.T)[upper].astype(np.float64)
    return ways


def imagededup_hashes(planted: Planted) -> BoolArray | None:
    """imagededup's own 64 bits of every file; None where it is not installed."""
    try:
        from imagededup.methods import PHash
    except ImportError:
        return None
    method = PHash(verbose=False)
    encoded = [method.encode_image(image_file=str(path)) for path in planted.files]
    raw = np.array([list(bytes.fromhex(one)) for one in encoded], dtype=np.uint8)
    return np.unpackbits(raw, axis=1).astype(np.bool_)


def finished(steps):  # noqa: ANN001, ANN201 - any generator and what it returns
    """What a stepwise computation returns."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def recall(likeness: FloatArray, truth: BoolArray, total: int, precision: float) -> float:
    """The highest recall at which precision is reached, at whatever threshold."""
    order = np.argsort(-likeness, kind="stable")
    found = np.cumsum(truth[order])
    ends = np.append(np.diff(likeness[order]) != 0, True)
    good = ends & (found >= precision * np.arange(1, len(order) + 1))
    return float(found[good].max() / total) if good.any() else 0.0


def judged(run: Run, mirrored: bool) -> tuple[FloatArray, FloatArray, str]:
    """(QUESTIONS + 1, 2) recall at the two precisions after each answer, of the program's state and
    of the model alone; and in words what was asked and found."""
    truth = (run.kind != "") & (mirrored | (run.kind != "mirror"))
    total = sum(mirrored or kind != "mirror" for *_, kind in run.planted.truth)
    answered = np.zeros(len(truth), dtype=np.bool_)
    model = PairModel(run.encoder)
    state, alone = [], []
    said = []
    for question in range(QUESTIONS + 1):
        probability = model.probability(run.measures).probability
        known = np.where(answered, np.where(truth, 2.0, -1.0), probability)
        state.append([recall(known, truth, total, one) for one in PRECISIONS])
        alone.append([recall(probability, truth, total, one) for one in PRECISIONS])
        if question % 20 == 0:
            change = model.convergence(run.measures, answered)
            said.append(f"{question}: {change.changing:.3f} ({change.more_answers} more)")
        if question == QUESTIONS:
            break
        answered[model.next_questions(run.measures, answered)] = True
        model = PairModel(run.encoder).fit(run.measures[answered], truth[answered])
    certain = (probability >= 0.99) & ~answered
    right = int(truth[certain].sum())
    words = (
        f"  yes {int(truth[answered].sum())} of {int(answered.sum())}; certain by itself "
        f"{int(certain.sum())}, of them right {right}; convergence after {', '.join(said)}"
    )
    return np.array(state), np.array(alone), words


def steady_after(recalls: FloatArray) -> int:
    """The number of answers after which recall stays within ``STEADY`` of its end."""
    off = np.flatnonzero(np.abs(recalls - recalls[-1]) > STEADY)
    return int(off[-1]) + 1 if len(off) else 0


def report(run: Run, mirrored: bool) -> tuple[list[float], float, int]:
    """Print one run's figures; the recalls reached, the lead over the others, the judgements."""
    state, alone, words = judged(run, mirrored)
    say(f"mirrored copies {'are' if mirrored else 'are no'} duplicates")
    upper = np.triu_indices(len(run.planted.files), 1)
    truth_by_pair = {(a, b) for a, b, kind in run.planted.truth if mirrored or kind != "mirror"}
    place = {pair: at for at, pair in enumerate(zip(*(one.tolist() for one in upper), strict=True))}
    truth = np.zeros(len(upper[0]), dtype=np.bool_)
    truth[[place[pair] for pair in truth_by_pair]] = True
    say(f"  {'':24}at precision {PRECISIONS[0]}  {PRECISIONS[1]}")
    for name, recalls in (
        ("before any answer", state[0]),
        (f"after {QUESTIONS} answers", state[-1]),
        ("the model alone", alone[-1]),
    ):
        say(f"  {name:24}{recalls[0]:16.3f} {recalls[1]:5.3f}")
    best = 0.0
    for name, likeness in run.others.items():
        found = [recall(likeness, truth, len(truth_by_pair), one) for one in PRECISIONS]
        best = max(best, found[0])
        say(f"  {name:24}{found[0]:16.3f} {found[1]:5.3f}")
    needed = steady_after(state[:, 0])
    say(f"  within {STEADY} of its end after {needed} answers")
    say(words)
    say(f"  {missed_by_kind(run, mirrored)}")
    return state[-1].tolist(), float(state[-1, 0]) - best, needed


def missed_by_kind(run: Run, mirrored: bool) -> str:
    """How many of each kind were planted and are among the candidates."""
    kinds = sorted({kind for *_, kind in run.planted.truth if mirrored or kind != "mirror"})
    counts = [(kind, int((run.kind == kind).sum())) for kind in kinds]
    planted = [sum(one == kind for *_, one in run.planted.truth) for kind in kinds]
    return "candidates by kind: " + ", ".join(
        f"{kind} {found}/{total}" for (kind, found), total in zip(counts, planted, strict=True)
    )


def fit_prior(runs: list[Run]) -> None:
    """Print the coefficients that all planted pairs give, with either view of mirroring."""
    from sklearn.linear_model import LogisticRegression

    rows = np.concatenate([design(run.measures) for run in runs])
    for mirrored in (True, False):
        truth = np.concatenate(
            [(run.kind != "") & (mirrored | (run.kind != "mirror")) for run in runs]
        )
        fitted = LogisticRegression(C=10, fit_intercept=False, max_iter=2000).fit(rows, truth)
        say(f"mirrored copies {'are' if mirrored else 'are no'} duplicates")
        for name, value in zip(TERMS, fitted.coef_[0], strict=True):
            say(f"  {name:12}{value:6.2f}")


def main() -> None:
    """Plant, measure, judge, for all seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--prior", action="store_true", help="fit the prior's means")
    arguments = parser.parse_args()
    started_s = time.perf_counter()
    with Catalogue.open(arguments.catalogue) as catalogue:
        name, files, features = catalogue_files(catalogue)
    runs = []
    for seed in map(int, arguments.seeds.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            say(f"seed {seed}")
            planted = plant(
                files, features, Path(folder), originals=ORIGINALS, copies=COPIES, seed=seed
            )
            runs.append(measure(name, planted))
    if arguments.prior:
        fit_prior(runs)
        return
    good = True
    for run in runs:
        for mirrored in (True, False):
            recalls, lead, needed = report(run, mirrored)
            enough = all(got >= goal for got, goal in zip(recalls, GOALS, strict=True))
            good &= enough and lead >= LEAD and needed <= MOST_JUDGEMENTS
    say(f"({time.perf_counter() - started_s:.0f} s)")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
