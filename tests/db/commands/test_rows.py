"""Which tables commands may change, and undo."""

import pytest

import db.commands
from db.commands.rows import NOT_RECORDED, RECORDED, RecordedTable, record
from db.schema import labels, metadata


def test_every_table_is_recorded_by_a_module_or_is_said_why_not() -> None:
    assert db.commands.Commands
    assert not RECORDED.keys() & NOT_RECORDED.keys()
    assert RECORDED.keys() | NOT_RECORDED.keys() == set(metadata.tables)


def test_a_table_is_recorded_by_one_module_only() -> None:
    with pytest.raises(ValueError, match="labels is recorded already"):
        record(RecordedTable(labels))


def test_rows_say_which_image_and_label_they_are_about() -> None:
    for name, one in RECORDED.items():
        named = {"image_id", "image_a", "label_id"} & set(one.table.columns.keys())
        given = {one.image_column, one.label_column} - {"", "id"}
        assert named == given, name
        assert set(one.primary_key) <= set(one.table.columns.keys())
