import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

import db.catalogue
from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.journal import journal_mode, journal_mode_for


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ("3.7.0", "delete"),
        ("3.37.2", "delete"),
        ("3.40.1", "delete"),
        ("3.44.5", "delete"),
        ("3.44.6", "wal"),
        ("3.44.9", "wal"),
        ("3.45.0", "delete"),
        ("3.45.6", "delete"),
        ("3.49.2", "delete"),
        ("3.50.4", "delete"),
        ("3.50.6", "delete"),
        ("3.50.7", "wal"),
        ("3.50.10", "wal"),
        ("3.51.0", "delete"),
        ("3.51.2", "delete"),
        ("3.51.3", "wal"),
        ("3.51.10", "wal"),
        ("3.52.0", "wal"),
        ("3.52", "wal"),
        ("3.50", "delete"),
        ("4.0.0", "wal"),
        ("3.50.7.1", "wal"),
    ],
)
def test_only_fixed_versions_use_wal(version: str, mode: str) -> None:
    assert journal_mode_for(version) == mode


def mode_of(catalogue: Catalogue) -> str:
    with closing(sqlite3.connect(catalogue.path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_catalogue_has_the_mode_of_the_library_at_hand(catalogue: Catalogue) -> None:
    assert mode_of(catalogue) == journal_mode() == journal_mode_for(sqlite3.sqlite_version)
    assert catalogue.check().journal_mode == journal_mode()


def test_a_wal_file_is_taken_back_to_the_rollback_journal_with_all_it_holds(
    make_catalogue: Callable[..., Catalogue],
    scanned: Callable[..., object],
    kept_rows: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(db.catalogue, "journal_mode", lambda: "wal")
    made = make_catalogue()
    assert mode_of(made) == "wal"
    made.commands.import_images([scanned("a.jpg", "truck")])
    made.close()
    before = kept_rows(made.path)

    monkeypatch.setattr(db.catalogue, "journal_mode", lambda: "delete")
    with Catalogue.open(made.path) as reopened:
        assert mode_of(reopened) == "delete"
        assert reopened.check().problems == []
    assert kept_rows(made.path) == before
    assert not made.path.with_name(made.path.name + "-wal").exists()


def test_a_wal_file_in_use_elsewhere_is_refused_and_keeps_its_mode(
    make_catalogue: Callable[..., Catalogue], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.catalogue, "journal_mode", lambda: "wal")
    made = make_catalogue()
    made.images.count()
    monkeypatch.setattr(db.catalogue, "journal_mode", lambda: "delete")
    monkeypatch.setattr("db.connection.BUSY_TIMEOUT_S", 0.1)

    with pytest.raises(CatalogueError, match=r"Close it there|close it"):
        Catalogue.open(made.path)
    assert mode_of(made) == "wal"
