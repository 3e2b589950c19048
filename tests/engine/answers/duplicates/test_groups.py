"""Images that stand for one another in learning and measuring."""

from typing import TYPE_CHECKING

from db.duplicate_records import DuplicatePair, DuplicateRun, image_pair
from engine.answers.duplicates.groups import image_groups
from engine.answers.duplicates.model import settle
from engine.answers.references import load_references
from engine.evaluation.splits import DUPLICATE_SIMILARITY
from engine.jobs.evaluate.data import Preparation, load_labelled_images, prepared

if TYPE_CHECKING:
    from conftest import MadeCatalogue


def found(made: "MadeCatalogue", *pairs: tuple[int, int, float]) -> None:
    """As if a search had found these pairs of images, with their probability."""
    made.catalogue.duplicates.store_found(
        DuplicateRun(made.store().fingerprint),
        [
            DuplicatePair(*image_pair(one, other), 0.95, 0.5, probability=probability)
            for one, other, probability in pairs
        ],
        compared=made.catalogue.images.ids(),
    )
    settle(made.catalogue)


def test_only_members_of_clusters_that_are_sure_enough_stand_for_one_another(
    made: "MadeCatalogue",
) -> None:
    ids = [made.add(name, "boat", content=name[0]) for name in ("a1", "a2", "b", "c", "d", "e")]
    hashes = [one.content_hash for one in made.catalogue.images.get_many(ids)]

    before = image_groups(made.catalogue, ids, hashes)
    found(
        made,
        (ids[0], ids[1], 1.0),
        (ids[0], ids[2], 0.999),
        (ids[1], ids[2], 0.999),
        (ids[3], ids[4], 0.7),
        (ids[4], ids[5], 0.2),
    )
    after = image_groups(made.catalogue, ids, hashes)

    assert before.same.tolist() == before.together.tolist() == [0, 0, 1, 2, 3, 4]
    assert not before.has_certain
    assert after.same.tolist() == [0, 0, 0, 1, 2, 3]
    assert after.likely.tolist() == [0, 0, 0, 1, 1, 2]
    assert after.has_certain


def test_a_label_of_one_member_of_a_certain_cluster_counts_for_all(made: "MadeCatalogue") -> None:
    boat, ship, other = made.add("a", "boat"), made.add("b", "ship"), made.add("c", "horse")
    found(made, (boat, ship, 1.0), (ship, other, 0.6))

    loaded = load_references(made.catalogue, made.store())

    assert loaded.references.labels.toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert loaded.groups.tolist() == [0, 0, 1]


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
    groups = by_clusters.alike.groups
    assert [groups[row] == groups[row + 1] for row in (0, 2, 4)] == [True, True, True]
    data = prepared(by_clusters, Preparation(minimum_images=1), seed=1)
    assert data.figures.folded == 2
    assert data.figures.duplicate_similarity is None
    chosen = Preparation(duplicate_similarity=0.5)
    assert load_labelled_images(made.catalogue, made.store(), chosen).similarity == 0.5
