"""The commands on the vocabulary, run as a person runs them."""

from pathlib import Path

import pytest
import typer

from cli.output.typed import typed_command
from cli.vocabulary.labels import labels
from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from tests.command_line import Command

KEYWORDS = ("lorry", "lorry", "lorries", "truck,lorry", "mime-types", "mimetypes", "vehicle")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Seven images with a label or two each."""
    archive = tmp_path / "archive"
    archive.mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    with Catalogue.create(path, archive) as made:
        made.commands.import_images(
            [
                ScannedImage(
                    f"{at}.jpg".encode(),
                    bytes([at]) * 32,
                    1,
                    1,
                    keywords=tuple(FoundKeyword((word,), "csv") for word in words.split(",")),
                )
                for at, words in enumerate(KEYWORDS)
            ]
        )
        lorry = made.labels.find("lorry")
        assert lorry is not None
        made.commands.set_automatic_names({lorry.id: "truck"}, "MyMemory, mymemory.net")
    return path


def counts(path: Path) -> dict[str, int]:
    with Catalogue.open(path) as opened:
        return {label.name: label.image_count for label in opened.labels.all()}


@pytest.mark.parametrize("name", list(typer.main.get_group(labels).commands))
def test_every_command_has_help_with_an_example(command: Command, name: str) -> None:
    answer = command("labels", name, "--help")

    assert answer.code == 0
    assert f"Example: python main.py labels {name} photos.nabolag.sqlite" in answer.out
    assert "--json" in answer.out


def test_a_refused_change_says_nothing_else(command: Command, catalogue: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        opened.commands.create_label("car", parent_id=opened.labels.find("vehicle").id)
    refused = [
        ("move", "vehicle", "--below", "car"),
        ("split", "lorry", "truck", "0.jpg"),
        ("split", "lorry", "van", "4.jpg"),
        ("merge", "lorry", "--into", "lorry"),
        ("rename", "lorry", "truck"),
        ("delete", "lorry", "tram"),
    ]

    for name, *words in refused:
        for preview in ((), ("--preview",)) if name in ("move", "merge", "delete") else ((),):
            said = command("labels", name, catalogue, *words, *preview)
            assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), (name, preview)
    preview = command("labels", "split", catalogue, "lorry", "van", "4.jpg", "--preview")
    assert (preview.code, preview.out) == (2, "")


def test_labels_are_listed_with_their_english_names(command: Command, catalogue: Path) -> None:
    answer = command("labels", catalogue)

    assert answer.code == 0
    assert answer.out.splitlines()[0].split() == [
        "images",
        "label",
        "in",
        "English",
        "from",
        "below",
    ]
    assert "     3  lorry       truck       MyMemory, mymemory.net" in answer.out.splitlines()
    document = command("labels", catalogue, "--json").document
    (lorry,) = (label for label in document if label["name"] == "lorry")
    assert (lorry["in_english"], lorry["in_english_from"]) == ("truck", "automatic")
    assert (lorry["image_count"], lorry["aliases"]) == (3, [])


def test_wide_names_stay_in_their_column(command: Command, catalogue: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        opened.commands.create_label("猫" * 60)

    lines = command("labels", "list", catalogue).out.splitlines()

    assert any("猫…" in line for line in lines)


def test_suspected_labels_are_listed_and_told_apart(command: Command, catalogue: Path) -> None:
    found = command("labels", "same", catalogue, "--json").document

    assert [(one["source"], one["target"]) for one in found] == [
        ("mimetypes", "mime-types"),
        ("lorries", "lorry"),
        ("truck", "lorry"),
    ]
    assert found[2]["reasons"] == ["both are ‘truck’ in English"]
    assert command("labels", "same", catalogue, "--apart", "truck", "lorry").code == 0
    lines = command("labels", "same", catalogue).out.splitlines()
    assert lines[0] == "2 pairs among 6 labels may be the same, 1 pair told apart"
    assert lines[1] == (
        "  0.97  mimetypes (1) → mime-types (1): differ only in spaces or punctuation"
    )


def test_a_merge_says_what_it_does_and_can_be_undone(command: Command, catalogue: Path) -> None:
    before = counts(catalogue)
    words = ("labels", "merge", catalogue, "lorries", "truck", "--into", "LORRY")

    preview = command(*words, "--preview")
    assert counts(catalogue) == before
    answer = command(*words)

    first = (
        "‘lorries’, ‘truck’ into ‘lorry’: 2 images, of which 1 get ‘lorry’ and 1 have it; "
        "4 images in the end"
    )
    assert preview.out.splitlines()[0] == answer.out.splitlines()[0] == first
    assert preview.out.splitlines()[-1] == "Nothing was changed."
    assert f"python main.py undo {catalogue}" in answer.out
    assert counts(catalogue) == {"lorry": 4, "mime-types": 1, "mimetypes": 1, "vehicle": 1}
    assert (
        command("undo", catalogue).out
        == "Undone: merge ‘lorries’, ‘truck’ into ‘lorry’, on 2 images.\n"
    )
    assert counts(catalogue) == before
    assert command("undo", catalogue, "--redo").code == 0
    assert counts(catalogue)["lorry"] == 4


def test_labels_are_renamed_moved_aliased_and_deleted(command: Command, catalogue: Path) -> None:
    assert command("labels", "rename", catalogue, "mimetypes", "file type").code == 0
    assert command("labels", "alias", catalogue, "truck", "HGV").code == 0
    moved = command("labels", "move", catalogue, "hgv", "lorry", "--below", "vehicle", "--json")
    assert moved.document == {
        "changed": True,
        "labels": ["truck", "lorry"],
        "parent": "vehicle",
        "below": 0,
        "images_gained": 3,
    }
    answer = command("labels", "delete", catalogue, "vehicle", "lorries")
    assert answer.out.splitlines()[:3] == [
        "Deleting ‘vehicle’, ‘lorries’ takes 2 labellings from 2 images, of which 2 have no "
        "label then",
        "Move up a level: ‘lorry’, ‘truck’",
        f"Done. To take it back: {typed_command('undo', catalogue)}, or undo in the window.",
    ]
    assert counts(catalogue) == {"file type": 1, "lorry": 3, "mime-types": 1, "truck": 1}
    with Catalogue.open(catalogue) as opened:
        assert {label.name: label.aliases for label in opened.labels.all()} == {
            "file type": ("mimetypes",),
            "lorry": (),
            "mime-types": (),
            "truck": ("HGV",),
        }
    assert command("labels", "alias", catalogue, "truck", "HGV", "--remove").code == 0
    assert command("labels", "move", catalogue, "truck").out.splitlines()[-1] == (
        "Nothing was changed."
    )


def test_a_label_is_split(command: Command, catalogue: Path) -> None:
    words = ("labels", "split", catalogue, "lorry", "tank truck", "0.jpg", "4.jpg")

    assert command(*words, "--preview", "--json").document["changed"] is False
    answer = command(*words)

    assert answer.out.splitlines()[0] == (
        "‘lorry’ gives 1 image to ‘tank truck’ and keeps 2; 1 do not carry it"
    )
    assert (counts(catalogue)["lorry"], counts(catalogue)["tank truck"]) == (2, 1)
    nothing = command("labels", "split", catalogue, "lorry", "x", "4.jpg")
    assert (nothing.code, nothing.err.strip()) == (
        2,
        "None of these images carries ‘lorry’. Choose some that do.",
    )
    for elsewhere in ("nowhere.jpg", __file__):
        refused = command("labels", "split", catalogue, "lorry", "x", elsewhere)
        assert (refused.code, refused.out) == (2, "")
        assert elsewhere in refused.err


def test_keyword_lists_go_in_and_out(command: Command, catalogue: Path, tmp_path: Path) -> None:
    lightroom = tmp_path / "list.txt"
    lightroom.write_text("{x}\n[transport]\n\tvehicle\n\t\ttruck\n\t\t\t{HGV}\n", "utf-8")

    preview = command("labels", "keywords-in", catalogue, lightroom, "--preview", "--json")
    assert (preview.document["created"], preview.document["moved"]) == (1, 2)
    assert preview.document["problems"] == ["line 1: a synonym before any keyword"]
    answer = command("labels", "keywords-in", catalogue, lightroom)
    assert answer.out.splitlines()[:3] == [
        "3 keywords: 1 new label, 2 known, of which 2 move; 1 new alias; 1 get or lose brackets",
        "1 line to know:",
        "  line 1: a synonym before any keyword",
    ]
    out = tmp_path / "out.txt"
    assert command("labels", "keywords-out", catalogue, out).code == 0
    assert "[transport]\n\tvehicle\n\t\ttruck\n\t\t\t{HGV}\n" in out.read_text("utf-8")
    assert command("labels", "keywords-out", catalogue, out).code == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("merge", "nothing", "--into", "truck"), "There is no label ‘nothing’"),
        (("merge", "truck", "--into", "truck"), "Name another label"),
        (("rename", "truck", "LORRY"), "already a label ‘lorry’"),
        (("delete", "nothing"), "There is no label ‘nothing’"),
        (("keywords-in", "nowhere.txt"), "cannot be read"),
    ],
)
def test_mistakes_are_one_sentence(
    command: Command, catalogue: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = counts(catalogue)

    answer = command("labels", words[0], catalogue, *words[1:])

    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert counts(catalogue) == before


def test_there_may_be_nothing_to_undo(command: Command, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    path = tmp_path / "b.nabolag.sqlite"
    Catalogue.create(path, tmp_path / "archive").close()

    assert command("undo", path).err.strip() == "There is nothing to undo."
    assert command("undo", path, "--redo").err.strip() == "There is nothing to redo."


def test_a_name_of_several_labels_is_answered_with_their_paths(
    command: Command, catalogue: Path
) -> None:
    with Catalogue.open(catalogue) as opened:
        for above in ("birds", "machines"):
            parent = int(str(opened.commands.create_label(above).details["label_id"]))
            opened.commands.create_label("crane", parent_id=parent)

    listed = command("labels", catalogue).out
    assert "birds|crane" in listed
    assert "machines|crane" in listed
    answer = command("labels", "rename", catalogue, "crane", "grus")
    assert answer.code != 0
    assert "birds|crane, machines|crane" in answer.err
    assert command("labels", "move", catalogue, "machines|crane", "--below", "birds").code != 0
    assert command("labels", "rename", catalogue, "birds|crane", "grus").code == 0
    assert set(counts(catalogue)) >= {"grus", "crane"}


def test_rules_on_captions_are_shown_run_written_and_withdrawn(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    with Catalogue.open(catalogue) as opened:
        for image_id, text in enumerate(["Two lorries", "A Lorry on a road", "A toy lorry"], 1):
            opened.commands.add_caption(image_id, text)
    before = counts(catalogue)
    file = tmp_path / "rules.csv"
    lines = ["vehicle,word,lorr*", "vehicle,not,toy", "toys|lorry,pattern,toy \\w+"]
    file.write_text("label,kind,text\n" + "\n".join(lines) + "\n", "utf-8")
    rules = ("labels", "rules", catalogue)

    assert "cli-rules-none" in command(*rules, "--json").out
    assert "lacks ‘toys|lorry’" in command(*rules, "--rules", file).err
    foretold = command(*rules, "--rules", file, "--preview").out
    assert "toys|lorry (a new label: --add): 1 image, 1 new" in foretold
    assert counts(catalogue) == before
    shown = command(*rules, "--rules", file, "--label", "vehicle", "--add").out
    assert "vehicle: 2 images, 2 new" in shown
    assert "2 labellings added on 2 images" in shown
    command("undo", catalogue)

    previewed = command(*rules, "--rules", file, "--preview").out
    assert "  1.jpg: A [Lorry] on a road" in previewed
    assert "3 labellings would be added" in previewed
    done = command(*rules, "--rules", file, "--json")
    assert (done.document["added"], done.document["images"]) == (3, 3)
    assert counts(catalogue)["vehicle"] == before["vehicle"] + 2
    assert "Nothing was changed." in command(*rules).out

    written = tmp_path / "out.json"
    assert "2 rules written" in command(*rules, "--export", written).out
    assert command(*rules, "--rules", written, "--json").document["added"] == 0
    assert "2 labellings that" in command(*rules, "--withdraw", "--label", "vehicle").out
    assert counts(catalogue)["vehicle"] == before["vehicle"]
    assert "take back 2 labellings on 2 images of the text rule" in command("undo", catalogue).out
    assert "Name one of" in command(*rules, "--withdraw", "--rules", file).err
