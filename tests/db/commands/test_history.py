import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.commands import staged
from db.errors import ChangeConflictError
from db.records import AcceptedLabel


@pytest.fixture(autouse=True, params=[1, staged.WORTH_A_TABLE])
def rows_worth_a_table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo and redo do the same whether rows are written one by one or all at once."""
    monkeypatch.setattr(staged, "WORTH_A_TABLE", request.param)


def test_the_trail_only_grows(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([1], add_names=["red"])
    catalogue.commands.label_images([1], add_names=["blue"])
    catalogue.commands.undo()
    catalogue.commands.undo()
    catalogue.commands.redo()
    catalogue.commands.mark_reviewed([2], True)

    entries = catalogue.history.entries()
    told = [(entry.command, entry.state, entry.undoable) for entry in reversed(entries)]

    assert told == [
        ("create_catalogue", "done", False),
        ("import_keywords", "done", True),
        ("import_images", "done", False),
        ("label_images", "done", True),
        ("label_images", "dropped", True),
        ("undo", "done", False),
        ("undo", "done", False),
        ("redo", "done", False),
        ("mark_reviewed", "done", True),
    ]
    assert [entry.target_id for entry in entries[1:4]] == [4, 4, 5]
    assert {entry.curator for entry in entries} == {"kari"}
    assert [entry.changed_at for entry in entries] == sorted(
        (entry.changed_at for entry in entries), reverse=True
    )
    assert len(catalogue.history.entries(limit=2)) == 2


def test_undo_and_redo_survive_a_restart_and_say_who(catalogue: Catalogue) -> None:
    change = catalogue.commands.label_images([1, 2], add_names=["red"])
    catalogue.close()

    with Catalogue.open(catalogue.path, curator="ola") as reopened:
        following = reopened.history.next_undo()
        assert following is not None
        assert (following.change_id, following.details) == (change.change_id, change.details)
        assert reopened.history.next_redo() is None

        undone = reopened.commands.undo()
        assert undone is not None
        assert undone.details == {**change.details, "command": "label_images"}
        assert undone.image_ids == {1, 2}
        assert undone.label_ids == change.label_ids
        following = reopened.history.next_redo()
        assert following is not None
        assert following.change_id == change.change_id
        assert reopened.history.entries()[0].curator == "ola"


def test_a_new_change_ends_what_could_be_redone(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([1], add_names=["red"])
    catalogue.commands.undo()
    catalogue.commands.mark_reviewed([2], True)

    assert catalogue.history.next_redo() is None
    assert catalogue.commands.redo() is None


def test_an_import_is_a_change_like_any_other(
    catalogue: Catalogue, scanned: Callable[..., Any], kept_rows: Callable[..., Any]
) -> None:
    commands = catalogue.commands
    commands.label_images([1], add_names=["red"])
    commands.undo()
    commands.import_images([scanned("new.jpg"), scanned("other.jpg")])
    before = kept_rows(catalogue.path)
    assert catalogue.history.next_redo() is not None, "files without keywords change nothing"

    first = commands.import_images([scanned("new.jpg", "blue", ("sea", "ship"), title="A")])
    second = commands.import_images([scanned("other.jpg", "blue")], import_id=first.import_id)

    assert second.import_id == first.import_id
    assert catalogue.history.next_redo() is None
    after = kept_rows(catalogue.path)
    undone = commands.undo()
    assert undone is not None
    assert undone.details["command"] == "import_keywords"
    assert undone.details["labellings_added"] == 3
    assert kept_rows(catalogue.path) == before
    commands.redo()
    assert kept_rows(catalogue.path) == after


def test_what_was_undone_can_be_imported_again(
    catalogue: Catalogue, scanned: Callable[..., Any]
) -> None:
    catalogue.commands.import_images([scanned("new.jpg", "blue")])
    catalogue.commands.undo()
    assert catalogue.labels.find("blue") is None
    assert catalogue.images.count() == 7

    assert catalogue.commands.import_images([scanned("new.jpg", "blue")]).labellings_added == 1


def test_an_import_that_a_curator_came_into_is_undone_in_turn(
    catalogue: Catalogue, scanned: Callable[..., Any]
) -> None:
    commands = catalogue.commands
    first = commands.import_images([scanned("a.jpg", "red")])
    commands.label_images([1], add_names=["mine"])
    second = commands.import_images([scanned("b.jpg", "mine")], import_id=first.import_id)
    assert second.import_id != first.import_id

    undone = [commands.undo() for _ in range(3)]

    told = [change.details["command"] for change in undone if change is not None]
    assert told == ["import_keywords", "label_images", "import_keywords"]
    assert catalogue.labels.find("red") is catalogue.labels.find("mine") is None


def test_undo_refuses_to_overwrite_what_changed_since(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    catalogue.commands.label_images([1, 2, 6], add=[4])
    with closing(sqlite3.connect(catalogue.path)) as other:
        other.execute("UPDATE labellings SET decider = 'other' WHERE image_id = 6")
        other.commit()
    before = kept_rows(catalogue.path)

    with pytest.raises(ChangeConflictError, match=r"Cannot undo .* Nothing was changed"):
        catalogue.commands.undo()
    assert kept_rows(catalogue.path) == before
    following = catalogue.history.next_undo()
    assert following is not None
    assert following.command == "label_images"


def beside(catalogue: Catalogue, *statements: str) -> None:
    """Change rows without a command, as another program or an older version would."""
    with closing(sqlite3.connect(catalogue.path)) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()


LABELLING = (
    "INSERT INTO labellings VALUES ({}, {}, 'imported', 'csv', '2026-01-01T00:00:00Z', NULL, NULL)"
)


def test_undo_refuses_to_take_a_label_that_something_uses(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    change = catalogue.commands.label_images([1], add_names=["red"])
    beside(catalogue, LABELLING.format(2, min(change.label_ids)))
    before = kept_rows(catalogue.path)

    with pytest.raises(ChangeConflictError):
        catalogue.commands.undo()
    assert kept_rows(catalogue.path) == before


def test_redo_refuses_what_was_done_meanwhile(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([6], add=[4])
    catalogue.commands.undo()
    beside(catalogue, LABELLING.format(6, 4))

    with pytest.raises(ChangeConflictError, match="Cannot redo"):
        catalogue.commands.redo()


def test_undoing_an_update_leaves_other_columns_alone(catalogue: Catalogue) -> None:
    catalogue.commands.mark_reviewed([1], True)
    catalogue.commands.move_images([(1, b"moved/kamaz.jpg", 9)])
    catalogue.commands.undo()

    image = catalogue.images.get(1)
    assert (image.path, image.reviewed_at) == ("moved/kamaz.jpg", None)


def test_an_entry_says_which_image_it_was_about(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    commands.label_images([1, 2], add_names=["red"])
    commands.label_images([2], add_names=["new"])
    commands.decide(4, accepted=[AcceptedLabel(1, 0.5)], suggester="x", reviewed=True)
    commands.mark_reviewed([3], True)
    commands.undo()

    told = [(one.command, one.image_path) for one in catalogue.history.entries()][:5]

    assert told == [
        ("undo", ""),
        ("mark_reviewed", "cars/old/ford.jpg"),
        ("decide", "boats/ferry.png"),
        ("label_images", "cars/kamaz 10.jpg"),
        ("label_images", ""),
    ]


def test_the_history_of_one_image(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([1, 2], add_names=["red"])
    catalogue.commands.mark_reviewed([2], True)
    catalogue.commands.undo()
    catalogue.commands.undo()

    def told(image_id: int) -> list[str]:
        return [entry.command for entry in catalogue.history.of_image(image_id)]

    assert told(1) == ["undo", "label_images", "import_keywords"]
    assert told(2) == ["undo", "undo", "mark_reviewed", "label_images", "import_keywords"]
    assert told(6) == []


@pytest.mark.parametrize("turn", ["undo", "redo"])
def test_no_label_comes_to_lie_below_itself(catalogue: Catalogue, turn: str) -> None:
    """The row that undo restores is as it was left, but the other one has been arranged since."""
    commands = catalogue.commands
    above = commands.create_label("above").details["label_id"]
    below = commands.create_label("below").details["label_id"]
    commands.set_parent(above, below)
    if turn == "undo":
        commands.set_parent(above, None)
    else:
        commands.undo()
    beside(catalogue, f"UPDATE labels SET parent_id = {above} WHERE id = {below}")
    assert catalogue.labels.get(below).parent_id == above

    with pytest.raises(ChangeConflictError):
        getattr(commands, turn)()
    assert catalogue.labels.get(above).parent_id is None
    assert catalogue.check().problems == []
