"""Captions: found, written, changed, taken away, and all of it taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.captions.records import FoundCaption
from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.errors import CatalogueError
from db.records import ImageFilter, ScannedImage


def texts(catalogue: Catalogue, image_id: int) -> list[str]:
    return [one.text for one in catalogue.captions.of_image(image_id)]


def found(catalogue: Catalogue, words: str) -> list[str]:
    return [one.text for one in catalogue.captions.search(words)]


@pytest.fixture
def rescan(scanned: Callable[..., ScannedImage], catalogue: Catalogue) -> Callable[..., int]:
    """``rescan(*captions)`` finds these in "empty.jpg", the sixth image; returns the import."""

    def run(*captions: FoundCaption) -> int:
        image = scanned("empty.jpg", captions=captions)
        return catalogue.commands.import_images([image]).import_id

    return run


def test_found_captions_keep_what_is_known_of_them(
    catalogue: Catalogue, rescan: Callable[..., int]
) -> None:
    rescan(
        FoundCaption("En ørn\r\nover  fjorden ", "IPTC 2:120", "file", "nb", "stated"),
        FoundCaption("An eagle", "csv", "table", "en", "detected", "ola", "1999-05-01"),
        FoundCaption("An eagle", "dc:description"),
        FoundCaption(" \n ", "dc:title"),
    )

    first, second = catalogue.captions.of_image(6)
    assert (first.text, first.field, first.language, first.language_from) == (
        "En ørn\nover fjorden",
        "IPTC 2:120",
        "nb",
        "stated",
    )
    assert (second.source, second.author, second.made_at, second.decider) == (
        "table",
        "ola",
        "1999-05-01",
        "csv",
    )
    assert [first.position, second.position] == [0, 1]
    assert catalogue.captions.count() == 2


def test_an_import_of_captions_is_taken_back_and_done_again_to_the_byte(
    catalogue: Catalogue, rescan: Callable[..., int], kept_rows: Callable[[Path], Any]
) -> None:
    before = kept_rows(catalogue.path)
    rescan(FoundCaption("An eagle above the fjord", "csv"), FoundCaption("東京タワー", "csv"))
    after = kept_rows(catalogue.path)
    assert found(catalogue, "eagle fjord") == ["An eagle above the fjord"]

    assert catalogue.commands.undo() is not None
    assert kept_rows(catalogue.path) == before
    assert found(catalogue, "eagle") == []

    assert catalogue.commands.redo() is not None
    assert kept_rows(catalogue.path) == after
    assert found(catalogue, "京タ") == ["東京タワー"]
    assert catalogue.check().problems == []


def test_many_captions_are_taken_back_at_once(
    make_catalogue: Callable[..., Catalogue], scanned: Callable[..., ScannedImage]
) -> None:
    catalogue = make_catalogue(*(scanned(f"{at}.jpg") for at in range(300)))
    batch = [
        scanned(f"{at}.jpg", captions=(FoundCaption(f"Number {at} of all", "csv"),))
        for at in range(300)
    ]
    catalogue.commands.import_images(batch)
    assert len(catalogue.captions.search("number", limit=1000)) == 300

    catalogue.commands.undo()

    assert catalogue.captions.count() == 0
    assert catalogue.captions.search("number") == []
    assert catalogue.check().problems == []


def test_a_curator_adds_changes_and_takes_away(
    catalogue: Catalogue, kept_rows: Callable[[Path], Any]
) -> None:
    commands = catalogue.commands
    states = [kept_rows(catalogue.path)]
    caption_id = int(str(commands.add_caption(6, " A  lorry ").details["caption_id"]))
    states.append(kept_rows(catalogue.path))
    commands.edit_caption(caption_id, "A truck", language="en", language_from="stated")
    states.append(kept_rows(catalogue.path))
    assert texts(catalogue, 6) == ["A truck"]
    assert (found(catalogue, "truck"), found(catalogue, "lorry")) == (["A truck"], [])
    (record,) = catalogue.captions.of_image(6)
    assert (record.source, record.author, record.language) == ("curator", "kari", "en")
    commands.delete_caption(caption_id)
    assert (texts(catalogue, 6), found(catalogue, "truck")) == ([], [])
    assert catalogue.captions.get(caption_id) is None

    for state in reversed(states):
        assert catalogue.commands.undo() is not None
        assert kept_rows(catalogue.path) == state
    assert catalogue.check().problems == []


def test_a_change_and_its_undo_name_the_image(catalogue: Catalogue) -> None:
    """What shows the captions of an image reads them anew then."""
    catalogue.commands.add_caption(6, "A car")
    (caption,) = catalogue.captions.of_image(6)

    edited = catalogue.commands.edit_caption(caption.id, "A truck", language="", language_from="")
    undone = catalogue.commands.undo()
    done_again = catalogue.commands.redo()

    for change in (edited, undone, done_again):
        assert change is not None
        assert change.image_ids == {6}
    assert texts(catalogue, 6) == ["A truck"]


def test_what_a_curator_changed_or_took_away_stays_so_at_the_next_scan(
    catalogue: Catalogue, rescan: Callable[..., int]
) -> None:
    own = (FoundCaption("A trukc", "dc:description"), FoundCaption("DIGITAL CAMERA", "Exif"))
    rescan(*own)
    first, second = catalogue.captions.of_image(6)
    catalogue.commands.edit_caption(first.id, "A truck", language="", language_from="")
    catalogue.commands.delete_caption(second.id)
    rescan(*own)

    (caption,) = catalogue.captions.of_image(6)
    assert (caption.text, caption.original, caption.decider) == ("A truck", "A trukc", "kari")
    assert found(catalogue, "digital") == []
    assert catalogue.check().problems == []


def test_a_change_back_to_what_was_found_leaves_no_trace_of_another(
    catalogue: Catalogue, rescan: Callable[..., int]
) -> None:
    rescan(FoundCaption("A ship", "csv"))
    (caption,) = catalogue.captions.of_image(6)
    for text in ("A boat", "A ship"):
        catalogue.commands.edit_caption(caption.id, text, language="", language_from="")

    assert [one.original for one in catalogue.captions.of_image(6)] == [""]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n", "caption-empty"),
        ("x" * 20_001, "caption-too-long"),
        ("a\nb", "caption-there-already"),
    ],
)
def test_what_cannot_be_a_caption_is_refused(catalogue: Catalogue, text: str, code: str) -> None:
    catalogue.commands.add_caption(6, "a b")
    with pytest.raises(CatalogueError) as refused:
        catalogue.commands.add_caption(6, text)
    assert refused.value.message.code == code
    with pytest.raises(CatalogueError, match="no longer in the catalogue"):
        catalogue.commands.delete_caption(99)
    with pytest.raises(CatalogueError, match="not in the catalogue"):
        catalogue.commands.add_caption(99, "a")


@pytest.mark.parametrize(
    ("caption", "searched"),
    [
        ("Straßenbahn in München", "strassenbahn munchen"),
        ("Strassenbahn", "straße"),
        ("東京タワーの夜景", "タワー"),
        ("東京タワーの夜景", "夜"),
        ("กรุงเทพมหานคร", "เทพ"),
        ("ＦＵＬＬ width ﬁsh", "full fish"),
        ("Élan vital", "elan"),
        ("A red truck and a blue car", '"red truck" ca'),
        ("Москва́ зимой", "москва зим"),
        ("C++ and the rock'n'roll", "rock'n'roll"),
    ],
)
def test_words_are_found_in_every_script(catalogue: Catalogue, caption: str, searched: str) -> None:
    catalogue.commands.add_caption(6, caption)
    catalogue.commands.add_caption(1, "something else altogether")

    assert found(catalogue, searched) == [caption]
    assert 6 in catalogue.images.ids(ImageFilter(text=searched.replace('"', "")))
    assert 1 not in catalogue.images.ids(ImageFilter(text=searched.replace('"', "")))


@pytest.mark.parametrize(
    "searched",
    ["", "-", '"', '""" OR', "NEAR(a b)", "a AND NOT b", "searchable:x", "* ^", "a\0b", "(((", "'"],
)
def test_nothing_that_is_typed_is_a_query_of_its_own(catalogue: Catalogue, searched: str) -> None:
    catalogue.commands.add_caption(6, "kamaz")

    assert found(catalogue, searched) == []
    assert catalogue.images.count(ImageFilter(text=searched)) >= 0


def test_the_best_come_first_and_what_is_set_aside_is_left_out(catalogue: Catalogue) -> None:

    commands = catalogue.commands
    commands.add_caption(1, "A truck, a tree, a house, a road and many people on a long day")
    commands.add_caption(2, "truck truck")
    commands.add_caption(3, "a truck too")
    commands.set_aside([KeptImage(1, (3,))], hand_labels=False, hand_titles=False)

    assert [hit.image_id for hit in catalogue.captions.search("truck")] == [2, 1]
    assert [hit.image_id for hit in catalogue.captions.search("truck", limit=1)] == [2]


def test_a_search_by_name_finds_captions_beside_names(catalogue: Catalogue) -> None:
    catalogue.commands.add_caption(6, "A lorry in the snow")

    assert catalogue.images.ids(ImageFilter(text="kamaz")) == [1, 2]
    assert catalogue.images.ids(ImageFilter(text="empty snow")) == [6]
    assert catalogue.images.ids(ImageFilter(text="kamaz snow")) == []


def test_a_keeper_gets_the_captions_of_what_is_set_aside_for_it(
    catalogue: Catalogue, rescan: Callable[..., int]
) -> None:
    commands = catalogue.commands
    rescan(FoundCaption("A truck", "IPTC 2:120", "file", "en", "stated", "Ola", "1999-05-01"))
    commands.add_caption(6, "A car")
    commands.add_caption(1, "A car")
    change = commands.set_aside([KeptImage(1, (6,))], hand_labels=True, hand_titles=True)
    assert change.details["captions"] == 1
    own, given = catalogue.captions.of_image(1)
    assert (own.text, given.text, given.position) == ("A car", "A truck", 1)
    assert (given.source, given.field, given.language) == ("file", "IPTC 2:120", "en")
    assert (given.author, given.made_at) == ("Ola", "1999-05-01")
    # Who is set aside is not found any more, the keeper is.
    assert [one.image_id for one in catalogue.captions.search("truck")] == [1]
    assert catalogue.check().problems == []
    commands.undo()
    assert texts(catalogue, 1) == ["A car"]
    assert [one.image_id for one in catalogue.captions.search("truck")] == [6]


def test_cleaned_captions_keep_what_was_found_and_come_back_at_once(
    catalogue: Catalogue, rescan: Callable[..., int]
) -> None:
    rescan(FoundCaption("Ship @ola", "csv", "table"), FoundCaption("Ship", "dc:description"))
    catalogue.commands.add_caption(1, "Car #red")
    catalogue.commands.add_caption(1, "🙂")
    of_both = [*catalogue.captions.of_image(6), *catalogue.captions.of_image(1)]
    by_text = {one.text: one.id for one in of_both}
    cleaned = {
        by_text["Ship @ola"]: ("Ship @ola", "Ship"),
        by_text["Car #red"]: ("Car #red", "Car red"),
        by_text["🙂"]: ("🙂", ""),
        by_text["Ship"]: ("An older text", "Nothing"),
    }

    change = catalogue.commands.clean_captions(cleaned, "users,hashtags,emoji,empty")
    assert change.details["captions_changed"] == 1
    # What became another caption of the image goes, what has changed meanwhile stays.
    assert change.details["captions_left_out"] == 2
    assert texts(catalogue, 6) == ["Ship"]
    (car,) = catalogue.captions.of_image(1)
    assert (car.text, car.original) == ("Car red", "Car #red")
    assert found(catalogue, "red") == ["Car red"]
    rescan(FoundCaption("Ship @ola", "csv", "table"))
    assert texts(catalogue, 6) == ["Ship"]
    assert catalogue.check().problems == []

    catalogue.commands.undo()
    assert texts(catalogue, 6) == ["Ship @ola", "Ship"]
    assert texts(catalogue, 1) == ["Car #red", "🙂"]
    assert found(catalogue, "ola") == ["Ship @ola"]
