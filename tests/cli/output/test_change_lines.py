"""What undo says of every command of a catalogue."""

import inspect
import re

import pytest

from cli.output.change_lines import TEMPLATES, TOLD, change_line
from db.commands import Commands

OF_THE_CATALOGUE = {
    "create_typed_label",
    "mark_missing",
    "move_images",
    "note_restored",
    "note_rewritten",
    "rebuild_caption_index",
    "redo",
    "set_archive_dir",
    "undo",
}
"""Commands that cannot be undone, are what undoes, or are told as another."""


def test_every_command_that_can_be_undone_has_a_sentence() -> None:
    names = {name for name, _ in inspect.getmembers(Commands, inspect.isfunction)}
    public = {name for name in names if not name.startswith("_")} - OF_THE_CATALOGUE

    assert public - set(TEMPLATES) - set(TOLD) == set()


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (
            {"command": "create_label", "label": "truck", "label_id": 1334},
            "create the label ‘truck’",
        ),
        (
            {"command": "label_images", "image_count": 1, "added": ["a"], "removed": ["b"]},
            "add ‘a’ to and remove ‘b’ from 1 image",
        ),
        (
            {"command": "import_keywords", "labellings_added": 0, "captions_added": 20},
            "import 20 captions",
        ),
        (
            {
                "command": "import_keywords",
                "labellings_added": 4,
                "labels_created": 1,
                "captions_added": 2,
            },
            "import 4 labellings, 1 new label and 2 captions",
        ),
        (
            {"command": "decide_images", "label_id": 7, "label": "a", "accepted": 2, "rejected": 0},
            "decide about ‘a’: accept it on 2 images",
        ),
        (
            {"command": "decide", "image_id": 3, "accepted": [], "rejected": ["b"]},
            "reject ‘b’ on one image",
        ),
        ({"command": "set_parents", "labels": 2, "parent": "car"}, "move 2 labels below ‘car’"),
        ({"command": "of a newer program", "label_id": 1}, "of a newer program"),
    ],
)
def test_names_are_told_and_no_ids(details: dict[str, object], said: str) -> None:
    assert change_line(details) == said
    assert not re.search(r"\b(7|3|1334)\b", change_line(details))
