"""The index of the words of captions: what keeps it right, and what finds it wrong."""

import sqlite3
from contextlib import closing

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError


def test_a_writer_that_knows_nothing_of_the_index_leaves_it_to_the_next_command(
    catalogue: Catalogue,
) -> None:
    catalogue.commands.add_caption(6, "A truck")
    with closing(sqlite3.connect(catalogue.path)) as connection, connection:
        connection.execute("UPDATE captions SET text = 'A ship', searchable = 'A ship'")

    assert catalogue.check().problems == []
    catalogue.commands.add_caption(1, "A car")
    assert [one.text for one in catalogue.captions.search("ship")] == ["A ship"]
    assert catalogue.captions.search("truck") == []


def test_an_index_that_does_not_fit_is_found_and_made_anew(catalogue: Catalogue) -> None:
    catalogue.commands.add_caption(6, "A truck")
    with closing(sqlite3.connect(catalogue.path)) as connection, connection:
        connection.execute("INSERT INTO captions_text (rowid, searchable) VALUES (77, 'ghost')")

    assert [one.code for one in catalogue.check().problems] == ["check-caption-index-wrong"]
    catalogue.commands.rebuild_caption_index()
    assert catalogue.check().problems == []
    assert [one.text for one in catalogue.captions.search("truck")] == ["A truck"]


def test_words_that_do_not_fit_the_text_are_found(catalogue: Catalogue) -> None:
    catalogue.commands.add_caption(6, "A truck")
    with closing(sqlite3.connect(catalogue.path)) as connection, connection:
        connection.execute("UPDATE captions SET searchable = 'A ship'")
        connection.execute(
            "INSERT INTO captions (image_id, position, text, searchable, source, decider, "
            "decided_at) VALUES (1, 0, '', '', 'file', '', '')"
        )

    codes = [one.code for one in catalogue.check().problems]
    assert codes == ["check-captions-empty", "check-captions-not-found"]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIRTUAL TABLE other USING fts5(a)",
        "CREATE TRIGGER t AFTER INSERT ON captions BEGIN DELETE FROM labels; END",
    ],
)
def test_another_index_or_trigger_is_refused(catalogue: Catalogue, statement: str) -> None:
    catalogue.close()
    with closing(sqlite3.connect(catalogue.path)) as connection:
        connection.execute(statement)

    with pytest.raises(CatalogueError, match="run by themselves"):
        Catalogue.open(catalogue.path)


def test_a_damaged_index_is_a_damaged_catalogue(catalogue: Catalogue) -> None:
    catalogue.commands.add_caption(6, "A truck")
    with closing(sqlite3.connect(catalogue.path)) as connection, connection:
        connection.execute("UPDATE captions_text_data SET block = x'00ff00ff00ff'")

    with pytest.raises(CatalogueError, match="is damaged"):
        catalogue.captions.search("truck")
    assert catalogue.check().problems
