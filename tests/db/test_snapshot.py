"""One consistent state of the catalogue, read while others change it."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.errors import ChangeConflictError
from db.records import AcceptedLabel, ScannedImage
from db.snapshot import Snapshot, SnapshotImage


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.snapshot.IMAGES_A_PAGE", 2)
    monkeypatch.setattr("db.snapshot.CHANGED_ROWS_A_PAGE", 3)


def state_now(catalogue: Catalogue) -> list[SnapshotImage]:
    """What a snapshot holds, from the ordinary readers."""
    ids = catalogue.images.ids()
    found = catalogue.labellings.of_images(ids)
    return [
        SnapshotImage(
            one.id,
            one.path_bytes,
            one.path,
            one.title,
            one.reviewed_at,
            one.content_hash,
            one.size_bytes,
            one.width_px,
            one.height_px,
            one.captured_at,
            one.status,
            tuple(found[one.id]),
            {
                decision.label_id: decision.suggester
                for decision in catalogue.labellings.decisions_of(one.id)
                if decision.accepted
                and decision.label_id in {labelling.label_id for labelling in found[one.id]}
            },
        )
        for one in catalogue.images.get_many(ids)
    ]


def held(snapshot: Snapshot) -> list[SnapshotImage]:
    return [image for page in snapshot.pages(2) for image in page]


def taken(snapshot: Snapshot, between: Callable[[int], object] = lambda step: None) -> None:
    """Take it to its end, with something happening after each page."""
    for step, _ in enumerate(snapshot.take()):
        between(step)


def test_it_holds_everything_in_the_order_of_paths(catalogue: Catalogue) -> None:
    with catalogue.snapshot() as snapshot:
        taken(snapshot)

        assert held(snapshot) == state_now(catalogue)
        assert snapshot.image_count == 6
        assert snapshot.levels == catalogue.labels.levels()


def test_a_merge_between_two_pages_is_seen_whole(catalogue: Catalogue) -> None:
    ids = catalogue.images.ids()
    catalogue.commands.label_images(ids, add_names=["lorry"])
    lorry, truck = catalogue.labels.find("lorry"), catalogue.labels.find("truck")
    assert lorry is not None
    assert truck is not None

    with catalogue.snapshot() as snapshot:
        taken(
            snapshot,
            lambda step: step == 0 and catalogue.commands.merge_labels([lorry.id], truck.id),
        )

        names = [{one.label_name for one in image.labellings} for image in held(snapshot)]
        assert all("truck" in found and "lorry" not in found for found in names)
        assert held(snapshot) == state_now(catalogue)


def test_what_changes_after_it_is_taken_stays_out(catalogue: Catalogue) -> None:
    before = state_now(catalogue)
    levels = catalogue.labels.levels()

    with catalogue.snapshot() as snapshot:
        taken(snapshot)
        pages = snapshot.pages(2)
        found = next(pages)
        catalogue.commands.label_images(catalogue.images.ids(), add_names=["new"])
        catalogue.commands.rename_label(1, "renamed")

        assert found + [image for page in pages for image in page] == before
        assert snapshot.levels == levels


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_between_pages_it_is_the_state_at_its_end(
    catalogue: Catalogue, scanned: Callable[..., ScannedImage], seed: int
) -> None:
    chance = random.Random(seed)
    commands = catalogue.commands

    def something(step: int) -> None:
        if step > 12:
            return  # it ends once there are fewer changes than it can follow
        ids = catalogue.images.ids()
        some = chance.sample(ids, chance.randint(1, len(ids)))
        labels = [label.id for label in catalogue.labels.all()]
        match chance.randrange(7):
            case 0:
                keywords = chance.choice(((), ("truck", "new")))
                commands.import_images([scanned(f"new/{seed} {step}.jpg", *keywords)])
            case 1:
                commands.label_images(some, add_names=[f"label {chance.randrange(3)}"])
            case 2 if labels:
                commands.label_images(some, remove=chance.sample(labels, 1))
            case 3 if len(labels) > 3:
                one, other = chance.sample(labels, 2)
                commands.merge_labels([one], other)
            case 4 if len(labels) > 3:
                commands.delete_labels(chance.sample(labels, 1))
            case 5 if labels:
                accepted = [AcceptedLabel(labels[0], 0.5)]
                commands.decide(some[0], accepted=accepted, suggester="x", reviewed=True)
            case _:
                with suppress(ChangeConflictError):
                    chance.choice((commands.undo, commands.redo))()

    with catalogue.snapshot() as snapshot:
        taken(snapshot, something)

        assert held(snapshot) == state_now(catalogue)
        assert snapshot.levels == catalogue.labels.levels()


def test_images_without_keywords_that_come_last_are_there_too(
    catalogue: Catalogue, scanned: Callable[..., ScannedImage]
) -> None:
    def come(step: int) -> None:
        if step == 2:
            catalogue.commands.label_images(catalogue.images.ids(), add_names=["new"])
        elif step == 3:
            catalogue.commands.import_images([scanned("new.jpg")])

    with catalogue.snapshot() as snapshot:
        taken(snapshot, come)

        assert held(snapshot) == state_now(catalogue)
        assert snapshot.image_count == 7


def test_an_undo_between_two_pages_is_seen_whole(catalogue: Catalogue) -> None:
    catalogue.commands.label_images(catalogue.images.ids(), add_names=["new"])

    with catalogue.snapshot() as snapshot:
        taken(snapshot, lambda step: step == 0 and catalogue.commands.undo())

        assert held(snapshot) == state_now(catalogue)
        assert all(one.label_name != "new" for image in held(snapshot) for one in image.labellings)


@pytest.mark.parametrize("ids", [None, [1, 2, 4]])
def test_images_that_are_set_aside_meanwhile_stay_out(
    catalogue: Catalogue, ids: list[int] | None
) -> None:
    kept = [KeptImage(2, (1,))]
    with catalogue.snapshot(ids) as snapshot:
        taken(
            snapshot,
            lambda step: (
                step == 0 and catalogue.commands.set_aside(kept, hand_labels=True, hand_titles=True)
            ),
        )
        assert 1 not in catalogue.images.ids()
        assert held(snapshot) == [
            one for one in state_now(catalogue) if ids is None or one.id in ids
        ]

    with catalogue.snapshot(ids) as snapshot:
        taken(snapshot, lambda step: step == 0 and catalogue.commands.undo())
        assert 1 in {image.id for image in held(snapshot)}


def test_some_images_only(catalogue: Catalogue) -> None:
    some = catalogue.images.ids()[1:4]

    with catalogue.snapshot(some) as snapshot:
        taken(
            snapshot,
            lambda step: (
                step == 0
                and catalogue.commands.label_images(catalogue.images.ids(), add_names=["new"])
            ),
        )

        assert held(snapshot) == [one for one in state_now(catalogue) if one.id in some]
        assert snapshot.image_count == 3


def test_a_writer_need_not_wait_between_pages_nor_afterwards(catalogue: Catalogue) -> None:
    with closing(sqlite3.connect(catalogue.path, timeout=0, isolation_level=None)) as other:

        def write(step: int) -> None:
            other.execute("BEGIN EXCLUSIVE")
            other.execute("UPDATE settings SET value = value")
            other.execute("COMMIT")

        with catalogue.snapshot() as snapshot:
            taken(snapshot, write)
            for step, _ in enumerate(snapshot.pages(2)):
                write(step)


def test_given_up_half_way_nothing_of_it_stays(catalogue: Catalogue, tmp_path: Path) -> None:
    with catalogue.snapshot() as snapshot:
        next(snapshot.take())

    for _ in range(2):
        with catalogue.snapshot() as snapshot:
            taken(snapshot)
            assert held(snapshot) == state_now(catalogue)
