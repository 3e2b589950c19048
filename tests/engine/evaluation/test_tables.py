"""All metrics against scikit-learn, and bootstrap intervals against drawing by hand."""

import numpy as np
import pytest
from sklearn import metrics as sk

from engine.evaluation.areas import drawn_areas
from engine.evaluation.tables import Scored, label_figures, metric_table, micro_f_score


@pytest.fixture(scope="module")
def scored() -> Scored:
    rng = np.random.default_rng(8)
    truths = rng.random((80, 12)) < np.linspace(0.02, 0.5, 12)
    truths[:, 0] = False  # a label that no test image carries
    scores = np.clip(truths * 0.4 + rng.random((80, 12)) * 0.7, 0, 1).astype(np.float32)
    return Scored(truths, scores, scores >= 0.55)


@pytest.mark.parametrize("beta", [0.5, 2.0])
def test_every_average_equals_scikit_learn(scored: Scored, beta: float) -> None:
    table = metric_table(scored, beta=beta, resamples=0)
    occurs = scored.truths.any(axis=0)
    truths, predicted = scored.truths, scored.predicted

    for name, figures in (("micro", table.micro), ("macro", table.macro)):
        used = slice(None) if name == "micro" else occurs
        args = truths[:, used], predicted[:, used]
        assert figures.f_score.value == pytest.approx(
            sk.fbeta_score(*args, beta=beta, average=name, zero_division=0)
        )
        assert figures.recall.value == pytest.approx(
            sk.recall_score(*args, average=name, zero_division=0)
        )
        assert figures.precision.value == pytest.approx(
            sk.precision_score(*args, average=name, zero_division=0)
        )
        assert figures.roc_auc.value == pytest.approx(
            sk.roc_auc_score(truths[:, used], scored.scores[:, used], average=name)
        )
    assert table.weighted.f_score.value == pytest.approx(
        sk.fbeta_score(truths, predicted, beta=beta, average="weighted", zero_division=0)
    )
    assert table.weighted.roc_auc.value == pytest.approx(
        sk.roc_auc_score(truths[:, occurs], scored.scores[:, occurs], average="weighted")
    )
    assert table.subset_accuracy.value == pytest.approx(sk.accuracy_score(truths, predicted))
    assert table.micro.accuracy.value == pytest.approx((truths == predicted).mean())
    assert table.squared_error.value == pytest.approx(
        sk.mean_squared_error(truths.astype(float), scored.scores)
    )
    assert table.micro.specificity.value == pytest.approx(
        sk.recall_score(~truths.ravel(), ~predicted.ravel())
    )
    for name, figures in (
        ("micro", table.micro),
        ("macro", table.macro),
        ("weighted", table.weighted),
    ):
        args = truths[:, occurs], scored.scores[:, occurs]
        if name == "micro":
            args = truths.ravel(), scored.scores.ravel()
        assert figures.average_precision is not None
        assert figures.average_precision.value == pytest.approx(
            sk.average_precision_score(*args, average=name)
        )
    assert table.average_precision == table.micro.average_precision.value
    shares = truths.mean(axis=0)[occurs]
    assert table.micro.chance_precision == pytest.approx(truths.mean())
    assert table.macro.chance_precision == pytest.approx(shares.mean())
    assert table.weighted.chance_precision == pytest.approx(np.average(shares, weights=shares))
    assert table.prevalence == pytest.approx(truths.mean())


def test_macro_specificity_and_accuracy_are_means_over_labels(scored: Scored) -> None:
    table = metric_table(scored, resamples=0)
    by_label = []
    for column in np.flatnonzero(scored.truths.any(axis=0)):
        truth, predicted = scored.truths[:, column], scored.predicted[:, column]
        by_label.append(((truth == predicted).mean(), (~predicted[~truth]).mean()))
    accuracy, specificity = np.mean(by_label, axis=0)

    assert table.macro.accuracy.value == pytest.approx(accuracy)
    assert table.macro.specificity.value == pytest.approx(specificity)


def test_intervals_are_those_of_images_drawn_by_hand(scored: Scored) -> None:
    table = metric_table(scored, resamples=400, seed=1)
    rng = np.random.default_rng(77)
    areas = drawn_areas(scored.scores, scored.truths, seed=1)
    label = areas.label_precision(9)
    assert label is not None
    drawn: dict[str, list[float]] = {"f": [], "macro": [], "auc": [], "pr": [], "label": []}
    for _ in range(400):
        rows = rng.integers(0, 80, 80)
        truths, predicted = scored.truths[rows], scored.predicted[rows]
        occurs = truths.any(axis=0)
        drawn["f"].append(sk.fbeta_score(truths, predicted, beta=2, average="micro"))
        drawn["macro"].append(
            sk.fbeta_score(
                truths[:, occurs], predicted[:, occurs], beta=2, average="macro", zero_division=0
            )
        )
        drawn["auc"].append(sk.roc_auc_score(truths.ravel(), scored.scores[rows].ravel()))
        scores = scored.scores[rows]
        drawn["pr"].append(sk.average_precision_score(truths.ravel(), scores.ravel()))
        drawn["label"].append(sk.average_precision_score(truths[:, 9], scores[:, 9]))

    for name, estimate in (
        ("f", table.micro.f_score),
        ("macro", table.macro.f_score),
        ("auc", table.micro.roc_auc),
        ("pr", table.micro.average_precision),
        ("label", label),
    ):
        low, high = np.percentile(drawn[name], [2.5, 97.5])
        near = 0.04 if name == "label" else 0.02  # twenty true images
        assert estimate.low == pytest.approx(low, abs=near)
        assert estimate.high == pytest.approx(high, abs=near)
        assert estimate.low < estimate.value < estimate.high
    assert metric_table(scored, resamples=50, seed=1) == metric_table(scored, resamples=50, seed=1)


def test_a_perfect_suggester_leaves_no_doubt() -> None:
    truths = np.eye(6, 4, dtype=bool)
    table = metric_table(Scored(truths, truths.astype(np.float32), truths), resamples=100)

    assert (table.micro.f_score.low, table.micro.f_score.high) == (1.0, 1.0)
    assert (table.squared_error.value, table.micro.roc_auc.value) == (0.0, 1.0)


def test_nothing_true_and_nothing_at_all_are_zero() -> None:
    nothing = np.zeros((5, 3), dtype=bool)
    for empty in (nothing, nothing[:0]):
        table = metric_table(Scored(empty, empty.astype(np.float32), empty), resamples=10)
        assert (table.micro.f_score.value, table.macro.roc_auc.value, table.prevalence) == (0, 0, 0)


def test_figures_per_label(scored: Scored) -> None:
    rows = label_figures(
        scored,
        label_ids=list(range(100, 112)),
        names=[f"label {n}" for n in range(12)],
        references=np.arange(12),
        thresholds=np.full(12, 0.55),
        own_threshold=np.arange(12) == 3,
    )

    assert (rows[0].support, rows[0].roc_auc, rows[0].f_score) == (0, None, 0.0)
    assert (rows[0].average_precision, rows[0].precision_recall) == (None, None)
    assert [row.own_threshold for row in rows].index(True) == 3
    for column in range(1, 12):
        own = scored.truths[:, column], scored.predicted[:, column]
        assert rows[column].f_score == pytest.approx(sk.fbeta_score(*own, beta=2, zero_division=0))
        assert rows[column].recall == pytest.approx(sk.recall_score(*own, zero_division=0))
        assert rows[column].precision == pytest.approx(sk.precision_score(*own, zero_division=0))
        assert rows[column].label_id == 100 + column
        truth, scores = scored.truths[:, column], scored.scores[:, column]
        found, curve = rows[column].average_precision, rows[column].precision_recall
        assert found is not None
        assert found.value == pytest.approx(sk.average_precision_score(truth, scores))
        assert rows[column].prevalence == pytest.approx(truth.mean())
        assert curve is not None
        assert len(curve.x) <= 25
        assert curve.y[-1] == pytest.approx(truth.mean(), abs=1e-4)


def test_micro_f_alone_is_that_of_the_table_with_its_interval(scored: Scored) -> None:
    alone = micro_f_score(scored.truths, scored.predicted, beta=2.0, resamples=100)
    in_table = metric_table(scored, beta=2.0, resamples=100).micro.f_score

    for name in ("value", "low", "high"):
        assert getattr(alone, name) == pytest.approx(getattr(in_table, name))
