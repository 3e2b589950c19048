"""Images that stand for one another in learning and measuring."""

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from db.duplicate_records import LIKELY, DuplicateAnswer, DuplicatePair, DuplicateRun, image_pair
from engine.answers.duplicates.choices import DuplicateChoices, keep_choices
from engine.answers.duplicates.groups import ImageGroups, image_groups
from engine.answers.duplicates.model import rescore
from engine.answers.references import (
    DEFAULT_SUGGESTER,
    load_references,
    settings_in_force,
)
from engine.answers.review import ReviewSession
from engine.evaluation.splits import DUPLICATE_SIMILARITY
from engine.jobs.evaluate.data import Preparation, load_labelled_images, prepared
from engine.jobs.suggest import suggest_labels
from engine.progress import NeverCancelled, run_job
from engine.suggesters.base import References
from engine.suggesters.registry import suggester_kind

if TYPE_CHECKING:
    from conftest import MadeCatalogue

OTHER = "another encoder"


def found(
    made: "MadeCatalogue",
    *pairs: tuple[int, int, float],
    encoder: str = "",
    compared: list[int] | None = None,
    same_pixels: bool = False,
) -> None:
    """As if a search had found these pairs of images, with their probability."""
    made.catalogue.duplicates.store_found(
        DuplicateRun(encoder or made.store().fingerprint),
        [
            DuplicatePair(
                *image_pair(one, other),
                0.95,
                0.5,
                probability=probability,
                same_pixels=same_pixels,
            )
            for one, other, probability in pairs
        ],
        compared=made.catalogue.images.ids() if compared is None else compared,
    )


def groups(made: "MadeCatalogue", ids: list[int]) -> ImageGroups:
    hashes = [one.content_hash for one in made.catalogue.images.get_many(ids)]
    return image_groups(made.catalogue, ids, hashes)


def test_only_members_of_clusters_that_are_sure_enough_stand_for_one_another(
    made: "MadeCatalogue",
) -> None:
    names = ("a1", "a2", "b", "c", "d", "e", "f")
    ids = [made.add(name, "boat", content=name[0]) for name in names]

    before = groups(made, ids)
    found(
        made,
        (ids[0], ids[1], 1.0),
        (ids[0], ids[2], 0.999),
        (ids[1], ids[2], 0.999),
        (ids[3], ids[4], 0.7),
        (ids[5], ids[6], 0.2),
    )
    after = groups(made, ids)

    assert before.same.tolist() == before.together.tolist() == [0, 0, 1, 2, 3, 4, 5]
    assert not before.shares_labels
    assert after.same.tolist() == [0, 0, 0, 1, 2, 3, 4]
    assert after.together.tolist() == [0, 0, 0, 1, 1, 2, 3]
    assert after.shares_labels


def test_a_curators_yes_counts_at_once_and_within_a_cluster_that_is_not_certain(
    made: "MadeCatalogue",
) -> None:
    ids = [made.add(name, "boat") for name in "abc"]
    found(made, (ids[0], ids[1], 0.6), (ids[1], ids[2], 0.6), (ids[0], ids[2], 0.6))
    assert groups(made, ids).same.tolist() == [0, 1, 2]

    def say(answer: DuplicateAnswer) -> None:
        made.catalogue.commands.answer_duplicates({(ids[0], ids[2]): answer})

    say("variant")
    assert groups(made, ids).same.tolist() == [0, 1, 0]
    assert groups(made, ids).together.tolist() == [0, 0, 0]
    keep_choices(made.catalogue, DuplicateChoices(counted=("copy",)))
    rescore(made.catalogue)
    assert groups(made, ids).same.tolist() == [0, 1, 2]
    say("different")
    assert groups(made, ids).together[0] != groups(made, ids).together[2]
    made.catalogue.commands.undo()
    made.catalogue.commands.undo()
    assert not made.catalogue.duplicates.answers()
    assert groups(made, ids).same.tolist() == [0, 1, 2]


def test_what_another_encoder_found_shares_no_labels_but_is_kept_together(
    made: "MadeCatalogue",
) -> None:
    ids = [made.add(name, name) for name in "abcdef"]
    found(made, (ids[0], ids[1], 0.999), (ids[2], ids[3], 1.0), encoder=OTHER)
    found(made, (ids[4], ids[5], 1.0), encoder=OTHER, compared=ids[4:], same_pixels=True)
    made.catalogue.commands.answer_duplicates({(ids[2], ids[3]): "same"})

    known = groups(made, ids)
    assert known.same.tolist() == [0, 1, 2, 2, 3, 3]
    assert known.together.tolist() == [0, 0, 1, 1, 2, 2]
    labels = load_references(made.catalogue, made.store()).references.labels.toarray()
    assert labels.sum(axis=1).tolist() == [1, 1, 2, 2, 2, 2]
    found(made, (ids[0], ids[1], 0.999), compared=ids[:1])
    assert groups(made, ids).same[0] == groups(made, ids).same[1]


@pytest.mark.parametrize("seed", range(20))
def test_groups_are_what_a_plain_reading_says(made: "MadeCatalogue", seed: int) -> None:
    rng = np.random.default_rng(seed)
    ids = [made.add(f"{n}.jpg", "boat", content=str(rng.integers(0, 12))) for n in range(14)]
    pairs = [
        (one, other, float(rng.choice([0.2, 0.6, 0.995])))
        for one, other in combinations(ids, 2)
        if rng.random() < 0.2
    ]
    found(made, *pairs)
    said: dict[tuple[int, int], DuplicateAnswer | None] = {
        image_pair(*(int(one) for one in rng.choice(ids, 2, replace=False))): (
            "same" if rng.random() < 0.5 else "different"
        )
        for _ in range(5)
    }
    made.catalogue.commands.answer_duplicates(said)

    known = groups(made, ids)

    duplicates = made.catalogue.duplicates
    waiting = duplicates.clusters(duplicates.cluster_ids())
    hashes = [one.content_hash for one in made.catalogue.images.get_many(ids)]
    same = [
        (a, b)
        for a, b in combinations(range(len(ids)), 2)
        for cluster in [{ids[a], ids[b]}]
        if hashes[a] == hashes[b]
        or any(one.certain and cluster <= set(one.members) for one in waiting)
        or (
            said.get(image_pair(ids[a], ids[b])) == "same"
            and any(cluster <= set(one.members) for one in waiting)
        )
    ]
    together = same + [
        (a, b)
        for a, b in combinations(range(len(ids)), 2)
        if any(
            one.probability >= LIKELY and {ids[a], ids[b]} <= set(one.members) for one in waiting
        )
    ]
    assert known.same.tolist() == chained(len(ids), same)
    assert known.together.tolist() == chained(len(ids), together)


def chained(count: int, links: list[tuple[int, int]]) -> list[int]:
    """Numbers of the groups that links make, by going over them until nothing changes."""
    group = list(range(count))
    for _ in range(count):
        for one, other in links:
            group[one] = group[other] = min(group[one], group[other])
    numbers = list(dict.fromkeys(group))
    return [numbers.index(one) for one in group]


def test_a_label_of_one_member_of_a_certain_cluster_counts_for_all(made: "MadeCatalogue") -> None:
    boat, ship, other = made.add("a", "boat"), made.add("b", "ship"), made.add("c", "horse")
    found(made, (boat, ship, 1.0), (ship, other, 0.6))

    loaded = load_references(made.catalogue, made.store())

    assert loaded.references.labels.toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert loaded.same.tolist() == [0, 0, 1]


def test_one_of_each_picture_is_a_reference_and_none_of_its_copies_learns_from_it(
    made: "MadeCatalogue",
) -> None:
    subjects = (0, 0, 0, 0, 1, 1, 0)
    names = ("boat", "ship", "boat", "", "sea", "", "lone")
    ids = [
        made.add(str(n), *filter(None, [name]), subject=subject)
        for n, (name, subject) in enumerate(zip(names, subjects, strict=True))
    ]
    # The first four are one picture, of which one is not labelled; so are the next two.
    found(made, *((*pair, 1.0) for pair in (*combinations(ids[:4], 2), (ids[4], ids[5]))))
    store = made.store()
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled()))
    kind = suggester_kind(DEFAULT_SUGGESTER)
    records = made.catalogue.images.get_many(ids)
    features, _ = store.rows([one.content_hash for one in records])
    settings = settings_in_force(made.catalogue, DEFAULT_SUGGESTER, ("built-in", store.fingerprint))

    pictures = ((ids[0], {"boat", "ship"}), (ids[4], {"sea"}), (ids[6], {"lone"}))
    columns = ["boat", "ship", "sea", "lone"]
    for row, image_id in enumerate(ids):
        own = {0: (0, 1, 2), 4: (4,), 6: (6,)}
        others = [
            (kept, labels)
            for kept, labels in pictures
            if row not in own[ids.index(kept)]  # its own picture's reference, where it is labelled
        ]
        rows = [ids.index(kept) for kept, _ in others]
        labels = np.array([[name in said for name in columns] for _, said in others], dtype=float)
        plain = kind.create(settings.hyperparameters).fit(
            References(features[rows], csr_array(labels), np.array([one for one, _ in others]))
        )
        scores = plain.score(features[row : row + 1])[0]
        expected = {
            name: float(score)
            for name, score in zip(columns, scores, strict=True)
            if score >= settings.threshold and name != names[row]
        }
        stored = {
            one.label_name: one.confidence for one in made.catalogue.suggestions.of_image(image_id)
        }
        asked = ReviewSession(made.catalogue).suggest(image_id).suggestions
        assert stored == pytest.approx(expected, abs=1e-6)
        assert {one.label_name: one.confidence for one in asked} == pytest.approx(stored, abs=1e-6)
    assert "boat" in {one.label_name for one in made.catalogue.suggestions.of_image(ids[3])}
    assert "ship" not in {one.label_name for one in made.catalogue.suggestions.of_image(ids[0])}


def test_an_evaluation_folds_by_clusters_where_duplicates_were_searched_for(
    made: "MadeCatalogue",
) -> None:
    made.many(labelled=120, unlabelled=0, subjects=2)
    ids = made.catalogue.images.ids()
    by_similarity = load_labelled_images(made.catalogue, made.store(), Preparation())
    assert by_similarity.similarity == DUPLICATE_SIMILARITY

    found(made, (ids[0], ids[1], 1.0), (ids[2], ids[3], 0.7), (ids[4], ids[5], 0.1))
    by_clusters = load_labelled_images(made.catalogue, made.store(), Preparation())

    assert by_clusters.similarity is None
    together = by_clusters.alike.groups
    assert [together[row] == together[row + 1] for row in (0, 2, 4)] == [True, True, False]
    data = prepared(by_clusters, Preparation(minimum_images=1), seed=1)
    assert (data.figures.folded, data.figures.fold_groups) == (1, 1)
    assert data.figures.duplicate_similarity is None
    part_of = dict(zip(data.files, data.part.tolist(), strict=True))
    assert part_of["many/00002.jpg"] == part_of["many/00003.jpg"]
    chosen = Preparation(duplicate_similarity=0.5)
    assert load_labelled_images(made.catalogue, made.store(), chosen).similarity == 0.5


def test_images_that_no_search_has_compared_are_kept_together_by_similarity(
    made: "MadeCatalogue",
) -> None:
    rng = np.random.default_rng(3)
    vectors = rng.standard_normal((60, 24))
    # 1 is like 0, 3 like 2, 5 like 4: the search has seen both, one, and neither of them.
    vectors[[1, 3, 5]] = vectors[[0, 2, 4]] + 0.01 * rng.standard_normal((3, 24))
    made.add_at_once([f"{n}" for n in range(60)], vectors, [["boat"]] * 60)
    ids = made.catalogue.images.ids()
    found(made, compared=[ids[0], ids[1], ids[2]])

    images = load_labelled_images(made.catalogue, made.store(), Preparation())

    def is_one(numbers: NDArray[np.int64]) -> list[bool]:
        return [bool(numbers[row] == numbers[row + 1]) for row in (0, 2, 4)]

    assert is_one(images.alike.groups) == [False, True, True]
    assert is_one(images.folded) == [False, True, True]
    assert is_one(images.same) == [False, False, False]
