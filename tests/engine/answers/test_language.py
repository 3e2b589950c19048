"""Suggesting, tuning, evaluating and reviewing by what labels are called."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.language import (
    CONTEXTS_SETTING,
    LanguageSettings,
    encoded_labels,
    finished,
    label_text,
    language_settings,
    set_contexts,
)
from engine.answers.references import has_anything_to_go_by
from engine.answers.review import Message, ReviewSession
from engine.encoders.built_in_parts import other_languages
from engine.errors import InputError
from engine.jobs.evaluate.data import Preparation, load_labelled_images, prepared
from engine.jobs.evaluate.names import evaluation_tasks
from engine.jobs.evaluate.run import evaluate
from engine.jobs.measured_encoder import measured_encoder
from engine.jobs.suggest import suggest_labels
from engine.jobs.tune import tune_suggester
from engine.language.contexts import PLAIN, Context, default_contexts
from engine.language.label_texts import LabelText
from engine.progress import NeverCancelled, run_job
from engine.suggesters.registry import suggester_kind
from tests.engine.conftest import SIZE

if TYPE_CHECKING:
    from tests.engine.conftest import MadeCatalogue

NAME = "language-image"
MIDDLES = np.random.default_rng(99).standard_normal((6, SIZE))
"""Those of ``MadeCatalogue.many``."""


def named(made: "MadeCatalogue") -> None:
    """Names of subjects lie near their images, other names anywhere."""
    rng = np.random.default_rng(1)
    vectors = {f"subject {number}": middle for number, middle in enumerate(MIDDLES)}
    vectors |= {name: rng.standard_normal(SIZE) for name in ("old", "even", "ship")}
    made.name_vectors(vectors)


def suggested(made: "MadeCatalogue") -> int:
    return run_job(
        suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=NAME)
    ).suggestions


def test_the_first_day_names_suffice(made: "MadeCatalogue") -> None:
    made.add_at_once([f"c{i}" for i in range(12)], np.repeat(MIDDLES, 2, axis=0), [[]] * 12)
    for number in range(6):
        made.catalogue.commands.create_label(f"subject {number}")
    named(made)
    assert has_anything_to_go_by(made.catalogue, NAME)
    assert not has_anything_to_go_by(made.catalogue, "neighbor-search")

    assert suggested(made) >= 12

    session = ReviewSession(made.catalogue)
    for position, image_id in enumerate(made.catalogue.images.ids()):
        first = session.suggest(image_id).suggestions[0]
        assert first.label_name == f"subject {position // 2}"
        assert first.name_similarity is not None
        assert first.confidence == pytest.approx((first.name_similarity + 1) / 2, abs=1e-6)
        stored = made.catalogue.suggestions.of_image(image_id)[0]
        assert stored.label_id == first.label_id
        assert stored.confidence == pytest.approx(first.confidence, abs=1e-6)
        assert session.evidence(image_id, first.label_id) == ()


def test_without_any_label_it_says_so(made: "MadeCatalogue") -> None:
    made.add("a.jpg")
    assert not has_anything_to_go_by(made.catalogue, NAME)

    with pytest.raises(InputError, match="no labels yet"):
        suggested(made)


def test_references_lend_evidence_and_follow_changes(made: "MadeCatalogue") -> None:
    made.many(20, 4)
    named(made)
    suggested(made)
    session = ReviewSession(made.catalogue)
    query = made.catalogue.images.ids()[-1]

    found = session.suggest(query)
    assert found.borrowed_evidence
    assert session.evidence(query, found.suggestions[0].label_id)

    change = made.catalogue.commands.create_label("ship")
    session.refresh(change)
    assert session.suggest(query).message is Message.NONE

    other = made.catalogue.images.ids()[-2]
    session.refresh(
        made.catalogue.commands.label_images([other], add=[found.suggestions[0].label_id])
    )
    assert session.suggest(query).suggestions == found.suggestions


def test_a_new_english_name_counts_at_once(made: "MadeCatalogue") -> None:
    made.add_at_once(["a"], MIDDLES[:1], [[]])
    made.catalogue.commands.create_label("skip")
    made.name_vectors({"skip": -MIDDLES[0], "ship": MIDDLES[0]})
    session = ReviewSession(made.catalogue)
    (image_id,) = made.catalogue.images.ids()
    assert suggested(made) == 0

    change = made.catalogue.commands.set_english_name(made.label("skip"), "ship")
    session.refresh(change)

    assert suggested(made) == 1
    assert [one.label_name for one in session.suggest(image_id).suggestions] == ["skip"]


def test_tuning_stores_the_weights_it_found_with_the_contexts(made: "MadeCatalogue") -> None:
    made.many(240, 0)
    named(made)
    set_contexts(made.catalogue, [Context("a photo of {}"), Context("an illustration of a {}")])

    summary = run_job(
        tune_suggester(made.catalogue, cancel=NeverCancelled(), suggester=NAME, trials=12)
    )

    assert summary.outcome == "tuned"
    weights = [float(one) for one in str(summary.hyperparameters["context_weights"]).split()]
    language = language_settings(made.catalogue.settings)
    assert [one.weight for one in language.all_contexts()] == weights
    assert summary.f2 >= summary.f2_before > 0
    assert suggested(made) > 0
    run = made.catalogue.suggestions.run()
    assert run is not None
    used = [one.weight for one in language.weighing()]
    assert run.hyperparameters["context_weights"] == " ".join(f"{one:.4g}" for one in used)


def test_an_evaluation_lays_the_versions_of_the_names_side_by_side(made: "MadeCatalogue") -> None:
    made.many(240, 0)
    named(made)
    wrong = {f"subject {number}": f"thing {number}" for number in range(6)}
    made.name_vectors({name: np.ones(SIZE) for name in wrong.values()})
    made.catalogue.commands.set_english_names(
        {made.label(name): english for name, english in wrong.items()}
    )

    report = run_job(
        evaluate(made.catalogue, cancel=NeverCancelled(), suggesters=[NAME], minimum_images=5)
    )

    original, manual = report.suggesters
    assert original.name == "language-image (original names)"
    assert manual.name == "language-image (manual names)"
    areas = [one.metrics.micro.roc_auc.value for one in (original, manual)]
    assert areas[0] > areas[1]

    only = run_job(
        evaluate(
            made.catalogue,
            cancel=NeverCancelled(),
            suggesters=[NAME],
            minimum_images=5,
            names="best",
        )
    )
    (best,) = only.suggesters
    assert best.name == "language-image (best names)"
    assert best.by_seed[0].roc_auc == pytest.approx(manual.by_seed[0].roc_auc)


def test_all_suggesters_are_measured_without_those_an_encoder_has_no_words_for(
    made: "MadeCatalogue",
) -> None:
    made.many(60, 0)
    made.catalogue.settings.set("encoder.name", "gone.safetensors")
    with pytest.raises(InputError, match=r"There is no encoder gone\.safetensors"):
        suggested(made)
    images = load_labelled_images(made.catalogue, made.store(), Preparation(minimum_images=5))
    splits = [prepared(images, Preparation(minimum_images=5), seed=0)]
    kinds = [suggester_kind("1-nn"), suggester_kind(NAME)]
    measured = finished(measured_encoder(made.catalogue, None, [], cancel=NeverCancelled()))

    def tasks(skip_wordless: bool) -> tuple[list[str], list[str]]:
        found, notes = finished(
            evaluation_tasks(
                made.catalogue,
                kinds,
                splits,
                None,
                encoder=measured,
                skip_wordless=skip_wordless,
                cancel=NeverCancelled(),
            )
        )
        return [kind.name for kind, _ in found], [str(note) for note in notes]

    names, notes = tasks(True)
    assert names == ["1-nn"]
    assert len(notes) == 1
    assert notes[0].startswith("language-image (original names) is left out. ")
    with pytest.raises(InputError, match=r"There is no encoder gone\.safetensors"):
        tasks(False)


def test_contexts_are_stored_checked_and_taken_back(made: "MadeCatalogue") -> None:
    assert language_settings(made.catalogue.settings).all_contexts() == default_contexts("en")
    with pytest.raises(InputError, match="there twice"):
        set_contexts(made.catalogue, [Context("a {}"), Context(" a  {}", 4.0)])
    with pytest.raises(InputError, match="No context is left"):
        set_contexts(made.catalogue, [])

    set_contexts(made.catalogue, [Context("  a  {}", 40.0)])
    assert made.catalogue.settings.get(CONTEXTS_SETTING) == [["a {}", 40.0]]
    assert language_settings(made.catalogue.settings).all_contexts() == (Context("a {}", 40.0),)

    set_contexts(made.catalogue, None)
    assert language_settings(made.catalogue.settings).contexts is None


def test_contexts_without_their_words_are_left_out() -> None:
    contexts = (Context("a {domain} photo of {}"), Context("{}, a kind of {kind}"))

    assert [one.text for one in LanguageSettings(contexts=contexts).usable()] == ["{}"]
    settings = LanguageSettings(contexts=contexts, domain="military")
    assert [one.text for one in settings.usable()] == ["a {domain} photo of {}"]


def test_names_that_may_be_in_any_language_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def usable(archive: str, encoder: str = "built-in", names: str = "best") -> list[Context]:
        settings = {"language.archive": archive, "encoder.name": encoder, "language.names": names}
        return language_settings(settings).usable()

    monkeypatch.setattr(other_languages, "PACKAGE", "numpy")
    assert usable("nb") == [PLAIN]
    assert (
        usable("nb", names="original")
        == language_settings({"language.archive": "nb", "language.names": "original"}).usable()
    )
    in_english = LanguageSettings().usable()
    assert in_english != [PLAIN]
    assert usable("en") == usable("") == usable("nb", "ViT-B-32/laion2b") == in_english
    monkeypatch.setattr(other_languages, "PACKAGE", "no_such_package_of_languages")
    assert usable("nb") == in_english


def test_the_archives_own_names_get_contexts_in_its_language() -> None:
    assert LanguageSettings(archive="nb").all_contexts() == default_contexts("en")
    original = LanguageSettings(archive="nb", names="original")
    assert original.all_contexts() == default_contexts("nb")


def test_versions_of_a_name(made: "MadeCatalogue") -> None:
    made.catalogue.commands.create_label("skip")
    label_id = made.label("skip")
    made.catalogue.commands.set_automatic_names({label_id: "jump"}, "Google, translate.google.com")
    made.catalogue.commands.set_english_name(label_id, "ship")
    made.catalogue.commands.set_prompts(label_id, "a {} at sea\n\nvessel with a keel")
    label = made.catalogue.labels.get(label_id)
    prompts = ("a {} at sea", "vessel with a keel")

    assert label_text(label, "original") == LabelText("skip")
    assert label_text(label, "automatic") == LabelText("jump")
    assert label_text(label, "manual") == LabelText("ship", prompts)
    assert label_text(label, "best") == LabelText("ship", prompts)


def test_one_label_is_encoded_as_the_suggester_has_it(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "ship")
    made.name_vectors({"ship": MIDDLES[0]})

    (vector,) = encoded_labels(made.catalogue, [LabelText("ship")])

    assert np.linalg.norm(vector) == pytest.approx(1)
    assert vector @ MIDDLES[0] / np.linalg.norm(MIDDLES[0]) > 0.9
