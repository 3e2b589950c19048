"""The queues of what to look at next, found in a whole catalogue."""

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from db.records import QueueRun, ScannedImage
from engine.answers.references import DEFAULT_SUGGESTER
from engine.cells import file_of_cell
from engine.errors import InputError
from engine.jobs.process import JobProcess, JobRequest, JobResult
from engine.jobs.queues import QueueSummary, find_queues, write_queue_table
from engine.jobs.suggest import suggest_labels
from engine.progress import JobCancelledError, NeverCancelled, Progress, run_job

if TYPE_CHECKING:
    from conftest import MadeCatalogue

SUBJECTS = ("boat", "horse", "tree")


def find(made: "MadeCatalogue") -> QueueSummary:
    return run_job(find_queues(made.catalogue, cancel=NeverCancelled()))


def errors(made: "MadeCatalogue", kind: str) -> set[tuple[str, str]]:
    """(file, label) of the open errors."""
    catalogue = made.catalogue
    names = {label.id: label.name for label in catalogue.labels.all()}
    found = catalogue.queues.errors("wrong" if kind == "wrong" else "missing")
    return {(catalogue.images.get(one.image_id).path, names[one.label_id]) for one in found}


def add_images(made: "MadeCatalogue", kinds: list[int], labels: list[list[str]]) -> None:
    """Images many/00000.jpg and so on, each close to the middle of its kind."""
    random = np.random.default_rng(3)
    vectors = np.eye(24)[kinds] + random.standard_normal((len(kinds), 24)) * 0.05
    made.add_at_once([str(number) for number in range(len(kinds))], vectors, labels)


@pytest.fixture
def archive(made: "MadeCatalogue") -> "MadeCatalogue":
    """Three kinds with two labels each: 30 carries a stranger, 31 lacks a label, 90 to 95 and the
    stranger 96 have none."""
    kinds = [number % 3 for number in range(90)]
    labels = [[SUBJECTS[kind], f"{SUBJECTS[kind]} too"] for kind in kinds]
    labels[30] = ["boat", "boat too", "tree"]
    labels[31] = ["horse"]
    add_images(made, [*kinds, 0, 0, 0, 0, 1, 1, 7], [*labels, *([] for _ in range(7))])
    return made


def test_planted_errors_are_found_and_explained(archive: "MadeCatalogue") -> None:
    summary = find(archive)

    assert ("many/00030.jpg", "tree") in errors(archive, "wrong")
    assert ("many/00031.jpg", "horse too") in errors(archive, "missing")
    assert summary.probably_wrong == len(errors(archive, "wrong")) <= 5
    assert summary.probably_missing == len(errors(archive, "missing")) <= 5
    wrong = archive.catalogue.queues.errors("wrong")[0]
    assert wrong.probability < 0.5 < wrong.score
    run = archive.catalogue.queues.run()
    assert run is not None
    assert run.suggester == summary.suggester == DEFAULT_SUGGESTER


def test_unlabelled_images_are_put_in_order_the_stranger_first(archive: "MadeCatalogue") -> None:
    summary = find(archive)

    order = archive.catalogue.images.get_many(archive.catalogue.queues.teaching())
    assert summary.teaching == len(order) == 7
    assert order[0].path == "many/00096.jpg"


def test_an_archive_without_any_label_still_learns_what_to_label_first(
    made: "MadeCatalogue",
) -> None:
    add_images(made, [number % 3 for number in range(12)], [[] for _ in range(12)])

    summary = find(made)

    assert (summary.references, summary.probably_wrong, summary.probably_missing) == (0, 0, 0)
    order = made.catalogue.images.get_many(made.catalogue.queues.teaching())
    assert len(order) == 12
    assert {int(image.path[5:10]) % 3 for image in order[:3]} == {0, 1, 2}


def test_the_suggester_in_use_speaks(archive: "MadeCatalogue") -> None:
    run_job(suggest_labels(archive.catalogue, cancel=NeverCancelled(), suggester="1-nn"))

    assert find(archive).suggester == "1-nn"


def test_few_labels_are_too_few_to_doubt_any(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat")
    made.add("b.jpg", "horse")

    summary = find(made)

    assert (summary.references, summary.probably_wrong, summary.probably_missing) == (2, 0, 0)


def test_nothing_can_be_found_before_encoding(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat", encoded=False)

    with pytest.raises(InputError, match="not encoded yet"):
        find(made)


class CancelAfter:
    """Cancelled once it has been asked so often."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("questions", [0, 3, 20])
def test_cancelled_it_keeps_the_earlier_queues(archive: "MadeCatalogue", questions: int) -> None:
    find(archive)
    before = errors(archive, "wrong"), archive.catalogue.queues.run()

    with pytest.raises(JobCancelledError, match="kept"):
        run_job(find_queues(archive.catalogue, cancel=CancelAfter(questions)))
    assert (errors(archive, "wrong"), archive.catalogue.queues.run()) == before


def test_it_runs_in_a_process_of_its_own_and_tells_how_far_it_is(
    archive: "MadeCatalogue",
) -> None:
    process = JobProcess(JobRequest("queues", archive.catalogue.path, "Kari"))
    messages = []
    while (message := process.receive()) is not None:
        messages.append(message)
    process.join(10)

    assert isinstance(messages[-1], JobResult), messages[-1]
    stages = {message.stage for message in messages if isinstance(message, Progress)}
    assert "comparing-labelled-images" in stages
    assert ("many/00030.jpg", "tree") in errors(archive, "wrong")


def test_the_table_lists_everything(archive: "MadeCatalogue", tmp_path: Path) -> None:
    find(archive)
    target = tmp_path / "suspects.csv"

    count = write_queue_table(archive.catalogue, target)

    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == count
    wrong = {(row["file"], row["label"]) for row in rows if row["kind"] == "probably wrong"}
    assert wrong == errors(archive, "wrong")
    assert next(row["file"] for row in rows if row["kind"] == "teaches most") == "many/00096.jpg"
    with pytest.raises(InputError, match="exists already"):
        write_queue_table(archive.catalogue, target)


def test_the_table_names_files_as_exports_do(made: "MadeCatalogue", tmp_path: Path) -> None:
    names = ["\udce5.jpg", "a\\b.jpg", " c.jpg"]
    made.catalogue.commands.import_images(
        [
            ScannedImage(os.fsencode(name), bytes([number]) * 32, 1, 1)
            for number, name in enumerate(names)
        ]
    )
    ids = made.catalogue.images.ids()
    made.catalogue.queues.replace_all(QueueRun("fused", "f" * 64), errors=[], teaching=ids)
    write_queue_table(made.catalogue, tmp_path / "q.csv")
    with (tmp_path / "q.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {file_of_cell(row["file"]) for row in csv.DictReader(stream)} == set(names)
