"""Evaluating small real catalogues: every figure can be had again from what the report says."""

import io
import itertools
import pickle
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from db.duplicate_records import KeptImage
from engine.answers.references import load_references
from engine.errors import InputError
from engine.evaluation.metrics import micro_counts
from engine.evaluation.report.records import EvaluationReport, read_report
from engine.evaluation.splits import read_split
from engine.jobs.evaluate import run as jobs
from engine.jobs.evaluate.report import error_thumbnails
from engine.jobs.evaluate.run import evaluate
from engine.progress import JobCancelledError, NeverCancelled, run_job
from engine.suggesters.registry import suggester_kind

if TYPE_CHECKING:
    from tests.command_line import Command
    from tests.engine.conftest import MadeCatalogue

NAMES = ("neighbor-search", "1-nn")


def report_of(made: "MadeCatalogue", **options: object) -> EvaluationReport:
    job = evaluate(made.catalogue, cancel=NeverCancelled(), **{"suggesters": NAMES, **options})
    return run_job(job)


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few trials: what is found matters less here than what is said."""
    monkeypatch.setattr(jobs, "TRIALS", 4)


@pytest.fixture
def labelled(made: "MadeCatalogue") -> "MadeCatalogue":
    """180 labelled images of six subjects, and some without labels."""
    made.many(180, 20)
    return made


def test_figures_can_be_had_again_from_the_split_and_the_settings(
    labelled: "MadeCatalogue", tmp_path: Path
) -> None:
    report = report_of(labelled, out_dir=tmp_path / "out", minimum_images=5)

    data = report.data
    assert (data.labelled, data.folded, data.left_out) == (180, 0, 0)
    assert data.train + data.validation + data.test == 180
    assert read_report(tmp_path / "out" / "report.json") == report
    split = read_split(tmp_path / "out" / "split.csv")
    catalogue = labelled.catalogue
    loaded = load_references(catalogue, labelled.store())
    paths = [catalogue.images.get(int(one)).path for one in loaded.references.image_ids]
    part = np.array([split[path] for path in paths])
    assert [int(np.sum(part == name)) for name in ("train", "validation", "test")] == [
        data.train,
        data.validation,
        data.test,
    ]
    carried = loaded.references.labels[np.flatnonzero(part == "train")].sum(axis=0)
    columns = [loaded.columns.get(one.label_id) for one in report.suggesters[0].labels]
    assert set(columns) == set(np.flatnonzero(carried >= 5))
    known, test = np.flatnonzero(part != "test"), np.flatnonzero(part == "test")
    for one in report.suggesters:
        fitted = suggester_kind(one.name).create(one.hyperparameters)
        fitted.fit(loaded.references.some(known))
        scores = fitted.score(loaded.references.features[test])[:, columns]
        truths = loaded.references.labels[test][:, columns].toarray() > 0
        thresholds = np.array([label.threshold for label in one.labels])
        counts = micro_counts(truths, (scores >= thresholds) & (scores > 0))
        assert one.metrics.micro.f_score.value == pytest.approx(counts.f_score())
        assert one.metrics.prevalence == pytest.approx(truths.mean())
        assert [label.support for label in one.labels] == truths.sum(axis=0).tolist()


def test_a_written_split_gives_the_same_figures_again(
    labelled: "MadeCatalogue", tmp_path: Path
) -> None:
    first = report_of(labelled, out_dir=tmp_path / "a")
    again = report_of(labelled, split_file=tmp_path / "a" / "split.csv")

    assert again.data.split_file == "split.csv"
    assert again.notes == ()
    for was, now in zip(first.suggesters, again.suggesters, strict=True):
        assert was.by_seed == now.by_seed
        assert was.errors == now.errors
        assert was.learning[-1] == now.learning[-1]


def test_a_split_file_and_several_seeds_are_refused_together(
    labelled: "MadeCatalogue", tmp_path: Path
) -> None:
    (tmp_path / "split.csv").write_text("file,split\na,train\n", encoding="utf-8")

    with pytest.raises(InputError, match="leave out the seeds"):
        report_of(labelled, split_file=tmp_path / "split.csv", seeds=range(3))


def test_names_that_no_label_has_are_refused(labelled: "MadeCatalogue") -> None:
    with pytest.raises(InputError, match="No label has manual names"):
        report_of(labelled, names="manual")


def test_rows_of_a_split_that_are_no_labelled_image_are_told_of(
    labelled: "MadeCatalogue", tmp_path: Path
) -> None:
    report_of(labelled, out_dir=tmp_path / "a", suggesters=["1-nn"])
    catalogue = labelled.catalogue
    bare, keeper, aside = [
        image
        for image in catalogue.images.get_many(catalogue.images.ids())
        if not catalogue.labellings.of_image(image.id)
    ][:3]
    split = tmp_path / "a" / "split.csv"
    rows = split.read_text(encoding="utf-8-sig") + (
        f"no such.jpg,train\nnor.jpg,test\n{bare.path},train\n{aside.path},train\n"
    )
    split.write_text(rows, encoding="utf-8")
    kept = KeptImage(keeper.id, (aside.id,))
    catalogue.commands.set_aside([kept], hand_labels=False, hand_titles=False)

    report = report_of(labelled, split_file=split, suggesters=["1-nn"])

    assert report.notes == (
        "2 rows of the split file name files that the catalogue does not know; they are left out.",
        "2 rows of the split file name images that have no label, are not encoded or are not in "
        "use; they are left out.",
    )


def test_names_of_files_and_folders_do_not_count(labelled: "MadeCatalogue") -> None:
    first = report_of(labelled, suggesters=["neighbor-search"])
    images = [labelled.catalogue.images.get(one) for one in labelled.catalogue.images.ids()]
    renamed = [
        (image.id, f"{99 - image.id % 7}/{image.id * 7919 % 1000:03}-{image.id}.jpg".encode(), 1)
        for image in images
    ]
    labelled.catalogue.commands.move_images(renamed)

    again = report_of(labelled, suggesters=["neighbor-search"])

    assert first.suggesters[0].by_seed == again.suggesters[0].by_seed
    assert first.suggesters[0].labels == again.suggesters[0].labels


def test_copies_are_folded_and_their_labels_are_kept(made: "MadeCatalogue") -> None:
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((100, 24))
    vectors[60:80] = vectors[:20]  # copies, and near-duplicates with another content
    vectors[80:] = vectors[20:40] + 1e-3
    contents = [f"picture {n % 60 if n < 80 else n}" for n in range(100)]
    names = [["even" if n % 2 == 0 else "odd", "all"] for n in range(60)]
    names += [["copied"] for _ in range(20)] + [["near"] for _ in range(20)]
    made.add_at_once(contents, vectors, names)

    report = report_of(made, suggesters=["1-nn"], minimum_images=3)

    assert report.data.folded == 40
    assert report.data.train + report.data.validation + report.data.test == 60
    labels = {one.label: one for one in report.suggesters[0].labels}
    assert set(labels) == {"even", "odd", "all", "copied"}
    assert labels["copied"].references + labels["copied"].support == 20


def test_several_seeds_and_the_whole_report(labelled: "MadeCatalogue", tmp_path: Path) -> None:
    report = report_of(labelled, seeds=(0, 3), beta=1.0, suggesters=["neighbor-search"])

    (one,) = report.suggesters
    assert [figures.seed for figures in one.by_seed] == [0, 3]
    assert one.by_seed[0].f_score != one.by_seed[1].f_score
    assert one.metrics.micro.f_score.low < one.by_seed[0].f_score < one.metrics.micro.f_score.high
    assert report.beta == 1.0
    assert one.calibration in ("isotonic", "platt")
    assert [point.images_per_label for point in one.learning][-1] == 0
    assert one.learning[0].references < one.learning[-1].references
    assert one.learning[0].f_score < one.learning[-1].f_score
    assert one.actions.accepted + one.actions.typed == pytest.approx(one.actions.labels)
    assert one.actions.keys_by_grid is not None
    assert 0 < one.actions.keys_by_grid < one.actions.keys_typing_everything
    assert one.f_score_at_common is not None
    assert one.f_score_at_common.low <= one.f_score_at_common.value <= one.f_score_at_common.high
    if not one.own_thresholds:
        assert one.f_score_at_common.value == one.metrics.micro.f_score.value
    test = {error.file for error in one.errors}
    for error in one.errors:
        assert (error.label in error.labels) == (error.kind == "missed")
        assert (error.confidence >= error.threshold) == (error.kind == "wrong")
        assert not test & {evidence.file for evidence in error.evidence}
        assert error.evidence
    assert pickle.loads(pickle.dumps(report)) == report


def test_trained_suggesters_borrow_evidence(labelled: "MadeCatalogue") -> None:
    (one,) = report_of(labelled, suggesters=["linear-probe"]).suggesters

    assert one.errors
    assert all(error.borrowed_evidence and error.evidence for error in one.errors)


def test_a_split_without_validation_images_will_do(
    labelled: "MadeCatalogue", tmp_path: Path
) -> None:
    images = [labelled.catalogue.images.get(one) for one in labelled.catalogue.images.ids()]
    rows = [f"{image.path},{'test' if image.id % 4 == 0 else 'train'}" for image in images[:170]]
    (tmp_path / "split.csv").write_text("\n".join(["file,split", *rows]))

    report = report_of(
        labelled, suggesters=["linear-probe", "1-nn"], split_file=tmp_path / "split.csv"
    )

    assert report.data.validation == 0
    assert report.data.left_out == 10
    assert "does not name 10 labelled images" in report.notes[0]
    assert all(one.metrics.micro.f_score.value > 0.3 for one in report.suggesters)


def test_thumbnails_of_the_errors_are_small(labelled: "MadeCatalogue") -> None:
    from engine.archive.thumbnails import make_thumbnail

    report = report_of(labelled, suggesters=["1-nn"])
    error = report.suggesters[0].errors[0]
    record = labelled.catalogue.images.get(error.image_id)
    jpeg = make_thumbnail(np.zeros((300, 200, 3), np.uint8))
    labelled.catalogue.thumbnails.put_many([(record.content_hash, jpeg)])

    found = error_thumbnails(labelled.catalogue, report)

    assert set(found) == {error.image_id}
    with Image.open(io.BytesIO(found[error.image_id])) as image:
        assert max(image.size) <= 112


def test_it_stops_when_asked_and_leaves_nothing(labelled: "MadeCatalogue", tmp_path: Path) -> None:
    stop = threading.Event()
    job = evaluate(labelled.catalogue, cancel=stop, suggesters=NAMES, out_dir=tmp_path / "out")
    next(itertools.islice(job, 3, None))
    stop.set()
    with pytest.raises(JobCancelledError):
        run_job(job)
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_evaluated_is_said_in_a_sentence(
    made: "MadeCatalogue", tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="not encoded yet"):
        report_of(made)
    made.many(20, 0)
    with pytest.raises(InputError, match="Only 20 labelled images"):
        report_of(made)
    with pytest.raises(InputError, match="no suggester 'magic'"):
        report_of(made, suggesters=["magic"])
    with pytest.raises(InputError, match="No suggester is named"):
        report_of(made, suggesters=[])
    with pytest.raises(InputError, match="nothing is ever exported to"):
        report_of(made, out_dir=made.catalogue.archive_dir / "new" / "report")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        report_of(made, out_dir=tmp_path / "file")
    (tmp_path / "report.json").write_text("")
    with pytest.raises(InputError, match="exists already"):
        report_of(made, out_dir=tmp_path)


def test_a_slow_computer_tries_less_and_a_quick_one_does_not_dawdle() -> None:
    fair, late, ample = (jobs.limits_for(share_s) for share_s in (10.0, -50.0, 1000.0))

    assert (fair.search_s, fair.learning_s) == (4.5, 2.0)
    assert (late.search_s, late.learning_s) == (2.5, 0.5)
    assert (ample.search_s, ample.learning_s) == (15.0, 5.0)


def test_rare_labels_alone_are_not_enough(labelled: "MadeCatalogue") -> None:
    with pytest.raises(InputError, match="No label is on 1000 training images"):
        report_of(labelled, minimum_images=1000)


def test_the_command_prints_figures_or_one_json_document(
    labelled: "MadeCatalogue", command: "Command", tmp_path: Path
) -> None:
    catalogue = labelled.catalogue.path
    report = tmp_path / "a" / "report.json"

    shown = command("evaluate", catalogue, "--suggesters", "1-nn, 1-nn", "--out", report.parent)
    assert shown.code == 0, shown.err
    assert "Prevalence" in shown.out
    assert str(report.parent) in shown.out
    refused = command("evaluate", catalogue, "--out", report.parent)
    assert (refused.code, "exists already" in refused.err) == (2, True)
    compared = command("evaluate", "--compare", report, report, "--out", tmp_path / "b", "--json")
    assert compared.code == 0, compared.err
    assert str(tmp_path / "b" / "comparison.html") in compared.document["written"]
    assert compared.document["comparable"] is True
    again = command("evaluate", "--compare", report, report, "--out", tmp_path / "b")
    assert (again.code, "comparison already" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--out", "x"), "Name the catalogue"),
        (("some.nabolag.sqlite",), "--out"),
        (("c.nabolag.sqlite", "--compare", "a", "b", "--out", "x"), "leave one out"),
        (("--compare", "a", "b", "--out", "x"), "cannot be read"),
    ],
)
def test_the_command_says_what_is_missing(
    command: "Command", arguments: tuple[str, ...], sentence: str
) -> None:
    answer = command("evaluate", *arguments)
    assert answer.code == 2
    assert sentence in answer.err
