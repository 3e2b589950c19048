"""The tree behind a facet."""

from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from db.records import LabelRecord
from gui.library.facet_model import FacetModel, FacetRole, FacetRow, folder_rows, label_rows
from gui.library.panel.rows import PanelRowsModel, SelectionLabel, most_frequent_first

FOLDERS = [("", 9), ("a", 6), ("a/b", 4), ("a/b/c", 1), ("d", 3)]


def texts(model: FacetModel, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """Everything the model shows, indented, with counts."""
    parent = parent or QModelIndex()
    shown = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        shown.append(f"{'  ' * depth}{index.data()} {index.data(FacetRole.COUNT)}")
        shown += texts(model, index, depth + 1)
    return shown


def test_folders_are_a_tree(qtmodeltester: ModelTester) -> None:
    model = FacetModel()
    model.set_rows(folder_rows(FOLDERS))
    assert texts(model) == ["a 6", "  b 4", "    c 1", "d 3"]
    assert model.is_tree
    assert model.index_of("a/b/c").data(FacetRole.KEY) == "a/b/c"
    qtmodeltester.check(model)


def test_search_keeps_the_rows_above() -> None:
    model = FacetModel()
    model.set_rows(folder_rows(FOLDERS))
    model.set_search("C")
    assert texts(model) == ["a 6", "  b 4", "    c 1"]
    model.set_search("nothing")
    assert texts(model) == []
    model.set_search("")
    assert len(texts(model)) == 4


def test_labels_stand_below_their_parents_most_used_first() -> None:
    model = FacetModel()
    labels = [
        LabelRecord(1, "truck", 3, "", ("lorry",), 5),
        LabelRecord(2, "car", 3, "", (), 8),
        LabelRecord(3, "vehicle", None, "", (), 1, below_count=12),
        LabelRecord(4, "ship", None, "", (), 4, automatic_name="vessel"),
    ]
    model.set_rows(label_rows(labels))
    assert texts(model) == ["vehicle 13", "  car 8", "  truck 5", "ship 4"]
    model.set_search("lorry")
    assert texts(model) == ["vehicle 13", "  truck 5"]
    model.set_search("vessel")
    assert texts(model) == ["ship 4"]


def test_counts_of_what_is_shown_leave_out_what_does_not_occur() -> None:
    model = FacetModel()
    model.set_rows([FacetRow(1, "one", 10), FacetRow(2, "two", 9), FacetRow(3, "three", 8)])
    model.set_active([2])
    model.set_counts({3: 4})
    assert texts(model) == ["two 0", "three 4"]
    assert [model.index(row, 0).data(FacetRole.ACTIVE) for row in range(2)] == [True, False]
    model.set_counts(None)
    assert texts(model) == ["one 10", "two 9", "three 8"]


def test_new_counts_do_not_reset_the_tree() -> None:
    model = FacetModel()
    model.set_rows(folder_rows(FOLDERS))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_rows(folder_rows([(folder, count + 1) for folder, count in FOLDERS]))
    assert texts(model) == ["a 7", "  b 5", "    c 2", "d 4"]
    assert resets == []


def test_labels_of_a_selection(qtmodeltester: ModelTester) -> None:
    model = PanelRowsModel[SelectionLabel]()
    rows = [SelectionLabel(1, "b", 3, 12), SelectionLabel(2, "a", 12, 12)]
    model.set_rows(most_frequent_first(rows))
    assert [row.name for row in model.rows] == ["a", "b"]
    assert model.rows[0].on_all
    assert not model.rows[1].on_all
    qtmodeltester.check(model)
