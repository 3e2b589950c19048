import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Engine, event

from db.catalogue import Catalogue
from db.errors import CatalogueError

BROKEN = [
    ("UPDATE labels SET name_key = 'wrong' WHERE id = 3", "‘Kamaz’ cannot be found by its name"),
    (
        "DROP TRIGGER tr_aliases_insert; "
        "INSERT INTO aliases (label_id, name, name_key) VALUES (1, 'SHIP', 'ship')",
        "1 name is both a label and an alias",
    ),
    ("UPDATE labels SET parent_id = 2 WHERE id = 1", "lies below itself"),
    ("UPDATE labels SET parent_id = 77 WHERE id = 4", "1 row of labels points to labels"),
    (
        "UPDATE labellings SET image_id = 77 WHERE image_id = 3",
        "1 row of labellings points to images",
    ),
    (
        "INSERT INTO decisions VALUES (6, 2, 1, 0.5, 'x', 'kari', 'now')",
        "1 accepted suggestion put no label",
    ),
    (
        "INSERT INTO decisions VALUES (1, 3, 0, 0.5, 'x', 'kari', 'now')",
        "1 image carries a label that was rejected",
    ),
    ("UPDATE images SET content_hash = x'00' WHERE id = 1", "1 image has no proper content hash"),
    (
        "UPDATE images SET keeper_id = id + 1 WHERE id < 3",
        "1 image is set aside for one that is set aside itself",
    ),
    ("UPDATE images SET problem = '' WHERE id = 5", "unreadable without a reason"),
    (
        "INSERT INTO suggestions VALUES (1, 77, 0.5, NULL, 0)",
        "1 suggestion is of a label that never was",
    ),
    ("UPDATE suggestions SET confidence = 1.5 WHERE image_id = 1", "confidence outside 0 to 1"),
    ("UPDATE suggestions SET probability = -1 WHERE image_id = 1", "probability outside 0 to 1"),
    ("INSERT INTO label_errors VALUES (1, 1, 'wrong', 2, 0)", "1 suspicious label has a figure"),
    ("DELETE FROM open_suggestions WHERE image_id = 6", "The review queue is wrong about 1 image."),
    ("UPDATE open_suggestions SET label_id = 1 WHERE image_id = 6", "The review queue is wrong"),
    ("UPDATE change_rows SET table_name = 'x'", "change_rows.table_name holds what is no value"),
    (
        "INSERT INTO questions VALUES (1, 'A?', 'a?', '', 1, 1, ''); "
        "INSERT INTO question_answers VALUES (1, 1, 'yes', 'curator', 2, '', 'kari', '')",
        "1 answer to a question has a probability outside",
    ),
    ("UPDATE keywords SET label_id = 77 WHERE image_id = 3", "1 row of keywords points to labels"),
]


def test_a_sound_catalogue_has_no_problems(catalogue: Catalogue) -> None:
    report = catalogue.check()

    assert report.problems == []
    assert report.sqlite_version == sqlite3.sqlite_version
    assert report.journal_mode in ("delete", "wal")


@pytest.mark.parametrize(("damage", "said"), BROKEN)
def test_every_problem_is_one_sentence_with_what_to_do(
    catalogue: Catalogue, damage: str, said: str
) -> None:
    catalogue.commands.label_images([1], add_names=["red"])
    with closing(sqlite3.connect(catalogue.path)) as connection:
        connection.executescript(damage)

    problems = [str(problem) for problem in catalogue.check().problems]

    assert any(said in problem for problem in problems), problems
    for problem in problems:
        assert problem.endswith(".")
        assert any(
            word in problem
            for word in ("Restore", "Remove", "Rename", "Move", "Scan", "Suggest", "Decide")
        )


def test_a_broken_index_is_found(catalogue: Catalogue) -> None:
    with closing(sqlite3.connect(catalogue.path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_images_folder ON images (title)' "
            "WHERE name = 'ix_images_folder'"
        )
        connection.commit()
    catalogue.close()

    assert "The file is damaged" in str(catalogue.check().problems[0])


def test_a_file_that_cannot_be_read_at_all_is_said(catalogue: Catalogue) -> None:
    catalogue.close()
    content = catalogue.path.read_bytes()
    catalogue.path.write_bytes(content[:100] + b"\xa5" * (len(content) - 100))

    with pytest.raises(CatalogueError, match="is damaged"):
        catalogue.check()


def test_nobody_waits_for_a_check(catalogue: Catalogue) -> None:
    left = ["while it reads"]

    def write(connection: object, cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("PRAGMA foreign_key_check") and left:
            with Catalogue.open(catalogue.path) as other:
                other.commands.label_images([1], add_names=[left.pop()])

    event.listen(Engine, "before_cursor_execute", write)
    try:
        assert catalogue.check().problems == []
    finally:
        event.remove(Engine, "before_cursor_execute", write)
    assert left == []
    assert list(catalogue.backups.folder.glob("*.partial*")) == []
