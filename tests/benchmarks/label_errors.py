"""Measures how well planted label errors are found, beside cleanlab.

    pip install cleanlab
    python -m tests.benchmarks.label_errors CATALOGUE.nabolag.sqlite [--minimum 10]

5 % of the labels of the catalogue's images are wrong: half of them removed, half put on other
images, drawn as often as they are in the archive. Both sides are given the same labels and the
same leave-one-out confidences of neighbor search. AUROC: the chance that a planted error ranks
before a pair that was left alone, among carried pairs (wrong) and among the others (missing).
cleanlab's is the best of its multi-label quality scores, per image and per class, for each queue
and seed. Nothing in the catalogue is changed; exit code 1 where cleanlab is better.
"""

import argparse
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.metrics import roc_auc_score

from db.catalogue import Catalogue
from engine.answers.references import encoder_and_features, references_or_error, settings_in_force
from engine.evaluation.label_errors import LabelCheck
from engine.suggesters.base import FloatArray, References
from engine.suggesters.held_out import held_out_scores
from engine.suggesters.registry import NEIGHBOR_SEARCH

SEEDS = (0, 1, 2)
FLIPPED = 0.05
BoolArray = NDArray[np.bool_]


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def planted(labels: BoolArray, seed: int) -> tuple[BoolArray, BoolArray]:
    """(N, C) each: labels taken off, labels put on."""
    random = np.random.default_rng(seed)
    rows, columns = np.nonzero(labels)
    flips = round(FLIPPED * len(rows))
    removed, added = np.zeros_like(labels), np.zeros_like(labels)
    taken = random.choice(len(rows), flips // 2, replace=False)
    removed[rows[taken], columns[taken]] = True
    while added.sum() < flips - flips // 2:
        row, column = random.integers(len(labels)), columns[random.integers(len(columns))]
        added[row, column] = not labels[row, column]
    return removed, added


def cleanlab_scores(labels: BoolArray, scores: FloatArray) -> dict[str, NDArray[np.float64]]:
    """(N, C) label quality by method, low is bad; an image's score counts for all its pairs."""
    from cleanlab.internal.multilabel_scorer import ClassLabelScorer, MultilabelScorer
    from cleanlab.internal.multilabel_utils import onehot2int
    from cleanlab.multilabel_classification import get_label_quality_scores

    given, probabilities = labels.astype(np.int64), scores.astype(np.float64)
    found: dict[str, NDArray[np.float64]] = {}
    for method in ("self_confidence", "normalized_margin"):
        for adjusted in (False, True):
            options = {"adjust_pred_probs": adjusted}
            name = f"{method}{', adjusted' if adjusted else ''}"
            scorer = MultilabelScorer(ClassLabelScorer[method.upper()])
            found[f"{name}, per class"] = scorer.get_class_label_quality_scores(
                given, probabilities, base_scorer_kwargs=options
            )
            image = get_label_quality_scores(
                onehot2int(given), probabilities, method=method, adjust_pred_probs=adjusted
            )
            found[f"{name}, per image"] = np.repeat(image[:, None], labels.shape[1], axis=1)
    return found


def measure(
    catalogue: Catalogue, minimum: int, seed: int
) -> tuple[dict[str, float], dict[str, tuple[float, str]]]:
    """AUROC of both queues: ours, and cleanlab's best with the method's name."""
    encoder, store = encoder_and_features(catalogue)
    loaded = references_or_error(catalogue, store)
    settings = settings_in_force(catalogue, NEIGHBOR_SEARCH, encoder)
    truth = loaded.references.labels.toarray().astype(np.bool_)
    truth = truth[:, truth.sum(axis=0) >= minimum]
    rows = np.flatnonzero(truth.any(axis=1))
    removed, added = planted(truth[rows], seed)
    noisy = (truth[rows] & ~removed) | added
    kept = noisy.any(axis=1)
    rows, noisy, removed, added = rows[kept], noisy[kept], removed[kept], added[kept]
    references = References(
        loaded.references.features[rows],
        csr_array(noisy.astype(np.float64)),
        loaded.references.image_ids[rows],
    )
    groups = loaded.groups[rows]
    scores = held_out_scores(settings.kind, settings.hyperparameters, references, groups)
    started_s = time.perf_counter()
    check = LabelCheck(scores, references.labels)
    carried, other = np.nonzero(noisy), np.nonzero(~noisy)
    ours = {
        "wrong": float(roc_auc_score(added[carried], check.wrong_scores(*carried))),
        "missing": float(roc_auc_score(removed[other], check.probabilities(*other))),
    }
    ours_s = time.perf_counter() - started_s
    theirs = {"wrong": (0.0, ""), "missing": (0.0, "")}
    for method, quality in cleanlab_scores(noisy, scores).items():
        for queue, pairs, errors in (("wrong", carried, added), ("missing", other, removed)):
            score = float(roc_auc_score(errors[pairs], -quality[pairs]))
            theirs[queue] = max(theirs[queue], (score, method))
    say(
        f"seed {seed}: {len(rows)} images, {noisy.shape[1]} labels, {int(noisy.sum())} carried, "
        f"{int(removed.sum())} removed and {int(added.sum())} added; "
        f"all {noisy.size} pairs ranked in {ours_s:.1f} s"
    )
    for queue, score in ours.items():
        other_score, method = theirs[queue]
        say(f"  {queue:8} AUROC {score:.4f}   cleanlab {other_score:.4f} ({method})")
    return ours, theirs


def main() -> None:
    """Measure, for all seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--minimum", type=int, default=10, help="images a label must be on")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", module="cleanlab")
    try:
        import cleanlab
    except ImportError:
        sys.exit("This benchmark needs cleanlab, which is no part of the program: install it.")
    say(f"cleanlab {cleanlab.__version__}")
    with Catalogue.open(arguments.catalogue) as catalogue:
        results = [measure(catalogue, arguments.minimum, seed) for seed in SEEDS]
    short = False
    for queue in ("wrong", "missing"):
        ours = [ours[queue] for ours, _ in results]
        theirs = [theirs[queue][0] for _, theirs in results]
        short |= any(mine < other for mine, other in zip(ours, theirs, strict=True))
        say(
            f"{queue:8} AUROC {np.mean(ours):.4f} ± {np.std(ours):.4f}, "
            f"cleanlab {np.mean(theirs):.4f} ± {np.std(theirs):.4f}"
        )
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
