"""A keyword list taken into the vocabulary."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.catalogue import Catalogue
from db.records import VocabularyEntry
from db.repositories.label_effects import KeywordListEffect


def tree(catalogue: Catalogue) -> dict[str, tuple[str | None, tuple[str, ...], bool]]:
    labels = {label.id: label for label in catalogue.labels.all()}
    return {
        label.shown: (
            None if label.parent_id is None else labels[label.parent_id].shown,
            label.aliases,
            label.grouping,
        )
        for label in labels.values()
    }


ENTRIES = [
    VocabularyEntry("things", grouping=True),
    VocabularyEntry("Vehicle", 0, ("conveyance", "car")),
    VocabularyEntry("lorry", 1, ("TRUCK", "HGV")),
    VocabularyEntry("KAMAZ", 1),
    VocabularyEntry("ship", None, ("vessel",)),
    VocabularyEntry(" ", 4),
    VocabularyEntry("ferry", 5),
    VocabularyEntry("ship", 1),
    VocabularyEntry("x" * 300, 0, ("lost",)),
]
EFFECT = KeywordListEffect(
    created=4,
    known=3,
    moved=2,
    aliases=4,
    grouping=1,
    repeated=0,
    unusable=3,
    aliases_taken=("TRUCK",),
    moves_refused=(),
)


def test_a_list_becomes_labels(catalogue: Catalogue, kept_rows: Callable[..., Any]) -> None:
    before = kept_rows(catalogue.path)

    assert catalogue.label_effects.of_keyword_list(ENTRIES) == EFFECT
    assert kept_rows(catalogue.path) == before
    change = catalogue.commands.import_keyword_list(ENTRIES)

    assert change.details == {"labels": 7, "created": 4, "moved": 2, "aliases": 4}
    assert tree(catalogue) == {
        "things": (None, (), True),
        "vehicle": ("things", ("car", "conveyance"), False),
        "truck": ("vehicle", (), False),
        "lorry": ("vehicle", ("HGV",), False),
        "Kamaz": ("vehicle", (), False),
        "car": (None, (), False),
        "ship": (None, ("vessel",), False),
        "things|vehicle|ship": ("vehicle", (), False),
        "ferry": ("ship", (), False),
    }
    assert catalogue.check().problems == []
    assert catalogue.commands.import_keyword_list(ENTRIES).change_id == 0
    catalogue.commands.undo()
    assert kept_rows(catalogue.path) == before
    catalogue.commands.redo()
    assert "ferry" in tree(catalogue)


def test_a_list_turned_upside_down(catalogue: Catalogue) -> None:
    entries = [VocabularyEntry("truck"), VocabularyEntry("vehicle", 0), VocabularyEntry("new", 1)]

    effect = catalogue.label_effects.of_keyword_list(entries)

    assert (effect.moved, effect.moves_refused) == (0, ("vehicle",))
    catalogue.commands.import_keyword_list(entries)
    assert tree(catalogue)["truck"][0] == "vehicle"
    assert tree(catalogue)["new"][0] == "vehicle"


def test_brackets_come_and_go(catalogue: Catalogue) -> None:
    for grouping in (True, False):
        catalogue.commands.import_keyword_list([VocabularyEntry("vehicle", grouping=grouping)])
        assert tree(catalogue)["vehicle"][2] is grouping


words = st.sampled_from(["car", "Car", "ship", "vehicle", "truck", "new", "newer", "", "x" * 300])


@st.composite
def lists(draw: st.DrawFn) -> Sequence[VocabularyEntry]:
    entries: list[VocabularyEntry] = []
    for _ in range(draw(st.integers(0, 8))):
        parent = draw(st.none() | st.integers(0, len(entries) - 1)) if entries else None
        synonyms = tuple(draw(st.lists(words, max_size=2)))
        entries.append(VocabularyEntry(draw(words), parent, synonyms, draw(st.booleans())))
    return entries


@pytest.fixture
def undone(catalogue: Catalogue, kept_rows: Callable[..., Any]) -> Callable[[Any], None]:
    before = kept_rows(catalogue.path)

    def run(entries: Sequence[VocabularyEntry]) -> None:
        effect = catalogue.label_effects.of_keyword_list(entries)
        change = catalogue.commands.import_keyword_list(entries)
        labels = catalogue.labels.all()
        assert len(labels) == 5 + effect.created
        assert sum(len(label.aliases) for label in labels) == effect.aliases
        assert effect.created + effect.known + effect.repeated <= len(entries)
        assert catalogue.check().problems == []
        if change.undoable:
            catalogue.commands.undo()
        assert kept_rows(catalogue.path) == before

    return run


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lists())
def test_any_list_does_what_was_foretold(
    undone: Callable[[Any], None], entries: Sequence[VocabularyEntry]
) -> None:
    undone(entries)
