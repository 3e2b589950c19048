"""What holds for every suggester there is, as scikit-learn's estimator checks do."""

import inspect
import pickle
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.errors import InputError
from engine.suggesters.base import References, UsesNames, hyperparameters_of
from engine.suggesters.registry import SUGGESTERS, SuggesterKind, suggester_kind

ROUNDING = 1e-5
"""Float32 products of different shapes differ in the last digits; temperatures near 100 enlarge
that a hundredfold."""

CONTEXTS = 3

KINDS = pytest.mark.parametrize("kind", SUGGESTERS.values(), ids=SUGGESTERS.keys())

FORMS_NO_GROUPS = pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in SUGGESTERS.values()
        if kind.held_out == "leave-one-out" and "prototypes" not in kind.search_space
    ],
    ids=lambda kind: kind.name,
)
"""Those whose groups or training do not remember what they were fitted on first."""


def references_of(
    kind: SuggesterKind | None = None,
    *,
    count: int = 60,
    labels: int = 7,
    size: int = 12,
    seed: int = 0,
) -> References:
    """Features of length ``size``; of kinds that need texts they are pairs, of which every third
    has no text."""
    rng = np.random.default_rng(seed)
    features = rng.standard_normal((count, size)).astype(np.float32)
    name_size = size
    if kind is not None and kind.needs_texts:
        name_size = size // 2
        features[::3, name_size:] = 0
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    matrix = (rng.random((count, labels)) < 0.3).astype(float)
    matrix[np.arange(count), rng.integers(0, labels, count)] = 1
    # What labels are called does not change with the images: the same for every seed.
    phrases = np.random.default_rng(77).standard_normal((CONTEXTS, labels, name_size))
    phrases /= np.linalg.norm(phrases, axis=2, keepdims=True)
    ids = np.arange(1, count + 1, dtype=np.int64) * 10
    # Nor does the archive they are from; the first references are among its images.
    archive = np.random.default_rng(78).standard_normal((30, size)).astype(np.float32)
    archive /= np.linalg.norm(archive, axis=1, keepdims=True)
    archive = np.concatenate([features[:5], archive])
    return References(features, csr_array(matrix), ids, phrases.astype(np.float32), archive)


@KINDS
def test_the_constructor_only_stores_its_arguments(kind: SuggesterKind) -> None:
    parameters = inspect.signature(kind.factory).parameters
    given = {
        name: one.default + (type(one.default)(position + 1))
        for position, (name, one) in enumerate(parameters.items())
    }

    suggester = kind.factory(**given)

    assert vars(suggester) == given
    assert hyperparameters_of(suggester) == given


@KINDS
def test_fit_returns_itself_and_what_it_learns_ends_in_an_underscore(
    kind: SuggesterKind,
) -> None:
    suggester = kind.create()
    before = vars(suggester).copy()

    assert suggester.fit(references_of(kind)) is suggester

    learned = set(vars(suggester)) - set(before)
    assert learned
    assert all(name.endswith("_") for name in learned)
    assert {name: vars(suggester)[name] for name in before} == before


@KINDS
def test_fitting_leaves_the_references_alone(kind: SuggesterKind) -> None:
    references = references_of(kind)
    features, labels = references.features.copy(), references.labels.toarray()

    suggester = kind.create().fit(references)
    suggester.score(references.features, query_ids=references.image_ids)

    np.testing.assert_array_equal(references.features, features)
    np.testing.assert_array_equal(references.labels.toarray(), labels)


@KINDS
def test_scores_are_confidences_per_query_and_label(kind: SuggesterKind) -> None:
    references = references_of(kind)

    scores = kind.create().fit(references).score(references_of(kind, seed=1).features)

    assert scores.dtype == np.float32
    assert scores.shape == (60, 7)
    assert scores.min() >= 0
    assert 0 < scores.max() <= 1


@KINDS
def test_no_queries_give_no_scores(kind: SuggesterKind) -> None:
    suggester = kind.create().fit(references_of(kind))

    assert suggester.score(np.empty((0, 12), np.float32)).shape == (0, 7)


@KINDS
def test_the_same_question_gets_the_same_answer(kind: SuggesterKind) -> None:
    queries = references_of(kind, seed=2).features

    first = kind.create().fit(references_of(kind)).score(queries)
    second = kind.create().fit(references_of(kind)).score(queries)

    np.testing.assert_array_equal(first, second)


@KINDS
def test_a_score_does_not_depend_on_the_other_queries(kind: SuggesterKind) -> None:
    queries = references_of(kind, seed=3).features
    suggester = kind.create().fit(references_of(kind))

    together = suggester.score(queries)

    alone = np.concatenate([suggester.score(query[None, :]) for query in queries])
    np.testing.assert_allclose(alone, together, rtol=0, atol=ROUNDING)


@KINDS
def test_the_order_of_the_references_does_not_matter(kind: SuggesterKind) -> None:
    references = references_of(kind)
    order = np.random.default_rng(4).permutation(60)
    shuffled = references.some(order)
    queries = references_of(kind, seed=5).features

    np.testing.assert_allclose(
        kind.create().fit(shuffled).score(queries),
        kind.create().fit(references).score(queries),
        rtol=0,
        atol=ROUNDING,
    )


@KINDS
def test_an_image_is_never_its_own_reference(kind: SuggesterKind) -> None:
    references = references_of(kind)
    suggester = kind.create().fit(references)
    fitted = pickle.dumps(suggester)

    for row in range(5):
        own_id = references.image_ids[row : row + 1]
        query = references.features[row : row + 1]
        np.testing.assert_allclose(
            suggester.score(query, query_ids=own_id),
            pickle.loads(fitted).forget(own_id).score(query),
            rtol=0,
            atol=ROUNDING,
        )
        evidence = suggester.evidence(query[0], 0, query_id=int(own_id[0]))
        assert own_id[0] not in {one.image_id for one in evidence}


@FORMS_NO_GROUPS
def test_forgetting_is_fitting_without(kind: SuggesterKind) -> None:
    references = references_of(kind)
    stays = np.arange(60) % 7 != 3
    queries = references_of(kind, seed=8).features

    forgotten = kind.create().fit(references).forget(references.image_ids[~stays])

    again = kind.create().fit(references.some(np.flatnonzero(stays)))
    np.testing.assert_allclose(
        forgotten.score(queries), again.score(queries), rtol=0, atol=ROUNDING
    )


@FORMS_NO_GROUPS
def test_taking_in_is_fitting_with(kind: SuggesterKind) -> None:
    references = references_of(kind)
    wrong = references_of(kind, seed=9)
    early = replace(references.some(np.arange(40)), labels=csr_array(wrong.labels[:40]))
    queries = references_of(kind, seed=8).features

    updated = kind.create().fit(early).update(references.some(np.arange(30, 60)))
    updated.update(references.some(np.arange(30)))

    again = kind.create().fit(references)
    np.testing.assert_allclose(updated.score(queries), again.score(queries), rtol=0, atol=ROUNDING)


@KINDS
def test_the_evidence_adds_up_to_the_score(kind: SuggesterKind) -> None:
    if not kind.has_evidence:
        assert (
            kind.create().fit(references_of(kind)).evidence(references_of(kind).features[0], 0)
            == []
        )
        return
    references = references_of(kind)
    suggester = kind.create().fit(references)
    queries = references_of(kind, seed=6, count=20).features
    carried = references.labels.toarray() > 0
    row_of = {int(image_id): row for row, image_id in enumerate(references.image_ids)}

    scores = suggester.score(queries)

    for row, query in enumerate(queries):
        for label in range(7):
            evidence = suggester.evidence(query, label)
            weights = [one.weight for one in evidence]
            assert weights == sorted(weights, reverse=True)
            assert all(-1 <= one.similarity <= 1 for one in evidence)
            for one in evidence:
                assert one.carries_label == carried[row_of[one.image_id], label]
            for_it = sum(one.weight for one in evidence if one.carries_label)
            if isinstance(suggester, UsesNames):
                for_it += suggester.name_share(query, label)
            assert for_it == pytest.approx(scores[row, label], abs=1e-6)


@KINDS
def test_a_fitted_suggester_survives_pickling(kind: SuggesterKind) -> None:
    queries = references_of(kind, seed=7).features
    suggester = kind.create().fit(references_of(kind))

    again = pickle.loads(pickle.dumps(suggester))

    np.testing.assert_array_equal(again.score(queries), suggester.score(queries))


@KINDS
def test_without_references_it_says_what_to_do_unless_names_suffice(kind: SuggesterKind) -> None:
    nothing = references_of(kind).some(np.empty(0, np.int64))
    queries = references_of(kind, seed=7).features

    if kind.needs_names:
        scores = kind.create().fit(nothing).score(queries)
        assert scores.shape == (60, 7)
        assert 0 < scores.max() <= 1
        return
    with pytest.raises(InputError, match="label a few images first"):
        kind.create().fit(nothing)


@KINDS
def test_it_says_how_near_a_name_is_exactly_where_it_goes_by_names(kind: SuggesterKind) -> None:
    suggester = kind.create().fit(references_of(kind))
    feature = references_of(kind, seed=7).features[0]

    assert isinstance(suggester, UsesNames) == kind.needs_names
    if isinstance(suggester, UsesNames):
        found = [suggester.name_similarity(feature, label) for label in range(7)]
        assert all(one is not None and -1 <= one <= 1 for one in found)
        assert len(set(found)) == 7


@KINDS
def test_with_no_references_all_of_the_confidence_is_the_names(kind: SuggesterKind) -> None:
    suggester = kind.create()
    if not isinstance(suggester, UsesNames):
        return
    suggester.fit(references_of(kind).some(np.empty(0, np.int64)))
    queries = references_of(kind, seed=7, count=5).features

    shares = [[suggester.name_share(query, label) for label in range(7)] for query in queries]

    np.testing.assert_allclose(shares, suggester.score(queries), rtol=0, atol=1e-6)


@KINDS
def test_without_phrases_those_that_need_names_say_so(kind: SuggesterKind) -> None:
    references = replace(references_of(kind), phrases=None)

    if not kind.needs_names:
        kind.create().fit(references)
        return
    with pytest.raises(InputError, match="names"):
        kind.create().fit(references)


def test_the_same_rows_keep_the_phrases_and_the_archive() -> None:
    references = references_of()

    some = references.some(np.arange(3))

    assert some.phrases is references.phrases
    assert some.archive is references.archive


@KINDS
def test_stored_hyperparameters_it_does_not_know_are_ignored(
    kind: SuggesterKind,
) -> None:
    suggester = kind.create({**hyperparameters_of(kind.create()), "of another version": 3})

    assert hyperparameters_of(suggester) == hyperparameters_of(kind.create())


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"'psychic'.*neighbor-search, 1-nn"):
        suggester_kind("psychic")
