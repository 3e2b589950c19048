"""Images with their captions as what suggesters go by, from the catalogue to the answer."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.fitted import fitted_suggester
from engine.answers.language import finished
from engine.answers.pairs import NoCaptionsError, PairFeatures, features_for
from engine.answers.references import encoder_and_features
from engine.answers.review import Message, ReviewSession
from engine.errors import InputError
from engine.jobs.evaluate.run import evaluate
from engine.jobs.suggest import suggest_labels
from engine.progress import NeverCancelled, run_job
from engine.suggesters.registry import suggester_kind
from engine.words_and_pictures import apart

if TYPE_CHECKING:
    from tests.engine.conftest import MadeCatalogue

SIZE = 24
ON_BOTH = "neighbor-search-on-both"


def with_captions(made: "MadeCatalogue") -> list[int]:
    """Forty images whose looks say nothing and whose captions say all; half are labelled, two
    have no caption. The ids in the order of the files."""
    rng = np.random.default_rng(3)
    keywords = [["boat" if i % 2 else "tree"] if i < 20 else [] for i in range(40)]
    vectors = rng.standard_normal((40, SIZE)) * 0.3 + rng.standard_normal(SIZE)
    made.add_at_once([f"content {i}" for i in range(40)], vectors, keywords)
    words = {"a boat at sea": rng.standard_normal(SIZE), "a tall tree": rng.standard_normal(SIZE)}
    made.name_vectors(words)
    ids = made.catalogue.images.ids()
    for i, image_id in enumerate(ids[:-2]):
        made.catalogue.commands.add_caption(image_id, list(words)[(i + 1) % 2])
    return ids


def test_an_image_goes_by_its_captions_and_one_without_by_itself(made: "MadeCatalogue") -> None:
    ids = with_captions(made)
    _, store = encoder_and_features(made.catalogue)
    features = finished(features_for(made.catalogue, store, suggester_kind(ON_BOTH)))
    assert isinstance(features, PairFeatures)
    hashes = [image.content_hash for image in made.catalogue.images.get_many(ids)]

    pairs, there = features.rows([*hashes, b"?" * 32])

    images, texts, has_text = apart(pairs)
    assert there.tolist() == [True] * 40 + [False]
    assert has_text.tolist() == [True] * 38 + [False] * 3
    np.testing.assert_allclose(images, features._store.rows([*hashes, b"?" * 32])[0], atol=1e-3)
    np.testing.assert_array_equal(texts[0], texts[2])
    made.catalogue.commands.add_caption(ids[39], "a tall tree")
    assert apart(features.rows(hashes)[0]).has_text[39]


def test_suggestions_follow_the_captions(made: "MadeCatalogue") -> None:
    ids = with_captions(made)

    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=ON_BOTH))

    session = ReviewSession(made.catalogue)
    for i in range(20, 38):
        found = session.suggest(ids[i])
        best = found.suggestions[0]
        assert best.label_name == ("boat" if i % 2 else "tree")
        evidence = session.evidence(ids[i], best.label_id)
        weights = sum(one.weight for one in evidence if one.carries_label)
        assert weights == pytest.approx(best.confidence, abs=1e-6)


def test_a_text_from_elsewhere_takes_the_place_of_the_captions(made: "MadeCatalogue") -> None:
    ids = with_captions(made)
    session = ReviewSession(made.catalogue, ON_BOTH)

    assert session.suggest(ids[21]).suggestions[0].label_name == "boat"
    assert session.suggest(ids[21], "a tall  tree").suggestions[0].label_name == "tree"

    fitted = fitted_suggester(made.catalogue, ON_BOTH)
    image = made.catalogue.images.get(ids[21])
    pair = fitted.store.rows([image.content_hash])[0][0]
    np.testing.assert_array_equal(fitted.with_text(pair, " "), pair)
    alone = fitted.with_text(apart(pair[None, :]).images[0], None)
    assert not apart(alone[None, :]).has_text[0]
    with pytest.raises(InputError, match="reads no texts"):
        ReviewSession(made.catalogue, "neighbor-search").suggest(ids[21], "a tall tree")


def test_without_captions_these_suggesters_say_so(made: "MadeCatalogue") -> None:
    made.many(60, 5, subjects=2)

    with pytest.raises(NoCaptionsError, match="no image has one"):
        run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=ON_BOTH))
    found = ReviewSession(made.catalogue, ON_BOTH).suggest(made.catalogue.images.ids()[0])
    assert found.message is Message.NO_CAPTIONS
    with pytest.raises(NoCaptionsError):
        run_job(
            evaluate(made.catalogue, cancel=NeverCancelled(), suggesters=["kernel-ridge-on-texts"])
        )


def test_an_evaluation_measures_them_on_pairs(made: "MadeCatalogue") -> None:
    rng = np.random.default_rng(3)
    keywords = [["boat" if i % 2 else "tree"] for i in range(90)]
    made.add_at_once([f"c {i}" for i in range(90)], rng.standard_normal((90, SIZE)), keywords)
    words = {"a boat at sea": rng.standard_normal(SIZE), "a tall tree": rng.standard_normal(SIZE)}
    made.name_vectors(words)
    for i, image_id in enumerate(made.catalogue.images.ids()):
        made.catalogue.commands.add_caption(image_id, list(words)[(i + 1) % 2])

    report = run_job(
        evaluate(
            made.catalogue,
            cancel=NeverCancelled(),
            suggesters=["kernel-ridge", "kernel-ridge-on-texts"],
        )
    )

    by_images, by_texts = report.suggesters
    assert by_texts.metrics.micro.roc_auc.value > 0.95 > by_images.metrics.micro.roc_auc.value
