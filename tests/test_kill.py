"""Processes killed at any moment: nothing that was said to be saved is lost, and work goes on.

SIGKILL stands for a crash of the program; it does not stand for a power failure.
"""

import os
import random
from collections.abc import Callable
from itertools import islice
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.current_encoder import open_features
from engine.jobs.check import check_catalogue
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, Progress, run_job
from tests import kill_children
from tests.doomed import Doomed, forked_from_loaded

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork"),
    pytest.mark.timeout(400),  # twenty starts of torch's threads, on a busy machine
]

KILLS = 6
"""``make torture`` kills some hundred times."""

WINDOW_KILLS = 3
IMAGES_TO_ENCODE = 48
ORPHANS_GONE_S = 10.0


@pytest.fixture(scope="module")
def processes() -> BaseContext:
    """Children forked from a process that has loaded everything, so that they start at once."""
    return forked_from_loaded("tests.kill_children")


def assert_sound(catalogue: Catalogue) -> None:
    summary = run_job(check_catalogue(catalogue, cancel=NeverCancelled()))
    assert summary.findings == {}


def labelled_pairs(catalogue: Catalogue) -> set[tuple[int, int]]:
    """(label number, position of the image) of every labelling."""
    position = {image_id: at for at, image_id in enumerate(catalogue.images.ids())}
    return {
        (int(labelling.label_name.split()[1]), position[image_id])
        for image_id, found in catalogue.labellings.of_images(list(position)).items()
        for labelling in found
    }


def test_no_acknowledged_labelling_is_lost(tmp_path: Path, processes: BaseContext) -> None:
    path = tmp_path / "a.nabolag.sqlite"
    archive_dir = tmp_path / "archive"
    archive_dir.mkdir()
    kill_children.make_labelling_catalogue(path, archive_dir)
    choice = random.Random(20)
    saved = 0

    for _ in range(KILLS):
        child = Doomed(processes, kill_children.label_for_ever, path, saved)
        first = child.say()
        child.kill_after(choice.uniform(0, 0.2))
        acknowledged = [first, *child.rest()]

        with Catalogue.open(path) as catalogue:
            report = catalogue.check()
            assert report.problems == []
            found = labelled_pairs(catalogue)
            steps = len(catalogue.history.entries(limit=len(found) + 10))
        # Exactly the pairs in order up to the last acknowledged one; at most one more, which was
        # committed but not yet acknowledged.
        assert acknowledged == list(range(saved, acknowledged[-1] + 1))
        assert len(found) - (acknowledged[-1] + 1) in (0, 1)
        assert found == set(islice(kill_children.pairs_in_order(), len(found)))
        # Each with its line in the history, or undo would lead elsewhere; two made the catalogue.
        assert steps == len(found) + 2
        saved = len(found)

    assert saved > KILLS
    with Catalogue.open(path) as catalogue:
        undone = catalogue.commands.undo()
        assert undone is not None
        assert len(labelled_pairs(catalogue)) == saved - 1


def test_nothing_the_window_shows_as_saved_is_lost(tmp_path: Path, processes: BaseContext) -> None:
    path = tmp_path / "a.nabolag.sqlite"
    archive_dir = tmp_path / "archive"
    archive_dir.mkdir()
    kill_children.make_labelling_catalogue(path, archive_dir)
    choice = random.Random(4)
    saved = 0

    for _ in range(WINDOW_KILLS):
        child = Doomed(processes, kill_children.label_in_the_window, path, saved)
        first = child.say()
        child.kill_after(choice.uniform(0.1, 0.6))
        acknowledged = [first, *child.rest()]
        assert acknowledged == list(range(len(acknowledged)))

        with Catalogue.open(path) as catalogue:
            assert catalogue.check().problems == []
            found = {one.label_name for one in catalogue.labellings.of_image(1)}
        assert found == {f"label {number}" for number in range(len(found))}
        assert len(found) - saved - len(acknowledged) in (0, 1)
        saved = len(found)

    assert saved > WINDOW_KILLS


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """160 small pictures in folders, two of them unreadable, with a keyword table."""
    folder = tmp_path_factory.mktemp("archive")
    noise = np.random.default_rng(7)
    lines = ["file,keywords,title"]
    for number in range(160):
        path = folder / f"folder {number % 4}" / f"{number}.jpg"
        path.parent.mkdir(exist_ok=True)
        pixels = noise.integers(0, 255, (64, 80, 3), dtype=np.uint8)
        Image.fromarray(pixels).resize((320, 256)).save(path)
        if number % 3:
            lines.append(f"folder {number % 4}/{number}.jpg,a{number % 5};b{number % 7},t{number}")
    (folder / "broken.jpg").write_bytes((folder / "folder 0" / "0.jpg").read_bytes()[:900])
    (folder / "text.jpg").write_text("not a picture", encoding="utf-8")
    (folder.parent / "keywords.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def contents(catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Everything a scan brings in, without ids and times."""
    found: list[tuple[object, ...]] = []
    for image in catalogue.images.get_many(catalogue.images.ids()):
        labels = sorted(one.label_name for one in catalogue.labellings.of_image(image.id))
        keywords = sorted(catalogue.images.keywords_of(image.id))
        thumbnail = catalogue.thumbnails.get(image.content_hash)
        file = (image.path, image.content_hash, image.status, image.problem, image.width_px)
        found.append((*file, image.title, tuple(labels), tuple(keywords), thumbnail))
    return found


def run_to_its_end(child: Doomed) -> Any:
    said = child.rest()
    child.join()
    assert not isinstance(said[-1], Progress)
    return said[-1]


def killed_often(
    processes: BaseContext,
    path: Path,
    within_s: float,
    stage: str,
    target: Callable[..., None],
    *arguments: object,
) -> None:
    """Start the work and kill it, again and again; the catalogue is sound each time.

    The moments are random: within so many seconds of the first step, or of the stage's.
    """
    choice = random.Random(21)
    orphans: list[psutil.Process] = []
    for _ in range(KILLS):
        child = Doomed(processes, target, path, *arguments)
        child.say_until(choice.choice(["", stage]))
        orphans += child.kill_after(choice.uniform(0, within_s))
        child.rest()
        if path.exists():
            with Catalogue.open(path) as catalogue:
                assert_sound(catalogue)
    _, left = psutil.wait_procs(orphans, timeout=ORPHANS_GONE_S)
    assert left == [], "worker processes outlive their parent"


@pytest.mark.dear
def test_an_import_killed_again_and_again_ends_as_an_undisturbed_one(
    tmp_path: Path, archive: Path, processes: BaseContext
) -> None:
    keywords = archive.parent / "keywords.csv"
    path = tmp_path / "killed.nabolag.sqlite"
    killed_often(processes, path, 0.4, "reading-images", kill_children.scan, archive, keywords)
    run_to_its_end(Doomed(processes, kill_children.scan, path, archive, keywords))

    whole = tmp_path / "whole.nabolag.sqlite"
    run_to_its_end(Doomed(processes, kill_children.scan, whole, archive, keywords))

    with Catalogue.open(path) as killed, Catalogue.open(whole) as undisturbed:
        assert_sound(killed)
        assert len(contents(killed)) == 162
        assert contents(killed) == contents(undisturbed)


@pytest.mark.dear
def test_an_encoding_killed_again_and_again_ends_as_an_undisturbed_one(
    tmp_path: Path, archive: Path, processes: BaseContext
) -> None:
    few = tmp_path / "archive"
    few.mkdir()
    for number in range(IMAGES_TO_ENCODE):
        (few / f"{number}.jpg").write_bytes(
            (archive / f"folder {number % 4}" / f"{number}.jpg").read_bytes()
        )
    path, whole = tmp_path / "killed.nabolag.sqlite", tmp_path / "whole.nabolag.sqlite"
    for made in (path, whole):
        with Catalogue.create(made, few) as catalogue:
            run_job(scan_archive(catalogue, cancel=NeverCancelled()))

    killed_often(processes, path, 0.3, "encoding", kill_children.encode)
    with Catalogue.open(path) as catalogue:
        kept = len(open_features(catalogue) or ())
    finished = run_to_its_end(Doomed(processes, kill_children.encode, path))
    undisturbed = run_to_its_end(Doomed(processes, kill_children.encode, whole))

    assert (finished.already, finished.encoded) == (kept, IMAGES_TO_ENCODE - kept)
    assert undisturbed.encoded == IMAGES_TO_ENCODE
    with Catalogue.open(path) as killed, Catalogue.open(whole) as other:
        assert_sound(killed)
        hashes = [content_hash for _, content_hash in killed.images.readable()]
        stores = [open_features(killed), open_features(other)]
        assert None not in stores
        assert [len(store) for store in stores if store] == [IMAGES_TO_ENCODE] * 2
        (features, found), (expected, _) = [store.rows(hashes) for store in stores if store]
        assert found.all()
        assert np.sum(features * expected, axis=1).min() > 0.999
