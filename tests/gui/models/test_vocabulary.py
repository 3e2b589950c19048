"""Finding labels while somebody types, and keeping the vocabulary up to date."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.records import LabelRecord
from db.repositories.labels import LabelRepository
from db.text import name_key
from gui.models.label_matches import LabelMatchModel
from gui.models.vocabulary import LabelIndex, Vocabulary, vocabulary_of
from gui.services.context import CatalogueContext


def label(
    id: int, name: str, *aliases: str, english_name: str = "", image_count: int = 0
) -> LabelRecord:
    return LabelRecord(id, name, None, english_name, aliases, image_count)


INDEX = LabelIndex(
    [
        label(1, "tank truck", image_count=5),
        label(2, "truck", "lorry", image_count=90),
        label(3, "truck crane", image_count=7),
        label(4, "Lastebil", english_name="lorry van", image_count=3),
        label(5, "struck"),
    ]
)


def names(text: str, limit: int = 12) -> list[str]:
    return [match.label.name for match in INDEX.search(text, limit)]


def test_whole_name_then_beginning_then_word_then_anywhere() -> None:
    assert names("truck") == ["truck", "truck crane", "tank truck", "struck"]
    assert names("TRU  cr") == ["truck crane"]
    assert names("crane truck") == ["truck crane"]


def test_aliases_and_english_names_find_and_are_told() -> None:
    matches = INDEX.search("lorry")
    assert [(match.label.name, match.matched) for match in matches] == [
        ("truck", "lorry"),
        ("Lastebil", "lorry van"),
    ]
    exact = INDEX.exact(" LORRY ")
    assert exact is not None
    assert exact.name == "truck"


def test_automatic_names_find_too_but_are_nobodys_choice() -> None:
    index = LabelIndex([LabelRecord(1, "skip", None, "", (), 0, automatic_name="vessel")])

    assert [match.matched for match in index.search("vessel")] == ["vessel"]
    assert index.exact("vessel") is None


def test_an_english_name_never_stands_for_another_label() -> None:
    index = LabelIndex([label(1, "lastebil", english_name="truck"), label(2, "truck")])

    exact = index.exact("Truck")

    assert exact is not None
    assert exact.id == 2


def test_nothing_typed_finds_nothing() -> None:
    assert names("   ") == []
    assert INDEX.exact("tru") is None


@given(
    written=st.lists(st.text("abc é", min_size=1).filter(str.strip), unique_by=name_key),
    typed=st.text("abc é", max_size=4),
)
def test_finds_what_a_plain_scan_finds(written: list[str], typed: str) -> None:
    index = LabelIndex([label(number, name) for number, name in enumerate(written)])
    words = name_key(typed).split()
    expected = {name for name in written if words and all(word in name_key(name) for word in words)}
    found = [match.label.name for match in index.search(typed, limit=1000)]
    assert set(found) == expected
    whole = [name for name in written if name_key(name) == name_key(typed)]
    assert found[: len(whole)] == whole


def test_the_list_offers_to_create_only_what_is_new(qtmodeltester: ModelTester) -> None:
    model = LabelMatchModel()
    model.search(INDEX, " new   name ")
    assert [model.index(row).data() for row in range(model.rowCount())] == ["Create “new name”"]
    model.search(INDEX, "lorry")
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "truck (lorry)",
        "Lastebil (lorry van)",
    ]
    assert model.new_name == ""
    model.search(INDEX, "truc")
    assert model.index(model.rowCount() - 1).data() == "Create “truc”"
    qtmodeltester.check(model)


def test_follows_new_labels(qtbot: QtBot, context: CatalogueContext) -> None:
    vocabulary = Vocabulary(context)
    with qtbot.waitSignal(vocabulary.changed):
        vocabulary.reload()
    assert [item.name for item in vocabulary.labels] == ["Kamaz", "ship", "truck", "vehicle"]
    with qtbot.waitSignal(vocabulary.changed):
        context.run_command(
            lambda: context.catalogue.commands.label_images([1, 2], add_names=["ferry"])
        )
    created = vocabulary.index.exact("ferry")
    assert created is not None
    assert vocabulary.by_id[created.id].image_count == 2


def test_pages_share_one_and_read_each_change_once(
    qtbot: QtBot, context: CatalogueContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    read_all = LabelRepository.all

    def counted(repository: LabelRepository) -> list[LabelRecord]:
        reads.append(1)
        return read_all(repository)

    monkeypatch.setattr(LabelRepository, "all", counted)
    first, second = vocabulary_of(context), vocabulary_of(context)
    with qtbot.waitSignal(second.changed):
        first.load()
        second.load()
    assert len(reads) == 1
    with qtbot.waitSignal(second.changed):
        for name in ("ferry", "barge"):
            context.run_command(
                partial(context.catalogue.commands.label_images, [1, 2], add_names=[name])
            )
    assert len(reads) == 2
    assert first.index.exact("barge") == second.index.exact("barge") is not None


def test_a_typed_path_says_what_it_will_make() -> None:
    model = LabelMatchModel()
    model.search(INDEX, "machines| lifting |crane")
    last = model.rowCount() - 1
    assert model.index(last).data() == "Create “crane” below “machines › lifting”"
    model.search(INDEX, r"a\|b")
    assert model.index(model.rowCount() - 1).data() == "Create “a|b”"
