"""One image at a time: suggestions and evidence that follow every change at once."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.records import AcceptedLabel, ChangeSet, ImageFilter, Status, SuggestionRun
from engine.answers.calibrated_thresholds import CalibratedThresholds, settings_of_thresholds
from engine.answers.review import MESSAGE_TEXTS, Message, ReviewSession
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import WEAKEST_PROBABILITY, Thresholds
from engine.jobs.suggest import suggest_labels
from engine.progress import NeverCancelled, run_job
from messages.message import plain_text

if TYPE_CHECKING:
    from conftest import MadeCatalogue


def shown(session: ReviewSession, image_id: int) -> dict[str, float]:
    return {one.label_name: one.confidence for one in session.suggest(image_id).suggestions}


def test_it_suggests_what_the_job_stored(made: "MadeCatalogue") -> None:
    made.many(labelled=60, unlabelled=20)
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled()))
    session = ReviewSession(made.catalogue)

    for image_id in made.catalogue.images.ids():
        stored = made.catalogue.suggestions.of_image(image_id)
        found = session.suggest(image_id)
        assert {one.label_id: one.confidence for one in found.suggestions} == pytest.approx(
            {one.label_id: one.confidence for one in stored}, abs=1e-6
        )
        confidences = [one.confidence for one in found.suggestions]
        assert confidences == sorted(confidences, reverse=True)


def test_the_evidence_adds_up_to_the_confidence(made: "MadeCatalogue") -> None:
    made.many(labelled=60, unlabelled=20)
    session = ReviewSession(made.catalogue)
    carried = made.catalogue.labellings.of_images(made.catalogue.images.ids())

    for image_id in made.catalogue.images.ids():
        for suggestion in session.suggest(image_id).suggestions:
            evidence = session.evidence(image_id, suggestion.label_id)
            for_it = sum(one.weight for one in evidence if one.carries_label)
            assert for_it == pytest.approx(suggestion.confidence, abs=1e-6)
            assert [one.weight for one in evidence] == sorted(
                (one.weight for one in evidence), reverse=True
            )
            assert image_id not in {one.image_id for one in evidence}
            for one in evidence:
                labels = {labelling.label_id for labelling in carried[one.image_id]}
                assert one.carries_label == (suggestion.label_id in labels)


def test_the_next_suggestion_follows_a_label_and_its_undo(made: "MadeCatalogue") -> None:
    made.add("boat.jpg", "boat", subject=1)
    near = made.add("near.jpg", subject=2)
    query = made.add("query.jpg", subject=2)
    session = ReviewSession(made.catalogue)
    assert list(shown(session, query)) == ["boat"]

    session.refresh(made.catalogue.commands.label_images([near], add_names=["lorry"]))
    followed = shown(session, query)
    assert followed["lorry"] > 0.5
    assert session.evidence(query, made.label("lorry"))[0].image_id == near

    change = made.catalogue.commands.undo()
    assert change is not None
    session.refresh(change)
    assert list(shown(session, query)) == ["boat"]

    change = made.catalogue.commands.redo()
    assert change is not None
    session.refresh(change)
    assert shown(session, query) == followed


def test_correcting_a_wrong_reference_changes_what_it_votes_for(made: "MadeCatalogue") -> None:
    wrong = made.add("wrong.jpg", "boat")
    query = made.add("query.jpg")
    session = ReviewSession(made.catalogue)
    assert list(shown(session, query)) == ["boat"]

    change = made.catalogue.commands.label_images(
        [wrong], add_names=["ferry"], remove=[made.label("boat")]
    )
    session.refresh(change)

    assert list(shown(session, query)) == ["ferry"]
    votes = session.evidence(query, made.label("boat"))
    assert [one.carries_label for one in votes] == [False]


def test_a_renamed_a_merged_and_a_deleted_label_are_followed(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat", content="one picture")
    made.add("b.jpg", "ship", content="one picture")
    query = made.add("query.jpg")
    session = ReviewSession(made.catalogue)
    assert set(shown(session, query)) == {"boat", "ship"}

    session.refresh(made.catalogue.commands.rename_label(made.label("boat"), "vessel"))
    assert set(shown(session, query)) == {"vessel", "ship"}

    session.refresh(
        made.catalogue.commands.merge_labels([made.label("ship")], made.label("vessel"))
    )
    assert list(shown(session, query)) == ["vessel"]

    session.refresh(made.catalogue.commands.delete_label(made.label("vessel")))
    found = session.suggest(query)
    assert (found.suggestions, found.message) == ((), Message.NO_REFERENCES)


def test_decided_labels_are_no_longer_suggested(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat", "sea")
    query = made.add("query.jpg")
    session = ReviewSession(made.catalogue)
    boat, sea = (AcceptedLabel(made.label(name), 1.0) for name in ("boat", "sea"))

    session.refresh(
        made.catalogue.commands.decide(query, accepted=[boat], suggester="neighbor-search")
    )
    assert set(shown(session, query)) == {"sea"}

    session.refresh(
        made.catalogue.commands.decide(query, rejected=[sea], suggester="neighbor-search")
    )
    found = session.suggest(query)
    assert (found.suggestions, found.message) == ((), Message.ALL_DECIDED)

    session.refresh(made.catalogue.commands.clear_decisions(query, [boat.label_id, sea.label_id]))
    assert set(shown(session, query)) == {"boat", "sea"}


def test_it_says_why_there_is_nothing(made: "MadeCatalogue") -> None:
    query = made.add("query.jpg", encoded=False)
    session = ReviewSession(made.catalogue)
    assert session.suggest(query).message is Message.NO_REFERENCES
    assert session.evidence(query, 1) == ()

    labelled = made.add("a.jpg", "boat", encoded=False)
    session.reload()
    assert session.suggest(query).message is Message.REFERENCES_NOT_ENCODED

    made.encode(made.catalogue.images.get_many([labelled])[0].content_hash, 0)
    session.reload()
    assert session.suggest(query).message is Message.IMAGE_NOT_ENCODED
    assert session.evidence(query, made.label("boat")) == ()
    assert session.suggest(labelled).message is Message.NO_REFERENCES

    broken = made.add("broken.jpg", problem=plain_text("It is cut off."), encoded=False)
    assert session.suggest(broken).message is Message.IMAGE_NOT_READABLE
    assert session.suggest(999).message is Message.IMAGE_GONE
    assert set(MESSAGE_TEXTS) == set(Message)


def test_an_image_encoded_meanwhile_gets_suggestions(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat")
    query = made.add("query.jpg", encoded=False)
    session = ReviewSession(made.catalogue)
    assert session.suggest(query).message is Message.IMAGE_NOT_ENCODED

    made.encode(made.catalogue.images.get_many([query])[0].content_hash, 0)

    assert list(shown(session, query)) == ["boat"]


def test_nothing_above_the_threshold_is_said_to_be_so(made: "MadeCatalogue") -> None:
    vectors = np.tile(np.arange(1.0, 25.0), (21, 1))
    names = [[f"label {number}"] for number in range(20)]
    made.add_at_once([f"picture {number}" for number in range(21)], vectors, [*names, []])
    (query,) = made.catalogue.images.ids(ImageFilter(status=Status.UNLABELLED))

    found = ReviewSession(made.catalogue).suggest(query)

    assert (found.suggestions, found.message) == ((), Message.NOTHING_CERTAIN_ENOUGH)
    assert found.threshold > 1 / 20


def test_copies_that_are_labelled_and_told_apart_are_followed(made: "MadeCatalogue") -> None:
    """A session that follows every change says what one that reads all anew says."""
    ids = [made.add(f"{one}.jpg", content="one picture") for one in "abc"]
    other, query = made.add("other.jpg", "sea", subject=1), made.add("query.jpg")
    commands, session = made.catalogue.commands, ReviewSession(made.catalogue)

    def agree() -> None:
        for image_id in (*ids, other, query):
            fresh = ReviewSession(made.catalogue).suggest(image_id)
            found = session.suggest(image_id)
            assert {one.label_name: one.confidence for one in found.suggestions} == pytest.approx(
                {one.label_name: one.confidence for one in fresh.suggestions}
            )

    agree()
    for image_id, name in ((ids[1], "boat"), (ids[0], "ship"), (ids[2], "boat")):
        session.refresh(commands.label_images([image_id], add_names=[name]))
        agree()
    assert set(shown(session, query)) >= {"boat", "ship"}
    assert not {"boat", "ship"} & set(shown(session, ids[2]))
    session.refresh(commands.label_images([ids[1]], remove=[made.label("boat")]))
    agree()
    session.refresh(commands.label_images([ids[2]], remove=[made.label("boat")]))
    agree()
    assert "ship" in shown(session, ids[1])


def test_an_import_makes_it_read_everything_again(made: "MadeCatalogue") -> None:
    made.add("a.jpg", "boat", subject=1)
    query = made.add("query.jpg", subject=2)
    session = ReviewSession(made.catalogue)
    assert set(shown(session, query)) == {"boat"}

    made.add("b.jpg", "lorry", subject=2)
    session.refresh(ChangeSet(1, "import_images", {}, images_unknown=True, undoable=False))

    assert "lorry" in shown(session, query)


actions = st.lists(
    st.tuples(
        st.lists(st.integers(0, 11), min_size=1, max_size=4, unique=True),
        st.sampled_from(["boat", "car", "new"]),
        st.sampled_from(["add", "remove", "undo", "redo"]),
    ),
    max_size=8,
)


@given(actions)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_following_gives_what_reading_everything_again_gives(
    made: "MadeCatalogue", steps: list[tuple[list[int], str, str]]
) -> None:
    if not made.catalogue.images.ids():
        for number in range(12):
            keywords = ["boat", "car", "tree"][: number % 4]
            made.add(f"{number}.jpg", *keywords, subject=number % 3)
    ids = made.catalogue.images.ids()
    commands = made.catalogue.commands
    session = ReviewSession(made.catalogue)
    session.load()

    for rows, name, action in steps:
        chosen = [ids[row] for row in rows]
        change: ChangeSet | None
        if action == "add":
            change = commands.label_images(chosen, add_names=[name])
        elif action == "remove" and (label := made.catalogue.labels.find(name)) is not None:
            change = commands.label_images(chosen, remove=[label.id])
        else:
            change = commands.undo() if action == "undo" else commands.redo()
        if change is not None:
            session.refresh(change)

    again = ReviewSession(made.catalogue)
    for image_id in ids:
        assert session.suggest(image_id) == again.suggest(image_id)
        assert session.evidence(image_id, made.label("boat")) == again.evidence(
            image_id, made.label("boat")
        )


def test_thousands_of_labels_at_once_are_followed(made: "MadeCatalogue") -> None:
    made.many(labelled=20, unlabelled=2000)
    ids = made.catalogue.images.ids()
    session = ReviewSession(made.catalogue)
    session.load()

    session.refresh(made.catalogue.commands.label_images(ids, add_names=["bulk"]))

    again = ReviewSession(made.catalogue)
    for image_id in np.random.default_rng(0).choice(ids, 5).tolist():
        assert session.suggest(image_id) == again.suggest(image_id)


@pytest.mark.parametrize("suggester", ["kernel-ridge", "ensemble"])
def test_weights_found_together_are_evidence_that_follows_labels(
    made: "MadeCatalogue", suggester: str
) -> None:
    made.many(labelled=60, unlabelled=20)
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=suggester))
    session = ReviewSession(made.catalogue)
    told = 0
    for image_id in made.catalogue.images.ids():
        stored = made.catalogue.suggestions.of_image(image_id)
        found = session.suggest(image_id)
        assert found.suggester == suggester
        assert not found.borrowed_evidence
        assert {one.label_id: one.confidence for one in found.suggestions} == pytest.approx(
            {one.label_id: one.confidence for one in stored}, abs=1e-5
        )
        for suggestion in found.suggestions:
            evidence = session.evidence(image_id, suggestion.label_id)
            for_it = sum(one.weight for one in evidence if one.carries_label)
            assert for_it == pytest.approx(suggestion.confidence, abs=1e-6)
            assert image_id not in {one.image_id for one in evidence}
            told += 1
    assert told > 20
    near = made.add("near.jpg", subject=2)
    query = made.add("query.jpg", subject=2)

    session.refresh(made.catalogue.commands.label_images([near], add_names=["lorry"]))

    assert shown(session, query)["lorry"] > 0.2
    assert session.evidence(query, made.label("lorry"))[0].image_id == near


def test_weak_ones_are_below_their_threshold_and_likely_enough(made: "MadeCatalogue") -> None:
    made.many(labelled=60, unlabelled=20)
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled()))
    query = made.catalogue.images.ids()[-1]
    assert ReviewSession(made.catalogue).suggest(query).weak == (), "nothing is calibrated"
    every = {one.label_id: one for one in ReviewSession(made.catalogue).suggest(query).suggestions}
    run = made.catalogue.suggestions.run()
    assert run is not None
    confidences = sorted(one.confidence for one in every.values())
    run = SuggestionRun(run.suggester, run.encoder, run.hyperparameters, confidences[-1])
    made.catalogue.suggestions.replace_all(run, [])
    run = made.catalogue.suggestions.run()
    assert run is not None
    half = Calibration("isotonic", scores=(0.0, 1.0), probabilities=(0.0, 0.5))
    shown = CalibratedThresholds(Thresholds(run.threshold), half)
    made.catalogue.settings.set_many(settings_of_thresholds(run, shown))

    found = ReviewSession(made.catalogue).suggest(query)

    assert {one.confidence for one in found.suggestions} == {confidences[-1]}
    expected = {
        one for one in confidences if one / 2 >= WEAKEST_PROBABILITY and one < confidences[-1]
    }
    assert {one.confidence for one in found.weak} >= expected
    assert found.weak
    assert all(
        one.probability is not None and one.probability >= WEAKEST_PROBABILITY for one in found.weak
    )
    shares = [one.probability or 0.0 for one in found.weak]
    assert shares == sorted(shares, reverse=True)
