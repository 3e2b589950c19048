"""Tuning on a catalogue: what is found, stored and used, and when it does not run."""

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.references import load_references, tuned_key
from engine.errors import InputError
from engine.evaluation.metrics import micro_counts
from engine.jobs import tune
from engine.jobs.due import work_left
from engine.jobs.first_suggestions import suggest_first
from engine.jobs.suggest import suggest_labels
from engine.jobs.table import JOBS
from engine.jobs.tune import TuneSummary, tune_suggester
from engine.progress import JobCancelledError, NeverCancelled, Progress, run_job
from engine.suggesters.held_out import held_out_scores
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.registry import suggester_kind

if TYPE_CHECKING:
    from conftest import MadeCatalogue

NAME = "neighbor-search"
KEY = tuned_key(NAME, "f" * 64)


def tuned(made: "MadeCatalogue", **options: object) -> TuneSummary:
    chosen: dict[str, object] = {"suggester": NAME, **options}
    return run_job(
        tune_suggester(made.catalogue, cancel=NeverCancelled(), **chosen)  # type: ignore[arg-type]
    )


def test_it_finds_stores_and_uses_better_settings(made: "MadeCatalogue") -> None:
    made.many(labelled=260, unlabelled=20)

    summary = tuned(made)

    assert summary.outcome == "tuned"
    assert (summary.references, summary.queries) == (260, 260)
    assert summary.f2 >= summary.f2_before > 0
    assert summary.trials > 10
    stored = made.catalogue.settings.get(KEY)
    assert stored["hyperparameters"] == dict(summary.hyperparameters)
    assert stored["threshold"] == summary.threshold
    assert stored["references"] == 260
    assert stored["seed"] == tune.SEED
    assert {"f2", "tuned_at"} <= stored.keys()
    suggested = run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=NAME))
    assert suggested.tuned
    assert dict(suggested.hyperparameters) == dict(summary.hyperparameters)
    assert suggested.threshold == summary.threshold


def test_the_score_it_reports_is_that_of_leaving_each_image_out(made: "MadeCatalogue") -> None:
    made.many(labelled=210, unlabelled=0)
    summary = tuned(made, trials=15)
    references = load_references(made.catalogue, made.store()).references
    search = NeighborSearch(**summary.hyperparameters).fit(references)  # type: ignore[arg-type]

    scores = search.score(references.features, query_ids=references.image_ids)

    counts = micro_counts(references.labels.toarray() > 0, scores >= summary.threshold)
    assert counts.f_score() == pytest.approx(summary.f2, abs=1e-4)
    assert counts.precision == pytest.approx(summary.precision, abs=1e-4)
    assert counts.recall == pytest.approx(summary.recall, abs=1e-4)


def test_the_same_catalogue_gives_the_same_settings(made: "MadeCatalogue") -> None:
    made.many(labelled=205, unlabelled=0)

    first, second = tuned(made, trials=14), tuned(made, trials=14)

    assert first.hyperparameters == second.hyperparameters
    assert first.threshold == second.threshold


def test_below_200_labelled_images_it_says_so_and_stores_nothing(made: "MadeCatalogue") -> None:
    made.many(labelled=199, unlabelled=30)

    summary = tuned(made)

    assert (summary.outcome, summary.references, summary.needed) == ("too few", 199, 200)
    assert made.catalogue.settings.get(KEY) is None


def test_the_nearest_neighbour_alone_has_nothing_to_tune(made: "MadeCatalogue") -> None:
    made.many(labelled=205, unlabelled=0)

    assert tuned(made, suggester="1-nn").outcome == "nothing to tune"


def test_without_features_it_says_what_to_do(made: "MadeCatalogue") -> None:
    with pytest.raises(InputError, match="encode the catalogue first"):
        tuned(made)


@pytest.mark.parametrize("stage", ["comparing-labelled-images", "tuning-suggestions"])
def test_cancelled_it_stores_nothing(made: "MadeCatalogue", stage: str) -> None:
    made.many(labelled=205, unlabelled=0)
    reports: list[Progress] = []

    with pytest.raises(JobCancelledError, match="earlier settings are kept"):
        cancel_at(made, stage, reports)

    assert reports[-1].stage == stage
    assert made.catalogue.settings.get(KEY) is None


def cancel_at(made: "MadeCatalogue", stage: str, reports: list[Progress]) -> None:
    cancel = threading.Event()
    for progress in tune_suggester(made.catalogue, cancel=cancel, suggester=NAME):
        reports.append(progress)
        if progress.stage == stage:
            cancel.set()


def test_it_ends_after_the_time_or_the_trials_it_is_given(
    made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch
) -> None:
    made.many(labelled=205, unlabelled=0)
    monkeypatch.setattr(tune, "BEST_WINDOW", -1.0)

    by_trials = tuned(made, trials=12)
    by_time = tuned(made, search_s=0.0)

    assert (by_trials.ended, by_trials.trials) == ("trials", 12)
    assert (by_time.ended, by_time.trials) == ("time", 1)


def test_copies_of_an_image_do_not_flatter_the_score(made: "MadeCatalogue") -> None:
    stamps = [f"stamp {number // 2}" for number in range(210)]
    vectors = np.random.default_rng(0).standard_normal((210, 24))
    made.add_at_once(stamps, vectors, [[stamp] for stamp in stamps])

    # Nothing can be found out about labels that only copies share: the settings stay.
    assert tuned(made, trials=12).outcome == "nothing to tune"
    assert made.catalogue.settings.get(KEY) is None


def test_large_catalogues_are_tuned_on_a_sample(
    made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch
) -> None:
    made.many(labelled=220, unlabelled=0)
    monkeypatch.setattr(tune, "MAXIMUM_QUERIES", 50)

    summary = tuned(made, trials=12)

    assert (summary.references, summary.queries) == (220, 50)


@pytest.mark.parametrize(
    ("suggester", "trials"), [("class-wise-net", 3), ("simple-net-fine-tuned", 1)]
)
def test_the_score_it_reports_is_that_of_held_out_scores(
    made: "MadeCatalogue", suggester: str, trials: int
) -> None:
    made.many(labelled=205, unlabelled=0)

    summary = tuned(made, suggester=suggester, trials=trials)

    assert summary.outcome == "tuned"
    loaded = load_references(made.catalogue, made.store())
    scores = held_out_scores(
        suggester_kind(suggester),
        summary.hyperparameters,
        loaded.references,
        loaded.groups,
        seed=tune.SEED,
    )
    counts = micro_counts(loaded.references.labels.toarray() > 0, scores >= summary.threshold)
    assert counts.f_score() == pytest.approx(summary.f2, abs=1e-4)
    assert summary.f2 >= summary.f2_before
    key = tuned_key(suggester, "f" * 64)
    assert made.catalogue.settings.get(key)["hyperparameters"] == dict(summary.hyperparameters)


def test_training_can_be_stopped_in_the_middle(made: "MadeCatalogue") -> None:
    made.many(labelled=205, unlabelled=0)

    class StopsLater(NeverCancelled):
        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 40

    cancel = StopsLater()
    with pytest.raises(JobCancelledError, match="earlier settings are kept"):
        run_job(tune_suggester(made.catalogue, cancel=cancel, suggester="simple-net-fine-tuned"))
    assert cancel.asked == 41


def test_kernel_ridge_is_tuned_by_leaving_out_in_closed_form(made: "MadeCatalogue") -> None:
    made.many(labelled=220, unlabelled=0)

    summary = tuned(made, suggester="kernel-ridge", trials=12)

    assert summary.outcome == "tuned"
    assert summary.f2 >= summary.f2_before > 0
    stored = made.catalogue.settings.get(tuned_key("kernel-ridge", "f" * 64))
    assert set(stored["hyperparameters"]) == {"temperature", "regularization"}
    suggested = run_job(
        suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester="kernel-ridge")
    )
    assert dict(suggested.hyperparameters) == dict(summary.hyperparameters)


def test_first_suggestions_come_with_probabilities_and_leave_the_tuning_to_be_done(
    made: "MadeCatalogue",
) -> None:
    made.many(labelled=230, unlabelled=10)
    options: dict[str, object] = {"suggester": NAME}
    assert JOBS["first-suggestions"].should_follow(made.catalogue, None, options)

    summary = run_job(suggest_first(made.catalogue, cancel=NeverCancelled(), suggester=NAME))

    assert (summary.tuned, summary.suggestions > 0) == (False, True)
    start = suggester_kind(NAME).starting_point("built-in")
    assert dict(summary.hyperparameters).items() >= dict(start.hyperparameters).items()
    found = made.catalogue.suggestions.of_image(made.catalogue.images.ids()[-1])
    assert found
    assert all(one.probability is not None for one in found)
    assert not JOBS["first-suggestions"].should_follow(made.catalogue, summary, options)
    assert JOBS["tune"].should_follow(made.catalogue, summary, options)
    assert work_left(made.catalogue, NAME).first_job in ("tune", "scan", "encode")
    assert not work_left(made.catalogue, NAME).is_tuned

    tuned(made, trials=12)
    assert not JOBS["tune"].should_follow(made.catalogue, summary, options)
    assert work_left(made.catalogue, NAME).is_tuned


def test_first_suggestions_are_measured_on_a_sample_in_one_trial(
    made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch
) -> None:
    made.many(labelled=230, unlabelled=0)
    monkeypatch.setattr(tune, "FIRST_QUERIES", 60)

    summary = tuned(made, is_first=True)

    assert (summary.trials, summary.queries) == (1, 60)
