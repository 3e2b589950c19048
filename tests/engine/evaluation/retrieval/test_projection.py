"""Maps: what is alike lies together, the same every time."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.evaluation.retrieval.pairs import FloatArray
from engine.evaluation.retrieval.projection import METHODS, Method, has_umap, project
from engine.progress import Job, run_job


def two_groups() -> tuple[FloatArray, np.ndarray]:
    rng = np.random.default_rng(0)
    group = np.arange(80) % 2
    vectors = rng.standard_normal((80, 16)).astype(np.float32)
    vectors[group == 1, 0] += 25
    return vectors, group


def placed(vectors: FloatArray, method: Method) -> FloatArray:
    work: Job[FloatArray] = project(vectors, method, seed=3)  # type: ignore[assignment]
    return run_job(work)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_alike_lies_together(method: Method) -> None:
    if method == "umap" and not has_umap():
        with pytest.raises(InputError, match="umap-learn"):
            placed(two_groups()[0], method)
        return
    vectors, group = two_groups()

    found = placed(vectors, method)

    assert found.shape == (80, 2)
    assert found.min() >= -1e-6
    assert found.max() <= 1 + 1e-6
    middles = np.stack([found[group == one].mean(axis=0) for one in (0, 1)])
    nearest = np.linalg.norm(found[:, None] - middles, axis=2).argmin(axis=1)
    assert np.array_equal(nearest, group)
    assert np.array_equal(found, placed(vectors, method)), "the same seed, the same map"


def test_a_handful_of_points_is_no_map() -> None:
    with pytest.raises(InputError) as refused:
        placed(two_groups()[0][:5], "pca")
    assert refused.value.message.code == "map-too-few"
