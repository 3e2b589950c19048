import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

import db.catalogue
import db.places
from db.catalogue import Catalogue, default_curator
from db.errors import CatalogueError
from db.places import archive_location, data_folder, place_warnings, relative_to_catalogue


def test_a_new_catalogue_is_empty_and_knows_its_archive(tmp_path: Path) -> None:
    archive = tmp_path / "bilder"
    archive.mkdir()

    with Catalogue.create(tmp_path / "deep" / "new.nabolag.sqlite", archive) as made:
        assert made.path == tmp_path / "deep" / "new.nabolag.sqlite"
        assert made.folder == tmp_path / "deep" / "new.nabolag"
        assert made.folder.is_dir()
        assert made.archive_dir == archive
        assert made.curator == default_curator()
        assert made.images.ids() == []
        assert made.images.folders() == [("", 0)]
        assert made.labels.all() == []
        assert made.commands.undo() is None
        assert made.check().problems == []
        assert made.warnings == ()


def test_an_existing_file_is_never_overwritten(catalogue: Catalogue, tmp_path: Path) -> None:
    before = catalogue.path.read_bytes()

    with pytest.raises(CatalogueError, match="exists already"):
        Catalogue.create(catalogue.path, tmp_path)
    assert catalogue.path.read_bytes() == before


def test_the_archive_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="is not a folder"):
        Catalogue.create(tmp_path / "new.nabolag.sqlite", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_creating_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "bilder").mkdir()
    with pytest.raises(CatalogueError, match="cannot be made there"):
        Catalogue.create(tmp_path / "file" / "new.nabolag.sqlite", tmp_path / "bilder")


@pytest.mark.usefixtures("real_creation")
def test_a_creation_that_fails_leaves_no_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise RuntimeError

    (tmp_path / "bilder").mkdir()
    monkeypatch.setattr("db.migrations.runner.migrate", fail)
    with pytest.raises(RuntimeError):
        Catalogue.create(tmp_path / "new.nabolag.sqlite", tmp_path / "bilder")
    assert not list(tmp_path.glob("*.sqlite*"))


def test_a_relative_path_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bilder").mkdir()
    with Catalogue.create(Path("new.nabolag.sqlite"), Path("bilder")) as made:
        monkeypatch.chdir("/")
        assert made.images.count() == 0
        assert made.archive_dir == tmp_path / "bilder"


def broken_files(catalogue: Catalogue, folder: Path) -> dict[str, tuple[Path, str]]:
    """What is no catalogue, with what is said of it."""
    content = catalogue.path.read_bytes()
    other = folder / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE notes (id)")
    files = {
        "text": (
            b"just some text, long enough to fill the header of a file" * 3,
            "not a catalogue",
        ),
        "empty": (b"", "is empty"),
        "cut": (content[: len(content) // 2], "is damaged"),
        "header only": (content[:100], "is damaged"),
        "short header": (content[:40], "is damaged"),
        "overwritten": (content[:100] + b"\xa5" * (len(content) - 100), "is damaged"),
    }
    found = {name: (folder / f"{name}.nabolag.sqlite", said) for name, (_, said) in files.items()}
    for name, (data, _) in files.items():
        found[name][0].write_bytes(data)
    (folder / "folder.nabolag.sqlite").mkdir()
    return found | {
        "other": (other, "not a catalogue of Nabolag"),
        "missing": (folder / "missing.nabolag.sqlite", "no catalogue"),
        "folder": (folder / "folder.nabolag.sqlite", "is a folder"),
    }


def test_what_is_no_catalogue_is_refused_and_left_alone(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    catalogue.close()
    for name, (path, said) in broken_files(catalogue, tmp_path).items():
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(CatalogueError, match=said) as caught:
            Catalogue.open(path)
        assert str(caught.value).count(". ") >= 1, name
        assert (path.read_bytes() if path.is_file() else None) == before
        assert path.exists() == (name != "missing")


def test_a_catalogue_without_its_version_is_damaged(catalogue: Catalogue) -> None:
    catalogue.close()
    for damage in ("DELETE FROM alembic_version", "DROP TABLE alembic_version"):
        with closing(sqlite3.connect(catalogue.path)) as connection:
            connection.execute(damage)
            connection.commit()
        with pytest.raises(CatalogueError, match="is damaged"):
            Catalogue.open(catalogue.path)


def test_a_catalogue_never_lies_in_the_archive(tmp_path: Path) -> None:
    for path in (tmp_path / "a.nabolag.sqlite", tmp_path / "deep" / "a.nabolag.sqlite"):
        with pytest.raises(CatalogueError, match="would lie in the archive"):
            Catalogue.create(path, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_without_an_archive_says_so(catalogue: Catalogue) -> None:
    with closing(sqlite3.connect(catalogue.path)) as connection:
        connection.execute("DELETE FROM settings")
        connection.commit()
    with pytest.raises(CatalogueError, match="does not say where its archive is"):
        _ = catalogue.archive_dir


def test_damage_found_later_is_said_too(catalogue: Catalogue) -> None:
    catalogue.close()
    with closing(sqlite3.connect(catalogue.path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'images'"
        page = connection.execute(query).fetchone()[0]
        page_bytes = connection.execute("PRAGMA page_size").fetchone()[0]
    with catalogue.path.open("rb+") as file:
        file.seek((page - 1) * page_bytes)
        file.write(b"\xa5" * page_bytes)

    with (
        Catalogue.open(catalogue.path) as damaged,
        pytest.raises(CatalogueError, match=r"is damaged\. Restore"),
    ):
        damaged.images.get(1)


def test_a_catalogue_moves_with_its_archive(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "bilder").mkdir(parents=True)
    Catalogue.create(home / "catalogues" / "a.nabolag.sqlite", home / "bilder").close()
    shutil.move(home, tmp_path / "disk")

    with Catalogue.open(tmp_path / "disk" / "catalogues" / "a.nabolag.sqlite") as moved:
        assert moved.archive_dir == tmp_path / "disk" / "bilder"


def test_a_catalogue_that_moves_alone_finds_its_archive(tmp_path: Path) -> None:
    (tmp_path / "bilder").mkdir()
    Catalogue.create(tmp_path / "a.nabolag.sqlite", tmp_path / "bilder").close()
    (tmp_path / "other" / "bilder").mkdir(parents=True)
    shutil.move(tmp_path / "a.nabolag.sqlite", tmp_path / "other" / "a.nabolag.sqlite")

    with Catalogue.open(tmp_path / "other" / "a.nabolag.sqlite") as moved:
        assert moved.archive_dir == tmp_path / "bilder"


def test_an_archive_that_is_gone_is_still_named(tmp_path: Path) -> None:
    (tmp_path / "bilder").mkdir()
    with Catalogue.create(tmp_path / "a.nabolag.sqlite", tmp_path / "bilder") as made:
        (tmp_path / "bilder").rmdir()
        assert made.archive_dir == tmp_path / "bilder"
    assert archive_location("/gone", None, tmp_path / "a") == Path("/gone")
    assert relative_to_catalogue(tmp_path / "x" / "y", tmp_path / "z" / "a.sqlite") == "../x/y"


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("a.nabolag.sqlite", "a.nabolag"),
        ("a.b.nabolag.sqlite", "a.b.nabolag"),
        ("a.sqlite", "a.nabolag"),
        ("a", "a.nabolag"),
    ],
)
def test_the_folder_of_a_catalogue(name: str, folder: str) -> None:
    assert data_folder(Path("/x") / name) == Path("/x") / folder


def test_bad_places_are_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place_warnings(tmp_path / "a.nabolag.sqlite") == ()
    assert "Dropbox" in str(place_warnings(tmp_path / "Dropbox" / "a.nabolag.sqlite")[0])
    assert "OneDrive" in str(
        place_warnings(tmp_path / "OneDrive - Firm" / "b" / "a.nabolag.sqlite")[0]
    )
    assert "network" in str(place_warnings(Path("//server/share/a.nabolag.sqlite"))[0])

    mounted = type("Partition", (), {"mountpoint": str(tmp_path / "net"), "fstype": "CIFS"})
    monkeypatch.setattr("psutil.disk_partitions", lambda all: [mounted])
    assert "network" in str(place_warnings(tmp_path / "net" / "x" / "a.nabolag.sqlite")[0])
    assert place_warnings(tmp_path / "network" / "a.nabolag.sqlite") == ()


def test_the_file_system_of_a_path_is_known(tmp_path: Path) -> None:
    mounted = {part.mountpoint for part in psutil.disk_partitions(all=True)}
    if os.name == "posix" and "/" not in mounted:
        pytest.skip("in a changed root the system does not say what it is mounted on")
    assert db.places.file_system_of(tmp_path) != ""


def test_settings_hold_what_json_holds(catalogue: Catalogue) -> None:
    values = {"a": 1.5, "b": [1, {"c": None}], "d": "ø", "e": True, "f": None}
    for key, value in values.items():
        catalogue.settings.set(key, value)
    catalogue.close()

    with Catalogue.open(catalogue.path) as reopened:
        assert {key: reopened.settings.get(key, "default") for key in values} == values
        assert reopened.settings.get("nothing") is None
        assert reopened.settings.get("nothing", 3) == 3
        reopened.settings.set("a", "other")
        assert reopened.settings.get("a") == "other"


def test_settings_refuse_what_json_cannot_hold(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    before = kept_rows(catalogue.path)
    with pytest.raises(TypeError):
        catalogue.settings.set_many({"a": 1, "b": object()})
    assert kept_rows(catalogue.path) == before


def test_a_user_without_a_name_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", fail)
    assert default_curator() == "unknown"


def test_the_journal_of_an_earlier_catalogue_is_not_played_into_a_new_one(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    Catalogue.create(path, archive).close()
    journal = Path(f"{path}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as killed:
        killed.execute("PRAGMA cache_size = 1")
        killed.execute("BEGIN IMMEDIATE")
        killed.execute("DELETE FROM settings")
        killed.execute("CREATE TABLE large AS SELECT randomblob(200000)")
        killed.execute("DROP TABLE large")
        content = journal.read_bytes()
        assert content
    path.unlink()
    journal.write_bytes(content)

    with pytest.raises(CatalogueError, match=r"a\.nabolag\.sqlite-journal"):
        Catalogue.create(path, archive)
    assert journal.read_bytes() == content
    assert not path.exists()


def test_the_identity_stays_when_a_catalogue_is_moved_or_copied(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "a.nabolag.sqlite", archive, curator="Kari") as made:
        identity = made.identity
    with Catalogue.create(tmp_path / "b.nabolag.sqlite", archive, curator="Kari") as other:
        assert other.identity != identity
    copy = tmp_path / "elsewhere.nabolag.sqlite"
    copy.write_bytes((tmp_path / "a.nabolag.sqlite").read_bytes())
    with Catalogue.open(copy, curator="Kari") as opened:
        assert opened.identity == identity
    assert len(identity) == 32
