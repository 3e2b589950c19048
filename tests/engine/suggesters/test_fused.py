"""Names and references together, against the same written down plainly."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.evaluation.curves import roc_auc
from engine.language.phrases import label_vectors
from engine.suggesters.alike import LONELY, NEIGHBORS, SAME_COSINE, TEMPERATURE
from engine.suggesters.base import References
from engine.suggesters.fused import (
    HIGHEST_FREQUENCY,
    PRIOR_CALLS,
    PRIOR_COSINES,
    PRIOR_IMAGES,
    PRIOR_PAIRS,
    SHARING_REFERENCES,
    Fused,
)

LABELS = 5


def unit(rows: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return scaled.astype(np.float32)


def references_of(count: int, *, seed: int = 0, noise: float = 0.9) -> References:
    """Images that look like what their labels are called, more or less."""
    rng = np.random.default_rng(seed)
    phrases = unit(np.random.default_rng(5).standard_normal((2, LABELS, 16)))
    labels = rng.random((count, LABELS)) < 0.2
    labels[np.arange(count), rng.integers(0, LABELS, count)] = True
    look = labels @ phrases.mean(axis=0) + noise * rng.standard_normal((count, 16)) / 4
    ids = np.arange(1, count + 1, dtype=np.int64)
    return References(unit(look), csr_array(labels.astype(float)), ids, phrases)


def plainly(
    model: Fused,
    references: References,
    queries: np.ndarray,
    own: np.ndarray | None = None,
) -> np.ndarray:
    """The module's formulas with loops over labels and every image left out by fitting anew.

    ``own``: the rows of the references that the queries are, so that none goes by itself.
    """
    assert references.phrases is not None
    names = label_vectors(references.phrases, np.ones(2)).astype(float)
    truth, count = references.labels.toarray(), len(references.image_ids)
    images = references.features.astype(float)
    archive = images if references.archive is None else references.archive.astype(float)

    def votes(rows: np.ndarray, asked: np.ndarray) -> np.ndarray:
        def kernel(left: np.ndarray, right: np.ndarray) -> np.ndarray:
            found: np.ndarray = np.exp(model.temperature * (left @ right.T - 1))
            return found

        own = kernel(images[rows], images[rows]) + model.regularization * np.eye(len(rows))
        weights = kernel(asked, images[rows]) @ np.linalg.inv(own)
        return np.clip(weights @ truth[rows], 0, 1)

    def calls(asked: np.ndarray) -> np.ndarray:
        found = np.zeros((len(asked), LABELS))
        seen = len(archive) + PRIOR_COSINES
        levels = [((archive @ name).sum() + PRIOR_COSINES * model.level) / seen for name in names]
        off = [((archive @ names[i] - levels[i]) ** 2).sum() for i in range(LABELS)]
        spread = np.sqrt((sum(off) / LABELS + PRIOR_COSINES * model.spread**2) / seen)
        for label, name in enumerate(names):
            frequency = truth[:, label].sum() + PRIOR_IMAGES * HIGHEST_FREQUENCY
            height = model.sharpness * (asked @ name - levels[label]) / spread
            found[:, label] = frequency / (count + PRIOR_IMAGES) * np.exp(height)
        return np.minimum(found, 1)

    everything = np.arange(count)
    unseen = np.concatenate(
        [votes(np.flatnonzero(everything != i), images[i : i + 1]) for i in range(count)]
    )
    called = calls(images)
    # Prior and pairs as rows of one least-squares problem.
    rows = np.stack([unseen.ravel(), called.ravel()], axis=1)
    rows = np.concatenate([rows, PRIOR_PAIRS**0.5 * np.eye(2)])
    right = np.concatenate([truth.ravel(), PRIOR_PAIRS**0.5 * np.array([1, model.trust])])
    weight, common = np.clip(np.linalg.lstsq(rows, right)[0], 0, 1)
    left = (called * (truth - weight * unseen)).sum(axis=0)
    trust = (left + PRIOR_CALLS * common) / ((called**2).sum(axis=0) + PRIOR_CALLS)

    def said(asked: np.ndarray, known: np.ndarray) -> np.ndarray:
        total: np.ndarray = weight * votes(known, asked) + np.clip(trust, 0, 1) * calls(asked)
        return total

    scores = np.zeros((len(queries), LABELS))
    sharing = model.sharing * (1 - count / SHARING_REFERENCES)
    for row, query in enumerate(queries.astype(float)):
        known = everything if own is None else everything[everything != own[row]]
        scores[row] = said(query[None, :], known)[0]
        if references.archive is None:
            continue
        cosines = archive @ query
        near = [i for i in np.argsort(-cosines) if cosines[i] < SAME_COSINE][:NEIGHBORS]
        shares = np.exp(TEMPERATURE * (cosines[near] - 1))
        shares *= sharing / (shares.sum() + LONELY)
        scores[row] *= 1 - shares.sum()
        scores[row] += shares @ said(archive[near], known)
    return np.minimum(scores, 1)


def with_archive(references: References, count: int = 40) -> References:
    """The same from an archive of which the first 15 references are a part."""
    others = references_of(count, seed=31).features
    return replace(references, archive=np.concatenate([references.features[:15], others]))


@pytest.mark.parametrize("archive", [False, True], ids=["references alone", "with the archive"])
def test_it_is_the_plain_formulas(archive: bool) -> None:
    references, queries = references_of(40), references_of(15, seed=1).features
    references = with_archive(references) if archive else references
    model = Fused(sharpness=0.8, level=0.1, spread=0.2, trust=0.4)

    scores = model.fit(references).score(queries)

    np.testing.assert_allclose(scores, plainly(model, references, queries), rtol=0, atol=1e-5)


def test_what_is_said_of_similar_images_does_not_go_by_the_query_either() -> None:
    references = with_archive(references_of(40))
    model = Fused(sharpness=0.8, level=0.1, spread=0.2, trust=0.4).fit(references)
    rows = np.array([3, 20, 39])

    scores = model.score(references.features[rows], query_ids=references.image_ids[rows])

    expected = plainly(model, references, references.features[rows], own=rows)
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-5)


def test_an_archive_that_nobody_labelled_helps_names_and_few_labelled_images() -> None:
    """Pictures come in kinds, each with a look of its own; their names show through dimly."""
    rng = np.random.default_rng(4)
    phrases = np.pad(unit(rng.standard_normal((1, LABELS, 16))), ((0, 0), (0, 0), (0, 48)))
    kinds = np.pad(unit(rng.standard_normal((60, 48))), ((0, 0), (16, 0)))
    of_kind = rng.integers(0, 60, 1200)
    noise = np.pad(0.3 * rng.standard_normal((1200, 16)), ((0, 0), (0, 48)))
    noise += 0.05 * rng.standard_normal((1200, 64))
    truth = np.eye(LABELS)[of_kind % LABELS]
    images = unit(0.7 * kinds[of_kind] + 0.4 * truth @ phrases[0] + noise)
    every = References(images, csr_array(truth), np.arange(1200), phrases, images[:900])

    def found(count: int, sharing: float) -> float:
        model = Fused(spread=0.2, sharing=sharing).fit(every.some(np.arange(count)))
        return roc_auc(model.score(images[900:]).ravel(), truth[900:].ravel() > 0) or 0.0

    assert found(0, 0.9) > found(0, 0.0) + 0.02
    assert found(20, 0.9) > found(20, 0.0) + 0.005


def test_what_is_said_of_the_archive_follows_the_references() -> None:
    references = with_archive(references_of(60))
    queries = references_of(20, seed=8).features
    model = Fused(level=0.1, spread=0.2).fit(references.some(np.arange(50)))
    model.score(queries)  # keeps what it says of the archive
    more = replace(references.some(np.arange(50, 60)), phrases=None, archive=None)

    grown = model.update(more).score(queries)
    shrunk = model.forget(references.image_ids[50:]).score(queries)

    fresh = Fused(level=0.1, spread=0.2).fit(references.some(np.arange(50)))
    np.testing.assert_allclose(shrunk, fresh.score(queries), rtol=0, atol=1e-5)
    assert np.abs(grown - shrunk).max() > 0.01


def test_names_alone_find_labels_and_references_add_to_them() -> None:
    asked = references_of(200, seed=2, noise=1.2)
    truth = asked.labels.toarray() > 0
    model = Fused(sharpness=5.0, level=0.0)
    known = references_of(400, noise=1.2)
    ignorant = replace(known, phrases=np.roll(asked.phrases, 1, axis=1))

    def found(references: References, count: int) -> float:
        scores = model.fit(references.some(np.arange(count))).score(asked.features)
        return roc_auc(scores.ravel(), truth.ravel()) or 0.0

    assert found(known, 0) > 0.7
    assert found(known, 0) < found(known, 400)
    assert found(known, 10) > found(ignorant, 10) + 0.05


def test_a_name_that_misleads_is_trusted_less_the_more_references_there_are() -> None:
    many = references_of(400)
    assert many.phrases is not None
    phrases = many.phrases.copy()
    phrases[:, 0] = phrases[:, 1]  # label 0 is called what label 1 looks like
    many = replace(many, phrases=phrases)

    trusts = [
        Fused(sharpness=5.0, level=0.0).fit(many.some(np.arange(count))).trust_
        for count in (0, 20, 400)
    ]

    misled = [float(one[0]) for one in trusts]
    assert misled[0] > misled[1] > misled[2]
    assert misled[2] < 0.1


def test_references_of_the_first_day_teach_it_as_they_come() -> None:
    references = references_of(60)
    model = Fused(sharpness=5.0, level=0.0).fit(references.some(np.arange(0)))

    for row in range(60):
        model.update(replace(references.some(np.array([row])), phrases=None))

    again = Fused(sharpness=5.0, level=0.0).fit(references)
    queries = references_of(50, seed=4).features
    assert np.abs(model.score(queries) - again.score(queries)).mean() < 0.04
    model.forget(references.image_ids)
    assert model.evidence(queries[0], 0) == []
    assert 0 < model.score(queries).max() <= 1


def test_a_label_without_a_name_or_added_later_goes_by_its_references() -> None:
    references = references_of(50)
    assert references.phrases is not None
    phrases = references.phrases.copy()
    phrases[:, 2] = 0
    model = Fused(sharpness=5.0, level=0.0).fit(replace(references, phrases=phrases))
    wider = csr_array(np.eye(1, LABELS + 1, LABELS))
    feature = references_of(1, seed=9).features

    model.update(References(feature, wider, np.array([999])))

    assert model.name_similarity(feature[0], 2) is None
    assert model.name_share(feature[0], 2) == 0
    scores = model.score(feature)
    assert scores.shape == (1, LABELS + 1)
    assert scores[0, LABELS] > 0.5
    (own,) = [one for one in model.evidence(feature[0], LABELS) if one.carries_label]
    assert own.weight == pytest.approx(scores[0, LABELS], abs=1e-6)


def test_where_both_say_yes_their_shares_are_cut_alike() -> None:
    references = references_of(80, noise=0.1)
    model = Fused(regularization=0.003, sharpness=20.0, level=0.0, trust=1.0)
    model.fit(references)
    row, label = np.argwhere(model.score(references.features) == 1)[0].tolist()
    feature = references.features[row]

    weights = [one.weight for one in model.evidence(feature, label) if one.carries_label]

    assert 0 < model.name_share(feature, label) < 1
    assert sum(weights) + model.name_share(feature, label) == pytest.approx(1, abs=1e-6)
