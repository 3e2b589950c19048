"""Names and labelled images together, from a catalogue's first day to its learning curve."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.review import ReviewSession
from engine.jobs.evaluate.run import evaluate
from engine.jobs.suggest import suggest_labels
from engine.jobs.suggestion_table import export_suggestions
from engine.progress import NeverCancelled, run_job
from tests.engine.conftest import SIZE

if TYPE_CHECKING:
    from tests.engine.conftest import MadeCatalogue

NAME = "fused"
MIDDLES = np.random.default_rng(99).standard_normal((6, SIZE))
"""Those of ``MadeCatalogue.many``."""


def named(made: "MadeCatalogue") -> None:
    """Names of subjects lie near their images, other names anywhere."""
    rng = np.random.default_rng(1)
    vectors = {f"subject {number}": middle for number, middle in enumerate(MIDDLES)}
    made.name_vectors(vectors | {name: rng.standard_normal(SIZE) for name in ("old", "even")})


def test_names_begin_and_images_take_their_share_as_they_are_labelled(
    made: "MadeCatalogue",
) -> None:
    made.add_at_once([f"c{i}" for i in range(12)], np.repeat(MIDDLES, 2, axis=0), [[]] * 12)
    for number in range(6):
        made.catalogue.commands.create_label(f"subject {number}")
    named(made)
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=NAME))
    first, twin, *_ = made.catalogue.images.ids()
    session = ReviewSession(made.catalogue)

    before = session.suggest(first).suggestions[0]
    assert before.label_name == "subject 0"
    assert before.name_similarity is not None
    assert session.evidence(first, before.label_id) == ()

    change = made.catalogue.commands.label_images([twin], add=[before.label_id])
    session.refresh(change)

    after = session.suggest(first).suggestions[0]
    (reason,) = session.evidence(first, before.label_id)
    assert after.label_id == before.label_id
    assert after.confidence > before.confidence
    assert after.name_similarity == before.name_similarity
    assert reason.image_id == twin
    assert 0 < reason.weight < after.confidence


def test_in_the_table_evidence_and_name_add_up_to_the_confidence(
    made: "MadeCatalogue", tmp_path: Path
) -> None:
    made.many(60, 10)
    named(made)
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=NAME))
    table = tmp_path / "table.jsonl"

    run_job(export_suggestions(made.catalogue, cancel=NeverCancelled(), destination=table))

    rows = [json.loads(line) for line in table.read_text("utf-8").splitlines()]
    suggested = [row for row in rows if row["label"] is not None]
    assert len(suggested) > 5
    for row in suggested:
        assert -1 <= row["name_similarity"] <= 1
        total = row["name_share"] + sum(weight for _, weight in row["evidence"])
        assert total == pytest.approx(row["confidence"], abs=1e-6)
    assert any(row["name_share"] > 0.02 and row["evidence"] for row in suggested)


def test_its_learning_curve_begins_without_any_image(made: "MadeCatalogue") -> None:
    made.many(160, 0)
    named(made)

    report = run_job(
        evaluate(
            made.catalogue,
            cancel=NeverCancelled(),
            suggesters=["1-nn", "language-image", NAME],
            minimum_images=5,
            names="best",
        )
    )

    images, names, both = report.suggesters
    assert [one.goes_by for one in report.suggesters] == ["images", "names", "both"]
    assert images.learning[0].references > 0
    assert names.learning[0].references == both.learning[0].references == 0
    assert both.learning[0].f_score > 0.3
    assert both.learning[-1].f_score >= images.learning[-1].f_score - 0.05
    counts = [point.references for point in both.learning]
    assert counts == sorted(counts)
    assert counts[-1] == pytest.approx(images.learning[-1].references)
