import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.errors import CatalogueError
from db.records import (
    AcceptedLabel,
    ImageFilter,
    ImageOrder,
    ImageRecord,
    ImageShape,
    ScannedImage,
    Status,
    SuggestionRun,
)
from db.repositories.facet_counts import FilterChoices
from messages.message import plain_text


def shown(catalogue: Catalogue, **conditions: object) -> list[int]:
    wanted = ImageFilter(**conditions)  # type: ignore[arg-type]
    ids = catalogue.images.ids(wanted)
    assert catalogue.images.count(wanted) == len(ids)
    return ids


def test_images_come_by_path_as_people_sort_them(catalogue: Catalogue) -> None:
    paths = [image.path for image in catalogue.images.get_many(catalogue.images.ids())]

    assert paths == [
        "boats/broken.jpg",
        "boats/ferry.png",
        "cars/kamaz 2.jpg",
        "cars/kamaz 10.jpg",
        "cars/old/ford.jpg",
        "empty.jpg",
    ]


def test_other_orders(catalogue: Catalogue) -> None:
    newest = catalogue.images.ids(order=ImageOrder.NEWEST)
    largest = catalogue.images.ids(order=ImageOrder.LARGEST)

    assert newest == [2, 5, 4, 6, 3, 1]
    assert largest == [2, 4, 1, 3, 6, 5]
    assert catalogue.images.ids(order=ImageOrder.LARGEST, backwards=True) == largest[::-1]
    # broken, empty, ferry, ford, kamaz 2, kamaz 10
    assert catalogue.images.ids(order=ImageOrder.NAME) == [5, 6, 4, 3, 1, 2]
    assert catalogue.images.ids(order=ImageOrder.MOST_LABELS) == [1, 4, 2, 3, 5, 6]


def test_the_surest_come_first(catalogue: Catalogue) -> None:
    def surest(**conditions: object) -> list[int]:
        return catalogue.images.ids(ImageFilter(**conditions), ImageOrder.SUREST)  # type: ignore[arg-type]

    assert surest() == [2, 4, 3, 1, 6, 5]
    assert surest(suggested_ids=(4,)) == [4, 1, 2]
    for image_id, confidence in ((2, 0.2), (4, 0.6)):
        accepted = [AcceptedLabel(4, confidence)]
        catalogue.commands.decide(image_id, accepted=accepted, suggester="neighbor-search")
    assert surest(label_ids=(4,)) == [4, 2, 3]


@pytest.mark.parametrize(
    ("folder", "ids"),
    [(None, 6), ("", 6), ("cars", [1, 2, 3]), ("cars/old", [3]), ("car", []), ("boats", [5, 4])],
)
def test_a_folder_holds_those_below_it(
    catalogue: Catalogue, folder: str | None, ids: list[int] | int
) -> None:
    found = shown(catalogue, folder=folder)

    assert len(found) == ids if isinstance(ids, int) else found == ids


def test_folders_that_merely_begin_alike_are_apart(
    make_catalogue: Callable[..., Catalogue], scanned: Callable[..., object]
) -> None:
    made = make_catalogue(scanned("a/1.jpg"), scanned("a b/2.jpg"), scanned("a/c/3.jpg"))

    assert shown(made, folder="a") == [1, 3]
    assert made.images.folders() == [("", 3), ("a", 2), ("a/c", 1), ("a b", 1)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("kamaz", [1, 2]),
        ("KAMAZ 10", [2]),
        ("truck", [1]),
        ("ørsta", [4]),
        ("ferje boats", [4]),
        ("ship ørsta png", [4]),
        ("ford car", [3]),
        ("%", []),
        ("_", []),
        ("'", []),
        ("  ", [5, 4, 1, 2, 3, 6]),
    ],
)
def test_every_word_must_occur_in_path_title_or_labels(
    catalogue: Catalogue, text: str, ids: list[int]
) -> None:
    assert shown(catalogue, text=text) == ids


def test_words_are_looked_for_in_aliases_too(catalogue: Catalogue) -> None:
    catalogue.commands.add_alias(5, "Båt")

    assert shown(catalogue, text="båt") == [4]


def test_what_a_label_is_called_wins_over_its_words(
    make_catalogue: Callable[..., Catalogue], scanned: Callable[..., object]
) -> None:
    made = make_catalogue(
        scanned("a/1.jpg", "black - white"),
        scanned("a/2 - white.jpg", "black"),
        scanned("a/3.jpg", "C++"),
        scanned("a/4 c++.jpg"),
    )
    assert shown(made, text="black - white") == [1]
    assert shown(made, text=" BLACK  -  white ") == [1]
    assert shown(made, text="white - black") == [1, 2]
    # Nothing in it that is no word: found wherever it occurs, as ever.
    assert shown(made, text="c++") == [3, 4]
    made.commands.add_alias(3, "a & b")
    assert shown(made, text="a & b") == [3]
    assert shown(made, text="a & b", folder="a", label_ids=(1,)) == []


def test_labels_must_all_be_there(catalogue: Catalogue) -> None:
    assert shown(catalogue, label_ids=(3,)) == [1, 2]
    assert shown(catalogue, label_ids=(2, 3)) == [1]
    assert shown(catalogue, label_ids=(2, 4)) == []


def test_sources(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([1, 6], add=[4])

    assert shown(catalogue, source="imported") == [4, 1, 2, 3]
    assert shown(catalogue, source="curator") == [1, 6]
    assert shown(catalogue, source="curator", label_ids=(3,)) == []
    assert shown(catalogue, source="imported", label_ids=(3,)) == [1, 2]
    assert shown(catalogue, source="accepted") == []


def test_every_status(catalogue: Catalogue) -> None:
    catalogue.commands.mark_reviewed([3], True)
    catalogue.commands.mark_missing([2])

    ids = {status: shown(catalogue, status=status) for status in Status}

    assert ids == {
        Status.ANY: [5, 4, 1, 2, 3, 6],
        Status.UNLABELLED: [6],
        Status.LABELLED: [4, 1, 3],
        Status.SUGGESTED: [4, 1, 6],
        Status.REVIEWED: [3],
        Status.UNREADABLE: [5],
        Status.MISSING: [2],
        Status.SET_ASIDE: [],
    }
    assert catalogue.images.status_counts() == {status: len(found) for status, found in ids.items()}
    assert [image.id for image in catalogue.images.problems()] == [5, 2]
    assert [image_id for image_id, _ in catalogue.images.readable()] == [4, 1, 3, 6]


def test_cards_say_what_the_grid_shows(catalogue: Catalogue) -> None:
    catalogue.commands.decide(2, accepted=[AcceptedLabel(4, 0.2)], suggester="x", reviewed=True)

    cards = catalogue.images.cards([6, 2, 5, 2])

    assert [card.id for card in cards] == [6, 2, 5, 2]
    assert [card.label_count for card in cards] == [0, 2, 0, 2]
    assert [card.suggestion_count for card in cards] == [2, 1, 0, 1]
    assert [card.reviewed for card in cards] == [False, True, False, True]
    assert [card.status for card in cards] == ["ok", "ok", "unreadable", "ok"]
    assert cards[0].content_hash == catalogue.images.get(6).content_hash
    assert catalogue.images.cards([]) == []


def test_records_are_whole(catalogue: Catalogue) -> None:
    image = catalogue.images.get(3)

    assert image == ImageRecord(
        id=3,
        path_bytes=b"cars/old/ford.jpg",
        path="cars/old/ford.jpg",
        folder="cars/old",
        content_hash=image.content_hash,
        size_bytes=1000,
        modified_ns=1_700_000_000_000_000_000,
        width_px=640,
        height_px=480,
        format="JPEG",
        frame_count=1,
        title="",
        captured_at="1999-05-01T10:00:00",
        status="ok",
        problem=None,
        reviewed_at=None,
        added_at=image.added_at,
    )
    assert image.added_at > "2020"
    assert catalogue.images.by_path(b"cars/old/ford.jpg") == image
    assert catalogue.images.by_path(b"cars/old/FORD.jpg") is None
    assert catalogue.images.keywords_of(1) == [("Kamaz", "csv"), ("vehicle|truck", "csv")]


def test_an_unknown_image_is_said(catalogue: Catalogue) -> None:
    for ask in (catalogue.images.get_many, catalogue.images.cards):
        with pytest.raises(CatalogueError, match="1 of 2 images"):
            ask([1, 99])
    with pytest.raises(CatalogueError):
        catalogue.images.get(99)


def test_known_files_serve_a_rescan(catalogue: Catalogue) -> None:
    files = catalogue.images.known_files()

    assert [file.path_bytes for file in files][:2] == [b"boats/broken.jpg", b"boats/ferry.png"]
    assert {file.status for file in files} == {"ok", "unreadable"}


def test_long_lists_of_ids_meet_no_limit(catalogue: Catalogue) -> None:
    ids = [1, 2, 3] * 15_000

    assert len(catalogue.images.get_many(ids)) == 45_000
    assert catalogue.labels.counts_for(range(200_000)) == {2: 1, 3: 2, 4: 1, 5: 1}


def test_a_label_stands_for_those_below_it(catalogue: Catalogue) -> None:
    commands, labels, images = catalogue.commands, catalogue.labels, catalogue.images
    thing, truck, kamaz = (
        next(iter(commands.create_label(name).label_ids)) for name in ("thing", "lorry", "zil")
    )
    commands.set_parent(truck, thing)
    commands.set_parent(kamaz, truck)
    commands.label_images([1, 2], add=[truck])
    commands.label_images([2, 3], add=[kamaz])

    assert set(images.ids(ImageFilter(label_ids=(thing,)))) == {1, 2, 3}
    assert set(images.ids(ImageFilter(label_ids=(thing, kamaz)))) == {2, 3}
    assert images.ids(ImageFilter(label_ids=(kamaz, truck))) == images.ids(
        ImageFilter(label_ids=(kamaz,))
    )
    for label_id, own, total in ((thing, 0, 3), (truck, 2, 3), (kamaz, 2, 2)):
        label = labels.get(label_id)
        assert (label.image_count, label.total_count) == (own, total)
        assert label in labels.all()
    everywhere = labels.tree_counts_for(images.ids())
    assert {one: everywhere[one] for one in (thing, truck, kamaz)} == {thing: 3, truck: 3, kamaz: 2}
    assert labels.tree_counts_for([1])[thing] == 1
    assert thing not in labels.counts_for([1, 2, 3])


def test_labels_by_and_or_and_not(catalogue: Catalogue) -> None:
    vehicle, truck, kamaz, car = 1, 2, 3, 4
    assert shown(catalogue, any_label_ids=(vehicle, car)) == [1, 3]
    assert shown(catalogue, any_label_ids=(kamaz, car), no_label_ids=(truck,)) == [2, 3]
    assert shown(catalogue, label_ids=(kamaz,), no_label_ids=(vehicle,)) == [2]
    assert len(shown(catalogue, no_label_ids=(99,))) == 6


def test_what_is_suggested(catalogue: Catalogue) -> None:
    assert shown(catalogue, suggested_ids=(4,)) == [4, 1, 2]
    assert shown(catalogue, suggested_ids=(2, 4)) == [2]
    catalogue.commands.label_images([4], add=[4])
    catalogue.commands.mark_reviewed([1], True)
    assert shown(catalogue, suggested_ids=(4,)) == [2]
    assert shown(catalogue, suggestions=True) == [2, 3, 6]
    assert shown(catalogue, suggestions=False) == [5, 4, 1]


def test_what_files_are(catalogue: Catalogue) -> None:
    assert shown(catalogue, captured_from="1999-05-01", captured_to="1999-05-01") == [3]
    assert shown(catalogue, captured_from="1999-05-02") == []
    assert shown(catalogue, captured_to="1999-04-30") == []
    assert shown(catalogue, side_from_px=641) == [2]
    assert shown(catalogue, side_to_px=640, shape=ImageShape.LANDSCAPE) == [4, 1, 3, 6]
    assert shown(catalogue, shape=ImageShape.PORTRAIT) == []
    assert shown(catalogue, bytes_from=1001) == []
    assert len(shown(catalogue, bytes_from=1000, bytes_to=1000, formats=("JPEG",))) == 6


def test_which_captions_images_have(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    commands.add_caption(1, "Ein Schiff", language="de", language_from="stated")
    commands.add_caption(1, "A ship", language="en-GB", language_from="stated")
    commands.add_caption(2, "En bil", language="en-US", language_from="stated")
    commands.add_caption(3, "???")
    taken_away = commands.add_caption(6, "Gone")
    commands.delete_caption(taken_away.details["caption_id"])
    assert sorted(shown(catalogue, captions=True)) == [1, 2, 3]
    assert sorted(shown(catalogue, captions=False)) == [4, 5, 6]
    assert sorted(shown(catalogue, caption_languages=("en",))) == [1, 2]
    assert shown(catalogue, caption_languages=("en-US",)) == [2]
    assert sorted(shown(catalogue, caption_languages=("de", ""))) == [1, 3]
    assert shown(catalogue, caption_languages=("de",), caption_source="table") == []
    assert catalogue.facets.counts(ImageFilter()).languages == {"de": 1, "en": 2, "": 1}
    # Each choice counts what choosing it would show, not what is chosen.
    counts = catalogue.facets.counts(ImageFilter(caption_languages=("de",)))
    assert counts.languages == {"de": 1, "en": 2, "": 1}
    assert catalogue.facets.counts(ImageFilter(caption_source="table")).languages == {}


def test_who_labelled_when(catalogue: Catalogue) -> None:
    today = datetime.now().astimezone().date()
    days = [(today + timedelta(later)).isoformat() for later in (-1, 0, 1)]
    assert shown(catalogue, decided_from=days[0], decided_to=days[2]) == [4, 1, 2, 3]
    assert shown(catalogue, decider="ola") == []
    assert shown(catalogue, decided_from=days[2]) == []
    assert shown(catalogue, decided_to=days[0]) == []
    catalogue.commands.label_images([6], add=[1])
    by_hand = {"decider": "kari", "source": "curator"}
    assert shown(catalogue, **by_hand) == [6]
    assert shown(catalogue, label_ids=(1,), **by_hand) == [6]
    assert shown(catalogue, label_ids=(3,), **by_hand) == []
    rejected = [AcceptedLabel(5, 0.15)]
    catalogue.commands.decide(6, rejected=rejected, suggester="neighbor-search")
    assert catalogue.facets.choices() == FilterChoices(("JPEG",), ("kari",))


def test_images_are_found_by_the_beginning_of_their_name(catalogue: Catalogue) -> None:
    assert catalogue.images.named("KAMAZ") == [1, 2]
    assert catalogue.images.named("kamaz 10.jpg") == [2]
    assert catalogue.images.named("cars") == []


def test_keywords_of_many_images_are_those_of_each(catalogue: Catalogue) -> None:
    each = {image_id: set(catalogue.images.keywords_of(image_id)) for image_id in range(1, 7)}

    many = catalogue.images.keywords_of_many(range(1, 7))
    assert many == {image_id: found for image_id, found in each.items() if found}


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_filters_agree_with_looking_at_each_image(shared: Catalogue, data: st.DataObject) -> None:
    wanted = ImageFilter(
        text=data.draw(st.sampled_from(["", "a", "b 1", "even", "x", "folder 2"])),
        folder=data.draw(st.sampled_from([None, "", "folder 1", "folder 1/sub", "nothing"])),
        label_ids=data.draw(st.sampled_from([(), (1,), (2,), (1, 2)])),
        status=data.draw(st.sampled_from(list(Status))),
    )
    known = range(1, shared.images.known_count() + 1)
    images = {image.id: image for image in shared.images.get_many(known)}
    labellings = shared.labellings.of_images(images)
    open_ids = {image_id for image_id in images if shared.suggestions.of_image(image_id)}

    def matches(image: ImageRecord) -> bool:
        carried = {labelling.label_id for labelling in labellings[image.id]}
        names = [labelling.label_name.casefold() for labelling in labellings[image.id]]
        words = wanted.text.casefold().split()
        inside = wanted.folder in (None, "", image.folder) or image.folder.startswith(
            f"{wanted.folder}/"
        )
        status = {
            Status.ANY: True,
            Status.UNLABELLED: image.status == "ok" and not carried,
            Status.LABELLED: image.status == "ok" and bool(carried),
            Status.SUGGESTED: image.status == "ok"
            and image.id in open_ids
            and image.reviewed_at is None,
            Status.REVIEWED: image.status == "ok" and image.reviewed_at is not None,
            Status.UNREADABLE: image.status == "unreadable",
            Status.MISSING: image.status == "missing",
            Status.SET_ASIDE: True,
        }[wanted.status]
        return (
            status
            and (image.keeper_id is not None) == (wanted.status is Status.SET_ASIDE)
            and inside
            and carried.issuperset(wanted.label_ids)
            and all(
                word in image.path.casefold()
                or word in image.title.casefold()
                or any(word in name for name in names)
                for word in words
            )
        )

    found = shared.images.ids(wanted)

    assert set(found) == {image.id for image in images.values() if matches(image)}
    assert len(found) == len(set(found)) == shared.images.count(wanted)


@pytest.fixture(scope="module")
def shared(
    tmp_path_factory: pytest.TempPathFactory, scanned: Callable[..., object]
) -> Iterator[Catalogue]:
    """Sixty images of every kind, which nothing changes."""
    folder = tmp_path_factory.mktemp("shared")
    archive_dir = folder / "archive"
    archive_dir.mkdir()
    made = Catalogue.create(folder / "shared.nabolag.sqlite", archive_dir)
    randomness = random.Random(3)
    made.commands.import_images(
        [
            scanned(
                f"folder {number % 4}/{'sub/' if number % 3 == 0 else ''}{number}.jpg",
                *[word for word in ("even", "b") if randomness.random() < 0.4],
                title=randomness.choice(["", "A title", "x"]),
                problem=randomness.choice([None, None, None, plain_text("Broken.")]),
            )
            for number in range(60)
        ]
    )
    ids = made.images.ids()
    made.commands.mark_missing(ids[5:12])
    made.commands.mark_reviewed(ids[9:30], True)
    aside = [KeptImage(ids[1], tuple(ids[20:26])), KeptImage(ids[40], tuple(ids[44:50]))]
    made.commands.set_aside(aside, hand_labels=True, hand_titles=False)
    made.suggestions.replace_all(
        SuggestionRun("x", "y", {}, 0.1),
        [(image_id, randomness.randint(1, 2), 0.5) for image_id in ids[::2]],
    )
    yield made
    made.close()


def test_totals_say_what_images_share(catalogue: Catalogue) -> None:
    records = catalogue.images.get_many([1, 2, 3])
    both = catalogue.images.totals([1, 3])
    assert (both.count, both.size_bytes) == (2, records[0].size_bytes + records[2].size_bytes)
    assert both.folder == "cars"
    times = [one.captured_at for one in (records[0], records[2]) if one.captured_at]
    assert (both.first_captured_at, both.last_captured_at) == (min(times), max(times))

    one = catalogue.images.totals([3])
    assert (one.folder, one.format, one.dimensions_px) == ("cars/old", "JPEG", (640, 480))

    catalogue.commands.import_images([_file("cars/older/a.jpg"), _file("cars/old/b.png", "PNG")])
    ids = [
        image.id
        for name in (b"cars/older/a.jpg", b"cars/old/b.png")
        if (image := catalogue.images.by_path(name))
    ]
    two = catalogue.images.totals(ids)
    # "cars/old" is no part of the name "cars/older".
    assert (two.count, two.folder, two.format) == (2, "cars", None)
    assert two.dimensions_px == (10, 20)
    assert catalogue.images.totals([]).count == 0


def _file(path: str, image_format: str = "JPEG") -> ScannedImage:
    return ScannedImage(
        path.encode(),
        bytes(32),
        5,
        1,
        width_px=10,
        height_px=20,
        format=image_format,
    )
