"""Suggestions for a whole catalogue: what is stored, for whom, and who is counted where."""

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.calibrated_thresholds import CalibratedThresholds
from engine.answers.references import load_references, tuned_key
from engine.errors import InputError
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import WEAKEST_PROBABILITY, Thresholds
from engine.jobs.process import JobProcess, JobRequest, JobResult
from engine.jobs.suggest import (
    MAXIMUM_PER_IMAGE,
    SuggestSummary,
    best_cells,
    suggest_labels,
)
from engine.progress import JobCancelledError, NeverCancelled, Progress, run_job
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from messages.message import plain_text

if TYPE_CHECKING:
    from conftest import MadeCatalogue


def suggest(made: "MadeCatalogue", suggester: str = "neighbor-search") -> SuggestSummary:
    return run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=suggester))


def suggested(made: "MadeCatalogue", image_id: int) -> dict[str, float]:
    return {one.label_name: one.confidence for one in made.catalogue.suggestions.of_image(image_id)}


def test_every_image_is_counted_once(made: "MadeCatalogue") -> None:
    made.many(labelled=40, unlabelled=20)
    made.add("new.jpg", encoded=False)
    made.add("broken.jpg", problem=plain_text("It is cut off."), encoded=False)
    made.catalogue.commands.mark_missing([made.add("gone.jpg", "old")])

    summary = suggest(made)

    assert summary.images == 63 == len(made.catalogue.images.ids())
    assert (summary.not_encoded, summary.unreadable, summary.missing) == (1, 1, 1)
    assert summary.with_suggestions + summary.without_suggestions == 60
    assert summary.references == 40
    assert summary.suggestions == made.catalogue.suggestions.count()
    with_some = [one for one in made.catalogue.images.ids() if suggested(made, one)]
    assert len(with_some) == summary.with_suggestions
    run = made.catalogue.suggestions.run()
    assert run is not None
    assert (run.suggester, run.threshold) == ("neighbor-search", summary.threshold)
    assert run.hyperparameters == summary.hyperparameters


def test_stored_confidences_are_the_suggesters_own(made: "MadeCatalogue") -> None:
    made.many(labelled=40, unlabelled=10)
    summary = suggest(made)
    loaded = load_references(made.catalogue, made.store())
    search = NeighborSearch(**summary.hyperparameters).fit(loaded.references)  # type: ignore[arg-type]
    labelled = made.catalogue.labellings

    for image_id, content_hash in made.catalogue.images.readable():
        feature = made.store().rows([content_hash])[0]
        scores = search.score(feature, query_ids=np.array([image_id]))[0]
        carried = {one.label_id for one in labelled.of_image(image_id)}
        expected = {
            label_id: float(score)
            for label_id, score in zip(loaded.columns.ids, scores, strict=True)
            if score >= summary.threshold and label_id not in carried
        }
        stored = {
            one.label_id: one.confidence for one in made.catalogue.suggestions.of_image(image_id)
        }
        assert stored == pytest.approx(expected, abs=1e-6)


def test_what_an_image_carries_or_a_curator_rejected_is_not_suggested(
    made: "MadeCatalogue",
) -> None:
    for number in range(6):
        made.add(f"{number}.jpg", "boat", "sea")
    asked = made.add("asked.jpg", "boat")
    made.add("other.jpg")
    suggest(made)
    assert set(suggested(made, asked)) == {"sea"}

    found = made.catalogue.suggestions.of_image(asked)[0]
    made.catalogue.commands.decide(
        asked, rejected=[_as_decided(found.label_id, found.confidence)], suggester="neighbor-search"
    )
    summary = suggest(made)

    assert suggested(made, asked) == {}
    assert made.catalogue.suggestions.count() == summary.suggestions == 2


def _as_decided(label_id: int, confidence: float):  # noqa: ANN202
    from db.records import AcceptedLabel

    return AcceptedLabel(label_id, confidence)


def test_an_image_is_not_its_own_evidence(made: "MadeCatalogue") -> None:
    lone = made.add("lone.jpg", "lighthouse", subject=1)
    made.add("boat.jpg", "boat", subject=1)
    made.catalogue.commands.label_images([lone], add_names=["boat"])
    made.catalogue.commands.label_images([lone], remove=[made.label("boat")])

    suggest(made)

    assert suggested(made, lone) == {"boat": 1.0}


def test_a_new_run_replaces_the_old_one(made: "MadeCatalogue") -> None:
    made.add("boat.jpg", "boat")
    query = made.add("query.jpg")
    suggest(made)
    assert set(suggested(made, query)) == {"boat"}

    made.catalogue.commands.delete_label(made.label("boat"))
    made.add("car.jpg", "car")
    suggest(made)

    assert set(suggested(made, query)) == {"car"}
    assert made.catalogue.suggestions.count() == 2  # boat.jpg has lost its label: it is asked too


def test_cancelled_it_leaves_the_earlier_suggestions(made: "MadeCatalogue") -> None:
    made.many(labelled=10, unlabelled=5)
    suggest(made)
    before = made.catalogue.suggestions.run(), made.catalogue.suggestions.count()
    cancel = threading.Event()
    cancel.set()

    with pytest.raises(JobCancelledError, match="earlier suggestions are kept"):
        run_job(suggest_labels(made.catalogue, cancel=cancel))

    assert (made.catalogue.suggestions.run(), made.catalogue.suggestions.count()) == before


def test_before_anything_is_encoded_it_says_so(made: "MadeCatalogue") -> None:
    made.add("boat.jpg", "boat", encoded=False)

    with pytest.raises(InputError, match="encode the catalogue first"):
        suggest(made)

    made.use_encoder()
    with pytest.raises(InputError, match="The 1 labelled image is not encoded yet"):
        suggest(made)


def test_before_anything_is_labelled_it_says_so(made: "MadeCatalogue") -> None:
    made.add("boat.jpg")

    with pytest.raises(InputError, match="label a few images"):
        suggest(made)


def test_an_unknown_suggester_is_answered_with_those_there_are(made: "MadeCatalogue") -> None:
    made.add("boat.jpg", "boat")

    with pytest.raises(InputError, match="neighbor-search, 1-nn"):
        suggest(made, "crystal ball")


def test_the_nearest_neighbour_alone_can_be_asked(made: "MadeCatalogue") -> None:
    made.many(labelled=30, unlabelled=10)

    summary = suggest(made, "1-nn")

    assert summary.hyperparameters["neighbors"] == 1
    confidences = {
        confidence
        for image_id in made.catalogue.images.ids()
        for confidence in suggested(made, image_id).values()
    }
    assert confidences == {1.0}


def test_tuned_settings_are_used_for_the_encoder_they_were_tuned_for(
    made: "MadeCatalogue",
) -> None:
    made.many(labelled=10, unlabelled=5)
    tuned = {"temperature": 3.0, "max_difference": 1.0, "neighbors": 4}
    made.catalogue.settings.set(
        tuned_key("neighbor-search", "f" * 64), {"hyperparameters": tuned, "threshold": 0.4}
    )

    summary = suggest(made)

    assert summary.tuned
    assert summary.hyperparameters == tuned
    assert summary.threshold == 0.4
    made.use_encoder("another")
    with pytest.raises(InputError, match="None of the 10"):
        suggest(made)


def test_labels_on_few_images_can_be_left_out(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat", "rare")
    made.add("b.jpg", "boat")
    query = made.add("query.jpg")
    suggest(made)
    assert set(suggested(made, query)) == {"boat", "rare"}

    made.catalogue.settings.set("suggest.minimum_images", 2)
    summary = suggest(made)

    assert set(suggested(made, query)) == {"boat"}
    assert (summary.labels, summary.labels_suggestable, summary.minimum_images) == (2, 1, 2)


def test_no_image_gets_more_suggestions_than_a_person_looks_at(made: "MadeCatalogue") -> None:
    made.add("all.jpg", *(f"label {number}" for number in range(30)))
    query = made.add("query.jpg")

    suggest(made)

    assert len(suggested(made, query)) == MAXIMUM_PER_IMAGE


def test_the_best_cells_are_the_highest_of_each_row() -> None:
    scores = np.array([[0.2, 0.9, 0.5], [0.0, 0.0, 0.1], [0.5, 0.5, 0.5]], dtype=np.float32)

    rows, columns = best_cells(scores, 0.2, 2)

    assert rows.tolist() == [0, 0, 2, 2]
    assert columns.tolist() == [1, 2, 0, 1]
    assert best_cells(scores, 0.0, 9)[0].tolist() == [0, 0, 0, 1, 2, 2, 2]


def test_it_runs_in_a_process_of_its_own(made: "MadeCatalogue") -> None:
    made.many(labelled=10, unlabelled=5)
    process = JobProcess(JobRequest("suggest", made.catalogue.path, "Kari"))
    messages = []
    while (message := process.receive()) is not None:
        messages.append(message)

    assert process.join(10) == 0
    assert isinstance(messages[0], Progress)
    assert isinstance(messages[-1], JobResult)
    assert isinstance(messages[-1].summary, SuggestSummary)
    assert made.catalogue.suggestions.count() == messages[-1].summary.suggestions > 0


def test_what_is_below_its_threshold_is_kept_as_weak_where_it_is_likely_enough(
    made: "MadeCatalogue",
) -> None:
    made.many(labelled=60, unlabelled=30)
    tuned = {"temperature": 0.3, "max_difference": 2.0, "neighbors": 20}
    calibration = Calibration("isotonic", scores=(0.0, 1.0), probabilities=(0.0, 1.0))
    shown = CalibratedThresholds(Thresholds(0.6), calibration)
    made.catalogue.settings.set(
        tuned_key("neighbor-search", "f" * 64),
        {"hyperparameters": tuned, "threshold": 0.6, "shown": shown.as_json()},
    )

    summary = suggest(made)

    with closing(sqlite3.connect(made.catalogue.path)) as connection:
        rows = connection.execute(
            "SELECT confidence, probability, weak FROM suggestions"
        ).fetchall()
    weak = [(confidence, probability) for confidence, probability, is_weak in rows if is_weak]
    assert 0 < len(weak) == len(rows) - summary.suggestions
    assert summary.suggestions == made.catalogue.suggestions.count() > 0
    assert all(WEAKEST_PROBABILITY <= probability < 0.6 for _, probability in weak)
    assert min(row[0] for row in rows if not row[2]) >= 0.6 > max(weak)[0]
