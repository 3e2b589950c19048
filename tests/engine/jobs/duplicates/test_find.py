"""Looking for duplicates in an archive of real files."""

import shutil
import threading
from typing import Any

import pytest
from PIL import Image

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from engine.answers.duplicates.cards import cluster_cards, cluster_details
from engine.answers.duplicates.choices import DuplicateChoices, duplicate_choices, keep_choices
from engine.answers.duplicates.deciding import (
    accept,
    accept_cluster,
    answer,
    bring_back,
    merge,
    not_the_same,
    preview_certain,
    take_out,
)
from engine.answers.duplicates.model import rescore, settle
from engine.answers.duplicates.questions import Asking
from engine.answers.duplicates.state import duplicate_state
from engine.duplicates.keeper import KeeperRule, Part
from engine.jobs.duplicates.contents import Contents
from engine.jobs.duplicates.find import find_duplicates
from engine.jobs.duplicates.pairs import candidates
from engine.progress import Job, JobCancelledError, NeverCancelled

from .conftest import COPIES, drawing, find, image_id, scan


def pairs(catalogue: Catalogue) -> dict[frozenset[str], float]:
    """The probability of each pair, by the paths of its images."""
    paths = {one.image_id: one.path_bytes.decode() for one in catalogue.images.known_files()}
    return {
        frozenset(paths[image] for image in pair[:2]): pair.probability
        for pair in catalogue.duplicates.pairs()
    }


def clusters(catalogue: Catalogue) -> list[set[str]]:
    settle(catalogue)
    found = catalogue.duplicates.cluster_ids()
    return [{one.image.path for one in card.members} for card in cluster_cards(catalogue, found)]


def test_copies_are_found_and_told_from_all_others(catalogue: Catalogue) -> None:
    assert duplicate_state(catalogue).run is None
    summary = find(catalogue)

    assert summary.images == 17
    assert summary.without_features == 0
    found = pairs(catalogue)
    for copy, number in COPIES.items():
        # Whether mirrored ones count is the curator's; nobody has said.
        least = 0.2 if "mirrored" in copy else 0.5
        assert found[frozenset((copy, f"box/{number:02}.png"))] > least, copy
    wrong = {one: p for one, p in found.items() if all(path.startswith("box/") for path in one)}
    assert all(probability < 0.5 for probability in wrong.values())
    exact = {"copies/same file.png", "copies/other container.bmp"}
    certain = [one for one, p in found.items() if p == 1.0]
    assert {path for one in certain for path in one if path.startswith("copies")} == exact
    state = duplicate_state(catalogue)
    assert state.new_images == 0
    assert state.counts.clusters == summary.clusters
    assert state.counts.certain == summary.certain >= 2


def test_what_was_done_to_a_copy_is_named_of_the_copy(found: Catalogue) -> None:
    half = image_id(found, "copies/half size.png")
    first = image_id(found, "box/02.png")
    (pair,) = [one for one in found.duplicates.pairs([half]) if {half, first} == set(one[:2])]
    (said,) = [one for one in pair.differences if one["code"] in ("smaller", "larger")]
    factor = said["amount"] if said["image"] == half else 1 / said["amount"]
    assert factor == pytest.approx(0.5, abs=0.03)
    assert (said["code"] == "smaller") == (said["image"] == half)


def test_new_images_are_compared_with_all_and_old_ones_not_again(catalogue: Catalogue) -> None:
    find(catalogue)
    before = pairs(catalogue)
    drawing(5).resize((200, 156)).save(catalogue.archive_dir / "box" / "new.png")
    scan(catalogue)
    assert duplicate_state(catalogue).new_images == 1

    assert find(catalogue).images == 1
    found = pairs(catalogue)
    assert found[frozenset(("box/05.png", "box/new.png"))] > 0.5
    assert before.keys() <= found.keys()
    assert find(catalogue).images == 0
    assert find(catalogue, anew=True).images == 18


def test_a_search_that_is_stopped_keeps_what_it_had_and_goes_on(catalogue: Catalogue) -> None:
    cancel = threading.Event()
    job = find_duplicates(catalogue, cancel=cancel)

    def stop_while_laying() -> None:
        for progress in job:
            if progress.stage == "laying-over-one-another":
                cancel.set()

    with pytest.raises(JobCancelledError):
        stop_while_laying()
    stopped = duplicate_state(catalogue)
    assert stopped.run is None
    assert stopped.counts.clusters == 0
    assert find(catalogue).images == 17
    assert find(catalogue).images == 0


def test_accepting_sets_the_others_aside_in_one_step(found: Catalogue) -> None:
    preview = preview_certain(found)
    assert preview.clusters >= 2
    assert preview.images == sum(len(one.others) for one in preview.kept)

    accept(found, preview.kept)

    assert duplicate_state(found).counts.certain == 0
    assert duplicate_state(found).counts.set_aside == preview.images
    found.commands.undo()
    assert duplicate_state(found).counts.set_aside == 0
    assert preview_certain(found).kept == preview.kept


def test_answers_bind_and_are_remembered(found: Catalogue) -> None:
    one, other = (image_id(found, path) for path in ("box/04.png", "copies/mirrored.png"))
    answer(found, {(min(one, other), max(one, other)): "different"})
    assert {"box/04.png", "copies/mirrored.png"} not in clusters(found)
    rescore(found)
    find(found, anew=True)
    assert {"box/04.png", "copies/mirrored.png"} not in clusters(found)
    found.commands.undo()
    assert {"box/04.png", "copies/mirrored.png"} in clusters(found)


def test_merge_take_out_and_not_the_same(found: Catalogue) -> None:
    first, second = (
        next(one for one in clusters(found) if f"copies/{name}.png" in one)
        for name in ("same file", "half size")
    )
    ids = [[image_id(found, path) for path in sorted(one)] for one in (first, second)]
    merge(found, ids)
    assert first | second in clusters(found)
    every = [*ids[0], *ids[1]]
    take_out(found, every, [every[0]])
    assert any(one < first | second and len(one) == len(every) - 1 for one in clusters(found))
    not_the_same(found, every[1:])
    assert not any(len(one & (first | second)) > 1 for one in clusters(found))


def test_the_rule_chooses_who_stays_and_originals_always_stay(found: Catalogue) -> None:

    def card_with(path: str):  # noqa: ANN202
        cards = cluster_cards(found, found.duplicates.cluster_ids())
        return next(one for one in cards if path in [m.image.path for m in one.members])

    half, first = (image_id(found, one) for one in ("copies/half size.png", "box/02.png"))
    card = card_with("copies/half size.png")
    assert card.keeper_id == first
    assert card.reasons[half].part == Part.DIMENSIONS
    assert card.members[0].measured is not None
    details = cluster_details(found, card.id)
    assert details is not None
    assert details.handover.keeper_id == first
    keep_choices(
        found,
        DuplicateChoices(
            rule=KeeperRule(parts=(Part.FOLDER,), folder_pattern="copies*"), originals=("box",)
        ),
    )
    assert duplicate_choices(found).rule.folder_pattern == "copies*"
    assert card_with("copies/half size.png").keeper_id == first
    keep_choices(
        found, DuplicateChoices(rule=KeeperRule(parts=(Part.FOLDER,), folder_pattern="copies*"))
    )
    assert card_with("copies/half size.png").keeper_id == half


def test_an_image_brought_back_is_in_use_again(found: Catalogue) -> None:
    card = cluster_cards(found, found.duplicates.cluster_ids(certain=True))[0]
    accept_cluster(found, card)
    members = {one.image.path for one in card.members}
    assert members not in clusters(found)
    bring_back(found, card.others(card.keeper_id))
    assert members in clusters(found)
    kept = KeptImage(card.image_ids[1], (card.image_ids[0],))
    accept(found, [kept])
    assert found.duplicates.set_aside_for() == {kept.keeper_id: list(kept.others)}


def test_questions_teach_and_answers_change_the_probabilities(found: Catalogue) -> None:
    asking = Asking(found)
    before = asking.next(3)
    assert before.answered == 0
    assert len(before.questions) == len({one.pair[:2] for one in before.questions})
    first = before.questions[0].pair
    answer(found, {first[:2]: "same"})
    asking.take(*first[:2], "same")
    after = asking.next(3)
    assert after.answered == 1
    assert first[:2] not in [one.pair[:2] for one in after.questions]
    assert Asking(found).next(3) == after
    asking.take(*first[:2], None)
    assert asking.next(3) == before


def test_damaged_choices_count_as_none(catalogue: Catalogue) -> None:
    odd_rule = {"lower": 0.1, "upper": 0.9, "rule": {"parts": ["odd"]}}
    for damaged in (["x"], {"lower": 0.9, "upper": 0.1}, odd_rule):
        catalogue.settings.set("duplicates.choices", damaged)
        assert duplicate_choices(catalogue) == DuplicateChoices()


def test_the_archive_is_only_read(catalogue: Catalogue) -> None:
    def digest() -> dict[str, bytes]:
        return {
            str(one): one.read_bytes() for one in catalogue.archive_dir.rglob("*") if one.is_file()
        }

    before = digest()
    find(catalogue)
    accept(catalogue, preview_certain(catalogue).kept)
    assert digest() == before


def test_a_picture_that_is_gone_stays_unmeasured(catalogue: Catalogue) -> None:
    (catalogue.archive_dir / "copies" / "half size.png").unlink()
    (catalogue.archive_dir / "box" / "02.png").write_bytes(b"no picture")
    assert find(catalogue).images == 17


def test_pictures_equal_in_every_pixel_are_certain_whatever_their_container(
    catalogue: Catalogue,
) -> None:
    with Image.open(catalogue.archive_dir / "box" / "06.png") as image:
        image.save(catalogue.archive_dir / "copies" / "other.tif")
    shutil.copy(
        catalogue.archive_dir / "box" / "06.png", catalogue.archive_dir / "copies" / "six.png"
    )
    scan(catalogue)
    find(catalogue)
    assert {"box/06.png", "copies/other.tif", "copies/six.png"} in clusters(catalogue)
    assert pairs(catalogue)[frozenset(("copies/other.tif", "copies/six.png"))] == 1.0
    job = find_duplicates(catalogue, cancel=NeverCancelled())
    assert job


def test_no_cluster_is_cut_for_want_of_a_pair_that_was_no_candidate(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Image.open(catalogue.archive_dir / "box" / "07.png") as image:
        for size in (200, 240):
            image.resize((size, size * 7 // 9)).save(catalogue.archive_dir / f"{size}.png")
    scan(catalogue)
    names = ("200.png", "240.png")
    far = {image_id(catalogue, name) for name in names}

    def all_but_one(contents: Contents, *rest: Any) -> Job[Any]:
        keys, background = yield from candidates(contents, *rest)
        one, other = (row for row, ids in enumerate(contents.images) if far & set(ids))
        assert one * len(contents) + other in keys
        return keys[keys != one * len(contents) + other], background

    monkeypatch.setattr("engine.jobs.duplicates.find.candidates", all_but_one)
    find(catalogue)

    assert pairs(catalogue)[frozenset(names)] > 0.5
    assert {"box/07.png", *names} in clusters(catalogue)
