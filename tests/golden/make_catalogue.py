"""Makes the populated catalogue of one schema version that later versions must be able to open.

    python tests/golden/make_catalogue.py tests/golden/schema_0010.sqlite

Run once, at the release of a schema version; the file is kept and never made again.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from db.captions.records import FoundCaption, TextRule
from db.catalogue import Catalogue
from db.duplicate_records import DuplicatePair, DuplicateRun, FoundCluster, KeptImage
from db.questions.records import GivenAnswer
from db.records import (
    AcceptedLabel,
    FoundKeyword,
    LabelError,
    QueueRun,
    ScannedImage,
    SuggestionRun,
)
from messages.message import Message

IMAGES = 40


def scanned(number: int) -> ScannedImage:
    """An image; every eighth is unreadable, two of three have keywords."""
    words = [("vehicle", "truck"), ("Ørn",), ("four axle",), ("x" * 300,)]
    found = [words[number % 4], words[(number // 4) % 4]] if number % 3 else []
    path = f"box {number % 5}/bilde {number} ø.jpg".encode()
    captions = [
        FoundCaption(f"Straßenbahn Nr. {number}", "dc:description", "file", "de", "stated"),
        FoundCaption(
            f"東京の電車 {number}", "csv", "table", "ja", "detected", "kari", "1999-05-01"
        ),
    ]
    return ScannedImage(
        path_bytes=path if number != 7 else b"caf\xe9/\xff.jpg",
        content_hash=hashlib.sha256(str(number).encode()).digest(),
        size_bytes=1000 + number,
        modified_ns=1_700_000_000_000_000_000 + number,
        width_px=640,
        height_px=480,
        format="JPEG",
        title=f"Title {number}",
        captured_at="2001-02-03T04:05:06" if number % 2 else None,
        problem=Message("file-ends-early") if number % 8 == 5 else None,
        keywords=tuple(FoundKeyword(levels, "csv") for levels in found),
        captions=tuple(captions) if number % 2 else (),
    )


def fill(catalogue: Catalogue) -> None:
    """Rows in every table, with undone and dropped changes in the history."""
    commands = catalogue.commands
    commands.import_images([scanned(number) for number in range(IMAGES)])
    names = {label.name: label.id for label in catalogue.labels.all()}
    truck, eagle = names["truck"], names["Ørn"]
    catalogue.suggestions.replace_all(
        SuggestionRun("neighbor-search", "fingerprint", {"temperature": 0.05}, 0.1),
        [
            *((at, truck, at / 100, at / 50) for at in range(1, IMAGES + 1)),
            *((at, names["four axle"], 0.05, 0.07, True) for at in (3, 12, 24)),
        ],
    )
    catalogue.queues.replace_all(
        QueueRun("neighbor-search", "fingerprint"),
        errors=[
            *(LabelError(image_id, truck, "missing", 0.9, 0.9) for image_id in (1, 4, 6, 11)),
            *(LabelError(image_id, eagle, "wrong", 1 - image_id / 50, 0.1) for image_id in (2, 5)),
        ],
        teaching=[28, 4, 22, 1, 25, 40],
    )
    commands.decide(1, accepted=[AcceptedLabel(truck, 0.01)], suggester="neighbor-search")
    commands.decide(
        4,
        rejected=[AcceptedLabel(truck, 0.04)],
        suggester="neighbor-search",
        reviewed=True,
    )
    commands.label_images(range(1, 20), add=[eagle], add_names=["red"])
    commands.add_alias(truck, "lastebil")
    commands.set_english_name(eagle, "eagle")
    commands.rename_label(names["four axle"], "4 axles")
    commands.mark_missing([40])
    commands.move_images([(39, b"moved/39.jpg", 39)])
    commands.create_label("dropped")
    commands.undo()
    merged = commands.create_label("havørn")
    commands.merge_labels([int(str(merged.details["label_id"]))], eagle)
    commands.mark_reviewed([2, 3], True)
    commands.undo()
    commands.set_automatic_names({eagle: "sea eagle", truck: "lorry"}, "MyMemory, mymemory.net")
    commands.set_prompts(truck, "a {} on a road\na lorry seen from the side")
    commands.mark_different([(truck, eagle)])
    fill_duplicates(catalogue)
    commands.add_caption(1, "A truck, seen from the side")
    commands.edit_caption(1, "A tram in Berlin", language="en", language_from="stated")
    commands.delete_caption(2)
    commands.add_caption(3, "undone")
    commands.undo()
    fill_questions(catalogue)
    fill_text_rules(catalogue)
    commands.split_label(eagle, [3], "havørn")
    commands.undo()
    catalogue.settings.set_many({"encoder.name": "built-in", "archive.absolute": "/archive"})


def fill_text_rules(catalogue: Catalogue) -> None:
    """Two rules, one with a label that it has put on an image."""
    commands = catalogue.commands
    names = {label.name: label.id for label in catalogue.labels.all()}
    commands.set_text_rules({names["truck"]: TextRule(("lorry",), (r"\blast\w+bil",))})
    rule = TextRule(("straßenbahn*", "電車"), exclusions=("nr. 39",), language="de")
    vehicle = names["vehicle"]
    commands.apply_text_rules({vehicle: {8: "straßenbahn*"}}, rules={vehicle: rule})
    commands.withdraw_text_rules([vehicle])
    commands.undo()


def fill_questions(catalogue: Catalogue) -> None:
    """A question with every answer, and one that was removed with its answers and is back."""
    commands = catalogue.commands
    commands.add_question("Støtende?", help_text="For children too", cost_missed_yes=5)
    offensive, given = catalogue.questions.all()[0].id, GivenAnswer
    commands.answer_images(
        offensive,
        [
            *(given(image_id, "yes", "label") for image_id in (1, 2)),
            *(given(image_id, "no", "imported", decider="ola") for image_id in (3, 4, 9)),
            given(11, "unsure", chosen_by="random"),
            given(12, "yes", "prediction", 0.75, "uncertain"),
        ],
    )
    commands.answer_images(offensive, [given(9, "yes"), given(16, "no")])
    commands.take_back_answers(offensive, [16])
    commands.change_question(offensive, name="Offensive?", cost_wrong_yes=2)
    commands.add_question("A map?")
    a_map = catalogue.questions.find("a MAP?")
    assert a_map is not None
    commands.answer_images(a_map.id, [given(image_id, "no") for image_id in (1, 2, 3)])
    commands.remove_question(a_map.id)
    commands.undo()


def fill_duplicates(catalogue: Catalogue) -> None:
    """Two clusters that wait, one pair that is no duplicate, an image set aside with its label."""
    commands, duplicates = catalogue.commands, catalogue.duplicates
    duplicates.store_found(
        DuplicateRun("fingerprint", {"least_similarity": 0.8}),
        [
            DuplicatePair(
                10,
                11,
                0.99,
                0.5,
                4,
                0,
                0.97,
                0.98,
                1.0,
                0.0,
                1.0,
                0.0,
                True,
                0.995,
                0.01,
                ({"code": "same-pixels"},),
            ),
            DuplicatePair(16, 18, 0.93, 0.4, 40, 5, probability=0.7, uncertainty=0.2),
            DuplicatePair(16, 19, 0.92, 0.4, probability=0.6, uncertainty=0.2),
            DuplicatePair(21, 22, 0.98, 0.6, 10, 0, 0.9, probability=0.98, uncertainty=0.01),
        ],
        compared=range(1, IMAGES + 1),
    )
    commands.label_images([22], add_names=["red"])
    commands.answer_duplicates({(16, 19): "different", (21, 22): "copy"})
    commands.set_aside([KeptImage(21, (22,))], hand_labels=True, hand_titles=True)
    commands.set_aside([KeptImage(11, (10,))], hand_labels=True, hand_titles=True)
    commands.undo()
    duplicates.settle(
        lambda _: [
            FoundCluster((10, 11), 0.995, (10, 11), certain=True),
            FoundCluster((16, 18), 0.7, (16, 18), certain=False),
        ]
    )


def main() -> None:
    """Make it in a temporary place and put it where it is asked for."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        archive.mkdir()
        path = Path(folder) / "golden.nabolag.sqlite"
        with Catalogue.create(path, archive, curator="kari") as catalogue:
            fill(catalogue)
        shutil.copyfile(path, target)


if __name__ == "__main__":
    main()
