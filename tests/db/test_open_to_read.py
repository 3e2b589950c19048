"""A catalogue that is open to be read: nothing is written, and the changes of others are seen."""

import shutil
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError

GOLDEN = Path(__file__).parents[1] / "golden" / "schema_0008.sqlite"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue with one label and no image."""
    path, archive = tmp_path / "a.nabolag.sqlite", tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(path, archive) as made:
        made.commands.create_label("truck")
    return path


def test_nothing_can_be_written(catalogue: Path) -> None:
    before = catalogue.read_bytes()
    with Catalogue.open_to_read(catalogue) as reading:
        with pytest.raises(CatalogueError):
            reading.commands.create_label("boat")
        with pytest.raises(CatalogueError):
            reading.settings.set("encoder.name", "x")
        assert [one.name for one in reading.labels.all()] == ["truck"]
    assert catalogue.read_bytes() == before


def test_what_others_change_is_noticed_and_told(catalogue: Path) -> None:
    with Catalogue.open_to_read(catalogue) as reading, Catalogue.open(catalogue) as writing:
        version, newest = reading.data_version(), reading.history.newest_id()
        assert reading.data_version() == version

        boat = writing.commands.create_label("boat")

        assert reading.data_version() != version
        told = reading.changes_since(newest, most_rows=10)
        assert (told.label_ids, told.images_unknown) == (boat.label_ids, False)
        assert told.change_id == reading.history.newest_id()

        writing.commands.undo()
        again = reading.changes_since(told.change_id, most_rows=10)
        assert again.label_ids == boat.label_ids
        assert reading.changes_since(newest, most_rows=1).images_unknown


def test_an_older_one_is_refused_in_a_sentence(tmp_path: Path) -> None:
    older = tmp_path / "older.nabolag.sqlite"
    shutil.copyfile(GOLDEN, older)

    with pytest.raises(CatalogueError, match="older version"):
        Catalogue.open_to_read(older)

    assert older.read_bytes() == GOLDEN.read_bytes()
