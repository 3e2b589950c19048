"""Which labels are probably the same, and why."""

import random
import time
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from engine.language.same_labels import (
    LabelEntry,
    SameKind,
    SameLabels,
    same_labels,
)


def entries(*names: str) -> list[LabelEntry]:
    return [LabelEntry(at, (name,)) for at, name in enumerate(names, start=1)]


def kinds(*names: str, languages: Collection[str] = ("en",)) -> list[SameKind]:
    """The reasons for which two labels of these names may be the same."""
    found = same_labels(entries(*names), languages=languages)
    return [reason.kind for one in found for reason in one.reasons]


def test_one_name_below_two_labels_is_no_reason() -> None:
    bird, machine = (LabelEntry(at, ("crane",), parent_id=at + 10) for at in (1, 2))
    top = LabelEntry(3, ("crane",))

    assert same_labels([bird, machine]) == []
    assert {one.source_id for one in same_labels([bird, top])} <= {1, 3}
    assert len(same_labels([bird, machine, top])) == 2


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("mime-types", "mimetypes", SameKind.PUNCTUATION),
        ("north_america", "North America", SameKind.PUNCTUATION),
        ("o'clock", "oclock", SameKind.PUNCTUATION),
        ("tank truck", "tank trucks", SameKind.NUMBER),
        ("cities", "city", SameKind.NUMBER),
        ("People", "person", SameKind.NUMBER),
        ("north_america maps", "northamerica map", SameKind.NUMBER),
        ("space moon", "moon space", SameKind.WORD_ORDER),
        ("truck, tank", "tank truck", SameKind.WORD_ORDER),
        ("truck 4 x 4", "4 x 4 truck", SameKind.WORD_ORDER),
        ("geography", "geagraphy", SameKind.SPELLING),
        ("colour", "color", SameKind.SPELLING),
        ("grey sky", "gray sky", SameKind.SPELLING),
        ("lokomotiv", "lokomtoiv", SameKind.SPELLING),
    ],
)
def test_names_that_are_alike(first: str, second: str, kind: SameKind) -> None:
    assert kinds(first, second) == [kind]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("c", "c++"),
        ("c#", "c"),
        ("T-34", "T-35"),
        ("1-2", "12"),
        ("hash(0x85a0c44)", "hash(0x85a0c45)"),
        ("Henry IV", "Henry VI"),
        ("cat", "hat"),
        ("new", "news"),
        ("glass", "glasses"),
        ("ski", "skies"),
        ("dog house", "dog horse cart"),
        ("box 1 row 2", "box 2 row 1"),
        ("box 11 2", "box 1 12"),
        ("", "!"),
    ],
)
def test_names_that_are_not(first: str, second: str) -> None:
    assert kinds(first, second) == []


def test_plurals_are_those_of_the_languages_in_use() -> None:
    assert kinds("lastebil", "lastebiler", languages=("nb",)) == [SameKind.NUMBER]
    assert kinds("båten", "båt", languages=("nb",)) == [SameKind.NUMBER]
    assert kinds("hånd", "hender", languages=("nb",)) == [SameKind.NUMBER]
    assert kinds("Häuser", "Haus", languages=("de",)) == [SameKind.NUMBER]
    assert kinds("avión", "aviones", languages=("es",)) == [SameKind.NUMBER]
    assert kinds("båten", "båt", languages=("en",)) == []


def test_two_words_that_are_known_are_two_words() -> None:
    labels = entries("horse", "house", "huose", "horsse")

    found = same_labels(labels, known_words={"horse", "house"})

    pairs = {(one.target_id, one.source_id) for one in found}
    assert (1, 2) not in pairs
    assert {(2, 3), (1, 4)} <= pairs


def test_two_names_in_use_are_less_surely_a_slip() -> None:
    def score(first: int, second: int) -> float:
        labels = [
            LabelEntry(1, ("magick",), image_ids=range(first)),
            LabelEntry(2, ("magic",), image_ids=range(100, 100 + second)),
        ]
        (found,) = same_labels(labels)
        return found.score

    assert score(100, 100) < score(100, 1) == score(1, 1)


@pytest.mark.parametrize(("right", "wrong", "target"), [(2, 3, 1), (2, 21, 2), (0, 1, 2)])
def test_the_right_spelling_stays(right: int, wrong: int, target: int) -> None:
    labels = [
        LabelEntry(1, ("information",), image_ids=range(right)),
        LabelEntry(2, ("imformation",), image_ids=range(wrong)),
    ]

    (found,) = same_labels(labels, known_words={"information"})

    assert found.target_id == target


def test_an_alias_counts_as_a_name() -> None:
    labels = [LabelEntry(1, ("lorry", "Heavy truck")), LabelEntry(2, ("heavy-truck",))]

    (found,) = same_labels(labels)

    assert found.reasons[0].names == ("Heavy truck", "heavy-truck")
    assert same_labels([LabelEntry(1, ("truck", "trucks", "truk"))]) == []


def test_the_one_with_more_images_stays() -> None:
    labels = [
        LabelEntry(1, ("trucks",), image_ids=[1]),
        LabelEntry(2, ("truck",), image_ids=[2, 3]),
        LabelEntry(3, ("boat",), image_ids=[4]),
        LabelEntry(4, ("boats",), image_ids=[5]),
    ]

    found = same_labels(labels)

    assert [(one.source_id, one.target_id) for one in found] == [(1, 2), (4, 3)]


def test_one_english_name() -> None:
    labels = [
        LabelEntry(1, ("lastebil",), "truck", english_by_hand=True),
        LabelEntry(2, ("vogntog",), "Truck", english_by_hand=False),
        LabelEntry(3, ("truck",)),
        LabelEntry(4, ("ship",)),
        LabelEntry(5, ("skip",), "ships", english_by_hand=True),
    ]

    found = {(one.target_id, one.source_id): one.reasons for one in same_labels(labels)}

    assert set(found) == {(1, 2), (1, 3), (2, 3)}
    assert {reasons[0].kind for reasons in found.values()} == {SameKind.ENGLISH}
    assert found[1, 3][0].score > found[1, 2][0].score
    assert found[1, 2][0].names == ("truck", "Truck")


def test_the_same_images() -> None:
    labels = [
        LabelEntry(1, ("sea",), image_ids=range(100)),
        LabelEntry(2, ("ocean",), image_ids=range(2, 100)),
        LabelEntry(3, ("half",), image_ids=range(50)),
        LabelEntry(4, ("few",), image_ids=range(200, 205)),
        LabelEntry(5, ("as few",), image_ids=range(200, 205)),
        LabelEntry(6, ("parent",), image_ids=range(300, 330)),
        LabelEntry(7, ("child",), parent_id=6, image_ids=range(300, 330)),
        LabelEntry(8, ("grandchild",), parent_id=7, image_ids=range(300, 330)),
        LabelEntry(9, ("empty",)),
    ]

    (found,) = same_labels(labels)

    assert (found.source_id, found.target_id) == (2, 1)
    (reason,) = found.reasons
    assert (reason.kind, reason.shared_images, reason.all_images) == (SameKind.IMAGES, 98, 100)


def test_two_reasons_are_surer_than_one() -> None:
    images = list(range(20))
    both = [LabelEntry(1, ("flag",), image_ids=images), LabelEntry(2, ("flags",), image_ids=images)]
    (found,) = same_labels(both)
    (one,) = same_labels(entries("flag", "flags"))

    assert [reason.kind for reason in found.reasons] == [SameKind.NUMBER, SameKind.IMAGES]
    assert found.score > one.score


def test_what_was_told_apart_does_not_come_back() -> None:
    labels = entries("flagship", "flagships", "flagshipz")

    found = same_labels(labels, different=[(2, 1)])

    assert {1, 2} not in [{one.source_id, one.target_id} for one in found]
    assert len(found) == 2


@given(st.lists(st.text("abcde", min_size=5, max_size=12), unique=True, max_size=12))
def test_slips_are_found_wherever_they_are(names: list[str]) -> None:
    found = {
        frozenset((one.source_id, one.target_id))
        for one in same_labels(entries(*names), languages=())
    }

    expected = {
        frozenset((first, second))
        for first, name in enumerate(names, start=1)
        for second, other in enumerate(names[:first], start=1)
        if name != other and OSA.distance(name, other) <= min(len(name), len(other)) // 5
    }
    assert found <= expected
    # Too short for as many slips: not worth a curator's time.
    assert all(min(len(names[at - 1]) for at in pair) < 7 for pair in expected - found)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_text_can_be_compared(names: list[str]) -> None:
    found = same_labels(entries(*names), languages=("nb", "en", "xx"))

    assert all(0 < one.score < 1 and one.source_id != one.target_id for one in found)
    assert found == sorted(found, key=by_score)


def by_score(one: SameLabels) -> float:
    return -one.score


def test_ten_thousand_labels_take_seconds() -> None:
    draw = random.Random(7)
    letters = "etaoinshrdlu"
    names = {"".join(draw.choices(letters, k=draw.randint(3, 16))) for _ in range(9_000)}
    names |= {f"IMG_{number:05}" for number in range(10_000 - len(names))}
    labels = [
        LabelEntry(at, (name,), image_ids=draw.sample(range(50_000), 30))
        for at, name in enumerate(sorted(names))
    ]

    started_s = time.perf_counter()
    same_labels(labels, languages=("nb", "en"))

    assert time.perf_counter() - started_s < 15
