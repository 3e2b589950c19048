"""What undo, redo and the history say of changes of the vocabulary."""

from pathlib import Path

import pytest

from db.captions.records import FoundCaption, TextRule
from db.catalogue import Catalogue
from db.questions.records import GivenAnswer
from db.records import FoundKeyword, HistoryEntry, ScannedImage, VocabularyEntry
from gui.words.changes import describe


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    archive = tmp_path / "archive"
    archive.mkdir()
    made = Catalogue.create(tmp_path / "a.nabolag.sqlite", archive)
    found = (FoundKeyword(("truck",), "csv"), FoundKeyword(("car",), "csv"))
    made.commands.import_images([ScannedImage(b"1.jpg", b"1" * 32, 1, 1, keywords=found)])
    return made


def test_every_change_of_labels_is_told(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    with catalogue:
        ids = {label.name: label.id for label in catalogue.labels.all()}
        truck, car = ids["truck"], ids["car"]
        commands.set_english_names({truck: "lorry", car: "automobile"})
        commands.set_automatic_names({truck: "lorry"}, "a machine")
        commands.set_prompts(truck, "a {} on a road")
        commands.split_label(truck, [1], "tank truck")
        commands.mark_different([(truck, car)])
        commands.mark_different([(truck, car)], False)
        commands.import_keyword_list([VocabularyEntry("bird"), VocabularyEntry("fish")])
        labels = {label.name: label.id for label in catalogue.labels.all()}
        commands.set_parents([labels["bird"], labels["fish"]], car)
        commands.mark_different([(truck, car), (truck, labels["bird"])])
        commands.delete_labels([labels["bird"], labels["fish"]])
        commands.decide_images(car, accepted={1: 0.5}, rejected={}, suggester="x")
        bus = int(str(commands.create_label("bus").details["label_id"]))
        commands.set_text_rules({bus: TextRule(("bus",))})
        commands.set_text_rules({bus: TextRule(("bus*",)), car: TextRule(("car",))})
        commands.apply_text_rules({bus: {1: "bus*"}})
        commands.withdraw_text_rules([bus])
        told = [describe(entry) for entry in reversed(catalogue.history.entries())]

    assert told[3:] == [
        "name 2 labels in English",
        "translate 1 label",
        "describe ‘truck’",
        "split ‘tank truck’ off from ‘truck’",
        "tell ‘truck’ and ‘car’ apart",
        "no longer tell ‘truck’ and ‘car’ apart",
        "read a keyword list of 2 labels",
        "move 2 labels",
        "tell 4 labels apart",
        "delete ‘bird’, ‘fish’",
        "accept ‘car’ on 1 image",
        "create the label ‘bus’",
        "change the text rule of ‘bus’",
        "change text rules of labels",
        "add ‘bus’ to 1 image by its text rule",
        "take back what the text rule gave 1 image: ‘bus’",
    ]


def test_changes_of_captions_are_told(catalogue: Catalogue) -> None:
    commands, found = catalogue.commands, FoundCaption("An eagle", "csv", "table")
    with catalogue:
        commands.import_images([ScannedImage(b"1.jpg", b"1" * 32, 1, 1, captions=(found,))])
        keyword = FoundKeyword(("eagle",), "csv")
        more = ScannedImage(b"2.jpg", b"2" * 32, 1, 1, keywords=(keyword,), captions=(found,))
        commands.import_images([more])
        commands.add_caption(1, "A truck " * 20)
        commands.edit_caption(1, "A bird", language="en", language_from="stated")
        commands.delete_caption(1)
        told = [describe(entry) for entry in reversed(catalogue.history.entries())]

    assert [one for one in told[3:] if not one.startswith("read ")] == [
        "import 1 caption",
        "import 1 labelling, 1 new label and 1 caption",
        "add the caption ‘" + "A truck " * 9 + "A truck…’",
        "change a caption to ‘A bird’",
        "take away the caption ‘A bird’",
    ]


def test_changes_of_questions_are_told(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    with catalogue:
        question_id = int(str(commands.add_question("A map?").details["question_id"]))
        commands.answer_images(question_id, [GivenAnswer(1, "yes")])
        commands.answer_images(question_id, [GivenAnswer(1, "no")])
        commands.answer_images(question_id, [GivenAnswer(1, "unsure")])
        commands.take_back_answers(question_id, [1])
        commands.change_question(question_id, cost_missed_yes=3)
        commands.change_question(question_id, name="Map?")
        commands.remove_question(question_id)
        told = [describe(entry) for entry in catalogue.history.entries()[7::-1]]

    assert told == [
        "add the question ‘A map?’",
        "answer ‘A map?’ with yes for 1 image",
        "answer ‘A map?’ with no for 1 image",
        "can't say ‘A map?’ of 1 image",
        "take back the answer ‘A map?’ of 1 image",
        "change the question ‘A map?’",
        "rename the question ‘A map?’ to ‘Map?’",
        "remove the question ‘Map?’ with its answers",
    ]


def test_an_entry_of_another_version_still_reads(catalogue: Catalogue) -> None:
    catalogue.close()
    entry = HistoryEntry(1, "mark_different", {"different": 1}, "kari", "", True, "done", None)

    assert describe(entry) == "tell ‘…’ and ‘…’ apart"
