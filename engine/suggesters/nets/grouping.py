"""Groups of a label's references that become one prototype each: thesis 3.2.3.

A label with no more images than prototypes are asked for gets a group an image; so does mini-batch
k-means' empty cluster, which the thesis turns into a zero vector "in practice not being considered
further", become no group at all.
"""

import warnings
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import numpy as np

from engine.suggesters.base import FloatArray, IdArray, Watch
from engine.suggesters.changeable_references import ChangeableReferences

Grouping = Literal["random", "k-means"]
BATCH_SIZE = 1024


def grouped_by_label(
    references: ChangeableReferences,
    prototypes: int,
    grouping: str,
    seed: int,
    watch: Watch | None = None,
) -> tuple[IdArray, IdArray, IdArray]:
    """Row, label and group number of every (image, label) pair; numbers differ between labels.

    At most ``prototypes`` groups a label. The result depends on the images, not on their order.
    """
    by_label = references.labels.tocsc()
    rows: list[IdArray] = []
    labels: list[IdArray] = []
    groups: list[IdArray] = []
    with _one_thread() if grouping == "k-means" else nullcontext():
        for label in range(references.label_count):
            if watch is not None:
                watch()
            carriers = by_label.indices[by_label.indptr[label] : by_label.indptr[label + 1]]
            members: IdArray = carriers[np.argsort(references.image_ids[carriers])].astype(np.int64)
            if len(members) <= prototypes:
                numbers = np.arange(len(members))
            elif grouping == "k-means":
                numbers = clusters(references.features[members], prototypes, seed)
            else:
                dealt = np.arange(len(members)) % prototypes
                numbers = np.random.default_rng([seed, label]).permutation(dealt)
            rows.append(members)
            labels.append(np.full(len(members), label))
            groups.append(label * prototypes + numbers)
    return np.concatenate(rows), np.concatenate(labels), np.concatenate(groups)


def _one_thread() -> AbstractContextManager[object]:
    """Many small problems: threads would wait for each other (measured: six times slower)."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


def clusters(features: FloatArray, count: int, seed: int) -> IdArray:
    """(n,) cluster numbers below ``count`` by mini-batch k-means; some may be empty."""
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.exceptions import ConvergenceWarning

    model = MiniBatchKMeans(count, random_state=seed, batch_size=BATCH_SIZE, n_init=1)
    with warnings.catch_warnings():
        # Copies of images: fewer different points than clusters, so that some stay empty.
        warnings.simplefilter("ignore", ConvergenceWarning)
        # joblib, where the physical cores cannot be counted (a container without /sys).
        warnings.filterwarnings("ignore", "Could not find the number of physical cores")
        return np.asarray(model.fit_predict(features), dtype=np.int64)
