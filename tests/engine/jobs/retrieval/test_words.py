"""Captions that name labels."""

import numpy as np
import pytest

from db.records import LabelRecord
from engine.jobs.retrieval.words import LabelNames, labels_seen, word_overlap


def label(number: int, name: str, *aliases: str) -> LabelRecord:
    return LabelRecord(number, name, None, "", aliases, 1)


LABELS = [label(1, "fire_engine", "fire truck"), label(2, "Berry"), label(3, "snow")]


def test_a_label_is_named_by_all_words_of_one_of_its_names() -> None:
    names = LabelNames(LABELS)
    assert names.named("Two Fire Engines in the snow") == {1, 3}
    assert names.named("an engine on fire") == {1}, "in any order"
    assert names.named("a truck full of berries") == {2}
    assert names.named("snowman") == set()


def test_captions_are_held_against_their_own_images_and_against_others() -> None:
    owner = np.arange(4)
    texts = ["snow", "snow falls", "a berry", "nothing to see"]
    carried = {3: np.array([0, 1, 3]), 2: np.array([2])}
    found = word_overlap(texts, owner, LABELS, carried, [])

    assert (found.own, found.own_captions) == (0.75, 4)
    assert found.own_by_chance < found.own
    assert found.seen_captions == 0


def test_the_nearest_labels_are_seen() -> None:
    directions = np.eye(12, dtype=np.float32)
    image = np.array([[*range(12)]], dtype=np.float32)
    (seen,) = labels_seen(image, directions, [10 * n for n in range(12)])
    assert seen == {70, 80, 90, 100, 110}
    assert labels_seen(image, directions[:5], [1, 2, 3, 4, 5]) == []
    assert word_overlap(["snow"], np.array([0]), LABELS, {}, [{3}]).seen == pytest.approx(1)
