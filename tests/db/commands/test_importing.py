import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.errors import CatalogueError
from db.records import AcceptedLabel, FoundKeyword, ImportCounts
from messages.levels import join_levels
from messages.message import Message, plain_text

Scan = Callable[..., Any]


def carried(catalogue: Catalogue, image_id: int) -> dict[str, str]:
    return {each.label_name: each.source for each in catalogue.labellings.of_image(image_id)}


def paths(catalogue: Catalogue) -> set[str]:
    return {join_levels(label.levels) for label in catalogue.labels.all()}


def parents(catalogue: Catalogue) -> dict[str, str | None]:
    names = {label.id: label.name for label in catalogue.labels.all()}
    return {
        label.name: None if label.parent_id is None else names[label.parent_id]
        for label in catalogue.labels.all()
    }


def test_importing_twice_changes_nothing(
    make_catalogue: Callable[..., Catalogue], scanned: Scan, kept_rows: Callable[..., Any]
) -> None:
    batch = [
        scanned("a/1.jpg", "truck", ("x", "y")),
        scanned("a/2.jpg", problem=plain_text("Broken.")),
    ]
    made = make_catalogue()

    assert made.commands.import_images(batch) == ImportCounts(2, 0, 3, 2)
    before = kept_rows(made.path)
    assert made.commands.import_images(batch) == ImportCounts()
    assert kept_rows(made.path) == before
    assert made.commands.import_images([]) == ImportCounts()


def test_a_changed_file_is_brought_up_to_date(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.mark_missing([3])
    counts = catalogue.commands.import_images(
        [
            scanned("cars/old/ford.jpg", "car", content_hash=b"n" * 32, title="New"),
            scanned("boats/broken.jpg"),
            scanned("empty.jpg", problem=plain_text("Broken now.")),
        ]
    )

    assert counts == ImportCounts(updated=3)
    ford = catalogue.images.get(3)
    assert (ford.content_hash, ford.title, ford.status) == (b"n" * 32, "New", "ok")
    assert catalogue.images.get(5).problem is None
    assert catalogue.images.get(6).status == "unreadable"
    entry = catalogue.history.of_image(3)[0]
    assert (entry.command, entry.undoable) == ("import_images", False)


def test_keywords_find_labels_by_folded_name_and_alias(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.add_alias(5, "Båt")
    counts = catalogue.commands.import_images([scanned("n.jpg", " KAMAZ ", "båt", "SHIP")])

    assert counts == ImportCounts(added=1, labellings_added=2)
    assert carried(catalogue, 7) == {"Kamaz": "imported", "ship": "imported"}
    assert [each.decider for each in catalogue.labellings.of_image(7)] == ["csv", "csv"]


def test_levels_make_parents_and_the_lowest_labels_the_image(
    catalogue: Catalogue, scanned: Scan
) -> None:
    catalogue.commands.import_images(
        [scanned("n.jpg", ("vehicle", "car", "Ford", "Taunus"), ("ship", " ", "ferry"))]
    )

    assert carried(catalogue, 7) == {"Taunus": "imported", "ferry": "imported"}
    assert parents(catalogue) == {
        "vehicle": None,
        "truck": "vehicle",
        "car": "vehicle",
        "Ford": "car",
        "Taunus": "Ford",
        "Kamaz": None,
        "ship": None,
        "ferry": "ship",
    }
    assert ("ship|ferry", "csv") in catalogue.images.keywords_of(7)


def test_a_flat_keyword_is_the_label_of_that_name_wherever_it_lies(
    catalogue: Catalogue, scanned: Scan
) -> None:
    catalogue.commands.import_images([scanned("n.jpg", "Truck")])

    assert carried(catalogue, 7) == {"truck": "imported"}


def test_levels_do_not_undo_a_curators_arrangement(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.set_parent(2, None)
    catalogue.commands.set_parent(4, 5)
    catalogue.commands.import_images(
        [scanned("n.jpg", ("vehicle", "truck", "big"), ("vehicle", "car")), scanned("o.jpg")]
    )

    assert paths(catalogue) >= {"truck", "truck|big", "ship|car"}
    # Nobody took the car from below the vehicles: that is another one.
    assert "vehicle|car" in paths(catalogue)
    assert "vehicle|truck" not in paths(catalogue)


def test_levels_in_a_circle_make_no_circle(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.import_images(
        [scanned("n.jpg", ("a", "b"), ("b", "a"), ("c", "c"), ("d", "e", "d"))]
    )

    assert paths(catalogue) >= {"a", "a|b", "b", "b|a", "c|c", "d|e|d"}
    assert catalogue.check().problems == []


def test_a_label_that_was_taken_off_never_comes_back(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.label_images([1, 2], remove=[3])
    changed = {"content_hash": b"n" * 32}

    counts = catalogue.commands.import_images(
        [
            scanned("cars/kamaz 2.jpg", "Kamaz", "KAMAZ", ("brand", "Kamaz"), **changed),
            scanned("cars/kamaz 10.jpg", "kamaz ", "new", **changed),
        ]
    )

    assert counts.labellings_added == 1
    assert carried(catalogue, 1) == {"truck": "imported"}
    assert carried(catalogue, 2) == {"new": "imported"}


def test_a_deleted_label_comes_back_only_with_new_images(
    catalogue: Catalogue, scanned: Scan
) -> None:
    catalogue.commands.delete_label(3)

    counts = catalogue.commands.import_images(
        [scanned("cars/kamaz 2.jpg", "Kamaz", "KAMAZ", content_hash=b"n" * 32)]
    )
    assert (counts.updated, counts.labels_created, counts.labellings_added) == (1, 0, 0)

    assert catalogue.commands.import_images([scanned("n.jpg", "Kamaz")]).labels_created == 1


def test_a_rejected_label_is_not_imported(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.decide(6, rejected=[AcceptedLabel(2, 0.12)], suggester="x")
    catalogue.commands.import_images([scanned("empty.jpg", "truck", "car", title="x")])

    assert carried(catalogue, 6) == {"car": "imported"}
    assert catalogue.images.cards([6])[0].suggestion_count == 1
    assert catalogue.check().problems == []


def test_what_a_curator_put_on_stays_theirs(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.label_images([6], add=[4])
    catalogue.commands.import_images([scanned("empty.jpg", "car")])

    assert carried(catalogue, 6) == {"car": "curator"}


def test_one_keyword_from_two_sources_labels_once(catalogue: Catalogue, scanned: Scan) -> None:
    image = scanned("n.jpg")
    keywords = tuple(FoundKeyword(("Red",), source) for source in ("csv", "iptc", "iptc"))
    counts = catalogue.commands.import_images(
        [
            type(image)(
                **{**{name: getattr(image, name) for name in image.__slots__}, "keywords": keywords}
            )
        ]
    )

    assert counts.labellings_added == 1
    assert catalogue.images.keywords_of(7) == [("Red", "csv"), ("Red", "iptc")]


def test_unusable_keywords_are_counted(catalogue: Catalogue, scanned: Scan) -> None:
    counts = catalogue.commands.import_images(
        [scanned("n.jpg", "", " \t", "x" * 257, "y" * 256, ("ok", "z" * 5000))]
    )

    assert counts == ImportCounts(added=1, labels_created=1, labellings_added=1, keywords_ignored=4)
    assert sorted(len(text) for text, _ in catalogue.images.keywords_of(7)) == [256, 257, 1024]


def test_odd_characters_are_stored(catalogue: Catalogue, scanned: Scan) -> None:
    catalogue.commands.import_images(
        [scanned("n.jpg", "\ud800lone", "a\0b", title="\udfff\0", problem=plain_text("bad \ud800"))]
    )

    assert catalogue.images.get(7).title == "\ufffd "
    assert set(carried(catalogue, 7)) == {"\ufffdlone", "a b"}


def test_the_same_path_twice_in_a_batch_counts_once(catalogue: Catalogue, scanned: Scan) -> None:
    assert (
        catalogue.commands.import_images([scanned("n.jpg"), scanned("n.jpg", title="b")]).added == 1
    )
    assert catalogue.images.get(7).title == "b"


@pytest.mark.skipif(os.name == "nt", reason="paths are text there")
def test_paths_that_are_no_text_open_again(catalogue: Catalogue, scanned: Scan) -> None:
    image = scanned("n.jpg")
    values = {name: getattr(image, name) for name in image.__slots__}
    catalogue.commands.import_images([type(image)(**{**values, "path_bytes": b"caf\xe9/\xff.jpg"})])

    record = catalogue.images.get(7)
    assert record.path_bytes == b"caf\xe9/\xff.jpg"
    assert (record.path, record.folder) == ("caf\ufffd/\ufffd.jpg", "caf\ufffd")


def test_moved_files_keep_everything(catalogue: Catalogue) -> None:
    catalogue.commands.mark_missing([2])
    change = catalogue.commands.move_images(
        [(1, b"cars/kamaz 10.jpg", 5), (2, b"cars/kamaz 2.jpg", 6), (3, b"cars/old/ford.jpg", 7)]
    )

    assert change.details == {"images": 3}
    assert not change.undoable
    first, second = catalogue.images.get_many([1, 2])
    assert (first.path, first.modified_ns) == ("cars/kamaz 10.jpg", 5)
    assert (second.path_bytes, second.status) == (b"cars/kamaz 2.jpg", "ok")
    assert carried(catalogue, 2) == {"Kamaz": "imported"}
    assert catalogue.images.get(3).path_bytes == b"cars/old/ford.jpg"
    assert catalogue.history.of_image(1)[0].command == "move_images"


def test_two_images_never_share_a_path(catalogue: Catalogue, kept_rows: Callable[..., Any]) -> None:
    before = kept_rows(catalogue.path)
    for moves in ([(1, b"empty.jpg", 5)], [(1, b"new.jpg", 5), (2, b"new.jpg", 5)]):
        with pytest.raises(CatalogueError, match="same path"):
            catalogue.commands.move_images(moves)
    assert kept_rows(catalogue.path) == before


def test_missing_files_keep_their_labels(catalogue: Catalogue) -> None:
    change = catalogue.commands.mark_missing([1, 3])

    assert (change.details, change.image_ids) == ({"images": 2}, {1, 3})
    assert carried(catalogue, 3) == {"car": "imported"}
    references = catalogue.labellings.references()
    assert references.image_ids == [2, 4]
    assert references.pairs == [(0, 3), (1, 5)]


def test_the_archive_may_be_elsewhere(catalogue: Catalogue, tmp_path: Path) -> None:
    change = catalogue.commands.set_archive_dir(tmp_path / "elsewhere")

    assert catalogue.archive_dir == tmp_path / "elsewhere"
    assert change.command == "set_archive_dir"


def test_a_file_that_cannot_be_read_now_is_still_known_by_its_content(
    catalogue: Catalogue, scanned: Scan
) -> None:
    before = catalogue.images.get(1)
    problem = Message("file-unreadable", {"reason": "Input/output error"})
    unread = scanned(
        before.path, problem=problem, content_hash=b"", size_bytes=7, width_px=None, height_px=None
    )
    catalogue.commands.import_images([unread])

    after = catalogue.images.get(1)
    assert after == replace(before, status="unreadable", problem=problem)
    catalogue.commands.import_images([scanned(before.path, title=before.title, modified_ns=1)])
    assert catalogue.images.get(1) == before


def test_a_file_that_was_replaced_is_no_longer_set_aside(
    catalogue: Catalogue, scanned: Scan, kept_rows: Callable[..., Any]
) -> None:
    """Nor is anything for it: nobody said that the new picture is the same."""
    kept = [KeptImage(1, (2,)), KeptImage(3, (4,)), KeptImage(5, (6,))]
    catalogue.commands.set_aside(kept, hand_labels=True, hand_titles=False)
    aside = kept_rows(catalogue.path)
    paths = {one.id: one.path for one in catalogue.images.get_many([2, 3])}
    carried_before = carried(catalogue, 1)

    replaced = [scanned(paths[number], content_hash=bytes([number]) * 32) for number in (2, 3)]
    catalogue.commands.import_images(replaced)

    assert catalogue.duplicates.set_aside_for() == {5: [6]}
    assert carried(catalogue, 1) == carried_before
    assert catalogue.check().problems == []
    undone = catalogue.commands.undo()
    assert undone is not None
    assert undone.details == {"command": "bring_back", "images": 2, "labels": 0}
    assert catalogue.duplicates.set_aside_for() == {1: [2], 3: [4], 5: [6]}
    catalogue.commands.undo()
    assert catalogue.duplicates.set_aside_for() == {}
    catalogue.commands.redo()
    assert kept_rows(catalogue.path)["labellings"] == aside["labellings"]

    # The same picture again, or one that nobody can read now, changes nothing.
    again = [scanned(paths[2], content_hash=bytes([2]) * 32), replaced[1]]
    unreadable = replace(again[0], content_hash=b"", problem=plain_text("Broken."))
    for batch in (again, [unreadable]):
        catalogue.commands.import_images(batch)
        assert catalogue.duplicates.set_aside_for() == {1: [2], 3: [4], 5: [6]}
