"""How well names find images: against scikit-learn, kept between loads, at once for one name."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from db.records import LabelRecord
from engine.answers.language import encoded_labels, label_text
from engine.answers.name_figures import (
    EncodedImages,
    NameFigure,
    NameFigures,
    load_name_figures,
)
from engine.errors import InputError
from tests.engine.conftest import SIZE, MadeCatalogue

SUBJECTS = ("lastebil", "skip", "hus")


def direction(subject: int) -> np.ndarray:
    """Where the images of a subject lie."""
    return np.random.default_rng(subject).standard_normal(SIZE)


@pytest.fixture
def named(made: MadeCatalogue) -> MadeCatalogue:
    """Three subjects on eight images each; the encoder misunderstands the first one's name."""
    for subject, name in enumerate(SUBJECTS):
        for number in range(8):
            made.add(f"{name}/{number}.jpg", name, subject=subject)
    made.add("one.jpg", "rare", subject=1)
    made.name_vectors(
        {
            "lastebil": direction(2),
            "skip": direction(1),
            "hus": direction(2),
            "rare": direction(5),
            "truck": direction(0),
            "vehicle": direction(0),
            "old truck": direction(0),
        }
    )
    return made


def computed(figures: NameFigures) -> dict[int, NameFigure]:
    figures.compute(figures.pending())
    return figures.known()


def test_a_figure_is_the_roc_auc_of_the_cosines(named: MadeCatalogue) -> None:
    catalogue = named.catalogue
    found = computed(load_name_figures(catalogue))

    rows = catalogue.labellings.references()
    features, _ = named.store().rows(rows.content_hashes)
    for name in SUBJECTS:
        label = catalogue.labels.find(name)
        assert label is not None
        carrying = {position for position, label_id in rows.pairs if label_id == label.id}
        truths = [position in carrying for position in range(len(rows.image_ids))]
        (vector,) = encoded_labels(catalogue, [label_text(label)])
        expected = roc_auc_score(truths, features @ vector)
        figure = found[label.id]
        assert figure.auc == pytest.approx(expected)
        assert figure.low < figure.auc < figure.high or figure.auc in (0, 1)
        assert figure.positives == 8
    assert not found[named.label("lastebil")].is_usable
    assert found[named.label("skip")].is_usable
    assert named.label("rare") not in found


def test_another_name_is_tried_without_being_stored(named: MadeCatalogue) -> None:
    figures = load_name_figures(named.catalogue)
    label_id = named.label("lastebil")
    before = computed(figures)[label_id]

    tried = figures.of_text(label_id, "truck", "")
    described = figures.of_text(label_id, "lastebil", "old truck")

    assert tried is not None
    assert described is not None
    assert tried.auc > before.auc + 0.3
    assert described.auc > before.auc + 0.3
    assert figures.of_text(label_id, " ", "") is None
    assert figures.known()[label_id] == before


def test_an_image_counts_for_all_labels_above(named: MadeCatalogue) -> None:
    commands = named.catalogue.commands
    commands.create_label("vehicle")
    vehicle = named.label("vehicle")
    assert vehicle not in computed(load_name_figures(named.catalogue))

    commands.set_parent(named.label("lastebil"), vehicle)

    assert computed(load_name_figures(named.catalogue))[vehicle].positives == 8


def test_only_what_changed_is_computed_again(named: MadeCatalogue) -> None:
    figures = load_name_figures(named.catalogue)
    assert figures.pending()[-1] != named.label("rare")
    computed(figures)
    assert figures.pending() == []

    named.catalogue.commands.set_english_name(named.label("lastebil"), "truck")
    again = load_name_figures(named.catalogue, figures)

    assert again.images is figures.images
    assert again.pending() == [named.label("lastebil")]
    named.add("new.jpg", "skip", subject=1)
    assert len(load_name_figures(named.catalogue, again).pending()) == 3


def test_the_contexts_are_part_of_what_is_computed(named: MadeCatalogue) -> None:
    figures = load_name_figures(named.catalogue)
    computed(figures)
    named.catalogue.settings.set("language.contexts", [["{}", 1.0]])
    assert len(load_name_figures(named.catalogue, figures).pending()) == 3


def test_similar_names_are_the_nearest_ones(named: MadeCatalogue) -> None:
    figures = load_name_figures(named.catalogue)
    assert figures.similar(named.label("lastebil"), 2)[0] == named.label("hus")
    assert len(figures.similar(named.label("lastebil"), 99)) == 3
    assert figures.similar(12345, 3) == []


def test_without_features_it_is_said_what_to_do(made: MadeCatalogue) -> None:
    made.add("a.jpg", "truck", encoded=False)
    with pytest.raises(InputError, match="not encoded yet"):
        load_name_figures(made.catalogue)


@pytest.mark.parametrize(
    ("auc", "low", "usable"),
    [(0.9, 0.8, True), (0.61, 0.51, True), (0.59, 0.55, False), (0.9, 0.5, False)],
)
def test_a_name_is_usable_when_it_is_surely_better_than_chance(
    auc: float, low: float, usable: bool
) -> None:
    assert NameFigure(auc, low, 0.95, 10).is_usable is usable


def test_one_name_among_many_images_is_answered_at_once(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    features = rng.standard_normal((10_000, 512), dtype=np.float32)
    labels = [LabelRecord(n, f"label {n}", None, "", (), 60) for n in range(1, 161)]
    pairs = [(int(row), int(label)) for row, label in rng.integers(1, 160, (9600, 2))]
    images = EncodedImages(features, tuple(bytes([n % 256]) for n in range(10_000)))
    vector = rng.standard_normal((1, 512), dtype=np.float32)
    encoded: list[int] = []

    def encode(texts: Sequence[object]) -> np.ndarray:
        encoded.append(len(texts))
        return np.repeat(vector, len(texts), axis=0)

    figures = NameFigures(labels, images, pairs, encode, encode)
    begun_s = time.perf_counter()
    figures.compute(figures.pending())
    all_s = time.perf_counter() - begun_s

    start_s = time.perf_counter()
    assert figures.of_text(2, "truck", "") is not None
    assert time.perf_counter() - start_s < all_s / 5  # of 160 it takes one
    assert encoded[1:] == [1]
