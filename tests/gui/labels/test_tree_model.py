"""The vocabulary as a tree and as a table: whatever the order and the filter, nothing is lost."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.records import LabelRecord
from db.text import name_key
from engine.answers.name_figures import NameFigure
from gui.labels.rows import Column, Show, label_rows
from gui.labels.tree_model import LabelTreeModel, dragged_ids

GOOD, BAD = NameFigure(0.9, 0.8, 0.95, 40), NameFigure(0.55, 0.4, 0.7, 9)


def record(
    label_id: int,
    name: str,
    parent_id: int | None = None,
    *,
    images: int = 1,
    english: str = "",
    automatic: str = "",
    aliases: Sequence[str] = (),
) -> LabelRecord:
    return LabelRecord(
        label_id,
        name,
        parent_id,
        english,
        tuple(aliases),
        images,
        automatic_name=automatic,
        automatic_from="libre" if automatic else "",
    )


LABELS = (
    record(1, "kjøretøy", english="vehicle", images=0),
    record(2, "lastebil", 1, automatic="truck", images=30, aliases=("trailer",)),
    record(3, "Ærfugl", images=4),
    record(4, "ål", images=2),
    record(5, "kamaz", 2, images=10),
    record(6, "øks", images=0),
)


def model_of(labels: Sequence[LabelRecord] = LABELS) -> LabelTreeModel:
    model = LabelTreeModel()
    model.set_rows(label_rows(labels, QLocale("nb")))
    return model


def shown(model: LabelTreeModel, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """All names from top to bottom, indented by what they lie under."""
    above = parent or QModelIndex()
    lines = []
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        lines.append("  " * depth + str(index.data()))
        lines += shown(model, index, depth + 1)
    return lines


def test_a_tree_in_the_order_of_the_alphabet() -> None:
    model = model_of()
    assert shown(model) == ["kjøretøy", "  lastebil", "    kamaz", "Ærfugl", "øks", "ål"]


def test_a_table_has_all_labels_beside_one_another() -> None:
    model = model_of()
    model.set_tree(False)
    assert shown(model) == ["kamaz", "kjøretøy", "lastebil", "Ærfugl", "øks", "ål"]


def test_what_is_not_known_comes_last_either_way() -> None:
    model = model_of()
    model.set_tree(False)
    model.set_figures({2: GOOD, 3: BAD})
    model.sort(Column.BY_NAME, Qt.SortOrder.AscendingOrder)
    assert shown(model)[:2] == ["Ærfugl", "lastebil"]
    model.sort(Column.BY_NAME, Qt.SortOrder.DescendingOrder)
    assert shown(model)[:2] == ["lastebil", "Ærfugl"]


def test_a_filter_keeps_what_lies_above_and_shows_it_quietly() -> None:
    model = model_of()
    model.set_filter("KAM", Show.ALL)
    assert shown(model) == ["kjøretøy", "  lastebil", "    kamaz"]
    assert model.shown_count == 1
    assert model.index_of(2).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index_of(5).data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_label_is_found_by_alias_and_by_its_name_in_english() -> None:
    model = model_of()
    model.set_tree(False)
    for text, names in (("trail", ["lastebil"]), ("truck", ["lastebil"]), ("xyz", [])):
        model.set_filter(text, Show.ALL)
        assert shown(model) == names


def test_the_kinds_of_labels() -> None:
    model = model_of()
    model.set_tree(False)
    model.set_figures({2: GOOD, 3: BAD})
    assert model.counts() == {
        Show.ALL: 6,
        Show.UNUSABLE: 1,
        Show.UNTRANSLATED: 4,
        Show.NO_IMAGES: 2,
    }
    model.set_filter("", Show.UNUSABLE)
    assert shown(model) == ["Ærfugl"]
    model.set_figures({2: BAD, 3: GOOD})
    assert shown(model) == ["lastebil"]


def test_names_of_an_english_archive_need_no_translation() -> None:
    model = LabelTreeModel()
    model.set_rows(label_rows(LABELS, QLocale("en_GB"), is_english=True))
    assert model.counts()[Show.UNTRANSLATED] == 0
    assert model.index_of(3).siblingAtColumn(Column.ORIGIN).data() == "not needed"


def test_similar_ones_come_in_the_order_given() -> None:
    model = model_of()
    model.set_similar([4, 5, 2])
    assert shown(model) == ["ål", "kamaz", "lastebil"]
    model.set_similar([])
    assert len(shown(model)) == 6


def test_labels_are_dropped_on_others_but_not_below_themselves() -> None:
    model = model_of()
    asked: list[tuple[list[int], int | None]] = []
    model.move_requested.connect(lambda ids, parent: asked.append((ids, parent)))
    data = model.mimeData([model.index_of(2), model.index_of(2).siblingAtColumn(3)])
    assert dragged_ids(data) == [2]
    move = Qt.DropAction.MoveAction

    for label_id, fits in ((5, False), (2, False), (3, True), (1, True)):
        assert model.canDropMimeData(data, move, -1, -1, model.index_of(label_id)) is fits
    model.dropMimeData(data, move, -1, -1, model.index_of(3))
    model.dropMimeData(data, move, 2, 0, QModelIndex())
    model.dropMimeData(data, move, -1, -1, model.index_of(5))

    assert asked == [([2], 3), ([2], None)]


def test_a_screen_reader_hears_the_heading_with_the_cell() -> None:
    model = model_of()
    model.set_figures({3: BAD})
    index = model.index_of(3)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index.data(role) == "Ærfugl"
    assert index.siblingAtColumn(Column.BY_NAME).data(role) == "By name alone: 55 % (40–70)"
    assert model.index_of(4).siblingAtColumn(Column.BY_NAME).data(role).endswith("not known")


@given(
    parents=st.lists(st.integers(0, 8), min_size=1, max_size=9),
    column=st.sampled_from(list(Column)),
    descending=st.booleans(),
    is_tree=st.booleans(),
    search=st.sampled_from(["", "a", "b 1", "zz"]),
    show=st.sampled_from(list(Show)),
)
def test_whatever_is_asked_for_is_shown_once(
    parents: list[int], column: Column, descending: bool, is_tree: bool, search: str, show: Show
) -> None:
    labels = [
        record(n, f"{'ab'[n % 2]} {n}", parents[n - 1] if 0 < parents[n - 1] < n else None)
        for n in range(1, len(parents) + 1)
    ]
    model = model_of(labels)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    model.set_tree(is_tree)
    model.sort(column, order)
    model.set_filter(search, show)

    words = name_key(search).split()
    wanted = {
        label.name
        for label in labels
        if all(word in label.name for word in words) and (show in (Show.ALL, Show.UNTRANSLATED))
    }
    names = [line.strip() for line in shown(model)]
    assert len(names) == len(set(names))
    assert wanted <= set(names)
    assert model.shown_count == len(wanted)
    if not is_tree:
        assert set(names) == wanted
    assert tester.model() is model
