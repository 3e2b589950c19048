"""What was found, in which order clusters wait, and that they follow what is done."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event

from db.catalogue import Catalogue
from db.duplicate_records import (
    ClusterOrder,
    DuplicateCounts,
    DuplicateGraph,
    DuplicatePair,
    DuplicateRun,
    FoundCluster,
    KeptImage,
    image_pair,
)
from tests.db.duplicates_machine import clusters_of

RUN = DuplicateRun("fingerprint", {"least_similarity": 0.8})


def pair(one: int, other: int, probability: float = 0.9) -> DuplicatePair:
    return DuplicatePair(*image_pair(one, other), 0.9, 0.5, probability=probability)


@pytest.fixture
def found(catalogue: Catalogue) -> Catalogue:
    """Two clusters: 1, 2 and 3 of which 2 and 3 are likely, 4 and 6 as good as certain."""
    catalogue.duplicates.store_found(
        RUN, [pair(1, 2, 0.8), pair(2, 3, 0.7), pair(4, 6, 0.99)], compared=range(1, 7)
    )
    catalogue.duplicates.settle(clusters_of)
    return catalogue


def members(catalogue: Catalogue) -> list[set[int]]:
    catalogue.duplicates.settle(clusters_of)
    ids = catalogue.duplicates.cluster_ids()
    return [set(one.members) for one in catalogue.duplicates.clusters(ids)]


def test_a_pair_has_what_was_found_about_it(catalogue: Catalogue) -> None:
    duplicates = catalogue.duplicates
    whole = DuplicatePair(
        *(1, 2, 0.97, 0.6, 12, 3),
        *(0.8, 0.7, 0.9, 0.1, 1.0, 0.2, True),
        *(0.9, 0.05),
        ({"code": "cropped", "share": 0.05},),
    )
    assert duplicates.run() is None

    duplicates.store_found(RUN, [whole, pair(2, 3), pair(3, 99)], compared=[1, 2, 3, 99])

    assert duplicates.pairs() == [whole, pair(2, 3)]
    assert duplicates.pairs([3]) == [pair(2, 3)]
    assert duplicates.compared("fingerprint") == {1, 2, 3}
    assert duplicates.compared("another") == set()
    run = duplicates.run()
    assert run is not None
    assert (run.encoder, run.details) == (RUN.encoder, RUN.details)


def test_a_search_of_new_images_keeps_what_was_found_about_the_others(found: Catalogue) -> None:
    duplicates = found.duplicates

    duplicates.store_found(RUN, [pair(3, 4, 0.95)], compared=[3])
    assert {one[:2] for one in duplicates.pairs()} == {(1, 2), (3, 4), (4, 6)}
    assert members(found) == [{3, 4, 6}, {1, 2}]

    duplicates.store_found(DuplicateRun("another"), [pair(5, 6)], compared=[5, 6], anew=True)
    assert {one[:2] for one in duplicates.pairs()} == {(5, 6)}
    assert duplicates.compared("fingerprint") == set()
    assert members(found) == []  # 5 is unreadable


def test_new_figures_make_other_clusters(found: Catalogue) -> None:
    found.duplicates.update_pairs([pair(2, 3, 0.1), pair(1, 5)])

    assert {one[:2] for one in found.duplicates.pairs()} == {(1, 2), (2, 3), (4, 6)}
    assert members(found) == [{4, 6}, {1, 2}]


def test_clusters_wait_certain_ones_first_in_the_order_asked_for(catalogue: Catalogue) -> None:
    graph = DuplicateGraph((1, 2, 3, 4, 5, 6), (), (), frozenset(range(1, 7)), 0)
    catalogue.duplicates.replace_clusters(
        graph,
        [
            FoundCluster((6, 4), 0.995, (6, 4), certain=True),
            FoundCluster((1, 5), 0.55, (1, 5), certain=False),
            FoundCluster((2, 3), 0.9, (2, 3), certain=False),
        ],
    )
    ids = catalogue.duplicates.cluster_ids

    assert ids(ClusterOrder.SIZE) == [4, 2, 1]
    assert ids(ClusterOrder.DOUBT) == [4, 1, 2]
    assert ids(ClusterOrder.PATH) == [4, 1, 2]
    assert (ids(certain=True), ids(certain=False)) == ([4], [2, 1])
    (one, other) = catalogue.duplicates.clusters([1, 99, 4])
    assert (one.members, one.weakest, one.certain) == ((5, 1), (1, 5), False)
    assert (other.members, other.weakest, other.certain) == ((4, 6), (4, 6), True)
    assert catalogue.duplicates.clusters_of([1, 2, 6]) == {1: 1, 2: 2, 6: 4}
    assert catalogue.duplicates.counts() == DuplicateCounts(3, 1, 6, 0, 0)
    assert [card.cluster_id for card in catalogue.images.cards([6, 3])] == [4, 2]


def test_the_library_is_told_of_likely_and_certain_clusters_alone(found: Catalogue) -> None:
    def told(probability: float, *, certain: bool) -> list[int | None]:
        graph = found.duplicates.graph()
        others = FoundCluster((4, 6), probability, (4, 6), certain)
        found.duplicates.replace_clusters(graph, [others])
        return [card.cluster_id for card in found.images.cards([1, 4, 6])]

    assert told(0.49, certain=False) == [None, None, None]
    assert told(0.5, certain=False) == [None, 4, 4]
    # Somebody said so, whatever was measured.
    assert told(0.01, certain=True) == [None, 4, 4]


@pytest.mark.parametrize("wrong", [[(1,)], [(1, 2), (2, 3)], [(1, 99)]])
def test_what_is_no_cluster_is_refused(found: Catalogue, wrong: list[tuple[int, ...]]) -> None:
    graph = found.duplicates.graph()

    with pytest.raises(ValueError, match="no cluster"):
        found.duplicates.replace_clusters(
            graph, [FoundCluster(one, 0.9, (1, 2), certain=False) for one in wrong]
        )
    assert members(found) == [{4, 6}, {1, 2, 3}]


def test_clusters_follow_commands_undo_and_scans(
    found: Catalogue, scanned: Callable[..., object]
) -> None:
    commands = found.commands
    assert members(found) == [{4, 6}, {1, 2, 3}]
    commands.answer_duplicates({(2, 3): "different"})
    assert members(found) == [{4, 6}, {1, 2}]
    commands.answer_duplicates({(3, 6): "same"})
    assert members(found) == [{3, 4, 6}, {1, 2}]
    commands.set_aside([KeptImage(1, (2,))], hand_labels=False, hand_titles=False)
    assert members(found) == [{3, 4, 6}]
    commands.mark_missing([4])
    assert members(found) == [{3, 6}]
    for expected in ([{3, 6}, {1, 2}], [{1, 2}], [{1, 2, 3}]):
        commands.undo()
        assert members(found) == expected
    # Another picture lies where the file was: it is compared again.
    commands.import_images([scanned("cars/kamaz 10.jpg", content_hash=b"x" * 32)])
    assert members(found) == []
    assert found.duplicates.compared("fingerprint") == {1, 3, 4, 5, 6}


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def test_only_what_was_touched_is_worked_out_anew(found: Catalogue, statements: list[str]) -> None:
    asked: list[tuple[int, ...]] = []

    def cluster(graph: DuplicateGraph) -> list[FoundCluster]:
        asked.append(graph.members)
        return clusters_of(graph)

    assert found.duplicates.settle(cluster) == frozenset()
    found.commands.label_images([1, 4], add_names=["red"])
    found.commands.mark_reviewed([1, 4], True)
    statements.clear()
    assert found.duplicates.settle(cluster) == frozenset()
    assert len(statements) == 2  # it begins to read, and asks whether anything was touched
    assert asked == []

    found.commands.answer_duplicates({(4, 6): "copy"})
    assert found.duplicates.settle(cluster) == {4, 6}
    assert asked == [(4, 6)]


def test_what_happens_during_a_whole_search_is_still_to_be_settled(found: Catalogue) -> None:
    graph = found.duplicates.graph()
    of_before = clusters_of(graph)
    found.commands.answer_duplicates({(4, 6): "different"})

    found.duplicates.replace_clusters(graph, of_before)
    assert len(found.duplicates.cluster_ids()) == 2
    assert members(found) == [{1, 2, 3}]


def test_suspicion_reaches_one_step_and_only_who_is_in_no_cluster(catalogue: Catalogue) -> None:
    """1 and 2 are likely; all in the row 2, 3, 4, 6 are suspected, each with the next."""
    row = [(2, 3, 0.2), (3, 4, 0.3), (4, 6, 0.2)]
    catalogue.duplicates.store_found(
        RUN, [pair(1, 2, 0.8), *(pair(*one) for one in row)], compared=range(1, 7)
    )
    clusters = [FoundCluster(members, 0.2, members, certain=False) for members in ((1, 2), (4, 6))]
    catalogue.duplicates.replace_clusters(catalogue.duplicates.graph(), clusters)
    asked: list[tuple[int, ...]] = []

    def cluster(graph: DuplicateGraph) -> list[FoundCluster]:
        asked.append(graph.members)
        return []

    catalogue.commands.answer_duplicates({(1, 2): "different"})
    catalogue.duplicates.settle(cluster, 0.5, suspected=0.1)

    assert asked == [(1, 2, 3)]
    assert [one.members for one in catalogue.duplicates.clusters([1, 4])] == [(4, 6)]


def test_pairs_are_rescored_without_marking_their_clusters(found: Catalogue) -> None:
    found.duplicates.rescore([(1, 2, 0.25, 0.5), (1, 5, 0.5, 0.5)])

    changed = pair(1, 2)._replace(probability=0.25, uncertainty=0.5)
    assert found.duplicates.pairs([1]) == [changed]
    assert found.duplicates.settle(clusters_of) == frozenset()
